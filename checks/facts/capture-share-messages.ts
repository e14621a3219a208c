import type { Placed } from '../../src/model/answer.ts';
import type { Evidence } from '../../src/model/finding.ts';
import type { Refusal } from '../../src/windows/share-access.ts';
import type { DfsTargets } from './capture-places.ts';
import type { Bar } from './capture-share-bars.ts';
import { dfsHere, type PlaceHere, type ShareHost } from './capture-shares.ts';

export type OnShare = { on: string; share: string };

/** What keeps a share from being judged at all, whoever comes. */
export const placeMessages = {
  'share-missing': {
    level: 'fail',
    text: ({ share }: OnShare) => `The share ${share} does not exist.`,
    because: 'The capture step has nowhere to write to.',
    remedy: () => ({ text: 'Create the share, or correct the capture destination.' }),
  },
  'folder-missing': {
    level: 'fail',
    text: ({ share, folder }: OnShare & { folder: string }) => `The folder ${folder} behind ${share} does not exist.`,
    because: 'The capture step does not create it.',
    remedy: ({ on }: OnShare) => ({ text: 'Create the folder, or correct the capture destination.', on }),
  },
  'folder-is-file': {
    level: 'fail',
    text: ({ share, folder }: OnShare & { folder: string }) =>
      `${folder} behind ${share} is no folder: a file is in its place.`,
    because: 'The capture step has no folder to write the image to.',
    remedy: () => ({ text: 'Correct the capture destination.' }),
  },
  'share-offline': {
    level: 'fail',
    text: ({ share }: OnShare) => `The share ${share} is offline.`,
    because: 'Nobody can connect to it while Windows says so of it (ShareState).',
    remedy: ({ on }: OnShare) => ({ text: 'Bring the volume or the cluster role of the share online.', on }),
  },
  'role-unnamed': {
    level: 'unknown',
    text: ({ share, role }: OnShare & { role: string }) =>
      `${share} is of the cluster role ${role}, which the destination does not name.`,
    because: 'Windows serves the share of a role under the name of the role, and not under that of its node.',
    remedy: ({ role }: { role: string }) => ({ text: `Write the destination with ${role}.` }),
  },
  limits: {
    level: 'info',
    text: ({ share, limits }: OnShare & { limits: string }) =>
      `What the answer about ${share} does not cover: ${limits}.`,
  },
  unreadable: {
    level: 'unknown',
    text: ({ share, why }: OnShare & { why: string }) => `The security of ${share} could not be judged: ${why}`,
  },
  'dfs-unread': {
    level: 'unknown',
    text: ({ share }: OnShare) => `${share} is of DFS, and to which share it leads was not read.`,
    because: 'Who may write is decided by the share of each target, and not by that of the namespace.',
    remedy: () => ({
      text: 'Ask from a site server that has the commands of DFS (feature RSAT-DFS-Mgmt-Con), or name the share of a target as the destination.',
    }),
  },
} as const;

/** What DFS says of the destination. */
export const dfsMessages = {
  'dfs-offline': {
    level: 'fail',
    text: ({ path, what }: { path: string; what: string }) => `${what}, so ${path} leads nowhere.`,
    because: 'The capture step has nowhere to write to.',
    remedy: () => ({ text: 'Bring the DFS folder and a target of it online, or correct the capture destination.' }),
  },
  'dfs-target-offline': {
    level: 'info',
    text: ({ path, offline }: { path: string; offline: string }) =>
      `${offline}, to which DFS may lead from ${path}, is offline and was not judged.`,
  },
  'dfs-cut': {
    level: 'unknown',
    text: ({ namespacePath }: { namespacePath: string }) =>
      `The DFS folder ${namespacePath} has more targets than were read, or the destination lies deeper below it than was looked; that was not judged.`,
  },
} as const;

/** What DFS says of destinations that are told on this machine. */
export function* dfsSaid(dfs: readonly Placed<DfsTargets>[], host: ShareHost) {
  for (const { from, path, namespacePath, truncated, offline, isOffline, allOffline } of dfsHere(dfs, host)) {
    const away = [...(isOffline ? [namespacePath] : []), ...offline];
    const evidence = [{ fact: 'dfs-targets', target: from, seen: `offline: ${away.join(', ') || 'none'}` }];
    const what = isOffline
      ? `The DFS folder ${namespacePath} is offline`
      : `No target of the DFS folder ${namespacePath} is online`;
    if (isOffline || allOffline) yield { code: 'dfs-offline' as const, subject: path, args: { path, what }, evidence };
    else
      for (const each of offline)
        yield { code: 'dfs-target-offline' as const, subject: each, args: { path, offline: each }, evidence };
    if (truncated) yield { code: 'dfs-cut' as const, subject: namespacePath, args: { namespacePath } };
  }
}

/** Why shares of a place are not judged; nothing where all are. */
export function* unjudged({ on, share, shares, bars, dfs }: PlaceHere) {
  const found = { subject: share, args: { on, share } };
  if (dfs === 'unknown') yield { code: 'dfs-unread' as const, ...found };
  else if (shares.length + bars.length === 0) yield { code: 'share-missing' as const, ...found };
  else for (const { subject, bar } of bars) yield barSaid(bar, on, subject);
}

function barSaid(bar: Bar, on: string, share: string) {
  const found = { subject: share, args: { on, share } };
  if (bar.code === 'role-unnamed') return { code: bar.code, subject: share, args: { ...found.args, role: bar.role } };
  if (bar.code === 'folder-is-file')
    return { code: bar.code, subject: share, args: { ...found.args, folder: bar.folder } };
  if (bar.code === 'unreadable') return { code: bar.code, subject: share, args: { ...found.args, why: bar.why } };
  return { code: bar.code, ...found };
}

/** What the short sides of a share hold. */
export function shareEvidence({ sides }: Refusal, on: string): Evidence[] {
  return sides.map(({ side, sddl, admits }) => ({
    fact: 'share-security',
    target: on,
    seen: `the ${side} admits ${admits || 'nobody'}; ${sddl}`,
  }));
}
