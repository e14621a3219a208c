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
    if (startMode !== 'Auto')
      return [{ code: 'not-automatic', subject: service, args: { on, service, startMode, state }, evidence }];
    const delayed = isDelayed(responder.service);
    return wasRead(delayed)
      ? []
      : [{ code: 'delay-unread', subject: service, args: { on, service, message: delayed.message } }];
  },
});
