// Longer than most: one message for each way in which a client can be left without its boot image.
import { wasRead } from '../src/model/answer.ts';
import { anywhere, here, optional } from '../src/model/check.ts';
import type { FindingKey } from '../src/model/finding.ts';
import { sameHostName } from '../src/model/target.ts';
import { parseNalPath } from '../src/windows/nal-path.ts';
import { missingFolders } from '../src/windows/pxe-boot-files.ts';
import { coverageOf, offeredImages } from '../src/windows/pxe-boot-images.ts';
import { inSentence } from '../src/windows/wording.ts';
import { firstRead } from './facts/packages.ts';
import { noResponder, noResponderMessages, responderNeeds, responderOn } from './facts/responder.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };
type Image = On & { id: string; name: string };
/** `from` is the machine that answered for the site. */
type Wanted = Image & { sequence: string; from: string };

const named = ({ id, name }: { id: string; name: string }): string => (name ? `${id} (${name})` : id);
const offer =
  'Distribute it to the distribution point, and turn on "Deploy this boot image from the PXE-enabled distribution point" (properties of the boot image, tab Data Source)';
const offerAtPrompt = (id: string): string[] =>
  /^[A-Z0-9]{8}$/i.test(id) ? [`Set-CMBootImage -Id ${id} -DeployFromPxeDistributionPoint $true`] : [];

export default defineCheck({
  id: 'pxe-boot-image-missing',
  area: 'pxe',
  titles: { fine: 'The boot images are offered for PXE', broken: 'A boot image is not offered for PXE' },
  why: 'A client that has its boot file loads a boot image next, for its architecture and for the task sequence.',
  needs: {
    ...responderNeeds,
    files: here('pxe-boot-files'),
    images: optional(anywhere('site-boot-images')),
    sequence: optional(anywhere('task-sequence')),
  },
  appliesTo: ['distribution-point'],
  gate: { pxe: 'blocking', deploy: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'distributionPoints: [DP01.contoso.com]', option: '--distribution-point DP01.contoso.com' },
  rights: 'local administrator on the distribution point, read-only analyst in Configuration Manager',
  sources: [
    'Microsoft: Troubleshoot PXE boot issues',
    'Microsoft: Use PXE to deploy Windows over the network',
    'Microsoft: SMS_BootImagePackage class',
  ],
  messages: {
    'no-image': {
      level: 'fail',
      text: ({ on }: On) => `No boot image is offered for PXE on ${on}: SMSImages holds none.`,
      because: 'A client that is answered finds nothing to start.',
      leadsTo: 'No boot action. Aborted.',
      remedy: () => ({ text: `For each boot image: ${offer}.` }),
    },
    'task-sequence-image': {
      level: 'fail',
      text: ({ on, id, name, sequence }: Wanted) =>
        `${named({ id, name })}, the boot image of the task sequence ${sequence}, is not offered for PXE on ${on}.`,
      because: 'A client that is given this task sequence is sent to that image.',
      leadsTo: 'No boot action. Aborted.',
      remedy: ({ id, from }: Wanted) => ({
        on: from,
        text: `${offer}, or at the prompt of the console:`,
        commands: offerAtPrompt(id),
      }),
    },
    'x86-missing': {
      level: 'warn',
      text: ({ on }: On) => `No x86 boot image is offered for PXE on ${on}.`,
      because:
        'BIOS clients may be started with the x86 image even on 64-bit hardware. Newer ADKs no longer ship a Windows PE for x86, so that a site may do without one on purpose.',
      remedy: () => ({ text: `Where BIOS clients boot here: ${offer}.` }),
    },
    'x64-missing': {
      level: 'warn',
      text: ({ on }: On) => `No x64 boot image is offered for PXE on ${on}.`,
      because:
        'UEFI clients need an image of exactly their architecture, and BIOS clients with 64 bits need it as well.',
      remedy: () => ({ text: `For an x64 boot image: ${offer}.` }),
    },
    'no-x86-at-site': {
      level: 'info',
      text: ({ on }: On) =>
        `The site has no x86 boot image, so ${on} offers none; newer ADKs no longer ship a Windows PE for x86.`,
    },
    'sent-not-offered': {
      level: 'info',
      text: (image: Image) => `${named(image)} was sent to ${image.on}, and is not offered for PXE there.`,
    },
    'architecture-unclear': {
      level: 'unknown',
      text: ({ on, architecture }: On & { architecture: string }) =>
        `Whether a boot image for ${architecture} is offered on ${on} is not known: the site does not say what every offered one is for.`,
    },
    'not-read': {
      level: 'unknown',
      text: ({ on, why }: On & { why: string }) => `Which boot images ${on} offers is not known: ${inSentence(why)}.`,
    },
    'not-compared': {
      level: 'unknown',
      text: ({ on, why }: On & { why: string }) =>
        `Whether ${on} offers the boot images that are needed is not known: ${why}.`,
    },
    'site-not-asked': {
      level: 'info',
      text: ({ on }: On) =>
        `Which boot images ${on} should offer was not asked. To ask it: site: { server: CM01.contoso.com }`,
    },
    'sccmpxe-without-images': {
      level: 'not-applicable',
      text: ({ on }: On) =>
        `SccmPxe answers PXE on ${on}, where no boot image lies behind a share REMINST; where else it keeps them is not documented.`,
    },
    ...noResponderMessages,
  },
  *judge(facts, { target, configuration }) {
    const on = target.name;
    const responder = responderOn(facts, target);
    if (responder.kind !== 'responder') {
      yield noResponder(responder, target);
      return;
    }
    const { path, folders, images } = facts.files.data;
    if (path === null || !wasRead(images)) {
      if (path === null && responder.mode === 'SccmPxe') yield { code: 'sccmpxe-without-images', args: { on } };
      else
        yield { code: 'not-read', args: { on, why: wasRead(images) ? 'there is no share REMINST' : images.message } };
      return;
    }
    const offered = offeredImages(images.value ?? []);
    if (responder.mode === 'SccmPxe' && offered.size === 0) {
      yield { code: 'sccmpxe-without-images', args: { on } };
      return;
    }
    const evidence = [
      { fact: 'pxe-boot-files', target: on, seen: `in SMSImages: ${[...offered].join(', ') || 'no image'}` },
    ];
    if (offered.size === 0) {
      const isGone = wasRead(folders) && missingFolders(folders.value ?? []).includes('SMSImages');
      const cause: { causedBy?: FindingKey } = isGone
        ? { causedBy: { check: 'pxe-boot-files-missing', target: on, code: 'folder-missing', subject: '' } }
        : {};
      yield { code: 'no-image', args: { on }, evidence, ...cause };
      return;
    }
    const { site, taskSequence } = configuration;
    if (site === null) yield { code: 'site-not-asked', args: { on } };
    // A failed answer is the engine's to say.
    if (site !== null && (facts.images.length === 0 || (taskSequence !== null && facts.sequence.length === 0)))
      yield { code: 'not-compared', args: { on, why: 'the facts end before the site was asked' } };
    const list = firstRead(facts.images);
    const sequence = firstRead(facts.sequence);
    const imageOf = (id: string) => list?.images.find((image) => image.package.toUpperCase() === id);
    const nameOf = (id: string): string => imageOf(id)?.name ?? '';
    const wanted = sequence?.bootImage?.toUpperCase() || null;
    const lost = wanted !== null && !offered.has(wanted) ? wanted : null;
    if (sequence && !sequence.found)
      yield { code: 'not-compared', args: { on, why: `the site knows no task sequence ${taskSequence}` } };
    if (lost !== null) {
      const from = facts.sequence.find(({ answer }) => answer.status === 'ok')?.target ?? on;
      const args = { on, from, id: lost, name: nameOf(lost), sequence: sequence?.name ?? taskSequence ?? '' };
      yield { code: 'task-sequence-image', subject: lost, args, evidence };
    }
    if (!list) return;
    for (const architecture of ['x86', 'x64'] as const) {
      const coverage = coverageOf(architecture, list.images, offered);
      if (coverage === 'unclear')
        yield { code: 'architecture-unclear', subject: architecture, args: { on, architecture } };
      else if (coverage === 'none-at-site' && architecture === 'x86') yield { code: 'no-x86-at-site', args: { on } };
      else if (coverage !== 'offered') {
        // That of the task sequence is said already; its architecture follows from it.
        const isThat = lost !== null && imageOf(lost)?.architecture?.toLowerCase() === architecture;
        const cause: { causedBy?: FindingKey } = isThat
          ? { causedBy: { check: 'pxe-boot-image-missing', target: on, code: 'task-sequence-image', subject: lost } }
          : {};
        yield architecture === 'x86'
          ? { code: 'x86-missing', args: { on }, evidence, ...cause }
          : { code: 'x64-missing', args: { on }, evidence, ...cause };
      }
    }
    const isHere = (nalPath: string): boolean => {
      const host = parseNalPath(nalPath)?.host;
      return host !== undefined && [on, ...target.aliases].some((name) => sameHostName(name, host));
    };
    const sent = new Set(
      list.targeted.filter(({ nalPath }) => isHere(nalPath)).map((row) => row.package.toUpperCase()),
    );
    for (const id of [...sent].sort())
      if (!offered.has(id) && id !== lost)
        yield { code: 'sent-not-offered', subject: id, args: { on, id, name: nameOf(id) }, evidence };
  },
});
