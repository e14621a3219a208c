import type { Reading } from '../model/answer.ts';

/** A piece of SMSPXE.log as it was read: its records as raw text, oldest first. Times are ISO 8601 UTC. */
export interface LogFile {
  path: string;
  bytes: number;
  lastWriteTime: string | null;
  readBytes: number;
  records: Reading<string[]>;
  truncated: boolean;
}

export type LogTroubleKind = 'certificate-store' | 'certificate-expired' | 'mp-connection' | 'message-failed';

/** Something that SMSPXE complained about. `time` is null where the record has none that can be believed. */
export interface LogTrouble {
  kind: LogTroubleKind;
  time: string | null;
  text: string;
  path: string;
}

/** What SMSPXE.log says, as far as its times can be believed. */
export interface SmsPxeLog {
  /** When the provider was last loaded; null where no record says so, which proves nothing. */
  loadedAt: string | null;
  /** Newest first. */
  troubles: LogTrouble[];
  /** When the management point last answered; null where no record says so. */
  answeredAt: string | null;
  /** Why what is missing proves nothing: no log, a part that could not be read. Null where all was read. */
  gap: string | null;
}

/** Reads the records of the log and of what rolled over before it; `clock` is the machine's own time (`rulings` 8). */
export function readSmsPxeLog(_files: readonly LogFile[], _clock: string): SmsPxeLog {
  throw new Error('not there yet');
}
