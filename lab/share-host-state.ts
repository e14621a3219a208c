import type { LiteralValue } from '../src/transport/literal.ts';
import { entryOf } from './host-pxe.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioHost } from './scenario-schema.ts';
import { domainAccounts, localAccounts, localGroupsOf, netbiosOf } from './share-host-accounts.ts';
import { aclsOf, sharesOf } from './share-host-shares.ts';
import type { Row } from './site-estate.ts';
import { windowsVersions } from './windows-tables.ts';

/** What the lab's commands know of accounts, local groups and DFS on a host. */
export function shareHostState(scenario: Scenario, name: string): { [key: string]: LiteralValue } {
  const { windows, domainController, domain, dfs } = scenario.hosts[name]!;
  return {
    accounts: [...localAccounts(name, scenario.hosts[name]!), ...domainAccounts(scenario, domain)],
    domainController,
    localAccountCommands: Number(windowsVersions[windows].split('.')[2]) >= 14393,
    localGroups: localGroupsOf(scenario.hosts[name]!),
    dfs:
      dfs === 'absent' ? null : { domains: domain === null ? [] : [domain, netbiosOf(domain)], folders: folders(dfs) },
  };
}

/** Folders of DFS and their roots. A root that nothing is said of has one target somewhere, which leads nowhere further. */
function folders(said: Exclude<ScenarioHost['dfs'], 'absent'>): LiteralValue[] {
  const all = Object.entries(said).flatMap(([path, each]): { path: string; root: boolean; each: typeof each }[] =>
    each ? [{ path, root: each.root, each }] : [],
  );
  const rootOf = (path: string): string => path.split('\\').slice(0, 4).join('\\');
  const roots = new Set(all.filter(({ root }) => root).map(({ path }) => path.toLowerCase()));
  for (const { path } of [...all]) {
    const root = rootOf(path);
    if (roots.has(root.toLowerCase())) continue;
    roots.add(root.toLowerCase());
    const targets = [{ path: `\\\\NAMESPACE\\${root.split('\\')[3]}`, state: 'online' as const }];
    all.push({ path: root, root: true, each: { targets, root: true, state: 'online' } });
  }
  return all.map(({ path, root, each }) => ({
    path,
    root,
    error: each?.error ?? '',
    state: each?.state === 'offline' ? 'Offline' : 'Online',
    targets: (each?.targets ?? []).map((target) => ({
      path: target.path,
      state: target.state === 'online' ? 'Online' : 'Offline',
    })),
  }));
}

/** What DFS keeps on a host of the roots that it has, by all that the hosts of the scenario know of DFS. */
export function dfsRootKeys({ hosts }: Scenario, name: string): { [key: string]: { [value: string]: string } } {
  const said = Object.values(hosts).flatMap(({ dfs }) => (dfs === 'absent' ? [] : Object.entries(dfs)));
  return Object.fromEntries(
    said.flatMap(([path, each]) => {
      const [, , space, root] = path.split('\\');
      const shares = (each?.root ? each.targets : []).flatMap((target) => {
        const [, , host, share] = target.path.split('\\');
        return host!.split('.')[0]!.toLowerCase() === name.toLowerCase() && share ? [share] : [];
      });
      const kind = hosts[space!.split('.')[0]!.toUpperCase()] ? 'Standalone' : 'DomainV2';
      const values = (share: string) => ({ LogicalShare: share, RootShare: share });
      return shares.map((share) => [`HKLM\\SOFTWARE\\Microsoft\\Dfs\\Roots\\${kind}\\${root}`, values(share)]);
    }),
  );
}

const gigabyte = 2 ** 30;

/** The volumes of a host: C:, D:, and one for every other drive with a share, a descriptor or files of it. */
export function volumeRows(scenario: Scenario, name: string): Row[] {
  const { volumes, files, library, reference } = scenario.hosts[name]!;
  // A reference computer has its disks.
  if (reference) return [];
  const paths = [...sharesOf(scenario, name).map(({ path }) => path), ...Object.keys(aclsOf(scenario, name))];
  const used = [...paths, ...Object.keys(files), ...(library ? [library.path] : [])].map((path) => path.slice(0, 1));
  const letters = new Set(['C', 'D', ...used.map((each) => each.toUpperCase()), ...(library?.drives ?? [])]);
  const usual = (letter: string): NonNullable<ScenarioHost['volumes'][string]> => ({
    capacity: (letter === 'C' ? 120 : 500) * gigabyte,
    free: (letter === 'C' ? 60 : 300) * gigabyte,
    fileSystem: 'NTFS',
    quotas: false,
  });
  const all: ScenarioHost['volumes'] = {
    ...Object.fromEntries(
      [...letters]
        .filter((letter) => entryOf(volumes, `${letter}:\\`) === undefined)
        .map((letter) => [`${letter}:\\`, usual(letter)]),
    ),
    ...volumes,
  };
  return Object.entries(all).flatMap(([path, volume], index): Row[] => {
    if (!volume) return [];
    const id = `\\\\?\\Volume{00000000-0000-0000-0000-${String(index + 1).padStart(12, '0')}}\\`;
    const values = {
      DeviceID: id,
      Name: path,
      Caption: path,
      DriveLetter: path.length === 3 ? path.slice(0, 2) : null,
      DriveType: 3,
      Capacity: volume.capacity,
      FreeSpace: volume.free,
      FileSystem: volume.fileSystem,
      QuotasEnabled: volume.quotas,
      SystemName: name,
    };
    return [{ namespace: 'root/cimv2', class: 'Win32_Volume', values }];
  });
}
