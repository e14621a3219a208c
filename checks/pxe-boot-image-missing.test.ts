import type { Json } from '../src/model/json.ts';
import {
  bootFiles,
  bootImages,
  dpRegistry,
  healthyHosts,
  nal,
  noSite,
  partError,
  sequence,
  service,
  services,
  sitePoint,
  stopped,
  unread,
} from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './pxe-boot-image-missing.ts';

const inFolder = (...ids: string[]): Json => ids.map((id) => ({ package: id, files: [`boot.${id}.wim`] }));
const parts = (changed: { [key: string]: Json }) => ({ 'pxe-boot-files': bootFiles(changed) });
const offers = (...ids: string[]) => parts({ images: { value: inFolder(...ids) } });
const noShare = parts({ path: null, folders: { value: null }, bootFiles: { value: null }, images: { value: null } });
const image = (id: string, architecture: string | null): Json => ({ package: id, name: 'Boot image', architecture });
const atSite = (images: Json[], targeted: Json[] = []) => ({ 'site-boot-images': bootImages({ images, targeted }) });
const sent = (id: string, host = 'DP01.CONTOSO.COM'): Json => ({ package: id, nalPath: nal(host) });
const x64 = image('PS100005', 'x64');
const x86 = image('PS100006', 'x86');
const boots = (bootImage: string | null) => ({ 'task-sequence': sequence({ bootImage }) });
const sccm = {
  'pxe-services': services(service('SccmPxe'), service('WDSServer', stopped)),
  'site-distribution-points': sitePoint({ IsPXE: 1, SccmPxe: 1 }),
};
const noSequence = { configuration: { taskSequence: null }, without: ['task-sequence'] };

judges(check, [
  ['both architectures are offered', {}, 'pass'],
  ['SccmPxe offers both', { facts: sccm }, 'pass'],
  ['ids without case', { facts: offers('ps100005', 'ps100006') }, 'pass'],
  ['no task sequence', noSequence, 'pass'],
  ['a task sequence without a boot image', { facts: boots(null) }, 'pass'],
  // None
  ['none is offered', { facts: offers() }, 'fail no-image'],
  [
    'folders without an image',
    { facts: parts({ images: { value: [{ package: 'PS100005', files: [] }] } }) },
    'fail no-image',
  ],
  [
    'no SMSImages, which could not be looked up',
    { facts: parts({ folders: partError, images: { value: null } }) },
    'fail no-image',
  ],
  [
    'no SMSImages: that leads',
    { facts: parts({ folders: { value: ['SMSBoot', 'SMSTemp', 'SMSTempBootFiles'] }, images: { value: null } }) },
    'fail no-image',
  ],
  [
    'the folder behind the share is gone',
    { facts: parts({ folders: { value: null }, bootFiles: { value: null }, images: { value: null } }) },
    'fail no-image',
  ],
  ['none is offered, without a site', { ...noSite, facts: offers() }, 'fail no-image'],
  // That of the task sequence
  [
    'that of the task sequence is not offered',
    { facts: { ...offers('PS100006'), ...atSite([x86]) } },
    'fail task-sequence-image x64-missing',
  ],
  ['that of the task sequence is another', { facts: boots('PS100099') }, 'fail task-sequence-image'],
  [
    'that of the task sequence was sent, and is not offered',
    { facts: { ...boots('PS100007'), ...atSite([x64, x86], [sent('PS100007')]) } },
    'fail task-sequence-image',
  ],
  // Architectures
  ['x86 is not offered', { facts: { ...offers('PS100005'), ...atSite([x64, x86]) } }, 'warn x86-missing'],
  ['x86 is not offered, and was sent', { facts: offers('PS100005') }, 'warn sent-not-offered x86-missing'],
  [
    'x86 was sent elsewhere',
    { facts: { ...offers('PS100005'), ...atSite([x64, x86], [sent('PS100006', 'DP02')]) } },
    'warn x86-missing',
  ],
  ['the site has no x86', { facts: { ...offers('PS100005'), ...atSite([x64]) } }, 'pass no-x86-at-site'],
  [
    'x64 is not offered',
    { facts: { ...offers('PS100006'), ...boots('PS100006'), ...atSite([x64, x86]) } },
    'warn x64-missing',
  ],
  [
    'the site has no x64',
    { facts: { ...offers('PS100006'), ...boots('PS100006'), ...atSite([x86]) } },
    'warn x64-missing',
  ],
  [
    'what an offered one is for the site does not say',
    { facts: { ...offers('PS100005', 'PS100006'), ...atSite([x64, image('PS100006', null)]) } },
    'unknown architecture-unclear',
  ],
  [
    'the site does not know an offered one',
    { facts: { ...offers('PS100005', 'XX100001'), ...atSite([x64, x86]) } },
    'unknown architecture-unclear',
  ],
  [
    'two are offered for x64',
    { facts: { ...offers('PS100005', 'PS100006', 'PS100007'), ...atSite([x64, x86, image('PS100007', 'X64')]) } },
    'pass',
  ],
  [
    'a third was sent and is not offered',
    { facts: atSite([x64, x86, image('PS100007', 'x64')], [sent('PS100007')]) },
    'pass sent-not-offered',
  ],
  // The site
  ['no site: presence alone', { ...noSite, facts: offers('PS100005') }, 'pass site-not-asked'],
  ['the site was not asked any more', { without: ['site-boot-images'] }, 'unknown not-compared'],
  ['the task sequence was not asked any more', { without: ['task-sequence'] }, 'unknown not-compared'],
  [
    'the site knows no such task sequence',
    { facts: { 'task-sequence': sequence({ found: false, bootImage: null }) } },
    'unknown not-compared',
  ],
  ['boot images of the site unread', { facts: { 'site-boot-images': unread() } }, 'unknown fact-unread'],
  [
    'boot images of the site unread, none is offered',
    { facts: { ...offers(), 'site-boot-images': unread() } },
    'fail fact-unread no-image',
  ],
  [
    'boot images of the site unread, that of the task sequence is missing',
    { facts: { ...offers('PS100006'), 'site-boot-images': unread() } },
    'fail fact-unread task-sequence-image',
  ],
  ['task sequence unread', { facts: { 'task-sequence': unread() } }, 'unknown fact-unread'],
  // What could not be seen
  ['no share: that leads', { facts: noShare }, 'blocked not-read'],
  ['SccmPxe without the share', { facts: { ...sccm, ...noShare } }, 'not-applicable sccmpxe-without-images'],
  [
    'SccmPxe, a share without images',
    { facts: { ...sccm, ...parts({ images: { value: null } }) } },
    'not-applicable sccmpxe-without-images',
  ],
  ['images unread', { facts: parts({ images: partError }) }, 'unknown not-read'],
  ['SccmPxe, images unread', { facts: { ...sccm, ...parts({ images: partError }) } }, 'unknown not-read'],
  ['boot files unread', { facts: { 'pxe-boot-files': unread() } }, 'unknown fact-unread'],
  // No responder
  [
    'no PXE',
    { facts: { 'distribution-point': dpRegistry({ IsPXE: 0 }), 'site-distribution-points': sitePoint({ IsPXE: 0 }) } },
    'not-applicable no-responder',
  ],
  ['no service', { facts: { 'pxe-services': services() } }, 'blocked responder-unclear'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
