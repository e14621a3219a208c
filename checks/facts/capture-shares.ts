import type { Placed } from '../../src/model/answer.ts';
import { anywhere, here, optional } from '../../src/model/check.ts';
import { uncParts } from '../../src/model/configuration.ts';
import type { OkAnswer } from '../../src/model/fact.ts';
import { type HostIdentity, hostKey, type Target } from '../../src/model/target.ts';
import type { AliasContext } from '../../src/windows/sid.ts';
import type { ShareSecurity } from './capture.ts';
import { type DfsTargets, placeOf } from './capture-places.ts';

/** What every check on the capture share has in common. */
export const onCaptureShare = {
  area: 'capture' as const,
  appliesTo: ['share-host' as const],
  askedBy: {
    configuration: "capture: { destination: '\\\\CM01\\Captures$\\image.wim' }",
    option: "--capture-destination '\\\\CM01\\Captures$\\image.wim'",
  },
  rights: 'local administrator on the host of the share, read-only analyst in Configuration Manager',
};

/** What tells the rights of the capture account on the share. */
export const accountNeeds = {
  share: here('share-security'),
  tokens: optional(here('account-token')),
  groups: optional(here('local-groups')),
  sequence: optional(anywhere('capture-sequence')),
  dfs: optional(anywhere('dfs-targets')),
};

/** The machine that a check is judged on. */
export interface ShareHost {
  target: Pick<Target, 'name' | 'aliases'>;
  identity: HostIdentity | null;
}

/** Every name of the share's host, in the form for comparing. */
export function ownNames({ target, identity }: ShareHost): Set<string> {
  return new Set([target.name, ...target.aliases, ...(identity?.names ?? [])].map(hostKey));
}

/** The base SIDs that the aliases of this machine's descriptors hang on. */
export function aliasesOf(identity: HostIdentity | null): AliasContext {
  const { machineSid, domainSid } = identity ?? {};
  return { ...(machineSid ? { machineSid } : {}), ...(domainSid ? { domainSid } : {}) };
}

export type ShareRow = ShareSecurity['shares'][number];
/** One share of a place: a machine may have several of one name, for cluster roles. */
export interface ShareHere {
  row: ShareRow;
  /** `\\CM01\Captures$`, with the folder below it and the scope where there are. */
  subject: string;
  clustered: boolean;
}

/** A share on this machine that the image may be written to. */
export interface PlaceHere {
  on: string;
  /** `\\CM01\Captures$`, with the folder below it. */
  share: string;
  /** The name of the image; empty where the destination names none. */
  file: string;
  shares: ShareHere[];
  /** Cluster roles that have a share of that name, where the machine and the roles that are named have none. */
  otherRoles: string[];
  /** What DFS has to do with it: nothing, every target of that folder is offline, or nobody knows. */
  dfs: 'none' | 'offline' | 'unknown';
}

type Security = Placed<ShareSecurity, OkAnswer<ShareSecurity>>;

/** Every place on this machine, once for each share, folder and name of an image. */
export function placesHere(
  security: readonly Security[],
  dfs: readonly Placed<DfsTargets>[],
  host: ShareHost,
): PlaceHere[] {
  const on = host.target.name;
  const offline = dfs.flatMap(({ params, answer }) =>
    answer.status === 'ok' && isOffline(answer.data) ? [keyOf(String(params['path']))] : [],
  );
  // A target of a folder is a plain share; where it is the root of another namespace, that one leads on.
  const roots = dfs.flatMap(({ answer }) => (answer.status === 'ok' && isRoot(answer.data) ? answer.data.targets : []));
  return security.map(({ params, answer }) => {
    const [name, folder, file] = ['share', 'path', 'file'].map((key) => String(params[key] ?? ''));
    const below = [name, folder].filter(Boolean).join('\\');
    const share = `\\\\${on}\\${below}`;
    const rows = meant(answer.data.shares, ownNames(host));
    const isRootTarget = roots.some(({ targetPath }) => {
      const parts = uncParts(targetPath);
      return parts !== null && parts.share.toLowerCase() === name!.toLowerCase() && isOwn(parts.host, host);
    });
    const isOfDfs = rows.some(({ availability }) => availability === 4) || hasDomainName(host);
    return {
      on,
      share,
      file: file!,
      shares: rows.map((row) => {
        const clustered = row.scopeName !== null && row.scopeName !== '*';
        return { row, clustered, subject: clustered ? `${share} (${row.scopeName})` : share };
      }),
      otherRoles: rows.length > 0 ? [] : answer.data.shares.flatMap(({ scopeName }) => scopeName ?? []),
      dfs: offline.includes(below.toLowerCase()) ? 'offline' : isOfDfs && !isRootTarget ? 'unknown' : 'none',
    };
  });
}

/** A place once, whatever images are written to it. */
export function onceEach(places: readonly PlaceHere[]): PlaceHere[] {
  return [...new Map(places.map((place) => [place.share.toLowerCase(), place])).values()];
}

/**
 * The shares that a client gets: of the cluster role that it names, else those of the machine, or of whom is not told. A
 * share of a role is served under no other name.
 */
function meant(rows: readonly ShareRow[], names: ReadonlySet<string>): ShareRow[] {
  const shortNames = new Set([...names].map((name) => name.split('.')[0]!));
  const ofRole = rows.filter(
    ({ scopeName }) => scopeName !== null && shortNames.has(hostKey(scopeName).split('.')[0]!),
  );
  if (ofRole.length > 0) return ofRole;
  const ofMachine = rows.filter(({ scopeName }) => scopeName === '*');
  return ofMachine.length > 0 ? ofMachine : rows.filter(({ scopeName }) => scopeName === null);
}

export const isOwn = (name: string, host: ShareHost): boolean => ownNames(host).has(hostKey(name));

/** Whether the machine was asked under the name of its domain, DNS or NetBIOS: then any controller or root of DFS may answer. */
function hasDomainName(host: ShareHost): boolean {
  const domain = host.identity?.domain ? hostKey(host.identity.domain) : null;
  if (domain === null) return false;
  const names = [host.target.name, ...host.target.aliases].map(hostKey);
  return names.some((name) => name === domain || name === domain.split('.')[0]);
}

/** Share and folder of a path, for comparing. */
function keyOf(path: string): string {
  const place = placeOf({ path, from: 'configuration' }, path, null);
  return place ? [place.share, place.folder].filter(Boolean).join('\\').toLowerCase() : '';
}

/** The path is in a namespace and below none of its folders. */
const isRoot = ({ namespacePath }: DfsTargets): boolean =>
  namespacePath !== null && uncParts(namespacePath)?.path === '';

const isOffline = ({ namespacePath, targets }: DfsTargets): boolean =>
  namespacePath !== null && targets.every(({ online }) => online === false);

/** What DFS says of a destination, told on one machine: that of its first online target, else the one that is named. */
export function dfsHere(dfs: readonly Placed<DfsTargets>[], host: ShareHost) {
  return dfs.flatMap(({ target, params, answer }) => {
    if (answer.status !== 'ok' || answer.data.namespacePath === null) return [];
    const { targets, namespacePath, truncated } = answer.data;
    const path = String(params['path']);
    const online = targets.filter((each) => each.online !== false);
    const told = uncParts(online[0]?.targetPath ?? path)?.host;
    if (told === undefined || !isOwn(told, host)) return [];
    const offline = targets.filter((each) => each.online === false).map(({ targetPath }) => targetPath);
    return [{ from: target, path, namespacePath, truncated, offline, allOffline: online.length === 0 }];
  });
}
