import { expect, test } from 'vitest';
import type { Json } from '../src/model/json.ts';
import { referenceVolumes, shareSpace } from '../test/checks/capture.ts';
import { type Changes, estate, noSite, unread } from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './capture-space-short.ts';

const healthy = estate().configuration.capture!;
const id = (n: number) => `\\\\?\\Volume{11111111-0000-0000-0000-00000000000${n}}\\`;
const volume = (parts: { [key: string]: Json } = {}): { [key: string]: Json } => ({
  id: id(3),
  letter: 'C:',
  label: null,
  fileSystem: 'NTFS',
  capacity: 120e9,
  free: 20e9,
  ...parts,
});
const partition = (n: number, disk = 0): Json => ({
  disk,
  partition: n,
  letter: null,
  accessPaths: [id(n)],
  isBoot: false,
  isSystem: false,
  noDefaultDriveLetter: false,
});
/** 100 GB are used of the reference computer, so the image needs 60 GB; so many bytes are free. */
const free = (bytes: number, parts: { [key: string]: Json } = {}, volumes: Json[] = [volume()]): Changes => ({
  facts: {
    'share-space': shareSpace({ free: bytes, ...parts }),
    'reference-volumes': referenceVolumes({
      volumes,
      partitions: [partition(3), partition(4), partition(5, 1)],
      disks: [
        { disk: 0, bus: 17, style: 2 },
        { disk: 1, bus: 7, style: 1 },
      ],
    }),
  },
});
const alone = (parts: { [key: string]: Json } = {}): Changes => ({
  configuration: { referenceComputer: null },
  without: ['reference-volumes'],
  facts: { 'share-space': shareSpace(parts) },
});

judges(check, [
  ['space for all', {}, 'pass'],
  ['space for twice the image', free(120e9), 'pass'],
  ['one byte less', free(120e9 - 1), 'pass short-for-index'],
  ['space for the image', free(60e9), 'pass short-for-index'],
  ['too little', free(60e9 - 1), 'warn short'],
  ['nothing free', free(0), 'warn short'],
  [
    'the ratio of the configuration',
    { ...free(60e9), configuration: { capture: { ...healthy, imageRatio: 0.55 } } },
    'pass short-for-index',
  ],
  ['no capture of the configuration', { ...free(60e9 - 1), configuration: { capture: null } }, 'warn short'],
  ['a larger image than DISM may bear', free(300e9, {}, [volume({ free: 10e9 })]), 'warn large'],
  // Which volumes
  [
    'a second volume that is captured',
    free(60e9, {}, [volume(), volume({ id: id(4), letter: 'D:' })]),
    'warn short large',
  ],
  ['a volume on USB', free(120e9, {}, [volume(), volume({ id: id(5), letter: 'E:' })]), 'pass'],
  ['a volume that is not captured', free(120e9, {}, [volume(), volume({ id: id(4), fileSystem: 'ReFS' })]), 'pass'],
  [
    'a volume of which that is not known counts',
    free(120e9 - 1, {}, [volume(), volume({ id: id(9), capacity: 1e6, free: 0 })]),
    'warn short-for-index large',
  ],
  ['no volume that is captured', free(60e9, {}, []), 'unknown used-unknown'],
  ['a volume that does not tell', free(60e9, {}, [volume({ free: null })]), 'unknown used-unknown'],
  // Quotas
  ['quotas', free(300e9, { quotas: true }), 'unknown quota'],
  ['quotas, and too little even without', free(10e9, { quotas: true }), 'warn short'],
  ['quotas not told', free(300e9, { quotas: null }), 'unknown space-unread'],
  // What is free
  ['no volume of this machine', free(0, { volume: null }), 'unknown space-unread'],
  ['free space not told', free(0, { free: null }), 'unknown space-unread'],
  ['no such share', { facts: { 'share-space': { spaces: [] } } }, 'unknown no-share'],
  ['the fact unread', { facts: { 'share-space': unread() } }, 'unknown fact-unread'],
  // The reference computer
  ['no reference computer', alone(), 'not-applicable not-asked'],
  ['no reference computer, quotas', alone({ quotas: true }), 'not-applicable not-asked'],
  ['the reference computer unread', { facts: { 'reference-volumes': unread() } }, 'unknown fact-unread'],
  ['facts without it', { without: ['reference-volumes'] }, 'unknown used-unknown'],
  ['nothing asked', { ...noSite, hosts: [] }, 'not-applicable not-asked'],
]);

test('both amounts, and how they are made', () => {
  const [found] = resultOf(check, estate(free(50e9))).findings;
  expect(found?.text).toBe(
    '50 GB are free on D:\\ of CM01; the image needs about 60 GB, and twice that (120 GB) if an index is extracted.',
  );
  expect(found?.because).toMatch(/^C: of REF01 holds 100 GB, and an image is reckoned at 0\.6 of that\. An old image/);
});

test('two shares of one volume are one answer', () => {
  const { spaces } = shareSpace({ free: 1 }) as { spaces: Json[] };
  const result = resultOf(check, estate({ facts: { 'share-space': { spaces: [...spaces, ...spaces] } } }));
  expect(result.findings).toHaveLength(1);
});
