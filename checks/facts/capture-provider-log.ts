import { type Placed, wasRead } from '../../src/model/answer.ts';
import { hostKey } from '../../src/model/target.ts';
import { biasSign, latestMoment, momentOf, parseLogRecord } from '../../src/windows/cm-log.ts';
import { inSentence } from '../../src/windows/wording.ts';
import type { LogFact } from './cm-logs.ts';

/** A record of smsprov.log by which Windows denied the provider access to an image; `at` is null where it has no time. */
export interface DeniedRecord {
  target: string;
  path: string;
  at: string | null;
  text: string;
}

/** Work on an image, or a copy, with error 5 in one of its spellings (`capture-share` 8.3). */
const ofImages = /imagepackage|\.wim\b|\bcop(?:y|ied)\b/i;
const denied = /(?:error|err|code|hr|result)\D{0,12}(?<![\dx])(?:-2147024891|0x80070005|5)(?!\w)/i;

/** What every provider's log says of that, newest first, and which parts of the logs could not be read. */
export function providerLogs(answers: readonly Placed<LogFact>[]) {
  const records: DeniedRecord[] = [];
  const unread: { target: string; path: string; why: string }[] = [];
  for (const { target, answer } of answers) {
    if (answer.status !== 'ok') continue;
    const { clock, files } = answer.data;
    for (const { path, lastWriteTime, records: raw } of files) {
      if (!wasRead(raw)) {
        unread.push({ target, path, why: inSentence(raw.message) });
        continue;
      }
      const latest = latestMoment(clock, lastWriteTime);
      const parsed = raw.value.flatMap((each) => parseLogRecord(each) ?? []);
      const newest = parsed.findLast(({ local, bias }) => local !== null && bias !== null);
      const sign = newest ? biasSign(newest, latest) : null;
      for (const record of parsed)
        if (ofImages.test(record.text) && denied.test(record.text))
          records.push({ target, path, text: record.text, at: sign === null ? null : momentOf(record, sign, latest) });
    }
  }
  records.sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
  return { records, unread };
}

/** Whether a record can be about a share: it names no other one. */
export function isAbout({ text }: DeniedRecord, hosts: ReadonlySet<string>, share: string): boolean {
  const named = [...text.matchAll(/\\\\([\w.-]+)\\([^\\\s"'<>|]+)/g)];
  return named.every(([, host, name]) => hosts.has(hostKey(host!)) && name!.toLowerCase() === share.toLowerCase());
}
