import type { Evidence } from '../../src/model/finding.ts';
import type { BlobBytes, ContentLibrary } from '../../src/windows/content-library.ts';
import type { DamageKind, ListVerdict } from '../../src/windows/content-verdict.ts';
import { LibraryLedger, type PlacedDamage } from '../../src/windows/library-ledger.ts';

/** What the sentences about a damage are made from. What does not apply is empty. */
export interface DamageArguments {
  /** The distribution point, or the folder of a library that was judged by itself. */
  on: string;
  /** The first package that it breaks. */
  id: string;
  /** Path in the content, or the name of the content. */
  path: string;
  blob: string;
  copy: string;
  seen: string;
  expected: string;
  message: string;
  /** Every package that it breaks, in words. */
  packages: string;
}

/** A damage as a finding of the check that says it. */
export interface DamageFinding {
  check: 'content-metadata-damaged' | 'content-damaged';
  code: DamageKind | 'algorithm-not-confirmed';
  subject: string;
  args: DamageArguments;
  evidence: Evidence[];
}

const listKinds: readonly DamageKind[] = [
  'mirror-missing',
  'metadata-unread',
  'content-incomplete',
  'other-content',
  'info-hash-damaged',
  'mirror-damaged',
  'metadata-damaged',
  'list-differs',
];

/** The finding for a damage: its code is the kind of the damage, unless the damage rests on what is not proved here. */
export function damageFinding(on: string, damage: PlacedDamage): DamageFinding {
  const { kind, proved, packages, refs: _, ...file } = damage;
  const id = packages[0] ?? '';
  const isList = listKinds.includes(kind);
  const where = file.copy || file.path;
  const seen = file.seen === '' ? where : `${where}: ${file.seen}`;
  return {
    check: isList ? 'content-metadata-damaged' : 'content-damaged',
    code: proved ? kind : 'algorithm-not-confirmed',
    subject: file.copy || file.blob || `${id} ${file.path}`.trim(),
    args: { on, id, ...file, packages: packages.join(', ') },
    evidence: [
      {
        fact: isList ? 'content-library' : 'content-blobs',
        target: on,
        seen,
        ...(file.expected !== '' && { expected: file.expected }),
      },
    ],
  };
}

/** What is judged of a library: some of its packages, with what the site expects and what was read of the bytes. */
export interface ContentQuestion {
  packages: readonly string[];
  /** The content hash that the site expects of a content; null where it is not known. */
  siteHash: (ref: string) => string | null;
  /** Null where nobody wanted the bytes read. */
  bytes: readonly BlobBytes[] | null;
}

/** Judges the contents of packages: their lists, then each blob once. Damage comes in order of content and path. */
export function judgeContent(
  library: ContentLibrary,
  { packages, siteHash, bytes }: ContentQuestion,
): { lists: ListVerdict[]; damage: PlacedDamage[] } {
  const ledger = new LibraryLedger();
  const refs = new Set<string>();
  for (const entry of library.packages) {
    if (!packages.includes(entry.package)) continue;
    ledger.package(entry.package, entry.refs);
    for (const ref of entry.refs) refs.add(ref.toUpperCase());
  }
  const lists = library.contents
    .filter(({ ref }) => refs.has(ref.toUpperCase()))
    .map((content) => ledger.list(content, siteHash(content.ref)));
  const read = new Map<string, BlobBytes[]>();
  for (const row of bytes ?? []) read.set(row.blob, [...(read.get(row.blob) ?? []), row]);
  for (const [blob] of ledger.blobs())
    ledger.blob(blob, library.blobs[blob] ?? [], bytes && (read.get(blob) ?? []));
  return { lists, damage: ledger.damage() };
}
