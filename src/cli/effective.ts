import { type CaptureConfiguration, type Configuration, noCapture } from '../model/configuration.ts';
import type { HostReference, Remoting } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import { remotingOptions } from './args-remoting.ts';
import { asTarget, KnownHosts, type NamedHost, united } from './hosts.ts';
import type { Overrides } from './options.ts';
import { type Folders, foreignKey, withKeyFile, withKeyFiles } from './remoting.ts';
import { parseSiteFile } from './site-file.ts';
import type { SiteFile, SiteFileHost, SiteFileTarget } from './site-file-schema.ts';
import {
  allowedOf,
  captureAccountForm,
  destinationForm,
  type Form,
  hostForm,
  mediaForm,
  packageForm,
  quoted,
  siteCodeForm,
  taskSequenceForm,
} from './values.ts';

/** What a configuration is made from beside the site file and the options. */
interface Beside {
  /** The list that the options name. */
  listed: NamedHost[] | null;
  /** Where key files of the site file are, and those of the options. */
  site: Folders;
  given: Folders;
}

const nothingBeside: Beside = {
  listed: null,
  site: { folder: null, home: null },
  given: { folder: null, home: null },
};

/** The same from the text of a site file; null is no site file. A list must have been read before. */
export function configurationFrom(
  text: string | null,
  name: string,
  overrides: Overrides,
  beside: Beside = nothingBeside,
): Configuration {
  if (overrides.targetList !== null && beside.listed === null) throw new Error('the list of --targets was not read');
  const siteFile = text === null ? {} : parseSiteFile(text, name);
  const base = fromSiteFile(siteFile, name, beside.site);
  demandMeaning(overrides.remoting, base.remoting, name);
  const configuration = withOverrides(base, overrides, beside);
  demandOneDescription(configuration, beside.listed === null ? '"targets"' : 'the list of --targets');
  return configuration;
}

function fromSiteFile(data: SiteFile, file: string, folders: Folders): Configuration {
  const host = (given: SiteFileHost): HostReference => withKeyFile(hostReference(given), folders);
  const once = <Host extends NamedHost>(key: string, hosts: Host[]): Host[] =>
    united(hosts, ({ name, detail, values }) => {
      const both = values.map(quoted).join(' and ');
      return new UsageError(`${file}: "${key}" names ${name} twice with a different ${detail}: ${both}.`);
    });
  return {
    site: data.site ? { server: host(data.site.server), code: upper(data.site.code) } : null,
    distributionPoints: once('distributionPoints', (data.distributionPoints ?? []).map(host)),
    pxeServers: once('pxeServers', (data.pxeServers ?? []).map(host)),
    capture: data.capture
      ? captureWith(noCapture, { ...data.capture, taskSequence: upper(data.capture.taskSequence) })
      : null,
    taskSequence: upper(data.taskSequence),
    packages: [...new Set((data.packages ?? []).map((id) => id.toUpperCase()))],
    hashWorkers: data.hashWorkers ?? null,
    referenceComputer: data.referenceComputer === undefined ? null : host(data.referenceComputer),
    // Only when all that is said of a machine is together, what it is without a role.
    targets: once('targets', withKeyFiles((data.targets ?? []).map(namedHost), folders)).map(asTarget),
    remoting: withKeyFile(data.remoting ?? {}, folders),
  };
}

function withOverrides(base: Configuration, given: Overrides, { listed, given: folders }: Beside): Configuration {
  const known = new KnownHosts(
    base.targets,
    hostsByKey(base).map(([, host]) => host),
  );
  const host = (option: string, name: string): HostReference => {
    demand(option, name, hostForm);
    // A host that the file describes keeps its address and port when an option picks it by name.
    return known.described({ name });
  };
  const hosts = (option: string, names: string[] | null, otherwise: HostReference[]): HostReference[] =>
    names === null
      ? otherwise
      : united(
          names.map((name) => host(option, name)),
          never,
        );
  const text = (option: string, value: string | null, form: Form): string | null => {
    if (value !== null) demand(option, value, form);
    return value;
  };

  const server = given.siteServer === null ? base.site?.server : host('--site-server', given.siteServer);
  const code = text('--site-code', given.siteCode, siteCodeForm)?.toUpperCase() ?? base.site?.code ?? null;
  const capture = {
    destination: text('--capture-destination', given.captureDestination, destinationForm),
    account: text('--capture-account', given.captureAccount, captureAccountForm),
    taskSequence: text('--capture-task-sequence', given.captureTaskSequence, taskSequenceForm)?.toUpperCase() ?? null,
    media: text('--capture-media', given.captureMedia, mediaForm),
  };
  if (!server && given.siteCode !== null) throw alone('--site-code', given.siteCode, '--site-server', 'site.server');
  const chosen = chosenTargets(given.targets, listed);
  const packages = given.packages?.map((id) => text('--package', id, packageForm)!.toUpperCase());
  return {
    site: server ? { server, code } : null,
    distributionPoints: hosts('--distribution-point', given.distributionPoints, base.distributionPoints),
    pxeServers: hosts('--pxe-server', given.pxeServers, base.pxeServers),
    capture: captureWith(base.capture, capture),
    taskSequence: text('--task-sequence', given.taskSequence, taskSequenceForm)?.toUpperCase() ?? base.taskSequence,
    packages: packages ? [...new Set(packages)] : base.packages,
    hashWorkers: given.hashWorkers ?? base.hashWorkers,
    referenceComputer:
      given.referenceComputer === null ? base.referenceComputer : host('--reference-computer', given.referenceComputer),
    targets: chosen === null ? base.targets : chosen.map((target) => known.target(target)),
    remoting: { ...base.remoting, ...withKeyFile(given.remoting, folders) },
  };
}

/** What is said of the capture, in place of what was said before; null where nothing is said at all. */
function captureWith(
  base: CaptureConfiguration | null,
  given: { [Key in keyof CaptureConfiguration]?: CaptureConfiguration[Key] | null | undefined },
): CaptureConfiguration | null {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined));
  return base === null && Object.keys(said).length === 0 ? null : { ...noCapture, ...base, ...said };
}

function demand(option: string, value: string, form: Form): void {
  if (!form.test(value)) throw new UsageError(`${option} is ${quoted(value)}, but ${allowedOf(form, value)}.`);
}

function alone(option: string, value: string, missing: string, key: string): UsageError {
  return new UsageError(`${option} ${quoted(value)} needs ${missing} beside it, or "${key}" in the site file.`);
}

/** What `--target` and the list of `--targets` name, each machine once; null where neither is given. */
function chosenTargets(names: readonly string[] | null, listed: readonly NamedHost[] | null): NamedHost[] | null {
  if (names === null && listed === null) return null;
  const plain = (names ?? []).map((name): NamedHost => {
    demand('--target', name, hostForm);
    return { name };
  });
  return united([...plain, ...(listed ?? [])], never);
}

/** Names alone contradict nothing, and a list has been looked through. */
function never({ name }: { name: string }): Error {
  return new Error(`${name} is described twice`);
}

/** An option that has no meaning for the way that the site file states for all. */
function demandMeaning(given: Remoting, stated: Remoting, file: string): void {
  if (given.via !== undefined || stated.via === undefined) return;
  const foreign = foreignKey({ ...given, via: stated.via });
  if (foreign === null) return;
  const { key, way } = foreign;
  throw new UsageError(
    `${remotingOptions[key]} goes with ${way}, but "remoting.via" in ${file} is ${stated.via}; add --via ${way} or leave it out.`,
  );
}

/** Two places that describe a host in different words: neither is better than the other. */
function demandOneDescription(configuration: Configuration, targets: string): void {
  const places = [
    ...hostsByKey(configuration),
    ...configuration.targets.map((host): [string, HostReference] => [targets, host]),
  ];
  united(
    places.map(([, host]) => host),
    ({ name, detail, values, places: both }) => {
      const where = both.map((place) => places[place]![0]).join(' and by ');
      return new UsageError(
        `${name} is described by ${where} with a different ${detail}: ${values.map(quoted).join(' and ')}.`,
      );
    },
  );
}

/** The hosts in the keys that give them their part, each with its key. */
function hostsByKey({
  site,
  distributionPoints,
  pxeServers,
  referenceComputer,
}: Configuration): [string, HostReference][] {
  return [
    ...(site ? [['"site.server"', site.server] as [string, HostReference]] : []),
    ...distributionPoints.map((host): [string, HostReference] => ['"distributionPoints"', host]),
    ...pxeServers.map((host): [string, HostReference] => ['"pxeServers"', host]),
    ...(referenceComputer ? [['"referenceComputer"', referenceComputer] as [string, HostReference]] : []),
  ];
}

function hostReference(host: SiteFileHost): HostReference {
  return typeof host === 'string' ? { name: host } : host;
}

function namedHost(host: SiteFileTarget): NamedHost {
  return typeof host === 'string' ? { name: host } : host;
}

function upper(text: string | undefined): string | null {
  return text?.toUpperCase() ?? null;
}
