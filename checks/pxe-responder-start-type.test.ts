import type { Json } from '../src/model/json.ts';
import {
  dpRegistry,
  healthyHosts,
  noSite,
  partError,
  service,
  serviceKey,
  services,
  sitePoint,
  stopped,
  unread,
} from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './pxe-responder-start-type.ts';

const wds = (parts: { [key: string]: Json } = {}) => ({ 'pxe-services': services(service('WDSServer', parts)) });
const bySccm = { 'site-distribution-points': sitePoint({ IsPXE: 1, SccmPxe: 1 }) };
const sccm = (parts: { [key: string]: Json } = {}, ...others: Json[]) => ({
  'pxe-services': services(service('SccmPxe', parts), ...others),
  ...bySccm,
});
const suspended = service('WDSServer', { ...stopped, startMode: 'Disabled' });
const inGroup = (group: Json) => serviceKey({ group });
const old = { delayedAutoStart: null };
const notPxe = {
  'distribution-point': dpRegistry({ IsPXE: 0 }),
  'site-distribution-points': sitePoint({ IsPXE: 0 }),
};

judges(check, [
  ['WDS starts with Windows', {}, 'pass'],
  ['WDS starts delayed', { facts: wds({ delayedAutoStart: true }) }, 'pass'],
  ['SccmPxe starts with Windows, WDS is disabled on purpose', { facts: sccm({}, suspended) }, 'pass'],
  ['stopped and automatic is another check', { facts: wds(stopped) }, 'pass'],
  ['a start type that Windows does not know', { facts: wds({ startMode: 'Unknown' }) }, 'unknown start-type-unclear'],
  // Row 3, ruling 5
  ['manual while it runs', { facts: wds({ startMode: 'Manual' }) }, 'fail not-automatic'],
  ['disabled while it runs', { facts: wds({ startMode: 'Disabled' }) }, 'fail not-automatic'],
  ['manual and stopped', { facts: wds({ ...stopped, startMode: 'Manual' }) }, 'fail not-automatic'],
  [
    'manual, and the delay unread',
    { facts: wds({ startMode: 'Manual', ...old, delayedInRegistry: partError }) },
    'fail not-automatic',
  ],
  ['SccmPxe manual while it runs', { facts: sccm({ startMode: 'Manual' }) }, 'fail not-automatic'],
  ['SccmPxe disabled', { facts: sccm({ ...stopped, startMode: 'Disabled' }) }, 'fail not-automatic'],
  // Before Windows Server 2016 only the registry knows
  ['2012 R2: the registry says delayed', { facts: wds({ ...old, delayedInRegistry: { value: 1 } }) }, 'pass'],
  ['2012 R2: the registry has no value', { facts: wds({ ...old, delayedInRegistry: { value: null } }) }, 'pass'],
  [
    '2012 R2: the registry could not be read',
    { facts: wds({ ...old, delayedInRegistry: partError }) },
    'unknown delay-unread',
  ],
  ['2016: the registry is not needed', { facts: wds({ delayedInRegistry: partError }) }, 'pass'],
  [
    'SccmPxe: the registry could not be read',
    { facts: sccm({ ...old, delayedInRegistry: partError }) },
    'unknown delay-unread',
  ],
  // A group forbids the delay
  [
    'delayed in a group',
    { facts: wds({ delayedAutoStart: true, ...inGroup('NetworkProvider') }) },
    'warn delayed-in-group',
  ],
  ['delayed, the group empty', { facts: wds({ delayedAutoStart: true, ...inGroup('') }) }, 'pass'],
  ['in a group without delay', { facts: wds(inGroup('NetworkProvider')) }, 'pass'],
  [
    'delayed, the group of another type',
    { facts: wds({ delayedAutoStart: true, ...inGroup(7) }) },
    'unknown group-unread',
  ],
  ['delayed, the key unread', { facts: wds({ delayedAutoStart: true, registry: partError }) }, 'unknown group-unread'],
  ['the key unread without delay', { facts: wds({ registry: partError }) }, 'pass'],
  // No single responder
  ['no PXE', { facts: notPxe }, 'not-applicable no-responder'],
  [
    'two responders',
    { facts: { 'pxe-services': services(service('WDSServer'), service('SccmPxe')) } },
    'blocked responder-unclear',
  ],
  ['no service', { facts: { 'pxe-services': services() } }, 'blocked responder-unclear'],
  ['SccmPxe expected and absent', { facts: bySccm }, 'blocked responder-unclear'],
  [
    'the host leaves it open',
    { ...noSite, facts: { 'pxe-services': services(suspended, service('SccmPxe', stopped)) } },
    'blocked responder-unclear',
  ],
  // Unread
  ['services unread', { facts: { 'pxe-services': unread('timeout') } }, 'unknown fact-unread'],
  ['registry unread', { facts: { 'distribution-point': unread() } }, 'unknown fact-unread'],
  ['site unread', { facts: { 'site-distribution-points': unread() } }, 'unknown fact-unread'],
  [
    'site unread, manual',
    { facts: { 'site-distribution-points': unread(), ...wds({ startMode: 'Manual' }) } },
    'fail fact-unread not-automatic',
  ],
  ['a service of another shape', { facts: wds({ startMode: null }) }, 'unknown fact-unread'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
