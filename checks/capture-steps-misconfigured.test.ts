import { expect, test } from 'vitest';
import type { Json } from '../src/model/json.ts';
import { captureSequence, captureStep, prepareClient, prepareWindows } from '../test/checks/capture.ts';
import { estate, unread } from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './capture-steps-misconfigured.ts';

type Parts = { [key: string]: Json };
const is = (parts: Parts) => ({ facts: { 'capture-sequence': captureSequence({ type: 1, ...parts }) } });
const steps = (...list: Parts[]) => is({ steps: list });
const capture = (parts: Parts) => steps(prepareClient(), prepareWindows(), captureStep(parts));
const windows = (parts: Parts) => steps(prepareClient(), prepareWindows(parts), captureStep());
const nothing = { steps: [captureStep({ enabled: false })] };
const noneNamed = { configuration: { capture: null, taskSequence: 'PS100043' } };
const uninstalls = (parts: Parts = {}) => ({
  type: 2,
  variables: [
    { name: 'SMSTSUninstallCCMClient', value: 'TRUE', position: 1, enabled: true, conditional: false, ...parts },
  ],
});

judges(check, [
  ['in order', is({}), 'pass'],
  ['an OS deployment', {}, 'pass client'],
  ['the client goes', is(uninstalls()), 'pass client'],
  ['the client goes too late', is(uninstalls({ position: 8 })), 'pass client'],
  ['captures without preparing', steps(captureStep()), 'warn not-prepared not-prepared'],
  ['leaves the client alone', is({ type: 2, steps: [prepareWindows(), captureStep()] }), 'warn not-prepared'],
  ['leaves Windows alone', windows({ enabled: false }), 'warn not-prepared'],
  ['so far it leaves Windows alone', is({ steps: [captureStep()], truncated: true }), 'unknown truncated'],
  ['the site does not know it', is({ found: false, name: null, steps: [] }), 'fail not-found'],
  ['its capture step is disabled', is(nothing), 'fail no-capture-step'],
  ['a disabled one tells what it is for', { ...is(nothing), ...noneNamed }, 'fail no-capture-step'],
  ['it is not meant to capture', { ...is({ steps: [] }), ...noneNamed }, 'not-applicable not-a-capture'],
  ['cut, and no capture step so far', is({ ...nothing, truncated: true }), 'unknown truncated'],
  ['cut', is({ truncated: true }), 'unknown truncated'],
  ['a package is gone', is({ flags: 1 }), 'fail dangling-reference'],
  ['other flags', is({ flags: 6 }), 'pass'],
  ['flags are not told', is({ flags: null }), 'unknown references-not-told'],
  ['captured in Windows', capture({ environment: 'FullOS' }), 'fail wrong-environment'],
  ['captured in both', capture({ environment: 'WinPEandFullOS' }), 'fail wrong-environment'],
  ['prepared in both', windows({ environment: 'WinPEandFullOS' }), 'fail wrong-environment'],
  ['a disabled step in the wrong one', windows({ environment: 'WinPE', enabled: false }), 'warn not-prepared'],
  ['the environment is not told', windows({ environment: null }), 'unknown environment-not-told'],
  [
    'captured before it is prepared',
    steps(prepareClient(), captureStep({ position: 3 }), prepareWindows()),
    'fail wrong-order',
  ],
  [
    'the client last',
    steps(prepareClient({ position: 12 }), prepareWindows(), captureStep()),
    'fail wrong-order wrong-order',
  ],
  ['shut down before it is captured', windows({ shutsDown: true }), 'fail shuts-down'],
  [
    'shut down after it was captured',
    steps(prepareClient({ position: 0 }), captureStep({ position: 1 }), prepareWindows({ shutsDown: true })),
    'fail wrong-order',
  ],
  ['no version', capture({ imageVersion: null }), 'fail text-missing'],
  ['an empty version', capture({ imageVersion: '' }), 'pass'],
  ['a long version', capture({ imageVersion: 'x'.repeat(33) }), 'fail text-too-long'],
  ['a long name', capture({ name: 'x'.repeat(51) }), 'warn text-maybe-too-long'],
  [
    'two ways through the sequence, each in order',
    steps(
      ...[1, 4].flatMap((first) => [
        prepareClient({ position: first }),
        prepareWindows({ position: first + 1 }),
        captureStep({ position: first + 2 }),
      ]),
    ),
    'pass',
  ],
  ['the environment is empty', windows({ environment: '' }), 'unknown environment-not-told'],
  ['a condition', windows({ conditional: true }), 'warn only-conditional'],
  ['perhaps shut down', windows({ shutsDown: true, conditional: true }), 'warn only-conditional may-shut-down'],
  ['perhaps captured', capture({ conditional: true }), 'warn only-conditional'],
  [
    'captured, and perhaps once more',
    steps(prepareClient(), prepareWindows(), captureStep(), captureStep({ position: 10, conditional: true })),
    'pass conditional',
  ],
  ['not read', { facts: { 'capture-sequence': unread() } }, 'unknown fact-unread'],
  ['nobody asked', { without: ['capture-sequence'] }, 'not-applicable not-asked'],
]);

test.each([
  ['set before, in any letters', uninstalls({ name: 'smstsuninstallccmclient', value: 'true' }), 'is removed'],
  ['set too late', uninstalls({ position: 8 }), 'stays in the image, generalized, or'],
  ['set by a disabled step', uninstalls({ enabled: false }), 'stays in the image, generalized, or'],
  ['set to something else', uninstalls({ value: 'FALSE' }), 'stays in the image, generalized, or'],
])('what becomes of the client: %s', (_, parts, fate) => {
  const [found] = resultOf(check, estate(is(parts))).findings;
  expect(found).toMatchObject({ code: 'client', text: expect.stringContaining(fate) });
});
