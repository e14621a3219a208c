import type { Placed } from '../../src/model/answer.ts';
import { fateOf, type Layout, volumeName } from '../../src/windows/capture-volumes.ts';

/** The example of Microsoft's page on images, and no hard limit; bytes. */
export const largeImage = 60e9;
export const largeImageWords = {
  because: 'DISM reads the whole image to take one index out of it; over 60 GB that was seen to fail.',
  leadsTo: 'Not enough storage is available to process this command.',
  remedy:
    'Export the index with DISM first and import the result; the command line that failed is in smsprov.log and dism.log.',
};

interface Volumes extends Layout {
  volumes: (Layout['volumes'][number] & { capacity: number | null; free: number | null })[];
}

/** What the volumes hold that are captured, in bytes, and which they are; `why` where that cannot be said. */
export function capturedBytes(
  answers: readonly Placed<Volumes>[],
): { used: number; names: string[]; on: string } | { why: string } | null {
  for (const { target, answer } of answers) {
    if (answer.status !== 'ok') continue;
    const { data } = answer;
    // One of which it is not known counts: too much is asked for rather than too little.
    const volumes = data.volumes.filter((volume) => fateOf(volume, data).kind !== 'skipped');
    if (volumes.length === 0) return { why: `${target} names no volume that would be captured` };
    const open = volumes.find(({ capacity, free }) => capacity === null || free === null);
    if (open) return { why: `${target} does not tell how full ${volumeName(open, data)} is` };
    const used = volumes.reduce((sum, { capacity, free }) => sum + (capacity ?? 0) - (free ?? 0), 0);
    return { used, names: volumes.map((volume) => volumeName(volume, data)), on: target };
  }
  return null;
}
