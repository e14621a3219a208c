import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fact, gathering, host } from '../../test/facts/sample.ts';
import { readBytes } from '../../test/facts/stream.ts';
import type { Gathering } from '../model/gathering.ts';
import { UsageError } from '../model/usage-error.ts';
import { encodeFacts, footer } from './encode.ts';

const encoded = (value: Gathering): string => [...encodeFacts(value)].join('');

describe('a file that is cut short', () => {
  const facts = [fact({}), fact({ fact: 'other', data: 'Gr\u00fc\u00dfe' })];
  const value = gathering({ facts, hosts: [host('CM01')], notes: ['kept'] });
  const lines = encoded(value).split('\n');

  test('is judged as far as it goes', () => {
    const text = `${lines.slice(0, 3).join('\n')}\n${lines[3]!.slice(0, 20)}`;
    const read = readBytes(Buffer.from(text), 'a.ndjson');
    expect(read.facts.of('CM01')).toEqual([facts[0]]);
    expect(read.hosts).toEqual(value.hosts);
    expect(read.complete).toBe(false);
    expect(read.finishedAt).toBe(facts[0]!.collectedAt);
    expect(read.notes).toEqual(['a.ndjson has no footer: it is cut short after line 3, and judged as far as it goes.']);
  });

  test('keeps a last line that only lacks its line feed, and the notes', () => {
    const read = readBytes(Buffer.from(lines.slice(0, 5).join('\n')), 'a.ndjson');
    expect(read.facts.of('CM01')).toEqual(facts);
    expect(read.notes[0]).toBe('kept');
    expect(read.complete).toBe(false);
  });

  test('may end in the middle of a character', () => {
    const bytes = Buffer.from(encoded(value));
    const read = readBytes(bytes.subarray(0, bytes.indexOf('\u00df') + 1));
    expect(read.facts.of('CM01')).toEqual([facts[0]]);
  });
});

describe('a file from before there were many machines', () => {
  test('names no targets and no remoting', () => {
    const value = gathering({});
    const { targets: _targets, remoting: _remoting, ...older } = value.configuration;
    const [header] = encoded(value).split('\n');
    const config = JSON.stringify(value.configuration);
    const text = header!.replace(config, JSON.stringify(older));
    expect(text).not.toBe(header);
    expect(readBytes(Buffer.from(`${text}\n`)).configuration).toEqual(value.configuration);
  });
});

describe('refused, in one sentence that names file and line', () => {
  const good = encoded(gathering({ facts: [fact({})], hosts: [host('CM01')] }));
  const lines = good.split('\n');
  const noEnd = (): string => {
    const rest = `${lines[0]}\n${lines[1]}\n`;
    return rest + footer(2, createHash('sha256').update(rest).digest('hex'));
  };
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
    ['something behind it', `${good}x`, 'f line 5 is the footer, but more follows: give facts files one by one'],
    ['nothing read and no failure', `${lines[0]}\n${lines[2]!.replace('"data":', '"date":')}\n`, 'valid "fact" line'],
    [
      'a footer in another spelling',
      good.replace('{"kind":"footer"', '{ "kind":"footer"'),
      'f line 5 is a footer in another',
    ],
    ['no end', noEnd(), 'f has a footer but no "end" line; it was not written by this tool.'],
    [
      'a wrong line, in a file that was changed',
      good.replace('"running"', 'running'),
      'f line 5: the hash or the count of lines does not fit;',
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
      readBytes(Buffer.from(text));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(sentence);
    expect((error as UsageError).message).not.toContain('\n');
  });
});

test('bytes that are no text', () => {
  const bytes = Buffer.from(encoded(gathering({ facts: [fact({ data: 'gr\u00fcn' })], hosts: [host('CM01')] })));
  const sentence = /^f is not UTF-8 text: it is no facts file, or it was changed/;
  expect(() => readBytes(Buffer.from(bytes.toString(), 'latin1'))).toThrow(sentence);
  expect(() => readBytes(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]))).toThrow(sentence);
  expect(() => readBytes(Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le'))).toThrow(
    /line 1 is UTF-16, as ">" writes/,
  );
});
