import { noCapture } from '../src/model/configuration.ts';
import { captureSequence, captureStep, destination } from '../test/checks/capture.ts';
import { host, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-destination-invalid.ts';

/** The path of the step alone; that of the configuration is none. */
const step = (path: string | null, parts: Parameters<typeof captureSequence>[0] = {}) => ({
  configuration: { capture: { ...noCapture, taskSequence: 'PS100043' } },
  facts: { 'capture-sequence': captureSequence({ steps: [captureStep({ destination: path })], ...parts }) },
});
const sets = (parts: { name?: string; position?: number; enabled?: boolean } = {}) => [
  { name: 'OSDCaptureDestination', value: destination, position: 2, enabled: true, ...parts },
];
const shareHost = { hosts: [host('CM01', ['share-host'])] };
const own = (path: string) => ({ ...shareHost, configuration: { capture: { ...noCapture, destination: path } } });

judges(check, [
  ['a .wim on a share', step(destination), 'pass'],
  ['in a folder, in capitals', step('\\\\FS01\\a\\b\\C.WIM'), 'pass'],
  ['an address', step('\\\\10.1.2.3\\a\\b.wim'), 'pass'],
  ['both paths are right', {}, 'pass'],
  ['none', step(null), 'fail missing'],
  ['empty', step(''), 'fail missing'],
  ['255 characters', step(`\\\\A\\b\\${'c'.repeat(245)}.wim`), 'pass'],
  ['256 characters', step(`\\\\A\\b\\${'c'.repeat(246)}.wim`), 'fail too-long'],
  ['a letter', step('D:\\a.wim'), 'fail not-unc'],
  ['forward slashes', step('//FS01/a/b.wim'), 'fail not-unc'],
  ['a device', step('\\\\.\\C:\\a.wim'), 'fail not-unc'],
  ['a long path of a device', step('\\\\?\\UNC\\FS01\\a\\b.wim'), 'fail not-unc'],
  ['a server alone', step('\\\\FS01'), 'fail not-unc'],
  ['a folder', step('\\\\FS01\\a\\b'), 'warn no-wim'],
  ['a folder with a backslash', step('\\\\FS01\\a\\b.wim\\'), 'warn no-wim'],
  ['nothing but the extension', step('\\\\FS01\\a\\.wim'), 'warn no-wim'],
  ['a variable', step('\\\\FS01\\a\\%OSDComputerName%.wim'), 'unknown variable'],
  ['a percent sign', step('\\\\FS01\\a\\50%.wim'), 'pass'],
  ['a step before sets the variable', step(destination, { variables: sets() }), 'unknown variable-set'],
  ['a step after it does', step(destination, { variables: sets({ position: 10 }) }), 'pass'],
  ['a disabled step does', step(destination, { variables: sets({ enabled: false }) }), 'pass'],
  ['another variable', step(destination, { variables: sets({ name: 'OSDCaptureAccount' }) }), 'pass'],
  ['nothing is captured', step(destination, { steps: [captureStep({ enabled: false })] }), 'not-applicable no-step'],
  [
    'nothing is captured, and the path of the configuration is judged',
    { facts: { 'capture-sequence': captureSequence({ steps: [] }) } },
    'pass',
  ],
  ['the path of the configuration alone', own('\\\\CM01\\Captures$\\a.wim'), 'pass'],
  ['which is a folder', own('\\\\CM01\\Captures$'), 'warn no-wim'],
  ['the host of the share of a step', { ...step(destination), ...shareHost }, 'not-applicable judged-elsewhere'],
  [
    'the task sequence unread',
    { ...step(destination), facts: { 'capture-sequence': unread() } },
    'unknown fact-unread',
  ],
  ['nobody asked', { without: ['capture-sequence', 'share-security'] }, 'not-applicable not-asked'],
]);
