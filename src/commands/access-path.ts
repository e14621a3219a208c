import { barOf, facts, hostIdentity, isDfsRoot } from '../../checks/facts.ts';
import type { SharePath } from '../cli/access-options.ts';
import { noOverrides } from '../cli/options.ts';
import { quoted } from '../cli/values.ts';
import { collect } from '../engine/collect.ts';
import { Answers } from '../engine/known.ts';
import { type Answer, type Reading, wasRead } from '../model/answer.ts';
import { type Configuration, emptyConfiguration, noCapture, uncParts } from '../model/configuration.ts';
import type { GatheredFact, GatheredHost } from '../model/gathering.ts';
import { type HostReference, sameHostName } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import type { AccessSide } from '../report/access-text.ts';
import type { Surroundings } from '../surroundings.ts';
import type { AliasContext } from '../windows/access.ts';
import type { AccessSubject } from './access.ts';
import { descriptorFrom } from './access-descriptor.ts';
import { configured, progressOf } from './gather.ts';
import { reach } from './reach.ts';

const idleMs = 120_000;
const shareSecurity = facts['share-security'];
type Security = ReturnType<(typeof shareSecurity)['decode']>;
type Share = Security['shares'][number];

/** Asks the host of a share for the descriptors behind a path. What it does not tell leaves that side unknown. */
export async function ofPath(options: SharePath, around: Surroundings): Promise<AccessSubject> {
  const { path, shareSids, folderSids } = options;
  const { host, answer } = await asked(options, around);
  const machine = 'identity' in host ? host.identity : null;
  const { machineSid, domainSid } = machine ?? {};
  const read: AliasContext = { ...(machineSid ? { machineSid } : {}), ...(domainSid ? { domainSid } : {}) };
  const aliases = { share: { ...read, ...shareSids }, folder: { ...read, ...folderSids } };
  const { host: hostName, share: shareName } = uncParts(path)!;
  const on = machine?.machineName ?? hostName;
  const place = { name: path, on, share: shareName, scope: null, folder: '<folder>', isFile: false };
  const unknown = (unread: string): AccessSubject => ({
    share: { descriptor: null, aliases: aliases.share, unread },
    folder: { descriptor: null, aliases: aliases.folder, unread },
    place,
    notes: [],
  });
  if ('failed' in host) return unknown(`${hostName} was not reached: ${host.message}`);
  if (answer === undefined) return unknown(`${on} was not asked`);
  if (answer.status !== 'ok') return unknown(answer.status === 'failed' ? answer.message : `${on} was not asked`);
  const share = chosen(answer.data.shares, options);
  if (share === null) return unknown(`${on} has no share ${shareName}`);
  if (isDfsRoot({ ...answer.data, shares: [share] }, share.name))
    return unknown('this is the root of a DFS namespace; name the share that it leads to');
  const bar = barOf(share, [share.scopeName ?? hostName], answer.data.dfsRoots);
  if (bar?.code === 'unreadable') return unknown(bar.why);
  if (bar?.code === 'share-offline') return unknown('the share is offline');
  const { image } = share;
  const file = wasRead(image) ? image.value : null;
  const folder = file?.path ?? share.folder ?? '';
  const isFile = file !== null || bar?.code === 'folder-is-file';
  return {
    share: side(shareReading(share), aliases.share, 'share'),
    folder: side(folderReading(share), aliases.folder, folder),
    place: { ...place, share: share.name, scope: share.scopeName, folder, isFile },
    notes: [
      `${on}: share ${share.name}, ${isFile ? 'file' : 'folder'} ${folder}.`,
      ...(/\.wim$/i.test(path) && wasRead(image) && file === null
        ? ['The file is not there yet, so its folder decides.']
        : []),
      `The network logon right on ${on} is not read: an account without it is refused whatever the descriptors grant.`,
    ],
  };
}

function shareReading({ special, sddl }: Share): Reading<string> {
  if (special)
    return { failed: 'not-supported', message: 'it is an administrative share, which is not meant for captures' };
  return sddl === null ? { failed: 'denied', message: 'Windows showed no security descriptor' } : { value: sddl };
}

/** Of the image where it is there, else of the folder. */
function folderReading({ image, folder, folderSddl }: Share): Reading<string> {
  if (!wasRead(image)) return image;
  const reading = image.value === null ? folderSddl : image.value.sddl;
  if (!wasRead(reading)) return reading;
  if (reading.value !== null) return { value: reading.value };
  return { failed: 'not-found', message: `there is no ${image.value?.path ?? folder ?? 'folder behind it'}` };
}

function side(reading: Reading<string>, aliases: AliasContext, what: string): AccessSide {
  if (!wasRead(reading)) return { descriptor: null, aliases, unread: reading.message };
  const read = descriptorFrom(reading.value, what);
  return 'wrong' in read
    ? { descriptor: null, aliases, unread: read.wrong }
    : { descriptor: read, aliases, unread: null };
}

/** The share that is meant: the one of the scope that the path's host is the name of, where several roles have one. */
function chosen(shares: readonly Share[], { path, scope }: SharePath): Share | null {
  if (shares.length === 0 || (shares.length === 1 && scope === null)) return shares[0] ?? null;
  const { host } = uncParts(path)!;
  const wanted = scope === null ? [host, host.split('.')[0]!] : [scope];
  const share = shares.find(({ scopeName }) => wanted.some((name) => sameHostName(name, scopeName ?? '*')));
  if (share) return share;
  const scopes = shares.map(({ scopeName }) => scopeName ?? '*').join(', ');
  throw new UsageError(
    scope === null
      ? `${path} is a share of several scopes: ${scopes}; name one with --scope.`
      : `--scope is ${quoted(scope)}, but ${path} is a share of ${scopes}.`,
  );
}

async function asked(options: SharePath, around: Surroundings) {
  const { lab, powershell, config, remoting } = options;
  const loading = { lab, config, overrides: { ...noOverrides, remoting } };
  // Wrong input is said before anything is started.
  const ahead = lab === null ? await configured(loading, around, null) : null;
  const { connector, siteFile, now } = await reach({ lab, powershell }, around, ahead);
  try {
    const configuration = narrowed(ahead ?? (await configured(loading, around, siteFile)), options.path);
    const progress = await progressOf({ debug: false }, around, configuration);
    const gathered: GatheredFact[] = [];
    try {
      const { hosts } = await collect({
        configuration,
        facts: [shareSecurity],
        registry: facts,
        shared: new Set(),
        identity: hostIdentity,
        connector,
        sink: { host() {}, fact: (fact) => void gathered.push(fact) },
        idleMs,
        now,
        signal: around.signal,
        onEvent: (event) => progress.update({ kind: 'target', ...event }),
      });
      const placed = new Answers(facts, gathered).of(shareSecurity.name)[0];
      // The registry's own decoder made it, so it has the fact's type.
      return { host: hosts[0] as GatheredHost, answer: placed?.answer as Answer<Security> | undefined };
    } finally {
      await progress.stop();
    }
  } finally {
    await connector.close();
  }
}

/** The host of the path alone, reached as the site file says of it. */
function narrowed(configuration: Configuration, path: string): Configuration {
  const { site, distributionPoints, pxeServers, referenceComputer, targets, remoting } = configuration;
  const named = [site?.server, ...distributionPoints, ...pxeServers, referenceComputer, ...targets];
  const { host } = uncParts(path)!;
  const known = named.find((each): each is HostReference => each != null && sameHostName(each.name, host));
  return {
    ...emptyConfiguration,
    capture: { ...noCapture, destination: path },
    targets: [{ ...(known ?? { name: host }), roles: ['share-host'] }],
    remoting,
  };
}
