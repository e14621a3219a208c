import type { Json } from '../src/model/json.ts';
import { referenceLeftovers } from '../test/checks/capture.ts';
import { healthyHosts, partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-computer-leftovers.ts';

const left = (parts: { [key: string]: Json }) => ({ facts: { 'reference-leftovers': referenceLeftovers(parts) } });
const script = (lines: number, hookLines: number) => ({
  setupComplete: { value: { path: 'C:\\Windows\\Setup\\Scripts\\SetupComplete.cmd', bytes: 120, lines, hookLines } },
});
const onboarded = { senseGuid: { value: true } };

judges(check, [
  ['nothing', {}, 'pass'],
  ['onboarded to Defender for Endpoint', left(onboarded), 'warn sensor-identity'],
  ['a SetupComplete.cmd', left(script(3, 0)), 'warn setup-script'],
  ['that calls the hook too', left(script(2, 1)), 'warn setup-script'],
  ['that does nothing', left(script(0, 0)), 'warn setup-script'],
  ['that only calls the hook', left(script(1, 1)), 'pass setup-hook'],
  ['both', left({ ...onboarded, ...script(1, 0) }), 'warn sensor-identity setup-script'],
  // Whether the runtime is there is another check's business.
  ['the runtime unread', left({ runtime: partError }), 'pass'],
  ['Defender unread', left({ senseGuid: partError }), 'unknown part-unread'],
  ['SetupComplete.cmd unread', left({ setupComplete: partError }), 'unknown part-unread'],
  [
    'SetupComplete.cmd unread, onboarded',
    left({ ...onboarded, setupComplete: partError }),
    'unknown part-unread sensor-identity',
  ],
  ['unread', { facts: { 'reference-leftovers': unread() } }, 'unknown fact-unread'],
  ['not asked', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
