import type { Configuration } from '../model/configuration.ts';
import {
  type HostIdentity,
  type HostReference,
  hostKey,
  type Role,
  sameHostName,
  type Target,
} from '../model/target.ts';

/** A machine and the parts it plays. */
export interface NamedRoles {
  name: string;
  roles: readonly Role[];
}

/** The machines of a run. Grows as facts name further ones; two names of one machine become one target. */
export class TargetBook {
  #targets: Target[] = [];
  #identities = new Map<Target, HostIdentity>();
  #localKeys: Set<string>;

  /**
   * `localNames` are names of this machine. Where configuration names no host, the targets are those of `unnamed`, and
   * without them this machine alone.
   */
  constructor(configuration: Configuration, localNames: readonly string[], unnamed: readonly NamedRoles[] = []) {
    this.#localKeys = new Set(['localhost', ...localNames].map(hostKey));
    for (const [reference, role] of namedHosts(configuration)) this.resolve(reference, role);
    if (this.#targets.length > 0) return;
    for (const { name, roles } of unnamed) for (const role of roles) this.resolve({ name }, role);
    if (this.#targets.length === 0) this.resolve({ name: localNames[0] ?? 'localhost' }, 'distribution-point');
  }

  /** The target behind a name, new if nobody named it yet, with the role added. */
  resolve(reference: HostReference, role: Role): Target {
    const target = this.#find(reference) ?? this.#add(reference);
    // Named in two places and described in one: the description counts.
    target.address ??= reference.address;
    target.port ??= reference.port;
    target.via ??= reference.via;
    target.user ??= reference.user;
    if (!target.roles.includes(role)) target.roles.push(role);
    if (hostKey(reference.name) !== hostKey(target.name)) addAlias(target, reference.name);
    return target;
  }

  /**
   * What a target says it is. Where another target is the same machine, the two become one: roles united, the name
   * that was reached first stays. Returns the target that is left.
   */
  identify(target: Target, identity: HostIdentity): Target {
    const twin = this.#targets.find((other) => other !== target && sameMachine(this.#identities.get(other), identity));
    if (twin) return this.#unite(twin, target);
    this.#identities.set(target, identity);
    // A name that another target has is not taken from it: a clone calls itself what its original is called.
    const isFree = (name: string): boolean =>
      !this.#targets.some((other) => other !== target && sameHostName(other.name, name));
    if (hostKey(target.name) === 'localhost' && isFree(identity.machineName)) target.name = identity.machineName;
    for (const name of identity.names.filter(isFree)) addAlias(target, name);
    return target;
  }

  /**
   * The target that an already reached machine is: itself, or the one that gives itself this target's name. A machine
   * that was reached by a name of which it does not know says too little: there the second name must be tried.
   */
  known(target: Target): Target {
    const twin = this.#targets.find((other) => {
      const names = this.#identities.get(other)?.names ?? [];
      return other !== target && [other, target].every(({ name }) => names.some((own) => sameHostName(own, name)));
    });
    return twin ? this.#unite(twin, target) : target;
  }

  #unite(first: Target, second: Target): Target {
    for (const role of second.roles) if (!first.roles.includes(role)) first.roles.push(role);
    for (const alias of [second.name, ...second.aliases]) addAlias(first, alias);
    this.#targets = this.#targets.filter((other) => other !== second);
    return first;
  }

  all(): Target[] {
    return [...this.#targets];
  }

  #find(reference: HostReference): Target | undefined {
    const key = hostKey(reference.name);
    const local = this.#localKeys.has(key);
    const isNamed = (name: string): boolean => hostKey(name) === key || (local && this.#localKeys.has(hostKey(name)));
    return (
      this.#targets.find((target) => isNamed(target.name)) ?? this.#targets.find(({ aliases }) => aliases.some(isNamed))
    );
  }

  #add(reference: HostReference): Target {
    const target: Target = { ...reference, roles: [], aliases: [] };
    this.#targets.push(target);
    return target;
  }
}

/** Every host that the configuration names, with the part it plays. */
function namedHosts(configuration: Configuration): [HostReference, Role][] {
  const { site, distributionPoints, pxeServers, capture, referenceComputer } = configuration;
  const named: [HostReference, Role][] = [];
  if (site) named.push([site.server, 'site-server']);
  for (const host of distributionPoints) named.push([host, 'distribution-point']);
  for (const host of pxeServers) named.push([host, 'pxe-server']);
  if (capture) named.push([{ name: shareHost(capture.destination) }, 'share-host']);
  if (referenceComputer) named.push([referenceComputer, 'reference-computer']);
  return named;
}

/** The host part of a UNC destination, which configuration has checked. */
function shareHost(destination: string): string {
  return destination.split('\\')[2] ?? destination;
}

/** Machine name and machine SID: clones share the one, a domain's members may share neither. */
function sameMachine(a: HostIdentity | undefined, b: HostIdentity): boolean {
  return (
    a !== undefined &&
    hostKey(a.machineName) === hostKey(b.machineName) &&
    a.machineSid !== null &&
    a.machineSid === b.machineSid
  );
}

function addAlias(target: Target, name: string): void {
  const key = hostKey(name);
  if (hostKey(target.name) !== key && !target.aliases.some((alias) => hostKey(alias) === key))
    target.aliases.push(name);
}
