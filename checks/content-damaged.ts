import { anywhere, here, optional } from '../src/model/check.ts';
import { blobMessages } from './facts/content-blob-messages.ts';
import { bytesRead, endsList, judgeLibrary } from './facts/content-judgement.ts';
import { scopeIncomplete, scopeMessages } from './facts/content-scope.ts';
import { isSiteUnread, librariesHere, libraryMessages, standingCause, whyNotRead } from './facts/content-standing.ts';
import { defineCheck } from './facts.ts';

type Package = { on: string; id: string; why: string };

export default defineCheck({
  id: 'content-damaged',
  area: 'content',
  titles: {
    fine: 'The files of the content are complete and intact',
    broken: 'Files of the content are damaged or missing',
  },
  why: 'A file is stored once however many packages use it, so one damaged file breaks every one of them.',
  needs: {
    library: here('content-library'),
    blobs: optional(here('content-blobs')),
    site: optional(anywhere('site-packages')),
    sequence: optional(anywhere('task-sequence')),
  },
  appliesTo: ['distribution-point'],
  gate: { deploy: 'blocking', pxe: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'taskSequence: PS100042, or packages: [PS100012]', option: '--task-sequence PS100042' },
  rights: 'local administrator on the distribution point',
  sources: [
    'Microsoft: The content library',
    'Microsoft: Understand and troubleshoot package actions: Redistribute overwrites, Update and Distribute skip',
  ],
  messages: {
    ...blobMessages,
    'not-read': {
      level: 'unknown',
      text: ({ on, id, why }: Package) => `The files of ${id} on ${on} were not read: ${why}.`,
      remedy: () => ({ text: 'Mend what is said of the package, then run again.' }),
    },
    'not-listed': {
      level: 'unknown',
      text: ({ on, id }: Omit<Package, 'why'>) =>
        `Not every file of ${id} on ${on} is known, so not every one was judged.`,
      remedy: () => ({ text: 'Mend what is said of its file list, then run again.' }),
    },
    ...scopeMessages,
    ...libraryMessages,
  },
  *judge(facts, context) {
    const on = context.target.name;
    const siteLibrary = context.target.roles.includes('site-server');
    yield* scopeIncomplete(on, context.configuration, facts);
    const { libraries, notAsked } = librariesHere(facts, context);
    for (const id of notAsked)
      yield { code: 'not-read', subject: id, args: { on, id, why: 'the facts end before that' } };
    for (const { library, standings } of libraries) {
      if (library.path === null) {
        yield { code: 'no-library', args: { on } };
        continue;
      }
      const here = standings.filter(({ state }) => state !== 'no-content');
      if (here.length === 0) yield { code: 'nothing-with-content', args: { on } };
      for (const each of here) {
        // What the site does not know is part of the scope that is incomplete.
        if (each.readable || each.state === 'unknown-to-site') continue;
        const { id } = each;
        yield { code: 'not-read', subject: id, args: { on, id, why: whyNotRead(each) }, ...standingCause(on, each) };
      }
      const bytes = bytesRead(here, facts.blobs, isSiteUnread(facts.site));
      const { onLists, onBlobs } = judgeLibrary(
        on,
        { library, standings },
        { siteHash: () => null, bytes, siteLibrary },
      );
      yield* onBlobs;
      const cut = new Set<string>();
      for (const finding of onLists) {
        const { code, subject, args } = finding;
        const { id } = args;
        if (!endsList(finding) || cut.has(id)) continue;
        cut.add(id);
        const causedBy = { check: 'content-metadata-damaged', target: on, code, subject };
        yield { code: 'not-listed', subject: id, args: { on, id }, causedBy };
      }
    }
  },
});
