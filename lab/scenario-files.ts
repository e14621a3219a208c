import * as z from 'zod';

export const moment = z.iso.datetime({ message: 'a moment is ISO 8601 in UTC, such as 2026-03-02T08:00:00Z' });
export const windowsPath = z.string().regex(/^[A-Z]:\\/i, String.raw`a path starts with a drive, such as D:\Captures`);

const encoding = z.enum(['utf-8', 'utf-16le', 'latin1']);
export type TextEncoding = z.infer<typeof encoding>;

const file = z
  .strictObject({
    /** What it holds; with a size, repeated and cut there. Nothing at all if neither is said. */
    text: z.string().optional(),
    /** Bytes. */
    size: z.int().min(0).optional(),
    hex: z
      .string()
      .regex(/^(?:[0-9a-f]{2})*$/i)
      .optional(),
    /** UTF-16 begins with a byte order mark. */
    encoding: encoding.default('utf-8'),
    modified: moment.optional(),
    /** It has the attribute read-only. */
    readOnly: z.boolean().default(false),
    /** Of a folder: it is a link to somewhere else. */
    link: z.boolean().default(false),
  })
  .refine(
    ({ text, size, hex }) => hex === undefined || (text === undefined && size === undefined),
    'hex says everything: there is no text and no size beside it',
  );
export type ScenarioFile = z.infer<typeof file>;

/** Files by path; a path that ends in a backslash is a folder. Null takes away what is there, with all below it. */
export const filesSchema = z.record(windowsPath, file.nullable());

const line = z.strictObject({
  at: moment,
  text: z.string(),
  type: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
  /** 6004 if it is not said. */
  thread: z.int().min(0).optional(),
  /** That of the log if it is not said. */
  component: z.string().optional(),
});
export type LogLine = z.infer<typeof line>;

const logPart = {
  /** In the order in which they are written. */
  lines: z.array(line).optional(),
  /** Appended as it is. */
  raw: z.string().default(''),
  /** Harmless records of the day before come first, until the file has this many bytes. */
  padTo: z.int().min(0).default(0),
  /** The file begins in the middle of its first record. */
  truncatedFirst: z.boolean().default(false),
  /** The time of the last line if it is not said. */
  modified: moment.optional(),
};

/** SMSPXE.log, and with another path any log of Configuration Manager: what it says in place of what is usual there. */
export const logSchema = z.strictObject({
  path: windowsPath.default(String.raw`D:\SMS_DP$\sms\logs\SMSPXE.log`),
  /** `legacy` ends a line in `$$<component><date time><thread>`, `oldest` has the time in words. */
  form: z.enum(['cmtrace', 'rendered', 'legacy', 'oldest']).default('cmtrace'),
  /** The usual one of this log if it is not said. */
  component: z.string().optional(),
  /** Minutes as each record says them; those of the host's time zone if it is not said. Times stay local times. */
  bias: z.int().optional(),
  encoding: encoding.default('utf-8'),
  ...logPart,
  /** What rolled over before it, into .lo_; a list is its lines. */
  before: z.preprocess((said) => (Array.isArray(said) ? { lines: said } : said), z.strictObject(logPart).optional()),
});
export type ScenarioLog = z.infer<typeof logSchema>;
export type LogPart = NonNullable<ScenarioLog['before']>;

/** SMSProv.log where the site server keeps its logs. */
export const providerLogSchema = logSchema.extend({
  path: windowsPath.default(String.raw`D:\Program Files\Microsoft Configuration Manager\Logs\SMSProv.log`),
});

/** What an SMS Provider has to work on images with; in order if nothing is said. */
export const imageToolsSchema = z.strictObject({
  /** `ImagePath` of WIMMount: the driver of the ADK if it is not said; null: no such value. */
  wimMount: z.string().nullable().optional(),
  /** Whether the driver is where that says. */
  wimMountFile: z.boolean().default(true),
  /** What `KitsRoot10` says; the usual folder if it is not said. */
  kits: z.union([z.literal('none'), windowsPath.regex(/\\$/, 'a root of kits ends in a backslash')]).optional(),
  /** Whether the Deployment Tools are there, and the version of their wimgapi.dll. */
  imaging: z.boolean().default(true),
  imagingVersion: z.string().nullable().default('10.0.26100.2454'),
  /** The uninstall list; the ADK if it is not said. */
  installed: z
    .array(z.strictObject({ name: z.string(), version: z.string().nullable().default('10.1.26100.2454') }))
    .optional(),
});

/** Defaults of a host that it does without. */
export const withoutSchema = z
  .array(z.enum(['events', 'udp', 'boot-files', 'smspxe-log', 'smsprov-log', 'image-tools']))
  .default([]);
