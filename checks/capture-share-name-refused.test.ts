import { expect, test } from 'vitest';
import type { Json } from '../src/model/json.ts';
import { captureSequence, captureStep, dfsTargets, loopbackCheck } from '../test/checks/capture.ts';
import {
  type Changes,
  estate,
  gatheredFact,
  healthyHosts,
  host,
  noSite,
  partError,
  provider,
  providers,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './capture-share-name-refused.ts';

const healthy = estate().configuration.capture!;
/** The destination with this name of the host, and what the host says of names. */
const named = (name: string, parts: { [key: string]: Json } = {}, facts: Changes['facts'] = {}): Changes => ({
  configuration: { capture: { ...healthy, destination: `\\\\${name}\\Captures$\\image.wim` } },
  hosts: [host('CM01', ['site-server', 'share-host'], ['CM01.contoso.com', 'images.contoso.com', '10.0.0.7'])],
  facts: { 'loopback-check': loopbackCheck(parts), ...facts },
});
const at = (...machines: string[]) => ({ 'sms-providers': providers(...machines.map((each) => provider(each))) });
const elsewhere: Changes = {
  ...named('CM01.contoso.com', {}, at('CM02.contoso.com')),
  hosts: [...healthyHosts, host('CM02', ['sms-provider'])],
  more: [gatheredFact('sms-providers', 'CM02', {}, providers(provider('CM02.contoso.com')))],
};

judges(check, [
  ['the NetBIOS name', {}, 'pass'],
  ['the NetBIOS name in small letters', named('cm01'), 'pass'],
  ['the DNS name', named('CM01.contoso.com'), 'warn refused'],
  ['an alias', named('images.contoso.com'), 'warn refused'],
  ['an address', named('10.0.0.7'), 'warn refused'],
  ['a name of its own list', named('images.contoso.com', { ownNames: { value: ['IMAGES.contoso.com'] } }), 'pass'],
  [
    'another name in its list',
    named('images.contoso.com', { ownNames: { value: ['files.contoso.com'] } }),
    'warn refused',
  ],
  ['an empty list', named('images.contoso.com', { ownNames: { value: [] } }), 'warn refused'],
  ['the loopback check off', named('images.contoso.com', { disabled: { value: 1 } }), 'pass'],
  ['the loopback check on by its value', named('images.contoso.com', { disabled: { value: 0 } }), 'warn refused'],
  ['strict names off help nobody', named('images.contoso.com', { strictNamesOff: { value: 1 } }), 'warn refused'],
  ['strict names unread', named('images.contoso.com', { strictNamesOff: partError }), 'warn refused'],
  ['the value unread', named('images.contoso.com', { disabled: partError }), 'unknown not-read'],
  ['the list unread', named('images.contoso.com', { ownNames: partError }), 'unknown not-read'],
  ['both unread, the NetBIOS name', named('CM01', { disabled: partError, ownNames: partError }), 'pass'],
  [
    'the value unread, and its name in the list',
    named('images.contoso.com', { disabled: partError, ownNames: { value: ['images.contoso.com'] } }),
    'pass',
  ],
  [
    'the step names it otherwise than the configuration',
    named(
      'CM01',
      {},
      {
        'capture-sequence': captureSequence({
          steps: [
            captureStep({ destination: '\\\\images.contoso.com\\Captures$\\a.wim' }),
            captureStep({ destination: '\\\\CM01.contoso.com\\Captures$\\a.wim' }),
          ],
        }),
      },
    ),
    'warn refused refused',
  ],
  [
    'DFS leads to its DNS name',
    named(
      'CM01',
      {},
      {
        'dfs-targets': dfsTargets({
          namespacePath: '\\\\CM01\\Captures$',
          targets: [{ targetPath: '\\\\CM01.contoso.com\\x', online: true }],
        }),
      },
    ),
    'warn refused',
  ],
  ['another machine', named('FS02.contoso.com'), 'pass'],
  ['the provider elsewhere', elsewhere, 'not-applicable no-local-provider'],
  [
    'no provider, and a site',
    named('CM01.contoso.com', {}, { 'sms-providers': providers() }),
    'unknown provider-unplaced',
  ],
  [
    'no provider and no site',
    { facts: { 'sms-providers': providers() }, configuration: { site: null } },
    'not-applicable no-local-provider',
  ],
  ['a provider that was not asked', named('CM01.contoso.com', {}, at('CM02.contoso.com')), 'unknown provider-unplaced'],
  ['providers unread', { facts: { 'sms-providers': unread() } }, 'unknown fact-unread'],
  ['the fact unread', { facts: { 'loopback-check': unread() } }, 'unknown fact-unread'],
  ['the task sequence unread', { facts: { 'capture-sequence': unread() } }, 'unknown fact-unread'],
  [
    'a machine that does not say its name',
    { hosts: [{ ...host('CM01', ['share-host']), identity: null } as never] },
    'unknown name-unread',
  ],
  ['nothing asked', { ...noSite, hosts: [] }, 'not-applicable not-asked'],
]);

test('what to change', () => {
  const [found] = resultOf(check, estate(named('images.contoso.com', { ownNames: { value: ['a.b'] } }))).findings;
  expect(found?.evidence).toEqual([
    {
      fact: 'loopback-check',
      target: 'CM01',
      seen: 'DisableLoopbackCheck: not set; BackConnectionHostNames: a.b; DisableStrictNameChecking: not set',
    },
  ]);
  expect(found?.remedy?.text).toContain('Write the destination with CM01.');
  expect(found?.remedy?.commands?.[0]).toContain("+ 'images.contoso.com' |");
});
