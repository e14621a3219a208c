import type { Answer, Placed } from '../../src/model/answer.ts';
import type { FindingKey } from '../../src/model/finding.ts';
import { upperUnits } from '../../src/windows/case-mapping.ts';
import type { BlobBytes } from '../../src/windows/content-library.ts';
import type { ListVerdict } from '../../src/windows/content-verdict.ts';
import type { BlobReadings } from './content.ts';
import { type DamageFinding, damageFindings, judgeContent } from './content-damage.ts';
import { damageCause, type LibraryHere, type Standing } from './content-standing.ts';

/** Findings of one code on one package before the rest is counted in one. */
const mostFindings = 20;

/** The bytes that were read, and of which packages they were wanted. */
export interface BytesRead {
  rows: BlobBytes[] | null;
  wanted: string[];
  unreadBecause: (id: string) => string;
}

/**
 * Bytes by the packages for which they were asked. Where an answer failed, or nobody could ask because the site was not
 * read (`siteUnread`), the engine says so and no file is missed.
 */
export function bytesRead(
  standings: readonly Standing[],
  blobs: readonly Placed<BlobReadings, Answer<BlobReadings>>[],
  siteUnread: boolean,
): BytesRead {
  const covering = (id: string) => blobs.filter(({ params }) => (params['packages'] as string[]).includes(id));
  const rows = blobs.flatMap(({ answer }) => (answer.status === 'ok' ? answer.data.read : []));
  const cutOf = (id: string): string | null => {
    for (const { answer } of covering(id))
      if (answer.status === 'ok' && answer.data.cut !== null) return answer.data.cut;
    return null;
  };
  const isWanted = ({ id, readable }: Standing): boolean => {
    const answers = covering(id);
    return readable && (answers.some(({ answer }) => answer.status === 'ok') || (answers.length === 0 && !siteUnread));
  };
  const wanted = standings.filter(isWanted).map(({ id }) => id);
  return {
    rows: wanted.length > 0 ? rows : null,
    wanted,
    unreadBecause: (id) =>
      cutOf(id) ?? (covering(id).length > 0 ? 'no result came for them' : 'the facts end before that'),
  };
}

export const noBytes: BytesRead = { rows: null, wanted: [], unreadBecause: () => '' };

/** A finding about damage, as a judge yields it. */
type Caused<C extends DamageFinding['check']> = Omit<Extract<DamageFinding, { check: C }>, 'check'> & {
  causedBy?: FindingKey;
};

/** What was judged of the content in one library. */
export interface ContentJudgement {
  lists: ListVerdict[];
  onLists: Caused<'content-metadata-damaged'>[];
  onBlobs: Caused<'content-damaged'>[];
}

/** Judges lists and blobs of the packages in scope, as far as where they stand allows. */
export function judgeLibrary(
  on: string,
  { library, standings }: LibraryHere,
  {
    siteHash,
    bytes,
    siteLibrary,
  }: { siteHash: (ref: string) => string | null; bytes: BytesRead; siteLibrary: boolean },
): ContentJudgement {
  const packages = standings.filter(({ listed }) => listed).map(({ id }) => id);
  const { rows, wanted, unreadBecause } = bytes;
  const { lists, damage } = judgeContent(library, { packages, siteHash, bytes: rows, wanted });
  const blobsOf = blobCounts(library.packages, lists);
  const files = (id: string): number => blobsOf.get(upperUnits(id)) ?? 0;
  const found = damageFindings(on, damage, { limit: mostFindings, files, unreadBecause, siteLibrary });
  const judgement: ContentJudgement = { lists, onLists: [], onBlobs: [] };
  for (const each of found) {
    const cause = damageCause(on, each.args.users, standings);
    if (each.check === 'content-damaged') {
      const { check: _, ...finding } = each;
      judgement.onBlobs.push({ ...finding, ...cause });
    } else {
      const { check: _, ...finding } = each;
      judgement.onLists.push({ ...finding, ...cause });
    }
  }
  return judgement;
}

/** Different files of each package, by its id in capitals. */
function blobCounts(
  packages: readonly { package: string; refs: readonly string[] }[],
  lists: readonly ListVerdict[],
): Map<string, number> {
  const filesOf = new Map(lists.map(({ ref, files }) => [upperUnits(ref), files]));
  return new Map(
    packages.map(({ package: id, refs }) => [
      upperUnits(id),
      new Set(refs.flatMap((ref) => (filesOf.get(upperUnits(ref)) ?? []).map(({ blob }) => blob))).size,
    ]),
  );
}

/** Whether not every file of a content is known because of this, so that its blobs cannot all be judged. */
export function endsList({ code, args }: Pick<DamageFinding, 'code' | 'args'>): boolean {
  // What is not read beside a blob, as its users list, leaves the list of files whole.
  return code === 'mirror-missing' || (code === 'metadata-unread' && args.copy === '');
}
