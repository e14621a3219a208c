import { wasRead } from '../../src/model/answer.ts';
import type { Evidence } from '../../src/model/finding.ts';
import { upperUnits } from '../../src/windows/case-mapping.ts';
import { type BlobBytes, type ContentLibrary, iniText } from '../../src/windows/content-library.ts';
import type { DamageKind, ListVerdict } from '../../src/windows/content-verdict.ts';
import { readPackageIni } from '../../src/windows/ini.ts';
import { LibraryLedger, type PlacedDamage } from '../../src/windows/library-ledger.ts';
import { someOf } from './content-words.ts';

/** What the sentences about a damage are made from. What does not apply is empty. */
export interface DamageArguments {
  /** The distribution point, or the folder of a library that was judged by itself. */
  on: string;
  /** The first package that it breaks. */
  id: string;
  /** Path in the content, or the name of the content; a few of them where the finding counts files. */
  path: string;
  blob: string;
  copy: string;
  seen: string;
  expected: string;
  message: string;
  /** The packages that it breaks, in words. */
  packages: string;
  /** Every package that it breaks, then contents that belong to none of those in scope. */
  users: string[];
  /** Files that the finding counts; 0 where it is about one. */
  more: number;
  /** Different files of the package where that is known, else 0. */
  total: number;
  /** Whether it is the library of a site server, which Redistribute does not mend (`content` 5.5, cause 5). */
  siteLibrary: boolean;
}

const listKinds = [
  'mirror-missing',
  'metadata-unread',
  'content-incomplete',
  'other-content',
  'info-hash-damaged',
  'mirror-damaged',
  'metadata-damaged',
  'list-differs',
] as const satisfies readonly DamageKind[];
type ListKind = (typeof listKinds)[number];
export type ListCode = ListKind | 'algorithm-not-confirmed';
export type BlobCode = Exclude<DamageKind, ListKind>;

interface FindingParts {
  subject: string;
  args: DamageArguments;
  evidence: Evidence[];
}
/** A damage as a finding of the check that says it. */
export type DamageFinding = FindingParts &
  ({ check: 'content-metadata-damaged'; code: ListCode } | { check: 'content-damaged'; code: BlobCode });

const isListKind = (kind: DamageKind): kind is ListKind => (listKinds as readonly DamageKind[]).includes(kind);
/** What only the bytes tell. */
const byteKinds: readonly DamageKind[] = ['blob-corrupt', 'disk-error', 'blob-locked', 'blob-changed', 'blob-unread'];

/** The finding for a damage: its code is the kind of the damage, unless the damage rests on what is not proved here. */
function damageFinding(on: string, damage: PlacedDamage, siteLibrary = false): DamageFinding {
  const { kind, proved, packages, refs: _, ...file } = damage;
  const id = packages[0] ?? '';
  const where = file.copy || file.path;
  const seen = [file.seen, isListKind(kind) ? file.message : ''].filter((part) => part !== '').join(', ');
  const said = isListKind(kind)
    ? { check: 'content-metadata-damaged' as const, code: proved ? kind : ('algorithm-not-confirmed' as const) }
    : { check: 'content-damaged' as const, code: kind };
  return {
    ...said,
    subject: file.copy || file.blob || `${id} ${file.path}`.trim(),
    args: { on, id, ...file, packages: someOf(packages), users: packages, more: 0, total: 0, siteLibrary },
    evidence: [
      {
        fact: byteKinds.includes(kind) ? 'content-blobs' : 'content-library',
        target: on,
        seen: seen === '' ? where : `${where}: ${seen}`,
        ...(file.expected !== '' && { expected: file.expected }),
      },
    ],
  };
}

/** How damages become findings. */
export interface DamageListing {
  /** Findings of one code on one package before the rest is counted in one; Infinity for all of them. */
  limit: number;
  /** Different files of a package; 0 where that is not known. */
  files?: (id: string) => number;
  /** Why bytes of a package were not read. */
  unreadBecause?: (id: string) => string;
  siteLibrary?: boolean;
}

/**
 * The findings for damages, by code and package in the order in which they were found: one for each, up to the limit, then
 * one that counts the rest. Bytes that did not come are one finding a package.
 */
export function damageFindings(on: string, damages: readonly PlacedDamage[], listing: DamageListing): DamageFinding[] {
  const groups = new Map<string, { id: string; findings: DamageFinding[] }>();
  for (const damage of damages) {
    const isMissing = damage.kind === 'bytes-missing';
    const finding = damageFinding(on, damage, listing.siteLibrary);
    for (const id of isMissing ? damage.packages : [finding.args.id]) {
      const key = `${finding.code} ${id}`;
      const group = groups.get(key);
      if (group) group.findings.push(finding);
      else groups.set(key, { id, findings: [finding] });
    }
  }
  return [...groups.values()].flatMap(({ id, findings }) => bounded(id, findings, listing));
}

function bounded(id: string, findings: DamageFinding[], { limit, ...listing }: DamageListing): DamageFinding[] {
  const total = listing.files?.(id) ?? 0;
  if (findings[0]!.code === 'bytes-missing') {
    const message = findings[0]!.args.message || (listing.unreadBecause?.(id) ?? '');
    return [counting(id, findings, { message, total, subject: id })];
  }
  // One that counts a single finding would say no more than that finding.
  if (findings.length <= limit + 1) return findings;
  const rest = findings.slice(limit);
  return [...findings.slice(0, limit), counting(id, rest, { message: '', total, subject: `${id} …` })];
}

function counting(
  id: string,
  findings: readonly DamageFinding[],
  { subject, ...rest }: { subject: string; message: string; total: number },
): DamageFinding {
  const first = findings[0]!;
  const paths = [...new Set(findings.map(({ args }) => args.path))];
  const users = [...new Set(findings.flatMap(({ args }) => args.users))];
  const bare = { blob: '', copy: '', seen: '', expected: '' };
  const counted = { more: findings.length, path: paths.slice(0, 3).join(', '), users, packages: someOf(users) };
  return {
    ...first,
    subject,
    args: { ...first.args, ...bare, ...rest, ...counted, id },
    evidence: first.evidence.map(({ fact, target }) => ({ fact, target, seen: someOf(paths, 3) })),
  };
}

/** What is judged of a library: some of its packages, with what the site expects and what was read of the bytes. */
export interface ContentQuestion {
  packages: readonly string[];
  /** The content hash that the site expects of a content; null where it is not known. */
  siteHash: (ref: string) => string | null;
  /** Null where nobody wanted the bytes read. */
  bytes: readonly BlobBytes[] | null;
  /** Packages of those whose bytes were wanted; all of them where it is absent. */
  wanted?: readonly string[];
}

/** Judges the contents of packages: their lists, then each blob once. Damage comes in order of content and path. */
export function judgeContent(
  library: ContentLibrary,
  { packages, siteHash, bytes, wanted = packages }: ContentQuestion,
): { lists: ListVerdict[]; damage: PlacedDamage[] } {
  const ledger = new LibraryLedger();
  const inScope = new Map(packages.map((id) => [upperUnits(id), id]));
  /** Name of each content in capitals, and the package that names it first. */
  const refs = new Map<string, { ref: string; id: string }>();
  const unusable: PlacedDamage[] = [];
  for (const entry of library.packages) {
    const id = inScope.get(upperUnits(entry.package));
    if (id === undefined) continue;
    ledger.package(id, entry.refs);
    // Every package has a content: a record that names none was cut short.
    if (entry.refs.length === 0) unusable.push(unread(id, `${id}.INI`, 'it names no content'));
    // A name that could lead out of the library is not looked for.
    const lookedFor = new Set(entry.refs.map(upperUnits));
    const named = wasRead(entry.ini) ? readPackageIni(iniText(entry.ini.value ?? '')).refs : [];
    for (const ref of named)
      if (!lookedFor.has(upperUnits(ref))) unusable.push(unread(id, `${id}.INI`, `${ref} is no name of a content`));
    for (const ref of entry.refs) if (!refs.has(upperUnits(ref))) refs.set(upperUnits(ref), { ref, id });
  }
  const lists = library.contents
    .filter(({ ref }) => refs.has(upperUnits(ref)))
    .map((content) => ledger.list(content, siteHash(content.ref)));
  const listed = new Set(lists.map(({ ref }) => upperUnits(ref)));
  for (const [key, { ref, id }] of refs)
    if (!listed.has(key)) unusable.push(unread(id, ref, 'the facts end before its list'));
  const read = new Map<string, BlobBytes[]>();
  for (const row of bytes ?? []) {
    const rows = read.get(row.blob);
    if (rows) rows.push(row);
    else read.set(row.blob, [row]);
  }
  for (const [blob, uses] of ledger.blobs()) {
    const isWanted = ledger.packagesOf(uses.map(({ ref }) => ref)).some((id) => wanted.includes(id));
    ledger.blob(blob, library.blobs[blob] ?? [], bytes && isWanted ? (read.get(blob) ?? []) : null);
  }
  return { lists, damage: [...unusable, ...ledger.damage()] };
}

const unread = (id: string, path: string, message: string): PlacedDamage => ({
  kind: 'metadata-unread',
  path,
  refs: [],
  blob: '',
  copy: '',
  seen: '',
  expected: '',
  message,
  packages: [id],
  proved: true,
});
