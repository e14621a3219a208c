import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeIniBytes, readPackageIni, readUsersIni } from '../src/windows/ini.ts';
import type { MutationName } from './content-library.ts';
import { mutations } from './content-library.ts';
import { APPLICATION, buildExample, EMPTY, MIGAPP, SETUP } from './content-library-example.ts';
import { reread, snapshot, untruths } from './content-library-reread.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'content-library-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('mutations', () => {
  const FILELIB = 'D/SCCMContentLib/FileLib';
  const BLOB = `${FILELIB}/CD2E/${SETUP}`;
  const MIRROR = 'D/SCCMContentLib/DataLib/PS100012.3';
  const SECOND = `E/SCCMContentLib/FileLib/CD2E`;
  const PKG = 'D/SCCMContentLib/PkgLib/PS100012.INI';
  const usersOf = (hash: string) => `${FILELIB}/${hash.slice(0, 4)}/${hash}.INI`;
  const ORPHAN = '572D600B4E9D7406F222037206AC60CE13E0002F7741404CB44EAAD75948946A';
  const inMirror = ['', '/Empty', '/Setup.exe.INI', '/readme.txt.INI', '/x86', '/x86/MigApp.xml.INI'];
  const lower = SETUP.toLowerCase();
  interface Diff {
    added?: string[];
    removed?: string[];
    changed?: string[] | 'every INI' | 'every hash';
  }
  // The others are held to what a verification says of them: content-library-cases.
  const expected: Partial<Record<MutationName, Diff>> = {
    'flipped-byte': { changed: [BLOB] },
    'truncated-blob': { changed: [BLOB] },
    'missing-blob': { removed: [BLOB] },
    'extra-blob': { added: [`${FILELIB}/${ORPHAN.slice(0, 4)}`, `${FILELIB}/${ORPHAN.slice(0, 4)}/${ORPHAN}`] },
    'odd-file-in-filelib': {
      added: [`${FILELIB}/Thumbs.db`, `${FILELIB}/CD2E/Thumbs.db`, `${FILELIB}/CD2E/${SETUP.slice(0, 63)}`],
    },
    'wrong-info-hash': { changed: [`${MIRROR}.INI`] },
    'missing-file-ini': { removed: [`${MIRROR}/Setup.exe.INI`] },
    'stale-version': {
      added: ['.INI', ...inMirror].map((name) => MIRROR.replace('.3', '.2') + name),
      removed: ['.INI', ...inMirror].map((name) => MIRROR + name),
      changed: [PKG, ...[SETUP, EMPTY, MIGAPP].map(usersOf)],
    },
    'lost-empty-directory': { removed: [`${MIRROR}/Empty`] },
    'wrong-file-size': { changed: [`${MIRROR}/Setup.exe.INI`] },
    'lower-case-hash': { changed: 'every hash' },
    'utf8-bom': { changed: 'every INI' },
    'utf16-ini': { changed: 'every INI' },
    'lf-line-ends': { changed: 'every INI' },
    'untidy-ini': { changed: 'every INI' },
    'bad-file-hash': { changed: [`${MIRROR}/Setup.exe.INI`] },
    'empty-ini': { changed: [`${MIRROR}/Setup.exe.INI`] },
    'users-list-wrong': { changed: [usersOf(SETUP)] },
    'pkglib-missing': { removed: [PKG] },
    'mirror-missing': { removed: inMirror.map((name) => MIRROR + name) },
    'content-ini-missing': { removed: [`${MIRROR}.INI`] },
    'other-content-same-version': {
      added: [`${MIRROR}/Setup.exe.new.INI`],
      removed: [`${MIRROR}/Setup.exe.INI`],
      changed: [`${MIRROR}.INI`],
    },
    'second-drive-blob': {
      added: [SECOND, `${SECOND}/${SETUP}`, `${SECOND}/${SETUP}.INI`],
      removed: [BLOB, `${BLOB}.INI`],
    },
    'second-drive-corrupt-copy': { added: [SECOND, `${SECOND}/${SETUP}`, `${SECOND}/${SETUP}.INI`] },
    'lower-case-blob-name': {
      added: [`${FILELIB}/cd2e`, `${FILELIB}/cd2e/${lower}`, `${FILELIB}/cd2e/${lower}.ini`],
      removed: [`${FILELIB}/CD2E`, BLOB, `${BLOB}.INI`],
    },
    'wrong-blob-folder': {
      added: [`${FILELIB}/0D2E`, `${FILELIB}/0D2E/${SETUP}`, `${FILELIB}/0D2E/${SETUP}.INI`],
      removed: [BLOB, `${BLOB}.INI`],
    },
  };
  const names = Object.keys(expected) as MutationName[];

  test.each(names)('%s changes what it names and nothing else', async (name) => {
    const library = await buildExample(root);
    const before = await snapshot(root);
    await mutations[name](library);
    const after = await snapshot(root);
    const added = [...after.keys()].filter((key) => !before.has(key));
    const removed = [...before.keys()].filter((key) => !after.has(key));
    const changed = [...after.keys()].filter((key) => before.has(key) && before.get(key) !== after.get(key));
    const want = expected[name]!;
    const inis = [...before.keys()].filter((key) => key.endsWith('.INI'));
    const named = {
      'every INI': inis,
      'every hash': inis.filter((key) => key.includes('/DataLib/')),
    };
    expect(added.sort()).toEqual((want.added ?? []).sort());
    expect(removed.sort()).toEqual((want.removed ?? []).sort());
    expect(changed.sort()).toEqual(
      (typeof want.changed === 'string' ? named[want.changed] : (want.changed ?? [])).sort(),
    );
  });

  test.each([
    ['flipped-byte', BLOB, 'helmo\r\n'],
    ['truncated-blob', BLOB, 'hello\r'],
    ['second-drive-corrupt-copy', `${SECOND}/${SETUP}`, 'helmo\r\n'],
    ['second-drive-blob', `${SECOND}/${SETUP}`, 'hello\r\n'],
    ['empty-ini', `${MIRROR}/Setup.exe.INI`, ''],
    ['users-list-wrong', usersOf(SETUP), '[Users]\r\n'],
  ] as const)('%s leaves %s as %j', async (name, file, content) => {
    await mutations[name](await buildExample(root));
    expect(await readFile(path.join(root, file), 'latin1')).toBe(content);
  });

  test.each([
    ['wrong-file-size', `Hash=${SETUP}\r\nSize=8\r\n`],
    ['bad-file-hash', `Hash=${SETUP.slice(0, 63)}\r\nSize=7\r\n`],
    ['lower-case-hash', `Hash=${lower}\r\nSize=7\r\n`],
  ] as const)('%s records %j', async (name, lines) => {
    await mutations[name](await buildExample(root));
    expect(await readFile(path.join(root, MIRROR, 'Setup.exe.INI'), 'latin1')).toContain(lines);
  });

  test.each(['lower-case-hash', 'utf8-bom', 'utf16-ini', 'lf-line-ends', 'untidy-ini'] as const)(
    '%s leaves every fact readable and right',
    async (name) => {
      const library = await buildExample(root);
      await mutations[name](library);
      expect(await untruths(library)).toEqual([]);
      const entries = await readdir(library.fileLibs[0]!, { recursive: true });
      for (const blob of library.manifest.blobs) {
        const ini = entries.find((entry) => entry.endsWith(`${blob.hash}.INI`))!;
        const text = decodeIniBytes(await readFile(path.join(library.fileLibs[0]!, ini)));
        expect(readUsersIni(text).refs).toEqual(blob.users);
      }
      const pkg = decodeIniBytes(await readFile(path.join(library.primary, 'PkgLib', 'PS100012.INI')));
      expect(readPackageIni(pkg)).toEqual({ refs: ['PS100012.3'], version: 3 });
    },
  );

  test('a flipped byte shows neither in the size nor in the time', async () => {
    const library = await buildExample(root);
    const facts = async () => {
      const { size, mtimeNs } = await stat(path.join(root, BLOB), { bigint: true });
      return { size, mtimeNs };
    };
    const before = await facts();
    await mutations['flipped-byte'](library);
    expect(await facts()).toEqual(before);
  });

  test.each([
    ['lost-empty-directory', false, true],
    ['missing-file-ini', false, true],
    ['wrong-info-hash', true, false],
    ['other-content-same-version', false, false],
  ] as const)('%s: recomputed right %s, stored right %s', async (name, recomputed, stored) => {
    const library = await buildExample(root);
    await mutations[name](library);
    const found = await reread(library, 'PS100012.3');
    const truth = library.manifest.contents[0]!.hash;
    expect([found.hash === truth, found.stored === truth]).toEqual([recomputed, stored]);
    expect(found.hash === found.stored).toBe(name === 'other-content-same-version');
  });

  test.each(['bad-file-hash', 'empty-ini'] as const)('%s is unreadable, not another hash', async (name) => {
    const library = await buildExample(root);
    await mutations[name](library);
    const { problems } = await reread(library, 'PS100012.3');
    expect(problems).toEqual([{ path: 'Setup.exe.INI', kind: 'unreadable-hash' }]);
  });

  test('a mutation hits what it is told to', async () => {
    const library = await buildExample(root);
    await mutations['stale-version'](library, { version: 1 });
    expect(await readFile(path.join(root, PKG), 'latin1')).toBe('[Packages]\r\nPS100012.1=\r\n[Info]\r\nVersion=1\r\n');
    await mutations['missing-file-ini'](library, { ref: 'Content_0001.1', path: 'a.ini' });
    expect(await readdir(path.join(library.primary, 'DataLib', 'Content_0001.1'))).toEqual([]);
    await mutations['lost-empty-directory'](library, { ref: 'Content_0002.2' });
    expect(await readdir(path.join(library.primary, 'DataLib', 'Content_0002.2', 'only'))).toEqual([]);
  });

  test('a mutation that has nothing to damage says so', async () => {
    const library = await buildExample(root, { packages: [APPLICATION], secondaries: [] });
    for (const name of ['stale-version', 'lost-empty-directory', 'second-drive-blob'] as const) {
      await expect(mutations[name](library)).rejects.toThrow();
    }
    await expect(mutations['missing-blob'](library, { path: 'nowhere' })).rejects.toThrow('no such file');
  });
});
