import type { GatheredHost } from '../model/gathering.ts';
import { type HostIdentity, hostKey, roles } from '../model/target.ts';
import { bootsInOrder } from './boots.ts';

interface Entry {
  host: GatheredHost;
  file: number;
  /** Place among all. */
  order: number;
}

/** One machine, and under what names which files hold facts of it. */
export interface United {
  host: GatheredHost;
  sources: { file: number; target: string }[];
}

/**
 * The machines of several gatherings, each once. Two names whose hosts say the same machine name and machine SID are
 * one target: roles united, the first name stays, the others become aliases. What was read from another installation
 * of the name is no source, which a note says.
 */
export function unitedHosts(
  lists: readonly (readonly GatheredHost[])[],
  fileName: (index: number) => string,
): { machines: United[]; notes: string[] } {
  let order = 0;
  const entries = lists.flatMap((hosts, file) => hosts.map((host): Entry => ({ host, file, order: order++ })));
  const notes: string[] = [];
  const machines = groupsOf(entries).map((group) => {
    const { kept, dropped } = oneInstallation(group);
    for (const { host, file } of dropped) {
      notes.push(
        `${fileName(file)} was read from another installation of ${host.target}; what it says of it is left out.`,
      );
    }
    const sources = kept.map(({ host, file }) => ({ file, target: host.target }));
    return { host: unite(kept, group), sources };
  });
  return { machines, notes };
}

/** Entries of one machine together, in order of the first. */
function groupsOf(entries: readonly Entry[]): Entry[][] {
  const groups: Entry[][] = [];
  const byMachine = new Finder();
  const byTarget = new Finder();
  const place = (entry: Entry, found: Entry[] | null | undefined): Entry[] => {
    // A name that two machines answer to tells neither of them.
    const group = found ?? [];
    if (!found) groups.push(group);
    group.push(entry);
    const own = machine(entry.host);
    if (own !== null) byMachine.set(own, group);
    byTarget.set(hostKey(entry.host.target), group);
    return group;
  };
  // Identified machines first: a machine that was not reached is recognised by a name that another file knows it by.
  for (const entry of entries.filter(({ host }) => 'identity' in host))
    place(entry, byMachine.get(machine(entry.host) ?? '') ?? byTarget.get(hostKey(entry.host.target)));
  const silent = entries.filter(({ host }) => !('identity' in host));
  const byName = new Finder();
  const learn = (entry: Entry, group: Entry[]): void => {
    for (const name of namesOf(entry.host)) byName.set(hostKey(name), group);
  };
  if (silent.length > 0) for (const group of groups) for (const entry of group) learn(entry, group);
  for (const entry of silent) {
    const key = hostKey(entry.host.target);
    learn(entry, place(entry, byTarget.get(key) ?? byName.get(key)));
  }
  for (const group of groups) group.sort((a, b) => a.order - b.order);
  return groups.sort((a, b) => a[0]!.order - b[0]!.order);
}

function namesOf(host: GatheredHost): string[] {
  return [host.target, ...host.aliases, ...('identity' in host ? host.identity.names : [])];
}

/** Groups by something that they have; null where more than one has it. */
class Finder {
  #groups = new Map<string, Entry[] | null>();

  get(key: string): Entry[] | null | undefined {
    return this.#groups.get(key);
  }

  set(key: string, group: Entry[]): void {
    const known = this.#groups.get(key);
    if (known === undefined) this.#groups.set(key, group);
    else if (known !== group) this.#groups.set(key, null);
  }
}

/** Null where the machine does not say enough to be told from others of its name. */
function machine(host: GatheredHost): string | null {
  if (!('identity' in host) || host.identity.machineSid === null) return null;
  return `${hostKey(host.identity.machineName)} ${host.identity.machineSid}`;
}

/** One name may have been given to two installations one after the other; the one seen last is the one that counts. */
function oneInstallation(group: Entry[]): { kept: Entry[]; dropped: Entry[] } {
  const machines = new Set(group.map(({ host }) => machine(host)).filter((text) => text !== null));
  if (machines.size < 2) return { kept: group, dropped: [] };
  const newest = machine(best(group).host);
  const isKept = ({ host }: Entry): boolean => machine(host) === null || machine(host) === newest;
  return { kept: group.filter(isKept), dropped: group.filter((entry) => !isKept(entry)) };
}

function unite(kept: Entry[], group: Entry[]): GatheredHost {
  const { target } = group[0]!.host;
  const aliases = new Map<string, string>();
  for (const name of group.flatMap(({ host }) => [host.target, ...host.aliases])) {
    const key = hostKey(name);
    if (key !== hostKey(target) && !aliases.has(key)) aliases.set(key, name);
  }
  const played = new Set(group.flatMap(({ host }) => host.roles));
  return {
    ...best(kept).host,
    target,
    aliases: [...aliases.values()],
    roles: roles.filter((role) => played.has(role)),
  };
}

/** Reached before not reached, then the newest boot, then the later look. */
function best(group: Entry[]): Entry {
  if (group.length === 1) return group[0]!;
  const reached = group.filter(
    (entry): entry is Entry & { host: { identity: HostIdentity } } => 'identity' in entry.host,
  );
  const boots = bootsInOrder(reached.map(({ host }) => host.identity.bootTime));
  const bootOf = ({ host }: (typeof reached)[number]): number => boots(host.identity.bootTime);
  const [first] = reached.sort((a, b) => bootOf(b) - bootOf(a) || clockOf(b.host) - clockOf(a.host));
  return first ?? group[0]!;
}

/** A machine that did not tell its clock counts as the earliest look. */
function clockOf({ identity }: { identity: HostIdentity }): number {
  return identity.clock === null ? 0 : Date.parse(identity.clock);
}
