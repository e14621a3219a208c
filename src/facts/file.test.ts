import { execFileSync } from 'node:child_process';
import { utimesSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fact, gathering, host } from '../../test/facts/sample.ts';
import { emptyConfiguration } from '../model/configuration.ts';
import { UsageError } from '../model/usage-error.ts';
import { encodeFacts, mergeGatherings, openFactsFile, readFactsFile, writeFactsFile } from './file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'facts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const at = (name: string): string => path.join(folder, name);

const facts = [fact({ data: 'Grüße \ud800' }), fact({ fact: 'other', failed: 'denied' })];
const value = gathering({
  hosts: [host('CM01'), host('DP01')],
  facts: [...facts, fact({ target: 'DP01' })],
  configuration: {
    ...emptyConfiguration,
    packages: ['PS100042'],
    targets: [{ name: 'DP01', roles: ['distribution-point'], via: 'ssh', keyFile: 'id_ed25519' }],
    remoting: { via: 'winrm', useSsl: true },
  },
});

test('written and read again, as a whole and machine by machine', async () => {
  const file = at('a.ndjson');
  await writeFactsFile(file, value);
  const read = await readFactsFile(file);
  const { facts: some, close, ...rest } = await openFactsFile(file);
  for (const each of [read.facts, some]) {
    expect(each.of('cm01.')).toEqual(facts);
    expect(each.of('DP01')).toEqual([fact({ target: 'DP01' })]);
    expect(each.of('PXE01')).toEqual([]);
  }
  const { facts: _facts, ...written } = value;
  expect(rest).toEqual(written);
  expect(read).toMatchObject(written);
  await close();
});

test('facts larger than what is read at a time', async () => {
  const file = at('large.ndjson');
  const large = [fact({ data: 'ü'.repeat(700_000) }), fact({ fact: 'other', data: 'ß'.repeat(300_000) })];
  await writeFactsFile(file, gathering({ hosts: [host('CM01')], facts: large }));
  const opened = await openFactsFile(file);
  expect(opened.facts.of('CM01')).toEqual(large);
  await opened.close();
});

test('the machine that was asked about last is not read again', async () => {
  const file = at('last.ndjson');
  await writeFactsFile(file, value);
  const opened = await openFactsFile(file);
  expect(opened.facts.of('CM01')).toBe(opened.facts.of('cm01'));
  await opened.close();
});

describe('a file that is not the same any more', () => {
  const longAgo = 1_700_000_000;
  const changes: [what: string, change: (file: string) => Promise<void>, sentence: RegExp][] = [
    ['grown', (file) => appendFile(file, ' '), /was changed while it was being read; try again when nothing writes/],
    ['touched', (file) => utimes(file, 1, 1), /was changed while it was being read/],
    [
      'replaced',
      async (file) => {
        await writeFactsFile(`${file}.new`, value);
        await utimes(`${file}.new`, longAgo, longAgo);
        await rename(`${file}.new`, file);
      },
      /was changed while it was being read/,
    ],
    ['gone', (file) => rm(file), /does not exist; a facts file is written by/],
  ];
  test.each(changes)('%s', async (what, change, sentence) => {
    const file = at(`${what}.ndjson`);
    await writeFactsFile(file, value);
    await utimes(file, longAgo, longAgo);
    const opened = await openFactsFile(file);
    expect(opened.facts.of('CM01')).toHaveLength(2);
    await change(file);
    expect(() => opened.facts.of('DP01')).toThrow(UsageError);
    expect(() => opened.facts.of('DP01')).toThrow(sentence);
  });
});

test('a file that is written to while it is gone through', async () => {
  const file = at('busy.ndjson');
  await writeFactsFile(file, gathering({ hosts: [host('CM01')], facts: [fact({ data: 'x'.repeat(4_000_000) })] }));
  const opening = openFactsFile(file);
  let isOver = false;
  const end = (): void => {
    isOver = true;
  };
  opening.then(end, end);
  for (let time = 1; !isOver; time++) {
    utimesSync(file, time, time);
    await new Promise(setImmediate);
  }
  await expect(opening).rejects.toThrow(/was changed while it was being read/);
});

describe.skipIf(process.platform === 'win32')('a pipe, which only Unix has as a file', () => {
  test('is read like a file, and leaves nothing behind', async () => {
    const pipe = at('pipe');
    const place = at('temporary');
    await mkdir(place);
    execFileSync('/usr/bin/env', ['mkfifo', pipe]);
    const { TMPDIR } = process.env;
    process.env.TMPDIR = place;
    try {
      const [opened] = await Promise.all([openFactsFile(pipe), writeFile(pipe, [...encodeFacts(value)].join(''))]);
      expect(await readdir(place)).toEqual([]);
      const merged = mergeGatherings([opened], { configuration: null });
      expect(merged.facts.of('DP01')).toEqual([fact({ target: 'DP01' })]);
      expect(merged.facts.of('CM01')).toEqual(facts);
      await opened.close();
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });
});

test('what cannot be read is a sentence', async () => {
  await expect(openFactsFile(at('none'))).rejects.toThrow(/none does not exist; a facts file is written by/);
  await expect(openFactsFile(folder)).rejects.toThrow(/is a folder; a facts file/);
  await writeFile(at('utf16'), Buffer.from(`\ufeff${[...encodeFacts(value)].join('')}`, 'utf16le'));
  await expect(openFactsFile(at('utf16'))).rejects.toThrow(/is UTF-16, as ">" writes in Windows PowerShell/);
});
