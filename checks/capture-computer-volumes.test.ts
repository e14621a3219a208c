import type { Json } from '../src/model/json.ts';
import { referenceSystem, referenceVolumes } from '../test/checks/capture.ts';
import { healthyHosts, partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-computer-volumes.ts';

type Parts = { [key: string]: Json };
const id = (number: number): string => `\\\\?\\Volume{11111111-0000-0000-0000-00000000000${number}}\\`;
const volume = (number: number, letter: string | null, parts: Parts = {}): Json => ({
  id: id(number),
  letter,
  label: null,
  fileSystem: 'NTFS',
  capacity: 120e9,
  free: 90e9,
  ...parts,
});
const partition = (number: number, letter: string | null, parts: Parts = {}): Json => ({
  disk: 0,
  partition: number,
  letter,
  accessPaths: letter === null ? [id(number)] : [`${letter}:\\`, id(number)],
  isBoot: letter === 'C',
  isSystem: number === 1,
  noDefaultDriveLetter: false,
  ...parts,
});
const disk = (number: number, parts: Parts = {}): Json => ({ disk: number, bus: 17, style: 2, ...parts });

const loader = partition(1, null);
const windows = partition(3, 'C');
const layout = (parts: { volumes?: Json[]; partitions?: Json[]; disks?: Json[] }, system: Parts = {}) => ({
  facts: { 'reference-volumes': referenceVolumes(parts), 'reference-system': referenceSystem(system) },
});
const withWindows = (parts: Parts, system: Parts = {}) =>
  layout({ partitions: [loader, partition(3, 'C', parts)] }, system);
const withData = (own: Parts, below: Parts = {}, bus = 17) =>
  layout({
    volumes: [volume(3, 'C:'), volume(5, 'D:', own)],
    partitions: [loader, windows, partition(5, 'D', { disk: 1, ...below })],
    disks: [disk(0), disk(1, { bus })],
  });
const loaderOn = (number: number, system: Parts) =>
  layout({ partitions: [partition(1, null, { disk: number }), windows], disks: [disk(0), disk(1)] }, system);
const bios = { firmware: { value: 1 } };
const noFirmware = { firmware: { value: null } };
const noWindows = { windows: partError };
const mbr = [disk(0, { style: 1 })];

judges(check, [
  ['UEFI, one disk', {}, 'pass captured separate-loader'],
  [
    'as Windows Setup lays it out',
    layout({
      volumes: [volume(3, 'C:'), volume(1, null, { fileSystem: 'FAT32' }), volume(4, null, { label: 'Recovery' })],
      partitions: [loader, windows, partition(4, null)],
    }),
    'pass captured separate-loader',
  ],
  // Volumes
  ['a second one', withData({}), 'pass captured separate-loader'],
  ['in lower case', withData({ fileSystem: 'fat32' }), 'pass captured separate-loader'],
  ['ReFS', withData({ fileSystem: 'ReFS' }), 'warn captured separate-loader skipped'],
  ['exFAT', withData({ fileSystem: 'exFAT' }), 'warn captured separate-loader skipped'],
  ['none that Windows can read', withData({ fileSystem: null }), 'warn captured separate-loader skipped'],
  ['USB', withData({}, {}, 7), 'warn captured separate-loader skipped'],
  ['a bus that is not known', withData({}, {}, 0), 'unknown captured separate-loader volume-unclear'],
  ['a disk that is not known', withData({}, { disk: 9 }), 'unknown captured separate-loader volume-unclear'],
  [
    'on no partition',
    withData({}, { accessPaths: [], letter: null }),
    'unknown captured separate-loader volume-unclear',
  ],
  [
    'on no partition, with a file system that is not captured',
    withData({ fileSystem: 'ReFS' }, { accessPaths: [], letter: null }),
    'warn captured separate-loader skipped',
  ],
  ['Windows on USB', layout({ disks: [disk(0, { bus: 7 })] }), 'fail os-skipped separate-loader'],
  [
    'Windows on ReFS',
    layout({ volumes: [volume(3, 'C:', { fileSystem: 'ReFS' })] }),
    'fail os-skipped separate-loader',
  ],
  ['no volumes', layout({ volumes: [] }), 'unknown os-unclear separate-loader'],
  ['no partitions', layout({ partitions: [] }), 'unknown volume-unclear os-unclear'],
  ['no disks', layout({ disks: [] }), 'unknown volume-unclear separate-loader'],
  // The boot volume
  [
    'Windows elsewhere',
    layout({
      volumes: [volume(3, 'C:'), volume(5, 'D:')],
      partitions: [loader, partition(3, 'C', { isBoot: false }), partition(5, 'D', { isBoot: true })],
    }),
    'fail captured os-elsewhere separate-loader',
  ],
  [
    'a boot volume without a name',
    layout({ partitions: [loader, partition(3, 'C', { isBoot: false }), partition(5, null, { isBoot: true })] }),
    'fail captured os-elsewhere separate-loader',
  ],
  ['no boot volume', withWindows({ isBoot: false }), 'unknown captured os-unclear separate-loader'],
  ['the drive of Windows unread', layout({}, noWindows), 'unknown captured os-unclear separate-loader'],
  [
    'the drive of Windows unread, no boot volume',
    withWindows({ isBoot: false }, noWindows),
    'unknown captured os-unclear os-unclear',
  ],
  ['the system unread', { facts: { 'reference-system': unread() } }, 'unknown captured fact-unread separate-loader'],
  // The boot loader
  [
    'BIOS, one partition',
    layout({ partitions: [partition(3, 'C', { isSystem: true })], disks: mbr }, bios),
    'pass captured',
  ],
  ['BIOS, System Reserved', layout({ disks: mbr }, bios), 'pass captured separate-loader'],
  ['BIOS, another disk', loaderOn(1, bios), 'pass captured separate-loader'],
  ['BIOS, no loader', layout({ partitions: [windows], disks: mbr }, bios), 'pass captured'],
  ['UEFI, another disk', loaderOn(1, {}), 'warn captured loader-on-other-disk'],
  ['UEFI, no loader', layout({ partitions: [windows] }), 'unknown captured loader-unclear'],
  ['firmware not told, same disk', layout({}, noFirmware), 'pass captured separate-loader'],
  ['firmware not told, another disk', loaderOn(1, noFirmware), 'unknown captured loader-unclear'],
  ['firmware unread, another disk', loaderOn(1, { firmware: partError }), 'unknown captured loader-unclear'],
  // The drive letter
  [
    'no default drive letter',
    withWindows({ noDefaultDriveLetter: true }),
    'fail captured no-drive-letter separate-loader',
  ],
  [
    'no default drive letter on MBR',
    layout({ partitions: [loader, partition(3, 'C', { noDefaultDriveLetter: true })], disks: mbr }, bios),
    'pass captured separate-loader',
  ],
  [
    'no default drive letter on another partition',
    layout({ partitions: [partition(1, null, { noDefaultDriveLetter: true }), windows] }),
    'pass captured separate-loader',
  ],
  ['the flag not told', withWindows({ noDefaultDriveLetter: null }), 'unknown captured letter-unclear separate-loader'],
  [
    'the flag not told on MBR',
    layout({ partitions: [loader, partition(3, 'C', { noDefaultDriveLetter: null })], disks: mbr }, bios),
    'pass captured separate-loader',
  ],
  // What could not be seen
  ['volumes unread', { facts: { 'reference-volumes': unread() } }, 'unknown fact-unread'],
  ['not asked', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
