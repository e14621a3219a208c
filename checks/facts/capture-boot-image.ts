import type { Answer, Placed } from '../../src/model/answer.ts';
import { anywhere, here, optional } from '../../src/model/check.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import type { OkAnswer } from '../../src/model/fact.ts';
import { type CaptureSequence, captureSequenceId, stepsOf } from './capture-steps.ts';

interface BootImage {
  found: boolean;
  name: string | null;
  architecture: string | null;
  drivers: number | null;
}

/** What tells whether the boot image suits the computer. */
export const bootImageNeeds = {
  system: here('reference-system'),
  images: optional(anywhere('capture-boot-image')),
  sequence: optional(anywhere('capture-sequence')),
};

/** What asks for the boot image where nobody did. */
export const askedByBootImage = {
  configuration: 'site: { server: CM01.contoso.com }, capture: { taskSequence: PS100043 }, referenceComputer: REF01',
  option: '--site-server CM01.contoso.com --capture-task-sequence PS100043 --reference-computer REF01',
};

/** What is said where there is no boot image to judge; `null`: there is one, or the engine says why not. */
export function withoutBootImage(
  configuration: Configuration,
  sequences: readonly Placed<CaptureSequence>[],
  images: readonly Placed<unknown>[],
): 'no-site' | 'not-a-capture' | 'none' | 'site-not-reached' | null {
  if (configuration.site === null || captureSequenceId(configuration) === null) return 'no-site';
  const read = sequences.flatMap(({ answer }) => (answer.status === 'ok' ? [answer.data] : []));
  if (read.length === 0) return sequences.length === 0 ? 'site-not-reached' : null;
  // Of a sequence that was cut the capture step, which is the last, was perhaps not seen.
  if (!read.some((data) => data.truncated || stepsOf(data, 'capture').length > 0)) return 'not-a-capture';
  if (read.every(({ bootImage }) => !bootImage)) return 'none';
  return images.length === 0 ? 'site-not-reached' : null;
}

/** Every boot image that was read, with its id and how people know it. */
export function bootImagesOf(images: readonly Placed<BootImage, Answer<BootImage>>[]) {
  return images.flatMap(({ params, answer }) => {
    if (answer.status !== 'ok') return [];
    const id = String(params['package']);
    const { data }: OkAnswer<BootImage> = answer;
    return [{ id, ...data, image: data.name ? `${id} (${data.name})` : id }];
  });
}

type On = { on: string };

/** Why there is nothing to judge. */
export const noBootImageMessages = {
  'no-site': {
    level: 'not-applicable',
    text: ({ on }: On) => `Which boot image captures ${on} was not asked. To ask it: ${askedByBootImage.configuration}`,
  },
  'site-not-reached': {
    level: 'unknown',
    text: ({ on }: On) =>
      `Which boot image captures ${on} is not known: the facts end before the site was asked for it.`,
  },
  'not-a-capture': {
    level: 'not-applicable',
    text: ({ on }: On) => `No task sequence that was read captures ${on}.`,
  },
} as const;
