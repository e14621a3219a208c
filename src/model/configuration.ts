import type { HostReference } from './target.ts';

/** The effective configuration of a run: site file and options together, without secrets. */
export interface Configuration {
  site: { server: HostReference; code: string | null } | null;
  distributionPoints: HostReference[];
  /** Servers with plain WDS, without Configuration Manager. */
  pxeServers: HostReference[];
  capture: { destination: string; account: string | null } | null;
  taskSequence: string | null;
  packages: string[];
  referenceComputer: HostReference | null;
}

export const emptyConfiguration: Configuration = {
  site: null,
  distributionPoints: [],
  pxeServers: [],
  capture: null,
  taskSequence: null,
  packages: [],
  referenceComputer: null,
};

/** A UNC destination in its parts, or null where the text is not `\\host\share[\path]`. */
export function uncParts(text: string): { host: string; share: string; path: string } | null {
  const match = /^\\\\([^\\/:*?"<>|]+)\\([^\\/:*?"<>|]+)((?:\\[^\\/:*?"<>|]+)*)\\?$/.exec(text);
  return match ? { host: match[1]!, share: match[2]!, path: match[3]!.replace(/^\\/, '') } : null;
}
