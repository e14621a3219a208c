import type { Message } from '../../src/model/check.ts';
import type { PackageState } from '../../src/windows/package-state.ts';
import { absentFile, hashError, named, replaceFiles, someOf } from './content-words.ts';

/** What the sentences about a state are made from. */
export interface StateArguments {
  on: string;
  id: string;
  name: string;
  /** Versions: of the package at the site, and of its status on the distribution point. */
  site: number;
  here: number;
  state: number;
  /** The latest status message in words; empty where there is none. */
  message: string;
  /** Whether other distribution points have the version of the site: then the fault is this one's alone. */
  elsewhere: boolean;
  /** Contents of an application that the library lacks. */
  contents: string[];
  siteLibrary: boolean;
}
type A = StateArguments;

/** REMOVAL_FAILED. */
const removalFailed = 6;

const wait = () => ({
  text: 'Wait until the distribution is done (PkgXferMgr.log on the site server), then run again.',
});
const distribute = ({ id, on, siteLibrary }: A) =>
  siteLibrary === true
    ? replaceFiles({ id, siteLibrary })
    : { text: `Distribute ${id} to ${on} (Distribute Content).` };
const notFound = 'Failed to resolve the source: content location request returned no distribution point';

/** Where a package can stand on a distribution point (`content` 5.4, stage 1; levels of rulings 13 and 15a; mends of 5.5). */
export const stateMessages = {
  stale: {
    level: 'fail',
    text: (a: A) => `${named(a)} on ${a.on} is version ${a.here}, and the site expects version ${a.site}.`,
    because: 'Clients compare what they download with the hash of the version that the site expects.',
    leadsTo: hashError,
    remedy: (a: A) => {
      if (a.siteLibrary === true || a.elsewhere) return replaceFiles(a);
      return {
        text: `No other distribution point is known to have version ${a.site}: see distmgr.log and PkgXferMgr.log on the site server, then Redistribute ${a.id}. Content that is prestaged needs a new prestage file first.`,
      };
    },
  },
  'site-behind': {
    level: 'unknown',
    text: (a: A) =>
      `${named(a)} on ${a.on} is version ${a.here}, newer than the site's version ${a.site}: replication lags, or the site was restored.`,
    remedy: () => ({ text: 'Run again once replication is done. After a restore of the site: Update the package.' }),
  },
  'not-targeted': {
    level: 'fail',
    text: (a: A) => `${named(a)} is not distributed to ${a.on}.`,
    because: 'The task sequence finds no location for it there; content validation does not see that.',
    leadsTo: notFound,
    remedy: distribute,
  },
  failed: {
    level: 'fail',
    text: (a: A) => `The distribution of ${named(a)} to ${a.on} failed.`,
    because: 'What lies there is incomplete or old.',
    leadsTo: notFound,
    remedy: replaceFiles,
  },
  removing: {
    level: 'fail',
    text: (a: A) =>
      a.state === removalFailed
        ? `The removal of ${named(a)} from ${a.on} failed, and what is left of it cannot be relied on.`
        : `${named(a)} is being removed from ${a.on}.`,
    because: 'The task sequence will not find it there.',
    leadsTo: notFound,
    remedy: (a: A) =>
      a.state === removalFailed ? replaceFiles(a) : { text: `Once it is removed: ${distribute(a).text}` },
  },
  pending: {
    level: 'unknown',
    text: (a: A) => `${named(a)} is on its way to ${a.on}.`,
    because: 'What is being sent is not read.',
    remedy: wait,
  },
  updating: {
    level: 'unknown',
    text: (a: A) => `${named(a)} is being updated or validated on ${a.on}.`,
    because: 'What is being changed is not read.',
    remedy: wait,
  },
  'ask-status-message': {
    level: 'warn',
    text: (a: A) =>
      `The site monitors the content of ${named(a)} on ${a.on} (state 8), and no message says that it is right.`,
    remedy: () => ({
      text: 'Read its status messages: 2384 says that the content is right, 2382 and 2383 that it is not.',
    }),
  },
  'validation-bad': {
    level: 'warn',
    text: (a: A) => `Content validation called ${named(a)} on ${a.on} bad.`,
    because: 'What was read now is judged by itself; where it is right, the message is older than the content.',
    remedy: (a: A) => ({
      text: `Validate ${a.id} again (its properties, tab Content Locations). Where that says bad again: ${replaceFiles(a).text}`,
    }),
  },
  'no-snapshot': {
    level: 'warn',
    text: (a: A) => `The site has no snapshot of version ${a.site} of ${named(a)}, so ${a.on} cannot be sent it again.`,
    because: 'Distribution Manager could not read the source, and without a snapshot there is no hash.',
    remedy: ({ id }: A) => ({
      text: `Give the computer account of the site server the right to read the source folder (share and folder), then Update ${id}.`,
    }),
  },
  'library-disagrees': {
    level: 'fail',
    text: (a: A) =>
      `${a.on} is said to hold ${named(a)}, and its content library holds another version of it, or none.`,
    because: 'Site and distribution point disagree; content validation stops there as well (status message 2388).',
    leadsTo: absentFile,
    remedy: replaceFiles,
    explains: ['content-library-disagrees/record-missing', 'content-library-disagrees/not-listed'],
  },
  'contents-missing': {
    level: 'fail',
    text: (a: A) => `The content library on ${a.on} lacks ${someOf(a.contents, 3)} of ${named(a)}.`,
    because: 'The site says that all contents of it are there; content validation stops at that (status message 2388).',
    leadsTo: absentFile,
    remedy: replaceFiles,
  },
  'contents-unread': {
    level: 'unknown',
    text: (a: A) => `Which contents ${named(a)} has is not known, so ${a.on} may lack one.`,
    remedy: () => ({ text: 'Run it with the rights of a read-only analyst in Configuration Manager.' }),
  },
  'library-unread': {
    level: 'unknown',
    text: (a: A) =>
      `Which version of ${named(a)} the content library on ${a.on} holds could not be read from its record.`,
    remedy: (a: A) => ({
      text: `Where rights are missing, run it as an administrator of the distribution point. A record that cannot be used is made anew: ${replaceFiles(a).text}`,
    }),
  },
  'state-unknown': {
    level: 'unknown',
    text: (a: A) => `The site reports state ${a.state} for ${named(a)} on ${a.on}, which is not documented.`,
    remedy: () => ({ text: 'Look at the package in the console: Monitoring, Distribution Status, Content Status.' }),
  },
  'no-content': {
    level: 'info',
    text: (a: A) => `${named(a)} has no files, so no distribution point needs it.`,
  },
} as const satisfies { [S in Exclude<PackageState, 'current' | 'unknown-to-site'>]: Message<A> };
