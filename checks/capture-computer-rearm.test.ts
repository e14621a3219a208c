import { captureSequence, captureStep, prepareWindows, referenceSystem } from '../test/checks/capture.ts';
import { partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-computer-rearm.ts';

const left = (remainingRearms: number | null, facts = {}) => ({
  facts: { 'reference-activation': { remainingRearms }, ...facts },
});
const build = (number: number) => ({
  'reference-system': referenceSystem({
    windows: { value: { version: '6.3', build: number, caption: 'Windows', productType: 1, systemDrive: 'C:' } },
  }),
});
const keeping = (...keeps: boolean[]) => ({ 'capture-sequence': sequenceKeeping(keeps) });
const sequenceKeeping = (keeps: boolean[], truncated = false) =>
  captureSequence({
    truncated,
    steps: [...keeps.map((keepsActivation) => prepareWindows({ keepsActivation })), captureStep()],
  });

judges(check, [
  ['many left', {}, 'pass'],
  ['one left', left(1), 'pass'],
  ['none left', left(0), 'warn used-up'],
  ['none left on Windows 8.1', left(0, build(9600)), 'fail used-up-documented'],
  ['none left on the build after it', left(0, build(9601)), 'warn used-up'],
  ['none left, and the step keeps the activation', left(0, keeping(true)), 'pass kept'],
  ['one of two steps keeps it', left(0, keeping(true, false)), 'warn used-up'],
  ['a sequence that was cut', left(0, { 'capture-sequence': sequenceKeeping([true], true) }), 'warn used-up'],
  ['none left, and nothing is prepared', left(0, keeping()), 'warn used-up'],
  ['no task sequence was asked', { ...left(0), without: ['capture-sequence'] }, 'warn used-up'],
  ['not told', left(null), 'unknown not-told'],
  [
    'Windows unread where it matters',
    left(0, { 'reference-system': referenceSystem({ windows: partError }) }),
    'unknown part-unread',
  ],
  ['the task sequence unread', left(1001, { 'capture-sequence': unread() }), 'unknown fact-unread'],
  ['nothing read', { facts: { 'reference-activation': unread() } }, 'unknown fact-unread'],
  ['nobody asked', { without: ['reference-activation', 'reference-system'] }, 'not-applicable not-asked'],
]);
