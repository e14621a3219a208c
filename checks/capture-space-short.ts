import { anywhere, here, optional } from '../src/model/check.ts';
import { usualImageRatio } from '../src/model/configuration.ts';
import { sizeText } from '../src/model/sizes.ts';
import { capturedBytes, largeImage, largeImageWords } from './facts/capture-space.ts';
import { defineCheck } from './facts.ts';

type Volume = { on: string; volume: string; free: string };
type Amounts = Volume & { need: string; twice: string; how: string };

const old = 'An old image that is overwritten gives its space back only afterwards.';

export default defineCheck({
  id: 'capture-space-short',
  area: 'capture',
  titles: {
    fine: 'The capture share has space for the image',
    broken: 'The capture share may have too little space for the image',
  },
  why: 'A capture that fills the volume behind the share fails after it has written all that fits.',
  needs: { space: here('share-space'), volumes: optional(anywhere('reference-volumes')) },
  appliesTo: ['share-host'],
  gate: { capture: 'advisory' },
  askedBy: {
    configuration: "capture: { destination: '\\\\CM01\\Captures$\\image.wim' }, referenceComputer: REF01",
    option: "--capture-destination '\\\\CM01\\Captures$\\image.wim' --reference-computer REF01",
  },
  rights: 'local administrator on the host of the share and on the reference computer',
  sources: ['derived: Win32_Volume; how small an image becomes is a setting of this program (capture.imageRatio)'],
  messages: {
    short: {
      level: 'warn',
      text: ({ on, volume, free, need, twice }: Amounts) =>
        `${free} are free on ${volume} of ${on}; the image needs about ${need}, and twice that (${twice}) if an index is extracted.`,
      because: ({ how }: Amounts) => `${how} ${old}`,
      leadsTo: 'There is not enough space on the disk. (error 112)',
      remedy: ({ on }: Amounts) => ({ text: 'Free space, or choose another share.', on }),
    },
    'short-for-index': {
      level: 'info',
      text: ({ on, volume, free, need, twice }: Amounts) =>
        `${free} are free on ${volume} of ${on}: enough for the image (about ${need}), and not for twice that (${twice}), which extracting an index takes.`,
      because: ({ how }: Amounts) => how,
    },
    large: {
      level: 'warn',
      text: ({ need, how }: { need: string; how: string }) =>
        `The image will be about ${need}; extracting one index may fail. ${how}`,
      because: largeImageWords.because,
      leadsTo: largeImageWords.leadsTo,
      remedy: () => ({ text: largeImageWords.remedy }),
    },
    quota: {
      level: 'unknown',
      text: ({ on, volume, free, need }: Amounts) =>
        `Quotas are on for ${volume} of ${on}, and what they leave to the capture account was not read (${free} are free for all, about ${need} are needed).`,
      because: 'Free space belongs to the volume; a quota counts for the account that writes.',
    },
    'space-unread': {
      level: 'unknown',
      text: ({ on, folder, what }: { on: string; folder: string; what: string }) =>
        `${what} behind ${folder} on ${on} is not known.`,
    },
    'used-unknown': {
      level: 'unknown',
      text: ({ on, volume, free, why }: Volume & { why: string }) =>
        `Whether the ${free} that are free on ${volume} of ${on} are enough is not known: ${why}.`,
    },
    'not-asked': {
      level: 'not-applicable',
      text: ({ on, volume, free }: Volume) =>
        `${free} are free on ${volume} of ${on}; how much the image needs was not asked. To ask it: referenceComputer: REF01`,
    },
    'no-share': {
      level: 'unknown',
      text: ({ on, share }: { on: string; share: string }) =>
        `${on} has no share ${share} whose volume could be looked at.`,
    },
  },
  *judge(facts, { target, configuration }) {
    const on = target.name;
    const ratio = configuration.capture?.imageRatio ?? usualImageRatio;
    const captured = capturedBytes(facts.volumes);
    const isUnread = facts.volumes.some(({ answer }) => answer.status === 'failed');
    const told = new Set<string>();
    for (const { params, answer } of facts.space) {
      const share = String(params['share'] ?? '');
      if (answer.data.spaces.length === 0) yield { code: 'no-share', subject: share, args: { on, share } };
      for (const { folder, volume, free, quotas } of answer.data.spaces) {
        if (volume === null || free === null) {
          const what = volume === null ? 'The volume' : `The free space of ${volume}`;
          yield { code: 'space-unread', subject: folder, args: { on, folder, what } };
          continue;
        }
        // Two shares on one volume, or two scopes of one share: one answer.
        if (told.has(volume.toLowerCase())) continue;
        told.add(volume.toLowerCase());
        const args = { on, volume, free: sizeText(free) };
        if (captured === null) {
          // What failed is the engine's to say.
          if (configuration.referenceComputer === null) yield { code: 'not-asked', subject: volume, args };
          else if (!isUnread)
            yield {
              code: 'used-unknown',
              subject: volume,
              args: { ...args, why: 'the facts end before the reference computer was asked' },
            };
          continue;
        }
        if ('why' in captured) {
          yield { code: 'used-unknown', subject: volume, args: { ...args, why: captured.why } };
          continue;
        }
        const need = Math.ceil(captured.used * ratio);
        const how = `${captured.names.join(' and ')} of ${captured.on} ${captured.names.length > 1 ? 'hold' : 'holds'} ${sizeText(captured.used)}, and an image is reckoned at ${ratio} of that.`;
        const amounts = { ...args, need: sizeText(need), twice: sizeText(2 * need), how };
        const evidence = [
          { fact: 'share-space', target: on, seen: `${volume}: ${args.free} free`, expected: amounts.need },
          {
            fact: 'reference-volumes',
            target: captured.on,
            seen: `${captured.names.join(', ')}: ${sizeText(captured.used)} used`,
          },
        ];
        // A quota can leave less than is free, and never more.
        if (free < need) yield { code: 'short', subject: volume, args: amounts, evidence };
        else if (quotas === true) yield { code: 'quota', subject: volume, args: amounts, evidence };
        else if (quotas === null)
          yield {
            code: 'space-unread',
            subject: folder,
            args: { on, folder, what: `Whether there are quotas on ${volume}` },
          };
        else if (free < 2 * need) yield { code: 'short-for-index', subject: volume, args: amounts, evidence };
      }
    }
    if (captured !== null && 'used' in captured && told.size > 0 && captured.used * ratio > largeImage) {
      const how = `${captured.names.join(' and ')} of ${captured.on} ${captured.names.length > 1 ? 'hold' : 'holds'} ${sizeText(captured.used)}.`;
      yield { code: 'large', args: { need: sizeText(captured.used * ratio), how } };
    }
  },
});
