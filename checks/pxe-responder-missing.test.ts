import type { Json } from '../src/model/json.ts';
import {
  dpRegistry,
  healthyHosts,
  host,
  noRegistry,
  noSite,
  service,
  services,
  sitePoint,
  stopped,
  unread,
  wdsSettings,
} from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './pxe-responder-missing.ts';

const wds = service('WDSServer');
const sccm = service('SccmPxe');
const wdsOff = service('WDSServer', stopped);
const sccmOff = service('SccmPxe', stopped);

const on = (...list: Json[]) => ({ 'pxe-services': services(...list) });
const site = (sccmPxe: number | null, isPxe = 1) => ({
  'site-distribution-points': sitePoint({ IsPXE: isPxe, SccmPxe: sccmPxe }),
});
const noRow = { 'site-distribution-points': { points: [] } };
const siteUnread = { 'site-distribution-points': unread() };
const isPxe = (value: Json) => ({ 'distribution-point': dpRegistry({ IsPXE: value }) });
const noKey = { 'distribution-point': noRegistry };
const disabled = (value: number | null) => ({ 'wds-settings': wdsSettings({ disabled: value }) });
const plain = {
  configuration: { distributionPoints: [], pxeServers: [{ name: 'DP01' }] },
  hosts: [healthyHosts[0]!, host('DP01', ['pxe-server'])],
};
const plainNoSite = { ...noSite, ...plain, configuration: { ...noSite.configuration, ...plain.configuration } };

judges(check, [
  // One responder
  ['WDS runs', {}, 'pass'],
  ['SccmPxe runs', { facts: { ...on(sccm), ...site(1) } }, 'pass'],
  ['SccmPxe runs, WDS is suspended on purpose', { facts: { ...on(wdsOff, sccm), ...site(1) } }, 'pass'],
  ['SccmPxe runs alone though the site says 0', { facts: { ...on(wdsOff, sccm), ...site(0) } }, 'pass'],
  ['SccmPxe runs alone, no word from the site', { facts: { ...on(sccm), ...site(null) } }, 'pass'],
  ['WDS runs, SccmPxe is stopped, site 0', { facts: { ...on(wds, sccmOff), ...site(0) } }, 'pass'],
  ['WDS runs, SccmPxe is stopped, no word from the site', { facts: { ...on(wds, sccmOff), ...site(null) } }, 'pass'],
  ['WDS runs, SccmPxe is stopped, site 1', { facts: { ...on(wds, sccmOff), ...site(1) } }, 'pass'],
  ['both stopped, site 0: WDS is meant', { facts: { ...on(wdsOff, sccmOff), ...site(0) } }, 'pass'],
  ['both stopped, site 1: SccmPxe is meant', { facts: { ...on(wdsOff, sccmOff), ...site(1) } }, 'pass'],
  ['no IsPXE here, the site says 1', { facts: noKey }, 'pass'],
  ['no row at the site', { facts: noRow }, 'unknown site-without-row'],
  ['names without case', { facts: on(service('WDSServer', { name: 'wdsserver' })) }, 'pass'],
  [
    'the site spells the host otherwise',
    { facts: { ...on(wds), 'site-distribution-points': sitePoint({ SccmPxe: 1 }, 'dp01') } },
    'fail sccmpxe-absent',
  ],
  [
    'the row of another host does not count',
    { facts: { 'site-distribution-points': sitePoint({ SccmPxe: 1 }, 'DP011') } },
    'unknown site-without-row',
  ],
  // Two, or none: row 2 of the table, rulings 1 and 2
  ['two responders', { facts: on(wds, sccm) }, 'fail two-responders'],
  [
    'two responders on a machine without PXE',
    { facts: { ...on(wds, sccm), ...isPxe(0), ...site(0, 0) } },
    'fail two-responders',
  ],
  ['no service', { facts: on() }, 'fail no-service'],
  ['no service, and only the site knows of PXE', { facts: { ...on(), ...noKey } }, 'fail no-service'],
  ['no WDS, SccmPxe stopped, site 0', { facts: on(sccmOff) }, 'fail no-service'],
  ['site 1 and no SccmPxe', { facts: site(1) }, 'fail sccmpxe-absent'],
  ['site 1 and no service', { facts: { ...on(), ...site(1) } }, 'fail sccmpxe-absent'],
  ['both stopped, no word from the site', { facts: { ...on(wdsOff, sccmOff), ...site(null) } }, 'unknown undecided'],
  ['both stopped, no row at the site', { facts: { ...on(wdsOff, sccmOff), ...noRow } }, 'unknown undecided'],
  ['only SccmPxe, stopped, no word from the site', { facts: { ...on(sccmOff), ...site(null) } }, 'unknown undecided'],
  // Row 10
  ['the provider of WDS is disabled', { facts: disabled(1) }, 'fail provider-disabled'],
  ['no value Disabled', { facts: disabled(null) }, 'pass'],
  ['the provider of WDS is disabled, SccmPxe answers', { facts: { ...disabled(1), ...on(sccm), ...site(1) } }, 'pass'],
  // Ruling 1
  ['no PXE, no service', { facts: { ...isPxe(0), ...site(0, 0), ...on() } }, 'not-applicable not-pxe'],
  ['IsPXE without a value', { facts: { ...isPxe(null), ...noRow, ...on() } }, 'not-applicable not-pxe'],
  ['no PXE, and WDS', { facts: { ...isPxe(0), ...site(0, 0) } }, 'not-applicable not-pxe services-without-pxe'],
  ['plain WDS that the user named', { ...plain, facts: { ...noKey, ...noRow } }, 'pass'],
  ['plain WDS without a site: no site to ask', { ...plainNoSite, facts: noKey }, 'pass'],
  ['named, and no service', { ...plain, facts: { ...noKey, ...noRow, ...on() } }, 'fail no-service'],
  ['named, and SccmPxe runs alone', { ...plain, facts: { ...noKey, ...noRow, ...on(sccm) } }, 'pass'],
  // The site was not asked, or could not be
  ['no site: the host decides', noSite, 'pass site-not-asked'],
  ['no site, SccmPxe runs', { ...noSite, facts: on(wdsOff, sccm) }, 'pass site-not-asked'],
  ['no site, and the host leaves it open', { ...noSite, facts: on(wdsOff, sccmOff) }, 'unknown undecided'],
  ['no site, no service', { ...noSite, facts: on() }, 'fail no-service'],
  ['site unread', { facts: siteUnread }, 'unknown fact-unread'],
  ['a provider that does not answer, and the site was read', { facts: { 'sms-providers': unread('timeout') } }, 'pass'],
  ['site unread, two responders', { facts: { ...siteUnread, ...on(wds, sccm) } }, 'fail fact-unread two-responders'],
  ['site unread, no service', { facts: { ...siteUnread, ...on() } }, 'fail fact-unread no-service'],
  [
    'site unread, the host leaves it open',
    { facts: { ...siteUnread, ...on(sccmOff) } },
    'unknown fact-unread undecided',
  ],
  ['site unread, no PXE here', { facts: { ...siteUnread, ...isPxe(0), ...on() } }, 'unknown fact-unread not-pxe'],
  // Row 1
  ['services unread', { facts: { 'pxe-services': unread() } }, 'unknown fact-unread'],
  ['registry unread', { facts: { 'distribution-point': unread() } }, 'unknown fact-unread'],
  ['provider of WDS unread', { facts: { 'wds-settings': unread() } }, 'unknown fact-unread'],
  ['IsPXE is no number', { facts: isPxe('1') }, 'unknown fact-unread'],
  ['Disabled is no number', { facts: { 'wds-settings': wdsSettings({ disabled: '1' }) } }, 'unknown provider-unclear'],
  [
    'no key of the provider',
    { facts: { 'wds-settings': wdsSettings({ present: false, disabled: null }) } },
    'unknown provider-key-missing',
  ],
  [
    'settings of WDS unread, two responders',
    { facts: { 'wds-settings': unread(), ...on(wds, sccm) } },
    'fail fact-unread two-responders',
  ],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
