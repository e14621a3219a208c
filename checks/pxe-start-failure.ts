// Longer than most: a responder that runs, one that does not, and one of which that cannot be told.
import { wasRead } from '../src/model/answer.ts';
import { here, optional } from '../src/model/check.ts';
import type { Evidence } from '../src/model/finding.ts';
import { duration, exitReason, type Service } from '../src/windows/pxe-responder.ts';
import { type Mode, processGapMs, type StartCause, startFailureOf, startHistoryOf } from '../src/windows/pxe-start.ts';
import { autostartGaps, controlManager, eventLine, gapsIn, type RecordedEvent } from '../src/windows/service-events.ts';
import { noResponder, noResponderMessages, responderNeeds, responderOn, standingOf } from './facts/responder.ts';
import { causeMessages, type Failed, mend } from './facts/start-causes.ts';
import { codeText, recoveryInWords, runtimesInWords, smsPxeDll, stateOfDependencies } from './facts/start-evidence.ts';
import { mendOf } from './facts/start-remedies.ts';
import { defineCheck } from './facts.ts';

type Responder = { on: string; service: string };

export default defineCheck({
  id: 'pxe-start-failure',
  area: 'pxe',
  titles: {
    fine: 'No start of the PXE responder has failed since the machine started',
    broken: 'A start of the PXE responder failed',
  },
  why: 'A responder that stays down after a restart has a reason, and delayed start or a start by hand only hides it.',
  needs: {
    ...responderNeeds,
    boot: here('boot'),
    events: here('pxe-events'),
    settings: optional(here('wds-settings')),
    runtime: optional(here('visual-c-runtime')),
  },
  appliesTo: ['distribution-point', 'pxe-server'],
  gate: { pxe: 'blocking', deploy: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'distributionPoints: [DP01.contoso.com]', option: '--distribution-point DP01.contoso.com' },
  rights: 'local administrator on the distribution point',
  sources: [
    'Microsoft: KB 2712387, KB 960489, KB 927770, KB 922918',
    'Microsoft: Basic Service Operations (Service Control Manager events)',
    'Microsoft: SERVICE_FAILURE_ACTIONS, SERVICE_FAILURE_ACTIONS_FLAG',
  ],
  messages: {
    ...causeMessages,
    'needed-help': {
      level: 'warn',
      text: ({ on, service, since }: Failed & { since: string }) =>
        `${service} on ${on} runs, and needed help or a second try after the restart${since}.`,
      because: 'What failed at this start is likely to fail at the next, unless it was mended since.',
      remedy: mend('Mend what the events say before the next restart.'),
    },
    'crash-loop': {
      level: 'warn',
      text: ({ on, service, times }: Failed & { times: number }) =>
        `${service} on ${on} runs now, and has died ${times} times since the restart.`,
      because: 'Each time it is down until it is started again; requests that arrive twice are a known reason.',
      remedy: mend(
        'Remove a second relay that forwards the same requests. If there is none: reg.exe add HKLM\\SOFTWARE\\Microsoft\\SMS\\DP /v NumberOfThreads /t REG_DWORD /d 1 /f, then restart the service.',
      ),
    },
    'delayed-trouble': {
      level: 'info',
      text: ({ on, service }: Responder) =>
        `${service} on ${on} starts delayed and runs; a start failed before that, since the machine started.`,
    },
    'nothing-recorded': {
      level: 'info',
      text: ({ on, service, reason }: Responder & { reason: string }) =>
        `No failed start of ${service} on ${on} was recorded; Windows says: ${reason}.`,
    },
    'evidence-missing': {
      level: 'unknown',
      text: ({ on, service, why }: Responder & { why: string }) =>
        `Whether a start of ${service} on ${on} failed since the restart cannot be told: ${why}.`,
    },
    'cause-open': {
      level: 'unknown',
      text: ({ on, service, why }: Responder & { why: string }) =>
        `Whether a provider kept ${service} on ${on} from starting cannot be told: ${why}.`,
    },
    'not-running': {
      level: 'unknown',
      text: ({ on, service, state }: Responder & { state: string }) =>
        `Whether the start of ${service} on ${on} fails cannot be told while it is ${state.toLowerCase()}.`,
    },
    'not-automatic-start': {
      level: 'not-applicable',
      text: ({ on, service, startMode }: Responder & { startMode: string }) =>
        `Windows does not start ${service} on ${on} by itself (start type ${startMode}).`,
    },
    ...noResponderMessages,
  },
  judge({ boot, events: recorded, settings, runtime, ...facts }, { target }) {
    const on = target.name;
    const responder = responderOn(facts, target);
    if (responder.kind !== 'responder') return [noResponder(responder, target)];
    const { mode, service } = responder;
    const { state, startMode, name: subject } = service;
    const base = { on, service: subject };
    if (startMode !== 'Auto') return [{ code: 'not-automatic-start', subject, args: { ...base, startMode } }];
    const { data: clock } = boot;
    const { data: events } = recorded;
    const { delayed, certain, verdict } = standingOf(service, clock);
    const started = processGapMs(service, clock.lastBootUpTime);
    const see = (fact: string, seen: string): Evidence => ({ fact, target: on, seen });
    const evidence = (list: readonly RecordedEvent[]): Evidence[] => [
      ...list.slice(0, mostEvents).map((event) => see('pxe-events', eventLine(event))),
      // What a service that runs left behind when it last ended says nothing now.
      see(
        'pxe-services',
        state === 'Stopped' ? `${subject}: ${state}, ${exitReason(service)}` : `${subject}: ${state}`,
      ),
      ...(list.some(({ source, id }) => source === controlManager && deaths.includes(id))
        ? [see('pxe-services', recoveryInWords(service))]
        : []),
    ];
    const ofProviders = mode === 'WDS' ? gapsIn(events, ofWds, clock.localDateTime) : [];
    const isOpen = (cause: StartCause): boolean => ofProviders.length > 0 && general.includes(cause);
    const failed = (cause: StartCause, list: readonly RecordedEvent[]): Failed => ({
      ...base,
      ...mendOf({
        cause,
        mode,
        service,
        delayed,
        isOpen: isOpen(cause),
        events: list,
        dll: smsPxeDll(settings.status === 'ok' ? settings.data.pxeProviders : null),
        strayProgram: facts.services.data.strayProgram,
        servicesPipeTimeout: clock.servicesPipeTimeout,
      }),
    });
    const gaps = [
      ...gapsIn(events, sourcesOf(mode, verdict), clock.localDateTime),
      ...autostartGaps(clock.enableAutostartEvents),
    ];
    const unknown = (why: string[]) => [
      { code: 'evidence-missing' as const, subject, args: { ...base, why: why.join('; ') }, evidence: evidence([]) },
    ];

    if (verdict === 'running') {
      const history = startHistoryOf(service, mode, events);
      if (history?.kind === 'crash-loop') {
        const args = { ...failed('crashed', history.events), times: history.deaths };
        return [{ code: 'crash-loop', subject, args, evidence: evidence(history.events) }];
      }
      // A delayed service is not asked the question (row 8), unless nobody knows whether it is one.
      if (wasRead(delayed) && delayed.value)
        return history ? [{ code: 'delayed-trouble', subject, args: base, evidence: evidence(history.events) }] : [];
      if (!wasRead(delayed) && (history || gaps.length > 0))
        return unknown([`whether it starts delayed could not be read: ${delayed.message}`, ...gaps]);
      if (!history) return gaps.length > 0 ? unknown(gaps) : [];
      const since = started === null ? '' : `; its process started ${duration(Math.max(0, started))} after the machine`;
      return [
        {
          code: 'needed-help',
          subject,
          args: { ...failed(history.cause, history.events), since },
          evidence: evidence(history.events),
        },
      ];
    }

    const failure = verdict === 'stopped' || verdict === 'stuck' ? startFailureOf(service, mode, events) : null;
    if (failure) {
      const args = { ...failed(failure.cause, failure.events), code: codeText(failure.code) };
      const seen = [
        ...evidence(failure.events),
        ...stateOfDependencies(service, failure.cause).map((line) => see('pxe-services', line)),
        ...(runtime.status === 'ok' && failure.cause === 'runtime'
          ? [see('visual-c-runtime', runtimesInWords(runtime.data.runtimes))]
          : []),
      ];
      const open = { code: 'cause-open' as const, subject, args: { ...base, why: ofProviders.join('; ') } };
      return [{ code: failure.cause, subject, args, evidence: seen }, ...(isOpen(failure.cause) ? [open] : [])];
    }
    if (verdict !== 'stopped' || !certain || triggered(service))
      return [{ code: 'not-running', subject, args: { ...base, state } }];
    if (gaps.length > 0) return unknown(gaps);
    return [
      { code: 'nothing-recorded', subject, args: { ...base, reason: exitReason(service) }, evidence: evidence([]) },
    ];
  },
});

const mostEvents = 20;
const deaths = [7023, 7024, 7031, 7034];
/** Causes that an event of a provider would come before. */
const general: readonly StartCause[] = ['hung', 'timeout', 'crashed', 'refused'];
const ofWds = ['WDSServer', 'WDSPXE', 'BINLSVC', 'SideBySide'];
/** Where the reason of a start that failed may stand; that a running service needed help says Windows alone. */
const sourcesOf = (mode: Mode, verdict: string): string[] =>
  mode === 'WDS' && verdict !== 'running' ? [controlManager, ...ofWds] : [controlManager];

/** What starts on a trigger may be stopped; `pxe-responder-stopped` says so. */
const triggered = ({ triggers }: Service): boolean => !wasRead(triggers) || triggers.value.length > 0;
