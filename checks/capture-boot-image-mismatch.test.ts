import type { Json } from '../src/model/json.ts';
import { captureSequence, referenceSystem } from '../test/checks/capture.ts';
import { partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-boot-image-mismatch.ts';

type Parts = { [key: string]: Json };
const image = (parts: Parts): Json => ({ found: true, name: 'Boot image', architecture: 'x64', drivers: 3, ...parts });
const on = (architecture: string | null, system: Parts = {}) => ({
  facts: { 'capture-boot-image': image({ architecture }), 'reference-system': referenceSystem(system) },
});
const bios = { firmware: { value: 1 } };
const sequence = (parts: Parts) => ({ facts: { 'capture-sequence': captureSequence(parts) } });

judges(check, [
  ['x64 on x64', {}, 'pass'],
  ['x86 on x64 with BIOS', on('x86', bios), 'pass'],
  ['x86 on x64 with UEFI', on('x86'), 'fail uefi-needs-x64'],
  ['x86 on x64, firmware unread', on('x86', { firmware: partError }), 'unknown unclear'],
  ['x64 on x64, firmware unread', on('x64', { firmware: partError }), 'pass'],
  ['x64 on x86', on('x64', { processor: { value: 0 }, ...bios }), 'fail other-processor'],
  ['x64 on ARM64', on('x64', { processor: { value: 12 } }), 'fail other-processor'],
  ['arm64 on ARM64', on('arm64', { processor: { value: 12 } }), 'pass'],
  ['no architecture', on(''), 'unknown unclear'],
  ['the architecture is not told', on(null), 'unknown unclear'],
  ['the processor unread', on('x64', { processor: partError }), 'unknown part-unread'],
  ['the image is gone', { facts: { 'capture-boot-image': image({ found: false }) } }, 'fail not-found'],
  ['no boot image', { ...sequence({ bootImage: '' }), without: ['capture-boot-image'] }, 'fail none'],
  ['a task sequence that was cut before its capture', sequence({ steps: [], truncated: true }), 'pass'],
  ['the task sequence captures nothing', sequence({ steps: [] }), 'not-applicable not-a-capture'],
  [
    'no site',
    { configuration: { site: null }, without: ['capture-sequence', 'capture-boot-image'] },
    'not-applicable no-site',
  ],
  ['the image unread', { facts: { 'capture-boot-image': unread() } }, 'unknown fact-unread'],
  [
    'the task sequence unread',
    { facts: { 'capture-sequence': unread() }, without: ['capture-boot-image'] },
    'unknown fact-unread',
  ],
  ['a site that nobody reached', { without: ['capture-sequence', 'capture-boot-image'] }, 'unknown site-not-reached'],
  ['the image was not asked for', { without: ['capture-boot-image'] }, 'unknown site-not-reached'],
  ['nobody asked', { without: ['reference-system'] }, 'not-applicable not-asked'],
]);
