import type { Json } from '../src/model/json.ts';
import {
  dpRegistry,
  healthyHosts,
  host,
  identity,
  noSite,
  partError,
  service,
  services,
  sitePoint,
  stopped,
  udpEndpoints,
  unread,
  wdsSettings,
} from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './pxe-port-conflict.ts';

const wds = { processId: 1234, name: 'svchost.exe', services: ['WDSServer'] };
const tftp = { processId: 4242, name: 'tftpd64.exe', services: [] as string[] };
const dhcp = { processId: 900, name: 'svchost.exe', services: ['DHCPServer'] };
const dns = { processId: 800, name: 'dns.exe', services: ['DNS'] };
const at = (port: number, { processId }: { processId: number }, address = '0.0.0.0'): Json => ({
  port,
  address,
  processId,
});
const udp = (ports: Json[], processes: Json[], range: Json[] = []) => ({
  'udp-endpoints': udpEndpoints({ ports, processes, transportRange: range }),
});
const off = { 'pxe-services': services(service('WDSServer', stopped)) };
const sccm = {
  'pxe-services': services(service('SccmPxe', { processId: 77 }), service('WDSServer', stopped)),
  'site-distribution-points': sitePoint({ IsPXE: 1, SccmPxe: 1 }),
};
/** DNS has ports of the range, and WDS this setting. */
const inRange = (udpPortPolicy: Json, owner: { processId: number } = dns) => ({
  ...udp([at(69, wds)], [wds, dns, tftp], [{ processId: owner.processId, count: 41 }]),
  'wds-settings': wdsSettings({ udpPortPolicy }),
});
const windows = (osVersion: string | null) => ({
  hosts: [healthyHosts[0]!, { ...host('DP01', ['distribution-point']), identity: { ...identity('DP01'), osVersion } }],
});

judges(check, [
  // Ports of the responder
  ['WDS has its ports', {}, 'pass'],
  ['nobody has a port', { facts: udp([], []) }, 'pass'],
  [
    'SccmPxe has its ports',
    { facts: { ...sccm, ...udp([at(4011, { processId: 77 }), at(67, { processId: 77 })], []) } },
    'pass',
  ],
  [
    'WDS restarted between two readings',
    { facts: udp([at(69, { processId: 5 })], [{ ...wds, processId: 5 }]) },
    'pass',
  ],
  [
    'service names without case',
    { facts: udp([at(69, { processId: 5 })], [{ processId: 5, name: null, services: ['wdsserver'] }]) },
    'pass',
  ],
  ['another program has 69', { facts: udp([at(4011, wds), at(69, tftp)], [wds, tftp]) }, 'fail port-taken'],
  ['another program has 4011', { facts: udp([at(4011, tftp)], [tftp]) }, 'fail port-taken'],
  ['another program has 67', { facts: udp([at(67, tftp)], [tftp]) }, 'fail port-taken'],
  [
    'one program has two ports, at two addresses',
    { facts: udp([at(69, tftp), at(69, tftp, '::'), at(4011, tftp)], [tftp]) },
    'fail port-taken',
  ],
  ['two programs', { facts: udp([at(69, tftp), at(4011, dns)], [tftp, dns]) }, 'fail port-taken port-taken'],
  ['both have 69', { facts: udp([at(69, wds), at(69, tftp, '10.0.0.5')], [wds, tftp]) }, 'fail port-taken'],
  ['a process without a name', { facts: udp([at(69, tftp)], []) }, 'fail port-taken'],
  ['the DHCP server has 67', { facts: udp([at(67, dhcp)], [dhcp]) }, 'pass'],
  ['the DHCP server has 4011', { facts: udp([at(4011, dhcp)], [dhcp]) }, 'fail port-taken'],
  ['WDS is stopped, nobody has its ports', { facts: { ...off, ...udp([], []) } }, 'pass'],
  ['WDS is stopped, another program has 69', { facts: { ...off, ...udp([at(69, tftp)], [tftp]) } }, 'fail port-taken'],
  [
    'WDS is stopped, and so has no process of its own',
    { facts: { ...off, ...udp([at(69, { processId: 0 })], []) } },
    'fail port-taken',
  ],
  [
    'SccmPxe is to answer, WDS has 69',
    { facts: { ...sccm, 'pxe-services': services(service('SccmPxe', stopped), service('WDSServer')) } },
    'fail other-responder-has-port',
  ],
  [
    'SccmPxe is to answer, WDS has 69, another program has 4011',
    {
      facts: {
        ...sccm,
        ...udp([at(69, wds), at(4011, tftp)], [wds, tftp]),
        'pxe-services': services(service('SccmPxe', stopped), service('WDSServer')),
      },
    },
    'fail other-responder-has-port port-taken',
  ],
  [
    'WDS is to answer, SccmPxe is not gone yet',
    {
      facts: {
        ...udp([at(69, { processId: 77 })], [{ processId: 77, name: 'smspxe.exe', services: ['SccmPxe'] }]),
        'pxe-services': services(service('SccmPxe', { state: 'Stop Pending', processId: 77 }), service('WDSServer')),
      },
    },
    'fail other-responder-has-port',
  ],
  // The range of WDS
  ['DNS in the range, any port', { facts: inRange({ value: 0 }) }, 'pass'],
  ['DNS in the range, the range alone', { facts: inRange({ value: 1 }) }, 'fail dns-range'],
  ['DNS in the range, no policy', { facts: inRange({ value: null }) }, 'pass'],
  [
    'DNS in the range, no policy, Windows 6.1',
    { facts: inRange({ value: null }), ...windows('6.1.7601') },
    'unknown range-unclear',
  ],
  ['DNS in the range, no policy, Windows 6.2', { facts: inRange({ value: null }), ...windows('6.2.9200') }, 'pass'],
  ['DNS in the range, no policy, Windows 6.3', { facts: inRange({ value: null }), ...windows('6.3.9600') }, 'pass'],
  [
    'DNS in the range, no policy, which Windows is not known',
    { facts: inRange({ value: null }), ...windows(null) },
    'unknown range-unclear',
  ],
  ['DNS in the range, any port, Windows 6.1', { facts: inRange({ value: 0 }), ...windows('6.1.7601') }, 'pass'],
  ['DNS in the range, another policy', { facts: inRange({ value: 9 }) }, 'unknown range-unclear'],
  ['DNS in the range, policy of another type', { facts: inRange({ value: 'fixed' }) }, 'unknown range-unclear'],
  ['DNS in the range, policy unread', { facts: inRange(partError) }, 'unknown range-unclear'],
  ['another program in the range', { facts: inRange({ value: 1 }, tftp) }, 'pass'],
  [
    'nobody in the range, policy unread',
    { facts: { 'wds-settings': wdsSettings({ udpPortPolicy: partError }) } },
    'pass',
  ],
  [
    'SccmPxe does not draw from the range',
    { facts: { ...sccm, ...inRange({ value: 1 }), ...udp([], [dns], [{ processId: 800, count: 41 }]) } },
    'pass',
  ],
  [
    'both',
    { facts: { ...inRange({ value: 1 }), ...udp([at(69, tftp)], [tftp, dns], [{ processId: 800, count: 41 }]) } },
    'fail dns-range port-taken',
  ],
  // No responder
  [
    'no PXE',
    { facts: { 'distribution-point': dpRegistry({ IsPXE: 0 }), 'site-distribution-points': sitePoint({ IsPXE: 0 }) } },
    'not-applicable no-responder',
  ],
  [
    'two responders',
    { facts: { 'pxe-services': services(service('WDSServer'), service('SccmPxe')) } },
    'blocked responder-unclear',
  ],
  [
    'plain WDS',
    { ...noSite, hosts: [healthyHosts[0]!, host('DP01', ['pxe-server'])], facts: udp([at(69, tftp)], [tftp]) },
    'fail port-taken',
  ],
  // Row 1
  ['ports unread', { facts: { 'udp-endpoints': unread() } }, 'unknown fact-unread'],
  ['settings unread', { facts: { 'wds-settings': unread() } }, 'unknown fact-unread'],
  ['site unread', { facts: { 'site-distribution-points': unread() } }, 'unknown fact-unread'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
