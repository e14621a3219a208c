import type { RegistryValue, ScenarioHost } from './scenario-schema.ts';

const current = String.raw`HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion`;
const control = String.raw`HKLM\SYSTEM\CurrentControlSet\Control`;

/** What the registry of a computer that is to be captured has; nothing of other hosts. A value of null is not there. */
export function referenceKeys({ reference }: ScenarioHost): {
  [key: string]: { [value: string]: RegistryValue | null };
} {
  if (!reference) return {};
  const { servicing, sysprep, firmware, defender } = reference;
  const renames = servicing.renames.flatMap((path) => [`\\??\\${path}`, '']);
  return {
    [`${current}\\Component Based Servicing`]: {},
    [`${current}\\WindowsUpdate\\Auto Update`]: {},
    [`${current}\\WindowsUpdate\\Services`]: {},
    ...Object.fromEntries(servicing.keys.map((key) => [`${current}\\${key}`, {}])),
    ...(servicing.activeScenario === null
      ? {}
      : { [`${current}\\ReserveManager`]: { ActiveScenario: servicing.activeScenario } }),
    [`${control}\\Session Manager`]: {
      ...(renames.length > 0 && { PendingFileRenameOperations: renames }),
      ProtectionMode: 1,
    },
    [control]: { PEFirmwareType: firmware === null ? null : firmware === 'uefi' ? 2 : 1 },
    [`${current}\\Setup\\State`]: { ImageState: sysprep.imageState },
    [String.raw`HKLM\SYSTEM\Setup\Status`]: { AuditBoot: sysprep.auditBoot },
    [String.raw`HKLM\SYSTEM\Setup\Status\SysprepStatus`]: {
      GeneralizationState: sysprep.generalization,
      CleanupState: sysprep.cleanup,
    },
    [String.raw`HKLM\SOFTWARE\Microsoft\Windows Advanced Threat Protection`]: {
      ...(defender && { senseGuid: '3f0b8f52-7c0c-4f7e-9b43-7b1f0a5e8d21' }),
      OnboardedInfo: defender ? '{}' : null,
    },
  };
}
