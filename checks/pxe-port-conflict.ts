import { type Reading, wasRead } from '../src/model/answer.ts';
import { here } from '../src/model/check.ts';
import { quoted } from '../src/windows/powershell-text.ts';
import { dnsPortsInRange, foreignOwners, hasCurrentWdsDefaults, type UdpProcess } from '../src/windows/pxe-ports.ts';
import { inSentence } from '../src/windows/wording.ts';
import { noResponder, noResponderMessages, responderNeeds, responderOn } from './facts/responder.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };
type Taken = On & { service: string; ports: string; owner: string; processId: number; services: string[] };
type Range = On & { count: number };

export default defineCheck({
  id: 'pxe-port-conflict',
  area: 'pxe',
  titles: {
    fine: 'Nobody else has the UDP ports of the PXE responder',
    broken: 'Another program has UDP ports that the PXE responder needs',
  },
  why: 'The responder answers on UDP 67, 69 and 4011, and a port that another program took first it does not get.',
  needs: { ...responderNeeds, udp: here('udp-endpoints'), wds: here('wds-settings') },
  appliesTo: ['distribution-point', 'pxe-server'],
  gate: { pxe: 'blocking', deploy: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'distributionPoints: [DP01.contoso.com]', option: '--distribution-point DP01.contoso.com' },
  rights: 'local administrator on the distribution point',
  sources: [
    'Microsoft: Ports used in Configuration Manager',
    'Microsoft: WDSTRANSPORT_UDP_PORT_POLICY enumeration',
    'Microsoft: KB 977512',
  ],
  messages: {
    'port-taken': {
      level: 'fail',
      text: ({ on, ports, owner }: Taken) => `UDP ${ports} on ${on} belongs to ${owner}.`,
      because: ({ service }: Taken) => `${service} does not get a port that another program has.`,
      remedy: ({ on, service, processId, services }: Taken) => ({
        text: `See what it is, stop it for good or give it other ports, and then restart ${service}, as administrator:`,
        on,
        commands: [
          `Get-CimInstance -ClassName Win32_Process -Filter 'ProcessId=${processId}' | Format-List -Property Name, ExecutablePath, CommandLine`,
          // Of a process that hosts several services most have nothing to do with the port.
          ...(services.length === 1 ? services.map((name) => `Stop-Service -Name ${quoted(name)}`) : []),
          `Restart-Service -Name ${service}`,
        ],
      }),
    },
    'other-responder-has-port': {
      level: 'fail',
      text: ({ on, ports, owner, service }: Taken) =>
        `UDP ${ports} on ${on} belongs to ${owner}, and ${service} is to answer there.`,
      because: ({ service }: Taken) => `${service} does not get a port that the other responder has.`,
      remedy: ({ on }: Taken) => ({
        text: 'Choose one responder in the PXE properties of the distribution point; that stops the other.',
        on,
      }),
    },
    'dns-range': {
      level: 'fail',
      text: ({ on, count }: Range) =>
        `DNS on ${on} has ${count} of the UDP ports 64001 to 65000, and WDS is to use that range alone (UdpPortPolicy = 1).`,
      because: 'WDS draws its ports for TFTP from the range and may fail on one that DNS has.',
      leadsTo: 'PXE-E32: TFTP open timeout',
      remedy: ({ on }: Range) => ({
        text: 'Let Windows choose the ports, as administrator:',
        on,
        commands: [
          'reg.exe add HKLM\\SYSTEM\\CurrentControlSet\\Services\\WDSServer\\Parameters /v UdpPortPolicy /t REG_DWORD /d 0 /f',
          'Restart-Service -Name WDSServer',
        ],
      }),
    },
    'range-unclear': {
      level: 'unknown',
      text: ({ on, count, why }: Range & { why: string }) =>
        `DNS on ${on} has ${count} of the UDP ports 64001 to 65000; whether WDS needs them is not known: ${inSentence(why)}.`,
      remedy: ({ on }: Range) => ({
        text: 'Look at the value; 0 lets Windows choose the ports:',
        on,
        commands: ['reg.exe query HKLM\\SYSTEM\\CurrentControlSet\\Services\\WDSServer\\Parameters /v UdpPortPolicy'],
      }),
    },
    ...noResponderMessages,
  },
  *judge(facts, { target, identity }) {
    const on = target.name;
    const responder = responderOn(facts, target);
    if (responder.kind !== 'responder') {
      yield noResponder(responder, target);
      return;
    }
    const { mode, service } = responder;
    for (const { process: holder, ports } of foreignOwners(facts.udp.data, service)) {
      const owner = named(holder);
      const isOther = holder.services.some((each) => each.toLowerCase() === otherResponder[mode]);
      yield {
        code: isOther ? 'other-responder-has-port' : 'port-taken',
        subject: `${holder.services.join(', ') || (holder.name ?? '')} UDP ${ports.join(', ')}`.trim(),
        args: {
          on,
          service: service.name,
          ports: ports.join(', '),
          owner,
          processId: holder.processId,
          services: holder.services,
        },
        evidence: [
          { fact: 'udp-endpoints', target: on, seen: `UDP ${ports.join(', ')}: ${owner}`, expected: service.name },
        ],
      };
    }
    const count = mode === 'WDS' ? dnsPortsInRange(facts.udp.data) : 0;
    if (count === 0) return;
    const policy = portPolicy(facts.wds.data.udpPortPolicy, identity?.osVersion ?? null);
    const evidence = [{ fact: 'udp-endpoints', target: on, seen: `DNS has ${count} ports of 64001 to 65000` }];
    if (policy === 'fixed') yield { code: 'dns-range', args: { on, count }, evidence };
    else if (policy !== 'dynamic') yield { code: 'range-unclear', args: { on, count, ...policy }, evidence };
  },
});

const otherResponder = { WDS: 'sccmpxe', SccmPxe: 'wdsserver' };

function named({ name, processId, services }: UdpProcess): string {
  const program = name === null ? `process ${processId}` : `${name} (process ${processId})`;
  return services.length > 0 ? `${services.join(', ')} in ${program}` : program;
}

/** `UdpPortPolicy`: the range alone, any port, or why that is not known. */
function portPolicy(
  policy: Reading<Reading<number | null>>,
  osVersion: string | null,
): 'fixed' | 'dynamic' | { why: string } {
  if (!wasRead(policy)) return { why: `UdpPortPolicy could not be read: ${policy.message}` };
  if (!wasRead(policy.value)) return { why: `UdpPortPolicy could not be read: ${policy.value.message}` };
  const { value } = policy.value;
  if (value === 0 || (value === null && hasCurrentWdsDefaults(osVersion))) return 'dynamic';
  if (value === 1) return 'fixed';
  return {
    why:
      value === null
        ? 'there is no UdpPortPolicy, and what this Windows does without one is not documented'
        : `UdpPortPolicy is ${value}, which is not documented`,
  };
}
