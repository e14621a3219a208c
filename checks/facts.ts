import { checkBuilder } from '../src/model/check.ts';
import { accountToken, localGroups, loopbackCheck, shareSecurity, shareSpace } from './facts/capture.ts';
import { dfsTargets } from './facts/capture-places.ts';
import { captureBootImage, imageTools, networkAccessAccounts, siteVersion, smsProvLog } from './facts/capture-site.ts';
import { captureSequence } from './facts/capture-steps.ts';
import { contentBlobs, contentLibrary, contentLibraryList } from './facts/content.ts';
import { siteContentHashes } from './facts/content-hashes.ts';
import { contentShare } from './facts/content-share.ts';
import { sitePackages, taskSequence } from './facts/packages.ts';
import {
  boot,
  dhcpDns,
  distributionPoint,
  pxeBootFiles,
  pxeEvents,
  pxeServices,
  siteBootImages,
  siteDistributionPoints,
  smsPxeLog,
  udpEndpoints,
  visualCRuntime,
  wdsSettings,
} from './facts/pxe.ts';
import {
  captureMedia,
  referenceActivation,
  referenceAppPackages,
  referenceEncryptedFiles,
  referenceEncryption,
  referenceLeftovers,
  referencePasswordPolicy,
  referenceServicing,
  referenceSysprep,
  referenceSystem,
  referenceVolumes,
  smsTsLog,
} from './facts/reference.ts';
import { smsProviders } from './facts/site.ts';

export { barOf, isDfsRoot } from './facts/capture-share-bars.ts';
export { type DamageFinding, damageFindings } from './facts/content-damage.ts';
export { hostIdentity } from './facts/machine.ts';

/** Every fact by name. A new one is an entry here and a snippet `ps/<name>.ps1`. */
export const facts = {
  boot,
  'pxe-services': pxeServices,
  'pxe-events': pxeEvents,
  'wds-settings': wdsSettings,
  'distribution-point': distributionPoint,
  'dhcp-dns': dhcpDns,
  'udp-endpoints': udpEndpoints,
  'pxe-boot-files': pxeBootFiles,
  'smspxe-log': smsPxeLog,
  'visual-c-runtime': visualCRuntime,
  'sms-providers': smsProviders,
  'site-distribution-points': siteDistributionPoints,
  'site-boot-images': siteBootImages,
  'capture-sequence': captureSequence,
  'dfs-targets': dfsTargets,
  'share-security': shareSecurity,
  'share-space': shareSpace,
  'loopback-check': loopbackCheck,
  'account-token': accountToken,
  'local-groups': localGroups,
  'network-access-accounts': networkAccessAccounts,
  'site-version': siteVersion,
  'capture-boot-image': captureBootImage,
  'image-tools': imageTools,
  'smsprov-log': smsProvLog,
  'reference-system': referenceSystem,
  'reference-volumes': referenceVolumes,
  'reference-encryption': referenceEncryption,
  'reference-app-packages': referenceAppPackages,
  'reference-servicing': referenceServicing,
  'reference-sysprep': referenceSysprep,
  'reference-activation': referenceActivation,
  'reference-leftovers': referenceLeftovers,
  'reference-encrypted-files': referenceEncryptedFiles,
  'reference-password-policy': referencePasswordPolicy,
  'smsts-log': smsTsLog,
  'capture-media': captureMedia,
  'task-sequence': taskSequence,
  'site-packages': sitePackages,
  'site-content-hashes': siteContentHashes,
  'content-library': contentLibrary,
  'content-library-list': contentLibraryList,
  'content-blobs': contentBlobs,
  'content-share': contentShare,
};

/** `defineCheck` for these facts: an undeclared fact, an unknown code and an async judge do not compile. */
export const defineCheck = checkBuilder<typeof facts>();
