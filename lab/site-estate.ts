import type { Scenario } from './scenario.ts';
import type { ScenarioPackage, ScenarioSite } from './scenario-schema.ts';

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
}

/** Where a package was sent: everywhere in its own version, save for what the scenario says. */
export function distributionOf(site: ScenarioSite, pkg: ScenarioPackage): Distributed[] {
  return Object.keys(site.distributionPoints).flatMap((point) => {
    const said = pkg.distributed[point];
    if (said === null || site.distributionPoints[point] === null) return [];
    return [{ point, version: said?.version ?? pkg.version, state: said?.state ?? 0, stored: said?.stored ?? true }];
  });
}

/** The DNS name of a host; its own name where it is in no domain. */
export function fqdn(scenario: Scenario, name: string): string {
  const domain = scenario.hosts[name]?.domain;
  return domain ? `${name}.${domain}` : name;
}

/** The network abstraction path by which the site names a distribution point. */
export function nalPath(scenario: Scenario, site: ScenarioSite, name: string): string {
  const server = `\\\\${fqdn(scenario, name)}\\`;
  return `["Display=${server}"]MSWNET:["SMS_SITE=${site.code}"]${server}`;
}

/** The namespace of the site's own classes. */
export function siteNamespace(site: ScenarioSite): string {
  return `root/SMS/site_${site.code}`;
}
