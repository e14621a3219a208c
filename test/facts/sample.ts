import { listed } from '../../src/engine/host-facts.ts';
import type { FailureKind } from '../../src/model/answer.ts';
import { emptyConfiguration } from '../../src/model/configuration.ts';
import type { GatheredFact, GatheredHost, Gathering } from '../../src/model/gathering.ts';
import type { Json } from '../../src/model/json.ts';
import type { HostIdentity, Role } from '../../src/model/target.ts';

export function identity(parts: Partial<HostIdentity>): HostIdentity {
  return {
    machineName: 'CM01',
    names: ['CM01', 'cm01.contoso.com'],
    domain: 'contoso.com',
    machineSid: 'S-1-5-21-1-2-3',
    domainSid: null,
    bootTime: '2026-11-22T06:00:00Z',
    installDate: null,
    clock: '2026-11-22T14:00:00Z',
    timeZone: 'W. Europe Standard Time',
    culture: 'de-DE',
    operatingSystem: null,
    osVersion: '10.0.20348',
    powerShell: {
      path: null,
      edition: 'Desktop',
      version: '5.1.20348.1',
      languageMode: 'FullLanguage',
      executionPolicy: 'RemoteSigned',
      elevated: true,
    },
    ...parts,
  };
}

export function host(
  target: string,
  parts: Partial<HostIdentity> = {},
  roles: Role[] = [],
  aliases: string[] = [],
): GatheredHost {
  return { target, aliases, roles, identity: identity({ machineName: target, names: [target], ...parts }) };
}

export function silentHost(target: string, roles: Role[] = []): GatheredHost {
  return { target, aliases: [], roles, failed: 'unreachable', message: 'no answer' };
}

export function fact(
  parts: Partial<Omit<GatheredFact, 'data'>> & { data?: Json; failed?: FailureKind; message?: string },
): GatheredFact {
  const { data = { state: 'running' }, failed, message = 'no', ...rest } = parts;
  const base = {
    target: 'CM01',
    fact: 'services',
    params: {},
    bootTime: '2026-11-22T06:00:00Z',
    collectedAt: '2026-11-22T14:00:05Z',
    durationMs: 12,
    ...rest,
  };
  return failed === undefined ? { ...base, data } : { ...base, failed, message };
}

export function gathering({
  facts = [],
  ...parts
}: Partial<Omit<Gathering, 'facts'>> & { facts?: GatheredFact[] }): Gathering {
  return {
    tool: 'osd-preflight 0.1.0',
    checkSet: ['wds-not-running'],
    gatheredAt: '2026-11-22T14:00:00Z',
    finishedAt: '2026-11-22T14:00:10Z',
    operator: 'CONTOSO\\admin',
    operations: ['pxe'],
    configuration: emptyConfiguration,
    hosts: [],
    facts: listed(facts),
    complete: true,
    notes: [],
    ...parts,
  };
}
