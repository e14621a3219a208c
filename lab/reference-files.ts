import { encoded, localTime, repeated } from './cm-log.ts';
import type { HostFile } from './host-files.ts';
import { logPair } from './host-logs.ts';
import { lettersOf } from './reference-layout.ts';
import type { ScenarioReference, SetupLog } from './reference-schema.ts';
import type { Scenario } from './scenario.ts';

const system32 = String.raw`C:\Windows\System32`;

/** The files of a computer that is to be captured, and those of its capture media; none of other hosts. */
export function referenceFiles(scenario: Scenario, name: string): HostFile[] {
  const host = scenario.hosts[name]!;
  const { reference, installDate: modified } = host;
  if (!reference) return [];
  const file = (path: string, text: string): HostFile => ({ path, bytes: [encoded(text, 'utf-8')], modified });
  return [
    { path: 'C:\\Users\\', bytes: [], modified },
    ...lettersOf(reference).map((letter) => ({ path: `${letter}\\`, bytes: [], modified })),
    file(`${system32}\\kernel32.dll`, 'MZ'),
    ...(reference.runtime ? [file(`${system32}\\VCRUNTIME140_1.dll`, 'MZ')] : []),
    ...(reference.setupComplete === null
      ? []
      : [file(String.raw`C:\Windows\Setup\Scripts\SetupComplete.cmd`, reference.setupComplete)]),
    ...setupLogs(reference, host.timeZone, host.bootTime),
    ...reference.encryptedFiles.map((path) => file(path, 'encrypted')),
    ...taskSequenceLog(reference, host.timeZone, host.bootTime),
    ...mediaFiles(reference, modified),
  ];
}

function setupLogs({ sysprep }: ScenarioReference, timeZone: string, since: string): HostFile[] {
  return (['setupact', 'setuperr'] as const).flatMap((name) => {
    const said = sysprep[name];
    if (!said) return [];
    const path = `${system32}\\Sysprep\\Panther\\${name}.log`;
    return [
      { path, bytes: setupBytes(said, timeZone, since), modified: said.modified ?? said.lines.at(-1)?.at ?? since },
    ];
  });
}

/** Local times, as Windows Setup writes them. */
function* setupBytes({ lines, raw, padTo }: SetupLog, timeZone: string, since: string): Generator<Uint8Array> {
  const written = (at: string, level: string, component: string, text: string): string => {
    const { year, month, day, clock } = localTime(at, timeZone);
    return `${year}-${month}-${day} ${clock}, ${level.padEnd(22)}${component.padEnd(7)}${text}\r\n`;
  };
  const own = lines.map(({ at, level, component, text }) => written(at, level, component, text)).join('') + raw;
  const harmless = encoded(written(lines[0]?.at ?? since, 'Info', 'SYSPRP', 'SysprepSession::CreateSession'), 'utf-8');
  const rest = encoded(own, 'utf-8');
  yield* repeated(harmless, Math.ceil(Math.max(0, padTo - rest.length) / harmless.length) * harmless.length);
  yield rest;
}

function taskSequenceLog({ smstsLog: log }: ScenarioReference, timeZone: string, since: string): HostFile[] {
  return log ? logPair(log, { timeZone, component: 'TSManager', lines: [], since }) : [];
}

function mediaFiles({ media }: ScenarioReference, modified: string): HostFile[] {
  if (!media) return [];
  const files = Object.entries(media.files).map(([path, length]) => ({
    path: `${media.letter}:\\${path}`,
    bytes: [],
    length,
    modified,
  }));
  return [{ path: `${media.letter}:\\sms\\`, bytes: [], modified }, ...files];
}
