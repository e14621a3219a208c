import { type Reading, wasRead } from '../model/answer.ts';
import { hostKey } from '../model/target.ts';
import { parseNalPath } from './nal-path.ts';

/** A Windows service as it was read. Times are ISO 8601 UTC; `null` is unknown. */
export interface Service {
  name: string;
  displayName: string;
  /** `Win32_Service.State`: a constant of CIM, not a localised text. */
  state: string;
  /** `Win32_Service.StartMode`. A delayed service is `Auto` as well. */
  startMode: string;
  /** `Win32_Service.DelayedAutoStart`; null before Windows Server 2016. */
  delayedAutoStart: boolean | null;
  /** The registry's `DelayedAutostart`, 1 for delayed. */
  delayedInRegistry: Reading<number | null>;
  triggers: Reading<{ type: Reading<number | null>; action: Reading<number | null> }[]>;
  exitCode: number;
  serviceSpecificExitCode: number;
  processId: number;
  processStarted: Reading<string | null>;
  registry: Reading<ServiceRegistry>;
  /** The services that this one depends on and that exist. */
  dependencies: Reading<{ name: string; state: string; startMode: string }[]>;
}

/** Values of a service's registry key; null where there is none, a failure where it is of the wrong type. */
export interface ServiceRegistry {
  group: Reading<string | null>;
  dependOnService: Reading<string[] | null>;
  /** 0 none, 1 unrestricted, 3 restricted. */
  serviceSidType: Reading<number | null>;
  imagePath: Reading<string | null>;
  /** Bytes as hexadecimal digits; see `failure-actions.ts`. */
  failureActions: Reading<string | null>;
  failureActionsOnNonCrashFailures: Reading<number | null>;
}

/** The PXE role of a distribution point as its site has set it; null where the site does not say. */
export interface SitePoint {
  nalPath: string;
  isPxe: number | null;
  sccmPxe: number | null;
  /** Whether it answers requests. */
  isActive: number | null;
  supportUnknownMachines: number | null;
}

export interface ResponderFacts {
  services: readonly Service[];
  /** `IsPXE` of the distribution point's registry key; null where there is none. */
  isPxe: number | null;
  /** Whether the user named this host as a PXE server. */
  namedPxeServer: boolean;
  /** The site's view of this distribution point; `not-asked` without a site or where it could not be read. */
  site: SitePoint | 'no-row' | 'not-asked';
}

/** Which service answers PXE on a host (`rulings` 1 and 2), or why none can be named. */
export type Responder =
  | { kind: 'not-pxe'; present: string[] }
  | { kind: 'two-responders' }
  | { kind: 'missing' }
  | { kind: 'site-expects-sccmpxe' }
  | { kind: 'undecided' }
  | { kind: 'responder'; mode: 'WDS' | 'SccmPxe'; service: Service };

const runs = (service: Service | undefined): boolean => service?.state === 'Running';

/** Decides the responder before anything is judged: a stopped WDS is as it should be where SccmPxe answers. */
export function responderOf({ services, isPxe, namedPxeServer, site }: ResponderFacts): Responder {
  const wds = services.find((service) => service.name.toLowerCase() === 'wdsserver');
  const sccmPxe = services.find((service) => service.name.toLowerCase() === 'sccmpxe');
  const siteRow = typeof site === 'string' ? null : site;
  if (runs(wds) && runs(sccmPxe)) return { kind: 'two-responders' };
  if (isPxe !== 1 && siteRow?.isPxe !== 1) {
    // Plain WDS is nobody's question unless somebody named this host as a PXE server.
    if (!namedPxeServer) return { kind: 'not-pxe', present: services.map((service) => service.name) };
    if (wds) return { kind: 'responder', mode: 'WDS', service: wds };
    return sccmPxe ? { kind: 'responder', mode: 'SccmPxe', service: sccmPxe } : { kind: 'missing' };
  }
  if (siteRow?.sccmPxe === 1) {
    return sccmPxe ? { kind: 'responder', mode: 'SccmPxe', service: sccmPxe } : { kind: 'site-expects-sccmpxe' };
  }
  if (sccmPxe && runs(sccmPxe)) return { kind: 'responder', mode: 'SccmPxe', service: sccmPxe };
  if (wds && (!sccmPxe || runs(wds) || siteRow?.sccmPxe === 0)) return { kind: 'responder', mode: 'WDS', service: wds };
  return sccmPxe && siteRow?.sccmPxe !== 0 ? { kind: 'undecided' } : { kind: 'missing' };
}

/** The site's row for a host among all distribution points, by the server part of its NAL path. */
export function siteRowOf(points: readonly SitePoint[], names: readonly string[]): SitePoint | 'no-row' {
  const keys = new Set(names.map(hostKey));
  const isHere = ({ nalPath }: SitePoint): boolean => {
    const path = parseNalPath(nalPath);
    return path !== null && keys.has(hostKey(path.host));
  };
  return points.find(isHere) ?? 'no-row';
}

/** Whether a service starts delayed: CIM says so since Windows Server 2016, the registry on every Windows. */
export function isDelayed(service: Service): Reading<boolean> {
  if (service.delayedAutoStart !== null) return { value: service.delayedAutoStart };
  const { delayedInRegistry } = service;
  return wasRead(delayedInRegistry) ? { value: delayedInRegistry.value === 1 } : delayedInRegistry;
}

const ordinaryGraceMs = 10 * 60_000;
const defaultDelayMs = 120_000;

/**
 * How long after the start of the machine a stopped service proves nothing, in milliseconds. `AutoStartDelay` counts in
 * milliseconds, only as a number, and only upwards.
 */
export function graceMs(delayed: boolean, autoStartDelay: unknown): number {
  const delay = typeof autoStartDelay === 'number' && autoStartDelay >= 0 ? autoStartDelay : defaultDelayMs;
  return ordinaryGraceMs + (delayed ? Math.max(defaultDelayMs, delay) : 0);
}

const pending = ['Start Pending', 'Stop Pending', 'Continue Pending', 'Pause Pending'];
/** So long WDS says that its start may take. */
export const startHintMs = 4 * 60_000;

/** What the state of a service means at a given time after the start of its machine (`rulings` 4, table 2.3). */
export function judgeState(
  service: Service,
  uptimeMs: number,
  grace: number,
  now: string,
): 'running' | 'early' | 'stuck' | 'paused' | 'stopped' | 'unclear' {
  const { state, processStarted } = service;
  if (state === 'Running') return 'running';
  if (state === 'Paused') return 'paused';
  if (state === 'Stopped') return uptimeMs < grace && service.startMode === 'Auto' ? 'early' : 'stopped';
  if (!pending.includes(state)) return 'unclear';
  if (uptimeMs < grace) return 'early';
  if (state !== 'Start Pending') return 'stuck';
  // Without the age of its process nobody knows whether its first minutes are over.
  if (!wasRead(processStarted) || processStarted.value === null) return 'unclear';
  return Date.parse(now) - Date.parse(processStarted.value) < startHintMs ? 'early' : 'stuck';
}

const exitCodes: { [code: number]: string } = {
  0: 'it ended normally: somebody stopped it',
  1053: 'it did not answer the start request in time',
  1058: 'it is disabled',
  1060: 'it is not installed as a service',
  1067: 'its process ended unexpectedly',
  1068: 'a service that it depends on did not start',
  1069: 'its account could not log on',
  1075: 'a service that it depends on does not exist',
  1077: 'no start was attempted since the machine started',
};

/** A service's exit code in words, with the code. Specific codes are shown as Windows documents them, in hexadecimal. */
export function exitReason({ exitCode, serviceSpecificExitCode }: Service): string {
  if (exitCode === 1066) {
    return `service-specific error 0x${(serviceSpecificExitCode >>> 0).toString(16).toUpperCase().padStart(8, '0')} (exit code 1066)`;
  }
  const words = exitCodes[exitCode];
  return words ? `${words} (exit code ${exitCode})` : `exit code ${exitCode}`;
}

/** A duration for people: `3 h 12 min`, `4 min`, `38 s`. */
export function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return `${Math.floor(ms / 1000)} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
