import * as z from 'zod';
import type { AccessResult } from '../windows/access.ts';

const mask = z.int().min(0).max(0xffffffff);
const tri = z.enum(['granted', 'denied', 'unknown']);
const masks = z
  .strictObject({ granted: mask, denied: mask, unknown: mask })
  .meta({ description: 'Three masks without a common bit that are 0x1f01ff together.' });

const ace = z.strictObject({
  index: z.int().min(1),
  text: z.string().meta({ description: 'As it was read.' }),
  type: z.string(),
  flags: z.array(z.string()),
  mask: mask.meta({ description: 'Generic rights are mapped to those of files.' }),
  sid: z.string().nullable().meta({ description: 'Null: an alias whose base SID is not known.' }),
});

const reason = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('no-dacl') }),
  z.strictObject({ by: z.literal('owner') }),
  z.strictObject({ by: z.literal('privilege'), name: z.string() }),
  z.strictObject({ by: z.literal('ace'), ace }),
  z.strictObject({ by: z.literal('no-ace') }),
  z.strictObject({ by: z.literal('unresolved'), aces: z.array(ace) }),
  z.strictObject({ by: z.literal('unreadable') }),
]);

/** What `access --format json` writes, and `access --batch` on each line. */
export const accessSchema: z.ZodType<AccessResult> = z
  .strictObject({
    bits: z.array(
      z.strictObject({
        bit: mask,
        name: z.string(),
        share: tri,
        folder: tri,
        both: tri,
        shareReason: reason,
        folderReason: reason,
      }),
    ),
    masks: z.strictObject({ share: masks, folder: masks, both: masks }),
    canConnect: tri.meta({ description: 'Whether the share grants reading or writing of data.' }),
    warnings: z.array(z.string()),
  })
  .meta({ title: 'What osd-preflight access writes' });
