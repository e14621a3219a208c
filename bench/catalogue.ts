import { accessBatch } from './access-batch.ts';
import { accessEngine } from './access-engine.ts';
import type { Benchmark } from './benchmark.ts';
import { bigLog } from './big-log.ts';
import { contentHashing } from './content-hashing.ts';
import { contentMemory } from './content-memory.ts';
import { contentMetadata } from './content-metadata.ts';
import { factsFile } from './facts-file.ts';
import { fleet } from './fleet.ts';
import { judge } from './judge.ts';
import { localRun } from './local-run.ts';
import { session } from './session.ts';
import { startUp } from './start-up.ts';

/** Every benchmark, in the order in which they are run and shown. */
export const catalogue: readonly Benchmark[] = [
  startUp,
  session,
  localRun,
  bigLog,
  contentHashing,
  contentMetadata,
  contentMemory,
  accessEngine,
  accessBatch,
  judge,
  factsFile,
  fleet,
];
