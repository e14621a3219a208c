/** The parts a machine can play; configuration keys and facts assign them. */
export const roles = [
  'site-server',
  'sms-provider',
  'distribution-point',
  'pxe-server',
  'share-host',
  'reference-computer',
] as const;
export type Role = (typeof roles)[number];

/** How a machine is reached. `local` is this machine itself. */
export const ways = ['local', 'winrm', 'ssh'] as const;
export type Way = (typeof ways)[number];

/** How to get into a machine: names of things that open doors, and never a secret. */
export interface Remoting {
  via?: Way | undefined;
  port?: number | undefined;
  user?: string | undefined;
  /** Private key file, for ssh. */
  keyFile?: string | undefined;
  /** Session configuration (a JEA endpoint, for instance), for winrm. */
  configurationName?: string | undefined;
  useSsl?: boolean | undefined;
  /** Name of a PSCredential in SecretManagement, which PowerShell itself reads, for winrm. */
  credential?: string | undefined;
}

/** A machine as configuration names it. */
export interface HostReference extends Remoting {
  name: string;
  address?: string | undefined;
}

/** A machine that configuration names for itself, with the parts it plays. */
export interface TargetReference extends HostReference {
  roles: Role[];
}

/** A machine to look at. The name is ours; what the machine calls itself is its {@link HostIdentity}. */
export interface Target extends HostReference {
  roles: Role[];
  /** Its other names: those under which it was asked for, and those that it gives itself. */
  aliases: string[];
}

/** What a machine says it is, read there and kept beside every fact. Times are ISO 8601 UTC; `null` is unknown. */
export interface HostIdentity {
  machineName: string;
  /** NetBIOS name first, then the DNS name, as far as the machine knows them. */
  names: string[];
  domain: string | null;
  machineSid: string | null;
  domainSid: string | null;
  bootTime: string | null;
  installDate: string | null;
  clock: string | null;
  timeZone: string;
  culture: string;
  operatingSystem: string | null;
  osVersion: string | null;
  powerShell: {
    path: string | null;
    edition: string;
    version: string;
    languageMode: string;
    executionPolicy: string | null;
    elevated: boolean | null;
  };
}

/**
 * Windows works the boot time out from its clock and the time it has been up, so that it wanders a little whenever the
 * clock is set. Times this many milliseconds apart belong to one boot.
 */
export const sameBootMs = 10_000;

/** Windows compares host names without case, and a trailing dot only marks a DNS name as complete. */
export function sameHostName(a: string, b: string): boolean {
  return hostKey(a) === hostKey(b);
}

/** The form of a host name that is equal for every spelling of it. */
export function hostKey(name: string): string {
  return name.replace(/\.$/, '').toLowerCase();
}
