import { expect, test } from 'vitest';
import { bootFit, processorName } from './boot-architecture.ts';

test.each([
  ['x64', 9, 2, 'fits'],
  ['x64', 9, 1, 'fits'],
  ['X64', 9, null, 'fits'],
  ['x86', 9, 1, 'fits'],
  ['x86', 9, 2, 'uefi-needs-x64'],
  ['x86', 9, null, 'unknown'],
  ['x86', 0, 1, 'fits'],
  ['x86', 0, 2, 'fits'],
  ['x64', 0, 1, 'other-processor'],
  ['arm64', 12, 2, 'fits'],
  ['x64', 12, 2, 'other-processor'],
  ['x86', 12, 2, 'other-processor'],
  ['arm64', 9, 2, 'other-processor'],
  ['ia64', 9, 2, 'other-processor'],
  ['', 9, 2, 'unknown'],
  ['mips', 9, 2, 'unknown'],
  ['x64', 7, 2, 'unknown'],
] as const)('a boot image %j on processor %i with firmware %j: %s', (image, processor, firmware, fit) => {
  expect(bootFit(image, processor, firmware)).toBe(fit);
});

test('names', () => {
  expect([0, 9, 12, 7].map(processorName)).toEqual(['x86', 'x64', 'ARM64', 'of the architecture 7']);
});
