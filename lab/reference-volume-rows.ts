import { disksOf, type LaidPartition, lettersOf, volumeId } from './reference-layout.ts';
import type { ScenarioReference } from './reference-schema.ts';
import type { Row } from './site-estate.ts';
import { classExists, type WindowsVersion } from './windows-tables.ts';

const cimv2 = 'root/cimv2';
export const storage = 'root/Microsoft/Windows/Storage';
export const encryption = 'root/cimv2/Security/MicrosoftVolumeEncryption';

/** The volumes of a reference computer and its media, and the partitions and disks that they lie on. */
export function volumeRows(reference: ScenarioReference, windows: WindowsVersion): Row[] {
  const disks = disksOf(reference);
  const rows: Row[] = disks
    .flatMap(({ partitions }) => partitions.filter(({ volume }) => volume !== null))
    .map((each) => ({ namespace: cimv2, class: 'Win32_Volume', values: volumeValues(each) }));
  const { media } = reference;
  if (media) {
    const volume = {
      volume: volumeId(0xffff, 1),
      letter: media.letter,
    };
    const values = volumeValues({ ...volume, fileSystem: media.fileSystem, label: 'CAPTURE', size: 32e9, free: 20e9 });
    rows.push({ namespace: cimv2, class: 'Win32_Volume', values: { ...values, DriveType: 2 } });
  }
  if (!classExists('MSFT_Partition', windows)) return rows;
  for (const { disk, bus, style, partitions } of disks) {
    const id = `\\\\REF\\root/Microsoft/Windows/Storage/Providers_v2\\WSP_Disk.ObjectId="${disk}"`;
    const values = {
      ObjectId: id,
      Number: disk,
      BusType: bus,
      PartitionStyle: style,
      NumberOfPartitions: partitions.length,
      IsBoot: partitions.some(({ isBoot }) => isBoot),
      IsSystem: partitions.some(({ isSystem }) => isSystem),
    };
    rows.push({ namespace: storage, class: 'MSFT_Disk', values });
    for (const each of partitions)
      rows.push({ namespace: storage, class: 'MSFT_Partition', values: partitionValues(each, style) });
  }
  return rows;
}

function volumeValues({
  volume,
  letter,
  fileSystem,
  label,
  size,
  free,
}: Omit<LaidPartition, 'disk' | 'partition' | 'isBoot' | 'isSystem' | 'noDefaultDriveLetter'>): Row['values'] {
  // Of a volume that Windows cannot read it knows neither file system nor size.
  const isRaw = fileSystem === 'RAW' || fileSystem === null;
  return {
    DeviceID: volume,
    Name: letter ? `${letter}:\\` : volume,
    Caption: letter ? `${letter}:\\` : volume,
    DriveLetter: letter ? `${letter}:` : null,
    DriveType: 3,
    Label: label,
    FileSystem: isRaw ? null : fileSystem,
    Capacity: isRaw ? null : size,
    FreeSpace: isRaw ? null : free,
  };
}

function partitionValues(each: LaidPartition, style: number): Row['values'] {
  const { disk, partition, letter, volume, size } = each;
  return {
    ObjectId: `${disk}/${partition}`,
    DiskNumber: disk,
    PartitionNumber: partition,
    // A partition without a letter has the character 0.
    DriveLetter: letter ?? '\0',
    AccessPaths: volume === null ? null : [...(letter ? [`${letter}:\\`] : []), volume],
    IsBoot: each.isBoot,
    IsSystem: each.isSystem,
    IsActive: style === 1 && each.isSystem,
    NoDefaultDriveLetter: each.noDefaultDriveLetter,
    Size: size,
  };
}

/** The volumes that BitLocker knows. */
export function encryptionRows(reference: ScenarioReference): Row[] {
  return encryptable(reference).map(({ letter, id, protection }) => ({
    namespace: encryption,
    class: 'Win32_EncryptableVolume',
    values: { DeviceID: id, DriveLetter: letter, ProtectionStatus: protection },
  }));
}

/** How far BitLocker is with each of them. */
export function encryptable(reference: ScenarioReference) {
  const { bitlocker } = reference;
  if (bitlocker === 'absent') return [];
  const volumes = disksOf(reference).flatMap(({ partitions }) => partitions);
  return lettersOf(reference).flatMap((letter) => {
    const said = bitlocker[letter.slice(0, 1)];
    const id = volumes.find((each) => `${each.letter}:` === letter)!.volume;
    return said === null ? [] : [{ letter, id, conversion: 'decrypted' as const, protection: 0, ...said }];
  });
}
