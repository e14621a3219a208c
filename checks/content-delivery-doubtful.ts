import { wasRead } from '../src/model/answer.ts';
import { anywhere, here, optional } from '../src/model/check.ts';
import { contentHints } from '../src/windows/content-hints.ts';
import { blobMessages } from './facts/content-blob-messages.ts';
import { bytesRead, judgeLibrary } from './facts/content-judgement.ts';
import { listMessages } from './facts/content-list-messages.ts';
import { scopeGaps } from './facts/content-scope.ts';
import { isSiteUnread, librariesHere, type Standing } from './facts/content-standing.ts';
import { firstRead, isPoint } from './facts/packages.ts';
import { siteHashes } from './facts/site-hashes.ts';
import { defineCheck } from './facts.ts';

type Files = { on: string; count: number; example: string };

const files = ({ count }: Files): string => `${count} ${count === 1 ? 'file' : 'files'}`;
const have = ({ count }: Files): string => (count === 1 ? 'has' : 'have');

/** Where nobody knows how a package stands. */
const undecided: readonly Standing['state'][] = [
  'pending',
  'updating',
  'site-behind',
  'library-unread',
  'contents-unread',
  'state-unknown',
  'unknown-to-site',
  'record-unread',
];

export default defineCheck({
  id: 'content-delivery-doubtful',
  area: 'content',
  titles: {
    fine: 'Where a download fails although the content is right',
    broken: 'A download may fail although the content is right',
  },
  why: 'Content that is proved right can still fail on its way; what is known to do that is worth a look before the next attempt.',
  needs: {
    library: here('content-library'),
    blobs: optional(here('content-blobs')),
    hashes: optional(anywhere('site-content-hashes')),
    site: optional(anywhere('site-packages')),
    sequence: optional(anywhere('task-sequence')),
  },
  appliesTo: ['distribution-point'],
  gate: { deploy: 'advisory', pxe: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'taskSequence: PS100042, or packages: [PS100012]', option: '--task-sequence PS100042' },
  rights: 'local administrator on the distribution point, read-only analyst in Configuration Manager',
  sources: [
    'Microsoft: Prepare Windows servers for Configuration Manager, IIS request filtering',
    'Microsoft: KB 2261262, KB 2000470, KB 2709963',
  ],
  messages: {
    'hidden-files': {
      level: 'info',
      text: (f: Files) =>
        `${files(f)} of the content on ${f.on} ${have(f)} the attribute Hidden, ${f.example} for example.`,
      because: 'WebDAV of ConfigMgr 2007 does not list hidden files, so they were missing after a download.',
      remedy: () => ({ text: 'Where they are missing: clear the attribute in the source, then Update the package.' }),
    },
    'unusual-names': {
      level: 'info',
      text: (f: Files) =>
        `${files(f)} of the content on ${f.on} ${have(f)} a name beyond ASCII, ${f.example} for example.`,
      because: 'Clients of ConfigMgr 2007 SP2 that download as needed failed at such names.',
      remedy: () => ({
        text: 'For such clients: rename the files and Update the package, or download everything first.',
      }),
    },
    'large-multicast': {
      level: 'info',
      text: (f: Files) =>
        `${files(f)} of the content on ${f.on} ${have(f)} more than 4 GiB, and ${f.on} multicasts; ${f.example} for example.`,
      because: 'Multicast of ConfigMgr 2007 SP1 R2 failed at a WIM just over 4 GB (KB 971413).',
      remedy: () => ({ text: 'Where multicast fails, try unicast.' }),
    },
    'sparse-multicast': {
      level: 'info',
      text: (f: Files) =>
        `${files(f)} of the content on ${f.on} ${have(f)} the attribute Sparse, and ${f.on} multicasts; ${f.example} for example.`,
      because: 'Multicast of sparse files gave wrong hashes (KB 2709963); smsts.log then says "Found sparse part".',
      remedy: () => ({
        text: 'Where multicast fails: copy the source anew so that it is not sparse, then Update the package.',
      }),
    },
    'filtered-path': {
      level: 'info',
      text: (f: Files) =>
        `${files(f)} of the content on ${f.on} ${have(f)} a folder in the path that IIS may hide, ${f.example} for example.`,
      because:
        'IIS request filtering hides segments such as bin (404.8), and providers that do not evade that get no such file.',
      remedy: () => ({
        text: 'Where files are missing after a download: allow the segment in the request filtering of IIS.',
      }),
    },
    'binary-differential': {
      level: 'info',
      text: ({ on, count, example }: Files) =>
        `Binary differential replication is on for ${count} ${count === 1 ? 'package' : 'packages'} on ${on}, ${example} for example.`,
      because: 'It has been reported to give wrong results; this time it did not.',
      remedy: () => ({ text: 'Where the content goes wrong again: turn it off, then Update the package.' }),
    },
    'content-right': {
      level: 'info',
      text: ({ on, count }: Files) =>
        `Everything in scope on ${on} is right, to the last byte (${count} ${count === 1 ? 'content' : 'contents'}). Where a download fails all the same, look at the client's memory, the network path and peer caches.`,
      because: 'Where a download ends in a wrong hash all the same, the distribution point is not to blame.',
      remedy: () => ({
        text: "Look at the client's memory and hardware, the network path, and caches of peers (BranchCache, peer cache).",
      }),
    },
    'not-proved': {
      level: 'not-applicable',
      text: ({ on, why }: { on: string; why: string }) =>
        `The content on ${on} is not proved right, and until then its delivery is not doubted: ${why}.`,
    },
    'not-judged': {
      level: 'unknown',
      text: ({ on, why }: { on: string; why: string }) =>
        `Whether the content on ${on} is right, so that its delivery could be doubted, is not known: ${why}.`,
      remedy: () => ({ text: 'Mend what the other checks of the content could not read, then run again.' }),
    },
  },
  *judge(facts, context) {
    const { target, configuration } = context;
    const on = target.name;
    const names = [on, ...target.aliases];
    const site = firstRead(facts.site);
    const { libraries, notAsked } = librariesHere(facts, context);
    const expected = siteHashes(facts.hashes, site, names);
    const judged = libraries.map(({ library, standings }) => {
      const here = standings.filter(({ state }) => state !== 'no-content');
      const bytes = bytesRead(here, facts.blobs, isSiteUnread(facts.site));
      const siteHash = (ref: string): string | null => expected.of(ref);
      return {
        library,
        here,
        bytes,
        ...judgeLibrary(on, { library, standings: here }, { siteHash, bytes, siteLibrary: false }),
      };
    });
    const all = judged.flatMap(({ here }) => here);
    const levels = judged.flatMap(({ onLists, onBlobs }) => [
      ...onLists.map(({ code }) => listMessages[code].level),
      ...onBlobs.map(({ code }) => blobMessages[code].level),
    ]);
    const isWrong = ({ state }: Standing): boolean => state !== 'current' && !undecided.includes(state);
    const wrong =
      (configuration.site === null && 'no site is configured to compare it with') ||
      (judged.some(({ library }) => library.path === null) && 'it has no content library') ||
      (all.some(isWrong) && 'a package is not current') ||
      (levels.some((level) => level !== 'unknown') && 'a file list or a file is not right');
    if (wrong) {
      yield { code: 'not-proved', args: { on, why: wrong } };
      return;
    }
    const uncompared = judged.flatMap(({ lists }) => lists.filter(({ compared }) => !compared));
    const open =
      (!site && 'the site was not read') ||
      (site && !wasRead(site.messages) && 'what content validation found was not read') ||
      ((notAsked.length > 0 || scopeGaps(configuration, facts.sequence, facts.site).length > 0) &&
        'not everything in scope is known') ||
      (all.some(({ state }) => state !== 'current') && 'where a package stands is not known') ||
      (levels.length > 0 && 'a file list or a file was not judged') ||
      (judged.some(({ here, bytes }) => here.some(({ id }) => !bytes.wanted.includes(id))) && 'bytes were not read') ||
      (uncompared.some(({ ref }) => expected.gap(ref).open) && 'a hash of the site was not read');
    if (open || !site) {
      yield { code: 'not-judged', args: { on, why: open || '' } };
      return;
    }
    if (all.length === 0 || uncompared.length > 0) {
      const why = all.length === 0 ? 'nothing in scope has files' : 'a content hash was not compared with the site';
      yield { code: 'not-proved', args: { on, why } };
      return;
    }
    const ids = judged.flatMap(({ here }) => here.map(({ id }) => id));
    const points = wasRead(site.points) ? site.points.value : [];
    const hints = contentHints({
      contents: judged.flatMap(({ lists }) => lists),
      packages: site.packages.filter((each) => ids.includes(each.package.toUpperCase())),
      multicast: points.some(({ nalPath, multicast }) => multicast && isPoint(nalPath, names)),
      everything: true,
    });
    for (const { kind, count, example } of hints) yield { code: kind, args: { on, count, example } };
  },
});
