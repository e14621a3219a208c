import { wasRead } from '../../src/model/answer.ts';
import { accountKind, isBuiltIn } from '../../src/windows/account-tokens.ts';
import { inSentence } from '../../src/windows/wording.ts';
import { giveAccount } from './capture-accounts.ts';
import type { NetworkIdentity } from './capture-identities.ts';

type Account = { on: string; account: string };

const kinds = {
  'built-in': 'It is an identity or a group of Windows itself, which has no password to connect to a share with.',
  group: 'It is a group, which has no password to connect to a share with.',
  computer: 'It is the account of a computer, and nobody but that computer knows its password.',
  'managed-service':
    'It is a managed service account, whose password the domain gives only to the computers that it is meant for.',
} as const;
const enterUser = () => ({ text: 'Enter a domain user in the capture step.' });

/** Who the account of the capture step is, and what keeps it from logging on anywhere. */
export const accountMessages = {
  'account-missing': {
    level: 'fail',
    text: ({ on, account }: Account) => `${on} knows no account ${account}.`,
    because: ({ on, account }: Account) => `Windows on ${on} was asked for the SID of ${account}, and found none.`,
    remedy: () => ({
      text: 'Create the account, with Read and Write on the share and no right to log on interactively, or correct its name in the capture step.',
    }),
  },
  'account-no-user': {
    level: 'fail',
    text: ({ account, sid }: Account & { sid: string }) => `${account} (${sid}) is no user.`,
    because: ({ kind }: { kind: keyof typeof kinds }) => kinds[kind],
    remedy: enterUser,
  },
  'account-disabled': {
    level: 'fail',
    text: ({ account }: Account) => `${account} is disabled.`,
    because: 'Nobody can log on as it, and whatever the share grants it is out of reach.',
    leadsTo: 'Error 1331 in smsts.log.',
    remedy: () => ({ text: 'Enable the account, or enter another domain user in the capture step.' }),
  },
  'account-password-expired': {
    level: 'fail',
    text: ({ account }: Account) => `The password of ${account} has expired, or has to be changed at the next logon.`,
    because: 'Windows PE cannot change it, and the share is refused until somebody does.',
    leadsTo: 'Error 1330 or 1907 in smsts.log.',
    remedy: () => ({
      text: 'Give the account a new password that does not expire, and enter it in the capture step again.',
    }),
  },
  'account-locked-out': {
    level: 'warn',
    text: ({ account }: Account) => `${account} was locked out when it was read.`,
    because:
      'After too many wrong passwords nobody can log on as it, until it is unlocked or the time set for that is over.',
    leadsTo: 'Error 1909 in smsts.log.',
    remedy: () => ({
      text: 'Find out who tries a wrong password, an old one in another task sequence perhaps, and unlock the account.',
    }),
  },
  'account-kind-unread': {
    level: 'unknown',
    text: ({ on, account, why }: Account & { why: string }) =>
      `Whether ${account} is a user who may log on was not read on ${on}: ${why}.`,
    because:
      'A group, the account of a computer and a disabled user can be granted rights as well, and none of them can log on.',
    remedy: ({ account }: Account) => ({
      text: `See that a domain controller answers there and shows ${account} to whoever runs this tool, and run it again.`,
    }),
  },
  'account-unread': {
    level: 'unknown',
    text: ({ on, account, why }: Account & { why: string }) => `Who ${account} is was not read on ${on}: ${why}.`,
  },
  'account-form': {
    level: 'unknown',
    text: ({ account }: Account) => `${account} does not name a domain, so nobody can look up who it is.`,
    remedy: () => ({ text: `Give it in the form domain\\user: ${giveAccount}` }),
  },
  'account-variable': {
    level: 'unknown',
    text: ({ account }: Account) =>
      `Which account writes the image is not known before the task sequence runs: the task sequence says ${account}.`,
    remedy: () => ({ text: `Give its value: ${giveAccount}` }),
  },
} as const;

/** Windows was asked and has no such name. */
const isUnknownName = ({ read: { sid } }: NetworkIdentity): boolean => !wasRead(sid) && sid.failed === 'not-found';

/** What other than a user it is; null: a user, or not told. */
function otherKind({ read: { sid, nature } }: NetworkIdentity): keyof typeof kinds | null {
  if (!wasRead(sid)) return null;
  if (isBuiltIn(sid.value)) return 'built-in';
  const kind = wasRead(nature) ? accountKind(nature.value.classes) : null;
  return kind === 'user' ? null : kind;
}

/** Whether it may be a user, so that its rights are worth a look. */
export const isUser = (who: NetworkIdentity): boolean => !isUnknownName(who) && otherKind(who) === null;

/** What is to be said of an account itself, whatever a share grants it. */
export function* accountFindings(account: string, who: NetworkIdentity, on: string) {
  const found = { subject: account };
  const { sid, nature } = who.read;
  if (isUnknownName(who)) {
    yield { code: 'account-missing' as const, ...found, args: { on, account } };
    return;
  }
  if (!wasRead(sid)) {
    yield { code: 'account-unread' as const, ...found, args: { on, account, why: inSentence(sid.message) } };
    return;
  }
  const kind = otherKind(who);
  if (kind !== null) {
    yield { code: 'account-no-user' as const, ...found, args: { on, account, sid: sid.value, kind } };
    return;
  }
  if (!wasRead(nature) || accountKind(nature.value.classes) === null) {
    const why = wasRead(nature) ? 'nobody tells of which kind it is' : inSentence(nature.message);
    yield { code: 'account-kind-unread' as const, ...found, args: { on, account, why } };
  }
  if (!wasRead(nature)) return;
  const { disabled, lockedOut, passwordExpired } = nature.value;
  const evidence = [{ fact: 'account-token', target: on, seen: `${account} (${sid.value})` }];
  for (const [is, code] of [
    [disabled, 'account-disabled'],
    [passwordExpired, 'account-password-expired'],
    [lockedOut, 'account-locked-out'],
  ] as const)
    if (is) yield { code, ...found, args: { on, account }, evidence };
}
