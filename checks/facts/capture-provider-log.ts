import { type Placed, wasRead } from '../../src/model/answer.ts';
import { hostKey } from '../../src/model/target.ts';
import { readProviderLog } from '../../src/windows/smsprov-log.ts';
import { inSentence } from '../../src/windows/wording.ts';
import type { LogFact } from './cm-logs.ts';

/** A record of smsprov.log by which Windows denied the provider access to an image; `at` is null where it has no time. */
export interface DeniedRecord {
  target: string;
  path: string;
  at: string | null;
  text: string;
}

/** What every provider's log says of that, newest first, and which parts of the logs could not be read. */
export function providerLogs(answers: readonly Placed<LogFact>[]) {
  const records: DeniedRecord[] = [];
  const unread: { target: string; path: string; why: string }[] = [];
  for (const { target, answer } of answers) {
    if (answer.status !== 'ok') continue;
    const { clock, files } = answer.data;
    for (const { path, records: raw } of files)
      if (!wasRead(raw)) unread.push({ target, path, why: inSentence(raw.message) });
    for (const { kind, path, at, text } of readProviderLog(files, clock))
      if (kind === 'access-denied') records.push({ target, path, at, text });
  }
  records.sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
  return { records, unread };
}

/** Whether a record can be about a share: it names no other one. */
export function isAbout({ text }: DeniedRecord, hosts: ReadonlySet<string>, share: string): boolean {
  const named = [...text.matchAll(/\\\\([\w.-]+)\\([^\\\s"'<>|]+)/g)];
  return named.every(([, host, name]) => hosts.has(hostKey(host!)) && name!.toLowerCase() === share.toLowerCase());
}
