import { wasRead } from '../src/model/answer.ts';
import { anywhere, here, optional } from '../src/model/check.ts';
import { isListed } from '../src/windows/package-state.ts';
import { inSentence } from '../src/windows/wording.ts';
import { scopeIncomplete, scopeMessages } from './facts/content-scope.ts';
import { libraryMessages, standingCause, stateOf } from './facts/content-standing.ts';
import { replaceFiles, someOf } from './facts/content-words.ts';
import { packagesInScope } from './facts/packages.ts';
import { defineCheck } from './facts.ts';

type Package = { on: string; id: string; siteLibrary: boolean };
type Unread = { on: string; why: string };
type Others = { on: string; count: number; names: string };

const stops = 'Content validation walks the list, stops at the difference and logs status message 2388.';
const cleanUp = () => ({
  text: 'ContentLibraryCleanup.exe of version 2010 or later tells in its what-if mode what is orphaned there.',
});

export default defineCheck({
  id: 'content-library-disagrees',
  area: 'content',
  titles: {
    fine: 'The content library and the list that content validation walks name the same packages',
    broken: 'The content library and the list that content validation walks name different packages',
  },
  why: 'Where the two differ, content validation stops, and what it would have found goes unseen.',
  needs: {
    list: here('content-library-list'),
    site: optional(anywhere('site-packages')),
    sequence: optional(anywhere('task-sequence')),
  },
  appliesTo: ['distribution-point'],
  gate: { deploy: 'blocking', pxe: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'taskSequence: PS100042, or packages: [PS100012]', option: '--task-sequence PS100042' },
  rights: 'local administrator on the distribution point',
  sources: ['Microsoft: Install and configure distribution points, validate content', 'Microsoft: The content library'],
  messages: {
    'record-missing': {
      level: 'fail',
      text: ({ on, id }: Package) => `${on} lists ${id} as content, and its content library holds no record of it.`,
      because: `SMS_PackagesInContLib names the package and PkgLib does not. ${stops}`,
      leadsTo: 'Status message 2388',
      remedy: replaceFiles,
    },
    'not-listed': {
      level: 'fail',
      text: ({ on, id }: Package) =>
        `The content library on ${on} records ${id}, and the list of its content does not name it.`,
      because: `PkgLib names the package and SMS_PackagesInContLib does not. ${stops}`,
      leadsTo: 'Status message 2388',
      remedy: replaceFiles,
    },
    'in-motion': {
      level: 'unknown',
      text: ({ on, id }: Package) =>
        `The content library on ${on} and the list of its content differ about ${id}, which is not in place there.`,
      remedy: () => ({ text: 'Mend what is said of the package, then run again.' }),
    },
    'others-without-record': {
      level: 'info',
      text: ({ on, count, names }: Others) =>
        `${on} lists ${count} further ${count === 1 ? 'package' : 'packages'} that its content library does not record: ${names}.`,
      because: stops,
      remedy: cleanUp,
    },
    'others-not-listed': {
      level: 'info',
      text: ({ on, count, names }: Others) =>
        `The content library on ${on} records ${count} further ${count === 1 ? 'package' : 'packages'} that the list of its content does not name: ${names}.`,
      because: stops,
      remedy: cleanUp,
    },
    'no-list': {
      level: 'info',
      text: ({ on }: { on: string }) =>
        `${on} has no list of its content (SMS_PackagesInContLib) to compare the content library with.`,
    },
    'list-unread': {
      level: 'unknown',
      text: ({ on, why }: Unread) => `The list of the content on ${on} could not be read: ${inSentence(why)}.`,
      remedy: () => ({ text: 'Run it as an administrator of the distribution point.' }),
    },
    'records-unread': {
      level: 'unknown',
      text: ({ on, why }: Unread) =>
        `Which packages the content library on ${on} records could not be read: ${inSentence(why)}.`,
      remedy: () => ({ text: 'Run it as an administrator of the distribution point.' }),
    },
    'list-cut': {
      level: 'unknown',
      text: ({ on }: { on: string }) => `${on} lists more packages than are read, so the two lists were not compared.`,
      remedy: () => ({ text: 'Validate the content in the console and look for status message 2388.' }),
    },
    ...scopeMessages,
    'no-library': libraryMessages['no-library'],
  },
  *judge(facts, { target, configuration }) {
    const on = target.name;
    const { listed, recorded, truncated } = facts.list.data;
    if (wasRead(recorded) && recorded.value === null) {
      yield { code: 'no-library', args: { on } };
      return;
    }
    yield* scopeIncomplete(on, configuration, facts);
    if (!wasRead(recorded)) yield { code: 'records-unread', args: { on, why: recorded.message } };
    // The class is not there on a distribution point of an old version.
    if (!wasRead(listed))
      yield ['not-found', 'not-supported'].includes(listed.failed)
        ? { code: 'no-list', args: { on } }
        : { code: 'list-unread', args: { on, why: listed.message } };
    if (truncated) yield { code: 'list-cut', args: { on } };
    if (!wasRead(recorded) || !wasRead(listed) || truncated) return;
    const scope = new Set(packagesInScope(configuration, facts.sequence) ?? []);
    const names = [on, ...target.aliases];
    const sides = [
      { code: 'record-missing', others: 'others-without-record', ids: less(listed.value, recorded.value ?? []) },
      { code: 'not-listed', others: 'others-not-listed', ids: less(recorded.value ?? [], listed.value) },
    ] as const;
    for (const { code, others, ids } of sides) {
      for (const id of ids.filter((each) => scope.has(each))) {
        const args = { on, id, siteLibrary: target.roles.includes('site-server') };
        const evidence = [
          {
            fact: 'content-library-list',
            target: on,
            seen: code === 'not-listed' ? `${id} in PkgLib alone` : `${id} in SMS_PackagesInContLib alone`,
            expected: `${id} in both`,
          },
        ];
        const state = stateOf(facts.site, null, id, names)?.state;
        // While a package comes or goes the two differ for a time.
        if (state !== undefined && state !== 'no-content' && state !== 'unknown-to-site' && !isListed(state))
          yield {
            code: 'in-motion',
            subject: id,
            args,
            evidence,
            ...standingCause(on, { id, state, listed: false, readable: false }),
          };
        else yield { code, subject: id, args, evidence };
      }
      const rest = ids.filter((each) => !scope.has(each));
      if (rest.length > 0) yield { code: others, args: { on, count: rest.length, names: someOf(rest, 5) } };
    }
  },
});

/** Ids of one list that the other does not name, in capitals and sorted. */
function less(all: readonly string[], without: readonly string[]): string[] {
  const known = new Set(without.map((id) => id.toUpperCase()));
  return [...new Set(all.map((id) => id.toUpperCase()))].filter((id) => !known.has(id)).sort();
}
