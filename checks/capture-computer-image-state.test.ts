import type { Json } from '../src/model/json.ts';
import { referenceSysprep, setupLog } from '../test/checks/capture.ts';
import { healthyHosts, partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-computer-image-state.ts';

type Parts = { [key: string]: Json };
const left = (parts: Parts) => ({ facts: { 'reference-sysprep': referenceSysprep(parts) } });
const state = (name: string | null, parts: Parts = {}) =>
  left({ imageState: { value: name === null ? null : `IMAGE_STATE_${name}` }, ...parts });
const notRunning = (code: string): string =>
  `2026-03-01 09:00:00, Error      [0x0f0082] SYSPRP RunExternalDlls:Not running DLLs; either the machine is in an invalid state or we couldn't update the recorded state, dwRet = ${code}`;
const logged = (...lines: string[]): Parts => ({ setupErr: setupLog('setuperr', lines) });
const cut = (): Parts => {
  const { value } = setupLog('setuperr') as { value: Parts };
  return { setupErr: { value: { ...value, truncated: true } } };
};
const open: Parts = { generalizationState: { value: 3 }, cleanupState: { value: 1 } };

judges(check, [
  ['complete', {}, 'pass'],
  ['complete, in audit mode', left({ auditBoot: { value: 1 } }), 'pass'],
  ['complete, audit mode unread', left({ auditBoot: partError }), 'pass'],
  ['generalized', state('GENERALIZE_RESEAL_TO_OOBE'), 'warn generalized'],
  ['generalized to audit mode', state('GENERALIZE_RESEAL_TO_AUDIT'), 'warn generalized'],
  ['Setup on its way', state('SPECIALIZE_RESEAL_TO_OOBE'), 'warn setup-unfinished'],
  ['Setup on its way to audit mode', state('SPECIALIZE_RESEAL_TO_AUDIT'), 'warn setup-unfinished'],
  ['undeployable', state('UNDEPLOYABLE'), 'warn setup-failed'],
  ['undeployable, no word of audit mode', state('UNDEPLOYABLE', { auditBoot: { value: null } }), 'warn setup-failed'],
  ['undeployable in audit mode', state('UNDEPLOYABLE', { auditBoot: { value: 1 } }), 'warn audit-mode'],
  ['undeployable, audit mode unread', state('UNDEPLOYABLE', { auditBoot: partError }), 'unknown setup-failed-or-audit'],
  ['another state', state('NEW'), 'warn state-unexpected'],
  ['no state', state(null), 'unknown state-missing'],
  // An earlier run
  ['a log without a word of it', left(logged('2026-03-01 09:00:00, Error SYSPRP something else')), 'pass'],
  ['DLLs were not run', left(logged(notRunning('31'))), 'warn sysprep-failed'],
  ['DLLs were not run, in hexadecimal', left(logged(notRunning('0x1f'))), 'warn sysprep-failed'],
  ['the generalization is open', left({ generalizationState: { value: 3 } }), 'warn sysprep-failed'],
  ['the cleanup is open', left({ cleanupState: { value: 1 } }), 'warn sysprep-failed'],
  ['all three', left({ ...open, ...logged(notRunning('31')) }), 'warn sysprep-failed'],
  ['never prepared', left({ generalizationState: { value: null }, cleanupState: { value: null } }), 'pass'],
  ['generalized: what is open belongs to it', state('GENERALIZE_RESEAL_TO_OOBE', open), 'warn generalized'],
  [
    'generalized: the log belongs to it',
    state('GENERALIZE_RESEAL_TO_OOBE', { ...logged(notRunning('31')), cleanupState: partError }),
    'warn generalized',
  ],
  ['undeployable and failed', state('UNDEPLOYABLE', open), 'warn setup-failed sysprep-failed'],
  ['a log that was cut', left(cut()), 'unknown log-cut'],
  ['a log that was cut, the cleanup is open', left({ ...cut(), cleanupState: { value: 1 } }), 'warn sysprep-failed'],
  // What could not be seen
  ['the state unread', left({ imageState: partError }), 'unknown part-unread'],
  [
    'the state unread, the cleanup is open',
    left({ ...open, imageState: partError }),
    'unknown part-unread sysprep-failed',
  ],
  ['the generalization unread', left({ generalizationState: partError }), 'unknown part-unread'],
  ['the cleanup unread', left({ cleanupState: partError }), 'unknown part-unread'],
  ['the log unread', left({ setupErr: partError }), 'unknown part-unread'],
  ['unread', { facts: { 'reference-sysprep': unread() } }, 'unknown fact-unread'],
  ['not asked', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
