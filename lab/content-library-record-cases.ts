import {
  classic,
  emptyBlob,
  fails,
  fine,
  type LibraryCase,
  of,
  one,
  ref,
  setup,
  setupBlob,
  setupIni,
  unknown,
} from './content-library-case.ts';

/** Names, records of files, contents and packages, and links: what is read before any blob. */
export const recordCases = {
  // Names and attributes
  'a and a.ini': { packages: one({ a: '1', 'a.ini': '2', 'x.INI': '3', '.ini': '4' }), ...fine },
  'names beyond ASCII': {
    packages: one({ 'Größe.inf': '1', 'ΣΑΣ.txt': '2', '映像\\起動.wim': '3', '😀.txt': '4' }),
    ...fine,
  },
  'hidden file': { packages: one({ 'hidden.txt': '1', 'b.txt': '2' }, 0x22), ...fine },
  'names of devices': {
    mutation: 'reserved-name',
    ...unknown(of('metadata-unread', 'CON'), of('metadata-unread', 'CON\\NUL.txt.INI')),
  },
  // INI files
  'lower-case digits': { mutation: 'lower-case-hash', ...fine },
  'UTF-8 with a mark': { mutation: 'utf8-bom', ...fine },
  'UTF-16': { mutation: 'utf16-ini', ...fine },
  'LF alone': { mutation: 'lf-line-ends', ...fine },
  'untidy INI': { mutation: 'untidy-ini', ...fine },
  'another case': { mutation: 'wrong-case', ...fine },
  'key twice': { mutation: 'key-twice', ...fine },
  'key twice, the wrong one last': {
    mutation: 'key-twice-wrong-last',
    ...fails(of('list-differs', ref), of('blob-missing', setup)),
    orphans: [`orphan-blob ${setupBlob}`],
  },
  'hash too short': { mutation: 'bad-file-hash', ...unknown(of('metadata-unread', setupIni)) },
  'empty INI': { mutation: 'empty-ini', ...unknown(of('metadata-unread', setupIni)) },
  'INI without section': { mutation: 'ini-without-section', ...unknown(of('metadata-unread', setupIni)) },
  'NUL bytes': { mutation: 'nul-bytes', ...unknown(of('metadata-unread', setupIni)) },
  '10 MB INI': { mutation: 'huge-ini', ...unknown(of('metadata-unread', setupIni)) },
  'negative size': { mutation: 'negative-size', ...unknown(of('metadata-unread', setupIni)) },
  // Records of packages
  // Without the site nobody knows that it is wanted: what is left of it is of no use to anyone.
  'package record lost': {
    mutation: 'pkglib-missing',
    ...fine,
    orphans: [`orphan-blob ${setupBlob}`, `orphan-blob ${emptyBlob}`, `orphan-content ${ref}`],
  },
  'package record empty': { mutation: 'package-ini-empty', exit: 3, damage: [], unread: classic },
  'package record malformed': { mutation: 'package-ini-malformed', exit: 3, damage: [], unread: classic },
  'package version no number': { mutation: 'package-ini-bad-version', exit: 3, damage: [], unread: classic },
  'package record with a further content': {
    mutation: 'package-ini-extra-ref',
    ...fails(of('mirror-missing', 'PS100012.2')),
  },
  'package record without content': {
    mutation: 'package-ini-without-mirror',
    ...fails(of('mirror-missing', 'PS100099.1', ['PS100099'])),
  },
  'content that climbs out': {
    mutation: 'ref-climbs-out',
    ...unknown(of('metadata-unread', '..\\..\\Outside'), of('content-incomplete', '..\\..\\Outside.INI')),
  },
  'content with an absolute name': {
    mutation: 'ref-absolute',
    ...unknown(of('metadata-unread', 'C:\\Outside'), of('content-incomplete', 'C:\\Outside.INI')),
  },
  'content with the name of a device': { mutation: 'ref-reserved', ...fails(of('mirror-missing', 'NUL')) },
  // Links out of the library
  'link for a file INI': { mutation: 'link-file-ini', ...unknown(of('metadata-unread', setupIni)) },
  'link for a folder': { mutation: 'link-folder', ...unknown(of('metadata-unread', 'Empty')) },
  'link for a blob': { mutation: 'link-blob', ...unknown(of('blob-unread', setup)) },
  'link for the folder of a blob': { mutation: 'link-blob-folder', ...unknown(of('blob-unread', setup)) },
  'link for a users list': { mutation: 'link-users-ini', ...unknown(of('metadata-unread', setup)) },
  'link for a mirror': { mutation: 'link-mirror', ...unknown(of('metadata-unread', ref)) },
  'link for a content INI': { mutation: 'link-content-ini', ...unknown(of('content-incomplete', `${ref}.INI`)) },
  'link for a package record': { mutation: 'link-package-ini', exit: 3, damage: [], unread: classic },
} as const satisfies Record<string, LibraryCase>;
