import type { LiteralValue } from '../src/transport/literal.ts';
import { pxeRole, responderStart } from './host-pxe.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioEvent } from './scenario-events.ts';

const day = 86_400_000;
const serviceControlManager = 'Service Control Manager';
/** Registered on every Windows; those of WDS with its role. */
const everywhere = [serviceControlManager, 'SideBySide', 'EventLog', 'SceCli', 'Microsoft-Windows-Eventlog'];
const wdsSources = ['WDSServer', 'WDSPXE', 'BINLSVC', 'WDSTFTP', 'WDSIMGSRV'];
const wdsProviders = ['wdspxe', 'binlsvc', 'wdstftp', 'wdsimgsrv', 'wdsmc', 'wdscp'];

/** The event logs of a host as the lab's Get-WinEvent wants them: copies are left for it to make. */
export function eventState(scenario: Scenario, name: string): { [key: string]: LiteralValue } {
  const host = scenario.hosts[name]!;
  const events = [...usual(scenario, name), ...host.events].map(
    ({ log, source, id, at, texts, binary, ...copies }) => ({
      log: log ?? (source === serviceControlManager ? 'System' : 'Application'),
      source,
      id,
      at,
      texts,
      binary: binary ?? '',
      repeat: copies.repeat,
      every: Math.round(copies.everySeconds * 1000),
    }),
  );
  const kept = events.filter((event) => {
    const said = host.eventLogs[event.log as 'System' | 'Application'];
    if (said?.empty) return false;
    return said?.clearedAt === undefined || Date.parse(event.at) >= Date.parse(said.clearedAt);
  });
  return {
    events: kept,
    eventSources: [...everywhere, ...(host.services.WDSServer ? wdsSources : [])],
    clearedLogs: Object.entries(host.eventLogs).flatMap(([log, { clearedAt }]) =>
      clearedAt === undefined ? [] : [{ log, at: clearedAt }],
    ),
  };
}

/** What the logs hold without a scenario's word: an old record each, what clearing leaves behind, and a good start of WDS. */
function usual(scenario: Scenario, name: string): ScenarioEvent[] {
  const host = scenario.hosts[name]!;
  const once = { repeat: 1, everySeconds: 0, texts: [] as string[] };
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
            texts: [host.administrator, name, log],
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
