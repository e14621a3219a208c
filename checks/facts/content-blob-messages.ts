import type { Message } from '../../src/model/check.ts';
import { inSentence } from '../../src/windows/wording.ts';
import type { BlobCode, DamageArguments } from './content-damage.ts';
import { hashError, replaceFiles } from './content-words.ts';

type A = DamageArguments;

/** One file, or the count of several with a few of them. */
const files = ({ more, path, id, on }: A): string =>
  more > 0 ? `${more} more files of ${id} on ${on}` : `${path} of ${id} on ${on}`;
const number = ({ more }: A, one: string, several: string): string => (more > 0 ? several : one);
/** What the sentence ends in: the reason, or a few of the files. */
const ending = ({ more, path }: A, reason: string): string =>
  `${more > 0 ? `${path} among them` : inSentence(reason)}.`;
const whom = ({ packages, copy, more }: A): string =>
  more > 0 ? `They are used by ${packages}.` : `${copy} is used by ${packages}.`;

/** What can be wrong with a blob (`content` 5.4, stages 3 and 4; levels of ruling 15a). */
export const blobMessages = {
  'blob-corrupt': {
    level: 'fail',
    text: (a: A) =>
      `${files(a)} ${number(a, 'is', 'are')} damaged: ${ending(a, 'its bytes do not give the hash that names them')}`,
    because: whom,
    leadsTo: hashError,
    remedy: replaceFiles,
  },
  'blob-missing': {
    level: 'fail',
    text: (a: A) => `${files(a)} ${number(a, 'is', 'are')} missing: ${ending(a, 'no drive of the library holds it')}`,
    because: ({ blob, packages, more }: A) =>
      more > 0 ? `They are used by ${packages}.` : `Its content is ${blob}, used by ${packages}.`,
    leadsTo: hashError,
    remedy: replaceFiles,
  },
  'size-wrong': {
    level: 'fail',
    text: (a: A) =>
      `${files(a)} ${number(a, 'has', 'have')} another size than recorded: ${ending(a, `${a.seen} bytes where the record says ${a.expected}`)}`,
    because: (a: A) => {
      if (a.message === 'bytes-match')
        return `The bytes give the hash that names them, so the record in the mirror is wrong and not the file. ${whom(a)}`;
      if (a.message === 'bytes-differ')
        return `The bytes do not give the hash that names them: the file was cut short or grew. ${whom(a)}`;
      return `The file was cut short or grew, or its record is wrong. ${whom(a)}`;
    },
    leadsTo: hashError,
    remedy: replaceFiles,
  },
  'disk-error': {
    level: 'fail',
    text: (a: A) => `${files(a)} cannot be read from the disk: ${ending(a, a.message)}`,
    because: (a: A) => `This is the medium and not the content: other files may go next. ${whom(a)}`,
    remedy: (a: A) => ({ text: `Check the disk and replace it where it is at fault. Then: ${replaceFiles(a).text}` }),
  },
  'blob-locked': {
    level: 'unknown',
    text: (a: A) =>
      `${files(a)} ${number(a, 'was', 'were')} not judged, for another program holds ${number(a, 'it', 'them')} open: ${ending(a, a.message)}`,
    because:
      'Configuration Manager wants a file for itself while it hashes it, and a sharing violation ends in the same error as a wrong hash.',
    remedy: () => ({
      text: 'Run again later. Where it stays so, find the program that holds the file; antivirus needs an exclusion for the content library.',
    }),
  },
  'blob-changed': {
    level: 'unknown',
    text: (a: A) => `${files(a)} ${number(a, 'was', 'were')} not judged: ${ending(a, 'it changed while it was read')}`,
    remedy: () => ({ text: 'Run again when the distribution is done (PkgXferMgr.log on the site server).' }),
  },
  'blob-unread': {
    level: 'unknown',
    text: (a: A) => `${files(a)} could not be read: ${ending(a, a.message)}`,
    remedy: ({ id, ...a }: A) =>
      a.message.includes('a link')
        ? { text: `Find out who put the link there. ${replaceFiles({ id, ...a }).text}` }
        : {
            text: 'Run it as an administrator of the distribution point; a path that is too long needs long paths enabled there.',
          },
  },
  'bytes-missing': {
    level: 'unknown',
    text: ({ more, total, id, on, message }: A) =>
      `The bytes of ${total > 0 ? `${more} of ${total}` : more} files of ${id} on ${on} were not read${message === '' ? '' : `: ${inSentence(message)}`}.`,
    remedy: () => ({ text: 'Run again, and let it read to the end.' }),
  },
  'users-list-wrong': {
    level: 'warn',
    text: (a: A) =>
      a.more > 0
        ? `The users lists of ${files(a)} do not name every content that uses them, ${a.path} among them.`
        : `The users list of ${files(a)} does not name every content that uses the file.`,
    because: ({ packages }: A) =>
      `A file is deleted with the last content on its list, so removing another package may take it away from ${packages}.`,
    remedy: replaceFiles,
  },
} as const satisfies { [C in BlobCode]: Message<A> };
