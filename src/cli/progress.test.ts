import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
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
    expect(rows.many).toBe(false);
    expect(rows.rows(true)).toEqual(['✔ CM01       12 facts read', '✖ REFERENCE  no answer', '– DP01       content']);
  });

  test('of many: the newest that are read or failed, and one row that counts all', () => {
    const rows = new ProgressRows({ unicode: false, limit: 6, expected: 40 });
    for (let index = 0; index < 30; index++) {
      rows.take(event(`H${index}`, index % 3 === 0 ? 'failed' : index % 3 === 1 ? 'done' : 'reading', 'x'));
    }
    // Half of the room is for failures while there is enough to read.
    expect(rows.rows(true)).toEqual([
      '!! H24  x',
      '!! H27  x',
      '-- H23  x',
      '-- H26  x',
      '-- H29  x',
      '-- 10 of 30 done, 10 failed, 10 reading',
    ]);
    expect(rows.counts(false)).toBe('10 of 40 done, 10 failed, 10 reading, 10 waiting');
    for (let index = 2; index < 30; index += 3) rows.take(event(`H${index}`, 'done'));
    // What is no longer read leaves its room to failures.
    expect(rows.rows(true).map((row) => row.slice(0, 6).trimEnd())).toEqual([
      ...['!! H15', '!! H18', '!! H21', '!! H24', '!! H27'],
      '!! 20',
    ]);
    rows.take(event('H27', 'reading', 'again'));
    expect(rows.rows(true).at(-1)).toBe('-- 20 of 30 done, 9 failed, 1 reading');
    expect(rows.rows(true).filter((row) => row.includes('H27'))).toEqual(['-- H27  again']);
  });

  test('a target that goes on being read keeps its place', () => {
    const rows = new ProgressRows({ unicode: false, limit: 3, expected: 9 });
    rows.take(event('A', 'reading', '1'));
    rows.take(event('B', 'reading', '1'));
    rows.take(event('A', 'reading', '2'));
    expect(rows.rows(true).slice(0, 2)).toEqual(['-- A  2', '-- B  1']);
  });

  test('100,000 targets: bounded rows, and no text is kept of what is not shown', () => {
    const rows = new ProgressRows({ unicode: false, limit: 12 });
    for (let index = 0; index < 100_000; index++) {
      for (const state of ['waiting', 'reading', index % 1000 === 0 ? 'failed' : 'done'] as const) {
        rows.take(event(`H${index}`, state, `${state} ${index}`));
      }
    }
    expect(rows.rows(true)).toHaveLength(12);
    expect(rows.rows(true).at(-1)).toBe('!! 99900 of 100000 done, 100 failed');
    expect(rows.kept).toBeLessThanOrEqual(12);
  });

  test('texts of those being read are bounded, whatever their number', () => {
    const rows = new ProgressRows({ unicode: false, limit: 12 });
    for (let index = 0; index < 5000; index++) rows.take(event(`H${index}`, 'reading', 'x'));
    expect(rows.kept).toBeLessThanOrEqual(256);
    expect(rows.rows(true)).toHaveLength(12);
    for (let index = 0; index < 5000; index++) rows.take(event(`H${index}`, 'done'));
    expect(rows.rows(true)).toEqual(['ok 5000 of 5000 done']);
  });

  test('between two answers nothing is worth a line, and many count as done meanwhile', () => {
    const rows = new ProgressRows({ unicode: false, limit: 12, expected: 20 });
    const changes = (['reading', 'answered', 'reading', 'answered', 'done'] as const).map((state) => [
      state,
      rows.take({ kind: 'target', target: 'DP01', state, text: '' }),
      rows.counts(true),
    ]);
    expect(changes).toEqual([
      ['reading', true, '0 of 1 done, 1 reading'],
      ['answered', false, '1 of 1 done'],
      ['reading', false, '0 of 1 done, 1 reading'],
      ['answered', false, '1 of 1 done'],
      ['done', true, '1 of 1 done'],
    ]);
  });

  test('a state that stays is no change; escape sequences are spelled out', () => {
    const rows = new ProgressRows({ unicode: true, limit: 12 });
    expect(rows.take(event('CM01', 'reading', 'a'))).toBe(true);
    expect(rows.take(event('CM01', 'reading', 'b'))).toBe(false);
    expect(rows.line(event('CM\x1b[2J', 'done', 'x\ny'))).toBe('CM\\x1b[2J: done, x\\x0ay');
  });
});

describe('progress away from a terminal', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('one plain line for each change of state', async () => {
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

  test('many: failures as they come, and counts every five seconds where they changed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const out = stream();
    const progress = createProgress({ stream: out.stream, terminal: false, unicode: true, expected: 13 });
    progress.update(event('A', 'waiting'));
    progress.update(event('A', 'reading'));
    progress.update(event('A', 'failed', 'no answer'));
    progress.update(event('A', 'failed', 'no answer'));
    progress.update(event('B', 'reading'));
    expect(out.text()).toBe('A: failed, no answer\n');
    vi.advanceTimersByTime(4999);
    expect(out.text()).toBe('A: failed, no answer\n');
    vi.advanceTimersByTime(1);
    vi.advanceTimersByTime(20_000);
    expect(out.text()).toBe('A: failed, no answer\n0 of 13 done, 1 failed, 1 reading, 11 waiting\n');
    progress.update(event('B', 'done'));
    await progress.stop();
    expect(out.text().split('\n').at(-2)).toBe('1 of 2 done, 1 failed');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('many that nobody announced: counted from the thirteenth on', async () => {
    const out = stream();
    const progress = createProgress({ stream: out.stream, terminal: false, unicode: true });
    for (let index = 0; index < 500; index++) progress.update(event(`H${index}`, 'waiting'));
    for (let index = 0; index < 500; index++) progress.update(event(`H${index}`, 'done'));
    await progress.stop();
    expect(out.text().split('\n').slice(11)).toEqual(['H11: waiting', '500 of 500 done', '']);
  });
});

describe('progress', () => {
  test('on a terminal: the last state stays on the screen, and the exit code is left alone', async () => {
    const out = stream();
    const before = process.exitCode;
    const progress = createProgress({ stream: out.stream, terminal: true, unicode: true });
    progress.update(event('CM01', 'reading', 'services'));
    for (let index = 0; index < 40; index++) progress.update(event(`DP${index}`, 'failed', 'no answer'));
    progress.update(event('CM01', 'done', '12 facts read'));
    await progress.stop();
    await progress.stop();
    expect(out.text()).toContain('✖ DP39  no answer');
    expect(out.text()).toContain('✖ 1 of 41 done, 40 failed');
    expect(out.text()).toContain('\x1b[?25h');
    expect(process.exitCode).toBe(before);
  });

  test('on a terminal: rows that are no longer shown leave nothing behind', async () => {
    const out = stream();
    const progress = createProgress({ stream: out.stream, terminal: true, unicode: true, expected: 20 });
    for (let index = 0; index < 20; index++) progress.update(event(`DP${index}`, 'reading', 'services'));
    await expect.poll(out.text, { timeout: 10_000 }).toContain('DP19');
    for (let index = 0; index < 20; index++) progress.update(event(`DP${index}`, 'done', 'all read'));
    const drawn = out.text().length;
    await progress.stop();
    const last = out.text().slice(drawn).split('\x1b[?25h')[0]!;
    expect(last).toContain('✔ 20 of 20 done');
    expect(last).not.toContain('DP');
  });

  test.each([true, false])('silent when stderr is closed (terminal: %s)', async (terminal) => {
    const out = stream();
    const progress = createProgress({ stream: out.stream, terminal, unicode: true });
    out.stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    progress.update(event('CM01', 'reading'));
    await expect(progress.stop()).resolves.toBeUndefined();
  });
});
