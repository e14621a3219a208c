import type { ReferencePartition, ScenarioReference } from './reference-schema.ts';

/** One partition of a reference computer, with all that Windows tells of it. Sizes in bytes. */
export interface LaidPartition {
  disk: number;
  partition: number;
  letter: string | null;
  /** `\\?\Volume{…}\`; null: no volume. */
  volume: string | null;
  fileSystem: string | null;
  label: string | null;
  size: number;
  free: number;
  isBoot: boolean;
  isSystem: boolean;
  noDefaultDriveLetter: boolean | null;
}

export interface LaidDisk {
  disk: number;
  /** MSFT_Disk.BusType. */
  bus: number;
  /** MSFT_Disk.PartitionStyle. */
  style: number;
  partitions: LaidPartition[];
}

const buses = { scsi: 1, ata: 3, usb: 7, raid: 8, sas: 10, sata: 11, virtual: 14, nvme: 17 } as const;
const styles = { raw: 0, mbr: 1, gpt: 2 } as const;
const megabyte = 1024 * 1024;

type Layout = { [partition: string]: ReferencePartition };

const windows: ReferencePartition = {
  letter: 'C',
  fileSystem: 'NTFS',
  label: 'Windows',
  size: 122_880,
  free: 92_160,
  isBoot: true,
};
const recovery: ReferencePartition = { fileSystem: 'NTFS', size: 650, free: 120 };
// As Windows Setup lays out an empty disk.
const uefi: Layout = {
  1: { fileSystem: 'FAT32', size: 100, free: 68, isSystem: true },
  2: { fileSystem: null, size: 16 },
  3: windows,
  4: { ...recovery, noDefaultDriveLetter: true },
};
const bios: Layout = {
  1: { fileSystem: 'NTFS', label: 'System Reserved', size: 500, free: 465, isSystem: true },
  2: windows,
  3: recovery,
};

/** The disks of a reference computer: what Setup made of the first one, under what the scenario says. */
export function disksOf({ disks, firmware }: ScenarioReference): LaidDisk[] {
  const isBios = firmware === 'bios';
  const usual: ScenarioReference['disks'] = {
    0: { bus: isBios ? 'sata' : 'nvme', style: isBios ? 'mbr' : 'gpt', partitions: isBios ? bios : uefi },
  };
  return Object.keys({ ...usual, ...disks }).flatMap((key) => {
    const said = disks[key];
    if (said === null) return [];
    const below = usual[key];
    const disk = Number(key);
    const layout = { ...below?.partitions, ...said?.partitions };
    const style = said?.style ?? below?.style ?? 'gpt';
    return [
      {
        disk,
        bus: buses[said?.bus ?? below?.bus ?? 'sata'],
        style: styles[style],
        partitions: Object.entries(layout).flatMap(([partition, own]) =>
          own ? [laid(disk, Number(partition), { ...below?.partitions[partition], ...own })] : [],
        ),
      },
    ];
  });
}

/** Every volume with a letter, as `C:`. */
export function lettersOf(reference: ScenarioReference): string[] {
  return disksOf(reference).flatMap(({ partitions }) =>
    partitions.flatMap(({ letter, volume }) => (letter && volume ? [`${letter}:`] : [])),
  );
}

/** `\\?\Volume{…}\` of a partition: the same in every run. */
export function volumeId(disk: number, partition: number): string {
  const digits = (value: number, width: number): string => value.toString(16).padStart(width, '0');
  return `\\\\?\\Volume{5c7a${digits(disk, 4)}-0000-4a10-9d5e-${digits(partition, 12)}}\\`;
}

function laid(disk: number, partition: number, said: ReferencePartition): LaidPartition {
  const { letter = null, fileSystem = 'NTFS', label = null, size = 51_200, free, noDefaultDriveLetter = false } = said;
  return {
    disk,
    partition,
    letter,
    volume: fileSystem === null ? null : volumeId(disk, partition),
    fileSystem,
    label,
    size: size * megabyte,
    free: Math.min(free ?? size, size) * megabyte,
    isBoot: said.isBoot ?? false,
    isSystem: said.isSystem ?? false,
    noDefaultDriveLetter,
  };
}
