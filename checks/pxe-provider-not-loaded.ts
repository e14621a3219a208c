import { wasRead } from '../src/model/answer.ts';
import { here } from '../src/model/check.ts';
import type { Evidence } from '../src/model/finding.ts';
import { judgeLoad, unprovenLoad } from '../src/windows/provider-load.ts';
import { eventLine, gapsIn, moment } from '../src/windows/service-events.ts';
import { readSmsPxeLog } from '../src/windows/smspxe-log.ts';
import { isPxePoint, noResponder, noResponderMessages, responderNeeds, responderOn } from './facts/responder.ts';
import { smsPxeDll } from './facts/start-evidence.ts';
import { vcredist } from './facts/start-remedies.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };
type Runtime = On & { commands: string[]; notes: string };

const unanswered = 'WDS shows as running, and clients of Configuration Manager get no answer from it.';
const restart = ({ on }: On, text: string) => ({ text, on, commands: ['Restart-Service -Name WDSServer'] });

export default defineCheck({
  id: 'pxe-provider-not-loaded',
  area: 'pxe',
  titles: { fine: 'WDS has loaded SMSPXE since the machine started', broken: 'WDS runs without SMSPXE' },
  why: 'A provider that is not critical may fail to load: WDS then runs, shows green and answers nobody.',
  needs: {
    ...responderNeeds,
    boot: here('boot'),
    events: here('pxe-events'),
    settings: here('wds-settings'),
    log: here('smspxe-log'),
  },
  appliesTo: ['distribution-point'],
  gate: { pxe: 'blocking', deploy: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'distributionPoints: [DP01.contoso.com]', option: '--distribution-point DP01.contoso.com' },
  rights: 'local administrator on the distribution point',
  sources: [
    'Microsoft: KB 2712387, KB 2510665',
    'Microsoft: Windows Deployment Services, events of WDSPXE and of WDSServer',
    'Microsoft: Understand PXE boot in Configuration Manager',
  ],
  messages: {
    'wdspxe-failed': {
      level: 'fail',
      text: ({ on }: On) => `WDSServer on ${on} runs without PXE: its provider WDSPXE failed to initialize.`,
      because: 'WDSPXE is not marked critical, so WDS goes on without it (WDSServer 512).',
      remedy: (args: On) => restart(args, 'Mend what the event says, then restart WDS, as administrator:'),
    },
    runtime: {
      level: 'warn',
      text: ({ on }: On) =>
        `SMSPXE could not load on ${on}, because its Visual C++ runtime is missing or damaged; WDSServer runs without it.`,
      because: unanswered,
      leadsTo: 'The application has failed to start because its side-by-side configuration is incorrect.',
      remedy: ({ on, commands, notes }: Runtime) => ({
        text: `Install the runtime that setup of PXE brings along, then restart WDS, as administrator.${notes}`,
        on,
        commands: [...commands, 'Restart-Service -Name WDSServer'],
      }),
    },
    failed: {
      level: 'warn',
      text: ({ on, provider }: On & { provider: string }) =>
        `WDSServer on ${on} runs without ${provider}, which failed to load.`,
      because: unanswered,
      remedy: (args: On) => restart(args, 'Mend what the events say of it, then restart WDS, as administrator:'),
    },
    'not-registered': {
      level: 'warn',
      text: ({ on }: On) => `SMSPXE is not registered with WDS on ${on}, so WDSServer does not load it when it starts.`,
      because: unanswered,
      remedy: ({ on }: On) => ({
        text: 'Turn PXE off in the properties of the distribution point, wait for that, and turn it on again.',
        on,
      }),
    },
    'old-load': {
      level: 'warn',
      text: ({ on, loadedAt, boot }: On & { loadedAt: string; boot: string }) =>
        `WDSServer on ${on} runs and has not loaded SMSPXE since the restart: it did so last at ${loadedAt}, and the machine started at ${boot}.`,
      because: unanswered,
      remedy: (args: On) =>
        restart(args, 'Restart WDS and see whether SMSPXE.log says "PXE Provider loaded", as administrator:'),
    },
    'evidence-missing': {
      level: 'unknown',
      text: ({ on, why }: On & { why: string }) =>
        `Whether WDSServer on ${on} has loaded SMSPXE cannot be told: ${why}.`,
    },
    'not-running': {
      level: 'unknown',
      text: ({ on, state }: On & { state: string }) =>
        `Whether WDSServer on ${on} loads SMSPXE cannot be told while it is ${state.toLowerCase()}.`,
    },
    'no-provider': {
      level: 'not-applicable',
      text: ({ on, service }: On & { service: string }) =>
        `${service} answers PXE on ${on}; whether it records the loading of SMSPXE is not documented.`,
    },
    ...noResponderMessages,
  },
  judge({ boot, events: recorded, settings, log, ...facts }, { target }) {
    const on = target.name;
    const responder = responderOn(facts, target);
    if (responder.kind !== 'responder') return [noResponder(responder, target)];
    const { mode, service } = responder;
    if (mode !== 'WDS' || !isPxePoint(facts, target))
      return [{ code: 'no-provider', args: { on, service: service.name } }];
    if (service.state !== 'Running') return [{ code: 'not-running', args: { on, state: service.state } }];
    const { lastBootUpTime, localDateTime } = boot.data;
    const { data: events } = recorded;
    const { loadedAt, gap } = readSmsPxeLog(log.data.files, localDateTime);
    const { pxeProviders } = settings.data;
    const own = wasRead(pxeProviders)
      ? pxeProviders.value.find(({ name }) => name.toUpperCase() === 'SMSPXE')
      : undefined;
    const isRegistered = wasRead(pxeProviders) ? own?.present === true : null;
    const processStarted = wasRead(service.processStarted) ? service.processStarted.value : null;
    const loadFacts = { events, loadedAt, lastBootUpTime, isRegistered, processStarted };
    const load = judgeLoad(loadFacts);
    const unproven = unprovenLoad(loadFacts);
    const see = (fact: string, seen: string): Evidence => ({ fact, target: on, seen });
    const evidence = [
      ...load.events.slice(0, mostEvents).map((event) => see('pxe-events', eventLine(event))),
      ...(loadedAt === null ? [] : [see('smspxe-log', `"PXE Provider loaded" last at ${moment(loadedAt)}`)]),
    ];
    switch (load.verdict) {
      case 'wdspxe-failed':
        return [{ code: 'wdspxe-failed', args: { on }, evidence }];
      case 'runtime':
        return [{ code: 'runtime', args: { on, ...vcredist(smsPxeDll(pxeProviders)) }, evidence }];
      case 'failed':
        return [{ code: 'failed', args: { on, provider: load.provider }, evidence }];
      case 'not-registered':
        return [{ code: 'not-registered', args: { on }, evidence }];
      case 'old-load': {
        const args = { on, loadedAt: moment(loadedAt ?? lastBootUpTime), boot: moment(lastBootUpTime) };
        return [{ code: 'old-load', args, evidence }];
      }
    }
    const why = [
      ...gapsIn(events, ['WDSServer', 'WDSPXE', 'SideBySide'], localDateTime),
      ...(gap === null ? [] : [gap]),
      ...(unproven === null ? [] : [unproven]),
      ...(load.verdict === 'disagreement'
        ? ['an event since the restart says that it was loaded, and SMSPXE.log says so last before it']
        : []),
      ...(wasRead(pxeProviders) ? [] : [`the PXE providers of WDS could not be read: ${pxeProviders.message}`]),
    ];
    return why.length > 0 ? [{ code: 'evidence-missing', args: { on, why: why.join('; ') }, evidence }] : [];
  },
});

const mostEvents = 20;
