import { wasRead } from '../src/model/answer.ts';
import { here } from '../src/model/check.ts';
import { hasCurrentWdsDefaults } from '../src/windows/pxe-ports.ts';
import { inSentence } from '../src/windows/wording.ts';
import { noResponder, noResponderMessages, responderNeeds, responderOn } from './facts/responder.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };

const option60 = 'DHCP option 60 must then be PXEClient; options 66 and 67 stay unset.';
const needsPort =
  'A DHCP server wants UDP 67 as well; two services that want it keep each other from starting or answering.';

export default defineCheck({
  id: 'pxe-dhcp-settings',
  area: 'pxe',
  titles: {
    fine: 'The PXE responder leaves the port of DHCP alone',
    broken: 'The PXE responder and DHCP are not set up to share a machine',
  },
  why: 'A DHCP server wants UDP 67; a PXE responder beside it has to answer on 4011 alone.',
  needs: { ...responderNeeds, dhcp: here('dhcp-dns'), wds: here('wds-settings') },
  appliesTo: ['distribution-point', 'pxe-server'],
  gate: { pxe: 'blocking', deploy: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'distributionPoints: [DP01.contoso.com]', option: '--distribution-point DP01.contoso.com' },
  rights: 'local administrator on the distribution point',
  sources: [
    'Microsoft: Advanced troubleshooting for PXE boot issues',
    'Microsoft: Use PXE to deploy Windows over the network',
  ],
  messages: {
    'wds-takes-port': {
      level: 'fail',
      text: ({ on }: On) =>
        `WDS on ${on} is to listen on the port of DHCP (UseDHCPPorts = 1), and a DHCP server shares the machine.`,
      because: needsPort,
      leadsTo: 'PXE-E53: No boot filename received',
      remedy: ({ on }: On) => ({
        text: `Let WDS leave the port alone, as administrator. ${option60}`,
        on,
        commands: [
          'reg.exe add HKLM\\SYSTEM\\CurrentControlSet\\Services\\WDSServer\\Providers\\WDSPXE /v UseDHCPPorts /t REG_DWORD /d 0 /f',
          'Restart-Service -Name WDSServer',
        ],
      }),
    },
    'responder-takes-port': {
      level: 'fail',
      text: ({ on }: On) =>
        `SccmPxe on ${on} was not told to leave the port of DHCP alone (DoNotListenOnDhcpPort is not 1), and a DHCP server shares the machine.`,
      because: needsPort,
      leadsTo: 'PXE-E53: No boot filename received',
      remedy: ({ on }: On) => ({
        text: `Tell it, and restart both services, as administrator. ${option60}`,
        on,
        commands: [
          'reg.exe add HKLM\\SOFTWARE\\Microsoft\\SMS\\DP /v DoNotListenOnDhcpPort /t REG_DWORD /d 1 /f',
          'Restart-Service -Name SccmPxe',
          'Restart-Service -Name DHCPServer',
        ],
      }),
    },
    deaf: {
      level: 'warn',
      text: ({ on }: On) =>
        `SccmPxe on ${on} does not listen on UDP 67 (DoNotListenOnDhcpPort = 1), and no DHCP server shares the machine.`,
      because:
        'It does not hear what clients and IP helpers send to that port; only a client that asks UDP 4011 is answered.',
      remedy: ({ on }: On) => ({
        text: 'Let it listen, as administrator:',
        on,
        commands: [
          'reg.exe add HKLM\\SOFTWARE\\Microsoft\\SMS\\DP /v DoNotListenOnDhcpPort /t REG_DWORD /d 0 /f',
          'Restart-Service -Name SccmPxe',
        ],
      }),
    },
    'setting-unclear': {
      level: 'unknown',
      text: ({ on, service, why }: On & { service: string; why: string }) =>
        `Whether ${service} on ${on} leaves UDP 67 to DHCP is not known: ${inSentence(why)}.`,
    },
    'option-60': {
      level: 'info',
      text: ({ on }: On) => `DHCP option 60 on ${on} was not read; beside a PXE responder it must be PXEClient.`,
      because: 'It tells clients to ask UDP 4011 of the same machine. Options 66 and 67 stay unset.',
      remedy: ({ on }: On) => ({
        text: 'Look at it:',
        on,
        commands: ['Get-DhcpServerv4OptionValue -OptionId 60'],
      }),
    },
    'no-dhcp': {
      level: 'not-applicable',
      text: ({ on }: On) => `No DHCP server shares the machine with the responder on ${on}.`,
    },
    ...noResponderMessages,
  },
  *judge(facts, { target, identity }) {
    const on = target.name;
    const args = { on };
    const responder = responderOn(facts, target);
    if (responder.kind !== 'responder') {
      yield noResponder(responder, target);
      return;
    }
    const { mode, service } = responder;
    const dhcp = facts.dhcp.data.services.find(({ name }) => name.toLowerCase() === 'dhcpserver');
    const hasDhcp = dhcp !== undefined && (dhcp.state === 'Running' || dhcp.startMode === 'Auto');
    const { useDhcpPorts } = facts.wds.data;
    const { doNotListenOnDhcpPort } = facts.registry.data;
    const [name, setting] =
      mode === 'WDS' ? ['UseDHCPPorts', useDhcpPorts] : ['DoNotListenOnDhcpPort', doNotListenOnDhcpPort];
    const unclear = (why: string) => ({ code: 'setting-unclear' as const, args: { on, service: service.name, why } });
    if (!hasDhcp && mode === 'WDS') {
      yield { code: 'no-dhcp', args };
      return;
    }
    if (!wasRead(setting)) {
      yield unclear(`${name} could not be read: ${setting.message}`);
      return;
    }
    const evidence = [
      {
        fact: 'dhcp-dns',
        target: on,
        seen: dhcp ? `DHCPServer: ${dhcp.state}, start type ${dhcp.startMode}` : 'no DHCPServer',
      },
      {
        fact: mode === 'WDS' ? 'wds-settings' : 'distribution-point',
        target: on,
        seen: `${name} ${setting.value ?? 'not set'}`,
      },
    ];
    if (!hasDhcp) {
      yield setting.value === 1 ? { code: 'deaf', args, evidence } : { code: 'no-dhcp', args };
      return;
    }
    const { value } = setting;
    if (mode === 'SccmPxe') {
      if (value !== 1) yield { code: 'responder-takes-port', args, evidence };
    } else if (value === 1) yield { code: 'wds-takes-port', args, evidence };
    else if (value === null && !hasCurrentWdsDefaults(identity?.osVersion ?? null))
      yield unclear('there is no UseDHCPPorts, and what this Windows does without one is not documented');
    else if (value !== null && value !== 0) yield unclear(`UseDHCPPorts is ${value}, which is not documented`);
    yield { code: 'option-60', args };
  },
});
