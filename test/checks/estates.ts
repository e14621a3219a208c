import type { Gathering } from '../../src/model/gathering.ts';
import { edited, libraryOf, sha256, wanted } from './content.ts';
import {
  boot,
  bootFiles,
  contentHashes,
  dpRegistry,
  estate,
  event,
  events,
  gatheredFact,
  goodStart,
  hashQuestion,
  healthySite,
  libraryLists,
  logRecord,
  nal,
  noRegistry,
  provider,
  providers,
  scm,
  sequence,
  service,
  services,
  share,
  site,
  sitePoint,
  smspxeLog,
  stopped,
  udpEndpoints,
  wdsSettings,
} from './gathering.ts';

const { rows, bytes } = libraryOf(wanted);
const client = (parts: object) => site(healthySite[0]!, { ...healthySite[1]!, ...parts });
const onlyComputers = 'O:BAG:SYD:(A;;FA;;;DC)';
const agreed = { IsPXE: 1, IsActive: 1, SccmPxe: 0, SupportUnknownMachines: 1 };
const dhcp = { services: [{ name: 'DHCPServer', state: 'Running', startMode: 'Auto', processId: 900 }] };
const none = { value: null };

/** Estates by what is wrong with them, for tests that take facts away. */
export const estates: { [name: string]: Gathering } = {
  healthy: estate(),
  'WDS stopped': estate({ facts: { 'pxe-services': services(service('WDSServer', { ...stopped, exitCode: 1053 })) } }),
  'WDS stopped, delayed, young': estate({
    facts: { 'pxe-services': services(service('WDSServer', { ...stopped, delayedAutoStart: true })), boot: boot(11) },
  }),
  'WDS hangs': estate({ facts: { 'pxe-services': services(service('WDSServer', { state: 'Start Pending' })) } }),
  'WDS hangs, in the long grace of the registry': estate({
    facts: {
      'pxe-services': services(
        service('WDSServer', { state: 'Stop Pending', delayedAutoStart: null, delayedInRegistry: { value: 1 } }),
      ),
      boot: boot(50, { value: 3_000_000 }),
    },
  }),
  'WDS disabled': estate({
    facts: { 'pxe-services': services(service('WDSServer', { ...stopped, startMode: 'Disabled' })) },
  }),
  'WDS starts on a trigger': estate({
    facts: {
      'pxe-services': services(service('WDSServer', { ...stopped, triggers: { value: [{ type: 2, action: 1 }] } })),
    },
  }),
  'WDS stopped without the runtime of SMSPXE': estate({
    facts: {
      'pxe-services': services(
        service('WDSServer', { ...stopped, exitCode: 1066, serviceSpecificExitCode: 0xc107010c }),
      ),
      'pxe-events': events({
        SideBySide: [event(33, 39, 'D:\\SMS_DP$\\sms\\bin\\smspxe.dll')],
        WDSPXE: [event(268, 40, '0xC107010C')],
        [scm]: [event(7024, 41, 'WDSServer', '%%3238461708')],
      }),
    },
  }),
  'WDS that somebody stopped': estate({ facts: { 'pxe-services': services(service('WDSServer', stopped)) } }),
  'WDS helped after its start timed out': estate({
    facts: { 'pxe-events': events({ ...goodStart, [scm]: [event(7009, 70, '30000', 'WDSServer')] }) },
  }),
  'WDS without SMSPXE': estate({
    facts: {
      'pxe-events': events({ WDSPXE: [event(264, 40, 'SMSPXE', 'smspxe.dll', '0x7E')] }),
      'smspxe-log': smspxeLog([logRecord('PXE Provider loaded.', -86_400)]),
    },
  }),
  'WDS without WDSPXE': estate({
    facts: { 'pxe-events': events({ WDSServer: [event(512, 41, 'WDSPXE', 'wdspxe.dll', '0x51')] }) },
  }),
  'two responders': estate({ facts: { 'pxe-services': services(service('WDSServer'), service('SccmPxe')) } }),
  'no responder': estate({ facts: { 'pxe-services': services() } }),
  'SccmPxe expected and absent': estate({ facts: { 'site-distribution-points': sitePoint({ IsPXE: 1, SccmPxe: 1 }) } }),
  'PXE known to the site alone': estate({
    facts: { 'distribution-point': noRegistry, 'pxe-services': services() },
  }),
  'the PXE provider disabled': estate({ facts: { 'wds-settings': wdsSettings({ disabled: 1 }) } }),
  'the site tells PXE not to answer': estate({
    facts: { 'site-distribution-points': sitePoint({ ...agreed, IsActive: 0 }) },
  }),
  'PXE at the site, not on the server': estate({ facts: { 'distribution-point': dpRegistry({ IsPXE: 0 }) } }),
  'unknown computers refused': estate({
    facts: { 'site-distribution-points': sitePoint({ ...agreed, SupportUnknownMachines: 0 }) },
  }),
  'SccmPxe beside DHCP': estate({
    facts: {
      'pxe-services': services(service('SccmPxe'), service('WDSServer', stopped)),
      'site-distribution-points': sitePoint({ ...agreed, SccmPxe: 1 }),
      'dhcp-dns': dhcp,
      'distribution-point': dpRegistry({ DoNotListenOnDhcpPort: 1 }),
    },
  }),
  'WDS in place of SccmPxe': estate({
    facts: {
      'pxe-services': services(service('SccmPxe', stopped), service('WDSServer')),
      'site-distribution-points': sitePoint({ ...agreed, SccmPxe: 1 }),
    },
  }),
  'WDS beside DHCP': estate({ facts: { 'dhcp-dns': dhcp, 'wds-settings': wdsSettings({ useDhcpPorts: 1 }) } }),
  'WDS beside DNS': estate({
    facts: {
      'wds-settings': wdsSettings({ udpPortPolicy: { value: 1 } }),
      'udp-endpoints': udpEndpoints({
        transportRange: [{ processId: 800, count: 41 }],
        processes: [{ processId: 800, name: 'dns.exe', services: ['DNS'] }],
      }),
    },
  }),
  'another program has a port of PXE': estate({
    facts: {
      'udp-endpoints': udpEndpoints({
        ports: [{ port: 69, address: '0.0.0.0', processId: 4242 }],
        processes: [{ processId: 4242, name: 'tftpd64.exe', services: [] }],
      }),
    },
  }),
  'no share REMINST': estate({
    facts: { 'pxe-boot-files': bootFiles({ path: null, folders: none, bootFiles: none, images: none }) },
  }),
  'no folders of SMSPXE': estate({
    facts: { 'pxe-boot-files': bootFiles({ folders: { value: ['SMSTemp'] }, bootFiles: none, images: none }) },
  }),
  'a boot image that is not offered': estate({
    facts: { 'pxe-boot-files': bootFiles({ images: { value: [{ package: 'PS100006', files: ['boot.wim'] }] } }) },
  }),
  'a certificate that is refused': estate({
    facts: {
      'smspxe-log': smspxeLog([
        logRecord('PXE Provider loaded.', 41),
        logRecord('Failed to create certificate store from encoded certificate', 43),
        logRecord('PXE Provider failed to initialize MP connection.', 44),
      ]),
    },
  }),
  'a certificate that a newer process no longer complains about': estate({
    facts: {
      'smspxe-log': smspxeLog([
        logRecord('Failed to create certificate store from encoded certificate', 40),
        logRecord('PXE Provider loaded.', 42),
      ]),
    },
  }),
  'a management point that did not answer': estate({
    facts: { 'smspxe-log': smspxeLog([logRecord('PXE::MP_GetList failed; 0x80070490', 43)]) },
  }),
  'a share for computers only': estate({ facts: { 'share-security': share({ sddl: onlyComputers }) } }),
  'a share with Change only': estate({ facts: { 'share-security': share({ sddl: 'O:BAG:SYD:(A;;0x1301bf;;;SY)' }) } }),
  'a folder for computers only': estate({
    facts: { 'share-security': share({ folderSddl: { value: onlyComputers } }) },
  }),
  'a folder that is missing': estate({ facts: { 'share-security': share({ folderSddl: { value: null } }) } }),
  'the provider elsewhere': estate({ facts: { 'sms-providers': providers(provider('CM02.contoso.com')) } }),
  'a stale package': estate({ facts: { 'site-packages': client({ version: 4, status: { sourceVersion: 3 } }) } }),
  'a package to ask the status message about': estate({ facts: { 'site-packages': client({ status: { state: 8 } }) } }),
  'a package in motion': estate({ facts: { 'site-packages': client({ status: { state: 7 } }) } }),
  'a package not targeted': estate({ facts: { 'site-packages': client({ status: null, targeted: false }) } }),
  'a package that the library lacks': estate({
    facts: { 'content-library': edited(rows, 'package', 'PS100012', { ini: { value: null }, refs: [] }) },
  }),
  'a corrupt blob': estate({
    facts: {
      'content-blobs': bytes.map((row) => (row['blob'] === sha256('client') ? { ...row, sha256: sha256('x') } : row)),
    },
  }),
  'a missing blob': estate({ facts: { 'content-library': edited(rows, 'blob', sha256('client'), null) } }),
  'a package that validation calls bad': estate({
    facts: { 'site-packages': client({ message: { messageId: 2383 } }) },
  }),
  'a package without a snapshot': estate({ facts: { 'site-packages': client({ package: { storedVersion: 0 } }) } }),
  'a package that the list of the library lacks': estate({
    facts: { 'content-library-list': libraryLists({ listed: { value: ['PS100005'] } }) },
  }),
  'a site without content hashes': estate({
    facts: { 'site-content-hashes': contentHashes({ references: { value: [] } }) },
  }),
  'other content under the same version': estate({
    facts: {
      'site-content-hashes': contentHashes({
        references: {
          value: [
            {
              taskSequence: 'PS100042',
              package: 'PS100012',
              nalPath: nal('DP01.CONTOSO.COM'),
              sourceVersion: 3,
              hash: '1'.repeat(64),
            },
          ],
        },
      }),
    },
  }),
  'a task sequence that the site does not know': estate({
    facts: { 'task-sequence': sequence({ found: false, bootImage: null, references: [] }) },
  }),
  'a distribution point without a content library': estate({
    facts: { 'content-library': [{ kind: 'library', path: null, fileLibs: [] }] },
    more: [
      gatheredFact('content-share', 'DP01', { packages: ['PS100005', 'PS100012'] }, [
        { kind: 'package', package: 'PS100005', path: null },
        { kind: 'package', package: 'PS100012', path: 'D:\\SMSPKGD$\\PS100012' },
      ]),
      gatheredFact('site-content-hashes', 'CM01', hashQuestion({ algorithm: 'sha1' }), contentHashes()),
    ],
  }),
  'a content hash that does not fit': estate({
    facts: {
      'content-library': edited(rows, 'content', 'PS100012.3', { ini: { value: `[Info]\r\nHash=${'0'.repeat(64)}` } }),
    },
  }),
};
