import { type Reading, wasRead } from '../../src/model/answer.ts';
import { inSentence } from '../../src/windows/wording.ts';

/** What every check on the reference computer has in common. */
export const onReferenceComputer = {
  area: 'capture' as const,
  appliesTo: ['reference-computer' as const],
  askedBy: { configuration: 'referenceComputer: REF01', option: '--reference-computer REF01' },
};
export const referenceRights = 'local administrator on the reference computer, in an elevated session';

type Unread = { on: string; what: string; why: string };

/** What is said of a part of a fact that could not be read. */
export const unreadMessages = {
  'part-unread': {
    level: 'unknown',
    text: ({ on, what, why }: Unread) => `${what} on ${on} could not be read: ${inSentence(why)}.`,
    remedy: ({ on }: Unread) => ({ text: `Where access was denied: read it again as ${referenceRights}.`, on }),
  },
} as const;

/** A finding for each part that could not be read: its name, as the beginning of a sentence, and its reading. */
export function* unreadParts(on: string, parts: Iterable<readonly [what: string, part: Reading<unknown>]>) {
  for (const [what, part] of parts)
    if (!wasRead(part)) yield { code: 'part-unread' as const, subject: what, args: { on, what, why: part.message } };
}
