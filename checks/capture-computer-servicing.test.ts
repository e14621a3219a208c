import type { Json } from '../src/model/json.ts';
import { referenceServicing, referenceSysprep, setupLog } from '../test/checks/capture.ts';
import { healthyHosts, partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-computer-servicing.ts';

type Parts = { [key: string]: Json };
const servicing = (parts: Parts): Parts => ({ 'reference-servicing': referenceServicing(parts) });
const refusal = (
  time: string,
  text = 'Audit mode cannot be turned on if reserved storage is in use. hr = 0x800F0975',
) => `${time}, Error      [0x0f0082] SYSPRP ${text}`;
const logged = (lines: string[], parts: Parts = {}): Parts => ({
  'reference-sysprep': referenceSysprep({ setupAct: setupLog('setupact', lines), ...parts }),
});
const log = (parts: Parts): Parts => {
  const { value } = setupLog('setupact') as { value: Parts };
  return { 'reference-sysprep': referenceSysprep({ setupAct: { value: { ...value, ...parts } } }) };
};
const rebootPending = { pendingKeys: { value: ['Component Based Servicing\\RebootPending'] } };

judges(check, [
  ['nothing open', {}, 'pass'],
  ['nothing is said of reserved storage', { facts: servicing({ activeScenario: { value: null } }) }, 'pass'],
  ['a restart is pending', { facts: servicing(rebootPending) }, 'fail pending'],
  [
    'two keys',
    {
      facts: servicing({
        pendingKeys: { value: ['WindowsUpdate\\Services\\Pending', 'WindowsUpdate\\Auto Update\\RebootRequired'] },
      }),
    },
    'fail pending',
  ],
  ['reserved storage is in use', { facts: servicing({ activeScenario: { value: 5 } }) }, 'fail storage-in-use'],
  ['one file to rename', { facts: servicing({ pendingRenames: { value: 1 } }) }, 'warn renames'],
  ['files to rename', { facts: servicing({ pendingRenames: { value: 12 } }) }, 'warn renames'],
  [
    'files to rename beside a key',
    { facts: servicing({ ...rebootPending, pendingRenames: { value: 2 } }) },
    'fail pending',
  ],
  [
    'files to rename, the keys unread',
    { facts: servicing({ pendingKeys: partError, pendingRenames: { value: 2 } }) },
    'unknown part-unread renames',
  ],
  // The log; the machine started at 06:00 UTC
  ['a log without a word of it', { facts: logged(['2026-03-02 07:00:00, Info SYSPRP Entering']) }, 'pass'],
  ['refused since the restart', { facts: logged([refusal('2026-03-02 06:00:00')]) }, 'fail refused'],
  ['refused before the restart', { facts: logged([refusal('2026-03-02 05:59:59')]) }, 'warn refused-before'],
  [
    'refused since the restart, ahead of UTC',
    { facts: logged([refusal('2026-03-02 07:30:00')], { aheadOfUtc: 60 }) },
    'fail refused',
  ],
  [
    'refused before the restart, ahead of UTC',
    { facts: logged([refusal('2026-03-02 06:30:00')], { aheadOfUtc: 60 }) },
    'warn refused-before',
  ],
  [
    'refused since the restart, behind UTC',
    { facts: logged([refusal('2026-03-02 01:00:00')], { aheadOfUtc: -300 }) },
    'fail refused',
  ],
  [
    'the last of two counts',
    { facts: logged([refusal('2026-03-01 10:00:00'), refusal('2026-03-02 09:00:00')]) },
    'fail refused',
  ],
  [
    'an active scenario, with an apostrophe',
    {
      facts: logged([refusal('2026-03-02 09:00:00', "Audit mode can't be turned on if there is an active scenario.")]),
    },
    'fail refused',
  ],
  [
    'an active scenario, with another apostrophe',
    {
      facts: logged([refusal('2026-03-02 09:00:00', 'Audit mode can’t be turned on if there is an active scenario.')]),
    },
    'fail refused',
  ],
  ['a very long line', { facts: logged([refusal('2026-03-02 09:00:00') + 'x'.repeat(9000)]) }, 'fail refused'],
  [
    'a line without a time',
    { facts: logged(['Audit mode cannot be turned on if reserved storage is in use.']) },
    'unknown refused-sometime',
  ],
  [
    'the restart unread',
    { facts: logged([refusal('2026-03-02 09:00:00')], { bootTime: partError }) },
    'unknown refused-sometime',
  ],
  ['a log that was cut', { facts: log({ truncated: true }) }, 'unknown refused-sometime'],
  [
    'a log that was cut, with the line',
    { facts: log({ truncated: true, lines: [refusal('2026-03-02 09:00:00')] }) },
    'fail refused',
  ],
  // What could not be seen
  ['the keys unread', { facts: servicing({ pendingKeys: partError }) }, 'unknown part-unread'],
  ['reserved storage unread', { facts: servicing({ activeScenario: partError }) }, 'unknown part-unread'],
  ['renames unread', { facts: servicing({ pendingRenames: partError }) }, 'unknown part-unread'],
  ['log unread', { facts: { 'reference-sysprep': referenceSysprep({ setupAct: partError }) } }, 'unknown part-unread'],
  [
    'log unread, a restart is pending',
    { facts: { ...servicing(rebootPending), 'reference-sysprep': referenceSysprep({ setupAct: partError }) } },
    'fail part-unread pending',
  ],
  ['Sysprep unread', { facts: { 'reference-sysprep': unread() } }, 'unknown fact-unread'],
  ['servicing unread', { facts: { 'reference-servicing': unread() } }, 'unknown fact-unread'],
  ['not asked', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
