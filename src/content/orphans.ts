import { join } from 'node:path';
import type { Listing } from './folder.ts';
import type { LibraryVerdict, Orphan } from './library-verdict.ts';
import { isIni, withoutIni } from './records.ts';

const mostNamed = 100;

/** Counts what nobody uses, and names the first of it. */
export class OrphanCount {
  readonly #first: Orphan[] = [];
  #total = 0;

  add(kind: Orphan['kind'], path: string): void {
    this.#total++;
    if (this.#first.length < mostNamed) this.#first.push({ kind, path });
  }

  get found(): LibraryVerdict['orphans'] {
    return { total: this.#total, first: this.#first };
  }
}

/** Contents in `DataLib` that no record lists, each once; `listed` holds upper-cased names. */
export function countContents(dataLib: Listing, listed: ReadonlySet<string>, orphans: OrphanCount): void {
  const seen = new Set<string>();
  for (const { name, upper, kind } of dataLib.entries) {
    const isRecord = kind !== 'folder' && isIni(name);
    const ref = isRecord ? withoutIni(upper) : upper;
    if (listed.has(ref) || seen.has(ref)) continue;
    seen.add(ref);
    orphans.add(isRecord || kind === 'folder' ? 'orphan-content' : 'odd-file', join(dataLib.path, name));
  }
}
