import * as z from 'zod';
import { ways } from '../model/target.ts';
import {
  accountForm,
  destinationForm,
  type Form,
  hostForm,
  packageForm,
  siteCodeForm,
  taskSequenceForm,
} from './values.ts';

/** The regular expression is what editors see; the refinement is what decides, so that there is one sentence. */
const text = (form: Form, description: string) =>
  z
    .string()
    .min(1, form.allowed)
    .regex(form.pattern, form.allowed)
    .refine(form.test, form.allowed)
    .meta({ description });

const hostObject = z.strictObject({
  name: text(hostForm, 'The name under which the report shows this machine.'),
  address: text(hostForm, 'Where to connect to, when it is not the name.').optional(),
  port: z
    .int()
    .min(1)
    .max(65535)
    .optional()
    .meta({ description: 'TCP port; by default 5985 for winrm and 22 for ssh.' }),
  via: z.enum(ways).optional().meta({ description: 'How the machine is reached.' }),
  user: text(accountForm, 'The account to connect as, for ssh. Never a password.').optional(),
});

const host = (description: string) =>
  z.union([text(hostForm, 'A computer name, DNS name or IP address.'), hostObject]).meta({ description });

const site = z.strictObject({
  server: host('The site server.'),
  code: text(siteCodeForm, 'The site code: three letters or digits.').optional(),
});

const capture = z.strictObject({
  destination: text(destinationForm, 'The UNC path that the captured image is written to.'),
  account: text(accountForm, 'The account that writes the captured image.').optional(),
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
    referenceComputer: host('The machine that is captured.').optional(),
  })
  .meta({ title: 'osd-preflight site file' });

export type SiteFile = z.infer<typeof siteFileSchema>;
export type SiteFileHost = z.infer<ReturnType<typeof host>>;

/** The keys that a map of the site file may have, by where it stands. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(siteFileSchema.shape);
  if (path.length === 1 && path[0] === 'site') return Object.keys(site.shape);
  if (path.length === 1 && path[0] === 'capture') return Object.keys(capture.shape);
  return Object.keys(hostObject.shape);
}
