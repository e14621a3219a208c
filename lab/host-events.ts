import type { LiteralValue } from '../src/transport/literal.ts';
import { pxeRole, responderStart } from './host-pxe.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioEvent } from './scenario-events.ts';

const day = 86_400_000;
const serviceControlManager = 'Service Control Manager';
/** Sources on every Windows, and those that come with the role of WDS, by the log they write to. */
const everywhere = {
  [serviceControlManager]: 'System',
  EventLog: 'System',
  'Microsoft-Windows-Eventlog': 'System',
  SideBySide: 'Application',
  SceCli: 'Application',
};
const wdsSources = ['WDSServer', 'WDSPXE', 'BINLSVC', 'WDSTFTP', 'WDSIMGSRV'];
const wdsProviders = ['wdspxe', 'binlsvc', 'wdstftp', 'wdsimgsrv', 'wdsmc', 'wdscp'];

/** The event logs of a host as the lab's Get-WinEvent wants them: copies are left for it to make. Times in milliseconds. */
export function eventState(scenario: Scenario, name: string): { [key: string]: LiteralValue } {
  const host = scenario.hosts[name]!;
  const all = [...usual(scenario, name), ...host.events].map((event) => ({ ...event, log: logOf(event) }));
  const events = all.flatMap(({ log, source, id, at, texts, binary, repeat, everySeconds }): LiteralValue[] => {
    const { empty, clearedAt } = host.eventLogs[log] ?? {};
    const since = clearedAt === undefined ? 0 : Date.parse(clearedAt);
    const newest = Date.parse(at);
    if (empty || newest < since) return [];
    const every = Math.round(everySeconds * 1000);
    return [{ log, source, id, at: newest, texts, binary: binary ?? '', repeat, every, since }];
  });
  if (events.length > 65_535) throw new Error(`hosts.${name}.events: more than 65535; what is alike can be repeated`);
  const sources = { ...everywhere } as { [source: string]: string | null };
  for (const event of all) sources[event.source] ??= event.log;
  // Those of WDS are registered where it is installed, whatever an old record says.
  for (const source of wdsSources) sources[source] = host.services.WDSServer ? 'Application' : null;
  return { events, eventSources: Object.entries(sources).map(([source, log]) => ({ name: source, log })) };
}

const logOf = ({ log, source }: ScenarioEvent) => log ?? (source === serviceControlManager ? 'System' : 'Application');

/** What the logs hold without a scenario's word: an old record each, what clearing leaves behind, and a good start of WDS. */
function usual(scenario: Scenario, name: string): ScenarioEvent[] {
  const host = scenario.hosts[name]!;
  const once = { repeat: 1, everySeconds: 0, texts: [] };
  const at = (moment: number): string => new Date(moment).toISOString();
  const old = at(Date.parse(host.bootTime) - 60 * day);
  const cleared = Object.entries(host.eventLogs).flatMap(([log, { clearedAt }]): ScenarioEvent[] =>
    clearedAt === undefined
      ? []
      : [
          {
            ...once,
            source: 'Microsoft-Windows-Eventlog',
            log: 'System',
            id: 104,
            at: clearedAt,
            texts: [host.administrator, name, log, ''],
          },
        ],
  );
  const wds = host.services.WDSServer;
  const isUp = wds?.state === 'Running' && !host.without.includes('events');
  const started = Date.parse(isUp ? responderStart(host, 'wds') : host.bootTime);
  const start: ScenarioEvent[] = !isUp
    ? []
    : [
        ...(pxeRole(scenario, name) === 'wds'
          ? [
              {
                ...once,
                source: 'WDSPXE',
                id: 262,
                at: at(started + 1000),
                texts: ['SMSPXE', String.raw`D:\SMS_DP$\sms\bin\smspxe.dll`],
              },
            ]
          : []),
        ...wdsProviders.map((provider) => ({
          ...once,
          source: 'WDSServer',
          id: 517,
          at: at(started + 2000),
          texts: [provider.toUpperCase(), `C:\\Windows\\system32\\${provider}.dll`],
        })),
      ];
  return [
    { ...once, source: 'EventLog', log: 'System', id: 6005, at: old },
    { ...once, source: 'SceCli', log: 'Application', id: 1704, at: old },
    ...cleared,
    ...start,
  ];
}
