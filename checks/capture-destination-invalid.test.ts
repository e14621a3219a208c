import { describe, expect, test } from 'vitest';
import { noCapture } from '../src/model/configuration.ts';
import { captureSequence, captureStep, destination } from '../test/checks/capture.ts';
import { type Changes, estate, host, unread } from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './capture-destination-invalid.ts';

/** The path of the step alone; that of the configuration is none. */
const step = (path: string | null, parts: Parameters<typeof captureSequence>[0] = {}) => ({
  configuration: { capture: { ...noCapture, taskSequence: 'PS100043' } },
  facts: { 'capture-sequence': captureSequence({ steps: [captureStep({ destination: path })], ...parts }) },
});
/** The path of the step, and what the configuration says that it will be. */
const given = (path: string | null, configured = destination, parts: Parameters<typeof captureSequence>[0] = {}) => ({
  ...step(path, parts),
  configuration: { capture: { ...noCapture, taskSequence: 'PS100043', destination: configured } },
});
const unasked = 'unknown steps-not-asked';
const sets = (parts: { name?: string; position?: number; enabled?: boolean } = {}) => [
  { name: 'OSDCaptureDestination', value: destination, position: 2, enabled: true, conditional: false, ...parts },
];
const shareHost = { hosts: [host('CM01', ['share-host'])] };
const captured = host('CM01', ['share-host', 'reference-computer'], ['CM01.contoso.com', 'files.contoso.com']);
const onReference = (configured: string | null, ofStep: string): Changes => ({
  hosts: [captured],
  configuration: { capture: { ...noCapture, taskSequence: 'PS100043', destination: configured } },
  facts: { 'capture-sequence': captureSequence({ steps: [captureStep({ destination: ofStep })] }) },
});
const own = (path: string) => ({ ...shareHost, configuration: { capture: { ...noCapture, destination: path } } });

judges(check, [
  ['a .wim on a share', step(destination), 'pass'],
  ['in a folder, in capitals', step('\\\\FS01\\a\\b\\C.WIM'), 'pass'],
  ['an address', step('\\\\10.1.2.3\\a\\b.wim'), 'pass'],
  ['both paths are right', {}, 'pass'],
  ['the name that every machine has', step('\\\\LocalHost\\a\\b.wim'), 'fail own-machine'],
  ['an address that every machine has', step('\\\\127.0.0.1\\a\\b.wim'), 'fail own-machine'],
  ['that of version 6', step('\\\\--1.ipv6-literal.net\\a\\b.wim'), 'fail own-machine'],
  ['a server whose name begins so', step('\\\\localhost2\\a\\b.wim'), 'pass'],
  ['an address that ends so', step('\\\\10.127.0.1\\a\\b.wim'), 'pass'],
  ['it in the configuration', own('\\\\localhost\\a\\b.wim'), 'fail own-machine'],
  [
    'the reference computer in the configuration',
    onReference('\\\\CM01\\a\\b.wim', '\\\\FS01\\a\\b.wim'),
    'fail on-reference-computer',
  ],
  [
    'the reference computer by its DNS name',
    onReference('\\\\cm01.contoso.com\\a\\b.wim', '\\\\FS01\\a\\b.wim'),
    'fail on-reference-computer',
  ],
  [
    'the reference computer in the step, by an alias',
    onReference(null, '\\\\FILES.contoso.com\\a\\b.wim'),
    'fail on-reference-computer',
  ],
  [
    'the reference computer in both',
    onReference('\\\\CM01\\a\\b.wim', '\\\\files.contoso.com\\a\\b.wim'),
    'fail on-reference-computer on-reference-computer',
  ],
  [
    'DFS has led to the reference computer',
    onReference(null, '\\\\contoso.com\\a\\b.wim'),
    'fail on-reference-computer',
  ],
  ['none', step(null), 'fail missing'],
  ['empty', step(''), 'fail missing'],
  ['255 characters', step(`\\\\A\\b\\${'c'.repeat(245)}.wim`), 'pass'],
  ['256 characters', step(`\\\\A\\b\\${'c'.repeat(246)}.wim`), 'fail too-long'],
  ['a letter', step('D:\\a.wim'), 'fail not-unc'],
  ['forward slashes', step('//FS01/a/b.wim'), 'fail not-unc'],
  ['a device', step('\\\\.\\C:\\a.wim'), 'fail not-unc'],
  ['a long path of a device', step('\\\\?\\UNC\\FS01\\a\\b.wim'), 'fail not-unc'],
  ['a share of a device', step('\\\\.\\a\\b.wim'), 'fail not-unc'],
  ['a server and a file', step('\\\\FS01\\a.wim'), 'fail not-unc'],
  ['a server alone', step('\\\\FS01'), 'fail not-unc'],
  ['the machine that asks', step('\\\\LocalHost\\a\\b.wim'), 'fail own-machine'],
  ['its address', step('\\\\127.0.0.1\\a\\b.wim'), 'fail own-machine'],
  ['its other address', step('\\\\--1.ipv6-literal.net\\a\\b.wim'), 'fail own-machine'],
  ['a machine that is called nearly so', step('\\\\localhost1\\a\\b.wim'), 'pass'],
  ['a folder', step('\\\\FS01\\a\\b'), 'warn no-wim'],
  ['a folder with a backslash', step('\\\\FS01\\a\\b.wim\\'), 'warn no-wim'],
  ['nothing but the extension', step('\\\\FS01\\a\\.wim'), 'warn no-wim'],
  ['a variable', step('\\\\FS01\\a\\%OSDComputerName%.wim'), 'unknown variable'],
  ['a variable whose value is given', given('\\\\FS01\\a\\%OSDComputerName%.wim'), 'pass'],
  ['a variable whose value is given as a variable', given('%a%', '%b%'), 'unknown variable variable'],
  ['a percent sign', step('\\\\FS01\\a\\50%.wim'), 'pass'],
  ['a step before sets the variable', step(destination, { variables: sets() }), 'unknown variable-set'],
  ['it is set before, and given', given(destination, destination, { variables: sets() }), 'pass'],
  ['it is set before, and nothing in the step', step('', { variables: sets() }), 'unknown variable-alone'],
  ['that, and given', given(null, destination, { variables: sets() }), 'pass'],
  ['a wrong path, and it is set before', step('D:\\a.wim', { variables: sets() }), 'fail not-unc variable-set'],
  ['set after a step that has nothing', step('', { variables: sets({ position: 10 }) }), 'fail missing'],
  ['a step after it does', step(destination, { variables: sets({ position: 10 }) }), 'pass'],
  ['a disabled step does', step(destination, { variables: sets({ enabled: false }) }), 'pass'],
  ['another variable', step(destination, { variables: sets({ name: 'OSDCaptureAccount' }) }), 'pass'],
  ['nothing is captured', step(destination, { steps: [captureStep({ enabled: false })] }), 'not-applicable no-step'],
  [
    'nothing is captured, and the path of the configuration is judged',
    { facts: { 'capture-sequence': captureSequence({ steps: [] }) } },
    'pass',
  ],
  ['cut, and no capture step so far', step(destination, { steps: [], truncated: true }), 'unknown truncated'],
  ['cut after a capture step', step(destination, { truncated: true }), 'unknown truncated'],
  ['the path of the configuration alone', own('\\\\CM01\\Captures$\\a.wim'), 'pass'],
  ['which has no share', own('\\\\CM01\\a.wim'), 'fail not-unc'],
  ['which is a folder', own('\\\\CM01\\Captures$'), 'warn no-wim'],
  ['the host of the share of a step', { ...step(destination), ...shareHost }, 'not-applicable judged-elsewhere'],
  [
    'the task sequence unread',
    { ...step(destination), facts: { 'capture-sequence': unread() } },
    'unknown fact-unread',
  ],
  ['nobody asked for the task sequence', { ...step(destination), without: ['capture-sequence'] }, unasked],
  ['nobody asked, and the path of the configuration is right', { without: ['capture-sequence'] }, unasked],
  [
    'the providers unread',
    { ...step(destination), facts: { 'sms-providers': unread() }, without: ['capture-sequence'] },
    'unknown fact-unread',
  ],
  [
    'no task sequence is named, and the share is elsewhere',
    {
      configuration: { taskSequence: null, capture: { ...noCapture, destination } },
      hosts: [host('CM01', ['site-server'])],
      without: ['capture-sequence'],
    },
    'not-applicable not-asked',
  ],
  ['nobody asked', { without: ['sms-providers', 'capture-sequence', 'share-security'] }, 'not-applicable not-asked'],
]);

describe('who is told to correct it', () => {
  const remedyOf = (changes: Changes) => resultOf(check, estate(changes)).findings[0]?.remedy?.text;
  test('the step, or the configuration', () => {
    expect(remedyOf(step('D:\\a.wim'))).toMatch(/, in the step "Capture Operating System Image"\.$/);
    expect(remedyOf(own('\\\\CM01\\a.wim'))).toMatch(/, as capture\.destination \(or --capture-destination\)\.$/);
  });
});
