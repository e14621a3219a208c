import type { Message } from '../../src/model/check.ts';
import { inSentence } from '../../src/windows/wording.ts';
import type { DamageArguments, ListCode } from './content-damage.ts';
import { absentFile, hashError, replaceFiles } from './content-words.ts';

type A = DamageArguments;

const list = ({ path, id, on }: A): string => `The file list of ${path} (${id}) on ${on}`;
const validation = 'Content validation stops at such a package, or fails.';

/** What can be wrong with the list of a content (`content` 5.4, stage 2; levels of rulings 14 and 15a). */
export const listMessages = {
  'mirror-missing': {
    level: 'fail',
    text: ({ path, id, on }: A) =>
      `The content library on ${on} records the content ${path} for ${id} and does not hold it.`,
    because: `DataLib has no folder of that name, so no file of it is found. ${validation}`,
    leadsTo: absentFile,
    remedy: replaceFiles,
  },
  'other-content': {
    level: 'fail',
    text: ({ path, id, on }: A) =>
      `${path} (${id}) on ${on} is whole, and other content than the site expects under the same version.`,
    because: ({ seen, expected }: A) => `Its list gives ${seen}, as stored with it; clients expect ${expected}.`,
    leadsTo: hashError,
    remedy: ({ id }: A) => ({
      text: `Update ${id} (Update Distribution Points): that makes a new snapshot and a new version for all distribution points. Redistribute would send what the site holds under the old version.`,
    }),
  },
  'mirror-damaged': {
    level: 'fail',
    text: (a: A) => `${list(a)} does not give the content hash that is stored with it and that the site expects.`,
    because: 'A file or an empty folder was lost, added or changed in the mirror.',
    leadsTo: hashError,
    remedy: replaceFiles,
  },
  'metadata-damaged': {
    level: 'fail',
    text: (a: A) =>
      `${list(a)}, the content hash stored with it and the one that the site expects are three different ones.`,
    because: ({ seen, message, expected }: A) => `The list gives ${seen}; ${message}; the site expects ${expected}.`,
    leadsTo: hashError,
    remedy: replaceFiles,
  },
  'list-differs': {
    level: 'fail',
    text: (a: A) => `${list(a)} does not give the content hash that is stored with it.`,
    because:
      'The list or the stored hash is damaged; which of them, the hash of the site would tell, and it is not known.',
    leadsTo: hashError,
    remedy: replaceFiles,
  },
  'info-hash-damaged': {
    level: 'warn',
    text: ({ path, id, on }: A) =>
      `The content hash stored with ${path} (${id}) on ${on} is wrong; the file list gives the one that the site expects.`,
    because: 'Clients compare with the hash of the site, so downloads may pass while content validation fails.',
    remedy: replaceFiles,
  },
  'algorithm-not-confirmed': {
    level: 'unknown',
    text: (a: A) => `${list(a)} does not give the expected content hash: algorithm not confirmed.`,
    because:
      'How the content hash is made is a public reconstruction, and no content of more than one entry came out on this library, which would confirm it here.',
    remedy: ({ id }: A) => ({
      text: `Judge more packages of this library in one run: one whose hash comes out tells damage from another way of counting. Or validate ${id} in the console and read its status message.`,
    }),
  },
  'metadata-unread': {
    level: 'unknown',
    text: ({ path, id, on, message }: A) => `${path} of ${id} on ${on} could not be judged: ${inSentence(message)}.`,
    remedy: ({ id, ...a }: A) => ({
      text: `Where rights are missing, run it as an administrator of the distribution point. A record that cannot be used is made anew: ${replaceFiles({ id, ...a }).text}`,
    }),
  },
  'content-incomplete': {
    level: 'unknown',
    text: ({ path, id, on, message }: A) =>
      `The content hash stored in ${path} (${id}) on ${on} is not known: ${inSentence(message)}.`,
    because: 'The file list alone was judged, against the hash of the site where that is known.',
    remedy: ({ id, ...a }: A) => ({
      text: `Where rights are missing, run it as an administrator of the distribution point. A record that cannot be used is made anew: ${replaceFiles({ id, ...a }).text}`,
    }),
  },
} as const satisfies { [C in ListCode]: Message<A> };
