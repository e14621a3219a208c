import { upperUnits } from './case-mapping.ts';

/** What can be wrong, or not readable, with one content, one of its files or one copy of a blob (`content` 5.4). */
export type DamageKind =
  // The list of a content
  | 'mirror-missing'
  | 'metadata-unread'
  | 'content-incomplete'
  | 'other-content'
  | 'info-hash-damaged'
  | 'mirror-damaged'
  | 'metadata-damaged'
  | 'list-differs'
  // A blob: existence, size, bytes
  | 'blob-missing'
  | 'size-wrong'
  | 'blob-corrupt'
  | 'disk-error'
  | 'blob-locked'
  | 'blob-changed'
  | 'blob-unread'
  | 'bytes-missing'
  | 'users-list-wrong';

/** Something wrong, or not readable. What does not apply is empty. */
export interface Damage {
  kind: DamageKind;
  /** Path in the content, or the name of the content. */
  path: string;
  /** The contents that it breaks, sorted; those of the users list included where a blob is bad. */
  refs: string[];
  blob: string;
  /** The copy of the blob, where it is about one. */
  copy: string;
  seen: string;
  expected: string;
  message: string;
}

/** Kinds that count as damage only where the algorithm is proved on this server (`content` 3.3, ruling 14). */
export const needingProof: readonly DamageKind[] = ['mirror-damaged', 'metadata-damaged', 'list-differs'];

/** A damage of which nothing more is known than what is given. */
export function damageOf(kind: DamageKind, path: string, refs: string[], rest: Partial<Damage> = {}): Damage {
  return { kind, path, refs, blob: '', copy: '', seen: '', expected: '', message: '', ...rest };
}

/** Content names, sorted, each once however it is spelled; the first spelling stays. */
export function distinctRefs(refs: Iterable<string>): string[] {
  const known = new Map<string, string>();
  for (const ref of refs) if (!known.has(upperUnits(ref))) known.set(upperUnits(ref), ref);
  return [...known.values()].sort();
}
