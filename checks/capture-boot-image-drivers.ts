import { wasRead } from '../src/model/answer.ts';
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
const named = 8;

export default defineCheck({
  id: 'capture-boot-image-drivers',
  ...onReferenceComputer,
  askedBy: askedByBootImage,
  titles: {
    fine: 'The boot image has the drivers of the reference computer',
    broken: 'The boot image may lack drivers of the reference computer',
  },
  why: 'Without a driver for its network adapter Windows PE reaches no share, and without one for its disk it finds no Windows.',
  needs: bootImageNeeds,
  gate: { capture: 'advisory' },
  rights: `${referenceRights}; read-only analyst in Configuration Manager`,
  sources: ['Microsoft: Create capture media', 'Microsoft: Manage drivers', 'Microsoft: SMS_BootImagePackage class'],
  messages: {
    ...unreadMessages,
    ...noBootImageMessages,
    compare: {
      level: 'manual',
      text: ({ on, image, count, devices }: On & { image: string; count: string; devices: string }) =>
        `Whether ${image} has drivers for ${on} is for a person to see: ${count}; the computer has ${devices}.`,
      remedy: () => ({
        text: 'Start the computer from that boot image once and see that ipconfig shows an address and diskpart its disk. Else add the drivers to the boot image (its properties, tab Drivers) and update the distribution points.',
      }),
    },
    'no-devices': {
      level: 'not-applicable',
      text: ({ on }: On) => `${on} names no network adapter and no disk controller.`,
    },
  },
  *judge({ system: { data }, images, sequence }, { target: { name: on }, configuration }) {
    const missing = withoutBootImage(configuration, sequence, images);
    // That there is no boot image at all says the check on its architecture.
    if (missing === 'none') return;
    if (missing !== null) {
      yield { code: missing, args: { on } };
      return;
    }
    const { devices } = data;
    yield* unreadParts(on, [['The devices', devices]]);
    if (!wasRead(devices)) return;
    if (devices.value.length === 0) {
      yield { code: 'no-devices', args: { on } };
      return;
    }
    const words = devices.value
      .slice(0, named)
      .map(({ name, hardwareId }) => (hardwareId ? `${name} (${hardwareId})` : name));
    const more = devices.value.length - words.length;
    for (const { id, image, found, drivers } of bootImagesOf(images)) {
      if (!found) continue;
      const count =
        drivers === null
          ? 'how many it was given is not told'
          : `${drivers} ${drivers === 1 ? 'was' : 'were'} added to it`;
      const list = more > 0 ? `${words.join(', ')} and ${more} more` : words.join(', ');
      yield { code: 'compare', subject: id, args: { on, image, count, devices: list } };
    }
  },
});
