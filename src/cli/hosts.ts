import { type HostReference, hostKey, type Role, roles, type TargetReference } from '../model/target.ts';
import { type Detail, details } from './remoting.ts';

/** A host as somebody named it; machines named for themselves may say which parts they play. */
export type NamedHost = HostReference & { roles?: readonly Role[] | undefined };

/** Two descriptions of a host that cannot both be right. `places` are those in the list. */
export interface Contradiction {
  name: string;
  detail: Detail;
  values: [unknown, unknown];
  places: [number, number];
}

interface Entry {
  host: NamedHost;
  place: number;
  /** Where a detail was said, if that was not at the first place. */
  said: { [detail in Detail]?: number };
}

/**
 * The same host named twice is one host, at its first place: a detail that only one of them gives is kept, roles are
 * united, and what contradicts is refused in the words of `contradict`.
 */
export function united<Host extends NamedHost>(
  hosts: readonly Host[],
  contradict: (fault: Contradiction) => Error,
): Host[] {
  const byName = new Map<string, Entry>();
  for (const [place, host] of hosts.entries()) {
    const key = hostKey(host.name);
    const earlier = byName.get(key);
    byName.set(key, earlier ? joined(earlier, host, place, contradict) : { host, place, said: {} });
  }
  return [...byName.values()].map(({ host }) => host as Host);
}

function joined(earlier: Entry, host: NamedHost, place: number, contradict: (fault: Contradiction) => Error): Entry {
  const said = { ...earlier.said };
  for (const detail of details) {
    const [first, second] = [earlier.host[detail], host[detail]];
    if (second === undefined || first === second) continue;
    if (first !== undefined) {
      const places: [number, number] = [said[detail] ?? earlier.place, place];
      throw contradict({ name: host.name, detail, values: [first, second], places });
    }
    said[detail] = place;
  }
  const both = [...(earlier.host.roles ?? []), ...(host.roles ?? [])];
  return {
    host: { ...host, ...earlier.host, ...(both.length > 0 ? { roles: inOrder(both) } : {}) },
    place: earlier.place,
    said,
  };
}

/** A machine named for itself is looked at as a distribution point, unless it says otherwise: so is one nobody named. */
export function asTarget({ roles: said, ...host }: NamedHost): TargetReference {
  return { ...host, roles: said && said.length > 0 ? inOrder(said) : ['distribution-point'] };
}

function inOrder(list: readonly Role[]): Role[] {
  return roles.filter((role) => list.includes(role));
}

/** Hosts that a configuration describes, by name: an option or a list may pick them by name alone. */
export class KnownHosts {
  readonly #details = new Map<string, HostReference>();
  readonly #roles = new Map<string, readonly Role[]>();

  /** `others` are hosts in the keys that give them their part. */
  constructor(targets: readonly TargetReference[], others: readonly HostReference[]) {
    for (const { roles: parts, ...host } of targets) {
      this.#roles.set(hostKey(host.name), parts);
      this.#keep(host);
    }
    for (const host of others) this.#keep(host);
  }

  #keep(host: HostReference): void {
    const key = hostKey(host.name);
    if (isDescribed(host)) this.#details.set(key, { ...host, ...this.#details.get(key) });
  }

  /** A host with what is known of it. One that brings a detail of its own stands alone. */
  described<Host extends HostReference>(host: Host): Host {
    return isDescribed(host) ? host : { ...this.#details.get(hostKey(host.name)), ...host };
  }

  /** The same for a machine named for itself, with the roles that it has in the site file where it brings none. */
  target(host: NamedHost): TargetReference {
    const parts = host.roles && host.roles.length > 0 ? host.roles : this.#roles.get(hostKey(host.name));
    return asTarget({ ...this.described(host), roles: parts });
  }
}

function isDescribed(host: HostReference): boolean {
  return details.some((detail) => host[detail] !== undefined);
}
