import type { HostReference, Remoting, TargetReference } from './target.ts';

/** The effective configuration of a run: site file and options together, without secrets. */
export interface Configuration {
  site: { server: HostReference; code: string | null } | null;
  distributionPoints: HostReference[];
  /** Servers with plain WDS, without Configuration Manager. */
  pxeServers: HostReference[];
  capture: { destination: string; account: string | null } | null;
  taskSequence: string | null;
  packages: string[];
  /** How many files of a content library are hashed at a time on its machine; null: as many as it has cores, eight at most. */
  hashWorkers: number | null;
  referenceComputer: HostReference | null;
  /** Machines named for themselves, by a list of many for instance. */
  targets: TargetReference[];
  /** How a machine is reached that does not say it itself. */
  remoting: Remoting;
}

export const emptyConfiguration: Configuration = {
  site: null,
  distributionPoints: [],
  pxeServers: [],
  capture: null,
  taskSequence: null,
  packages: [],
  hashWorkers: null,
  referenceComputer: null,
  targets: [],
  remoting: {},
};

/** A UNC destination in its parts, or null where the text is not `\\host\share[\path]`. */
export function uncParts(text: string): { host: string; share: string; path: string } | null {
  const match = /^\\\\([^\\/:*?"<>|]+)\\([^\\/:*?"<>|]+)((?:\\[^\\/:*?"<>|]+)*)\\?$/.exec(text);
  return match ? { host: match[1]!, share: match[2]!, path: match[3]!.replace(/^\\/, '') } : null;
}
