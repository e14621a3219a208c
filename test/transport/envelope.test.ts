import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnswerCollector, AnswerStream } from '../../src/transport/envelope.ts';

const seed = 20261122;
const marker = '@osd-0123456789abcdef';

/** What a stream makes of text that arrives in these pieces. */
function heard(pieces: string[]): { lines: string[]; noise: string[] } {
  const lines: string[] = [];
  const stream = new AnswerStream(marker, (id, kind, json) => lines.push([id, kind, json].join('|')));
  for (const piece of pieces) stream.feed(piece);
  stream.end();
  return { lines, noise: stream.noise };
}

function cut(text: string, at: number[]): string[] {
  const places = [...new Set([0, ...at.map((n) => n % (text.length + 1)), text.length])].sort((a, b) => a - b);
  return places.slice(1).map((end, n) => text.slice(places[n], end));
}

describe('the stream', () => {
  const line = fc.oneof(
    fc.json().map((json) => `${marker} r1 item ${json.replace(/[^\x20-\x7e]/g, '?')}`),
    fc.constantFrom(
      `\ufeff${marker} r1 item 1`,
      `\x1b[?1h\x1b[?1l${marker} r12 end {}\x1b[?1h`,
      `${marker} r1 item "no`,
      `${marker} half`,
      `noise ${marker} r1 progress {}`,
      '@osd-0123',
      '',
      'WARNING: beside it',
      '\x1b[?1h',
    ),
  );

  test('hears the same wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.array(fc.nat()), (lines, end, at) => {
        const text = lines.map((one) => one + end).join('');
        expect(heard(cut(text, at))).toEqual(heard([text]));
      }),
      { seed, numRuns: 500 },
    );
  });

  test('takes off a byte order mark, escape noise and what stands before the marker', () => {
    const ours = `${marker} r1 item {"a":1}`;
    for (const text of [`\ufeff${ours}\n`, `\x1b[?1h\x1b[?1l${ours}\x1b[?1h\r\n`, `no end of line${ours}  \n`]) {
      expect(heard([text]).lines).toEqual(['r1|item|{"a":1}']);
    }
  });

  test('passes on a mangled line of ours as one that nobody can place', () => {
    for (const text of [
      `${marker}`,
      `${marker} r1`,
      `${marker} 1 item {}`,
      `${marker} r1 ITEM {}`,
      `${marker}r1 end {}`,
    ]) {
      expect(heard([`${text}\n`]).lines).toEqual([expect.stringMatching(/^\|\|/)]);
    }
  });

  test('keeps the last 200 lines of noise, at most 500 characters of each, without empty ones', () => {
    const { noise } = heard([Array.from({ length: 500 }, (_, n) => `${n} ${'x'.repeat(600)}\n\n`).join('')]);
    expect(noise).toHaveLength(200);
    expect(noise[0]).toMatch(/^300 x{496}$/);
  });

  test('takes a line that never ended for noise', () => {
    expect(heard([`${marker} r1 end {"items":0}`])).toEqual({ lines: [], noise: [`${marker} r1 end {"items":0}`] });
  });
});

describe('the collector', () => {
  const end = (items: number): [string, string, string] => ['r1', 'end', `{"items":${items}}`];
  const item: [string, string, string] = ['r1', 'item', '{"n":1}'];

  function collect(...lines: [string, string, string][]): AnswerCollector {
    const collector = new AnswerCollector('r1');
    for (const line of lines) collector.line(...line);
    return collector;
  }

  test('a whole answer: its items in order', async () => {
    const collector = collect(item, ['r1', 'item', 'null'], end(2));
    expect(collector).toMatchObject({ items: [{ n: 1 }, null], outcome: { ok: true }, broken: undefined });
    await expect(collector.answered).resolves.toBe('answered');
  });

  test('a failure after items', () => {
    const failed = ['r1', 'failed', '{"types":[],"hresults":["0x80070005"],"id":"x","message":"no"}'] as const;
    expect(collect(item, [...failed])).toMatchObject({ outcome: { ok: false, failed: 'denied', message: 'no' } });
  });

  test.each<[string, [string, string, string][], RegExp]>([
    ['a missing item', [item, end(2)], /sent 2 items and 1 came/],
    ['no count', [['r1', 'end', '{}']], /sent undefined items/],
    ['two ends', [item, end(1), end(1)], /answered twice/],
    ['an item after the end', [end(0), item], /answered twice/],
    ['another id', [['r2', 'item', '1']], /an answer to r2 came while r1 was asked/],
    ['no JSON', [['r1', 'item', '{"n":']], /not JSON/],
    ['no JSON at all', [['r1', 'end', '']], /not JSON/],
    ['an unknown kind', [['r1', 'what', '{}']], /unknown kind what/],
    ['a mangled line', [['', '', ' r1 it']], /mangled/],
  ])('%s breaks the answer', async (_, lines, message) => {
    const collector = collect(...lines);
    expect(collector.broken).toMatch(message);
    await expect(collector.stopped).resolves.toBe('broken');
  });

  test('a language mode other than full stops the wait', async () => {
    const full = collect(['r1', 'hello', '{"languageMode":"FullLanguage"}'], end(0));
    expect(full).toMatchObject({ languageMode: 'FullLanguage', outcome: { ok: true } });
    const constrained = collect(['r1', 'hello', '{"languageMode":"ConstrainedLanguage"}']);
    await expect(constrained.stopped).resolves.toBe('constrained');
  });
});
