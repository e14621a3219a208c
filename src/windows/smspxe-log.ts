import { type Reading, wasRead } from '../model/answer.ts';
import { type BiasSign, biasSign, type LogRecord, latestMoment, momentOf, parseLogRecord } from './cm-log.ts';
import { inSentence } from './wording.ts';

/** A piece of SMSPXE.log as it was read: its records as raw text, oldest first. Times are ISO 8601 UTC. */
export interface LogFile {
  path: string;
  bytes: number;
  lastWriteTime: string | null;
  readBytes: number;
  records: Reading<string[]>;
  truncated: boolean;
}

export type LogTroubleKind =
  | 'certificate-store'
  | 'certificate-expired'
  | 'configuration-unread'
  | 'mp-connection'
  | 'message-failed';

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
  /** The oldest complaint that is listed where older ones were left out, which says nothing against those since. */
  complaintsSince: string | null;
}

/** A record, or the place of a file that could not be read, among all records of all files. */
type Entry = { path: string; time: string | null; text: string } | null;

/** Reads the records of the log and of what rolled over before it; `clock` is the machine's own time (`rulings` 8). */
export function readSmsPxeLog(files: readonly LogFile[], clock: string): SmsPxeLog {
  const entries = entriesOf(files, clock);
  const troubles = troublesOf(entries);
  const loadedAt = newestOf(entries, loaded);
  const isUntimed = (entry: Entry): boolean => entry?.time === null && loaded.test(entry.text);
  const untimed = troubles.filter(({ time }) => time === null).length + entries.filter(isUntimed).length;
  const unread = files.flatMap(({ path, records }) =>
    wasRead(records) ? [] : [`${path} could not be read: ${inSentence(records.message)}`],
  );
  const isCut = files.some(({ bytes, readBytes }) => readBytes < bytes);
  const gaps = [
    ...(files.length === 0 ? ['no SMSPXE.log was found'] : []),
    ...unread,
    ...(untimed > 0
      ? [
          `${untimed} ${untimed === 1 ? 'record of SMSPXE.log has' : 'records of SMSPXE.log have'} no time that can be believed`,
        ]
      : []),
    // What follows the newest loading was read; without one, nobody knows what stands further back.
    ...(unread.length === 0 && isCut && loadedAt === null ? ['only the end of SMSPXE.log was read'] : []),
  ];
  const answeredAt = newestOf(entries, answered);
  const complaintsSince = files.some(({ truncated }) => truncated) ? (troubles.at(-1)?.time ?? null) : null;
  return { loadedAt, troubles, answeredAt, gap: gaps.length > 0 ? gaps.join('; ') : null, complaintsSince };
}

/** All records in the order in which they were written. All files are read by the sign that the newest record decides. */
function entriesOf(files: readonly LogFile[], clock: string): Entry[] {
  let sign: BiasSign | null | undefined;
  const newestFirst = files.toReversed().map(({ path, lastWriteTime, records }): Entry[] => {
    if (!wasRead(records)) return [null];
    const latest = latestMoment(clock, lastWriteTime);
    const parsed = records.value.map((raw) => ({ raw, record: parseLogRecord(raw) }));
    const newest = parsed.findLast(({ record }) => record !== null && hasTime(record))?.record;
    if (sign === undefined && newest) sign = biasSign(newest, latest);
    // A file of which the newest record is too late has no time that can be believed.
    const known = newest && sign && momentOf(newest, sign, latest) !== null ? sign : null;
    return parsed.map(({ raw, record }) => ({
      path,
      time: record && known && momentOf(record, known, latest),
      text: (record?.text ?? raw).replaceAll(/\s+/g, ' ').trim(),
    }));
  });
  return newestFirst.toReversed().flat();
}

const hasTime = ({ local, bias }: LogRecord): boolean => local !== null && bias !== null;

const loaded = /PXE Provider loaded/;
const answered = /MP_LookupDevice succeeded/;
const unreadConfiguration = /PXE Provider failed to read configuration parameters/;
const expired = /800B0101/i;
const kinds: readonly [LogTroubleKind, RegExp][] = [
  ['certificate-store', /80092002|Failed to create certificate store from encoded certificate/],
  [
    'mp-connection',
    /PXE Provider failed to initialize MP connection|PXE::MP_(?:GetList|LookupDevice|ReportStatus) failed/,
  ],
  ['message-failed', /PXE Provider failed to process message/],
  ['configuration-unread', unreadConfiguration],
];

/** The time of the newest record that says something; null where it has none, or where a newer one may be unread. */
function newestOf(entries: readonly Entry[], phrase: RegExp): string | null {
  return entries.findLast((entry) => entry === null || phrase.test(entry.text))?.time ?? null;
}

/** Complaints, newest first. */
function troublesOf(entries: readonly Entry[]): LogTrouble[] {
  return entries
    .flatMap((entry, index): LogTrouble[] => {
      if (entry === null) return [];
      const near = [entry, ...[entries[index - 1], entries[index + 1]].filter((other) => isNear(entry, other))];
      const isExpired = unreadConfiguration.test(entry.text) && near.some((other) => expired.test(other?.text ?? ''));
      const kind = isExpired ? 'certificate-expired' : kinds.find(([, phrase]) => phrase.test(entry.text))?.[0];
      return kind ? [{ kind, ...entry }] : [];
    })
    .toReversed();
}

const nearMs = 60_000;
/** Whether a neighbouring record is of the same occasion: nothing else lies between, and no more than a minute. */
function isNear({ path, time }: NonNullable<Entry>, other: Entry | undefined): boolean {
  if (!other || other.path !== path) return false;
  return time === null || other.time === null || Math.abs(Date.parse(time) - Date.parse(other.time)) <= nearMs;
}
