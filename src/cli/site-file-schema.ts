import * as z from 'zod';
import { usualImageRatio } from '../model/configuration.ts';
import { type Remoting, roles, ways } from '../model/target.ts';
import { mostHashWorkers } from './content-options.ts';
import { foreignKey } from './remoting.ts';
import {
  accountForm,
  allowedOf,
  captureAccountForm,
  configurationNameForm,
  credentialForm,
  destinationForm,
  type Form,
  hostForm,
  keyFileForm,
  mediaForm,
  packageForm,
  siteCodeForm,
  taskSequenceForm,
} from './values.ts';

/** The regular expression is what editors see; the refinement is what decides, so that there is one sentence. */
const text = (form: Form, description: string) => {
  const error = ({ input }: { input?: unknown }): string => allowedOf(form, String(input));
  return z
    .string()
    .min(1, form.allowed)
    .regex(form.pattern, { error })
    .refine(form.test, { error })
    .meta({ description });
};

const reaching = {
  port: z
    .int()
    .min(1)
    .max(65535)
    .optional()
    .meta({ description: 'TCP port; by default 5985 for winrm, 5986 for winrm with useSsl, and 22 for ssh.' }),
  via: z.enum(ways).optional().meta({ description: 'How the machine is reached.' }),
  user: text(accountForm, 'ssh: the account to log in as. Never a password.').optional(),
  keyFile: text(
    keyFileForm,
    'ssh: the private key file; a relative path starts at the folder of this file.',
  ).optional(),
  configurationName: text(
    configurationNameForm,
    'winrm: the session configuration to connect to, such as a JEA endpoint.',
  ).optional(),
  useSsl: z.boolean().optional().meta({ description: 'winrm: connect with HTTPS.' }),
  credential: text(
    credentialForm,
    'winrm: the name of a PSCredential in SecretManagement, which PowerShell reads. Never a password.',
  ).optional(),
};

const hostKeys = {
  name: text(hostForm, 'The name under which the report shows this machine.'),
  address: text(hostForm, 'Where to connect to, when it is not the name.').optional(),
  ...reaching,
};

/** A key of one way beside another way is refused where both stand in the same map. */
const oneWay = (given: Remoting, context: z.core.$RefinementCtx): void => {
  const foreign = foreignKey(given);
  if (foreign === null) return;
  const message = `it goes with ${foreign.way}, and "via" is ${given.via} here`;
  context.addIssue({ code: 'custom', path: [foreign.key], message });
};

const remoting = z.strictObject(reaching).superRefine(oneWay);
const hostObject = z.strictObject(hostKeys).superRefine(oneWay);
const targetObject = z
  .strictObject({
    ...hostKeys,
    roles: z
      .array(z.enum(roles))
      .optional()
      .meta({ description: 'The parts it plays, which decide what is looked at; distribution-point if left out.' }),
  })
  .superRefine(oneWay);

const hostName = text(hostForm, 'A computer name, DNS name or IP address.');
const host = (description: string) => z.union([hostName, hostObject]).meta({ description });

/** A machine named for itself: an entry of `targets` and of a list of servers. */
export const targetSchema = z.union([hostName, targetObject]).meta({ description: 'A server to look at.' });

const site = z.strictObject({
  server: host('The site server.'),
  code: text(siteCodeForm, 'The site code: three letters or digits.').optional(),
});

const capture = z.strictObject({
  destination: text(
    destinationForm,
    'The UNC path that the captured image is written to; that of the task sequence if left out.',
  ).optional(),
  account: text(
    captureAccountForm,
    'The account that writes the captured image; that of the task sequence if left out. Never a password.',
  ).optional(),
  taskSequence: text(
    taskSequenceForm,
    'The id of the task sequence that captures, where it is not the one that is deployed.',
  ).optional(),
  media: text(mediaForm, 'Where the machine is captured by capture media: their path on it.').optional(),
  imageRatio: z
    .number()
    .min(0.1)
    .max(2)
    .optional()
    .meta({
      description: `Size of the image divided by what the captured volumes hold; ${usualImageRatio} if left out.`,
    }),
});

/** `osd-preflight.yaml`: what the operation is about. Every key may be left out. */
export const siteFileSchema = z
  .strictObject({
    site: site.optional(),
    distributionPoints: z.array(host('A distribution point.')).optional(),
    pxeServers: z.array(host('A server with plain WDS, without Configuration Manager.')).optional(),
    capture: capture.optional(),
    taskSequence: text(taskSequenceForm, 'The id of the task sequence to deploy.').optional(),
    packages: z.array(text(packageForm, 'The id of a package whose content is judged.')).optional(),
    hashWorkers: z.int().min(1).max(mostHashWorkers).optional().meta({
      description:
        'How many files of a content library are hashed at a time on its server; as many as it has cores, eight at most, if left out.',
    }),
    referenceComputer: host('The machine that is captured.').optional(),
    targets: z
      .array(targetSchema)
      .min(1, 'a list with at least one host is expected here; leave the key out where there is none')
      .optional(),
    remoting: remoting
      .optional()
      .meta({ description: 'How those machines are reached that do not say it themselves.' }),
  })
  .meta({ title: 'osd-preflight site file' });

export type SiteFile = z.infer<typeof siteFileSchema>;
export type SiteFileHost = z.infer<ReturnType<typeof host>>;
export type SiteFileTarget = z.infer<typeof targetSchema>;

/** What a schema says of data that it refuses. */
export type SchemaError = z.ZodError;
export type SchemaIssue = z.core.$ZodIssue;

/** The keys of a machine named for itself, and the columns of a list of many. */
export const targetKeys = Object.keys(targetObject.shape);

/** The keys that a map of the site file may have, by where it stands. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(siteFileSchema.shape);
  if (path.length === 1 && path[0] === 'site') return Object.keys(site.shape);
  if (path.length === 1 && path[0] === 'capture') return Object.keys(capture.shape);
  if (path[0] === 'remoting') return Object.keys(remoting.shape);
  return path[0] === 'targets' ? targetKeys : Object.keys(hostObject.shape);
}
