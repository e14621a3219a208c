import { here } from '../src/model/check.ts';
import { sizeText } from '../src/model/sizes.ts';
import { onReferenceComputer, referenceRights } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type Media = { on: string; media: string };

export default defineCheck({
  id: 'capture-media-too-large',
  ...onReferenceComputer,
  askedBy: {
    configuration: "capture: { media: 'E:\\' }, referenceComputer: REF01",
    option: "--capture-media 'E:\\' --reference-computer REF01",
  },
  titles: { fine: 'The capture media fit on FAT32', broken: 'The capture media do not fit on FAT32' },
  why: 'USB media are formatted with FAT32, which holds no file of 4 GB or more; that is no limit of the captured image.',
  needs: { media: here('capture-media') },
  gate: { capture: 'advisory' },
  rights: referenceRights,
  sources: ['Microsoft: Create capture media'],
  messages: {
    'large-file': {
      level: 'info',
      text: ({ on, path, size }: Media & { path: string; size: string }) =>
        `${path} on the capture media of ${on} has ${size}; FAT32 holds less than 4 GB a file.`,
      remedy: () => ({ text: 'For USB media use a smaller boot image, or a set of CDs or DVDs (.iso).' }),
    },
    absent: {
      level: 'unknown',
      text: ({ on, media }: Media) => `The capture media ${media} are not there on ${on}.`,
      remedy: ({ on }: Media) => ({ text: 'Put them in, or correct capture.media.', on }),
    },
    truncated: {
      level: 'unknown',
      text: ({ on, media }: Media) => `${media} on ${on} holds more files than are looked at.`,
    },
  },
  *judge({ media }, { target: { name: on } }) {
    for (const { params, answer } of media) {
      const place = { on, media: String(params['path']) };
      const { present, large, truncated } = answer.data;
      if (!present) yield { code: 'absent', args: place };
      for (const { path, bytes } of large)
        yield { code: 'large-file', subject: path, args: { ...place, path, size: sizeText(bytes) } };
      if (truncated) yield { code: 'truncated', args: place };
    }
  },
});
