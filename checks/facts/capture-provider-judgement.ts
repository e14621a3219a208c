import type { Placed } from '../../src/model/answer.ts';
import type { Evidence } from '../../src/model/finding.ts';
import { hostKey } from '../../src/model/target.ts';
import { type Identity, judgeShare, providerDemand, type ShareAccess } from '../../src/windows/share-access.ts';
import type { AliasContext } from '../../src/windows/sid.ts';
import { minuteText } from '../../src/windows/wording.ts';
import {
  computerIdentity,
  isName,
  type KnownAccounts,
  type NetworkIdentity,
  systemIdentity,
  type Whereabouts,
  whereabouts,
} from './capture-identities.ts';
import { type DeniedRecord, isAbout } from './capture-provider-log.ts';
import { shareEvidence } from './capture-share-messages.ts';
import { ownNames, type ShareHere, type ShareHost } from './capture-shares.ts';

/** An SMS Provider: its computer account, and whether it is on the computer of the share. */
export interface Provider {
  machine: string;
  own: NetworkIdentity;
  place: Whereabouts;
}

/** Each provider, that of this computer once: under the name whose account is known. */
export function placed(
  machines: readonly string[],
  answers: readonly Placed<unknown>[],
  known: KnownAccounts,
  host: ShareHost,
): Provider[] {
  const all = machines.map((machine) => ({
    machine,
    own: computerIdentity(machine, known, host),
    place: whereabouts(machine, answers, host),
  }));
  const local = all.filter(({ place }) => place.is === 'here');
  const first = local.find(({ own }) => own.sid !== null) ?? local[0];
  return all.filter((each) => each.place.is !== 'here' || each === first);
}

/** One share for every provider. */
export function* judgedFor(
  providers: readonly Provider[],
  share: ShareHere,
  of: { host: ShareHost; aliases: AliasContext; records: readonly DeniedRecord[] },
) {
  const { aliases } = of;
  const on = of.host.target.name;
  const names = ownNames(of.host);
  const records = of.records.filter((record) => isAbout(record, names, share.row.name));
  const { row, subject } = share;
  const args = { on, share: subject };
  const access = (identity: Identity) => judgeShare(row, aliases, identity, providerDemand);
  const system = access(systemIdentity);
  if (system.state === 'folder-missing') {
    yield { code: 'folder-missing' as const, subject, args: { ...args, folder: system.folder } };
    return;
  }
  const several =
    providers.length > 1
      ? ` Console connections choose any of the providers (${providers.map(({ machine }) => machine).join(', ')}).`
      : '';
  const limits = new Set<string>();
  const unreadable = new Set<string>();
  for (const { machine, own, place } of providers) {
    const computer = access(own);
    const [decides, comes] = place.is === 'elsewhere' ? [computer, own] : [system, systemIdentity];
    for (const each of [decides, ...(place.is === 'unknown' ? [computer] : [])])
      for (const limit of 'warnings' in each ? each.warnings : []) limits.add(limit);
    const isRefused = system.state === 'denied' && computer.state === 'denied';
    const about = place.is === 'here' ? subject : `${subject} ${machine}`;
    const short = { ...args, provider: machine, name: comes.name };
    const logged = records.filter(({ target }) =>
      place.is === 'here' ? names.has(hostKey(target)) : isName(target, machine),
    );
    const [last] = logged;
    if (last && !('reasons' in decides && (place.is !== 'unknown' || isRefused)))
      yield {
        code: 'log-only' as const,
        subject: about,
        args: { ...short, log: last.target, seen: when(last) },
        evidence: said(logged),
      };
    if (place.is === 'unknown' && !isRefused) {
      const outlook = `There it comes as ${own.name}, which ${says(computer)} ${subject}; on ${on} itself it comes as SYSTEM, which ${says(system)} it.`;
      yield { code: 'provider-unplaced' as const, subject: about, args: { ...short, why: place.why, outlook } };
      continue;
    }
    if (decides.state === 'unreadable') unreadable.add(decides.why);
    if ('reasons' in decides) {
      const refused = place.is === 'unknown' && 'reasons' in computer ? [decides, computer] : [decides];
      const doubts = decides.state === 'uncertain' && place.is === 'elsewhere' ? own.doubts : [];
      yield {
        code: codes[decides.state],
        subject: about,
        args: {
          ...short,
          name: refused.length > 1 ? `${comes.name} and ${own.name}` : comes.name,
          reasons: refused.map(({ reasons }) => reasons).join('; '),
          commands: refused.flatMap(({ commands }) => commands),
          notes: [...new Set(refused.flatMap(({ notes }) => notes))],
          whose: [
            whose(on, machine, own, place),
            share.ledWords,
            ...doubts.map((doubt) => ` Of ${own.name}: ${doubt}.`),
            several,
            last ? ` smsprov.log on ${last.target} says that access was denied, ${when(last)}.` : '',
          ].join(''),
        },
        evidence: [...shareEvidence(decides, on), ...said(logged)],
      };
    }
    if (place.is === 'here') yield* beside(share, on, own, system, computer);
  }
  for (const why of unreadable) yield { code: 'unreadable' as const, subject, args: { ...args, why } };
  if (limits.size > 0) yield { code: 'limits' as const, subject, args: { ...args, limits: [...limits].join('; ') } };
}

const codes = { denied: 'denied', short: 'change-only', uncertain: 'uncertain' } as const;

/** When a record was written, for people. */
const when = ({ at }: DeniedRecord): string =>
  at === null ? 'at a time that it does not tell' : `last seen ${minuteText(at)}`;

/** The newest records, which are enough to look the others up. */
function said(records: readonly DeniedRecord[]): Evidence[] {
  return records.slice(0, 3).map(({ target, path, at, text }) => ({
    fact: 'smsprov-log',
    target,
    seen: `${path}${at === null ? '' : `, ${minuteText(at)}`}: ${text.slice(0, 300)}`,
  }));
}

/** Why the provider comes as the account that decides. */
function whose(on: string, machine: string, { name }: Identity, place: Whereabouts): string {
  if (place.is === 'here')
    return `Share and SMS Provider are both on ${on}, so the provider comes as SYSTEM and not as the computer account.`;
  return place.is === 'elsewhere'
    ? `${machine} is another computer than ${on}, so its provider comes as the computer account ${name}.`
    : `Whether ${machine} is ${on} itself is not known (${place.why}); it is refused as SYSTEM and as ${name}.`;
}

/** What the computer account of a local provider could do, where that differs or may come to count. */
function* beside(share: ShareHere, on: string, own: Identity, system: ShareAccess, computer: ShareAccess) {
  const { row, subject, clustered } = share;
  const args = { on, share: subject, name: own.name, says: says(computer) };
  if (clustered) yield { code: 'failover' as const, subject, args: { ...args, scope: row.scopeName ?? '' } };
  else if (writes(system) !== null && writes(computer) !== null && writes(system) !== writes(computer))
    yield { code: 'computer-account' as const, subject, args };
}

/** Whether somebody can change files; null: not known. */
function writes({ state }: ShareAccess): boolean | null {
  if (state === 'granted' || state === 'short') return true;
  return state === 'denied' ? false : null;
}

function says(access: ShareAccess): string {
  const can = writes(access);
  return can === null ? 'may or may not be able to write to' : can ? 'can write to' : 'is refused by';
}
