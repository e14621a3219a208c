import { describe, expect, test } from 'vitest';
import { contentLibrary } from '../../checks/facts/content.ts';
import { mustSkip } from '../lab/probe.ts';
import { blobPath, hashOf, onLibrary, readingOf } from './probed-library.ts';

const link = 'it is a link, which is not followed';
const refused = { failed: 'script-error', message: link };
const text = (value: string) => ({ value: expect.stringContaining(value) });
const texts = (...all: string[]) => Object.fromEntries(all.map((each) => [`${each}.sys`, { text: each }]));
const mutation = (name: string, ref?: string, path?: string) => ({ name, ...(ref && { ref }), ...(path && { path }) });

describe.skipIf(mustSkip)('content-library', () => {
  test('records as they are, every copy with its size, its time and its users', async () => {
    const packages = {
      PS100012: { ...texts('one', 'three'), 'x64\\two.sys': { text: 'two' } },
      PS100013: texts('one'),
    };
    const mutations = [
      mutation('second-drive-blob', 'PS100012.1', 'x64\\two.sys'),
      mutation('users-list-missing', 'PS100012.1', 'three.sys'),
    ];
    await onLibrary(packages, { library: { drives: ['E'], mutations } }, async ({ read }) => {
      const found = await read(contentLibrary, { packages: ['ps100012', 'PS100013', 'PS100099'] });
      expect(found.fileLibs).toEqual(['D:\\SCCMContentLib\\FileLib', 'E:\\SCCMContentLib\\FileLib']);
      expect(found.packages).toEqual([
        { package: 'ps100012', ini: text('[Packages]\r\nPS100012.1='), refs: ['PS100012.1'] },
        { package: 'PS100013', ini: text('PS100013.1='), refs: ['PS100013.1'] },
        { package: 'PS100099', ini: { value: null }, refs: [] },
      ]);
      expect(found.contents[0]).toEqual({
        ref: 'PS100012.1',
        ini: text('[Info]\r\nHash='),
        present: true,
        folders: ['x64'],
        files: expect.arrayContaining([
          { path: 'one.sys.INI', ini: text(`Hash=${hashOf('one')}`) },
          { path: 'x64\\two.sys.INI', ini: text('Size=3') },
        ]),
        links: [],
        unread: [],
      });
      const modified = '2024-01-02T03:04:05.0000000Z';
      expect(found.blobs).toEqual({
        [hashOf('one')]: [
          { path: blobPath('one'), size: { value: 3 }, modified, users: text('PS100012.1=\r\nPS100013.1=') },
        ],
        [hashOf('two')]: [{ path: blobPath('two', 'E'), size: { value: 3 }, modified, users: text('PS100012.1=') }],
        [hashOf('three')]: [{ path: blobPath('three'), size: { value: 5 }, modified, users: { value: null } }],
      });
    });
  });

  test('links in it lead nowhere', async () => {
    const ids = ['PS100001', 'PS100002', 'PS100003', 'PS100004', 'PS100005', 'PS100006', 'PS100007', 'PS100008'];
    const [file, folder, blob, blobFolder, users, mirror, content, record] = ids.map((id) => `${id}.1`);
    const packages = Object.fromEntries(ids.map((id) => [id, { [`x64\\${id}.sys`]: { text: id } }]));
    const mutations = [
      mutation('link-file-ini', file),
      mutation('link-folder', folder),
      mutation('link-blob', blob),
      mutation('link-blob-folder', blobFolder),
      mutation('link-users-ini', users),
      mutation('link-mirror', mirror),
      mutation('link-content-ini', content),
      mutation('link-package-ini', record),
    ];
    await onLibrary(packages, { library: { mutations } }, async ({ read }) => {
      const found = await read(contentLibrary, { packages: ids });
      const listing = (ref: string | undefined) => found.contents.find((each) => each.ref === ref)!;
      expect(listing(file)).toMatchObject({ files: [], links: ['x64\\PS100001.sys.INI'] });
      expect(listing(folder)).toMatchObject({ files: [], folders: [], links: ['x64'] });
      expect(found.blobs[hashOf('PS100003')]).toMatchObject([{ size: refused }]);
      expect(found.blobs[hashOf('PS100004')]).toMatchObject([{ size: refused }]);
      expect(found.blobs[hashOf('PS100005')]).toMatchObject([{ size: { value: 8 }, users: refused }]);
      expect(listing(mirror)).toMatchObject({ files: [], folders: [], links: [''] });
      expect(listing(content)).toMatchObject({ ini: refused, files: [{ path: 'x64\\PS100007.sys.INI' }] });
      expect(found.packages.at(-1)).toEqual({ package: 'PS100008', ini: refused, refs: [] });
    });
  });

  test('names that lead elsewhere are not looked for', async () => {
    const names = [
      '..',
      '..\\..\\Windows',
      'C:\\Windows',
      'a/b',
      'a:b',
      'NUL',
      'con.1',
      'Com1.INI',
      'LPT9',
      'x.',
      'x ',
    ];
    const mutations = ['ref-climbs-out', 'ref-absolute', 'ref-reserved'].map((name) => mutation(name, 'PS100012.1'));
    await onLibrary({ PS100012: texts('one') }, { library: { mutations } }, async ({ read, run }) => {
      const watch = `
        $asked = @(); $probedPath = \${function:Get-NativePath}
        function Get-NativePath { param([string]$Path) $script:asked += $Path; & $probedPath -Path $Path }
        $script:asked = @()`;
      const packages = [...names, 'PS100012'];
      const { values } = await run(`${watch}; $rows = @(${readingOf('content-library', { packages })}); $script:asked`);
      const outside = (values as string[]).filter((path) => /\.\.|Windows|Outside|NUL|con\.|Com1|LPT|x[. ]/.test(path));
      expect(outside).toEqual([]);
      const found = await read(contentLibrary, { packages });
      for (const { ini, refs } of found.packages.slice(0, -1))
        expect({ ini, refs }).toEqual({
          ini: { failed: 'script-error', message: 'its id is no name of a file' },
          refs: [],
        });
      expect(found.packages.at(-1)).toMatchObject({ ini: text('..\\..\\Outside='), refs: ['PS100012.1'] });
      expect(found.contents.map(({ ref }) => ref)).toEqual(['PS100012.1']);
    });
  });

  test('records of every form travel as they are, and none of them stops the others', async () => {
    const forms = [
      'nul-bytes',
      'empty-ini',
      'key-twice',
      'ini-without-section',
      'bad-file-hash',
      'negative-size',
      'huge-ini',
    ];
    const files = Object.fromEntries(forms.map((name) => [`${name}.sys`, { text: name }]));
    const mutations = forms.map((name) => mutation(name, 'PS100012.1', `${name}.sys`));
    mutations.push(mutation('package-ini-malformed', 'PS100013.1'), mutation('content-ini-without-hash', 'PS100014.1'));
    const packages = { PS100012: files, PS100013: texts('one'), PS100014: texts('two') };
    await onLibrary(packages, { library: { mutations } }, async ({ read }) => {
      const found = await read(contentLibrary, { packages: Object.keys(packages) });
      const records = Object.fromEntries(found.contents[0]!.files.map(({ path, ini }) => [path.split('.')[0], ini]));
      expect(records).toEqual({
        'nul-bytes': { value: '\0'.repeat(200) },
        'empty-ini': { value: '' },
        'key-twice': text(`Hash=${'0'.repeat(64)}\r\nHash=${hashOf('key-twice')}`),
        'ini-without-section': { value: expect.stringMatching(/^Hash=/) },
        'bad-file-hash': { value: expect.stringMatching(/^Hash=.{63}\r$/m) },
        'negative-size': text('Size=-13'),
        'huge-ini': { failed: 'script-error', message: 'it is longer than 1 MiB' },
      });
      expect(found.packages[1]).toMatchObject({ ini: text('\0[Packages\0'), refs: [] });
      expect(found.contents[1]).toMatchObject({ ref: 'PS100014.1', ini: { value: '[Info]\r\n' } });
    });
  });

  test.each([['utf16-ini'], ['untidy-ini'], ['lower-case-hash', 'wrong-case', 'lf-line-ends', 'utf8-bom']])(
    'in the form %s every blob is found',
    async (...forms) => {
      const mutations = [
        ...forms.map((form) => mutation(form)),
        mutation('lower-case-blob-name', 'PS100012.1', 'two.sys'),
      ];
      await onLibrary({ PS100012: texts('one', 'two') }, { library: { mutations } }, async ({ read }) => {
        const found = await read(contentLibrary, { packages: ['PS100012'] });
        expect(found.packages[0]!.refs).toEqual(['PS100012.1']);
        for (const name of ['one', 'two'])
          expect(found.blobs[hashOf(name)]).toMatchObject([{ path: blobPath(name), size: { value: 3 } }]);
      });
    },
  );
});
