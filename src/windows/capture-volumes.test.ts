import { describe, expect, test } from 'vitest';
import {
  type Disk,
  fateOf,
  type Layout,
  letterFlag,
  loaderPlace,
  type Partition,
  partitionAt,
  type Volume,
  volumeName,
  volumeOn,
} from './capture-volumes.ts';

const id = (number: number): string => `\\\\?\\Volume{${number}}\\`;
const volume = (number: number, letter: string | null, parts: Partial<Volume> = {}): Volume => ({
  ...{ id: id(number), letter, label: null, fileSystem: 'NTFS' },
  ...parts,
});
const partition = (number: number, letter: string | null, parts: Partial<Partition> = {}): Partition => ({
  ...{ disk: 0, partition: number, letter, accessPaths: letter ? [`${letter}:\\`, id(number)] : [id(number)] },
  ...{ isBoot: letter === 'C', isSystem: number === 1, noDefaultDriveLetter: false },
  ...parts,
});
const disk = (number: number, parts: Partial<Disk> = {}): Disk => ({ disk: number, bus: 17, style: 2, ...parts });
const c = partition(3, 'C');
const layout = (parts: Partial<Layout> = {}): Layout => ({
  volumes: [volume(3, 'C:')],
  partitions: [partition(1, null), c],
  disks: [disk(0)],
  ...parts,
});

describe('what becomes of a volume', () => {
  test.each<[string, Volume, Partial<Layout>, string]>([
    ['NTFS', volume(3, 'C:'), {}, 'captured'],
    ['FAT32 in lower case', volume(3, 'C:', { fileSystem: 'fat32' }), {}, 'captured'],
    ['FAT', volume(3, 'C:', { fileSystem: 'FAT' }), {}, 'skipped'],
    ['none', volume(3, 'C:', { fileSystem: null }), {}, 'skipped'],
    ['USB', volume(3, 'C:'), { disks: [disk(0, { bus: 7 })] }, 'skipped'],
    ['no bus', volume(3, 'C:'), { disks: [disk(0, { bus: 0 })] }, 'unclear'],
    ['no disk', volume(3, 'C:'), { disks: [] }, 'unclear'],
    ['no partition', volume(9, 'E:'), {}, 'unclear'],
    ['joined in another case', volume(3, 'C:', { id: id(3).toUpperCase() }), {}, 'captured'],
    ['joined without the last backslash', volume(3, 'C:', { id: id(3).slice(0, -1) }), {}, 'captured'],
    [
      'over two disks, one of them USB',
      volume(3, 'C:'),
      { partitions: [c, { ...c, disk: 1 }], disks: [disk(0), disk(1, { bus: 7 })] },
      'skipped',
    ],
  ])('%s', (_, one, parts, expected) => {
    expect(fateOf(one, layout(parts)).kind).toBe(expected);
  });
});

test.each<[string, string, Partial<Layout>, number | null]>([
  ['by its path', 'c:', {}, 3],
  ['by its letter', 'C:', { partitions: [partition(3, 'C', { accessPaths: [] })] }, 3],
  ['by its volume', 'C:', { partitions: [partition(3, null)] }, 3],
  ['not at all', 'D:', {}, null],
])('the partition of a drive is found %s', (_, drive, parts, expected) => {
  expect(partitionAt(drive, layout(parts))?.partition ?? null).toBe(expected);
});

test.each<[string, Partition, string | null]>([
  ['by its path', c, 'C:'],
  ['by its letter', { ...c, accessPaths: [] }, 'C:'],
  ['not at all', partition(1, null), null],
])('the volume on a partition is found %s', (_, one, expected) => {
  expect(volumeOn(one, layout())?.letter ?? null).toBe(expected);
});

test.each([
  [volume(3, 'C:', { label: 'Windows' }), 'C:'],
  [volume(1, null, { label: 'System' }), 'System (disk 0, partition 1)'],
  [volume(1, null), 'disk 0, partition 1'],
  [volume(4, null, { label: 'Lost' }), 'Lost (\\\\?\\Volume{4}\\)'],
  [volume(4, null), '\\\\?\\Volume{4}\\'],
])('%j is called %s', (one, name) => {
  expect(volumeName(one, layout())).toBe(name);
});

describe('the boot loader', () => {
  const bios = 1;
  const uefi = 2;
  const elsewhere = layout({ partitions: [partition(1, null, { disk: 1 }), c] });
  test.each<[string, Layout, number | null, string]>([
    ['beside Windows', layout(), uefi, 'separate'],
    ['beside Windows, firmware not known', layout(), null, 'separate'],
    ['on another disk, UEFI', elsewhere, uefi, 'other-disk'],
    ['on another disk, BIOS', elsewhere, bios, 'separate'],
    ['on another disk, firmware not known', elsewhere, null, 'unclear'],
    ['nowhere, UEFI', layout({ partitions: [c] }), uefi, 'unclear'],
    ['nowhere, BIOS', layout({ partitions: [c] }), bios, 'same'],
    [
      'on two disks',
      layout({ partitions: [partition(1, null, { disk: 1 }), partition(1, null), c] }),
      uefi,
      'separate',
    ],
  ])('%s', (_, one, firmware, expected) => {
    expect(loaderPlace(c, one, firmware).kind).toBe(expected);
  });

  test('on the partition of Windows', () => {
    const both = { ...c, isSystem: true };
    expect(loaderPlace(both, layout({ partitions: [both] }), bios)).toEqual({ kind: 'same' });
  });
});

test.each<[string, boolean | null, number | null, string]>([
  ['set on GPT', true, 2, 'set'],
  ['set on MBR', true, 1, 'clear'],
  ['set on a disk that is not known', true, null, 'unclear'],
  ['set on a raw disk', true, 0, 'unclear'],
  ['not set on a disk that is not known', false, null, 'clear'],
  ['not told on GPT', null, 2, 'unclear'],
  ['not told on MBR', null, 1, 'clear'],
])('the flag for no drive letter: %s', (_, flag, style, expected) => {
  const disks = style === null ? [] : [disk(0, { style })];
  expect(letterFlag({ ...c, noDefaultDriveLetter: flag }, layout({ disks }))).toBe(expected);
});
