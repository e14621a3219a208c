import { wasRead } from '../src/model/answer.ts';
import { here } from '../src/model/check.ts';
import { emptyArchitectures, missingBootFiles, missingFolders } from '../src/windows/pxe-boot-files.ts';
import { inSentence } from '../src/windows/wording.ts';
import { noResponder, noResponderMessages, responderNeeds, responderOn } from './facts/responder.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };
type At = On & { path: string };
type Listed = At & { missing: string };

const reinstall =
  'Turn PXE off in the properties of the distribution point, restart the machine, delete what is left of RemoteInstall, and turn PXE on again.';
/** A listing of the fact ends here. */
const listingBound = 1000;

export default defineCheck({
  id: 'pxe-boot-files-missing',
  area: 'pxe',
  titles: { fine: 'The boot files are there', broken: 'Boot files that WDS hands out are missing' },
  why: 'A client that was answered loads a boot file next; without it PXE ends there.',
  needs: { ...responderNeeds, files: here('pxe-boot-files') },
  appliesTo: ['distribution-point'],
  gate: { pxe: 'blocking', deploy: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'distributionPoints: [DP01.contoso.com]', option: '--distribution-point DP01.contoso.com' },
  rights: 'local administrator on the distribution point',
  sources: ['Microsoft: Troubleshoot PXE boot issues', 'Microsoft: Understand PXE boot'],
  messages: {
    'share-missing': {
      level: 'fail',
      text: ({ on }: On) => `The share REMINST is missing on ${on}.`,
      because: 'WDS hands out boot files and boot images from the folder behind it.',
      leadsTo: '0x906 "This shared resource does not exist."',
      remedy: ({ on }: On) => ({ text: reinstall, on }),
      explains: ['pxe-boot-image-missing/not-read'],
    },
    'folder-missing': {
      level: 'fail',
      text: ({ on, path, missing }: Listed) => `Missing in the folder behind REMINST on ${on} (${path}): ${missing}.`,
      because: 'SMSPXE keeps boot files and boot images in these folders.',
      remedy: ({ on }: Listed) => ({ text: reinstall, on }),
    },
    'boot-files-empty': {
      level: 'fail',
      text: ({ on, path, which }: At & { which: string }) =>
        `No boot file for ${which} is in ${path}\\SMSBoot on ${on}.`,
      because:
        'UEFI clients with 64 bits cannot start, and hardly any others. SMSPXE copies boot files out of the boot images that it offers; it found none, or could not.',
      leadsTo: 'PXE-E3B: TFTP Error - File Not found',
      remedy: ({ on }: At) => ({
        text: 'See that the boot images are distributed and marked for deployment from the PXE-enabled distribution point; then restart WDS, as administrator:',
        on,
        commands: ['Restart-Service -Name WDSServer'],
      }),
    },
    'boot-file-missing': {
      level: 'warn',
      text: ({ on, missing }: Listed) => `Missing in SMSBoot on ${on}: ${missing}.`,
      because: 'Some clients ask for them. Which architecture needs which is not documented exactly.',
      leadsTo: 'PXE-E3B: TFTP Error - File Not found',
      remedy: ({ on }: Listed) => ({
        text: 'Update the boot images on the distribution point and restart WDS, which copies the files anew, as administrator:',
        on,
        commands: ['Restart-Service -Name WDSServer'],
      }),
    },
    'not-listed': {
      level: 'unknown',
      text: ({ on, path, why }: At & { why: string }) =>
        `What is in ${path} on ${on} is not known: ${inSentence(why)}.`,
    },
    'sccmpxe-answers': {
      level: 'not-applicable',
      text: ({ on }: On) => `SccmPxe answers PXE on ${on}; which files it needs in RemoteInstall is not documented.`,
    },
    ...noResponderMessages,
  },
  *judge(facts, { target }) {
    const on = target.name;
    const responder = responderOn(facts, target);
    if (responder.kind !== 'responder') {
      yield noResponder(responder, target);
      return;
    }
    if (responder.mode === 'SccmPxe') {
      yield { code: 'sccmpxe-answers', args: { on } };
      return;
    }
    const { path, folders, bootFiles } = facts.files.data;
    const seen = (what: string) => [{ fact: 'pxe-boot-files', target: on, seen: what }];
    if (path === null) {
      yield { code: 'share-missing', args: { on }, evidence: seen('no share REMINST') };
      return;
    }
    const unlisted = (why: string, subject: string) => ({
      code: 'not-listed' as const,
      subject,
      args: { on, path, why },
    });
    if (!wasRead(folders)) yield unlisted(folders.message, 'folders');
    else if (folders.value === null)
      yield {
        code: 'folder-missing',
        args: { on, path, missing: 'the folder itself' },
        evidence: seen(`no folder ${path}`),
      };
    else {
      const missing = missingFolders(folders.value).join(', ');
      if (missing && folders.value.length >= listingBound) yield unlisted('it has too many folders to list', 'folders');
      else if (missing)
        yield {
          code: 'folder-missing',
          args: { on, path, missing },
          evidence: seen(folders.value.join(', ') || 'no folder'),
        };
    }
    if (!wasRead(bootFiles)) yield unlisted(bootFiles.message, 'SMSBoot');
    if (!wasRead(bootFiles)) return;
    // A missing SMSBoot is a missing folder, unless it went away between two readings.
    if (bootFiles.value === null && !(wasRead(folders) && missingFolders(folders.value ?? []).includes('SMSBoot')))
      yield unlisted('SMSBoot was not there when its files were read', 'SMSBoot');
    if (bootFiles.value === null) return;
    const { files, truncated } = bootFiles.value;
    const missing = missingBootFiles(files);
    if (missing.length === 0) return;
    if (truncated) {
      yield unlisted('SMSBoot has too many files to list', 'SMSBoot');
      return;
    }
    const empty = emptyArchitectures(files);
    if (empty.includes('x64')) {
      const which = empty.join(' and ');
      yield { code: 'boot-files-empty', args: { on, path, which }, evidence: seen(`no file in SMSBoot for ${which}`) };
      return;
    }
    const single = missing.filter((file) => !empty.some((folder) => file.startsWith(`${folder}\\`)));
    yield {
      code: 'boot-file-missing',
      args: { on, path, missing: [...empty.map((folder) => `all of ${folder}`), ...single].join(', ') },
      evidence: seen(`${files.length} files in SMSBoot`),
    };
  },
});
