import type { Reading } from '../model/answer.ts';
import { wasRead } from '../model/answer.ts';
import { type OrderName, recomputeContentHash, type TreeRow, treeFrom } from './content-hash.ts';
import { type ContentListing, iniText } from './content-library.ts';
import type { TreeProblemKind } from './content-tree.ts';
import { type Damage, type DamageKind, damageOf } from './damage.ts';
import { readContentIni, readFileIni } from './ini.ts';

export { type BlobUse, judgeBlob } from './blob-verdict.ts';
export { type Damage, type DamageKind, needingProof } from './damage.ts';

/** A file that the mirror of a content records and whose record could be used. */
export interface RecordedFile {
  /** Path in the content, with `\`, as the source had it. */
  path: string;
  blob: string;
  size: bigint;
  attributes: number | null;
}

/** What the list of one content says, without any bytes. */
export interface ListVerdict {
  ref: string;
  files: RecordedFile[];
  damage: Damage[];
  /** The content hash that names and file hashes give under the first order; null where the list is not whole. */
  recomputed: string | null;
  /** The first order that gives the stored hash or the site's; null where none does. */
  order: OrderName | null;
  /** An expected hash was reproduced from a tree of more than one entry: the algorithm holds on this server. */
  proves: boolean;
  /** Whether it was compared with the hash that the site expects. */
  compared: boolean;
}

/**
 * Judges the list of one content: its mirror, and its content hash against the stored one and the site's. `siteHash` is
 * null where the site was not asked; what is no SHA-256 does not count.
 */
export function judgeList(content: ContentListing, siteHash: string | null): ListVerdict {
  const { ref } = content;
  const verdict: ListVerdict = {
    ref,
    files: [],
    damage: [],
    recomputed: null,
    order: null,
    proves: false,
    compared: false,
  };
  const blame = (kind: DamageKind, path: string, rest: Partial<Damage> = {}): void =>
    void verdict.damage.push(damageOf(kind, path, [ref], rest));
  if (!content.present) {
    blame('mirror-missing', ref);
    return verdict;
  }
  for (const { path, message } of content.unread) blame('metadata-unread', path || ref, { message });
  for (const path of content.links)
    blame('metadata-unread', path || ref, { message: 'it is a link, which is not followed' });
  const rows: TreeRow[] = content.folders.map((path) => ({ path, hash: null, kind: 'dir' }));
  for (const { path, ini } of content.files) {
    const record = wasRead(ini) && ini.value !== null ? readFileIni(iniText(ini.value)) : null;
    rows.push({ path, hash: record?.hash ?? null, kind: 'file' });
    // A file that is no record: the tree says so.
    if (!isIni.test(path)) continue;
    if (!wasRead(ini)) blame('metadata-unread', path, { message: ini.message });
    else if (!record) blame('metadata-unread', path, { message: 'it went away while the list was read' });
    else if (!record.hash) blame('metadata-unread', path, { message: 'its INI holds no usable Hash' });
    else if (record.size === null) blame('metadata-unread', path, { message: 'its INI holds no usable Size' });
    else {
      const { hash, size, attributes } = record;
      verdict.files.push({ path: path.replace(isIni, ''), blob: hash, size, attributes });
    }
  }
  const stored = storedHash(content.ini);
  if (typeof stored !== 'string') blame('content-incomplete', `${ref}.INI`, { message: stored.message });
  const tree = treeFrom(rows);
  for (const { path, kind } of tree.problems)
    if (kind !== 'unreadable-hash') blame('metadata-unread', path, { message: treeProblems[kind] });
  // A list that was not read to its end proves nothing about the whole.
  if (content.unread.length + content.links.length + tree.problems.length > 0) return verdict;
  compare(verdict, tree.root, rows.length, stored, siteHash, blame);
  return verdict;
}

const isIni = /\.ini$/i;
const sha256Form = /^[0-9A-F]{64}$/i;

/** Stage 2 for a list that was read whole: which of the stored hash and the site's come out. */
function compare(
  verdict: ListVerdict,
  root: Parameters<typeof recomputeContentHash>[0],
  entries: number,
  stored: string | { message: string },
  siteHash: string | null,
  blame: (kind: DamageKind, path: string, rest: Partial<Damage>) => void,
): void {
  const info = typeof stored === 'string' ? stored : null;
  const site = siteHash !== null && sha256Form.test(siteHash) ? siteHash.toUpperCase() : null;
  const expected = [info, site].filter((each) => each !== null);
  const { hash, matches } = recomputeContentHash(root, expected);
  const order = (value: string | null): OrderName | null => (value === null ? null : (matches[value] ?? null));
  verdict.recomputed = hash;
  verdict.order = order(info) ?? order(site);
  verdict.proves = verdict.order !== null && entries > 1;
  verdict.compared = site !== null;
  const kind = hashDamage(info, site, order(info) !== null, order(site) !== null);
  if (kind)
    blame(kind, verdict.ref, { seen: hash, expected: site ?? info ?? '', message: `stored ${info ?? 'nothing'}` });
}

const noPlace = 'its path does not stay in the content';
const treeProblems: { readonly [kind in Exclude<TreeProblemKind, 'unreadable-hash'>]: string } = {
  absolute: noPlace,
  'dot-component': noPlace,
  'empty-component': 'its path has a part without a name',
  'impossible-name': 'its name is none that Windows could hold',
  'case-collision': 'another entry has the same name to Windows',
  duplicate: 'it is listed twice',
  'file-and-directory': 'a file and a folder have the same name',
  'not-an-ini': 'it is no INI file',
};

function storedHash(ini: Reading<string | null>): string | { message: string } {
  if (!wasRead(ini)) return { message: ini.message };
  if (ini.value === null) return { message: 'it is missing' };
  return readContentIni(iniText(ini.value)).hash ?? { message: 'it holds no usable Hash' };
}

/**
 * The table of stage 2 (`content` 5.4) with I stored and S of the site, null where it is missing: whether each comes out
 * of the list. Under two orders both can, although they are different; then the list is what both mean.
 */
function hashDamage(info: string | null, site: string | null, asStored: boolean, asSite: boolean): DamageKind | null {
  if (site === null) return info === null || asStored ? null : 'list-differs';
  if (info === null) return asSite ? null : 'metadata-damaged';
  if (asStored && asSite) return null;
  if (info === site) return 'mirror-damaged';
  if (asSite) return 'info-hash-damaged';
  return asStored ? 'other-content' : 'metadata-damaged';
}
