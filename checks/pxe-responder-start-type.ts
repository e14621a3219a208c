// Longer than most: what could not be read is said of each part.
import { wasRead } from '../src/model/answer.ts';
import { isDelayed } from '../src/windows/pxe-responder.ts';
import { noResponder, noResponderMessages, responderNeeds, responderOn } from './facts/responder.ts';
import { defineCheck } from './facts.ts';

type Service = { on: string; service: string };

export default defineCheck({
  id: 'pxe-responder-start-type',
  area: 'pxe',
  titles: {
    fine: 'The PXE responder is set to start with Windows',
    broken: 'The PXE responder will not start after a restart',
  },
  why: 'A responder that somebody started by hand answers until the next restart and not after it.',
  needs: responderNeeds,
  appliesTo: ['distribution-point', 'pxe-server'],
  gate: { pxe: 'blocking', deploy: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'distributionPoints: [DP01.contoso.com]', option: '--distribution-point DP01.contoso.com' },
  rights: 'local administrator on the distribution point',
  sources: ['Microsoft: Win32_Service class', 'Microsoft: ChangeServiceConfig2, delayed auto-start'],
  messages: {
    'not-automatic': {
      level: 'fail',
      text: ({ on, service, startMode, state }: Service & { startMode: string; state: string }) =>
        `${service} on ${on} ${state === 'Running' ? 'runs now and' : `is ${state.toLowerCase()} and`} will not start after a restart: its start type is ${startMode}.`,
      because: 'Windows starts only services of start type Automatic by itself.',
      leadsTo: 'PXE-E55: ProxyDHCP service did not reply to request on port 4011',
      remedy: ({ on, service }: Service) => ({
        text: 'Set the start type to Automatic, as administrator:',
        on,
        commands: [`sc.exe config ${service} start= auto`, `Start-Service -Name ${service}`],
      }),
      explains: ['pxe-responder-stopped/stopped'],
    },
    'delayed-in-group': {
      level: 'warn',
      text: ({ on, service, group }: Service & { group: string }) =>
        `${service} on ${on} is set to start delayed and is in the load-ordering group ${group}.`,
      because:
        'Windows does not let a service of a group start delayed, so when it starts is not what its setting says.',
      remedy: ({ on, service }: Service) => ({
        text: 'Take the delay away, or the service out of the group. Without the delay, as administrator:',
        on,
        commands: [`sc.exe config ${service} start= auto`],
      }),
    },
    'group-unread': {
      level: 'unknown',
      text: ({ on, service, message }: Service & { message: string }) =>
        `Whether ${service} on ${on}, which starts delayed, is in a load-ordering group could not be read: ${message}`,
    },
    'start-type-unclear': {
      level: 'unknown',
      text: ({ on, service, startMode }: Service & { startMode: string }) =>
        `Whether ${service} on ${on} starts with Windows cannot be told: its start type is ${startMode}.`,
    },
    'delay-unread': {
      level: 'unknown',
      text: ({ on, service, message }: Service & { message: string }) =>
        `Whether ${service} on ${on} starts delayed could not be read: ${message}`,
    },
    ...noResponderMessages,
  },
  judge(facts, { target }) {
    const on = target.name;
    const responder = responderOn(facts, target);
    if (responder.kind !== 'responder') return [noResponder(responder, target)];
    const { name: service, startMode, state } = responder.service;
    const evidence = [
      { fact: 'pxe-services', target: on, seen: `${service}: start type ${startMode}`, expected: 'Auto' },
    ];
    if (startMode !== 'Auto' && startMode !== 'Manual' && startMode !== 'Disabled')
      return [{ code: 'start-type-unclear', subject: service, args: { on, service, startMode }, evidence }];
    if (startMode !== 'Auto')
      return [{ code: 'not-automatic', subject: service, args: { on, service, startMode, state }, evidence }];
    const delayed = isDelayed(responder.service);
    if (!wasRead(delayed))
      return [{ code: 'delay-unread', subject: service, args: { on, service, message: delayed.message } }];
    if (!delayed.value) return [];
    const { registry } = responder.service;
    const group = wasRead(registry) ? registry.value.group : registry;
    if (!wasRead(group))
      return [{ code: 'group-unread', subject: service, args: { on, service, message: group.message } }];
    if (!group.value) return [];
    const seen = [{ fact: 'pxe-services', target: on, seen: `${service}: delayed, group ${group.value}` }];
    return [{ code: 'delayed-in-group', subject: service, args: { on, service, group: group.value }, evidence: seen }];
  },
});
