import { z } from 'zod';
import { count, reading, text, time } from './shape.ts';

/** Records of a log of Configuration Manager that hold one of the phrases that its snippet looks for, oldest first. */
export const logSchema = z.object({
  /** Where it was looked for. */
  tried: z.array(text),
  /** The clock of the machine, in the same reading; ISO 8601 UTC. */
  clock: time,
  files: z.array(
    z.object({
      path: text,
      bytes: count,
      lastWriteTime: time.nullable(),
      readBytes: count,
      /** As they stand there; see `parseLogRecord`. */
      records: reading(z.array(text)),
      truncated: z.boolean(),
    }),
  ),
});
export type LogFact = z.infer<typeof logSchema>;
