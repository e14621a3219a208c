// Longer than most: each way in which an account may be none that a capture can use, or not be known.
import { anywhere, optional } from '../src/model/check.ts';
import { captureForm, sameAccount } from './facts/capture-account-names.ts';
import { giveAccount, givenAccounts } from './facts/capture-accounts.ts';
import { captureSequenceId, holdsVariable, isCapturing } from './facts/capture-steps.ts';
import { firstRead } from './facts/packages.ts';
import { defineCheck } from './facts.ts';

type Named = { account: string; from: string };

const enter = 'Enter it in the step Capture Operating System Image, in the form domain\\user.';
/** Condition 33 of the domain page: it is never a finding, since no password is read. */
const percent = 'a password that holds a % cannot be used, the account fails to authenticate with it (error 1326)';
const oneAccount = `Use one domain user for captures that has Read and Write on the share and no right to log on interactively; ${percent}.`;

export default defineCheck({
  id: 'capture-account-invalid',
  area: 'capture',
  titles: {
    fine: 'The capture account is one that a capture can use',
    broken: 'The capture account is none that a capture can use',
  },
  why: 'The capture step needs an account of its own, and Configuration Manager forbids the network access account for it.',
  needs: {
    providers: optional(anywhere('sms-providers')),
    sequence: optional(anywhere('capture-sequence')),
    networkAccess: optional(anywhere('network-access-accounts')),
    tokens: optional(anywhere('account-token')),
  },
  appliesTo: ['site-server', 'share-host'],
  gate: { capture: 'blocking' },
  askedBy: { configuration: giveAccount, option: "--capture-account 'CONTOSO\\svc-capture'" },
  rights: 'read-only analyst in Configuration Manager',
  sources: [
    'Microsoft: SMS_TaskSequence_CaptureSystemImageAction class',
    'Microsoft: Accounts used in Configuration Manager, capture OS image account',
  ],
  messages: {
    'not-set': {
      level: 'fail',
      text: ({ step }: { step: string }) => `The capture step "${step}" has no account.`,
      because: 'The step writes the image to the share as this account, and has no other.',
      remedy: () => ({ text: `${enter} ${oneAccount}` }),
    },
    form: {
      level: 'fail',
      text: ({ account, from }: Named) =>
        `${account}, the capture account of ${from}, is not in the form domain\\user.`,
      because: 'Windows PE is in no domain, and takes a name without one for an account of its own.',
      remedy: () => ({ text: `${enter} ${oneAccount}` }),
    },
    'network-access-account': {
      level: 'fail',
      text: ({ account, from, naa }: Named & { naa: string }) =>
        `${account}, the capture account of ${from}, is a network access account${naa === account ? '' : ` (${naa})`}; it must not be the capture account.`,
      because:
        'Microsoft forbids it: every client knows the network access account, and the capture account may write.',
      remedy: () => ({ text: oneAccount }),
    },
    'network-access-unclear': {
      level: 'unknown',
      text: ({ account, naa }: { account: string; naa: string }) =>
        `Whether ${account} is the network access account ${naa} is not known: their names are written in different ways, and not both SIDs were read.`,
      remedy: () => ({ text: 'Give both in the form DOMAIN\\user, with the NetBIOS name of the domain.' }),
    },
    'network-access-unread': {
      level: 'unknown',
      text: ({ why }: { why: string }) =>
        `Whether the capture account is a network access account is not known: ${why}.`,
    },
    'network-access-not-asked': {
      level: 'info',
      text: ({ account }: { account: string }) =>
        `Whether ${account} is a network access account was not asked. To ask it: site: { server: CM01.contoso.com }`,
    },
    variable: {
      level: 'unknown',
      text: ({ account, from }: Named) =>
        `The capture account of ${from} is ${account}, which has its value only while the task sequence runs.`,
      remedy: () => ({ text: `Give its value: ${giveAccount}` }),
    },
    'two-accounts': {
      level: 'warn',
      text: ({ accounts }: { accounts: string }) => `The capture account is not said in one way: ${accounts}.`,
      because: 'The capture step decides; what was configured is judged beside it, and may be none that is used.',
      remedy: () => ({ text: 'Correct the one that is wrong, or leave out the one that is configured.' }),
    },
    'steps-not-asked': {
      level: 'unknown',
      text: ({ sequence }: { sequence: string }) =>
        `Which account the capture step of ${sequence} has is not known: the facts end before the site was asked.`,
    },
    'not-asked': {
      level: 'not-applicable',
      text: () =>
        `Nobody said which account writes the image. To ask it: ${giveAccount}, or capture: { taskSequence: PS100043 }`,
    },
    'at-site': {
      level: 'not-applicable',
      text: ({ server }: { server: string }) => `The capture account is judged on ${server}, the site server.`,
    },
  },
  *judge(facts, { target, configuration }) {
    const { site } = configuration;
    if (site !== null && !target.roles.includes('site-server')) {
      yield { code: 'at-site', args: { server: site.server.name } };
      return;
    }
    const isUnread = facts.sequence.some(({ answer }) => answer.status === 'failed');
    const given = givenAccounts(configuration, facts.sequence);
    const unset = given.filter(({ account }) => account === '');
    for (const { step, from } of unset) yield { code: 'not-set', subject: from, args: { step } };
    const configured = given.some(({ step, account }) => step === '' && !holdsVariable(account));
    const accounts = given.filter(({ account }) => account !== '');
    const variables = accounts.filter(({ account }) => holdsVariable(account));
    // What the variable will hold is what the user says it will.
    if (!configured)
      for (const { account, from } of variables) yield { code: 'variable', subject: account, args: { account, from } };
    const wanted = captureSequenceId(configuration);
    if (site !== null && wanted !== null && facts.sequence.length === 0) {
      // Where the list of providers failed, the engine says that.
      if (facts.providers.every(({ answer }) => answer.status === 'ok'))
        yield { code: 'steps-not-asked', args: { sequence: wanted } };
      if (given.length === 0) return;
    }
    if (given.length === 0) {
      // The engine says that the task sequence was not read.
      if (!isUnread || !isCapturing(configuration, facts.sequence)) yield { code: 'not-asked', args: {} };
      return;
    }
    const plain = accounts.filter(({ account }) => !holdsVariable(account));
    const same = sameAccount(facts.tokens);
    const others = plain.filter(
      (each, i) => plain.findIndex((first) => same(first.account, each.account) === 'yes') === i,
    );
    if (others.length > 1)
      yield {
        code: 'two-accounts',
        args: { accounts: others.map(({ account, from }) => `${account} (${from})`).join(', ') },
      };
    for (const { account, from } of others)
      if (!captureForm.test(account)) yield { code: 'form', subject: account, args: { account, from } };
    if (others.length === 0) return;
    const naas = firstRead(facts.networkAccess);
    if (!naas) {
      if (site === null)
        for (const { account } of others)
          yield { code: 'network-access-not-asked', subject: account, args: { account } };
      // A list that failed is the engine's to say, and one of providers too.
      else if (facts.networkAccess.length === 0 && facts.providers.every(({ answer }) => answer.status === 'ok'))
        yield {
          code: 'network-access-unread',
          args: { why: 'the facts end before the site was asked for its accounts' },
        };
      return;
    }
    for (const { account, from } of others) {
      const equal = naas.accounts.find((naa) => same(account, naa) === 'yes');
      const unclear = naas.accounts.filter((naa) => same(account, naa) === 'unknown');
      if (equal !== undefined)
        yield {
          code: 'network-access-account',
          subject: account,
          args: { account, from, naa: equal },
          evidence: facts.networkAccess.map((each) => ({
            fact: 'network-access-accounts',
            target: each.target,
            seen: naas.accounts.join(', '),
          })),
        };
      else
        for (const naa of unclear)
          yield { code: 'network-access-unclear', subject: `${account} ${naa}`, args: { account, naa } };
      if (equal === undefined && naas.truncated)
        yield { code: 'network-access-unread', subject: account, args: { why: 'the list of the site was cut' } };
    }
  },
});
