import { remoteInstall } from './host-pxe.ts';
import type { RegistryValue } from './scenario-schema.ts';

interface Keys {
  [key: string]: { [value: string]: RegistryValue };
}

const wds = String.raw`HKLM\SYSTEM\CurrentControlSet\Services\WDSServer`;

/** The providers of WDS and their libraries. Only the PXE server is needed for WDS to run at all. */
const providers = {
  WDSPXE: 'wdspxe.dll',
  BINLSVC: 'binlsvc.dll',
  WDSTFTP: 'wdstftp.dll',
  WdsImgSrv: 'wdsimgsrv.dll',
  WDSMC: 'wdsmc.dll',
  WDSCP: 'wdscp.dll',
};

/** Keys of WDS: as it was installed, or with the provider of a distribution point in place of its own. */
export function wdsKeys(distributionPoint: boolean): Keys {
  const keys: Keys = { [String.raw`${wds}\Parameters`]: {} };
  for (const [name, dll] of Object.entries(providers))
    keys[`${wds}\\Providers\\${name}`] = {
      ProviderDll: { expand: `%systemroot%\\system32\\${dll}` },
      InitRoutine: 'ProviderInitialize',
    };
  const pxe = String.raw`${wds}\Providers\WDSPXE`;
  const own = distributionPoint ? 'SMSPXE' : 'BINLSVC';
  Object.assign(keys[pxe]!, { IsCritical: 1, ProvidersOrder: [own] });
  keys[`${pxe}\\Providers\\${own}`] = {
    ProviderDll: distributionPoint
      ? String.raw`D:\SMS_DP$\sms\bin\smspxe.dll`
      : { expand: String.raw`%systemroot%\system32\binlsvc.dll` },
  };
  if (distributionPoint)
    keys[String.raw`HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Setup`] = { REMINST: remoteInstall };
  return keys;
}

/** Keys of every distribution point; the last one is how its installer records the Visual C++ runtime. */
export const pointKeys: Keys = {
  [String.raw`HKLM\SOFTWARE\Microsoft\SMS\Security`]: { IssuingCertificateList: { binary: '3082010a0282010100' } },
  [String.raw`HKLM\SOFTWARE\Microsoft\VisualStudio\14.0\VC\Runtimes\x64`]: {
    Installed: 1,
    Major: 14,
    Minor: 38,
    Bld: 33135,
    Rbld: 0,
    Version: 'v14.38.33135.00',
  },
};
