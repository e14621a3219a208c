import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentHash, treeFrom } from './content-hash.ts';
import type { BlobBytes, BlobCopy, ContentListing } from './content-library.ts';
import { LibraryLedger, type PlacedDamage } from './library-ledger.ts';

const seed = 20261122;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex').toUpperCase();

/** A sound content of text files by path. */
function content(ref: string, files: { [path: string]: string }): ContentListing {
  const rows = Object.entries(files).map(([path, text]) => ({
    path: `${path}.INI`,
    hash: sha256(text),
    kind: 'file' as const,
  }));
  return {
    ref,
    ini: { value: `[Info]\r\nHash=${contentHash(treeFrom(rows).root)}\r\n` },
    present: true,
    folders: [],
    files: rows.map(({ path, hash }, i) => ({
      path,
      ini: { value: `[File]\r\nHash=${hash}\r\nSize=${Object.values(files)[i]!.length}\r\n` },
    })),
    links: [],
    unread: [],
  };
}

const copyOf = (blob: string, size: number): BlobCopy => ({ path: `D:\\${blob}`, size: { value: size } });
const wrongHash = (listing: ContentListing): ContentListing => ({
  ...listing,
  ini: { value: `[Info]\r\nHash=${'0'.repeat(64)}` },
});

const client = content('PS100012.3', { 'a.exe': 'shared', 'b.exe': 'own' });
const tools = content('PS100010.1', { 'z.exe': 'shared', 'c.exe': 'other' });
const single = content('PS100011.1', { 'one.wim': 'one' });

/** Judges contents in the order given; blobs in `bad` are corrupt, the others sound. */
function judged(contents: readonly ContentListing[], bad: readonly string[] = []): PlacedDamage[] {
  const ledger = new LibraryLedger();
  for (const { ref } of contents) ledger.package(ref.slice(0, 8), [ref]);
  for (const each of contents) ledger.list(each, null);
  for (const [blob, [use]] of ledger.blobs()) {
    const size = Number(use!.size);
    const read: BlobBytes = {
      blob,
      path: `D:\\${blob}`,
      sha256: bad.includes(blob) ? sha256('bad') : blob,
      bytes: size,
    };
    ledger.blob(blob, [copyOf(blob, size)], [read]);
  }
  return ledger.damage();
}

describe('attribution', () => {
  test('a shared blob names every package, and is judged once', () => {
    expect(judged([client, tools], [sha256('shared')])).toMatchObject([
      { kind: 'blob-corrupt', packages: ['PS100010', 'PS100012'], path: 'z.exe', proved: true },
    ]);
  });

  test('users outside the scope come behind the packages in it', () => {
    const ledger = new LibraryLedger();
    ledger.package('PS100012', ['ps100012.3']);
    ledger.list(client, null);
    const users = { value: '[Users]\r\nPS100012.3=\r\nAA100001.1=\r\n' };
    ledger.blob(sha256('shared'), [{ ...copyOf(sha256('shared'), 5), users }], null);
    expect(ledger.damage()).toMatchObject([{ kind: 'size-wrong', packages: ['PS100012', 'AA100001.1'] }]);
  });

  test('a content of two packages belongs to both', () => {
    const ledger = new LibraryLedger();
    ledger.package('PS100020', ['Content_a.1']);
    ledger.package('PS100021', ['CONTENT_A.1']);
    ledger.package('PS100020', ['Content_a.1']);
    expect(ledger.packagesOf(['content_a.1', 'Content_b.1'])).toEqual(['PS100020', 'PS100021', 'Content_b.1']);
  });

  test('a blob that no list names is not judged', () => {
    const ledger = new LibraryLedger();
    expect(ledger.blob(sha256('x'), [], null)).toEqual([]);
    expect([...ledger.blobs()]).toEqual([]);
  });
});

describe('what proves the algorithm', () => {
  test.each([
    ['nothing', [wrongHash(client)], false],
    ['one file that came out', [wrongHash(client), single], false],
    ['a list of two that came out', [wrongHash(client), tools], true],
    ['one that came later', [tools, wrongHash(client)], true],
  ] as [string, ContentListing[], boolean][])('%s', (_, contents, proved) => {
    expect(judged(contents)).toMatchObject([{ kind: 'list-differs', path: 'PS100012.3', proved }]);
  });

  test('what does not rest on it needs no proof', () => {
    const unread = { ...single, ini: { failed: 'denied', message: 'Access is denied.' } as const };
    expect(judged([unread], [sha256('one')])).toMatchObject([
      { kind: 'content-incomplete', proved: true },
      { kind: 'blob-corrupt', proved: true },
    ]);
  });
});

describe('whatever the library', () => {
  const text = fc.constantFrom('1', '22', '333', '4444', '55555');
  const name = fc.constantFrom('a', 'B', 'c-d', 'e_f', 'sub\\x', 'sub\\y');
  const library = fc
    .array(fc.tuple(fc.dictionary(name, text, { minKeys: 1, maxKeys: 5 }), fc.boolean()), {
      minLength: 1,
      maxLength: 5,
    })
    .map((parts) =>
      parts.map(([files, broken], i) => {
        const sound = content(`PS10001${i}.${i}`, files);
        return broken ? wrongHash(sound) : sound;
      }),
    );

  test('the order of contents does not count', () => {
    fc.assert(
      fc.property(library, fc.subarray(['1', '22', '333']), fc.infiniteStream(fc.nat()), (contents, bad, keys) => {
        const shuffled = contents
          .map((each) => ({ each, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        const broken = bad.map(sha256);
        expect(judged(shuffled, broken)).toEqual(judged(contents, broken));
      }),
      { seed, numRuns: 300 },
    );
  });

  test('each blob is there once, with every use of it', () => {
    fc.assert(
      fc.property(library, (contents) => {
        const ledger = new LibraryLedger();
        for (const each of contents) ledger.list(each, null);
        const blobs = [...ledger.blobs()];
        expect(new Set(blobs.map(([blob]) => blob)).size).toBe(blobs.length);
        const files = contents.reduce((sum, each) => sum + each.files.length, 0);
        expect(blobs.reduce((sum, [, uses]) => sum + uses.length, 0)).toBe(files);
      }),
      { seed, numRuns: 300 },
    );
  });
});
