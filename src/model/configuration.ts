import type { HostReference, Remoting, TargetReference } from './target.ts';

/** The effective configuration of a run: site file and options together, without secrets. */
export interface Configuration {
  site: { server: HostReference; code: string | null } | null;
  distributionPoints: HostReference[];
  /** Servers with plain WDS, without Configuration Manager. */
  pxeServers: HostReference[];
  capture: CaptureConfiguration | null;
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

/** What a capture writes, where, as whom and by what. What is null comes from the task sequence, or is not asked. */
export interface CaptureConfiguration {
  /** UNC path of the image. */
  destination: string | null;
  /** The account that writes it, `DOMAIN\\name`. */
  account: string | null;
  /** The task sequence that captures, where it is not the one that is deployed. */
  taskSequence: string | null;
  /** Capture media: a path on the reference computer. */
  media: string | null;
  /** Size of the image divided by what the captured volumes hold. */
  imageRatio: number;
}

/** Our own figure: images of Windows in the field take half to two thirds of what the volume holds. */
export const usualImageRatio = 0.6;

export const noCapture: CaptureConfiguration = {
  destination: null,
  account: null,
  taskSequence: null,
  media: null,
  imageRatio: usualImageRatio,
};

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

/** A UNC destination in its parts, or null where the text is not `\\host\share[\path]`; `\\.\` is a device. */
export function uncParts(text: string): { host: string; share: string; path: string } | null {
  const match = /^\\\\(?!\.\\)([^\\/:*?"<>|]+)\\([^\\/:*?"<>|]+)((?:\\[^\\/:*?"<>|]+)*)\\?$/.exec(text);
  return match ? { host: match[1]!, share: match[2]!, path: match[3]!.replace(/^\\/, '') } : null;
}
