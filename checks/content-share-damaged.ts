import { anywhere, here, optional } from '../src/model/check.ts';
import { judgePackageShare, type ShareVerdict } from '../src/windows/package-share.ts';
import { inSentence } from '../src/windows/wording.ts';
import { scopeIncomplete, scopeMessages } from './facts/content-scope.ts';
import { libraryMessages, standingCause, stateOf } from './facts/content-standing.ts';
import { hashError, someOf } from './facts/content-words.ts';
import { firstRead } from './facts/packages.ts';
import { siteHashes } from './facts/site-hashes.ts';
import { defineCheck } from './facts.ts';

type Package = { on: string; id: string };
type Hashed = Package & { path: string; recomputed: string; expected: string };
type Why = Package & { why: string };

export default defineCheck({
  id: 'content-share-damaged',
  area: 'content',
  titles: {
    fine: 'The package shares hold what the site expects',
    broken: 'A package share holds something else than the site expects',
  },
  why: 'Without a content library (ConfigMgr 2007) packages lie on shares as plain files, and nothing built in compares them with the hash of the site.',
  needs: {
    library: here('content-library'),
    share: optional(here('content-share')),
    hashes: optional(anywhere('site-content-hashes')),
    site: optional(anywhere('site-packages')),
    sequence: optional(anywhere('task-sequence')),
  },
  appliesTo: ['distribution-point'],
  gate: { deploy: 'blocking', pxe: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'taskSequence: PS100042, or packages: [PS100012]', option: '--task-sequence PS100042' },
  rights: 'local administrator on the distribution point, read-only analyst in Configuration Manager',
  sources: [
    'Microsoft: KB 907979, KB 2709963',
    'public reconstruction of the content hash; that ConfigMgr 2007 walks a folder in the same way is an assumption',
  ],
  messages: {
    missing: {
      level: 'fail',
      text: ({ on, id }: Package) => `No package share on ${on} holds ${id}.`,
      leadsTo: 'Failed to resolve the source',
      remedy: ({ id }: Package) => ({
        text: `Refresh ${id} on the distribution point; if it is not listed there, add it.`,
      }),
    },
    differs: {
      level: 'fail',
      text: ({ on, id, path }: Hashed) => `${id} on ${on} (${path}) does not give the hash that the site expects.`,
      because: ({ recomputed, expected }: Hashed) =>
        `Its files give ${recomputed}, the site expects ${expected}, and another package on this server came out. A refresh after the source changed does that: it brings new files and leaves the hash.`,
      leadsTo: hashError,
      remedy: ({ id }: Hashed) => ({
        text: `Update ${id} on all distribution points: that makes a new version with a new hash.`,
      }),
    },
    'not-confirmed': {
      level: 'unknown',
      text: ({ on, id, path }: Hashed) =>
        `${id} on ${on} (${path}) does not give the hash that the site expects: algorithm not confirmed.`,
      because:
        'How ConfigMgr 2007 counts a folder is not documented, and no package of more than one entry came out on this server, which would confirm it here.',
      remedy: () => ({
        text: 'Judge more packages of this server in one run: one that comes out confirms the algorithm.',
      }),
    },
    unread: {
      level: 'unknown',
      text: ({ on, id, why }: Why) => `Not every file of ${id} on ${on} could be read: ${inSentence(why)}.`,
      remedy: () => ({ text: 'Run it as an administrator of the distribution point.' }),
    },
    'not-compared': {
      level: 'info',
      text: ({ on, id, why }: Why) => `${id} on ${on} was not compared with the site: ${inSentence(why)}.`,
    },
    'site-hash-unread': {
      level: 'unknown',
      text: ({ on, id, why }: Why) =>
        `${id} on ${on} was not compared with the site, which could not be asked: ${inSentence(why)}.`,
      remedy: () => ({ text: 'Run it with the rights of a read-only analyst in Configuration Manager.' }),
    },
    'not-read': {
      level: 'unknown',
      text: ({ on, id }: Package) => `The files of ${id} on ${on} were not read: the facts end before that.`,
      remedy: () => ({ text: 'Run again, and let it read to the end.' }),
    },
    'has-library': {
      level: 'not-applicable',
      text: ({ on }: { on: string }) => `${on} has a content library, which is judged in place of package shares.`,
    },
    'nothing-with-content': libraryMessages['nothing-with-content'],
    ...scopeMessages,
  },
  *judge(facts, { target, configuration }) {
    const on = target.name;
    const asked = facts.library.filter(({ answer }) => answer.data.path === null);
    if (asked.length === 0) {
      yield { code: 'has-library', args: { on } };
      return;
    }
    yield* scopeIncomplete(on, configuration, facts);
    const names = [on, ...target.aliases];
    const expected = siteHashes(facts.hashes, firstRead(facts.site), names, 'sha1');
    const states = asked
      .flatMap(({ params }) => params['packages'] as string[])
      .map((id) => ({ id, state: stateOf(facts.site, null, id, names)?.state }))
      .filter(({ state }) => state !== 'no-content' && state !== 'unknown-to-site');
    if (states.length === 0) yield { code: 'nothing-with-content', args: { on } };
    const shared = facts.share.flatMap(({ answer }) => (answer.status === 'ok' ? answer.data.packages : []));
    const verdicts = judgePackageShare(shared, (id) => expected.of(id));
    const isFailed = facts.share.some(({ answer }) => answer.status === 'failed');
    const isSiteFailed = [...facts.hashes, ...facts.site].some(({ answer }) => answer.status === 'failed');
    for (const { id, state } of states) {
      const verdict = verdicts.find((each) => each.package.toUpperCase() === id);
      if (!verdict) {
        // A failed answer is the engine's to say.
        if (!isFailed) yield { code: 'not-read', subject: id, args: { on, id } };
        continue;
      }
      const cause =
        state === undefined || state === 'current'
          ? {}
          : standingCause(on, { id, state, listed: false, readable: false });
      const path = shared.find((each) => each.package === verdict.package)?.path ?? '';
      const { recomputed } = verdict;
      const args = { on, id, path, recomputed, expected: verdict.expected };
      const evidence = [
        { fact: 'content-share', target: on, seen: `${path}: ${recomputed}`, expected: verdict.expected },
      ];
      if (verdict.state === 'missing') yield { code: 'missing', subject: id, args: { on, id }, ...cause };
      else if (verdict.state === 'differs') yield { code: 'differs', subject: id, args, evidence, ...cause };
      else if (verdict.state === 'not-confirmed')
        yield { code: 'not-confirmed', subject: id, args, evidence, ...cause };
      else if (verdict.state === 'unread')
        yield { code: 'unread', subject: id, args: { on, id, why: firstUnread(verdict) }, ...cause };
      else if (verdict.state === 'not-compared' && !isSiteFailed) {
        const gap = configuration.site ? expected.gap(id) : { open: false, why: 'no site is configured' };
        yield { code: gap.open ? 'site-hash-unread' : 'not-compared', subject: id, args: { on, id, why: gap.why } };
      }
    }
  },
});

function firstUnread({ unread }: ShareVerdict): string {
  const [first] = unread;
  const which = someOf(
    unread.map(({ path }) => path),
    3,
  );
  return `${which} (${inSentence(first?.message ?? '')})`;
}
