import { encoded } from './cm-log.ts';
import type { HostFile } from './host-files.ts';
import type { Scenario } from './scenario.ts';
import { imageToolsSchema } from './scenario-files.ts';
import type { RegistryValue } from './scenario-schema.ts';
import { isProvider } from './site-estate.ts';

const usualRoot = 'C:\\Program Files (x86)\\Windows Kits\\10\\';
const dism = String.raw`Assessment and Deployment Kit\Deployment Tools\amd64\DISM`;
const uninstall = String.raw`HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall`;
const adk = { name: 'Windows Assessment and Deployment Kit', version: '10.1.26100.2454' };

interface Keys {
  [key: string]: { [value: string]: RegistryValue };
}

function toolsOf(scenario: Scenario, name: string) {
  const host = scenario.hosts[name]!;
  if (!host.imageTools && (!isProvider(scenario, name) || host.without.includes('image-tools'))) return null;
  const tools = host.imageTools ?? imageToolsSchema.parse({});
  const root = tools.kits ?? usualRoot;
  const driver = `${root === 'none' ? usualRoot : root}${dism}\\wimmount.sys`;
  const wimMount = tools.wimMount === undefined ? `\\??\\${driver}` : tools.wimMount;
  return { ...tools, root: root === 'none' ? null : root, wimMount, installed: tools.installed ?? [adk] };
}

/** Where the driver of an `ImagePath` lies. */
function driverPath(imagePath: string): string {
  if (/^\\\?\?\\/.test(imagePath)) return imagePath.slice(4);
  return imagePath.replace(/^(?:\\SystemRoot\\|%SystemRoot%\\|(?=system32\\))/i, 'C:\\Windows\\');
}

/** The driver that mounts images, and the library of the Deployment Tools. */
export function imageToolFiles(scenario: Scenario, name: string): HostFile[] {
  const tools = toolsOf(scenario, name);
  if (!tools) return [];
  const paths = [
    ...(tools.wimMount !== null && tools.wimMountFile ? [driverPath(tools.wimMount)] : []),
    ...(tools.root !== null && tools.imaging ? [`${tools.root}${dism}\\wimgapi.dll`] : []),
  ];
  const modified = scenario.hosts[name]!.installDate;
  return paths.map((path) => ({ path, bytes: [encoded(path, 'utf-8')], modified }));
}

/** What the files say of their version. */
export function imageToolVersions(scenario: Scenario, name: string): { path: string; version: string }[] {
  const tools = toolsOf(scenario, name);
  if (!tools || tools.root === null || tools.imagingVersion === null) return [];
  return [{ path: `${tools.root}${dism}\\wimgapi.dll`, version: tools.imagingVersion }];
}

/** WIMMount, the root of the kits and the uninstall list; the installer of the kits is a 32-bit program. */
export function imageToolKeys(scenario: Scenario, name: string): Keys {
  const tools = toolsOf(scenario, name);
  if (!tools) return {};
  const keys: Keys = {
    [String.raw`HKLM\SYSTEM\CurrentControlSet\Services\WIMMount`]: {
      Start: 3,
      Type: 2,
      ...(tools.wimMount !== null && { ImagePath: { expand: tools.wimMount } }),
    },
    // Other products are in the list as well, and not every key of it is named or has a name.
    [`${uninstall}\\{90160000-008C-0000-0000-0000000FF1CE}`]: { DisplayName: 'Office 16 Extensibility Component' },
    [`${uninstall}\\SchedulingAgent`]: { SystemComponent: 1 },
  };
  if (tools.root !== null)
    keys[String.raw`HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows Kits\Installed Roots`] = { KitsRoot10: tools.root };
  for (const [index, { name: product, version }] of tools.installed.entries())
    keys[`${uninstall}\\{39ebb79f-797c-418f-b329-97cfdf92b7a${index}}`] = {
      DisplayName: product,
      ...(version !== null && { DisplayVersion: version }),
    };
  return keys;
}

/** What the installation of a site and of its provider leaves: where it is, and where the provider traces to. */
export function providerKeys(scenario: Scenario, name: string): Keys {
  const { site } = scenario;
  const folder = String.raw`D:\Program Files\Microsoft Configuration Manager`;
  const setup: Keys = { [String.raw`HKLM\SOFTWARE\Microsoft\SMS\Setup`]: { 'Installation Directory': folder } };
  const path = scenario.hosts[name]!.smsprovLog?.path ?? `${folder}\\Logs\\SMSProv.log`;
  return {
    ...(site?.server === name && setup),
    ...(isProvider(scenario, name) && {
      [String.raw`HKLM\SOFTWARE\Microsoft\SMS\Tracing\SMSPROV`]: { Enabled: 1, TraceFilename: path },
    }),
  };
}
