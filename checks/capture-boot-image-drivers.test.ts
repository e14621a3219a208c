import type { Json } from '../src/model/json.ts';
import { captureSequence, referenceSystem } from '../test/checks/capture.ts';
import { partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-boot-image-drivers.ts';

type Parts = { [key: string]: Json };
const system = (devices: Json) => ({ facts: { 'reference-system': referenceSystem({ devices }) } });
const image = (parts: Parts) => ({
  facts: { 'capture-boot-image': { found: true, name: 'Boot image', architecture: 'x64', drivers: 3, ...parts } },
});
const nine = Array.from({ length: 9 }, (_, index) => ({ name: `Adapter ${index}`, hardwareId: null }));

judges(check, [
  ['drivers and devices', {}, 'manual compare'],
  ['one driver', image({ drivers: 1 }), 'manual compare'],
  ['how many is not told', image({ drivers: null }), 'manual compare'],
  ['many devices', system({ value: nine }), 'manual compare'],
  ['no device', system({ value: [] }), 'not-applicable no-devices'],
  ['the image is gone, which another check says', image({ found: false }), 'pass'],
  [
    'no boot image, which another check says',
    { facts: { 'capture-sequence': captureSequence({ bootImage: '' }) }, without: ['capture-boot-image'] },
    'pass',
  ],
  [
    'the task sequence captures nothing',
    { facts: { 'capture-sequence': captureSequence({ steps: [] }) } },
    'not-applicable not-a-capture',
  ],
  [
    'no site',
    { configuration: { site: null }, without: ['capture-sequence', 'capture-boot-image'] },
    'not-applicable no-site',
  ],
  ['devices unread', system(partError), 'unknown part-unread'],
  ['the image unread', { facts: { 'capture-boot-image': unread() } }, 'unknown fact-unread'],
  ['a site that nobody reached', { without: ['capture-sequence', 'capture-boot-image'] }, 'unknown site-not-reached'],
  ['the image was not asked for', { without: ['capture-boot-image'] }, 'unknown site-not-reached'],
  ['nobody asked', { without: ['reference-system'] }, 'not-applicable not-asked'],
]);
