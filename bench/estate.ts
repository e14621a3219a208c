import { createHash } from 'node:crypto';
import { checks } from '../checks/index.ts';
import type { FactsHeader } from '../src/facts/encode.ts';
import { openFactsWriter } from '../src/facts/file.ts';
import { emptyConfiguration } from '../src/model/configuration.ts';
import type { GatheredFact, GatheredHost } from '../src/model/gathering.ts';
import type { Json } from '../src/model/json.ts';

/** How many of the machines of a generated estate are in trouble: of a thousand, thirty, ten and five. */
const troubles = [
  { share: 0.03, trouble: 'stopped' },
  { share: 0.01, trouble: 'dead' },
  { share: 0.005, trouble: 'denied' },
] as const;
type Trouble = (typeof troubles)[number]['trouble'];

const readAt = '2026-03-02T14:12:00Z';
const bootTime = '2026-02-26T04:00:00.0000000Z';

const hostName = (index: number): string => `BR${String(index).padStart(6, '0')}-DP.contoso.com`;

/** The trouble of a machine, spread evenly and the same in every run. */
export function troubleOf(index: number): Trouble | null {
  let place = (index * 0.618034) % 1;
  for (const { share, trouble } of troubles) {
    if (place < share) return trouble;
    place -= share;
  }
  return null;
}

/** What a gathering of the PXE servers of an estate says first. */
export function headerOf(hosts: number): FactsHeader {
  const distributionPoints = Array.from({ length: hosts }, (_, index) => ({ name: hostName(index) }));
  return {
    tool: 'osd-preflight benchmark',
    checkSet: checks.map(({ id }) => id),
    gatheredAt: readAt,
    operator: 'benchmark',
    operations: [],
    configuration: { ...emptyConfiguration, distributionPoints },
  };
}

/** One machine as it was gathered, with its facts. */
export function machine(index: number): { host: GatheredHost; facts: GatheredFact[] } {
  const target = hostName(index);
  const base = { target, aliases: [target.split('.')[0]!], roles: ['distribution-point' as const] };
  const trouble = troubleOf(index);
  if (trouble === 'dead')
    return { host: { ...base, failed: 'unreachable', message: `No answer from ${target}.` }, facts: [] };
  const answer = { target, params: {}, bootTime, collectedAt: readAt, durationMs: 40 };
  const denied = { failed: 'denied' as const, message: 'Access is denied.' };
  const facts = Object.entries(answersOf(trouble === 'stopped')).map(([fact, data]): GatheredFact => {
    const said = trouble === 'denied' && fact === 'pxe-services' ? denied : { data };
    return { ...answer, fact, ...said };
  });
  return { host: { ...base, identity: identityOf(target) }, facts };
}

/** Writes the facts file of an estate, machine by machine. */
export async function writeEstate(file: string, hosts: number): Promise<void> {
  const writer = await openFactsWriter(file, headerOf(hosts));
  for (let index = 0; index < hosts; index++) {
    const { host, facts } = machine(index);
    await writer.host(host);
    for (const fact of facts) await writer.fact(fact);
  }
  await writer.end({ finishedAt: readAt, complete: true, notes: [] });
}

/** What the readers of the PXE checks answer on a distribution point with WDS. */
function answersOf(stopped: boolean): { [fact: string]: Json } {
  return {
    boot: {
      localDateTime: '2026-03-02T14:12:00.0000000Z',
      autoStartDelay: { value: null },
      servicesPipeTimeout: { value: null },
      enableAutostartEvents: { value: null },
      lastBootUpTime: bootTime,
    },
    'pxe-services': {
      services: [
        {
          name: 'WDSServer',
          displayName: 'Windows Deployment Services Server',
          state: stopped ? 'Stopped' : 'Running',
          startMode: 'Auto',
          delayedAutoStart: false,
          delayedInRegistry: { value: null },
          triggers: { value: [] },
          registry: {
            value: {
              group: null,
              dependOnService: ['RpcSs'],
              serviceSidType: 1,
              imagePath: String.raw`C:\Windows\system32\svchost.exe -k WDSServer`,
              failureActions: null,
              failureActionsOnNonCrashFailures: null,
            },
          },
          dependencies: { value: [{ name: 'RpcSs', state: 'Running', startMode: 'Auto' }] },
          exitCode: stopped ? 1077 : 0,
          serviceSpecificExitCode: 0,
          processId: stopped ? 0 : 1200,
          processStarted: { value: stopped ? null : '2026-02-26T04:00:41.0000000Z' },
        },
      ],
    },
    'wds-settings': { present: true, disabled: null, udpPortPolicy: { value: null }, pxeProviders: { value: [] } },
    'distribution-point': {
      present: true,
      values: {
        ContentLibraryPath: 'D:\\SCCMContentLib',
        ContentLibUsableDrives: 'D:\\,E:\\,D:\\',
        IsPXE: 1,
        SiteServer: 'CM01.contoso.com',
        PxeInstalled: 1,
      },
    },
  };
}

function identityOf(target: string) {
  const bytes = createHash('sha256').update(target).digest();
  const machineName = target.split('.')[0]!;
  return {
    machineName,
    names: [machineName, target],
    domain: 'contoso.com',
    machineSid: `S-1-5-21-${[0, 4, 8].map((at) => bytes.readUInt32BE(at)).join('-')}`,
    domainSid: 'S-1-5-21-1004336348-1177238915-682003330',
    bootTime,
    installDate: '2023-05-04T09:00:00.0000000Z',
    clock: '2026-03-02T14:12:00.0000000Z',
    timeZone: 'America/Chicago',
    culture: 'en-US',
    operatingSystem: 'Microsoft Windows Server 2022 Standard',
    osVersion: '10.0.20348',
    powerShell: {
      path: null,
      edition: 'Core',
      version: '7.6.9',
      languageMode: 'FullLanguage',
      executionPolicy: 'RemoteSigned',
      elevated: true,
    },
  };
}
