import { wasRead } from '../src/model/answer.ts';
import { here, optional } from '../src/model/check.ts';
import { fateOf } from '../src/windows/capture-volumes.ts';
import { inSentence } from '../src/windows/wording.ts';
import { onReferenceComputer, referenceRights } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };
/** `drive`: its letter, as `C:`. */
type Volume = On & { volume: string; drive: string | null; conversion: number };

/** `GetConversionStatus`. */
const states = [
  'fully decrypted',
  'fully encrypted',
  'being encrypted',
  'being decrypted',
  'partly encrypted, and the encryption is paused',
  'partly encrypted, and the decryption is paused',
];
const [decrypted, encrypted, decrypting, decryptionPaused] = [0, 1, 3, 5];
const stateOf = (conversion: number): string =>
  states[conversion] ?? `in the state ${conversion}, which is not documented`;

const turnOff = ({ on, drive, conversion }: Volume) => {
  const step = conversion === decryptionPaused ? '-resume' : '-off';
  return {
    text: 'Decrypt it as administrator, and wait until the status says that it is fully decrypted:',
    on,
    commands: [
      ...(drive === null || conversion === decrypting ? [] : [`manage-bde.exe ${step} ${drive}`]),
      `manage-bde.exe -status${drive === null ? '' : ` ${drive}`}`,
    ],
  };
};
const leadsTo = 'BitLocker is on for the OS volume. Turn BitLocker off to run Sysprep. (0x80310039)';

export default defineCheck({
  id: 'capture-computer-encrypted',
  ...onReferenceComputer,
  titles: {
    fine: 'The volume of Windows on the reference computer is decrypted',
    broken: 'A volume of the reference computer is not decrypted',
  },
  why: 'Sysprep stops while BitLocker has any part of the volume of Windows encrypted.',
  needs: {
    encryption: here('reference-encryption'),
    system: optional(here('reference-system')),
    layout: optional(here('reference-volumes')),
  },
  gate: { capture: 'blocking' },
  rights: referenceRights,
  sources: [
    'Microsoft: GetConversionStatus method of the Win32_EncryptableVolume class',
    'Field: setupact.log and setuperr.log of Sysprep, ValidateBitLockerState',
  ],
  messages: {
    'not-decrypted': {
      level: 'fail',
      text: ({ on, volume, conversion }: Volume) => `${volume} with Windows on ${on} is ${stateOf(conversion)}.`,
      because: 'Sysprep goes on only where the volume is fully decrypted.',
      leadsTo,
      remedy: turnOff,
    },
    'protection-off': {
      level: 'fail',
      text: ({ on, volume }: Volume) => `${volume} with Windows on ${on} is fully encrypted, with protection off.`,
      because:
        'Windows calls this "waiting for activation", or suspended; the bytes are encrypted all the same, and Sysprep stops.',
      leadsTo,
      remedy: turnOff,
    },
    'other-volume': {
      level: 'warn',
      text: ({ on, volume, conversion }: Volume) => `${volume} on ${on} is ${stateOf(conversion)}.`,
      because: 'It is a volume to be captured, and Windows PE cannot read it while it is locked.',
      remedy: turnOff,
    },
    'other-volume-left-out': {
      level: 'info',
      text: ({ on, volume, conversion }: Volume) =>
        `${volume} on ${on} is ${stateOf(conversion)}; it is not captured in any case.`,
    },
    'volume-unread': {
      level: 'unknown',
      text: ({ on, volume, why }: On & { volume: string; why: string }) =>
        `Whether ${volume} on ${on} is decrypted is not known: ${inSentence(why)}.`,
      remedy: ({ on }: On) => ({
        text: `See its status, with the rights that it needs: ${referenceRights}.`,
        on,
        commands: ['manage-bde.exe -status'],
      }),
    },
    'os-volume-unclear': {
      level: 'unknown',
      text: ({ on, why }: On & { why: string }) =>
        `Whether Windows on ${on} is on a decrypted volume is not known: ${why}.`,
    },
    absent: { level: 'info', text: ({ on }: On) => `BitLocker is not installed on ${on}.` },
  },
  *judge({ encryption: { data }, system, layout }, { target: { name: on } }) {
    if (!data.present) {
      yield { code: 'absent', args: { on } };
      return;
    }
    const told = system.status === 'ok' ? system.data.windows : null;
    const boot = layout.status === 'ok' ? layout.data.partitions.find(({ isBoot }) => isBoot) : undefined;
    const drive = told && wasRead(told) ? told.value.systemDrive : boot?.letter ? `${boot.letter}:` : null;
    const isOs = (letter: string | null): boolean => letter !== null && letter.toLowerCase() === drive?.toLowerCase();
    // BitLocker need not list every volume, so that all those listed are decrypted says nothing of one that is not known.
    if (drive === null) yield { code: 'os-volume-unclear', args: { on, why: 'which drive that is could not be read' } };
    else if (!data.volumes.some(({ letter }) => isOs(letter)))
      yield { code: 'os-volume-unclear', args: { on, why: `BitLocker does not list ${drive}` } };
    for (const [index, { letter, conversion, protection }] of data.volumes.entries()) {
      const volume = letter ?? 'A volume without a drive letter';
      const subject = letter ?? `volume ${index + 1}`;
      if (!wasRead(conversion)) {
        yield { code: 'volume-unread', subject, args: { on, volume, why: conversion.message } };
        continue;
      }
      if (conversion.value === decrypted) continue;
      const args = { on, volume, drive: letter, conversion: conversion.value };
      const seen = `${volume} ConversionStatus ${conversion.value}, ProtectionStatus ${protection ?? 'not told'}`;
      const evidence = [{ fact: 'reference-encryption', target: on, seen, expected: `ConversionStatus ${decrypted}` }];
      const found = { subject, args, evidence };
      if (isOs(letter)) {
        const isWaiting = conversion.value === encrypted && protection === 0;
        yield isWaiting ? { code: 'protection-off', ...found } : { code: 'not-decrypted', ...found };
      } else if (layout.status === 'ok' && isLeftOut(letter, layout.data))
        yield { code: 'other-volume-left-out', ...found };
      else yield { code: 'other-volume', ...found };
    }
  },
});

/** A drive that is no fixed volume, or one that the capture step skips. */
function isLeftOut(drive: string | null, layout: Parameters<typeof fateOf>[1]): boolean {
  if (drive === null) return false;
  const volume = layout.volumes.find(({ letter }) => letter?.toLowerCase() === drive.toLowerCase());
  // A locked volume shows no file system, and is captured once it is decrypted.
  return volume === undefined || (volume.fileSystem !== null && fateOf(volume, layout).kind === 'skipped');
}
