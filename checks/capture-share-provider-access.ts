// Longer than most: one message for each way in which a share admits the SMS Providers only in part, or cannot be judged.
import { anywhere, here, optional } from '../src/model/check.ts';
import { compareText } from '../src/model/json.ts';
import { hostKey } from '../src/model/target.ts';
import type { Refusal } from '../src/windows/share-access.ts';
import { judgedFor, placed } from './facts/capture-provider-judgement.ts';
import { providerLogs } from './facts/capture-provider-log.ts';
import { dfsMessages, dfsSaid, placeMessages, unjudged } from './facts/capture-share-messages.ts';
import { aliasesOf, onCaptureShare, onceEach, placesHere } from './facts/capture-shares.ts';
import { defineCheck } from './facts.ts';

type Place = { on: string; share: string };
/** `whose` is a sentence on why the provider comes as that identity. */
type Short = Place &
  Pick<Refusal, 'reasons' | 'commands' | 'notes'> & { provider: string; name: string; whose: string };

const because = ({ reasons, whose }: Short): string => `${reasons}. ${whose}`;
const mend = ({ on, name, commands, notes }: Short) => ({
  text: [...notes, `So that ${name} has Full Control, as administrator:`].join(' '),
  on,
  commands,
});

/** What the other checks on a share say where it cannot be judged. */
const othersOn = (code: string): string[] => [`capture-account-access/${code}`, 'capture-image-exists/place-unread'];

export default defineCheck({
  id: 'capture-share-provider-access',
  ...onCaptureShare,
  titles: {
    fine: 'The SMS Provider can write through the capture share',
    broken: 'The SMS Provider cannot write through the capture share',
  },
  why: 'The SMS Provider imports a captured image; on its own computer it comes as SYSTEM, which a share opened for computer accounts does not admit.',
  needs: {
    share: here('share-security'),
    providers: optional(anywhere('sms-providers')),
    dfs: optional(anywhere('dfs-targets')),
    tokens: optional(here('account-token')),
    groups: optional(here('local-groups')),
    log: optional(anywhere('smsprov-log')),
  },
  gate: { capture: 'blocking' },
  sources: [
    'Microsoft: Plan for the SMS Provider',
    'Microsoft: LocalSystem account',
    'MS-SMB2 3.3.5.7',
    'MS-DTYP 2.5.3.2',
  ],
  messages: {
    denied: {
      level: 'fail',
      text: ({ share, provider }: Short) => `The SMS Provider on ${provider} cannot write to ${share}.`,
      because,
      leadsTo: 'The ConfigMgr Provider reported an error. (smsprov.log: error 5)',
      remedy: mend,
    },
    'change-only': {
      level: 'warn',
      text: ({ share, provider }: Short) =>
        `The SMS Provider on ${provider} can change files in ${share} and has not Full Control.`,
      because: (short: Short) =>
        `${because(short)} Full Control is what the field expects; the documents do not ask for it.`,
      remedy: mend,
    },
    uncertain: {
      level: 'unknown',
      text: ({ share, provider }: Short) =>
        `Whether the SMS Provider on ${provider} can write to ${share} cannot be told.`,
      because,
      remedy: (short: Short) => ({
        ...mend(short),
        text: [...short.notes, 'To settle it, as administrator:'].join(' '),
      }),
    },
    'provider-unplaced': {
      level: 'unknown',
      text: ({ on, provider, why }: { on: string; provider: string; why: string }) =>
        `Whether ${provider}, which has an SMS Provider, is another machine than ${on} is not known: ${why}.`,
      because: ({ outlook }: { outlook: string }) => outlook,
    },
    'computer-account': {
      level: 'info',
      text: ({ share, name, says }: Place & { name: string; says: string }) =>
        `The SMS Provider comes to ${share} as SYSTEM, which decides, as both are on one computer. For comparison only: the computer account ${name} ${says} the share.`,
    },
    'log-only': {
      level: 'warn',
      text: ({ share, log, seen }: Place & { log: string; seen: string }) =>
        `smsprov.log on ${log} says that access to an image was denied (${seen}), and what was read of ${share} does not.`,
      because: 'It may have been mended since, or been about another file.',
      leadsTo: 'The ConfigMgr Provider reported an error. (smsprov.log: error 5)',
      remedy: ({ log }: Place & { log: string }) => ({
        text: 'Import an image again, and look whether a newer record comes; it names the file.',
        on: log,
      }),
    },
    'log-unread': {
      level: 'unknown',
      text: ({ on, path, why }: { on: string; path: string; why: string }) =>
        `What ${path} on ${on} says of images could not be read: ${why}.`,
    },
    failover: {
      level: 'info',
      text: ({ share, name, says, scope }: Place & { name: string; says: string; scope: string }) =>
        `${share} belongs to the cluster role ${scope}: once that is on another node, the provider comes as ${name}, which ${says} it.`,
    },
    ...dfsMessages,
    'dfs-offline': {
      ...dfsMessages['dfs-offline'],
      explains: othersOn('dfs-offline'),
    },
    ...placeMessages,
    'share-missing': {
      ...placeMessages['share-missing'],
      explains: [...othersOn('share-missing'), 'capture-space-short/no-share'],
    },
    'folder-missing': { ...placeMessages['folder-missing'], explains: ['capture-account-access/folder-missing'] },
    'folder-is-file': { ...placeMessages['folder-is-file'], explains: othersOn('folder-is-file') },
    'share-offline': { ...placeMessages['share-offline'], explains: othersOn('share-offline') },
    'role-unnamed': { ...placeMessages['role-unnamed'], explains: othersOn('role-unnamed') },
    'dfs-unread': { ...placeMessages['dfs-unread'], explains: othersOn('dfs-unread') },
    'not-asked': {
      level: 'not-applicable',
      text: ({ on }: { on: string }) =>
        `${on} has no SMS Provider, and no site is configured. To ask it: site: { server: CM01.contoso.com }`,
    },
    'site-without-provider': {
      level: 'unknown',
      text: ({ server }: { server: string }) => `${server} names no SMS Provider.`,
    },
  },
  *judge(facts, { target, identity, configuration }) {
    const host = { target, identity };
    const on = target.name;
    yield* dfsSaid(facts.dfs, host);
    const read = facts.providers.flatMap(({ answer }) => (answer.status === 'ok' ? answer.data.providers : []));
    const machines = [...new Map(read.map(({ machine }) => [hostKey(machine), machine])).values()].sort(compareText);
    if (machines.length === 0) {
      // The engine says which list of providers could not be read; an empty one proves something only without that.
      if (facts.providers.some(({ answer }) => answer.status === 'failed')) return;
      const { site } = configuration;
      yield site
        ? { code: 'site-without-provider', args: { server: site.server.name } }
        : { code: 'not-asked', args: { on } };
      return;
    }
    const { records, unread } = providerLogs(facts.log);
    for (const { target: from, path, why } of unread)
      yield { code: 'log-unread', subject: path, args: { on: from, path, why } };
    const providers = placed(machines, facts.providers, facts, host);
    for (const place of onceEach(placesHere(facts.share, facts.dfs, host, configuration))) {
      if (place.dfs === 'offline') continue;
      yield* unjudged(place);
      if (place.dfs === 'none')
        for (const share of place.shares)
          yield* judgedFor(providers, share, { host, aliases: aliasesOf(identity), records });
    }
  },
});
