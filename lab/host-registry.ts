import { imageToolKeys, providerKeys } from './host-image-tools.ts';
import { libraryRegistry } from './host-library.ts';
import { pxeRole } from './host-pxe.ts';
import { pointKeys, wdsKeys } from './host-pxe-registry.ts';
import { servicesOf, startModes } from './host-services.ts';
import { referenceKeys } from './reference-registry.ts';
import type { Scenario } from './scenario.ts';
import type { RegistryValue } from './scenario-schema.ts';
import { dfsRootKeys } from './share-host-state.ts';
import { fqdn } from './site-estate.ts';

/** The registry of a host: what its services and its part in the site put there, under what the scenario says itself. */
export function hostRegistry(scenario: Scenario, name: string): Map<string, { [value: string]: RegistryValue }> {
  const host = scenario.hosts[name]!;
  const keys = new Map<string, { [value: string]: RegistryValue }>();
  const set = (key: string, values: { [value: string]: RegistryValue | null }): void => {
    const long = longKey(key);
    const same = [...keys.keys()].find((known) => known.toLowerCase() === long.toLowerCase()) ?? long;
    const merged = { ...keys.get(same) };
    for (const [value, data] of Object.entries(values)) {
      if (data === null) delete merged[value];
      else merged[value] = data;
    }
    keys.set(same, merged);
  };
  set(String.raw`HKLM\SYSTEM\CurrentControlSet\Control`, {
    CurrentUser: 'USERNAME',
    SystemBootDevice: 'multi(0)disk(0)rdisk(0)partition(4)',
  });
  for (const { name: service, said, display, path } of servicesOf(host)) {
    const key = `HKLM\\SYSTEM\\CurrentControlSet\\Services\\${service}`;
    set(key, {
      DisplayName: display,
      ImagePath: { expand: path },
      ObjectName: said.account,
      Start: startModes[said.start],
      Type: 16,
      ErrorControl: 1,
    });
    if (said.start === 'delayed') set(key, { DelayedAutostart: 1 });
    const { dependsOn, group, serviceSidType, failureActions, failureActionsOnNonCrashFailures } = said;
    if (dependsOn ?? service === 'WDSServer') set(key, { DependOnService: dependsOn ?? ['RpcSs'] });
    if (group !== undefined) set(key, { Group: group });
    if (serviceSidType !== undefined) set(key, { ServiceSidType: serviceSidType });
    if (failureActions !== undefined) set(key, { FailureActions: { binary: failureActions } });
    if (failureActionsOnNonCrashFailures !== undefined)
      set(key, { FailureActionsOnNonCrashFailures: failureActionsOnNonCrashFailures });
    for (const [number, { type, action }] of said.triggers.entries())
      set(`${key}\\TriggerInfo\\${number}`, { Type: type, Action: action });
  }
  const role = pxeRole(scenario, name);
  if (host.services.WDSServer) for (const [key, values] of Object.entries(wdsKeys(role !== null))) set(key, values);
  const point = scenario.site?.distributionPoints[name];
  if (scenario.site && point) {
    set(String.raw`HKLM\SOFTWARE\Microsoft\SMS\DP`, {
      IsPXE: point.pxe ? 1 : 0,
      PxeInstalled: point.pxe ? 1 : 0,
      SiteServer: fqdn(scenario, scenario.site.server),
      ...libraryRegistry(scenario, name),
    });
  }
  if (point || role) {
    set(String.raw`HKLM\SOFTWARE\Microsoft\SMS\DP`, {
      SupportUnknownMachines: (point?.unknownComputers ?? true) ? 1 : 0,
    });
    for (const [key, values] of Object.entries(pointKeys)) set(key, values);
  }
  for (const [key, values] of Object.entries({
    ...referenceKeys(host),
    ...imageToolKeys(scenario, name),
    ...providerKeys(scenario, name),
    ...dfsRootKeys(scenario, name),
  }))
    set(key, values);
  for (const [key, values] of Object.entries(host.registry)) {
    if (values !== null) {
      set(key, values);
      continue;
    }
    // A key goes with all keys below it.
    const gone = longKey(key).toLowerCase();
    const below = [...keys.keys()].filter((known) => `${known.toLowerCase()}\\`.startsWith(`${gone}\\`));
    if (below.length === 0) throw new Error(`hosts.${name}.registry: there is no ${key} that could be taken away`);
    for (const known of below) keys.delete(known);
  }
  // Every key has its parents, without values of their own.
  for (const key of [...keys.keys()]) {
    for (let parent = key; parent.includes('\\'); parent = parent.slice(0, parent.lastIndexOf('\\'))) set(parent, {});
  }
  return keys;
}

function longKey(key: string): string {
  return key
    .replace(/^HKLM\\/i, 'HKEY_LOCAL_MACHINE\\')
    .replace(/^HKCU\\/i, 'HKEY_CURRENT_USER\\')
    .replace(/\\$/, '');
}
