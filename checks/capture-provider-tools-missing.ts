import { wasRead } from '../src/model/answer.ts';
import { here } from '../src/model/check.ts';
import { quoted } from '../src/windows/powershell-text.ts';
import { inSentence } from '../src/windows/wording.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };
/** `folder` is that of the Deployment Tools which the machine has, else where they are by default. */
type Mount = On & { folder: string };
type Driver = Mount & { path: string };

const usualFolder =
  'C:\\Program Files (x86)\\Windows Kits\\10\\Assessment and Deployment Kit\\Deployment Tools\\amd64\\DISM';
const install = ({ on }: On) => ({
  text: 'Install a supported Windows ADK with its Windows PE add-on there (up to 650 MB for each).',
  on,
});
const register = ({ on, folder }: Mount) => ({
  text: 'Register the driver of the Windows ADK again, as administrator:',
  on,
  commands: [`& ${quoted(`${folder}\\WimMountAdkSetupAmd64.exe`)} /Install`],
});

/** The folder that the kits put what belongs to deployment into. */
const ofKits = /\\Assessment and Deployment Kit\\/i;

export default defineCheck({
  id: 'capture-provider-tools-missing',
  area: 'capture',
  titles: {
    fine: 'The SMS Provider has what it needs to work on images',
    broken: 'The SMS Provider lacks what it needs to work on images',
  },
  why: 'The SMS Provider mounts and reads images with the Windows ADK of its own machine; the console picks any provider.',
  needs: { tools: here('image-tools') },
  appliesTo: ['sms-provider'],
  gate: { capture: 'blocking' },
  askedBy: {
    configuration: 'site: { server: CM01.contoso.com }, capture: { taskSequence: PS100043 }',
    option: '--site-server CM01.contoso.com --capture-task-sequence PS100043',
  },
  rights: 'local administrator on every SMS Provider',
  sources: ['Microsoft: Errors when you manage boot images', 'Microsoft: Plan for the SMS Provider'],
  messages: {
    'no-adk': {
      level: 'warn',
      text: ({ on }: On) => `The SMS Provider on ${on} has no Windows ADK.`,
      because: 'It needs one to service boot images and to read images.',
      remedy: install,
    },
    'adk-listed-only': {
      level: 'warn',
      text: ({ on, listed }: On & { listed: string }) =>
        `${listed} is installed on ${on}, and its Deployment Tools are not there.`,
      because: 'What works on images is wimgapi.dll of the Deployment Tools; the list of programs proves nothing.',
      remedy: install,
    },
    'wim-mount-missing': {
      level: 'warn',
      text: ({ on }: Mount) => `WIMMount, the service that mounts images, is not registered on ${on}.`,
      leadsTo: 'ERROR> failed to mount wim file (smsprov.log), 0x8007007b (DISM.log)',
      remedy: register,
    },
    'wim-mount-file': {
      level: 'warn',
      text: ({ on, path }: Driver) => `WIMMount on ${on} points to ${path}, which does not exist.`,
      because: 'Boot images cannot be managed there.',
      leadsTo: 'ERROR> failed to mount wim file, err=-1052638943 (smsprov.log), 0x8007007b (DISM.log)',
      remedy: register,
    },
    'wim-mount-elsewhere': {
      level: 'info',
      text: ({ on, path }: Driver) => `WIMMount on ${on} is ${path}, which is not that of the Windows ADK.`,
    },
    'part-unread': {
      level: 'unknown',
      text: ({ on, what, why }: On & { what: string; why: string }) => `${what} on ${on} could not be read: ${why}.`,
      remedy: ({ on }: On) => ({ text: 'Run it as local administrator there.', on }),
    },
  },
  *judge({ tools: { data } }, { target: { name: on } }) {
    const { wimMount, kits, installed } = data;
    const imaging = wasRead(kits) ? kits.value.flatMap((kit) => kit.imaging?.path ?? [])[0] : undefined;
    const folder = imaging?.replace(/\\[^\\]*$/, '') ?? usualFolder;
    const evidence = (seen: string) => [{ fact: 'image-tools', target: on, seen }];
    if (!wasRead(kits))
      yield {
        code: 'part-unread',
        subject: 'Windows ADK',
        args: { on, what: 'The Windows ADK', why: inSentence(kits.message) },
      };
    else if (!kits.value.some(({ imaging }) => imaging !== null)) {
      const listed = wasRead(installed) ? installed.value.map(({ name }) => name) : [];
      const roots = kits.value.map(({ root }) => `KitsRoot10 ${root}`).join(', ') || 'no KitsRoot10';
      const found = { subject: 'Windows ADK', evidence: evidence(roots) };
      yield listed.length > 0
        ? { code: 'adk-listed-only', ...found, args: { on, listed: listed[0]! } }
        : { code: 'no-adk', ...found, args: { on } };
    }
    const subject = 'WIMMount';
    if (!wasRead(wimMount))
      yield {
        code: 'part-unread',
        subject,
        args: { on, what: 'The service WIMMount', why: inSentence(wimMount.message) },
      };
    else if (wimMount.value === null) yield { code: 'wim-mount-missing', subject, args: { on, folder } };
    else {
      const { imagePath, path, exists } = wimMount.value;
      const found = { subject, args: { on, folder, path }, evidence: evidence(`ImagePath ${imagePath}`) };
      if (!exists) yield { code: 'wim-mount-file', ...found };
      else if (!ofKits.test(path)) yield { code: 'wim-mount-elsewhere', ...found };
    }
  },
});
