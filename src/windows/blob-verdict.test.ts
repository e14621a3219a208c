import { describe, expect, test } from 'vitest';
import { type BlobUse, judgeBlob } from './blob-verdict.ts';
import type { BlobBytes, BlobCopy } from './content-library.ts';
import type { Damage } from './damage.ts';

const blob = 'CD2ECA3535741F27A8AE40C31B0C41D4057A7A7B912B33B9AED86485D1C84676';
const loot = 'F'.repeat(64);
const [d, e] = [`D:\\FileLib\\CD2E\\${blob}`, `E:\\FileLib\\CD2E\\${blob}`] as const;
const denied = { failed: 'denied', message: 'Access is denied.' } as const;

const use = (ref: string, path: string, size = 7n): BlobUse => ({ ref, path, size });
const setup = use('PS100012.3', 'Setup.exe');
const shared = [setup, use('PS100010.1', 'x\\Setup.exe')];
const users = (...refs: string[]): NonNullable<BlobCopy['users']> => ({
  value: `[Users]\r\n${refs.map((each) => `${each}=\r\n`).join('')}`,
});
const copy = (rest: Partial<BlobCopy> = {}): BlobCopy => ({ path: d, size: { value: 7 }, ...rest });
const read = (sha256 = blob, rest: Partial<BlobBytes> = {}): BlobBytes =>
  ({ blob, path: d, sha256, bytes: 7, ...rest }) as BlobBytes;
const failed = (hresult: string, path: string = d): BlobBytes => ({ blob, path, hresult, message: 'No.' });

type Row = [string, BlobUse[], BlobCopy[], BlobBytes[] | null, Partial<Damage>[]];
const scope = ['PS100012.3'];

describe('one copy', () => {
  test.each([
    ['sound', [setup], [copy()], [read()], []],
    ['sound, digits in lower case', [setup], [copy()], [read(blob.toLowerCase())], []],
    ['sound, bytes not wanted', [setup], [copy()], null, []],
    ['empty', [{ ...setup, size: 0n }], [copy({ size: { value: 0 } })], [read(blob, { bytes: 0 })], []],
    ['no use in scope', [], [], null, []],
    ['missing', [setup], [], null, [{ kind: 'blob-missing', path: 'Setup.exe', refs: scope, copy: '' }]],
    ['missing, and its bytes were read', [setup], [], [read()], [{ kind: 'blob-changed', copy: d }]],
    ['corrupt', [setup], [copy()], [read(loot)], [{ kind: 'blob-corrupt', copy: d, seen: loot, expected: blob }]],
    ['too short', [setup], [copy({ size: { value: 6 } })], null, [{ kind: 'size-wrong', seen: '6', expected: '7' }]],
    [
      'too short, bytes read',
      [setup],
      [copy({ size: { value: 6 } })],
      [read(loot, { bytes: 6 })],
      [{ kind: 'size-wrong', message: 'bytes-differ' }],
    ],
    [
      'another size is recorded',
      [{ ...setup, size: 8n }],
      [copy()],
      [read()],
      [{ kind: 'size-wrong', seen: '7', expected: '8', message: 'bytes-match' }],
    ],
    [
      'a size of 64 bits is recorded',
      [{ ...setup, size: 9223372036854775807n }],
      [copy()],
      null,
      [{ kind: 'size-wrong', expected: '9223372036854775807' }],
    ],
    ['size unread', [setup], [copy({ size: denied })], null, [{ kind: 'blob-unread', message: denied.message }]],
    ['size unread, bytes right', [setup], [copy({ size: denied })], [read()], []],
    ['size unread, bytes wrong', [setup], [copy({ size: denied })], [read(loot)], [{ kind: 'blob-corrupt' }]],
    ['no bytes came', [setup], [copy()], [], [{ kind: 'bytes-missing', copy: d }]],
    ['bytes of another path came', [setup], [copy()], [read(blob, { path: e })], [{ kind: 'bytes-missing' }]],
    ['data error', [setup], [copy()], [failed('0x80070017')], [{ kind: 'disk-error', message: 'No. (0x80070017)' }]],
    ['I/O device error', [setup], [copy()], [failed('0x8007045D')], [{ kind: 'disk-error' }]],
    ['sharing violation', [setup], [copy()], [failed('0x80070020')], [{ kind: 'blob-locked' }]],
    ['lock violation', [setup], [copy()], [failed('0x80070021')], [{ kind: 'blob-locked' }]],
    ['access denied', [setup], [copy()], [failed('0x80070005')], [{ kind: 'blob-unread' }]],
    ['path too long', [setup], [copy()], [failed('0x800700CE')], [{ kind: 'blob-unread' }]],
    ['no code', [setup], [copy()], [failed('')], [{ kind: 'blob-unread', message: 'No.' }]],
    ['gone before its bytes were read', [setup], [copy()], [failed('0x80070002')], [{ kind: 'blob-changed' }]],
    ['grew while it was read', [setup], [copy()], [read(loot, { bytes: 8 })], [{ kind: 'blob-changed' }]],
    [
      'written while it was read',
      [setup],
      [copy({ modified: '2024-01-02T03:04:05Z' })],
      [read(loot, { modified: '2024-01-02T03:04:06Z' } as Partial<BlobBytes>)],
      [{ kind: 'blob-changed' }],
    ],
    [
      'of a time that only one of two readers knows',
      [setup],
      [copy({ modified: null })],
      [read(blob, { modified: '2024-01-02T03:04:06Z' } as Partial<BlobBytes>)],
      [],
    ],
    [
      'too short, and the disk fails',
      [setup],
      [copy({ size: { value: 6 } })],
      [failed('0x80070017')],
      [{ kind: 'size-wrong' }, { kind: 'disk-error' }],
    ],
    [
      'too short, and locked',
      [setup],
      [copy({ size: { value: 6 } })],
      [failed('0x80070020')],
      [{ kind: 'size-wrong' }],
    ],
  ] as Row[])('%s', (_, uses, copies, bytes, expected) => {
    const damage = judgeBlob(blob, uses, copies, bytes);
    expect(damage).toHaveLength(expected.length);
    expect(damage).toMatchObject(expected);
  });
});

describe('two copies: which of them the product serves is not known', () => {
  const second = (rest: Partial<BlobCopy> = {}): BlobCopy => copy({ path: e, ...rest });
  test.each([
    ['both sound', [copy(), second()], [read(), read(blob, { path: e })], []],
    ['the second corrupt', [copy(), second()], [read(), read(loot, { path: e })], [{ kind: 'blob-corrupt', copy: e }]],
    ['both corrupt', [copy(), second()], [read(loot), read(loot, { path: e })], [{ copy: d }, { copy: e }]],
    ['the first cut short', [copy({ size: { value: 1 } }), second()], null, [{ kind: 'size-wrong', copy: d }]],
    ['the second locked', [copy(), second()], [read(), failed('0x80070020', e)], [{ kind: 'blob-locked', copy: e }]],
    ['the second not read', [copy(), second()], [read()], [{ kind: 'bytes-missing', copy: e }]],
  ] as [string, BlobCopy[], BlobBytes[] | null, Partial<Damage>[]][])('%s', (_, copies, bytes, expected) => {
    const damage = judgeBlob(blob, [setup], copies, bytes);
    expect(damage).toHaveLength(expected.length);
    expect(damage).toMatchObject(expected);
  });
});

describe('whom it hits', () => {
  const everybody = ['PS100010.1', 'PS100012.3', 'PS100099.1'];
  const listed = users('ps100012.3', 'PS100010.1', 'PS100099.1');
  test.each([
    ['a corrupt blob: every user, listed ones too', shared, { users: listed }, [read(loot)], everybody, 'x\\Setup.exe'],
    ['a short blob: every user', shared, { size: { value: 6 }, users: listed }, null, everybody, 'x\\Setup.exe'],
    ['a disk error: every user', shared, { users: listed }, [failed('0x80070017')], everybody, 'x\\Setup.exe'],
    [
      'a locked blob: those in scope',
      shared,
      { users: listed },
      [failed('0x80070020')],
      everybody.slice(0, 2),
      undefined,
    ],
    [
      'one of two recorded sizes is wrong: its content',
      [{ ...setup, size: 9n }, shared[1]!],
      { users: listed },
      null,
      scope,
      'Setup.exe',
    ],
    [
      'both recorded sizes are wrong and the bytes are right: both',
      shared.map((each) => ({ ...each, size: 9n })),
      { users: listed },
      [read()],
      everybody.slice(0, 2),
      'x\\Setup.exe',
    ],
    [
      'one of two recorded sizes is wrong and so are the bytes: every user',
      [{ ...setup, size: 9n }, shared[1]!],
      { users: listed },
      [read(loot)],
      everybody,
      'Setup.exe',
    ],
  ] as [string, BlobUse[], Partial<BlobCopy>, BlobBytes[] | null, string[], string | undefined][])(
    '%s',
    (_, uses, rest, bytes, refs, path) => {
      const [damage, ...more] = judgeBlob(blob, uses, [copy(rest)], bytes);
      expect(more).toEqual([]);
      expect(damage).toMatchObject({ refs, ...(path !== undefined && { path }) });
    },
  );

  test('the users of a blob stand in the list of either copy', () => {
    const copies = [copy({ users: users('PS100012.3') }), copy({ path: e, users: users('PS100098.1') })];
    expect(judgeBlob(blob, [setup], copies, [read(), read(loot, { path: e })])).toMatchObject([
      { kind: 'blob-corrupt', copy: e, refs: ['PS100012.3', 'PS100098.1'] },
    ]);
  });
});

describe('users lists', () => {
  const wrong = { kind: 'users-list-wrong', path: 'x\\Setup.exe', copy: d };
  test.each([
    ['nobody looked', [copy()], []],
    ['all are listed, in another spelling', [copy({ users: users('PS100010.1', 'ps100012.3') })], []],
    ['one is not', [copy({ users: users('PS100010.1') })], [{ ...wrong, refs: scope }]],
    ['there is no list', [copy({ users: { value: null } })], [{ ...wrong, refs: ['PS100010.1', 'PS100012.3'] }]],
    ['a list of nothing readable', [copy({ users: { value: '\0\0\0' } })], [wrong]],
    ['a list in UTF-16', [copy({ users: { value: utf16('[U]\nPS100010.1=\nPS100012.3=') } })], []],
    [
      'a list unread',
      [copy({ users: denied })],
      [{ kind: 'metadata-unread', path: 'x\\Setup.exe', copy: `${d}.INI`, message: denied.message }],
    ],
    [
      'a list unread with its copy, of which that is said',
      [copy({ users: denied, size: denied })],
      [{ kind: 'blob-unread' }],
    ],
    ['one each', [copy({ users: users('PS100010.1') }), copy({ path: e, users: users('PS100012.3') })], []],
    [
      'the second copy has none',
      [copy({ users: users('PS100010.1', 'PS100012.3') }), copy({ path: e, users: { value: null } })],
      [],
    ],
  ] as [string, BlobCopy[], Partial<Damage>[]][])('%s', (_, copies, expected) => {
    const damage = judgeBlob(blob, shared, copies, null);
    expect(damage).toHaveLength(expected.length);
    expect(damage).toMatchObject(expected);
  });
});

function utf16(text: string): string {
  return Buffer.from(`\ufeff${text}`, 'utf16le').toString('latin1');
}
