import type { Json } from '../src/model/json.ts';
import {
  dpRegistry,
  healthyHosts,
  noRegistry,
  noSite,
  service,
  services,
  sitePoint,
  stopped,
  unread,
} from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './pxe-site-disagreement.ts';

const agreed = { IsPXE: 1, IsActive: 1, SccmPxe: 0, SupportUnknownMachines: 1 };
const site = (values: { [name: string]: number | null }) => ({
  'site-distribution-points': sitePoint({ ...agreed, ...values }),
});
const registry = (values: { [name: string]: Json }) => ({ 'distribution-point': dpRegistry(values) });
const on = (...list: Json[]) => ({ 'pxe-services': services(...list) });
const wds = service('WDSServer');
const sccm = service('SccmPxe');
const wdsOff = service('WDSServer', stopped);
const sccmOff = service('SccmPxe', stopped);
const notHere = registry({ IsPXE: 0 });

judges(check, [
  ['both say the same', {}, 'pass'],
  ['both say SccmPxe', { facts: { ...site({ SccmPxe: 1 }), ...on(wdsOff, sccm) } }, 'pass'],
  // Whether it may answer
  ['the site tells it not to answer', { facts: site({ IsActive: 0 }) }, 'fail inactive'],
  ['the site does not say whether it may answer', { facts: site({ IsActive: null }) }, 'unknown site-silent'],
  ['IsActive is neither 0 nor 1', { facts: site({ IsActive: 7 }) }, 'unknown site-silent'],
  // Whether PXE is set up
  ['PXE at the site, not here', { facts: notHere }, 'warn not-installed'],
  ['PXE at the site, no key here', { facts: { 'distribution-point': noRegistry } }, 'warn not-installed'],
  ['PXE at the site, not here, no service', { facts: { ...notHere, ...on() } }, 'warn not-installed'],
  [
    'not installed, and told not to answer',
    { facts: { ...notHere, ...site({ IsActive: 0 }) } },
    'fail inactive not-installed',
  ],
  ['PXE here, not at the site', { facts: site({ IsPXE: 0 }) }, 'warn left-behind'],
  ['PXE here, the site does not say', { facts: site({ IsPXE: null }) }, 'unknown site-silent'],
  ['PXE nowhere', { facts: { ...notHere, ...site({ IsPXE: 0 }) } }, 'not-applicable no-responder'],
  [
    'PXE not here, the site does not say',
    { facts: { ...notHere, ...site({ IsPXE: null }) } },
    'not-applicable no-responder',
  ],
  // Which responder
  ['the site wants WDS, SccmPxe answers', { facts: on(wdsOff, sccm) }, 'warn other-responder'],
  [
    'the site wants SccmPxe, WDS answers',
    { facts: { ...site({ SccmPxe: 1 }), ...on(wds, sccmOff) } },
    'warn other-responder',
  ],
  [
    'the site wants SccmPxe, which is missing: another check',
    { facts: site({ SccmPxe: 1 }) },
    'blocked responder-unclear',
  ],
  ['the site wants SccmPxe, none runs', { facts: { ...site({ SccmPxe: 1 }), ...on(wdsOff, sccmOff) } }, 'pass'],
  ['the site wants WDS, both run: another check', { facts: on(wds, sccm) }, 'blocked responder-unclear'],
  ['the site has no word on the responder', { facts: { ...site({ SccmPxe: null }), ...on(wdsOff, sccm) } }, 'pass'],
  // Unknown computers
  ['unknown computers: here not', { facts: registry({ SupportUnknownMachines: 0 }) }, 'pass unknown-computers-differ'],
  ['unknown computers: here as well', { facts: registry({ SupportUnknownMachines: 1 }) }, 'pass'],
  ['unknown computers: here of another type', { facts: registry({ SupportUnknownMachines: 'no' }) }, 'pass'],
  ['unknown computers: the site does not say', { facts: site({ SupportUnknownMachines: null }) }, 'pass'],
  // The site
  ['no site', noSite, 'not-applicable site-not-asked'],
  ['a site that was not asked any more', { without: ['site-distribution-points'] }, 'unknown site-not-read'],
  ['the site unread', { facts: { 'site-distribution-points': unread() } }, 'unknown fact-unread'],
  ['no row', { facts: { 'site-distribution-points': { points: [] } } }, 'unknown no-row'],
  ['a row of another machine', { facts: { 'site-distribution-points': sitePoint(agreed, 'DP02') } }, 'unknown no-row'],
  // Row 1
  ['registry unread', { facts: { 'distribution-point': unread() } }, 'unknown fact-unread'],
  ['services unread', { facts: { 'pxe-services': unread() } }, 'unknown fact-unread'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
