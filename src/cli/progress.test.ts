import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createProgress } from './progress.ts';
import { type ProgressEvent, ProgressRows } from './progress-rows.ts';

const event = (target: string, state: ProgressEvent['state'], text = ''): ProgressEvent => ({
  kind: 'target',
  target,
  state,
  text,
});

function stream(): { stream: NodeJS.WriteStream; text: () => string } {
  const through = new PassThrough() as unknown as NodeJS.WriteStream;
  let text = '';
  through.on('data', (chunk) => {
    text += String(chunk);
  });
  through.isTTY = true;
  through.columns = 80;
  through.rows = 40;
  return { stream: through, text: () => text };
}

describe('rows', () => {
  test('one for each target, the symbol by its state', () => {
    const rows = new ProgressRows({ unicode: true, limit: 12 });
    rows.take(event('CM01', 'done', '12 facts read'));
    rows.take(event('REFERENCE', 'failed', 'no answer'));
    rows.take(event('DP01', 'reading', 'content'));
    expect(rows.rows(true)).toEqual(['✔ CM01       12 facts read', '✖ REFERENCE  no answer', '– DP01       content']);
  });

  test('never more than the limit: the last one counts the rest', () => {
    const rows = new ProgressRows({ unicode: false, limit: 12 });
    for (let index = 0; index < 30; index++) {
      rows.take(event(`H${index}`, index % 3 === 0 ? 'failed' : index % 3 === 1 ? 'done' : 'reading'));
    }
    const all = rows.rows(true);
    expect(all).toHaveLength(12);
    expect(all[11]).toBe('-- and 19 more: 7 reading, 6 done, 6 failed');
  });

  test('a state that stays is no change; escape sequences are spelled out', () => {
    const rows = new ProgressRows({ unicode: true, limit: 12 });
    expect(rows.take(event('CM01', 'reading', 'a'))).toBe(true);
    expect(rows.take(event('CM01', 'reading', 'b'))).toBe(false);
    expect(rows.line(event('CM\x1b[2J', 'done', 'x\ny'))).toBe('CM\\x1b[2J: done, x\\x0ay');
  });
});

describe('progress', () => {
  test('away from a terminal: one plain line for each change of state', async () => {
    const out = stream();
    const progress = createProgress({ stream: out.stream, terminal: false, unicode: true });
    progress.update(event('CM01', 'waiting', 'for WinRM on CM01, at most 3 s'));
    progress.update(event('CM01', 'reading', 'services'));
    progress.update(event('CM01', 'reading', 'shares'));
    progress.update(event('CM01', 'done', '12 facts read'));
    await progress.stop();
    progress.update(event('CM01', 'failed'));
    expect(out.text()).toBe(
      'CM01: waiting, for WinRM on CM01, at most 3 s\nCM01: reading, services\nCM01: done, 12 facts read\n',
    );
  });

  test('on a terminal: the last state stays on the screen, and the exit code is left alone', async () => {
    const out = stream();
    const before = process.exitCode;
    const progress = createProgress({ stream: out.stream, terminal: true, unicode: true });
    progress.update(event('CM01', 'reading', 'services'));
    for (let index = 0; index < 40; index++) progress.update(event(`DP${index}`, 'failed', 'no answer'));
    progress.update(event('CM01', 'done', '12 facts read'));
    await progress.stop();
    await progress.stop();
    expect(out.text()).toContain('✔ CM01  12 facts read');
    expect(out.text()).toContain('✖ and 30 more: 30 failed');
    expect(out.text()).toContain('\x1b[?25h');
    expect(process.exitCode).toBe(before);
  });

  test.each([true, false])('silent when stderr is closed (terminal: %s)', async (terminal) => {
    const out = stream();
    const progress = createProgress({ stream: out.stream, terminal, unicode: true });
    out.stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    progress.update(event('CM01', 'reading'));
    await expect(progress.stop()).resolves.toBeUndefined();
  });
});
