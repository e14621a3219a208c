import type { Json } from '../src/model/json.ts';
import {
  bootFiles,
  dpRegistry,
  healthyHosts,
  noSite,
  partError,
  service,
  services,
  sitePoint,
  stopped,
  unread,
} from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './pxe-boot-files-missing.ts';

const forBios = ['abortpxe.com', 'bootmgr.exe', 'pxeboot.com', 'pxeboot.n12', 'wdsnbp.com'];
const x86 = forBios.map((file) => `x86\\${file}`);
const x64 = [...forBios, 'bootmgfw.efi', 'wdsmgfw.efi'].map((file) => `x64\\${file}`);
const shared = ['boot.sdi', 'Fonts\\wgl4_boot.ttf'];

const parts = (changed: { [key: string]: Json }) => ({ facts: { 'pxe-boot-files': bootFiles(changed) } });
const folders = (...value: string[]) => parts({ folders: { value } });
const files = (list: string[], truncated = false) => parts({ bootFiles: { value: { files: list, truncated } } });
const noShare = { path: null, folders: { value: null }, bootFiles: { value: null }, images: { value: null } };
const many = Array.from({ length: 997 }, (_, number) => `Folder${number}`);
const sccm = {
  'pxe-services': services(service('SccmPxe'), service('WDSServer', stopped)),
  'site-distribution-points': sitePoint({ IsPXE: 1, SccmPxe: 1 }),
};

judges(check, [
  ['all there', {}, 'pass'],
  ['all there, without a site', noSite, 'pass'],
  ['all there, WDS stopped', { facts: { 'pxe-services': services(service('WDSServer', stopped)) } }, 'pass'],
  ['names without case', files([...shared, ...x86, ...x64].map((file) => file.toUpperCase())), 'pass'],
  ['more than is needed', files([...shared, ...x86, ...x64, 'arm64\\bootmgfw.efi']), 'pass'],
  // Share and folders
  ['no share', parts(noShare), 'fail share-missing'],
  ['the folder behind the share is gone', parts({ ...noShare, path: 'D:\\RemoteInstall' }), 'fail folder-missing'],
  ['one folder is missing', folders('SMSBoot', 'SMSImages', 'SMSTemp'), 'fail folder-missing'],
  ['two folders are missing', folders('SMSBoot', 'SMSTempBootFiles'), 'fail folder-missing'],
  ['no folder', folders(), 'fail folder-missing'],
  ['folders without case', folders('smsboot', 'SMSIMAGES', 'smsTemp', 'SmsTempBootFiles'), 'pass'],
  [
    'SMSBoot is missing',
    parts({ folders: { value: ['SMSImages', 'SMSTemp', 'SMSTempBootFiles'] }, bootFiles: { value: null } }),
    'fail folder-missing',
  ],
  ['more folders than are listed', folders(...many, 'SMSBoot', 'SMSImages', 'SMSTemp'), 'unknown not-listed'],
  [
    'as many folders, and all are seen',
    folders(...many, 'SMSBoot', 'SMSImages', 'SMSTemp', 'SMSTempBootFiles'),
    'pass',
  ],
  ['folders unread', parts({ folders: partError }), 'unknown not-listed'],
  // Files
  ['one file is missing', files([...shared, ...x86, ...x64.slice(1)]), 'warn boot-file-missing'],
  ['files of both are missing', files([...x86.slice(1), ...x64.slice(1)]), 'warn boot-file-missing'],
  ['nothing for x86', files([...shared, ...x64]), 'warn boot-file-missing'],
  ['nothing for x64', files([...shared, ...x86]), 'fail boot-files-empty'],
  ['nothing for x64, one file of x86 is missing', files([...shared, ...x86.slice(1)]), 'fail boot-files-empty'],
  ['SMSBoot went away between two readings', parts({ bootFiles: { value: null } }), 'unknown not-listed'],
  ['nothing for either', files(shared), 'fail boot-files-empty'],
  ['nothing at all', files([]), 'fail boot-files-empty'],
  ['files cut, one unseen', files([...shared, ...x86, ...x64.slice(1)], true), 'unknown not-listed'],
  ['files cut, nothing for x64 seen', files(x86, true), 'unknown not-listed'],
  ['files cut, and all are seen', files([...shared, ...x86, ...x64], true), 'pass'],
  ['files unread', parts({ bootFiles: partError }), 'unknown not-listed'],
  ['files and folders unread', parts({ bootFiles: partError, folders: partError }), 'unknown not-listed not-listed'],
  [
    'files unread, a folder is missing',
    parts({ bootFiles: partError, folders: { value: ['SMSBoot'] } }),
    'fail folder-missing not-listed',
  ],
  // No responder, or the other
  ['SccmPxe', { facts: sccm }, 'not-applicable sccmpxe-answers'],
  ['SccmPxe, no share', { facts: { ...sccm, 'pxe-boot-files': bootFiles(noShare) } }, 'not-applicable sccmpxe-answers'],
  [
    'no PXE',
    {
      facts: {
        'distribution-point': dpRegistry({ IsPXE: 0 }),
        'site-distribution-points': sitePoint({ IsPXE: 0 }),
        'pxe-boot-files': bootFiles(noShare),
      },
    },
    'not-applicable no-responder',
  ],
  ['no service', { facts: { 'pxe-services': services() } }, 'blocked responder-unclear'],
  // Row 1
  ['boot files unread', { facts: { 'pxe-boot-files': unread() } }, 'unknown fact-unread'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
