import type { Json } from '../src/model/json.ts';
import {
  dpRegistry,
  healthyHosts,
  host,
  identity,
  noSite,
  service,
  services,
  sitePoint,
  stopped,
  unread,
  wdsSettings,
} from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './pxe-dhcp-settings.ts';

const dhcp = (parts: { [key: string]: Json } = {}) => ({
  'dhcp-dns': { services: [{ name: 'DHCPServer', state: 'Running', startMode: 'Auto', processId: 900, ...parts }] },
});
const ports = (useDhcpPorts: Json) => ({ 'wds-settings': wdsSettings({ useDhcpPorts }) });
const responder = {
  'pxe-services': services(service('SccmPxe'), service('WDSServer', stopped)),
  'site-distribution-points': sitePoint({ IsPXE: 1, SccmPxe: 1 }),
};
const listen = (value: Json) => ({ 'distribution-point': dpRegistry({ DoNotListenOnDhcpPort: value }) });
const windows = (osVersion: string | null) => ({
  hosts: [healthyHosts[0]!, { ...host('DP01', ['distribution-point']), identity: { ...identity('DP01'), osVersion } }],
});

judges(check, [
  // WDS
  ['no DHCP', {}, 'not-applicable no-dhcp'],
  ['no DHCP, WDS may have its port', { facts: ports(1) }, 'not-applicable no-dhcp'],
  [
    'DHCP that nobody starts',
    { facts: { ...ports(1), ...dhcp({ state: 'Stopped', startMode: 'Disabled' }) } },
    'not-applicable no-dhcp',
  ],
  [
    'DNS alone',
    {
      facts: {
        ...ports(1),
        'dhcp-dns': { services: [{ name: 'DNS', state: 'Running', startMode: 'Auto', processId: 8 }] },
      },
    },
    'not-applicable no-dhcp',
  ],
  ['DHCP, WDS leaves its port', { facts: { ...dhcp(), ...ports(0) } }, 'pass option-60'],
  ['DHCP, no setting', { facts: dhcp() }, 'pass option-60'],
  ['DHCP, WDS takes its port', { facts: { ...dhcp(), ...ports(1) } }, 'fail option-60 wds-takes-port'],
  [
    'DHCP is stopped and will start',
    { facts: { ...dhcp({ state: 'Stopped' }), ...ports(1) } },
    'fail option-60 wds-takes-port',
  ],
  [
    'DHCP runs and is manual',
    { facts: { ...dhcp({ startMode: 'Manual' }), ...ports(1) } },
    'fail option-60 wds-takes-port',
  ],
  [
    'DHCP in small letters',
    { facts: { ...dhcp({ name: 'dhcpserver' }), ...ports(1) } },
    'fail option-60 wds-takes-port',
  ],
  ['DHCP, no setting, Windows 6.1', { facts: dhcp(), ...windows('6.1.7601') }, 'unknown option-60 setting-unclear'],
  ['DHCP, no setting, Windows 6.2', { facts: dhcp(), ...windows('6.2.9200') }, 'pass option-60'],
  [
    'DHCP, no setting, which Windows is not known',
    { facts: dhcp(), ...windows(null) },
    'unknown option-60 setting-unclear',
  ],
  [
    'DHCP, WDS leaves its port, Windows 6.1',
    { facts: { ...dhcp(), ...ports(0) }, ...windows('6.1.7601') },
    'pass option-60',
  ],
  ['DHCP, another value', { facts: { ...dhcp(), ...ports(2) } }, 'unknown option-60 setting-unclear'],
  ['DHCP, a value of another type', { facts: { ...dhcp(), ...ports('no') } }, 'unknown setting-unclear'],
  [
    'plain WDS',
    { ...noSite, hosts: [healthyHosts[0]!, host('DP01', ['pxe-server'])], facts: { ...dhcp(), ...ports(1) } },
    'fail option-60 wds-takes-port',
  ],
  // The responder without WDS
  ['SccmPxe, no DHCP', { facts: responder }, 'not-applicable no-dhcp'],
  ['SccmPxe, no DHCP, told to listen', { facts: { ...responder, ...listen(0) } }, 'not-applicable no-dhcp'],
  ['SccmPxe, no DHCP, told not to listen', { facts: { ...responder, ...listen(1) } }, 'warn deaf'],
  [
    'SccmPxe, DHCP that nobody starts, told not to listen',
    { facts: { ...responder, ...listen(1), ...dhcp({ state: 'Stopped', startMode: 'Manual' }) } },
    'warn deaf',
  ],
  ['SccmPxe, no DHCP, a value of another type', { facts: { ...responder, ...listen('1') } }, 'unknown setting-unclear'],
  ['SccmPxe and DHCP, told not to listen', { facts: { ...responder, ...dhcp(), ...listen(1) } }, 'pass option-60'],
  ['SccmPxe and DHCP, no setting', { facts: { ...responder, ...dhcp() } }, 'fail option-60 responder-takes-port'],
  [
    'SccmPxe and DHCP, told to listen',
    { facts: { ...responder, ...dhcp(), ...listen(0) } },
    'fail option-60 responder-takes-port',
  ],
  [
    'SccmPxe and DHCP, a value of another type',
    { facts: { ...responder, ...dhcp(), ...listen('1') } },
    'unknown setting-unclear',
  ],
  [
    'SccmPxe and DHCP: what WDS has does not count',
    { facts: { ...responder, ...dhcp(), ...listen(1), ...ports(1) } },
    'pass option-60',
  ],
  // No responder
  [
    'no PXE',
    {
      facts: {
        ...dhcp(),
        'distribution-point': dpRegistry({ IsPXE: 0 }),
        'site-distribution-points': sitePoint({ IsPXE: 0 }),
      },
    },
    'not-applicable no-responder',
  ],
  ['no service', { facts: { ...dhcp(), 'pxe-services': services() } }, 'blocked responder-unclear'],
  // Row 1
  ['DHCP unread', { facts: { 'dhcp-dns': unread() } }, 'unknown fact-unread'],
  ['settings of WDS unread', { facts: { 'wds-settings': unread() } }, 'unknown fact-unread'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
