import { compareText } from '../model/json.ts';

/** Volumes, partitions and disks as they were read; see the fact `reference-volumes`. */
export interface Volume {
  id: string;
  letter: string | null;
  label: string | null;
  fileSystem: string | null;
}
export interface Partition {
  disk: number;
  partition: number;
  letter: string | null;
  accessPaths: string[];
  isBoot: boolean;
  isSystem: boolean;
  noDefaultDriveLetter: boolean | null;
}
export interface Disk {
  disk: number;
  bus: number;
  style: number;
}
export interface Layout {
  volumes: Volume[];
  partitions: Partition[];
  disks: Disk[];
}

/** Whether a volume becomes an image of its own: yes, no and why, or why that is not known. */
export type VolumeFate = { kind: 'captured' } | { kind: 'skipped'; why: string } | { kind: 'unclear'; why: string };

const usb = 7;
const pathKey = (path: string): string => path.toLowerCase().replace(/\\+$/, '');
const isAt = (partition: Partition, path: string): boolean =>
  partition.accessPaths.some((each) => pathKey(each) === pathKey(path));

/** NTFS and FAT32 are captured unless they are on USB; everything else is left out without a word. */
export function fateOf(volume: Volume, { partitions, disks }: Layout): VolumeFate {
  const { fileSystem } = volume;
  if (fileSystem === null || !/^(ntfs|fat32)$/i.test(fileSystem))
    return { kind: 'skipped', why: fileSystem === null ? 'it has no file system that Windows can read' : fileSystem };
  const below = partitions.filter((each) => isAt(each, volume.id));
  if (below.length === 0) return { kind: 'unclear', why: 'Windows names no partition that it lies on' };
  const buses = below.map(({ disk }) => disks.find((each) => each.disk === disk)?.bus ?? 0);
  if (buses.includes(usb)) return { kind: 'skipped', why: `${fileSystem} on USB` };
  return buses.includes(0) ? { kind: 'unclear', why: 'the bus of its disk is not known' } : { kind: 'captured' };
}

/** `C:`, else its label and where it is: `Recovery (disk 0, partition 4)`. */
export function volumeName({ id, letter, label }: Volume, { partitions }: Layout): string {
  if (letter !== null) return letter;
  const below = partitions.find((each) => isAt(each, id));
  const place = below ? partitionName(below) : id;
  return label ? `${label} (${place})` : place;
}

/** The partition behind a drive such as `C:`; null: none is named for it. */
export function partitionAt(drive: string, { volumes, partitions }: Layout): Partition | null {
  const volume = volumes.find(({ letter }) => letter !== null && letter.toLowerCase() === drive.toLowerCase());
  const found = partitions.find(
    (each) =>
      isAt(each, `${drive}\\`) ||
      (each.letter !== null && `${each.letter}:`.toLowerCase() === drive.toLowerCase()) ||
      (volume !== undefined && isAt(each, volume.id)),
  );
  return found ?? null;
}

/** The volume on a partition; null: it has none, or the two cannot be joined. */
export function volumeOn(partition: Partition, { volumes }: Layout): Volume | null {
  const lettered = partition.letter === null ? null : `${partition.letter}:`.toLowerCase();
  return (
    volumes.find(({ id }) => isAt(partition, id)) ??
    volumes.find(({ letter }) => letter !== null && letter.toLowerCase() === lettered) ??
    null
  );
}

/** `disk 0, partition 3`. */
export const partitionName = ({ disk, partition }: Partition): string => `disk ${disk}, partition ${partition}`;

/**
 * Where the boot loader is, seen from the partition of Windows (`rulings` 9). To Windows the *boot* volume is the one with
 * Windows and the *system* volume the one with the loader, so that two volumes are the usual case.
 */
export type LoaderPlace =
  | { kind: 'same' }
  | { kind: 'separate'; partitions: Partition[] }
  /** UEFI, and Windows is on another disk than its loader. */
  | { kind: 'other-disk'; partitions: Partition[] }
  | { kind: 'unclear'; why: string };

/** `firmware`: 1 BIOS, 2 UEFI; null where it is not known, which matters only with Windows on another disk. */
export function loaderPlace(windows: Partition, { partitions }: Layout, firmware: number | null): LoaderPlace {
  const loaders = partitions.filter(({ isSystem }) => isSystem);
  if (loaders.length === 0)
    return firmware === 1
      ? { kind: 'same' }
      : { kind: 'unclear', why: 'Windows names no partition with a boot loader' };
  if (loaders.includes(windows)) return { kind: 'same' };
  const onDisk = loaders.some(({ disk }) => disk === windows.disk);
  const sorted = [...loaders].sort((a, b) => compareText(partitionName(a), partitionName(b)));
  if (onDisk || firmware === 1) return { kind: 'separate', partitions: sorted };
  if (firmware === 2) return { kind: 'other-disk', partitions: sorted };
  return {
    kind: 'unclear',
    why: `the loader is on ${sorted.map(partitionName).join(' and ')}, and whether the firmware is UEFI could not be read`,
  };
}

/** GPT partitions have the flag that keeps Windows from giving a letter; on other disks it counts as not set. */
export function letterFlag(windows: Partition, { disks }: Layout): 'set' | 'clear' | 'unclear' {
  const style = disks.find(({ disk }) => disk === windows.disk)?.style ?? 0;
  if (windows.noDefaultDriveLetter === false || style === 1) return 'clear';
  return windows.noDefaultDriveLetter && style === 2 ? 'set' : 'unclear';
}
