import { wasRead } from '../src/model/answer.ts';
import { accountDemand, judgeShare, type Refusal } from '../src/windows/share-access.ts';
import { accountFindings, accountMessages, isUser } from './facts/capture-account-messages.ts';
import { accountsHere, giveAccount, variableAccounts } from './facts/capture-accounts.ts';
import type { NetworkIdentity } from './facts/capture-identities.ts';
import { type OnShare, placeMessages, shareEvidence, unjudged } from './facts/capture-share-messages.ts';
import { accountNeeds, aliasesOf, onCaptureShare, onceEach, placesHere } from './facts/capture-shares.ts';
import { defineCheck } from './facts.ts';

type Short = OnShare &
  Pick<Refusal, 'reasons' | 'commands' | 'notes'> & { account: string; name: string; whose: string };

const because = ({ reasons, whose }: Short): string => `${reasons}. ${whose}`;
const mend = ({ on, name, commands, notes }: Short) => ({
  text: [...notes, `So that ${name} has Change, as administrator:`].join(' '),
  on,
  commands,
});

/** With a grant to the account itself it matters no longer what it carries besides. */
const settle = (short: Short) => ({
  ...mend(short),
  text: [
    ...short.notes,
    'No right is known to be missing. Where what is not known cannot be found out, a grant to the account itself settles it, as administrator:',
  ].join(' '),
});
/** Its groups were not read, which is no reason to grant anything. */
const lookUp = (sid: string) => ({
  text: 'No right is known to be missing. See that a domain controller answers there and shows the groups of the account (tokenGroups) to whoever runs this tool, and run it again. Else list them on another computer of the domain, and compare them with the SIDs that the reason names:',
  commands: [
    `$account = [adsi]'LDAP://<SID=${sid}>'`,
    "$account.RefreshCache([string[]]@('tokenGroups'))",
    "$account.Properties['tokenGroups'] | ForEach-Object { [System.Security.Principal.SecurityIdentifier]::new($_, 0).Value }",
  ],
});

export default defineCheck({
  id: 'capture-account-access',
  ...onCaptureShare,
  titles: {
    fine: 'The capture account can write to the capture share',
    broken: 'The capture account cannot write to the capture share',
  },
  why: 'The capture step writes the image from Windows PE as the capture account, at the end of a sequence that took an hour.',
  needs: accountNeeds,
  gate: { capture: 'blocking' },
  askedBy: { configuration: giveAccount, option: "--capture-account 'CONTOSO\\svc-capture'" },
  sources: [
    'Microsoft: Accounts used in Configuration Manager, capture OS image account',
    'MS-SMB2 3.3.5.7',
    'MS-DTYP 2.5.3.2',
  ],
  messages: {
    denied: {
      level: 'fail',
      text: ({ share, account }: Short) => `${account} cannot read and write in ${share}.`,
      because,
      leadsTo: 'Access is denied. (smsts.log: 0x80070005, or error 5)',
      remedy: mend,
    },
    'change-missing': {
      level: 'warn',
      text: ({ share, account }: Short) => `${account} can read and write in ${share} and has not Change.`,
      because: (short: Short) =>
        `${because(short)} The documents ask for Read and Write; without Delete it cannot take away what a capture left that was broken off.`,
      remedy: mend,
    },
    uncertain: {
      level: 'unknown',
      text: ({ share, account }: Short) => `Whether ${account} can write to ${share} cannot be told.`,
      because,
      remedy: (short: Short & { groupsOf: string | null }) =>
        short.groupsOf === null ? settle(short) : lookUp(short.groupsOf),
    },
    ...accountMessages,
    'not-asked': {
      level: 'not-applicable',
      text: ({ on }: { on: string }) =>
        `Nobody said which account writes the image to ${on}. To ask it: ${giveAccount}`,
    },
    'dfs-offline': {
      level: 'unknown',
      text: ({ share }: OnShare) => `${share} is of DFS, and no target of it is online whose rights could be judged.`,
    },
    'logon-right-unread': {
      level: 'info',
      text: ({ on, accounts }: { on: string; accounts: string }) =>
        `Whether ${accounts} may access ${on} from the network (SeNetworkLogonRight) was not read, nor for the computer account of an SMS Provider elsewhere; without it access fails with error 1385, whatever the share grants.`,
    },
    ...placeMessages,
  },
  *judge(facts, { target, identity, configuration }) {
    const host = { target, identity };
    const on = target.name;
    const variables = variableAccounts(configuration, facts.sequence);
    for (const account of variables) yield { code: 'account-variable', subject: account, args: { on, account } };
    const accounts = accountsHere(configuration, facts.sequence, facts, host);
    if (accounts.length === 0) {
      const isOpen = variables.length > 0 || facts.sequence.some(({ answer }) => answer.status === 'failed');
      if (!isOpen) yield { code: 'not-asked', args: { on } };
      return;
    }
    for (const { account, identity: who } of accounts) {
      if (who === null) yield { code: 'account-form', subject: account, args: { on, account } };
      else yield* accountFindings(account, who, on);
    }
    const known = accounts.flatMap(({ account, identity: who }) =>
      who === null || !isUser(who) ? [] : [{ account, who }],
    );
    for (const place of onceEach(placesHere(facts.share, facts.dfs, host, configuration))) {
      if (place.dfs === 'offline') {
        yield { code: 'dfs-offline', subject: place.share, args: { on, share: place.share } };
        continue;
      }
      yield* unjudged(place);
      if (place.dfs === 'none')
        for (const { row, subject, ledWords } of place.shares) {
          const args = { on, share: subject };
          const limits = new Set<string>();
          const unreadable = new Set<string>();
          const folders = new Set<string>();
          for (const { account, who } of known) {
            const access = judgeShare(row, aliasesOf(identity), who, accountDemand);
            for (const limit of 'warnings' in access ? access.warnings : []) limits.add(limit);
            if (access.state === 'unreadable') unreadable.add(access.why);
            if (access.state === 'folder-missing') folders.add(access.folder);
            if (!('reasons' in access)) continue;
            const doubts = access.state === 'uncertain' ? who.doubts : [];
            const { reasons, commands, notes } = access;
            const { sid, groups } = who.read;
            const groupsOf = wasRead(sid) && !wasRead(groups) ? sid.value : null;
            const whose = [writer(who, on), ledWords, ...doubts.map((doubt) => ` Of ${who.name}: ${doubt}.`)].join('');
            yield {
              code: codes[access.state],
              subject: `${subject} ${account}`,
              args: { ...args, account, name: who.name, reasons, commands, notes, whose, groupsOf },
              evidence: shareEvidence(access, on),
            };
          }
          for (const folder of folders) yield { code: 'folder-missing', subject, args: { ...args, folder } };
          for (const why of unreadable) yield { code: 'unreadable', subject, args: { ...args, why } };
          if (limits.size > 0) yield { code: 'limits', subject, args: { ...args, limits: [...limits].join('; ') } };
        }
    }
    if (known.length > 0)
      yield { code: 'logon-right-unread', args: { on, accounts: known.map(({ account }) => account).join(' and ') } };
  },
});

const codes = { denied: 'denied', short: 'change-missing', uncertain: 'uncertain' } as const;

function writer({ name, read }: NetworkIdentity, on: string): string {
  const kind = read.local ? `, a local account of ${on}` : '';
  return `The capture step writes the image from Windows PE as ${name}${kind}.`;
}
