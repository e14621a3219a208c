// Longer than most: which volumes are captured, where Windows and its loader lie, and whether Windows PE finds them.
import { wasRead } from '../src/model/answer.ts';
import { here, optional } from '../src/model/check.ts';
import { compareText } from '../src/model/json.ts';
import {
  fateOf,
  letterFlag,
  loaderPlace,
  type Partition,
  partitionAt,
  partitionName,
  volumeName,
  volumeOn,
} from '../src/windows/capture-volumes.ts';
import { onReferenceComputer, referenceRights } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };
type Skipped = On & { volume: string; why: string };
type Unclear = On & { why: string };
type Flagged = On & { disk: number; partition: number };

const makeFit = 'Unplug it, or back up what it holds and format it with NTFS; see what it is:';

export default defineCheck({
  id: 'capture-computer-volumes',
  ...onReferenceComputer,
  titles: {
    fine: 'The volumes of the reference computer can be captured',
    broken: 'A volume of the reference computer cannot be captured as it is',
  },
  why: 'Every volume with NTFS or FAT32 becomes an image of its own, the others are left out without a word, and Windows PE has to find the one with Windows.',
  needs: { layout: here('reference-volumes'), system: optional(here('reference-system')) },
  gate: { capture: 'blocking' },
  rights: referenceRights,
  sources: [
    'Microsoft: Task sequence steps (Capture Operating System Image)',
    'Microsoft: Windows 11 image capture fails',
    'Microsoft: MSFT_Partition class, MSFT_Disk class',
  ],
  messages: {
    'os-skipped': {
      level: 'fail',
      text: ({ on, volume, why }: Skipped) => `${volume} with Windows on ${on} will not be captured: ${why}.`,
      because: 'Only volumes with NTFS or FAT32 that are not on USB are captured.',
      remedy: ({ on }: Skipped) => ({
        text: 'Install the reference computer on an internal disk with NTFS. See the volumes:',
        on,
        commands: ['Get-Volume'],
      }),
    },
    'os-elsewhere': {
      level: 'fail',
      text: ({ on, drive, boot }: On & { drive: string; boot: string }) =>
        `Windows on ${on} is on ${drive}, but the boot volume is ${boot}.`,
      because: 'The volume of the installed Windows and the boot volume must be the same.',
      remedy: ({ on }: On) => ({ text: 'Install the reference computer again, with one volume for both.', on }),
    },
    'no-drive-letter': {
      level: 'fail',
      text: ({ on, disk, partition }: Flagged) =>
        `The partition of Windows on ${on} (disk ${disk}, partition ${partition}) has the flag that keeps it from getting a drive letter.`,
      because: 'Windows shows a letter all the same, but Windows PE gives it none and does not find the volume.',
      leadsTo: "Volume '\\\\?\\Volume{…}\\' not found (smsts.log: HRESULT=80070490)",
      remedy: ({ on, disk, partition }: Flagged) => ({
        text: 'Clear the flag in diskpart, as administrator; the last line shows the attributes:',
        on,
        commands: [
          'diskpart.exe',
          `select disk ${disk}`,
          `select partition ${partition}`,
          'gpt attributes=0x0000000000000000',
          'detail partition',
        ],
      }),
    },
    skipped: {
      level: 'warn',
      text: ({ on, volume, why }: Skipped) => `${volume} on ${on} will not be captured: ${why}.`,
      because: 'The capture step leaves it out without a word.',
      remedy: ({ on }: Skipped) => ({ text: makeFit, on, commands: ['Get-Volume'] }),
    },
    'loader-on-other-disk': {
      level: 'warn',
      text: ({ on, drive, loader }: On & { drive: string; loader: string }) =>
        `Windows on ${on} is on ${drive}, and its boot loader on another disk (${loader}).`,
      because: 'The EFI system partition is expected on the disk of Windows.',
      remedy: ({ on }: On) => ({ text: 'Install the reference computer again with one disk in it.', on }),
    },
    'separate-loader': {
      level: 'info',
      text: ({ on, loader }: On & { loader: string }) =>
        `The boot loader of ${on} has a partition of its own: ${loader}.`,
      because: 'That is how Windows is usually laid out, and no fault.',
    },
    captured: {
      level: 'info',
      text: ({ on, count, volumes }: On & { count: number; volumes: string }) =>
        `${count === 1 ? '1 volume' : `${count} volumes`} of ${on} will be captured as ${count === 1 ? '1 image' : `${count} images`}: ${volumes}.`,
      because:
        'Each volume becomes an image of its own. No document excepts those without a drive letter, so they are counted.',
    },
    'volume-unclear': {
      level: 'unknown',
      text: ({ on, volume, why }: Skipped) => `Whether ${volume} on ${on} will be captured is not known: ${why}.`,
    },
    'os-unclear': {
      level: 'unknown',
      text: ({ on, why }: Unclear) => `Which volume of ${on} holds Windows is not known: ${why}.`,
    },
    'loader-unclear': {
      level: 'unknown',
      text: ({ on, why }: Unclear) => `Whether ${on} has its boot loader on the disk of Windows is not known: ${why}.`,
    },
    'letter-unclear': {
      level: 'unknown',
      text: ({ on, disk, partition }: Flagged) =>
        `Whether Windows PE gives the partition of Windows on ${on} (disk ${disk}, partition ${partition}) a drive letter is not known: Windows does not tell its flag or the style of the disk.`,
      remedy: ({ on, disk, partition }: Flagged) => ({
        text: 'Look at the attributes in diskpart, as administrator; 0x8000000000000000 is the flag:',
        on,
        commands: ['diskpart.exe', `select disk ${disk}`, `select partition ${partition}`, 'detail partition'],
      }),
    },
  },
  *judge({ layout: { data: layout }, system }, { target: { name: on } }) {
    const told = system.status === 'ok' ? system.data : null;
    const drive = told && wasRead(told.windows) ? told.windows.value.systemDrive : null;
    const boot = layout.partitions.find(({ isBoot }) => isBoot) ?? null;
    const windows = drive === null ? boot : partitionAt(drive, layout);
    const osVolume = windows && volumeOn(windows, layout);
    const see = (seen: string) => [{ fact: 'reference-volumes', target: on, seen }];
    const nameOf = (partition: Partition): string => {
      const volume = volumeOn(partition, layout);
      return volume?.letter ? `${volume.letter} (${partitionName(partition)})` : partitionName(partition);
    };

    const captured: string[] = [];
    const named = layout.volumes.map((volume) => ({ volume, name: volumeName(volume, layout) }));
    for (const { volume, name } of named.sort((a, b) => compareText(a.name, b.name))) {
      const fate = fateOf(volume, layout);
      if (fate.kind === 'captured') {
        captured.push(`${name} with ${volume.fileSystem}`);
        continue;
      }
      const code = fate.kind === 'unclear' ? 'volume-unclear' : volume === osVolume ? 'os-skipped' : 'skipped';
      yield { code, subject: volume.id, args: { on, volume: name, why: fate.why } };
    }
    if (captured.length > 0)
      yield { code: 'captured', args: { on, count: captured.length, volumes: captured.join('; ') } };

    const unclear = (why: string) => ({ code: 'os-unclear' as const, args: { on, why } });
    if (told && !wasRead(told.windows))
      yield unclear(`the drive of Windows could not be read (${told.windows.message})`);
    if (!windows) {
      yield unclear(
        drive === null ? 'no partition is marked as the one that runs' : `no partition is named for ${drive}`,
      );
      return;
    }
    if (!osVolume) yield unclear(`no volume is named for ${partitionName(windows)}`);
    if (!boot) yield unclear('no partition is marked as the boot volume');
    else if (!windows.isBoot)
      yield {
        code: 'os-elsewhere',
        args: { on, drive: nameOf(windows), boot: nameOf(boot) },
        evidence: see(`IsBoot False: ${partitionName(windows)}; True: ${partitionName(boot)}`),
      };

    const firmware = told && wasRead(told.firmware) ? told.firmware.value : null;
    const loader = loaderPlace(windows, layout, firmware);
    if (loader.kind === 'unclear') yield { code: 'loader-unclear', args: { on, why: loader.why } };
    else if (loader.kind !== 'same') {
      const args = { on, drive: nameOf(windows), loader: loader.partitions.map(partitionName).join('; ') };
      yield loader.kind === 'separate' ? { code: 'separate-loader', args } : { code: 'loader-on-other-disk', args };
    }

    const flag = letterFlag(windows, layout);
    const { disk, partition } = windows;
    if (flag === 'set')
      yield { code: 'no-drive-letter', args: { on, disk, partition }, evidence: see('NoDefaultDriveLetter True') };
    else if (flag === 'unclear') yield { code: 'letter-unclear', args: { on, disk, partition } };
  },
});
