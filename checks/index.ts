import type { Check } from '../src/model/check.ts';
import captureAccountAccess from './capture-account-access.ts';
import captureAccountInvalid from './capture-account-invalid.ts';
import captureBootImageDrivers from './capture-boot-image-drivers.ts';
import captureBootImageMismatch from './capture-boot-image-mismatch.ts';
import captureComputerAppPackages from './capture-computer-app-packages.ts';
import captureComputerEncrypted from './capture-computer-encrypted.ts';
import captureComputerEncryptedFiles from './capture-computer-encrypted-files.ts';
import captureComputerImageState from './capture-computer-image-state.ts';
import captureComputerInDomain from './capture-computer-in-domain.ts';
import captureComputerLeftovers from './capture-computer-leftovers.ts';
import captureComputerPasswordPolicy from './capture-computer-password-policy.ts';
import captureComputerRearm from './capture-computer-rearm.ts';
import captureComputerRuntimeMissing from './capture-computer-runtime-missing.ts';
import captureComputerServicing from './capture-computer-servicing.ts';
import captureComputerSysprepAsSystem from './capture-computer-sysprep-as-system.ts';
import captureComputerUnsupported from './capture-computer-unsupported.ts';
import captureComputerVolumes from './capture-computer-volumes.ts';
import captureDestinationInvalid from './capture-destination-invalid.ts';
import captureFailedBefore from './capture-failed-before.ts';
import captureImageExists from './capture-image-exists.ts';
import captureMediaTooLarge from './capture-media-too-large.ts';
import captureProviderToolsMissing from './capture-provider-tools-missing.ts';
import captureShareNameRefused from './capture-share-name-refused.ts';
import captureShareProviderAccess from './capture-share-provider-access.ts';
import captureSpaceShort from './capture-space-short.ts';
import captureStepsMisconfigured from './capture-steps-misconfigured.ts';
import contentDamaged from './content-damaged.ts';
import contentDeliveryDoubtful from './content-delivery-doubtful.ts';
import contentLibraryDisagrees from './content-library-disagrees.ts';
import contentMetadataDamaged from './content-metadata-damaged.ts';
import contentNotCurrent from './content-not-current.ts';
import contentScopeIncomplete from './content-scope-incomplete.ts';
import contentShareDamaged from './content-share-damaged.ts';
import pxeBootFilesMissing from './pxe-boot-files-missing.ts';
import pxeBootImageMissing from './pxe-boot-image-missing.ts';
import pxeCertificateRejected from './pxe-certificate-rejected.ts';
import pxeDhcpSettings from './pxe-dhcp-settings.ts';
import pxePortConflict from './pxe-port-conflict.ts';
import pxeProviderNotLoaded from './pxe-provider-not-loaded.ts';
import pxeResponderMissing from './pxe-responder-missing.ts';
import pxeResponderStartType from './pxe-responder-start-type.ts';
import pxeResponderStopped from './pxe-responder-stopped.ts';
import pxeSiteDisagreement from './pxe-site-disagreement.ts';
import pxeStartFailure from './pxe-start-failure.ts';
import pxeUnknownComputersRefused from './pxe-unknown-computers-refused.ts';

/** Every check, in the order in which a report shows them. */
export const checks: readonly Check[] = [
  // PXE: does a machine answer, now and after the next restart?
  pxeResponderMissing,
  pxeSiteDisagreement,
  pxeResponderStartType,
  pxeStartFailure,
  pxeResponderStopped,
  pxeProviderNotLoaded,
  // What it needs beside a running service
  pxePortConflict,
  pxeDhcpSettings,
  pxeBootFilesMissing,
  pxeBootImageMissing,
  pxeCertificateRejected,
  pxeUnknownComputersRefused,
  // Capture: can the image be written, and read back by the site?
  captureStepsMisconfigured,
  captureDestinationInvalid,
  captureBootImageMismatch,
  captureBootImageDrivers,
  captureAccountInvalid,
  captureAccountAccess,
  captureShareProviderAccess,
  captureShareNameRefused,
  captureImageExists,
  captureSpaceShort,
  captureProviderToolsMissing,
  // Is the reference computer fit to be captured?
  captureComputerInDomain,
  captureComputerUnsupported,
  captureComputerVolumes,
  captureComputerEncrypted,
  captureComputerAppPackages,
  captureComputerServicing,
  captureComputerImageState,
  captureComputerRearm,
  captureComputerSysprepAsSystem,
  captureComputerLeftovers,
  captureComputerRuntimeMissing,
  captureComputerEncryptedFiles,
  captureComputerPasswordPolicy,
  captureMediaTooLarge,
  captureFailedBefore,
  // Content: is what the task sequence downloads the right version, and whole?
  contentScopeIncomplete,
  contentNotCurrent,
  contentLibraryDisagrees,
  // Files before lists: a damaged file is the surer finding.
  contentDamaged,
  contentMetadataDamaged,
  contentShareDamaged,
  contentDeliveryDoubtful,
];
