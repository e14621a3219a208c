import { captureSequence, captureStep, prepareWindows, referenceSystem } from '../test/checks/capture.ts';
import { partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-computer-sysprep-as-system.ts';

const windows = (build: number) =>
  referenceSystem({
    windows: { value: { version: `10.0.${build}`, build, caption: 'Windows', productType: 1, systemDrive: 'C:' } },
  });
const on = (build: number, ...steps: ReturnType<typeof captureStep>[]) => ({
  facts: {
    'reference-system': windows(build),
    ...(steps.length > 0 ? { 'capture-sequence': captureSequence({ steps }) } : {}),
  },
});
const alone = { configuration: { site: null, capture: null, taskSequence: null }, without: ['capture-sequence'] };

judges(check, [
  ['Windows 11 23H2', {}, 'pass'],
  ['the build before', on(26099), 'pass'],
  ['Windows 11 24H2', on(26100), 'warn as-system'],
  ['Windows 11 25H2 and a step without a name', on(26200, prepareWindows({ name: null })), 'warn as-system'],
  ['the step is disabled', on(26100, prepareWindows({ enabled: false }), captureStep()), 'pass'],
  ['the task sequence captures only', on(26100, captureStep()), 'pass'],
  [
    'cut before any such step',
    {
      facts: {
        'reference-system': windows(26100),
        'capture-sequence': captureSequence({ steps: [], truncated: true }),
      },
    },
    'unknown truncated',
  ],
  [
    'cut after one',
    { facts: { 'reference-system': windows(26100), 'capture-sequence': captureSequence({ truncated: true }) } },
    'warn as-system',
  ],
  [
    'the site does not have the task sequence',
    { facts: { 'reference-system': windows(26100), 'capture-sequence': captureSequence({ found: false, steps: [] }) } },
    'pass sequence-unknown',
  ],
  ['no task sequence was asked', { ...on(26100), ...alone }, 'pass sequence-unknown'],
  ['nor is that needed for an older Windows', { ...on(22631), ...alone }, 'pass'],
  [
    'the task sequence could not be read',
    { facts: { 'reference-system': windows(26100), 'capture-sequence': unread() } },
    'unknown fact-unread',
  ],
  ['Windows unread', { facts: { 'reference-system': referenceSystem({ windows: partError }) } }, 'unknown part-unread'],
  ['nothing read', { facts: { 'reference-system': unread() } }, 'unknown fact-unread'],
  ['nobody asked', { without: ['reference-system'] }, 'not-applicable not-asked'],
]);
