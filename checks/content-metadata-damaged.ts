import { anywhere, here, optional } from '../src/model/check.ts';
import { inSentence } from '../src/windows/wording.ts';
import { notCompared } from './facts/content-compared.ts';
import { judgeLibrary, noBytes } from './facts/content-judgement.ts';
import { listMessages } from './facts/content-list-messages.ts';
import { scopeIncomplete, scopeMessages } from './facts/content-scope.ts';
import { librariesHere, libraryMessages, standingCause, whyNotRead } from './facts/content-standing.ts';
import { replaceFiles } from './facts/content-words.ts';
import { firstRead } from './facts/packages.ts';
import { siteHashes } from './facts/site-hashes.ts';
import { defineCheck } from './facts.ts';

type Package = { on: string; id: string; siteLibrary: boolean };
type Compared = { on: string; names: string; why: string };

export default defineCheck({
  id: 'content-metadata-damaged',
  area: 'content',
  titles: {
    fine: 'The file lists of the content are those that the site expects',
    broken: 'A file list of the content is damaged, or another than the site expects',
  },
  why: 'The content hash that clients compare is made from names and file hashes alone, so a lost entry or another list is found without reading a byte of the files.',
  needs: {
    library: here('content-library'),
    hashes: optional(anywhere('site-content-hashes')),
    site: optional(anywhere('site-packages')),
    sequence: optional(anywhere('task-sequence')),
  },
  appliesTo: ['distribution-point'],
  gate: { deploy: 'blocking', pxe: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'taskSequence: PS100042, or packages: [PS100012]', option: '--task-sequence PS100042' },
  rights: 'local administrator on the distribution point, read-only analyst in Configuration Manager',
  sources: [
    'Microsoft: The content library',
    'Microsoft: SMS_TaskSequenceReferenceDps class',
    'public reconstruction of the content hash, not documented by Microsoft',
  ],
  messages: {
    ...listMessages,
    'record-missing': {
      level: 'fail',
      text: ({ on, id }: Package) => `The content library on ${on} holds no record of ${id}.`,
      because: 'PkgLib has no INI of that name, so the distribution point offers nothing of it.',
      leadsTo: 'Failed to resolve the source',
      remedy: ({ id }: Package) => ({
        text: `Distribute ${id} to the distribution point. If the console says that it is there already: Redistribute.`,
      }),
    },
    'record-unread': {
      level: 'unknown',
      text: ({ on, id }: Package) => `The record of ${id} in the content library on ${on} could not be read.`,
      remedy: (p: Package) => ({
        text: `Where rights are missing, run it as an administrator of the distribution point. A record that cannot be used is made anew: ${replaceFiles(p).text}`,
      }),
    },
    'not-judged': {
      level: 'unknown',
      text: ({ on, id, why }: { on: string; id: string; why: string }) =>
        `The file list of ${id} on ${on} was not judged: ${why}.`,
      remedy: () => ({ text: 'Mend what is said of the package, then run again.' }),
    },
    'not-compared': {
      level: 'info',
      text: ({ on, names, why }: Compared) =>
        `On ${on}, the content hash of ${names} was not compared with the site: ${inSentence(why)}.`,
      because: 'It was compared with the hash that the content library stores beside the list.',
    },
    'site-hash-unread': {
      level: 'unknown',
      text: ({ on, names, why }: Compared) =>
        `On ${on}, the content hash of ${names} was not compared with the site, which could not be asked: ${inSentence(why)}.`,
      remedy: () => ({ text: 'Run it with the rights of a read-only analyst in Configuration Manager.' }),
    },
    ...scopeMessages,
    ...libraryMessages,
  },
  *judge(facts, context) {
    const { configuration, target } = context;
    const on = target.name;
    const siteLibrary = target.roles.includes('site-server');
    yield* scopeIncomplete(on, configuration, facts);
    const { libraries, notAsked } = librariesHere(facts, context);
    for (const id of notAsked)
      yield { code: 'not-judged', subject: id, args: { on, id, why: 'the facts end before that' } };
    const expected = siteHashes(facts.hashes, firstRead(facts.site), [on, ...target.aliases]);
    for (const { library, standings } of libraries) {
      if (library.path === null) {
        yield { code: 'no-library', args: { on } };
        continue;
      }
      const here = standings.filter(({ state }) => state !== 'no-content');
      if (here.length === 0) yield { code: 'nothing-with-content', args: { on } };
      for (const each of here) {
        const { id, state, listed } = each;
        // What the site does not know is part of the scope that is incomplete.
        if (listed || state === 'unknown-to-site') continue;
        if (state === 'record-missing' || state === 'record-unread')
          yield { code: state, subject: id, args: { on, id, siteLibrary } };
        else {
          const args = { on, id, why: whyNotRead(each) };
          yield { code: 'not-judged', subject: id, args, ...standingCause(on, each) };
        }
      }
      const siteHash = (ref: string): string | null => expected.of(ref);
      const { lists, onLists } = judgeLibrary(
        on,
        { library, standings: here },
        { siteHash, bytes: noBytes, siteLibrary },
      );
      yield* onLists;
      yield* notCompared(on, configuration, facts, { library, standings: here }, lists, expected);
    }
  },
});
