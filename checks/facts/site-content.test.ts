import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import { contentHashes, nal, partError, sequence, site } from '../../test/checks/gathering.ts';
import { siteContentHashes } from './content-hashes.ts';
import { sitePackages, taskSequence } from './packages.ts';

const denied = { failed: 'denied', message: 'Access is denied.' };
const none = { failed: 'not-found' };
/** The record of an error with one code. */
const coded = (code: string): Json => ({
  error: { types: [], hresults: [code], native: null, id: 'NoSuchGetter', message: 'There is none.' },
});

describe('task-sequence', () => {
  test('child task sequences come as they are', () => {
    expect(taskSequence.decode(sequence({ children: ['PS100043', 'ps100044'] })).children).toEqual([
      'PS100043',
      'ps100044',
    ]);
  });
});

describe('site-packages', () => {
  const decode = (parts: { [key: string]: Json }) => sitePackages.decode({ ...(site() as object), ...parts });
  const message = (parts: { [key: string]: Json }): Json => ({
    value: [
      { package: 'PS100012', nalPath: nal('DP01'), messageId: 2383, severity: 1, state: 1, updated: null, ...parts },
    ],
  });

  test.each([
    [1073741824, 0x40000000],
    [-2147483648, 0x80000000],
    [2147483648, 0x80000000],
    [-1073741824, 0xc0000000],
    ['-1073741824', 0xc0000000],
    [3221225472, 0xc0000000],
  ])('a severity of %s is %d', (severity, expected) => {
    expect(decode({ messages: message({ severity }) }).messages).toMatchObject({ value: [{ severity: expected }] });
  });

  test.each(['messages', 'contents', 'points'] as const)('%s may be missing, denied or empty', (part) => {
    expect(decode({ [part]: coded('0x80041010') })[part]).toMatchObject(none);
    expect(decode({ [part]: partError })[part]).toEqual(denied);
    expect(decode({ [part]: { value: [] } })[part]).toEqual({ value: [] });
  });

  test('a content without a version has none', () => {
    const contents = { value: [{ package: 'PS100020', contentId: 16777300, uniqueId: 'Content_1', version: null }] };
    expect(decode({ contents }).contents).toEqual(contents);
  });
});

describe('site-content-hashes', () => {
  const answer = (raw: Json) =>
    siteContentHashes.decode(contentHashes({ packages: [{ package: 'PS100012', version: 3, answer: raw }] }))
      .packages[0]!.answer;

  test.each([
    [{ returned: 0, hash: 'F7F1', hashVersion: null }],
    [{ returned: 0, hash: '', hashVersion: 2 }],
    [{ returned: -2147217406, hash: null, hashVersion: null }],
    [{ returned: null, hash: null, hashVersion: null }],
  ])('a getter that answered %j', (value) => {
    expect(answer({ value })).toEqual({ value });
  });

  test.each([
    ['is denied', partError, denied],
    ['is not there', coded('0x8004102E'), none],
    ['fails', coded('0x80041001'), { failed: 'script-error' }],
    ['says nothing of itself', { error: null }, { failed: 'malformed' }],
  ] as const)('a getter that %s', (_, raw, expected) => {
    expect(answer(raw)).toMatchObject(expected);
  });

  test('the class may be missing, and a row without version or hash stays', () => {
    expect(siteContentHashes.decode(contentHashes({ references: coded('0x80041010') })).references).toMatchObject(none);
    const row = { taskSequence: 'PS100042', package: 'PS100012', nalPath: 'x', sourceVersion: null, hash: null };
    expect(siteContentHashes.decode(contentHashes({ references: { value: [row] } })).references).toEqual({
      value: [row],
    });
  });
});
