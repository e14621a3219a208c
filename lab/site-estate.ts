import type { Scenario } from './scenario.ts';
import type { ScenarioPackage, ScenarioSite } from './site-schema.ts';

/** One CIM instance; values as the scenario says them, typed later by the tables. */
export interface Row {
  namespace: string;
  class: string;
  values: { [property: string]: unknown };
}

/** What the site knows of a package on a distribution point, and what the library there holds. */
export interface Distributed {
  point: string;
  version: number;
  state: number;
  stored: boolean;
  lacks: readonly string[];
  summarized: boolean;
  targeted: boolean;
  messages: readonly StatusMessage[];
}
type StatusMessage = NonNullable<NonNullable<ScenarioPackage['distributed'][string]>['messages']>[number];

/** What the site hears when all went well. */
const sent: StatusMessage = { id: 2330, severity: 'success', state: 1 };
const noPackage = 0x10000000;
const noSource = 1;

/**
 * Where a package was sent: everywhere in its own version, save for what the scenario says. One without content of its
 * own goes nowhere unless it is said.
 */
export function distributionOf(site: ScenarioSite, pkg: ScenarioPackage): Distributed[] {
  return Object.keys(site.distributionPoints).flatMap((point) => {
    const said = pkg.distributed[point];
    if (said === null || site.distributionPoints[point] === null) return [];
    if (!said && ((pkg.flags & noPackage) !== 0 || pkg.sourceFlag === noSource)) return [];
    const {
      version = pkg.version,
      state = 0,
      stored = true,
      lacks = [],
      summarized = true,
      targeted = true,
    } = said ?? {};
    return [{ point, version, state, stored, lacks, summarized, targeted, messages: said?.messages ?? [sent] }];
  });
}

/** The packages whose content lies on a distribution point, in the order of the site. */
export function packagesAt(
  site: ScenarioSite,
  point: string,
): { id: string; pkg: NonNullable<ScenarioPackage>; here: Distributed }[] {
  return Object.entries(site.packages).flatMap(([id, pkg]) => {
    const here = pkg && distributionOf(site, pkg).find((sent) => sent.point === point);
    return pkg && here?.stored ? [{ id, pkg, here }] : [];
  });
}

/** The DNS name of a host; its own name where it is in no domain. */
export function fqdn(scenario: Scenario, name: string): string {
  const domain = scenario.hosts[name]?.domain;
  return domain ? `${name}.${domain}` : name;
}

/** The network abstraction path by which the site names a distribution point. */
export function nalPath(scenario: Scenario, site: ScenarioSite, name: string): string {
  const server = `\\\\${site.distributionPoints[name]?.nalName ?? fqdn(scenario, name)}\\`;
  return `["Display=${server}"]MSWNET:["SMS_SITE=${site.code}"]${server}`;
}

/** The hosts of the SMS Providers. */
export function providersOf(site: ScenarioSite): string[] {
  return site.providers ?? [site.provider ?? site.server];
}

/** Whether a host is one of an SMS Provider. */
export function isProvider({ site }: Scenario, name: string): boolean {
  return site !== undefined && providersOf(site).includes(name);
}

/** The namespace of the site's own classes. */
export function siteNamespace(site: ScenarioSite): string {
  return `root/SMS/site_${site.code}`;
}
