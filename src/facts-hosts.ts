import { bootsInOrder } from './facts-boots.ts';
import type { GatheredHost } from './model/gathering.ts';
import { type HostIdentity, hostKey, roles } from './model/target.ts';

interface Entry {
  host: GatheredHost;
  file: number;
}

/**
 * The machines of several gatherings, each once. Two names whose hosts say the same machine name and machine SID are
 * one target: roles united, the first name stays, the others become aliases. `targetOf` gives the name that a target of
 * one gathering has now, or null where its facts are left out.
 */
export function unitedHosts(
  lists: readonly (readonly GatheredHost[])[],
  fileName: (index: number) => string,
): { hosts: GatheredHost[]; targetOf: (file: number, target: string) => string | null; notes: string[] } {
  const groups: Entry[][] = [];
  const entries = lists.flatMap((hosts, file) => hosts.map((host) => ({ host, file })));
  // Identified machines first: a machine that was not reached is recognised by a name that another file knows it by.
  for (const entry of entries.filter(({ host }) => 'identity' in host)) place(groups, entry, isSameMachine, isSameName);
  for (const entry of entries.filter(({ host }) => !('identity' in host)))
    place(groups, entry, isSameName, isKnownName);

  const order = new Map(entries.map((entry, index) => [entry, index]));
  for (const group of groups) group.sort((a, b) => order.get(a)! - order.get(b)!);
  groups.sort((a, b) => order.get(a[0]!)! - order.get(b[0]!)!);

  const names = new Map<string, string | null>();
  const notes: string[] = [];
  const hosts = groups.map((group) => {
    const { kept, dropped } = oneInstallation(group);
    const united = unite(kept, group);
    for (const { host, file } of kept) names.set(key(file, host.target), united.target);
    for (const { host, file } of dropped) {
      names.set(key(file, host.target), null);
      notes.push(
        `${fileName(file)} was read from another installation of ${host.target}; what it says of it is left out.`,
      );
    }
    return united;
  });
  // A host that its file says nothing about keeps its name, or takes the one by which another file knows it.
  const aliases = new Map(
    hosts.flatMap((host) => [host.target, ...host.aliases].map((name) => [hostKey(name), host.target])),
  );
  return {
    hosts,
    targetOf: (file, target) => {
      const known = names.get(key(file, target));
      return known === undefined ? (aliases.get(hostKey(target)) ?? target) : known;
    },
    notes,
  };
}

type Belongs = (group: Entry[], entry: Entry) => boolean;

/** Into the one group that it belongs to by the first rule that finds any, else into a group of its own. */
function place(groups: Entry[][], entry: Entry, ...rules: Belongs[]): void {
  for (const belongs of rules) {
    const fitting = groups.filter((group) => belongs(group, entry));
    if (fitting.length === 0) continue;
    // A name that two machines answer to tells neither of them.
    if (fitting.length === 1) fitting[0]!.push(entry);
    else break;
    return;
  }
  groups.push([entry]);
}

function isSameMachine(group: Entry[], entry: Entry): boolean {
  const mine = machine(entry.host);
  return mine !== null && group.some(({ host }) => machine(host) === mine);
}

function isSameName(group: Entry[], entry: Entry): boolean {
  return group.some(({ host }) => hostKey(host.target) === hostKey(entry.host.target));
}

function isKnownName(group: Entry[], entry: Entry): boolean {
  return group.some(({ host }) => {
    const names = [host.target, ...host.aliases, ...('identity' in host ? host.identity.names : [])];
    return names.some((name) => hostKey(name) === hostKey(entry.host.target));
  });
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
  const kept = group.filter(({ host }) => machine(host) === null || machine(host) === newest);
  return { kept, dropped: group.filter((entry) => !kept.includes(entry)) };
}

function unite(kept: Entry[], group: Entry[]): GatheredHost {
  const target = group[0]!.host.target;
  const aliases: string[] = [];
  for (const name of group.flatMap(({ host }) => [host.target, ...host.aliases])) {
    if (![target, ...aliases].some((known) => hostKey(known) === hostKey(name))) aliases.push(name);
  }
  const { host } = best(kept);
  return {
    ...host,
    target,
    aliases,
    roles: roles.filter((role) => group.some((entry) => entry.host.roles.includes(role))),
  };
}

/** Reached before not reached, then the newest boot, then the later look. */
function best(group: Entry[]): Entry {
  const reached = group.filter(
    (entry): entry is Entry & { host: { identity: HostIdentity } } => 'identity' in entry.host,
  );
  const boot = ({ host }: (typeof reached)[number]) => ({ target: '', bootTime: host.identity.bootTime });
  const boots = bootsInOrder(reached.map(boot));
  const [first] = [...reached].sort((a, b) => boots(boot(b)) - boots(boot(a)) || clockOf(b.host) - clockOf(a.host));
  return first ?? group[0]!;
}

/** A machine that did not tell its clock counts as the earliest look. */
function clockOf({ identity }: { identity: HostIdentity }): number {
  return identity.clock === null ? 0 : Date.parse(identity.clock);
}

function key(file: number, target: string): string {
  return `${file} ${hostKey(target)}`;
}
