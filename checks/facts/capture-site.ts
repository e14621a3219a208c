import { z } from 'zod';
import { compareText } from '../../src/model/json.ts';
import { atProviders } from './capture.ts';
import { captureSequence, isCapturing } from './capture-steps.ts';
import { logSchema } from './cm-logs.ts';
import { count, fact, maybeText, reading, text, whole } from './shape.ts';
import { onSite } from './site.ts';

const afterSequence = ['sms-providers', 'capture-sequence'];

/** The network access accounts of the site, as `DOMAIN\name`. */
export const networkAccessAccounts = fact({
  name: 'network-access-accounts',
  title: 'the network access accounts',
  parametric: true,
  after: afterSequence,
  schema: z.object({ accounts: z.array(text), truncated: z.boolean() }),
  ask: (configuration, known) =>
    isCapturing(configuration, known.answers(captureSequence)) ? onSite(configuration, known, {}) : [],
});

/** The version of Configuration Manager, `5.00.9128.1000`. */
export const siteVersion = fact({
  name: 'site-version',
  title: 'the version of the site',
  parametric: true,
  after: afterSequence,
  schema: z.object({ version: maybeText, build: whole.nullable() }),
  ask: (configuration, known) =>
    isCapturing(configuration, known.answers(captureSequence)) ? onSite(configuration, known, {}) : [],
});

/** The boot image that the capture task sequence starts. */
export const captureBootImage = fact({
  name: 'capture-boot-image',
  title: 'the boot image of the capture task sequence',
  parametric: true,
  after: afterSequence,
  schema: z.object({
    found: z.boolean(),
    name: maybeText,
    /** `x86`, `x64`, `ia64`, and since 2403 perhaps `arm64`. */
    architecture: maybeText,
    /** Drivers that were added to it; null: not told. */
    drivers: count.nullable(),
  }),
  ask: (configuration, known) => {
    const images = known
      .answers(captureSequence)
      .flatMap(({ answer }) => (answer.status === 'ok' && answer.data.bootImage ? [answer.data.bootImage] : []));
    return [...new Set(images)].sort(compareText).flatMap((id) => onSite(configuration, known, { package: id }));
  },
});

/** What an SMS Provider needs to work on images: the WIMMount service and the Windows ADK. */
export const imageTools = fact({
  name: 'image-tools',
  title: 'the Windows ADK and WIMMount',
  parametric: false,
  after: afterSequence,
  schema: z.object({
    /** `ImagePath` as the registry has it and as a path; null: no such service or value. */
    wimMount: reading(z.object({ imagePath: text, path: text, exists: z.boolean() }).nullable()),
    /** `KitsRoot10` of both views of the registry, each once. */
    kits: reading(
      z.array(
        z.object({
          root: text,
          /** `wimgapi.dll` of its Deployment Tools; null: there is none. */
          imaging: z.object({ path: text, version: maybeText }).nullable(),
        }),
      ),
    ),
    /** Products of the uninstall list whose name begins with "Windows Assessment and Deployment Kit". */
    installed: reading(z.array(z.object({ name: text, version: maybeText }))),
  }),
  ask: (configuration, known) => (isCapturing(configuration, known.answers(captureSequence)) ? atProviders(known) : []),
});

/** What smsprov.log says of images and of errors. */
export const smsProvLog = fact({
  name: 'smsprov-log',
  title: 'smsprov.log',
  parametric: false,
  after: afterSequence,
  schema: logSchema,
  ask: (configuration, known) => (isCapturing(configuration, known.answers(captureSequence)) ? atProviders(known) : []),
});
