import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fact, gathering, host, identity } from '../test/facts/sample.ts';
import { decodeFacts, encodeFacts, factsText, readFactsFile, writeFactsFile } from './facts-file.ts';
import { failureKinds } from './model/answer.ts';
import { emptyConfiguration } from './model/configuration.ts';
import type { Gathering } from './model/gathering.ts';
import { operations } from './model/operation.ts';
import { roles } from './model/target.ts';
import { UsageError } from './model/usage-error.ts';

const seed = { seed: 20261122, numRuns: 200 };
const encoded = (value: Gathering): string => [...encodeFacts(value)].join('');

const hostile = fc.string({ unit: 'binary', maxLength: 12 });
const time = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const failure = fc.record({ failed: fc.constantFrom(...failureKinds), message: hostile });
// Through JSON once, as data that came over the wire was: no -0, no undefined.
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)));
const params = fc.dictionary(
  fc.stringMatching(/^[a-z][A-Za-z]{0,8}$/),
  fc.oneof(hostile, fc.integer(), fc.boolean(), fc.array(hostile, { maxLength: 2 })),
  { maxKeys: 3, noNullPrototype: true },
);
const anyHost = fc
  .tuple(
    fc.record({
      target: hostile,
      aliases: fc.array(hostile, { maxLength: 2 }),
      roles: fc.uniqueArray(fc.constantFrom(...roles), { maxLength: 3 }),
    }),
    fc.oneof(
      failure,
      fc.record({ machineName: hostile, bootTime: fc.option(time) }).map((parts) => ({ identity: identity(parts) })),
    ),
  )
  .map(([base, rest]) => ({ ...base, ...rest }));
const anyFact = fc
  .tuple(
    fc.record({
      target: hostile,
      fact: hostile,
      params,
      bootTime: fc.option(time),
      collectedAt: time,
      durationMs: fc.nat(),
    }),
    fc.oneof(failure, fc.record({ data: json })),
  )
  .map(([base, rest]) => ({ ...base, ...rest }));
const anyGathering: fc.Arbitrary<Gathering> = fc.record({
  tool: hostile,
  checkSet: fc.array(hostile, { maxLength: 3 }),
  gatheredAt: time,
  finishedAt: time,
  operator: hostile,
  operations: fc.uniqueArray(fc.constantFrom(...operations)),
  configuration: fc.record({
    site: fc.option(fc.record({ server: fc.record({ name: fc.constant('CM01') }), code: fc.option(hostile) })),
    distributionPoints: fc.constant([{ name: 'DP01', address: '10.0.0.1', port: 22, via: 'ssh' as const, user: 'u' }]),
    pxeServers: fc.constant([]),
    capture: fc.option(fc.record({ destination: hostile, account: fc.option(hostile) })),
    taskSequence: fc.option(hostile),
    packages: fc.array(hostile, { maxLength: 2 }),
    referenceComputer: fc.constant(null),
  }),
  hosts: fc.array(anyHost, { maxLength: 3 }),
  facts: fc.array(anyFact, { maxLength: 4 }),
  complete: fc.boolean(),
  notes: fc.array(hostile, { maxLength: 2 }),
});

/** What a reader makes of bytes: refused, incomplete, or taken whole. */
function reading(bytes: Uint8Array): 'refused' | 'incomplete' | Gathering {
  try {
    const read = decodeFacts(factsText(bytes, 'f'), 'f');
    return read.complete ? read : 'incomplete';
  } catch (error) {
    if (error instanceof UsageError) return 'refused';
    throw error;
  }
}

describe('properties', () => {
  test('what is written is read back, whatever the text', () => {
    fc.assert(
      fc.property(anyGathering, (value) => {
        expect(decodeFacts(encoded(value), 'f')).toEqual(value);
      }),
      seed,
    );
  });

  test('one changed byte is never taken for the whole truth', () => {
    fc.assert(
      fc.property(anyGathering, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, place, bits) => {
        const bytes = Buffer.from(encoded({ ...value, complete: true }));
        bytes[place % bytes.length]! ^= bits;
        expect(['refused', 'incomplete']).toContain(reading(bytes));
      }),
      { ...seed, numRuns: 2000 },
    );
  });

  test('every single place of one file, every bit', () => {
    const bytes = Buffer.from(encoded(gathering({ facts: [fact({})], hosts: [host('CM01')] })));
    for (let place = 0; place < bytes.length; place++) {
      for (let bit = 0; bit < 8; bit++) {
        const copy = Buffer.from(bytes);
        copy[place]! ^= 1 << bit;
        const result = reading(copy);
        if (result !== 'refused' && result !== 'incomplete') throw new Error(`byte ${place}, bit ${bit} was accepted`);
      }
    }
  });

  test('a file cut anywhere is refused or incomplete, and says so', () => {
    const text = encoded(gathering({ facts: [fact({}), fact({ fact: 'other' })], hosts: [host('CM01')] }));
    for (let length = 0; length < text.length; length++) {
      const result = reading(Buffer.from(text.slice(0, length)));
      if (result !== 'refused' && result !== 'incomplete') throw new Error(`cut at ${length} was accepted`);
    }
    expect(reading(Buffer.from(text))).toMatchObject({ complete: true });
  });
});

describe('a file that is cut short', () => {
  const value = gathering({ facts: [fact({}), fact({ fact: 'other' })], hosts: [host('CM01')], notes: ['kept'] });
  const lines = encoded(value).split('\n');

  test('is judged as far as it goes', () => {
    const read = decodeFacts(`${lines.slice(0, 3).join('\n')}\n${lines[3]!.slice(0, 20)}`, 'a.ndjson');
    expect(read.facts).toEqual([value.facts[0]]);
    expect(read.hosts).toEqual(value.hosts);
    expect(read.complete).toBe(false);
    expect(read.finishedAt).toBe(value.facts[0]!.collectedAt);
    expect(read.notes).toEqual(['a.ndjson has no footer: it is cut short after line 3, and judged as far as it goes.']);
  });

  test('keeps a last line that only lacks its line feed, and the notes', () => {
    const read = decodeFacts(lines.slice(0, 5).join('\n'), 'a.ndjson');
    expect(read.facts).toEqual(value.facts);
    expect(read.notes[0]).toBe('kept');
    expect(read.complete).toBe(false);
  });
});

describe('refused, in one sentence that names file and line', () => {
  const good = encoded(gathering({ facts: [fact({})], hosts: [host('CM01')] }));
  const lines = good.split('\n');
  const without = (index: number): string => lines.filter((_, at) => at !== index).join('\n');
  const bad: [what: string, text: string, sentence: string][] = [
    ['empty', '', 'f line 1 is not the header of a facts file: the file is empty.'],
    ['a cut header', lines[0]!.slice(0, 30), 'f line 1 is not the header of a facts file: it is cut short.'],
    ['no header', without(0), 'f line 1 is not the header of a facts file; "osd-preflight gather" writes such files.'],
    ['something else', '{"a":1}\n', 'f line 1 is not the header of a facts file;'],
    [
      'a newer schema',
      good.replace('facts/1', 'facts/2'),
      'f line 1: "osd-preflight/facts/2" is of a newer version than this one reads; allowed is "osd-preflight/facts/1".',
    ],
    [
      'another schema',
      good.replace('facts/1', 'notes/1'),
      'f line 1: "osd-preflight/notes/1" is not a schema that this version reads;',
    ],
    [
      'a changed value',
      good.replace('"running"', '"stopped"'),
      'f line 5: the hash or the count of lines does not fit; the file was changed after it was written.',
    ],
    ['a line less', without(2), 'f line 4: the hash or the count of lines does not fit;'],
    ['other line ends', good.replaceAll('\n', '\r\n'), 'f line 5: the hash or the count of lines does not fit;'],
    [
      'two files in one',
      good + good,
      'f line 5 is the footer, but more follows: give facts files one by one, not joined.',
    ],
    [
      'an unknown kind',
      `${lines[0]}\n{"kind":"note"}\n`,
      'f line 2 is of the unknown kind "note"; allowed are header, host, fact, end, footer.',
    ],
    [
      'a kind of every object',
      `${lines[0]}\n{"kind":"constructor"}\n`,
      'f line 2 is of the unknown kind "constructor";',
    ],
    ['no JSON', `${lines[0]}\nhello\n`, 'f line 2 is not a JSON object: the file was changed after it was written.'],
    ['two headers', `${lines[0]}\n${lines[0]}\n`, 'f line 2 is a second "header" line; a facts file has one.'],
    [
      'an unknown key',
      `${lines[0]}\n${lines[1]!.replace('"kind"', '"extra":1,"kind"')}\n`,
      'f line 2 is not a valid "host" line',
    ],
    [
      'a wrong type',
      `${lines[0]}\n${lines[2]!.replace('"params":{}', '"params":[]')}\n`,
      'f line 2 is not a valid "fact" line at "params"',
    ],
  ];
  test.each(bad)('%s', (_what, text, sentence) => {
    let error: unknown = null;
    try {
      decodeFacts(text, 'f');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(sentence);
    expect((error as UsageError).message).not.toContain('\n');
  });
});

describe('on disk', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facts-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('written and read again', async () => {
    const file = path.join(folder, 'a.ndjson');
    const value = gathering({
      facts: [fact({ data: 'Grüße \ud800' })],
      configuration: { ...emptyConfiguration, packages: ['PS100042'] },
    });
    await writeFactsFile(file, value);
    expect(await readFactsFile(file)).toEqual(value);
  });

  test('what cannot be read or written is a sentence', async () => {
    await expect(readFactsFile(path.join(folder, 'none'))).rejects.toThrow(
      /none does not exist; a facts file is written by/,
    );
    await expect(readFactsFile(folder)).rejects.toThrow(/is a folder; a facts file/);
    await expect(writeFactsFile(path.join(folder, 'no', 'a'), gathering({}))).rejects.toThrow(
      /cannot be written: its folder does not exist; name one/,
    );
    const file = path.join(folder, 'utf16');
    await writeFile(file, Buffer.from(`\ufeff${encoded(gathering({}))}`, 'utf16le'));
    await expect(readFactsFile(file)).rejects.toThrow(/is UTF-16, as ">" writes in Windows PowerShell/);
  });
});
