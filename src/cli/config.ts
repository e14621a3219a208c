import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Configuration } from '../model/configuration.ts';
import { type HostReference, hostKey } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Overrides } from './options.ts';
import { parseSiteFile } from './site-file.ts';
import type { SiteFile, SiteFileHost } from './site-file-schema.ts';
import {
  accountForm,
  destinationForm,
  type Form,
  hostForm,
  packageForm,
  quoted,
  siteCodeForm,
  taskSequenceForm,
} from './values.ts';

/** The site file that is read when it lies in the current folder and no other is named. */
const siteFileName = 'osd-preflight.yaml';

/**
 * The effective configuration: the site file (`file`, else `osd-preflight.yaml` in `cwd` if there is one) with each
 * value that an option gives in place of the file's.
 */
export async function loadConfiguration(request: {
  file: string | null;
  cwd: string;
  overrides: Overrides;
}): Promise<Configuration> {
  const name = request.file ?? siteFileName;
  const text = await readText(path.resolve(request.cwd, name), request.file);
  return configurationFrom(text, name, request.overrides);
}

/** The same from the text of a site file; null is no site file. */
export function configurationFrom(text: string | null, name: string, overrides: Overrides): Configuration {
  const siteFile = text === null ? {} : parseSiteFile(text, name);
  return withOverrides(fromSiteFile(siteFile, name), siteFile, overrides);
}

/** Null where there is no such file and nobody named one. */
async function readText(file: string, named: string | null): Promise<string | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (named === null && code === 'ENOENT') return null;
    const what = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`;
    throw new UsageError(`${named === null ? file : `--config ${quoted(named)}`} ${what}; a site file is a YAML file.`);
  }
  // Windows PowerShell's ">" and Set-Content write UTF-16 with a byte order mark.
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${named ?? siteFileName} is not YAML: it is neither UTF-8 nor UTF-16 text.`);
  }
}

function fromSiteFile(data: SiteFile, file: string): Configuration {
  const hosts = (key: 'distributionPoints' | 'pxeServers'): HostReference[] =>
    merged((data[key] ?? []).map(hostReference), (what) => `${file}: "${key}" ${what}`);
  return {
    site: data.site ? { server: hostReference(data.site.server), code: upper(data.site.code) } : null,
    distributionPoints: hosts('distributionPoints'),
    pxeServers: hosts('pxeServers'),
    capture: data.capture ? { destination: data.capture.destination, account: data.capture.account ?? null } : null,
    taskSequence: upper(data.taskSequence),
    packages: [...new Set((data.packages ?? []).map((id) => id.toUpperCase()))],
    referenceComputer: data.referenceComputer === undefined ? null : hostReference(data.referenceComputer),
  };
}

function withOverrides(base: Configuration, siteFile: SiteFile, given: Overrides): Configuration {
  const known = describedHosts(siteFile);
  const host = (option: string, name: string): HostReference => {
    demand(option, name, hostForm);
    // A host that the file describes keeps its address and port when an option picks it by name.
    const described = known.get(hostKey(name));
    return described ? { ...described, name } : { name };
  };
  const hosts = (option: string, names: string[] | null, otherwise: HostReference[]): HostReference[] =>
    names === null ? otherwise : merged(names.map((name) => host(option, name)));
  const text = (option: string, value: string | null, form: Form): string | null => {
    if (value !== null) demand(option, value, form);
    return value;
  };

  const server = given.siteServer === null ? base.site?.server : host('--site-server', given.siteServer);
  const code = text('--site-code', given.siteCode, siteCodeForm)?.toUpperCase() ?? base.site?.code ?? null;
  const destination =
    text('--capture-destination', given.captureDestination, destinationForm) ?? base.capture?.destination;
  const account = text('--capture-account', given.captureAccount, accountForm) ?? base.capture?.account ?? null;
  if (!server && given.siteCode !== null) throw alone('--site-code', given.siteCode, '--site-server', 'site.server');
  if (destination === undefined && given.captureAccount !== null) {
    throw alone('--capture-account', given.captureAccount, '--capture-destination', 'capture.destination');
  }
  const packages = given.packages?.map((id) => text('--package', id, packageForm)!.toUpperCase());
  return {
    site: server ? { server, code } : null,
    distributionPoints: hosts('--distribution-point', given.distributionPoints, base.distributionPoints),
    pxeServers: hosts('--pxe-server', given.pxeServers, base.pxeServers),
    capture: destination === undefined ? null : { destination, account },
    taskSequence: text('--task-sequence', given.taskSequence, taskSequenceForm)?.toUpperCase() ?? base.taskSequence,
    packages: packages ? [...new Set(packages)] : base.packages,
    referenceComputer:
      given.referenceComputer === null ? base.referenceComputer : host('--reference-computer', given.referenceComputer),
  };
}

function demand(option: string, value: string, form: Form): void {
  if (!form.test(value)) throw new UsageError(`${option} is ${quoted(value)}, but ${form.allowed}.`);
}

function alone(option: string, value: string, missing: string, key: string): UsageError {
  return new UsageError(`${option} ${quoted(value)} needs ${missing} beside it, or "${key}" in the site file.`);
}

function hostReference(host: SiteFileHost): HostReference {
  return typeof host === 'string' ? { name: host } : host;
}

function describedHosts(data: SiteFile): Map<string, HostReference> {
  const all = [
    data.site?.server,
    ...(data.distributionPoints ?? []),
    ...(data.pxeServers ?? []),
    data.referenceComputer,
  ];
  const known = new Map<string, HostReference>();
  for (const host of all) {
    if (typeof host === 'object' && !known.has(hostKey(host.name))) known.set(hostKey(host.name), host);
  }
  return known;
}

/** The same host named twice is one host; a detail that only one of them gives is kept. */
function merged(hosts: HostReference[], say: (what: string) => string = (what) => what): HostReference[] {
  const byName = new Map<string, HostReference>();
  for (const host of hosts) {
    const earlier = byName.get(hostKey(host.name));
    for (const detail of ['address', 'port', 'via', 'user'] as const) {
      if (earlier?.[detail] === undefined || host[detail] === undefined || earlier[detail] === host[detail]) continue;
      throw new UsageError(
        say(
          `names ${host.name} twice with a different ${detail}: ${quoted(earlier[detail])} and ${quoted(host[detail])}.`,
        ),
      );
    }
    byName.set(hostKey(host.name), earlier ? { ...host, ...earlier } : host);
  }
  return [...byName.values()];
}

function upper(text: string | undefined): string | null {
  return text?.toUpperCase() ?? null;
}
