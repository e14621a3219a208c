import { basename } from 'node:path';
import { type Library, type MutationName, mutations, type PackageInput } from './content-library.ts';
import { buildExample, CLASSIC } from './content-library-example.ts';
import type { MutationTarget } from './content-library-target.ts';

/** One damage that a verification must name. */
export interface ExpectedDamage {
  /** The kind; `algorithm-not-confirmed` where it rests on a hash that nothing proves on this library. */
  kind: string;
  packages: readonly string[];
  /** Path in the content, or the name of the content. */
  path: string;
}

/**
 * A library, what is done to it, and what a verification of the library alone must say. Written from the domain page by
 * hand, so that the program is not its own witness.
 */
export interface LibraryCase {
  /** By default the example's two; where there is one, nothing else proves the algorithm. */
  packages?: readonly PackageInput[];
  mutation?: MutationName;
  target?: MutationTarget;
  /** 1 something fails, 3 something is not known, 0 neither. */
  exit: 0 | 1 | 3;
  damage: readonly ExpectedDamage[];
  /** Packages whose record cannot be used. */
  unread?: readonly string[];
  /** Kinds and file names of what nobody uses, sorted. */
  orphans?: readonly string[];
  /** Means nothing where the tests are root. */
  notAsRoot?: boolean;
  /** The second drive is not there to be named. */
  withoutSecond?: boolean;
}

const bytes = (text: string): Uint8Array => Buffer.from(text);
const one = (files: { readonly [path: string]: string }, attributes = 0x20): PackageInput[] => [
  {
    id: 'PS100030',
    version: 1,
    files: Object.entries(files).map(([path, text]) => ({ path, bytes: bytes(text), attributes })),
  },
];

/** Tree X3 of the domain page, whose hash depends on the order of names. */
const ordered = one({ 'ab\\1': '1', 'a-b\\2': '2', 'a_b\\3': '3' });
const stored = (hash: string): Pick<LibraryCase, 'packages' | 'mutation' | 'target' | 'exit' | 'damage'> => ({
  packages: ordered,
  mutation: 'wrong-info-hash',
  target: { hash },
  exit: 0,
  damage: [],
});

const classic = ['PS100012'];
const both = ['PS100012', 'PS100020'];
const of = (kind: string, path: string, packages: readonly string[] = classic): ExpectedDamage => ({
  kind,
  packages,
  path,
});
const fails = (...damage: ExpectedDamage[]): { exit: 1; damage: ExpectedDamage[] } => ({ exit: 1, damage });
const unknown = (...damage: ExpectedDamage[]): { exit: 3; damage: ExpectedDamage[] } => ({ exit: 3, damage });
const fine = { exit: 0, damage: [] } as const;

const setup = 'Setup.exe';
const setupIni = 'Setup.exe.INI';
const ref = 'PS100012.3';
const setupBlob = 'CD2ECA3535741F27A8AE40C31B0C41D4057A7A7B912B33B9AED86485D1C84676';
const emptyBlob = 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855';

const cases = {
  sound: fine,
  // Bytes, sizes, existence
  'flipped byte': { mutation: 'flipped-byte', ...fails(of('blob-corrupt', setup)) },
  'truncated blob': { mutation: 'truncated-blob', ...fails(of('size-wrong', setup)) },
  'missing blob': { mutation: 'missing-blob', ...fails(of('blob-missing', setup)) },
  'shared blob corrupt': {
    mutation: 'flipped-byte',
    target: { path: 'x86\\MigApp.xml' },
    ...fails(of('blob-corrupt', 'a.ini', both)),
  },
  'shared blob missing': {
    mutation: 'missing-blob',
    target: { ref: 'Content_0001.1' },
    ...fails(of('blob-missing', 'a.ini', both)),
  },
  'wrong recorded size, blob right': { mutation: 'wrong-file-size', ...fails(of('size-wrong', setup)) },
  'wrong recorded size of a shared blob breaks one package': {
    mutation: 'wrong-file-size',
    target: { path: 'x86\\MigApp.xml' },
    ...fails(of('size-wrong', 'x86\\MigApp.xml')),
  },
  'blob in another folder': {
    mutation: 'wrong-blob-folder',
    ...fails(of('blob-missing', setup)),
    orphans: [`orphan-blob ${setupBlob}`],
  },
  'blob that nobody may read': { mutation: 'blob-denied', ...unknown(of('blob-unread', setup)), notAsRoot: true },
  'blob on the second drive': { mutation: 'second-drive-blob', ...fine },
  'corrupt copy on the second drive': {
    mutation: 'second-drive-corrupt-copy',
    ...fails(of('blob-corrupt', setup)),
  },
  'second drive absent': { mutation: 'second-drive-absent', ...fine, withoutSecond: true },
  'blob in lower case': { mutation: 'lower-case-blob-name', ...fine },
  'users list without the content': { mutation: 'users-list-wrong', exit: 0, damage: [of('users-list-wrong', setup)] },
  'no users list': { mutation: 'users-list-missing', exit: 0, damage: [of('users-list-wrong', setup)] },
  'extra blob': {
    mutation: 'extra-blob',
    ...fine,
    orphans: ['orphan-blob 572D600B4E9D7406F222037206AC60CE13E0002F7741404CB44EAAD75948946A'],
  },
  'odd files': {
    mutation: 'odd-file-in-filelib',
    ...fine,
    orphans: [`odd-file ${setupBlob.slice(0, 63)}`, 'odd-file Thumbs.db', 'odd-file Thumbs.db'],
  },
  // Lists and content hashes; the application's tree of two folders proves the algorithm
  'wrong [Info] Hash': { mutation: 'wrong-info-hash', ...fails(of('list-differs', ref)) },
  'wrong [Info] Hash, nothing proves': {
    packages: [CLASSIC],
    mutation: 'wrong-info-hash',
    ...unknown(of('algorithm-not-confirmed', ref)),
  },
  'file INI lost': {
    mutation: 'missing-file-ini',
    ...fails(of('list-differs', ref)),
    orphans: [`orphan-blob ${setupBlob}`],
  },
  'empty folder lost': { mutation: 'lost-empty-directory', ...fails(of('list-differs', ref)) },
  'nothing agrees': {
    mutation: 'nothing-agrees',
    ...fails(of('list-differs', ref)),
    orphans: [`orphan-blob ${setupBlob}`],
  },
  'other content of the same version': { mutation: 'other-content-same-version', ...fine },
  'older version': { mutation: 'stale-version', ...fine },
  'content INI lost': { mutation: 'content-ini-missing', ...unknown(of('content-incomplete', `${ref}.INI`)) },
  'content INI without Hash': {
    mutation: 'content-ini-without-hash',
    ...unknown(of('content-incomplete', `${ref}.INI`)),
  },
  'mirror lost': { mutation: 'mirror-missing', ...fails(of('mirror-missing', ref)) },
  // The generator's own order, so nothing is to be changed.
  'hash of an order: ordinal, upper case': { packages: ordered, ...fine },
  'hash of an order: ordinal, lower case': stored('C54F581C6E84E63D2D803FD5CBA906DA80C7ACFA833A4B660968C3E14A284F4E'),
  'hash of an order: ordinal, then words': stored('B54EDE31E2ADE7E5A0C4E48350C80031FAB8D93E4F09371AD518EC7A219A6E8F'),
  'hash of an order: words': stored('1DD85FE7D038DA2756C8FF9D95DF44EE40D96FCC9FE1CD6F48BF2B54433EBC59'),
  'hash of no order, nothing proves': {
    ...stored('0123456789ABCDEF'.repeat(4)),
    ...unknown(of('algorithm-not-confirmed', 'PS100030.1', ['PS100030'])),
  },
  'hash of no order, proved': {
    ...stored('0123456789ABCDEF'.repeat(4)),
    packages: [...ordered, CLASSIC],
    ...fails(of('list-differs', 'PS100030.1', ['PS100030'])),
  },
  'no file at all': { packages: [{ id: 'PS100030', version: 1 }], ...fine },
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

/** The name of a case. */
export type CaseName = keyof typeof cases;

/** Every case by name. */
export const libraryCases: Readonly<Record<CaseName, LibraryCase>> = cases;

/** Builds the library of a case below a folder: drive `D` is the primary, `E` the second. */
export async function buildCase(folder: string, name: CaseName): Promise<Library> {
  const { packages, mutation, target } = libraryCases[name];
  const library = await buildExample(folder, packages ? { packages } : {});
  if (mutation) await mutations[mutation](library, target);
  return library;
}

/** Kind and file name, as the table has them. */
export const orphanNamed = ({ kind, path }: { kind: string; path: string }): string => `${kind} ${basename(path)}`;
