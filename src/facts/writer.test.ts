import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fact, gathering, host, silentHost } from '../../test/facts/sample.ts';
import { readBytes } from '../../test/facts/stream.ts';
import { UsageError } from '../model/usage-error.ts';
import { encodeFacts } from './encode.ts';
import { demandWritable, openFactsWriter, writeFactsFile } from './writer.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'facts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const at = (name: string): string => path.join(folder, name);

const value = gathering({ hosts: [host('CM01')], facts: [fact({}), fact({ fact: 'other' })], notes: ['kept'] });

/** Prints into `text`, one piece after the other, each only when it is let through. */
function slowPrinter() {
  const waiting: (() => void)[] = [];
  const printer = {
    text: '',
    pieces: 0,
    letThrough: () => waiting.shift()?.(),
    print: (text: string) => {
      printer.text += text;
      printer.pieces += 1;
      return new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    },
  };
  return printer;
}

test('piece by piece or as a whole: the same bytes', async () => {
  const whole = [...encodeFacts(value)].join('');
  const writer = await openFactsWriter(at('a.ndjson'), value);
  writer.host(value.hosts[0]!);
  for (const each of value.facts.of('CM01')) writer.fact(each);
  expect(writer.written).toEqual({ hosts: 1, facts: 2 });
  await writer.end(value);
  expect(await readFile(at('a.ndjson'), 'utf8')).toBe(whole);
  await writeFactsFile(at('b.ndjson'), value);
  expect(await readFile(at('b.ndjson'), 'utf8')).toBe(whole);
});

test('to a function that prints, in the order of the calls', async () => {
  const pieces: string[] = [];
  const writer = await openFactsWriter((piece) => void pieces.push(piece), value);
  await Promise.all([writer.host(value.hosts[0]!), ...value.facts.of('CM01').map((each) => writer.fact(each))]);
  await writer.end(value);
  expect(pieces.join('')).toBe([...encodeFacts(value)].join(''));
});

test('a name that turns out to be another machine gives it what it said', async () => {
  const pieces: string[] = [];
  const writer = await openFactsWriter((piece) => void pieces.push(piece), value);
  await writer.host(silentHost('10.0.0.7'));
  await writer.fact(fact({ target: '10.0.0.7', fact: 'first' }));
  await writer.host(host('CM01', {}, [], ['10.0.0.7']));
  await writer.fact(fact({ target: '10.0.0.7', fact: 'second' }));
  await writer.fact(fact({ fact: 'third' }));
  await writer.host(host('cm01', {}, ['site-server'], ['10.0.0.7']));
  await writer.end(value);
  const { hosts, facts } = readBytes(Buffer.from(pieces.join('')));
  expect(hosts).toEqual([host('cm01', {}, ['site-server'], ['10.0.0.7'])]);
  expect(facts.of('CM01').map((each) => [each.target, each.fact])).toEqual([
    ['cm01', 'first'],
    ['cm01', 'second'],
    ['cm01', 'third'],
  ]);
});

test('whoever adds faster than can be written waits', async () => {
  const printer = slowPrinter();
  const opened = openFactsWriter(printer.print, value);
  printer.letThrough();
  const writer = await opened;
  const large = fact({ data: 'x'.repeat(600_000) });
  await writer.host(value.hosts[0]!);
  await writer.fact(large);
  let isThrough = false;
  const third = writer.fact(large).then(() => {
    isThrough = true;
  });
  await new Promise(setImmediate);
  expect(isThrough).toBe(false);
  printer.letThrough();
  await new Promise(setImmediate);
  printer.letThrough();
  await third;
  expect(readBytes(Buffer.from(printer.text)).facts.of('CM01')).toEqual([large, large]);
  // What waited went out at once.
  expect(printer.pieces).toBe(3);
});

test('what is given up is a file that was cut short', async () => {
  const writer = await openFactsWriter(at('cut.ndjson'), value);
  writer.host(value.hosts[0]!);
  writer.fact(fact({}));
  await writer.abandon();
  await writer.abandon();
  const read = readBytes(await readFile(at('cut.ndjson')));
  expect(read).toMatchObject({ complete: false, hosts: value.hosts });
  expect(read.facts.of('CM01')).toEqual([fact({})]);
});

describe('what cannot be written', () => {
  const noFolder = /cannot be written: its folder does not exist; name one in a folder that can be written to/;

  test('is a sentence from the start', async () => {
    await expect(openFactsWriter(at('no/a'), value)).rejects.toThrow(noFolder);
    await expect(writeFactsFile(at('no/a'), value)).rejects.toThrow(noFolder);
    await expect(demandWritable(at('no/a'))).rejects.toThrow(noFolder);
    await expect(openFactsWriter(folder, value)).rejects.toThrow(/it is a folder/);
  });

  test('is said by every call after it, and by the end; nobody has to listen', async () => {
    let pieces = 0;
    const writer = await openFactsWriter(async () => {
      pieces += 1;
      if (pieces === 2) throw new UsageError('the pipe is closed');
    }, value);
    writer.host(value.hosts[0]!);
    await new Promise(setImmediate);
    await expect(writer.fact(fact({}))).rejects.toThrow('the pipe is closed');
    writer.fact(fact({}));
    await expect(writer.end(value)).rejects.toThrow('the pipe is closed');
    expect(pieces).toBe(2);
  });

  test.skipIf(!existsSync('/dev/full'))('a disk that is full, which only Linux has at hand', async () => {
    const writing = openFactsWriter('/dev/full', value).then(async (writer) => {
      await writer.host(value.hosts[0]!);
      await writer.end(value);
    });
    await expect(writing).rejects.toThrow(/The facts file \/dev\/full cannot be written: the disk is full; name one/);
    await expect(writeFactsFile('/dev/full', value)).rejects.toThrow(/the disk is full/);
  });
});
