import type { Json } from '../src/model/json.ts';
import { dpRegistry, healthyHosts, noSite, services, sitePoint, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './pxe-unknown-computers-refused.ts';

const site = (value: number | null) => ({
  'site-distribution-points': sitePoint({ IsPXE: 1, SccmPxe: 0, SupportUnknownMachines: value }),
});
const registry = (value: Json) => ({ 'distribution-point': dpRegistry({ SupportUnknownMachines: value }) });

judges(check, [
  ['the site answers them', {}, 'pass'],
  ['the site answers them, the registry does not', { facts: registry(0) }, 'pass'],
  ['the site refuses them', { facts: site(0) }, 'warn refused'],
  ['the site refuses them, the registry does not', { facts: { ...site(0), ...registry(1) } }, 'warn refused'],
  ['the site does not say, the registry answers them', { facts: { ...site(null), ...registry(1) } }, 'pass'],
  ['the site does not say, the registry refuses them', { facts: { ...site(null), ...registry(0) } }, 'warn refused'],
  ['neither says', { facts: site(null) }, 'unknown not-known'],
  ['another value', { facts: site(2) }, 'unknown not-known'],
  ['a value of another type', { facts: { ...site(null), ...registry('0') } }, 'unknown not-known'],
  ['no site, the registry answers them', { ...noSite, facts: registry(1) }, 'pass'],
  ['no site, the registry refuses them', { ...noSite, facts: registry(0) }, 'warn refused'],
  ['no site, no value', noSite, 'unknown not-known'],
  [
    'no row, the registry refuses them',
    { facts: { ...registry(0), 'site-distribution-points': { points: [] } } },
    'warn refused',
  ],
  [
    'site unread, the registry answers them',
    { facts: { ...registry(1), 'site-distribution-points': unread() } },
    'unknown fact-unread',
  ],
  [
    'site unread, the registry refuses them',
    { facts: { ...registry(0), 'site-distribution-points': unread() } },
    'unknown fact-unread refused',
  ],
  [
    'no PXE',
    { facts: { 'distribution-point': dpRegistry({ IsPXE: 0 }), 'site-distribution-points': sitePoint({ IsPXE: 0 }) } },
    'not-applicable no-responder',
  ],
  ['no service', { facts: { 'pxe-services': services() } }, 'blocked responder-unclear'],
  ['registry unread', { facts: { 'distribution-point': unread() } }, 'unknown fact-unread'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
