import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseDocument } from 'yaml';
import type * as z from 'zod';
import { packageFolder } from '../src/transport/snippets.ts';
import { mutations } from './content-library-mutations.ts';
import { isMap, overlay, type Raw } from './overlay.ts';
import { withEstate } from './scenario-estate.ts';
import { type ScenarioData, type ScenarioHost, scenarioSchema } from './scenario-schema.ts';
import { providersOf } from './site-estate.ts';

/** A small Windows estate and its story, checked and complete. */
export interface Scenario extends ScenarioData {
  name: string;
}

/** A scenario file that cannot be used; the message is one sentence with file and key. */
export class ScenarioError extends Error {
  override name = 'ScenarioError';
}

const folder = (): string => join(packageFolder(), 'lab', 'scenarios');

/** The scenarios by name that run in children of ours, `healthy` first: those of the top, or of a folder (`pxe/…`). */
export function scenarioNames(group = ''): string[] {
  return allNames().filter((name) => groupOf(name) === group && !isEstate(name));
}

/** The scenarios with an estate: they need sshd, and more time. */
export function estateNames(): string[] {
  return allNames().filter(isEstate);
}

function allNames(): string[] {
  const names = readdirSync(folder(), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  return names
    .map((file) => file.slice(0, -'.yaml'.length).replaceAll('\\', '/'))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
const groupOf = (name: string): string => name.split('/').slice(0, -1).join('/');
const isEstate = (name: string): boolean => /^estate:/m.test(readFileSync(join(folder(), `${name}.yaml`), 'utf8'));
const rank = (name: string): number => (name === 'healthy' ? 0 : 1);

/** Loads one of the scenarios that come with the lab. Throws {@link ScenarioError}. */
export function loadScenario(name: string): Scenario {
  if (!allNames().includes(name))
    throw new ScenarioError(`There is no scenario ${name}; there are ${allNames().join(', ')}.`);
  return scenarioFrom(name, readRaw(join(folder(), `${name}.yaml`), []));
}

/** A scenario out of the text of a file, for tests and for files from elsewhere. */
export function parseScenario(text: string, file: string): Scenario {
  return scenarioFrom(basename(file, '.yaml'), withBase(parseYaml(text, file), file, []), file);
}

/** The same estate with every host in another culture and time zone (an IANA name). */
export function withCulture(scenario: Scenario, culture: string, timeZone: string): Scenario {
  const hosts = Object.entries(scenario.hosts).map(([name, host]) => [name, { ...host, culture, timeZone }]);
  return { ...scenario, hosts: Object.fromEntries(hosts) as { [name: string]: ScenarioHost } };
}

function readRaw(file: string, seen: readonly string[]): Raw {
  return withBase(parseYaml(readFileSync(file, 'utf8'), basename(file)), basename(file), seen);
}

function parseYaml(text: string, file: string): Raw {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error) throw new ScenarioError(`${file}: not YAML: ${error.message.split('\n')[0]}.`);
  const raw: unknown = document.toJS();
  if (!isMap(raw)) throw new ScenarioError(`${file}: a scenario is a map of keys.`);
  return raw;
}

/** `base: healthy` takes another scenario and lays this one over it. */
function withBase(raw: Raw, file: string, seen: readonly string[]): Raw {
  const { base, ...own } = raw;
  if (base === undefined) return own;
  if (typeof base !== 'string' || !allNames().includes(base) || seen.includes(base))
    throw new ScenarioError(`${file}: base: there is no scenario ${String(base)} to build on.`);
  const under = readRaw(join(folder(), `${base}.yaml`), [...seen, base]);
  return overlay(under, own) as Raw;
}

function scenarioFrom(name: string, raw: Raw, file = `${name}.yaml`): Scenario {
  const whole = withEstate(raw);
  if ('problem' in whole) throw new ScenarioError(`${file}: ${whole.problem}`);
  const result = scenarioSchema.safeParse(whole);
  if (!result.success) throw new ScenarioError(`${file}: ${sentence(result.error.issues[0]!)}`);
  const scenario = { name, ...result.data };
  const problem = crossProblem(scenario);
  if (problem) throw new ScenarioError(`${file}: ${problem}`);
  return scenario;
}

function sentence(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.');
  if (issue.code === 'unrecognized_keys')
    return `${[...issue.path, issue.keys[0]].join('.')}: there is no such key here.`;
  if (issue.code === 'invalid_union') {
    const deeper = issue.errors.map((list) => list[0]).find((inner) => inner && inner.path.length > 0);
    return deeper
      ? sentence({ ...deeper, path: [...issue.path, ...deeper.path] })
      : `${where}: not a value of this kind.`;
  }
  if (issue.code === 'invalid_key') return `${where}: ${issue.issues[0]?.message ?? 'not a name of this kind'}.`;
  return `${where}: ${issue.message.replace(/\.$/, '')}.`;
}

/** What no single key shows: names of hosts, packages and mutations that nothing has. */
function crossProblem({ hosts, site, runOn }: Scenario): string | undefined {
  const host = (name: string, key: string): string | undefined =>
    name in hosts ? undefined : `${key}: there is no host ${name}.`;
  const found: (string | undefined)[] = [runOn === undefined ? undefined : host(runOn, 'runOn')];
  if (site) {
    found.push(host(site.server, 'site.server'));
    for (const name of providersOf(site)) found.push(host(name, 'site.provider'));
    for (const name of Object.keys(site.distributionPoints)) found.push(host(name, 'site.distributionPoints'));
    for (const [id, pkg] of Object.entries(site.packages)) {
      for (const name of Object.keys(pkg?.distributed ?? {}))
        if (!site.distributionPoints[name])
          found.push(`site.packages.${id}.distributed: ${name} is no distribution point.`);
    }
    for (const [id, sequence] of Object.entries(site.taskSequences)) {
      for (const ref of [...(sequence?.references ?? []), ...(sequence?.bootImage ? [sequence.bootImage] : [])])
        if (!site.packages[ref]) found.push(`site.taskSequences.${id}: there is no package ${ref}.`);
      for (const child of sequence?.children ?? [])
        if (!site.taskSequences[child]) found.push(`site.taskSequences.${id}: there is no task sequence ${child}.`);
    }
  }
  for (const [name, { shares, acls, library }] of Object.entries(hosts)) {
    for (const [share, entry] of Object.entries(shares)) {
      const known = Object.keys(acls).map((path) => path.toLowerCase());
      if (entry && !entry.special && !known.includes(entry.path.toLowerCase()))
        found.push(`hosts.${name}.shares.${share}: acls does not say who may use ${entry.path}.`);
    }
    for (const mutation of library?.mutations ?? [])
      if (!(mutation.name in mutations))
        found.push(`hosts.${name}.library.mutations: there is no mutation ${mutation.name}.`);
    if (library && !site) found.push(`hosts.${name}.library: its packages come from site, which is missing.`);
  }
  return found.find((problem) => problem !== undefined);
}
