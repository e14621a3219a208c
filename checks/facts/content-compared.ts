import type { Answer, Placed } from '../../src/model/answer.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import { upperUnits } from '../../src/windows/case-mapping.ts';
import type { ListVerdict } from '../../src/windows/content-verdict.ts';
import type { LibraryHere } from './content-standing.ts';
import { someOf } from './content-words.ts';
import type { SiteHashes } from './site-hashes.ts';

interface ComparedFacts {
  hashes: readonly Placed<unknown, Answer<unknown>>[];
  site: readonly Placed<unknown, Answer<unknown>>[];
  sequence: readonly Placed<unknown, Answer<unknown>>[];
}

/**
 * The contents whose hash the site did not give, by the reason (ruling 14). Those of an old version are left out: the site
 * expects another. Where an answer failed, the engine says so.
 */
export function* notCompared(
  on: string,
  { site }: Configuration,
  facts: ComparedFacts,
  { library, standings }: LibraryHere,
  lists: readonly ListVerdict[],
  expected: SiteHashes,
) {
  const stale = new Set(standings.filter(({ state }) => state === 'stale').map(({ id }) => upperUnits(id)));
  const replaced = new Set(
    library.packages
      .filter((each) => stale.has(upperUnits(each.package)))
      .flatMap(({ refs }) => refs.map((ref) => upperUnits(ref))),
  );
  const failed = [...facts.hashes, ...facts.site, ...facts.sequence].some(({ answer }) => answer.status === 'failed');
  const byWhy = new Map<string, { open: boolean; why: string; refs: string[] }>();
  for (const { ref, compared, recomputed } of lists) {
    if (compared || recomputed === null || replaced.has(upperUnits(ref))) continue;
    const gap = gapOf(ref);
    if (gap === null) continue;
    const known = byWhy.get(gap.why);
    if (known) known.refs.push(ref);
    else byWhy.set(gap.why, { ...gap, refs: [ref] });
  }
  for (const { open, why, refs } of byWhy.values()) {
    const args = { on, names: someOf(refs, 5), why };
    yield { code: open ? ('site-hash-unread' as const) : ('not-compared' as const), subject: why, args };
  }

  function gapOf(ref: string): { open: boolean; why: string } | null {
    if (site === null) return { open: false, why: 'no site is configured' };
    return failed ? null : expected.gap(ref);
  }
}
