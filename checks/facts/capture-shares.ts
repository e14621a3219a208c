import type { Placed } from '../../src/model/answer.ts';
import { anywhere, here, optional } from '../../src/model/check.ts';
import { type Configuration, uncParts } from '../../src/model/configuration.ts';
import type { OkAnswer } from '../../src/model/fact.ts';
import { compareText } from '../../src/model/json.ts';
import { type HostIdentity, hostKey, type Target } from '../../src/model/target.ts';
import type { AliasContext } from '../../src/windows/sid.ts';
import type { ShareSecurity } from './capture.ts';
import { type CapturePlace, type DfsTargets, onlineTargets, placeOf, placesOf } from './capture-places.ts';
import { type Bar, barOf, isDfsRoot, isOfRole, meant, type ShareRow } from './capture-share-bars.ts';

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

/** One share of a place: a machine may have several of one name, for cluster roles. */
export interface ShareHere {
  row: ShareRow;
  /** `\\CM01\Captures$`, with the folder below it and the scope where there are. */
  subject: string;
  clustered: boolean;
  /** ` DFS leads there from \\contoso.com\Deploy.`; empty where it does not. */
  ledWords: string;
}

/** A share on this machine that the image may be written to. */
export interface PlaceHere {
  on: string;
  /** `\\CM01\Captures$`, with the folder below it. */
  share: string;
  /** The name of the image; empty where the destination names none. */
  file: string;
  /** Those whose rights decide. */
  shares: ShareHere[];
  /** Those that cannot be judged. */
  bars: { subject: string; bar: Bar }[];
  /** What DFS has to do with it: nothing, every target of that folder is offline, or nobody knows. */
  dfs: 'none' | 'offline' | 'unknown';
}

type Security = Placed<ShareSecurity, OkAnswer<ShareSecurity>>;

/** Every place on this machine, once for each share, folder and name of an image. */
export function placesHere(
  security: readonly Security[],
  dfs: readonly Placed<DfsTargets>[],
  host: ShareHost,
  configuration: Configuration,
): PlaceHere[] {
  const on = host.target.name;
  const offline = dfs.flatMap(({ params, answer }) =>
    answer.status === 'ok' && isOffline(answer.data) ? [keyOf(String(params['path']))] : [],
  );
  const ways = waysHere(dfs, host, configuration);
  return security.map(({ params, answer }) => {
    const [name, folder, file] = ['share', 'path', 'file'].map((key) => String(params[key] ?? ''));
    const below = [name, folder].filter(Boolean).join('\\');
    const share = `\\\\${on}\\${below}`;
    const here = ways.filter((way) => belowOf(way) === below.toLowerCase());
    const names = here.length > 0 ? here.map((way) => hostKey(way.host)) : [...ownNames(host)];
    const { dfsRoots, shares } = answer.data;
    const isOfDfs = isDfsRoot(answer.data, name!) || names.some((each) => isDomain(each, host));
    // A folder of DFS may lead into another namespace, of which nothing was read; a root leads to its own share.
    const isLed = here.some((way) => way.dfs !== null && uncParts(way.dfs)?.path === '');
    const from = [...new Set(here.flatMap((way) => way.dfs ?? []))].sort(compareText);
    const ledWords = from.length > 0 ? ` DFS leads there from ${from.join(' and ')}.` : '';
    const judged = meant(shares, names).map((row) => {
      const clustered = isOfRole(row);
      const subject = clustered ? `${share} (${row.scopeName})` : share;
      return { row, clustered, subject, ledWords, bar: barOf(row, names, dfsRoots) };
    });
    return {
      on,
      share,
      file: file!,
      shares: judged.filter(({ bar }) => bar === null),
      bars: judged.flatMap(({ subject, bar }) => (bar === null ? [] : [{ subject, bar }])),
      dfs: offline.includes(below.toLowerCase()) ? 'offline' : isOfDfs && !isLed ? 'unknown' : 'none',
    };
  });
}

/** A place once, whatever images are written to it. */
export function onceEach(places: readonly PlaceHere[]): PlaceHere[] {
  return [...new Map(places.map((place) => [place.share.toLowerCase(), place])).values()];
}

/** How the destinations lead to this machine. With a site, DFS was asked about each of them. */
function waysHere(dfs: readonly Placed<DfsTargets>[], host: ShareHost, { capture }: Configuration): CapturePlace[] {
  const paths = [...dfs.map(({ params }) => String(params['path'])), capture?.destination ?? ''];
  return [...new Set(paths)]
    .flatMap((path) => {
      const asked = dfs.filter(({ params }) => params['path'] === path);
      return placesOf({ path, from: 'configuration' }, asked);
    })
    .filter((way) => isOwn(way.host, host));
}

export const isOwn = (name: string, host: ShareHost): boolean => ownNames(host).has(hostKey(name));

/** Whether a name is that of the machine's domain, whose shares are roots of DFS, or those of a domain controller. */
function isDomain(name: string, { identity }: ShareHost): boolean {
  const domain = identity?.domain ? hostKey(identity.domain) : null;
  return domain !== null && (name === domain || name === domain.split('.')[0]);
}

/** Share and folder, for comparing. */
const belowOf = ({ share, folder }: CapturePlace): string => [share, folder].filter(Boolean).join('\\').toLowerCase();

function keyOf(path: string): string {
  const place = placeOf({ path, from: 'configuration' }, path, null);
  return place ? belowOf(place) : '';
}

const isOffline = (data: DfsTargets): boolean => data.namespacePath !== null && onlineTargets(data).length === 0;

/** What DFS says of a destination, told on one machine: that of its first online target, else the one that is named. */
export function dfsHere(dfs: readonly Placed<DfsTargets>[], host: ShareHost) {
  return dfs.flatMap(({ target, params, answer }) => {
    if (answer.status !== 'ok' || answer.data.namespacePath === null) return [];
    const { targets, namespacePath, truncated } = answer.data;
    const path = String(params['path']);
    const online = onlineTargets(answer.data);
    const shares = [...online.map(({ targetPath }) => targetPath), path].flatMap((each) => uncParts(each) ?? []);
    if (!shares[0] || !isOwn(shares[0].host, host)) return [];
    const offline = targets.filter((each) => each.online === false).map(({ targetPath }) => targetPath);
    return [
      {
        from: target,
        path,
        namespacePath,
        truncated,
        offline,
        isOffline: answer.data.online === false,
        allOffline: online.length === 0,
      },
    ];
  });
}
