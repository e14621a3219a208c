import { servicesOf } from './host-services.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioHost } from './scenario-schema.ts';
import { distributionOf } from './site-estate.ts';

/** Which responder a distribution point with PXE was set up for. */
export type PxeRole = 'wds' | 'responder';

export const remoteInstall = String.raw`D:\RemoteInstall`;
export const pointFolder = String.raw`D:\SMS_DP$`;

/** What a record has under a name of Windows, whatever its case. */
export function entryOf<T>(record: { [name: string]: T }, name: string): T | undefined {
  const key = Object.keys(record).find((known) => known.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : record[key];
}

/** The part that a host has in PXE: as its site says, or else as its own registry says and its services show. */
export function pxeRole(scenario: Scenario, name: string): PxeRole | null {
  const point = scenario.site?.distributionPoints[name];
  if (point?.pxe) return point.responder ? 'responder' : 'wds';
  const host = scenario.hosts[name]!;
  const isPxe = entryOf(entryOf(host.registry, String.raw`HKLM\SOFTWARE\Microsoft\SMS\DP`) ?? {}, 'IsPXE');
  if (isPxe !== 1) return null;
  const { WDSServer: wds, SccmPxe: responder } = host.services;
  const alone = responder && responder.state !== 'Stopped' && wds?.state === 'Stopped';
  if (wds && !alone) return 'wds';
  return responder ? 'responder' : null;
}

/** The boot images that were sent to a host: those of the site, or the usual two where there is none. */
export function bootImagesOf({ site }: Scenario, name: string): string[] {
  if (!site) return ['PS100005', 'PS100006'];
  return Object.entries(site.packages).flatMap(([id, pkg]) =>
    pkg?.type === 'boot-image' && distributionOf(site, pkg).some(({ point, stored }) => point === name && stored)
      ? [id]
      : [],
  );
}

/** What is below RemoteInstall of a distribution point where WDS answers; a folder ends in a backslash. */
export function bootFiles(images: readonly string[]): string[] {
  const bios = ['abortpxe.com', 'bootmgr.exe', 'pxeboot.com', 'pxeboot.n12', 'wdsnbp.com'];
  return [
    String.raw`SMSBoot\boot.sdi`,
    String.raw`SMSBoot\Fonts\wgl4_boot.ttf`,
    ...bios.flatMap((file) => [`SMSBoot\\x86\\${file}`, `SMSBoot\\x64\\${file}`]),
    ...['bootmgfw.efi', 'wdsmgfw.efi'].map((file) => `SMSBoot\\x64\\${file}`),
    'SMSImages\\',
    ...images.map((id) => `SMSImages\\${id}\\boot.${id}.wim`),
    'SMSTemp\\',
    'SMSTempBootFiles\\',
  ].map((path) => `${remoteInstall}\\${path}`);
}

/** When the responder was last started with success, as far as the scenario shows; before the boot if it was not since. */
export function responderStart(host: ScenarioHost, role: PxeRole | null): string {
  const name = role === 'responder' ? 'SccmPxe' : 'WDSServer';
  const said = servicesOf(host).find((service) => service.name === name)?.said;
  const boot = Date.parse(host.bootTime);
  if (!said || ['Stopped', 'Start Pending', 'Unknown'].includes(said.state))
    return new Date(boot - 26 * 3_600_000).toISOString();
  return said.startedAt ?? new Date(boot + 30_000).toISOString();
}
