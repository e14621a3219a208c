import { expect, test } from 'vitest';
import { noCapture } from '../src/model/configuration.ts';
import type { Json } from '../src/model/json.ts';
import { accountToken, captureSequence, captureStep } from '../test/checks/capture.ts';
import {
  type Changes,
  estate,
  gatheredFact,
  healthyHosts,
  host,
  noSite,
  providers,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './capture-account-invalid.ts';

const healthy = estate().configuration.capture!;
/** The account of the configuration and that of the step. */
const accounts = (configured: string | null, inStep: string | null, facts: Changes['facts'] = {}): Changes => ({
  configuration: { capture: { ...healthy, account: configured } },
  facts: { 'capture-sequence': captureSequence({ steps: [captureStep({ account: inStep })] }), ...facts },
});
const inStep = (account: string | null, facts: Changes['facts'] = {}) => accounts(null, account, facts);
const naas = (...list: string[]) => ({ 'network-access-accounts': { accounts: list, truncated: false } });
const variable = (parts: { [key: string]: Json }) => ({
  'capture-sequence': captureSequence({
    steps: [captureStep({ account: '' })],
    variables: [
      {
        name: 'OSDCaptureAccount',
        value: 'CONTOSO\\svc-capture',
        position: 3,
        enabled: true,
        conditional: false,
        ...parts,
      },
    ],
  }),
});
/** A step without an account, and those before it that set the variable, in their order. */
const variables = (...list: [value: string, conditional?: boolean][]) => ({
  'capture-sequence': captureSequence({
    steps: [captureStep({ account: '' })],
    variables: list.map(([value, conditional = false], index) => ({
      name: 'OSDCaptureAccount',
      value,
      position: index + 1,
      enabled: true,
      conditional,
    })),
  }),
});
/** Nobody but the host of the share was asked. */
const withoutSite = (account: string | null): Changes => ({
  configuration: {
    site: null,
    taskSequence: null,
    capture: { ...noCapture, destination: healthy.destination, account },
  },
  hosts: [host('CM01', ['share-host'])],
  facts: { 'sms-providers': providers() },
  without: ['capture-sequence', 'network-access-accounts', 'dfs-targets'],
});
const naaToken = (sid: number) => [
  gatheredFact('account-token', 'CM01', { domain: 'corp.example.com', account: 'svc-capture' }, accountToken(sid)),
];

judges(check, [
  ['one account, and another for network access', {}, 'pass'],
  ['said by the step alone', inStep('CONTOSO\\svc-capture'), 'pass'],
  ['said twice, in other letters', accounts('contoso\\SVC-Capture', 'CONTOSO\\svc-capture'), 'pass'],
  ['no account', inStep(null), 'fail not-set'],
  ['an empty account', inStep(''), 'fail not-set'],
  ['none in the step, one in the configuration', accounts('CONTOSO\\svc-capture', ''), 'fail not-set'],
  ['a variable before the step sets it', accounts(null, null, variable({})), 'pass'],
  ['a variable after the step', accounts(null, null, variable({ position: 12 })), 'fail not-set'],
  ['a variable that a disabled step sets', accounts(null, null, variable({ enabled: false })), 'fail not-set'],
  [
    'a disabled capture step',
    inStep(null, { 'capture-sequence': captureSequence({ steps: [captureStep({ enabled: false, account: null })] }) }),
    'not-applicable not-asked',
  ],
  // Form
  ['a name alone', inStep('svc-capture'), 'fail form'],
  ['name@domain', inStep('svc-capture@contoso.com'), 'fail form'],
  ['the computer itself', inStep('.\\svc-capture'), 'fail form'],
  ['two backslashes', inStep('CONTOSO\\a\\b'), 'fail form'],
  ['a domain alone', inStep('CONTOSO\\'), 'fail form'],
  ['a local account of the host of the share', inStep('CM01\\svc-capture'), 'pass'],
  // Network access accounts
  ['a network access account', inStep('CONTOSO\\svc-naa'), 'fail network-access-account'],
  ['the same in other letters', inStep('contoso\\SVC-NAA'), 'fail network-access-account'],
  [
    'the second of several',
    inStep('CONTOSO\\svc-capture', naas('CONTOSO\\a', 'CONTOSO\\svc-capture')),
    'fail network-access-account',
  ],
  [
    'the same by its DNS domain',
    inStep('CONTOSO\\svc-capture', naas('svc-capture@contoso.com')),
    'fail network-access-account',
  ],
  [
    'the same with a DNS domain before it',
    inStep('CONTOSO\\svc-capture', naas('contoso.com\\svc-capture')),
    'fail network-access-account',
  ],
  [
    'the same by SID',
    { ...inStep('CONTOSO\\svc-capture', naas('svc-capture@corp.example.com')), more: naaToken(2113) },
    'fail network-access-account',
  ],
  [
    'another by SID',
    { ...inStep('CONTOSO\\svc-capture', naas('svc-capture@corp.example.com')), more: naaToken(2114) },
    'pass',
  ],
  [
    'a domain that cannot be compared',
    inStep('CONTOSO\\svc-capture', naas('svc-capture@corp.example.com')),
    'unknown network-access-unclear',
  ],
  [
    'a network access account without a domain',
    inStep('CONTOSO\\svc-capture', naas('svc-capture')),
    'unknown network-access-unclear',
  ],
  ['the same name in another domain', inStep('CONTOSO\\svc-capture', naas('FABRIKAM\\svc-capture', 'svc')), 'pass'],
  [
    'a network access account with a space behind it',
    inStep('CONTOSO\\svc-naa', naas('CONTOSO\\svc-naa ')),
    'fail network-access-account',
  ],
  [
    'another name before an @',
    inStep('CONTOSO\\svc-capture', naas('capture@contoso.com')),
    'unknown network-access-unclear',
  ],
  [
    'the text behind an @ is no DNS domain',
    inStep('contoso.com\\svc-capture', naas('svc-capture@corp.example.com')),
    'unknown network-access-unclear',
  ],
  [
    'a network access account that is no name',
    inStep('CONTOSO\\svc-capture', naas('contoso/svc-capture')),
    'unknown network-access-unclear',
  ],
  ['neither has a domain', inStep('svc', naas('other')), 'fail form'],
  ['no network access account', inStep('CONTOSO\\svc-capture', naas()), 'pass'],
  [
    'a list that was cut',
    { facts: { 'network-access-accounts': { accounts: [], truncated: true } } },
    'unknown network-access-unread',
  ],
  [
    'in a list that was cut',
    { facts: { 'network-access-accounts': { accounts: ['contoso\\svc-capture'], truncated: true } } },
    'fail network-access-account',
  ],
  ['the list unread', { facts: { 'network-access-accounts': unread() } }, 'unknown fact-unread'],
  ['nobody asked for the list', { without: ['network-access-accounts'] }, 'unknown network-access-unread'],
  // Variables
  ['a variable', inStep('%Account%'), 'unknown variable'],
  ['a variable whose value is given', accounts('CONTOSO\\svc-capture', '%Account%'), 'pass'],
  [
    'a variable whose value is a network access account',
    accounts('CONTOSO\\svc-naa', '%Account%'),
    'fail network-access-account',
  ],
  ['a variable set to what is not shown', accounts(null, null, variable({ value: null })), 'unknown variable'],
  ['a variable set to another variable', accounts(null, null, variable({ value: '%Other%' })), 'unknown variable'],
  ['a variable that is emptied again', accounts(null, null, variables(['CONTOSO\\a'], [''])), 'fail not-set'],
  ['the last of two that set it', accounts(null, null, variables(['CONTOSO\\a'], ['CONTOSO\\b'])), 'pass'],
  [
    'a condition decides which',
    accounts(null, null, variables(['CONTOSO\\a'], ['CONTOSO\\b', true])),
    'warn two-accounts',
  ],
  ['a condition sets the same', accounts(null, null, variables(['CONTOSO\\a'], ['CONTOSO\\a', true])), 'pass'],
  ['a condition decides whether it is set', accounts(null, null, variables(['CONTOSO\\a', true])), 'unknown variable'],
  // Two sources
  ['two accounts', accounts('CONTOSO\\svc-capture', 'CONTOSO\\svc-other'), 'warn two-accounts'],
  ['two accounts, one without its form', accounts('CONTOSO\\svc-capture', 'svc-other'), 'fail form two-accounts'],
  [
    'the step and a variable',
    {
      configuration: { capture: { ...healthy, account: null } },
      facts: {
        'capture-sequence': captureSequence({
          variables: [
            { name: 'OSDCaptureAccount', value: 'CONTOSO\\svc-2', position: 3, enabled: true, conditional: false },
          ],
        }),
      },
    },
    'warn two-accounts',
  ],
  // Who is asked
  ['the task sequence unread', { facts: { 'capture-sequence': unread() } }, 'unknown fact-unread'],
  [
    'the task sequence unread, nothing configured',
    inStep(null, { 'capture-sequence': unread() }),
    'unknown fact-unread',
  ],
  ['nobody asked for the task sequence', { without: ['capture-sequence'] }, 'unknown steps-not-asked'],
  [
    'nobody asked, nothing configured',
    { ...accounts(null, null), without: ['capture-sequence'] },
    'unknown steps-not-asked',
  ],
  [
    'providers unread',
    { facts: { 'sms-providers': unread() }, without: ['capture-sequence', 'network-access-accounts'] },
    'unknown fact-unread',
  ],
  ['no site, an account', withoutSite('CONTOSO\\svc-capture'), 'pass network-access-not-asked'],
  ['no site, no form', withoutSite('svc-capture'), 'fail form network-access-not-asked'],
  ['no site, no account', withoutSite(null), 'not-applicable not-asked'],
  [
    'the host of the share beside a site',
    { hosts: [host('CM01', ['share-host', 'sms-provider'])] },
    'not-applicable at-site',
  ],
  ['nothing asked', { ...noSite, hosts: [] }, 'not-applicable not-asked'],
]);

test('what it says of the password is no finding of its own', () => {
  const [found] = resultOf(check, estate({ ...inStep('CONTOSO\\svc-naa'), hosts: healthyHosts })).findings;
  expect(found).toMatchObject({
    subject: 'CONTOSO\\svc-naa',
    text: 'CONTOSO\\svc-naa, the capture account of step "Capture Operating System Image" of task sequence Build and capture, is a network access account; it must not be the capture account.',
    remedy: { text: expect.stringContaining('a password that holds a %') },
  });
});
