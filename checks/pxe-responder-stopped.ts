// Longer than most: the states of a service, each with what it means at this time after the start of the machine.
import { wasRead } from '../src/model/answer.ts';
import { here } from '../src/model/check.ts';
import { duration, exitReason, type Service as PxeService } from '../src/windows/pxe-responder.ts';
import { moment } from '../src/windows/service-events.ts';
import { inSentence } from '../src/windows/wording.ts';
import { noResponder, noResponderMessages, responderNeeds, responderOn, standingOf } from './facts/responder.ts';
import { defineCheck } from './facts.ts';

type Service = { on: string; service: string; state: string; up: string };

const start = ({ on, service }: Service) => ({ on, commands: [`Start-Service -Name ${service}`] });
const blocked = 'Look in the System log for event 7001 or a dependency that did not start. ';
/** Why a service does not run is no question before it is known that it should. */
const explains = ['pxe-provider-not-loaded/not-running', 'pxe-start-failure/not-running'] as const;
const pxeIsDead = 'Nothing answers PXE requests until it runs.';
const delayUnread = 'how long Windows delays it could not be read';

export default defineCheck({
  id: 'pxe-responder-stopped',
  area: 'pxe',
  titles: { fine: 'The PXE responder runs', broken: 'The PXE responder does not run' },
  why: 'After a restart the responder can be set to start and still not run; Windows shows "Automatic" either way.',
  needs: { ...responderNeeds, boot: here('boot') },
  appliesTo: ['distribution-point', 'pxe-server'],
  gate: { pxe: 'blocking', deploy: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'distributionPoints: [DP01.contoso.com]', option: '--distribution-point DP01.contoso.com' },
  rights: 'local administrator on the distribution point',
  sources: [
    'Microsoft: Win32_Service class',
    'Microsoft: SERVICE_DELAYED_AUTO_START_INFO',
    'Microsoft: System error codes 1000-1299',
  ],
  messages: {
    stopped: {
      level: 'fail',
      text: ({ on, service, state, up }: Service) =>
        `${service} on ${on} is ${state.toLowerCase()}, ${up} after the restart.`,
      because: ({ reason, other }: { reason: string; other: string | null }) =>
        other === null
          ? `${pxeIsDead} Windows says: ${reason}.`
          : `It is to answer PXE here, and ${other} runs in its place.`,
      leadsTo: 'PXE-E55: ProxyDHCP service did not reply to request on port 4011',
      remedy: (args: Service & { untried: boolean; other: string | null }) =>
        args.other === null
          ? {
              ...start(args),
              text: `${args.untried ? blocked : ''}Start it and see whether it stays, as administrator:`,
            }
          : { text: `Not beside ${args.other}, which runs: decide first which of the two is to answer.`, on: args.on },
      explains,
    },
    paused: {
      level: 'fail',
      text: ({ on, service }: Service) => `${service} on ${on} is paused.`,
      because: pxeIsDead,
      remedy: ({ on, service }: Service) => ({
        text: 'Continue it, as administrator:',
        on,
        commands: [`Resume-Service -Name ${service}`],
      }),
      explains,
    },
    stuck: {
      level: 'fail',
      text: ({ on, service, state, up }: Service) =>
        `${service} on ${on} is not answering: ${state}, ${up} after the restart.`,
      because: pxeIsDead,
      remedy: ({ on, service }: Service) => ({
        text: 'Read the events of WDSServer, WDSPXE and BINLSVC in the Application log for what it waits for. To see its process, and to start it again once that process is gone, as administrator:',
        on,
        commands: [
          `Get-CimInstance -ClassName Win32_Service -Filter "Name='${service}'" | Format-List -Property State, ProcessId`,
          `Start-Service -Name ${service}`,
        ],
      }),
      explains,
    },
    early: {
      level: 'unknown',
      text: ({ on, service, state, up }: Service) =>
        `${service} on ${on} is ${state.toLowerCase()}; ${up} after the restart that is too early to tell.`,
      because: ({ grace }: { grace: string }) => `Windows may take ${grace} to start it.`,
      remedy: ({ grace, state }: { grace: string; state: string }) => ({
        text: `Run again when the machine has been up for ${grace}${state === 'Start Pending' ? ' and the process of the service is four minutes old' : ''}.`,
      }),
      explains,
    },
    unclear: {
      level: 'unknown',
      text: ({ on, service, state, why }: Service & { why: string }) =>
        `Whether ${service} on ${on} should run now cannot be told: Windows gives its state as ${state}, and ${why}.`,
      explains,
    },
    ...noResponderMessages,
  },
  judge(facts, { target }) {
    const on = target.name;
    const responder = responderOn(facts, target);
    if (responder.kind !== 'responder') return [noResponder(responder, target)];
    const { service } = responder;
    const { uptime, certain, grace, verdict } = standingOf(service, facts.boot.data);
    const subject = service.name;
    const args = { on, service: service.name, state: service.state, up: duration(uptime) };
    const evidence = [
      {
        fact: 'pxe-services',
        target: on,
        seen: `${service.name}: ${service.state}, the machine up ${args.up}, ${detail(service)}`,
        expected: 'Running',
      },
    ];
    const unclear = (why: string) => [{ code: 'unclear' as const, subject, args: { ...args, why }, evidence }];
    switch (verdict) {
      case 'running':
        return [];
      case 'paused':
        return [{ code: 'paused', subject, args, evidence }];
      case 'early':
        return [{ code: 'early', subject, args: { ...args, grace: duration(grace) }, evidence }];
      case 'stuck':
        if (!certain) return unclear(delayUnread);
        return [{ code: 'stuck', subject, args, evidence }];
      case 'unclear':
        return unclear(whyUnclear(service));
      case 'stopped':
        if (service.startMode !== 'Disabled' && !wasRead(service.triggers))
          return unclear('whether it starts on a trigger could not be read');
        if (service.startMode !== 'Disabled' && wasRead(service.triggers) && service.triggers.value.length > 0)
          return unclear('it starts on a trigger');
        if (!certain) return unclear(delayUnread);
        return [
          {
            code: 'stopped',
            subject,
            args: {
              ...args,
              reason: exitReason(service),
              untried: service.exitCode === 1077,
              other: runningBeside(facts.services.data.services, service.name),
            },
            evidence,
          },
        ];
    }
  },
});

/** Why it ended, of a service that did; of another its exit code says nothing, and the age of its process does. */
function detail(service: PxeService): string {
  if (service.state === 'Stopped') return exitReason(service);
  const { processStarted } = service;
  if (!wasRead(processStarted)) return 'when its process started could not be read';
  return processStarted.value === null ? 'no process' : `its process started ${moment(processStarted.value)}`;
}

function whyUnclear({ state, processStarted }: PxeService): string {
  if (state !== 'Start Pending') return 'that says neither that it runs nor that it does not';
  return wasRead(processStarted)
    ? 'when its process started is not known'
    : `when its process started could not be read: ${inSentence(processStarted.message)}`;
}

/** The other responder, where that one runs. */
function runningBeside(services: readonly PxeService[], name: string): string | null {
  return services.find((each) => each.name !== name && each.state === 'Running')?.name ?? null;
}
