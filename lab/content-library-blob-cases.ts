import {
  both,
  fails,
  fine,
  type LibraryCase,
  of,
  one,
  ref,
  setup,
  setupBlob,
  unknown,
} from './content-library-case.ts';
import { CLASSIC } from './content-library-example.ts';

/** Tree X3 of the domain page, whose hash depends on the order of names. */
const ordered = one({ 'ab\\1': '1', 'a-b\\2': '2', 'a_b\\3': '3' });
const stored = (hash: string): Pick<LibraryCase, 'packages' | 'mutation' | 'target' | 'exit' | 'damage'> => ({
  packages: ordered,
  mutation: 'wrong-info-hash',
  target: { hash },
  exit: 0,
  damage: [],
});

/** Bytes, copies and users of blobs, and the hashes of contents. */
export const blobCases = {
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
} as const satisfies Record<string, LibraryCase>;
