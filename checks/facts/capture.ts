import { z } from 'zod';
import type { Known, Question } from '../../src/model/fact.ts';
import { hostKey, type Role } from '../../src/model/target.ts';
import { atPlaces } from './capture-places.ts';
import { captureAccounts, captureSequence } from './capture-steps.ts';
import { count, fact, maybeText, reading, text, time, whole } from './shape.ts';
import { smsProviders } from './site.ts';

/** Of every share of that name: its descriptor, that of the folder behind it, and of an image that is there already. */
export const shareSecurity = fact({
  name: 'share-security',
  title: 'the security descriptors of the capture share',
  parametric: true,
  after: ['sms-providers', 'capture-sequence', 'dfs-targets'],
  schema: z.object({
    shares: z.array(
      z.object({
        name: text,
        /** `*` where the share belongs to the machine and to no cluster role. */
        scopeName: maybeText,
        path: maybeText,
        special: z.boolean().nullable(),
        /** 0 not clustered, 1 clustered, 2 scale-out, 3 CSV, 4 DFS. */
        availability: whole.nullable(),
        /** 0 pending, 1 online, 2 offline. */
        state: whole.nullable(),
        sddl: maybeText,
        folder: maybeText,
        /** Null: there is no such folder. */
        folderSddl: reading(maybeText),
        /** `FILE_ATTRIBUTE_…` of the share's folder and of each below it on the way; it ends before one that is not there. */
        folderAttributes: reading(z.array(whole)),
        /** The image that the destination names; null: there is none, or the destination names no file. */
        image: reading(
          z
            .object({ path: text, bytes: count, lastWriteTime: time, attributes: whole, sddl: reading(maybeText) })
            .nullable(),
        ),
      }),
    ),
    /** Names of the shares that are roots of DFS namespaces on this machine. */
    dfsRoots: reading(z.array(text)),
  }),
  ask: (configuration, known) =>
    atPlaces(configuration, known, ({ share, folder, file }) => ({ share, path: folder, file })),
});
export type ShareSecurity = ReturnType<(typeof shareSecurity)['decode']>;

/** The volume behind every share of that name. */
export const shareSpace = fact({
  name: 'share-space',
  title: 'the free space behind the capture share',
  parametric: true,
  after: ['sms-providers', 'capture-sequence', 'dfs-targets'],
  schema: z.object({
    spaces: z.array(
      z.object({
        scopeName: maybeText,
        folder: text,
        /** `Name` of the volume, `D:\` or the folder that it is mounted at; null: no volume of this machine. */
        volume: maybeText,
        /** Bytes. */
        capacity: count.nullable(),
        free: count.nullable(),
        /** NTFS quotas are on; what a quota leaves to an account is not read. */
        quotas: z.boolean().nullable(),
      }),
    ),
  }),
  ask: (configuration, known) => atPlaces(configuration, known, ({ share, folder }) => ({ share, path: folder })),
});

/** What decides whether a machine accepts its own share under another name than its own. */
export const loopbackCheck = fact({
  name: 'loopback-check',
  title: 'the loopback check',
  parametric: false,
  after: ['sms-providers', 'capture-sequence', 'dfs-targets'],
  schema: z.object({
    /** `DisableLoopbackCheck`; null: not set, so it checks. */
    disabled: reading(whole.nullable()),
    /** `BackConnectionHostNames`. */
    ownNames: reading(z.array(text).nullable()),
    /** `DisableStrictNameChecking`. */
    strictNamesOff: reading(whole.nullable()),
  }),
  ask: (configuration, known) => atPlaces(configuration, known, () => ({})),
});

/** An account as the host of the share knows it: its SID, the SIDs of the groups that Active Directory puts it in, what it is. */
export const accountToken = fact({
  name: 'account-token',
  title: 'the SID, groups and kind of an account',
  parametric: true,
  after: ['sms-providers', 'capture-sequence', 'dfs-targets'],
  schema: z.object({
    sid: reading(text),
    /** True: it belongs to this machine and to no domain, so Active Directory is not asked. */
    local: z.boolean().nullable(),
    /** `tokenGroups`: nested groups too, SIDs only; empty for a local account. */
    groups: reading(z.array(text)),
    nature: reading(
      z.object({
        /** `objectClass`; of a local account `user` or `group`, by the list of Windows that has it; empty: not told. */
        classes: z.array(text),
        /** Each null where nobody tells it. */
        disabled: z.boolean().nullable(),
        lockedOut: z.boolean().nullable(),
        /** Of the domain alone. */
        passwordExpired: z.boolean().nullable(),
      }),
    ),
  }),
  ask: (configuration, known) => {
    const accounts = [
      ...captureAccounts(configuration, known.answers(captureSequence)).flatMap(
        (account) => accountParts(account) ?? [],
      ),
      ...providerAccounts(known),
    ];
    return accounts.flatMap((account) => atPlaces(configuration, known, () => ({ ...account })));
  },
});
export type AccountToken = ReturnType<(typeof accountToken)['decode']>;

/** Domain and name of an account, as `DOMAIN\name` or `name@domain`; null for anything else. */
export function accountParts(account: string): { domain: string; account: string } | null {
  const down = /^([^\\@/]+)\\([^\\@/]+)$/.exec(account);
  if (down) return { domain: down[1]!, account: down[2]! };
  const at = /^([^\\@/]+)@([^\\@/]+)$/.exec(account);
  return at ? { domain: at[2]!, account: at[1]! } : null;
}

/** The computer accounts of the SMS Providers. Without a DNS domain in its name a provider is in that of the share's host. */
function providerAccounts(known: Known): { domain: string; account: string }[] {
  const machines = known
    .answers(smsProviders)
    .flatMap(({ answer }) => (answer.status === 'ok' ? answer.data.providers : []))
    .flatMap(({ machine }) => computerAccounts(machine));
  return [...new Map(machines.map((each) => [`${each.account}@${each.domain}`.toLowerCase(), each])).values()];
}

/**
 * `CM02.contoso.com` is `CM02$` of `contoso.com`. Of a longer name than NetBIOS has it is the first 15 characters, unless somebody
 * made the account by hand: the usual form comes first.
 */
export function computerAccounts(machine: string): { domain: string; account: string }[] {
  const [name, ...labels] = hostKey(machine).toUpperCase().split('.') as [string, ...string[]];
  const domain = labels.join('.').toLowerCase();
  return [...new Set([name.slice(0, 15), name])].map((each) => ({ domain, account: `${each}$` }));
}

/** Who is in the local groups of the share's host, which a token gets when it comes over the network. */
export const localGroups = fact({
  name: 'local-groups',
  title: 'the local groups',
  parametric: false,
  after: ['sms-providers', 'capture-sequence', 'dfs-targets'],
  schema: z.object({
    /** A domain controller has none but those of its domain, which `tokenGroups` has. */
    domainController: z.boolean(),
    groups: z.array(z.object({ sid: text, members: reading(z.array(text)) })),
    truncated: z.boolean(),
  }),
  ask: (configuration, known) => atPlaces(configuration, known, () => ({})),
});

/** A question to every SMS Provider, where something is captured. */
export function atProviders(known: Known): Question[] {
  return known.targets('sms-provider').map(({ name }) => ({ host: name, role: 'sms-provider' as Role, params: {} }));
}
