import type { Configuration } from '../model/configuration.ts';
import { compareText } from '../model/json.ts';
import { type HostIdentity, type HostReference, hostKey, type Role, type Target } from '../model/target.ts';

/** A machine and the parts it plays. */
export interface NamedRoles {
  name: string;
  roles: readonly Role[];
}

/** The key that every name of this machine itself has. */
const thisMachine = ' this machine';

/** The machines of a run. Grows as facts name further ones; two names of one machine become one target. */
export class TargetBook {
  /** Each with its place in the order in which they were named. */
  #places = new Map<Target, number>();
  #next = 0;
  #became = new Map<Target, Target>();
  #byName = new Map<string, Target>();
  #byAlias = new Map<string, Target>();
  #identities = new Map<Target, HostIdentity>();
  /** Machines by what they call themselves: name and SID, and each name alone. */
  #byMachine = new Map<string, Target>();
  #byOwnName = new Map<string, Set<Target>>();
  #localKeys: Set<string>;
  #inOrder = new Map<Role | undefined, Target[]>();

  /**
   * `localNames` are names of this machine. Where configuration names no host, the targets are those of `unnamed`, and
   * without them this machine alone.
   */
  constructor(configuration: Configuration, localNames: readonly string[], unnamed: readonly NamedRoles[] = []) {
    this.#localKeys = new Set(['localhost', ...localNames].map(hostKey));
    for (const [reference, role] of namedHosts(configuration)) this.resolve(reference, role);
    if (this.#places.size > 0) return;
    for (const { name, roles } of unnamed) for (const role of roles) this.resolve({ name }, role);
    if (this.#places.size === 0) this.resolve({ name: localNames[0] ?? 'localhost' }, 'distribution-point');
  }

  /** The target behind a name, new if nobody named it yet, with the role added. */
  resolve(reference: HostReference, role: Role): Target {
    const target = this.#find(reference.name) ?? this.#add(reference);
    // Named in two places and described in one: the description counts. Most references are a name and no more.
    if (Object.keys(reference).some((key) => !(key in target))) Object.assign(target, { ...reference, ...target });
    if (!target.roles.includes(role)) {
      target.roles.push(role);
      this.#inOrder.clear();
    }
    this.#addAlias(target, reference.name);
    return target;
  }

  /**
   * What a target says it is. Where another target is the same machine, the two become one: roles united, the name
   * that was given first stays. `left` is the target that is there from now on, `gone` the one that is no more.
   */
  identify(target: Target, identity: HostIdentity): { left: Target; gone: Target | null } {
    // Found to be another name of a machine while it was asked.
    if (this.#became.has(target)) return { left: this.current(target), gone: null };
    const machine = machineKey(identity);
    const twin = machine === null ? undefined : this.#byMachine.get(machine);
    if (twin && twin !== target) {
      const [first, second] = this.#places.get(twin)! < this.#places.get(target)! ? [twin, target] : [target, twin];
      if (first === target) this.#setIdentity(target, identity);
      return { left: this.#unite(first, second), gone: second };
    }
    this.#setIdentity(target, identity);
    // A name that another target has is not taken from it: a clone calls itself what its original is called.
    const isFree = (name: string): boolean => [undefined, target].includes(this.#byName.get(hostKey(name)));
    if (hostKey(target.name) === 'localhost' && isFree(identity.machineName))
      this.#rename(target, identity.machineName);
    for (const name of identity.names.filter(isFree)) this.#addAlias(target, name);
    return { left: target, gone: null };
  }

  /**
   * The target that an already reached machine is: itself, or the one that gives itself this target's name. A machine
   * that was reached by a name of which it does not know says too little: there the second name must be tried. The name
   * that was given first stays; `renamed` is told where that is not the one under which the machine was reached.
   */
  known(target: Target, renamed?: (from: string, to: string) => void): Target {
    for (const twin of this.#byOwnName.get(hostKey(target.name)) ?? []) {
      const knowsItself = this.#byOwnName.get(hostKey(twin.name))?.has(twin);
      if (twin === target || !knowsItself) continue;
      const [place, was, name] = [this.#places.get(target)!, twin.name, target.name];
      const isFirst = place < this.#places.get(twin)!;
      this.#unite(twin, target);
      if (!isFirst) return twin;
      this.#places.set(twin, place);
      twin.aliases = twin.aliases.filter((alias) => hostKey(alias) !== hostKey(name));
      this.#rename(twin, name);
      this.#addAlias(twin, was);
      renamed?.(was, name);
      return twin;
    }
    return target;
  }

  /** What a target that was asked has become: itself, unless it turned out to be another name of a machine. */
  current(target: Target): Target {
    const became = this.#became.get(target);
    return became ? this.current(became) : target;
  }

  all(): Target[] {
    return [...this.#places.keys()];
  }

  /** In order of name; the same list until something changes. */
  inOrder(role?: Role): readonly Target[] {
    const known = this.#inOrder.get(role);
    if (known) return known;
    const targets = this.all().filter((target) => role === undefined || target.roles.includes(role));
    targets.sort((a, b) => compareText(a.name, b.name));
    this.#inOrder.set(role, targets);
    return targets;
  }

  /** The target of exactly this name. */
  named(name: string): Target | undefined {
    return this.#byName.get(hostKey(name));
  }

  #unite(first: Target, second: Target): Target {
    for (const role of second.roles) if (!first.roles.includes(role)) first.roles.push(role);
    this.#places.delete(second);
    this.#became.set(second, first);
    this.#nameIsFree(second);
    for (const name of this.#identities.get(second)?.names ?? []) this.#byOwnName.get(hostKey(name))?.delete(second);
    this.#identities.delete(second);
    for (const alias of [second.name, ...second.aliases]) {
      if (this.#byAlias.get(this.#key(alias)) === second) this.#byAlias.delete(this.#key(alias));
      this.#addAlias(first, alias);
    }
    this.#inOrder.clear();
    return first;
  }

  #setIdentity(target: Target, identity: HostIdentity): void {
    const machine = machineKey(identity);
    if (machine !== null) this.#byMachine.set(machine, target);
    for (const name of this.#identities.get(target)?.names ?? []) this.#byOwnName.get(hostKey(name))?.delete(target);
    this.#identities.set(target, identity);
    for (const name of identity.names) {
      const key = hostKey(name);
      this.#byOwnName.set(key, (this.#byOwnName.get(key) ?? new Set()).add(target));
    }
  }

  #find(name: string): Target | undefined {
    const key = this.#key(name);
    return this.#byName.get(key) ?? this.#byAlias.get(key);
  }

  #add(reference: HostReference): Target {
    const target: Target = { ...reference, roles: [], aliases: [] };
    this.#places.set(target, this.#next++);
    this.#nameIs(target);
    return target;
  }

  #rename(target: Target, name: string): void {
    this.#nameIsFree(target);
    target.name = name;
    this.#nameIs(target);
    this.#inOrder.clear();
  }

  #nameIs(target: Target): void {
    // By its own name, and where that is one of this machine's, by all of those.
    for (const key of [hostKey(target.name), this.#key(target.name)])
      if (!this.#byName.has(key)) this.#byName.set(key, target);
    this.#inOrder.clear();
  }

  #nameIsFree(target: Target): void {
    for (const key of [hostKey(target.name), this.#key(target.name)])
      if (this.#byName.get(key) === target) this.#byName.delete(key);
  }

  #addAlias(target: Target, name: string): void {
    const key = hostKey(name);
    if (hostKey(target.name) === key || target.aliases.some((alias) => hostKey(alias) === key)) return;
    target.aliases.push(name);
    if (!this.#byAlias.has(this.#key(name))) this.#byAlias.set(this.#key(name), target);
  }

  #key(name: string): string {
    const key = hostKey(name);
    return this.#localKeys.has(key) ? thisMachine : key;
  }
}

/** Every host that the configuration names, with the part it plays. */
function namedHosts(configuration: Configuration): [HostReference, Role][] {
  const { site, distributionPoints, pxeServers, capture, referenceComputer, targets } = configuration;
  const named: [HostReference, Role][] = [];
  if (site) named.push([site.server, 'site-server']);
  for (const host of distributionPoints) named.push([host, 'distribution-point']);
  for (const host of pxeServers) named.push([host, 'pxe-server']);
  // Where there is a site, it is asked first whether the path is one of DFS, which leads to other machines.
  if (capture?.destination && !site) named.push([{ name: shareHost(capture.destination) }, 'share-host']);
  if (referenceComputer) named.push([referenceComputer, 'reference-computer']);
  for (const { roles, ...host } of targets) for (const role of roles) named.push([host, role]);
  return named;
}

/** The host part of a UNC destination, which configuration has checked. */
function shareHost(destination: string): string {
  return destination.split('\\')[2] ?? destination;
}

/** Machine name and machine SID: clones share the one, a domain's members may share neither. */
function machineKey({ machineName, machineSid }: HostIdentity): string | null {
  return machineSid === null ? null : `${hostKey(machineName)} ${machineSid}`;
}
