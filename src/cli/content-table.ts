import { contentFormats, hashAlgorithms, mostHashWorkers } from './content-options.ts';
import type { CommandRow, OptionRow } from './option-table.ts';

/** Of the commands that hash, wherever the files are. */
export const hashWorkersRow: OptionRow = {
  kind: 'number',
  value: 'number',
  describe: `How many files are hashed at a time, 1 to ${mostHashWorkers} (as many as there are cores, eight at most)`,
};

const format = (what: string): OptionRow => ({
  kind: 'text',
  value: 'format',
  describe: `How ${what} is written: ${contentFormats.join(', ')} (text)`,
});

/** The commands that read files of this machine and ask no server. */
export const contentTable = {
  'content verify': {
    usage: 'content verify <library>',
    describe: 'Say whether a content library is intact, by itself and without a site',
    options: {
      package: { kind: 'list', value: 'id', describe: 'Verify only this package; repeatable' },
      'metadata-only': { kind: 'flag', describe: 'Read no bytes: lists, hashes of lists, existence and sizes alone' },
      'file-lib': {
        kind: 'list',
        value: 'folder',
        describe: 'A further FileLib, as of a second drive; repeatable',
      },
      'hash-workers': hashWorkersRow,
      'hash-cache': {
        kind: 'text',
        value: 'file',
        describe: 'Keep good results here and use those of the last week; a disk that changes bytes silently is missed',
      },
      format: format('the report'),
      verbose: { kind: 'flag', describe: 'List every damaged file and every package' },
      'no-color': { kind: 'flag', describe: 'No colours' },
    },
    examples: [
      [String.raw`$0 content verify D:\SCCMContentLib`, 'on a distribution point: everything, every byte'],
      ['$0 content verify SCCMContentLib --package PS100012', 'one package of a copied library'],
      ['$0 content verify SCCMContentLib --metadata-only', 'seconds, not hours'],
    ],
  },
  'content hash': {
    usage: 'content hash <folder>',
    describe: 'The content hash that a source folder would get',
    options: {
      algorithm: {
        kind: 'text',
        value: 'name',
        describe: `${hashAlgorithms.join(', ')} (sha256; ConfigMgr 2007 used sha1)`,
      },
      'hash-workers': hashWorkersRow,
      format: format('the answer'),
    },
    examples: [[String.raw`$0 content hash \\FS1\src\PS100012`, 'did the source change without an update?']],
  },
} satisfies { [name: string]: CommandRow };

/** What commands of two words have in common, by their first. */
export const families = { content: 'Verify a content library on this machine, or hash a folder' };
