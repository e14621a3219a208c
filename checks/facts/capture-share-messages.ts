import type { Placed } from '../../src/model/answer.ts';
import type { Evidence } from '../../src/model/finding.ts';
import type { Refusal } from '../../src/windows/share-access.ts';
import type { DfsTargets } from './capture-places.ts';
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
  limits: {
    level: 'info',
    text: ({ share, limits }: OnShare & { limits: string }) =>
      `What the answer about ${share} does not cover: ${limits}.`,
  },
  unreadable: {
    level: 'unknown',
    text: ({ share, why }: OnShare & { why: string }) => `The security of ${share} could not be judged: ${why}`,
  },
  'share-of-role': {
    level: 'unknown',
    text: ({ share, roles }: OnShare & { roles: string }) =>
      `${share} is a share of the cluster role ${roles}, which the destination does not name.`,
    because: 'A share of a cluster role is served under the name of the role, and under that of no node.',
    remedy: ({ roles }: OnShare & { roles: string }) => ({ text: `Name ${roles} in the capture destination.` }),
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
    text: ({ path, namespacePath }: { path: string; namespacePath: string }) =>
      `No target of the DFS folder ${namespacePath} is online, so ${path} leads nowhere.`,
    because: 'The capture step has nowhere to write to.',
    remedy: () => ({ text: 'Bring a target of the DFS folder online, or correct the capture destination.' }),
  },
  'dfs-target-offline': {
    level: 'info',
    text: ({ path, offline }: { path: string; offline: string }) =>
      `${offline}, to which DFS may lead from ${path}, is offline and was not judged.`,
  },
  'dfs-cut': {
    level: 'unknown',
    text: ({ namespacePath }: { namespacePath: string }) =>
      `The DFS folder ${namespacePath} has more targets than were read; those were not judged.`,
  },
} as const;

/** What DFS says of destinations that are told on this machine. */
export function* dfsSaid(dfs: readonly Placed<DfsTargets>[], host: ShareHost) {
  for (const { from, path, namespacePath, truncated, offline, allOffline } of dfsHere(dfs, host)) {
    const evidence = [{ fact: 'dfs-targets', target: from, seen: `offline: ${offline.join(', ') || 'none'}` }];
    if (allOffline) yield { code: 'dfs-offline' as const, subject: path, args: { path, namespacePath }, evidence };
    else
      for (const each of offline)
        yield { code: 'dfs-target-offline' as const, subject: each, args: { path, offline: each }, evidence };
    if (truncated) yield { code: 'dfs-cut' as const, subject: namespacePath, args: { namespacePath } };
  }
}

/** Why a place has no share to look at; null where it has. */
export function unjudged({ on, share, shares, otherRoles, dfs }: PlaceHere) {
  const found = { subject: share, args: { on, share } };
  if (dfs === 'unknown') return { code: 'dfs-unread' as const, ...found };
  if (otherRoles.length > 0)
    return { code: 'share-of-role' as const, subject: share, args: { on, share, roles: otherRoles.join(', ') } };
  return shares.length === 0 ? { code: 'share-missing' as const, ...found } : null;
}

/** What the short sides of a share hold. */
export function shareEvidence({ sides }: Refusal, on: string): Evidence[] {
  return sides.map(({ side, sddl, admits }) => ({
    fact: 'share-security',
    target: on,
    seen: `the ${side} admits ${admits || 'nobody'}; ${sddl}`,
  }));
}
