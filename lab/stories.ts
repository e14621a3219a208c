import { join } from 'node:path';
import { packageFolder } from '../src/transport/snippets.ts';

/** The scenarios of the demo: everything in order, then one for each story that the first three questions are about. */
export const stories = [
  'healthy',
  'pxe-stopped-after-restart',
  'capture-share-no-system',
  'content-stale-version',
  'content-corrupt-blob',
] as const;

/** The facts of a story as they were recorded, for machines where nothing can run the snippets. */
export function recordedFacts(story: string): string {
  return join(packageFolder(), 'lab', 'recorded', `${story}.facts.ndjson`);
}

/** The program as it was built. */
export function builtProgram(): string {
  return join(packageFolder(), 'dist', 'src', 'main.js');
}
