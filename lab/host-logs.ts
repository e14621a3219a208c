import { type LogForm, logBytes, usualLines } from './cm-log.ts';
import type { HostFile } from './host-files.ts';
import { bootImagesOf, pxeRole, responderStart } from './host-pxe.ts';
import type { Scenario } from './scenario.ts';
import { type LogLine, type LogPart, logSchema, providerLogSchema, type ScenarioLog } from './scenario-files.ts';
import { isProvider } from './site-estate.ts';

/** What a log is if its scenario does not say. */
interface UsualLog {
  timeZone: string;
  component: string;
  lines: LogLine[];
  /** When a log without lines was written last. */
  since: string;
}

/** A log of Configuration Manager and, before it, what rolled over. */
export function logPair(log: ScenarioLog, { timeZone, component, lines: usual, since: quiet }: UsualLog): HostFile[] {
  const form: LogForm = {
    form: log.form,
    encoding: log.encoding,
    timeZone,
    bias: log.bias,
    component: log.component ?? component,
  };
  const lines = log.lines ?? usual;
  const since = lines[0]?.at ?? quiet;
  const part = (path: string, said: LogPart, own: LogLine[]): HostFile => ({
    path,
    bytes: logBytes({ ...said, lines: own }, form, since),
    modified: said.modified ?? own.at(-1)?.at ?? since,
  });
  const rolledOver = log.before ? [part(log.path.replace(/.$/, '_'), log.before, log.before.lines ?? [])] : [];
  return [...rolledOver, part(log.path, log, lines)];
}

/** The logs of a host's parts in the site: SMSPXE.log with the last start of the responder, SMSProv.log with a query. */
export function hostLogs(scenario: Scenario, name: string): HostFile[] {
  const host = scenario.hosts[name]!;
  const { timeZone, without } = host;
  const now = host.clock ?? scenario.now;
  const files: HostFile[] = [];
  const role = pxeRole(scenario, name);
  if (host.smspxeLog || (role !== null && !without.includes('smspxe-log'))) {
    const started = responderStart(host, role);
    const lines = usualLines({ started, now, images: bootImagesOf(scenario, name) });
    files.push(
      ...logPair(host.smspxeLog ?? logSchema.parse({}), { timeZone, component: 'SMSPXE', lines, since: started }),
    );
  }
  if (host.smsprovLog || (isProvider(scenario, name) && !without.includes('smsprov-log'))) {
    const at = new Date(Date.parse(now) - 60_000).toISOString();
    const lines: LogLine[] = [
      { at, text: 'CExtUserContext::EnterThread : User=CONTOSO\\admin Sid=0x0105 Caching IWbemContextPtr', type: 1 },
      { at, text: 'Execute WQL  =SELECT * FROM SMS_Site', type: 1 },
    ];
    const log = host.smsprovLog ?? providerLogSchema.parse({});
    files.push(...logPair(log, { timeZone, component: 'SMS Provider', lines, since: host.bootTime }));
  }
  return files;
}
