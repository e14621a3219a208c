import { wasRead } from '../src/model/answer.ts';
import { bootFit, processorName } from '../src/windows/boot-architecture.ts';
import {
  askedByBootImage,
  bootImageNeeds,
  bootImagesOf,
  noBootImageMessages,
  withoutBootImage,
} from './facts/capture-boot-image.ts';
import { onReferenceComputer, referenceRights, unreadMessages, unreadParts } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };
type Image = On & { image: string; architecture: string; processor: string };

const another = () => ({
  text: 'Give the task sequence another boot image (its properties, tab Advanced), and distribute that.',
});

export default defineCheck({
  id: 'capture-boot-image-mismatch',
  ...onReferenceComputer,
  askedBy: askedByBootImage,
  titles: {
    fine: 'The boot image starts on the reference computer',
    broken: 'The boot image does not start on the reference computer',
  },
  why: 'After Sysprep the computer restarts into the boot image of the task sequence, and is captured from there.',
  needs: bootImageNeeds,
  gate: { capture: 'blocking' },
  rights: `${referenceRights}; read-only analyst in Configuration Manager`,
  sources: [
    'Microsoft: Create capture media',
    'Microsoft: SMS_BootImagePackage class',
    "Microsoft: What's new in version 2403 (arm64)",
  ],
  messages: {
    ...unreadMessages,
    ...noBootImageMessages,
    'other-processor': {
      level: 'fail',
      text: ({ on, image, architecture, processor }: Image) =>
        `The boot image ${image} is for ${architecture}, and ${on} is ${processor}.`,
      remedy: another,
    },
    'uefi-needs-x64': {
      level: 'fail',
      text: ({ on, image }: Image) => `The boot image ${image} is for x86, and ${on} starts by 64-bit UEFI.`,
      because: '64-bit UEFI starts only x64 images; an x86 image starts on that processor by BIOS alone.',
      remedy: another,
    },
    'not-found': {
      level: 'fail',
      text: ({ image }: { image: string }) =>
        `The boot image ${image} of the task sequence does not exist on the site.`,
      remedy: another,
    },
    none: {
      level: 'fail',
      text: ({ on }: On) => `The task sequence that captures ${on} has no boot image.`,
      remedy: another,
    },
    unclear: {
      level: 'unknown',
      text: ({ on, image, architecture, processor }: Image) =>
        `Whether the boot image ${image} (${architecture}) starts on ${on} (${processor}) is not known.`,
    },
  },
  *judge({ system: { data }, images, sequence }, { target: { name: on }, configuration }) {
    const missing = withoutBootImage(configuration, sequence, images);
    if (missing !== null) {
      yield { code: missing, args: { on } };
      return;
    }
    yield* unreadParts(on, [['The architecture of the processor', data.processor]]);
    for (const { id, image, found, architecture } of bootImagesOf(images)) {
      if (!found) yield { code: 'not-found', subject: id, args: { image } };
      if (!found || !wasRead(data.processor)) continue;
      const { value } = data.processor;
      const firmware = wasRead(data.firmware) ? data.firmware.value : null;
      const fit = bootFit(architecture ?? '', value, firmware);
      if (fit === 'fits') continue;
      const args = { on, image, architecture: architecture || 'of no architecture', processor: processorName(value) };
      const seen = `Architecture ${value}, PEFirmwareType ${firmware ?? 'not told'}`;
      const evidence = [{ fact: 'reference-system', target: on, seen }];
      yield { code: fit === 'unknown' ? 'unclear' : fit, subject: id, args, evidence };
    }
  },
});
