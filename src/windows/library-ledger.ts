import { upperUnits } from './case-mapping.ts';
import type { BlobBytes, BlobCopy, ContentListing } from './content-library.ts';
import { type BlobUse, type Damage, judgeBlob, judgeList, type ListVerdict, needingProof } from './content-verdict.ts';

/** A damage with the packages that it breaks, and whether it is proved. */
export interface PlacedDamage extends Damage {
  /** Ids of packages in scope, sorted; then content names that belong to none of them. */
  packages: string[];
  /** False where the algorithm of the content hash is not proved on this server and the damage rests on it. */
  proved: boolean;
}

/**
 * What was judged of one content library so far, content by content, so that a whole library is never in memory. First
 * its packages, then the lists of their contents, then each blob once, however many contents use it.
 */
export class LibraryLedger {
  /** Content name, upper-cased -> ids of the packages in scope that list it. */
  readonly #packages = new Map<string, string[]>();
  readonly #uses = new Map<string, BlobUse[]>();
  readonly #damage: Damage[] = [];
  #proved = false;

  /** A package in scope, with the contents that its record lists. */
  package(id: string, refs: readonly string[]): void {
    for (const ref of refs) {
      const key = upperUnits(ref);
      const known = this.#packages.get(key) ?? [];
      if (!known.includes(id)) this.#packages.set(key, [...known, id].sort());
    }
  }

  /** Judges the list of a content and notes its files. */
  list(content: ContentListing, siteHash: string | null): ListVerdict {
    const verdict = judgeList(content, siteHash);
    // One by one: a call takes no hundred thousand arguments, and a package may have as many bad files.
    for (const each of verdict.damage) this.#damage.push(each);
    this.#proved ||= verdict.proves;
    for (const { blob, path, size } of verdict.files) {
      const uses = this.#uses.get(blob);
      if (uses) uses.push({ ref: content.ref, path, size });
      else this.#uses.set(blob, [{ ref: content.ref, path, size }]);
    }
    return verdict;
  }

  /** Whether the content hash came out for a content of more than one entry: then the algorithm holds here. */
  get proved(): boolean {
    return this.#proved;
  }

  /** Every blob that the lists name, each once, with the files that use it. */
  blobs(): IterableIterator<[blob: string, uses: readonly BlobUse[]]> {
    return this.#uses.entries();
  }

  /** Judges one blob by its copies, and by the bytes where they were wanted. */
  blob(blob: string, copies: readonly BlobCopy[], bytes: readonly BlobBytes[] | null): Damage[] {
    const damage = judgeBlob(blob, this.#uses.get(blob) ?? [], copies, bytes);
    this.#damage.push(...damage);
    return damage;
  }

  /** The packages that a damage of these contents breaks. */
  packagesOf(refs: readonly string[]): string[] {
    const ids = new Set<string>();
    const strangers = new Set<string>();
    for (const ref of refs) {
      const known = this.#packages.get(upperUnits(ref));
      if (known) for (const id of known) ids.add(id);
      else strangers.add(ref);
    }
    return [...[...ids].sort(), ...[...strangers].sort()];
  }

  /** Everything found so far: that of lists, then that of blobs, each by content and path, in whatever order it came. */
  damage(): PlacedDamage[] {
    return this.#damage
      .map((damage) => ({ damage, key: sortKey(damage) }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      .map(({ damage }) => ({
        ...damage,
        packages: this.packagesOf(damage.refs),
        proved: this.#proved || !needingProof.includes(damage.kind),
      }));
  }
}

function sortKey({ blob, refs, path, kind, copy, message }: Damage): string {
  const [ref = ''] = refs;
  // NUL stands in no name, so that no part runs into the next.
  return [blob === '' ? 0 : 1, upperUnits(ref), upperUnits(path), path, blob, copy, kind, message].join('\0');
}
