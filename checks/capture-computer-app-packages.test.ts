import type { Json } from '../src/model/json.ts';
import { appPackage, referenceAppPackages, referenceSysprep, setupLog } from '../test/checks/capture.ts';
import { healthyHosts, partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-computer-app-packages.ts';

type Parts = { [key: string]: Json };
const lists = (...more: Json[]): Parts => ({
  'reference-app-packages': referenceAppPackages({
    installed: { value: [appPackage('Microsoft.WindowsNotepad'), ...more] },
  }),
});
const edge = (parts: Parts = {}): Json => appPackage('Microsoft.MicrosoftEdge.Stable', parts);
const notepad = (parts: Parts): Parts => ({
  'reference-app-packages': referenceAppPackages({
    installed: { value: [appPackage('Microsoft.WindowsNotepad', parts)] },
  }),
});
const refusal = (fullName: string): string =>
  `2026-03-01 10:00:00, Error                 SYSPRP Package ${fullName} was installed for a user, but not provisioned for all users. This package will not function properly in the sysprep image.`;
const logged = (...names: string[]): Parts => ({
  'reference-sysprep': referenceSysprep({ setupAct: setupLog('setupact', names.map(refusal)) }),
});
const edgeName = 'Microsoft.MicrosoftEdge.Stable_1.0.0.0_x64__8wekyb3d8bbwe';
const hundred = Array.from({ length: 100 }, (_, index) => appPackage(`Contoso.App${index}`));
const cutLog = (): Json => {
  const { value } = setupLog('setupact') as { value: Parts };
  return { value: { ...value, truncated: true } };
};

judges(check, [
  ['all provisioned', {}, 'pass'],
  ['one that is not', { facts: lists(edge()) }, 'fail not-provisioned'],
  ['two users', { facts: lists(edge({ users: 2 })) }, 'fail not-provisioned'],
  ['on the disk for no user', { facts: lists(edge({ users: 0 })) }, 'pass'],
  ['named twice', { facts: lists(edge(), edge()) }, 'fail not-provisioned'],
  ['a hundred', { facts: lists(...hundred) }, `fail${' not-provisioned'.repeat(100)}`],
  ['a framework', { facts: lists(edge({ framework: true })) }, 'pass'],
  ['a resource package', { facts: lists(edge({ resource: true })) }, 'pass'],
  ['not removable', { facts: lists(edge({ nonRemovable: true })) }, 'pass'],
  ['a part of Windows', { facts: lists(edge({ signature: 'System' })) }, 'pass'],
  ['without word of removal', { facts: lists(edge({ nonRemovable: null })) }, 'fail not-provisioned'],
  [
    'without any word of its origin',
    { facts: lists(edge({ nonRemovable: null, signature: null })) },
    'unknown origin-unclear',
  ],
  // Versions
  ['a newer version', { facts: notepad({ version: '1.0.0.1' }) }, 'warn other-version'],
  ['an older version', { facts: notepad({ version: '0.9.9.9' }) }, 'warn other-version'],
  ['the same, written otherwise', { facts: notepad({ version: '1.0' }) }, 'pass'],
  ['of the same bundle', { facts: notepad({ version: '7.1.0.0', bundles: ['1.0.0.0'] }) }, 'pass'],
  ['of another bundle', { facts: notepad({ bundles: ['1.0.0.0', '1.2.0.0'] }) }, 'warn other-version'],
  ['a part of Windows in another version', { facts: notepad({ version: '2.0.0.0', signature: 'System' }) }, 'pass'],
  // The log
  ['named by Sysprep', { facts: { ...lists(edge()), ...logged(edgeName) } }, 'fail refused'],
  [
    'a part of Windows, named by Sysprep',
    { facts: { ...lists(edge({ signature: 'System', nonRemovable: true })), ...logged(edgeName) } },
    'fail refused',
  ],
  [
    'named by Sysprep in another version',
    { facts: { ...notepad({ version: '2.0.0.0' }), ...logged('Microsoft.WindowsNotepad_2.0.0.0_x64__8wekyb3d8bbwe') } },
    'fail refused',
  ],
  ['named by Sysprep and removed', { facts: logged(edgeName) }, 'pass mended'],
  [
    'named by Sysprep and provisioned',
    { facts: logged('Microsoft.WindowsNotepad_1.0.0.0_x64__8wekyb3d8bbwe') },
    'pass mended',
  ],
  [
    'named by Sysprep in a very long line',
    {
      facts: {
        ...lists(edge()),
        'reference-sysprep': referenceSysprep({
          setupAct: setupLog('setupact', [refusal(edgeName) + ' x'.repeat(500)]),
        }),
      },
    },
    'fail refused',
  ],
  // What could not be seen
  [
    'installed unread',
    { facts: { 'reference-app-packages': referenceAppPackages({ installed: partError }) } },
    'unknown part-unread',
  ],
  [
    'provisioned unread',
    { facts: { 'reference-app-packages': referenceAppPackages({ provisioned: partError }) } },
    'unknown part-unread',
  ],
  ['too many', { facts: { 'reference-app-packages': referenceAppPackages({ truncated: true }) } }, 'unknown too-many'],
  ['log unread', { facts: { 'reference-sysprep': referenceSysprep({ setupAct: partError }) } }, 'unknown part-unread'],
  [
    'log unread, one not provisioned',
    { facts: { ...lists(edge()), 'reference-sysprep': referenceSysprep({ setupAct: partError }) } },
    'fail part-unread not-provisioned',
  ],
  ['log cut', { facts: { 'reference-sysprep': referenceSysprep({ setupAct: cutLog() }) } }, 'unknown log-cut'],
  ['Sysprep unread', { facts: { 'reference-sysprep': unread() } }, 'unknown fact-unread'],
  ['packages unread', { facts: { 'reference-app-packages': unread() } }, 'unknown fact-unread'],
  ['not asked', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
