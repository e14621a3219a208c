import { parseScenario } from '../../lab/scenario.ts';
import { probeHost } from '../lab/probe.ts';

interface Decoded<T> {
  name: string;
  decode: (raw: unknown) => T;
}
export type Read = <T>(fact: Decoded<T>) => Promise<T>;

/** A simulated distribution point that is asked for facts, which come decoded. */
export async function onPoint(parts: { [key: string]: unknown }, body: (read: Read) => Promise<void>): Promise<void> {
  const DP01 = {
    bootTime: '2026-03-02T11:00:00Z',
    machineSid: 'S-1-5-21-1-2-3',
    services: { WDSServer: {}, RpcSs: {} },
    without: ['events', 'udp'],
    ...parts,
    registry: { 'HKLM\\SOFTWARE\\Microsoft\\SMS\\DP': { IsPXE: 1 }, ...(parts['registry'] as object) },
  };
  const story = { title: 't', story: 's', expect: 'go', now: '2026-03-02T14:12:00Z', hosts: { DP01 } };
  const host = await probeHost(parseScenario(JSON.stringify(story), 'pxe.yaml'), 'DP01');
  try {
    await body(async ({ name, decode }) => {
      const words = name.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
      const { values, error } = await host.run(`Read-${words} -Parameters @{}`);
      if (!values) throw new Error(JSON.stringify(error));
      return decode(values[0]);
    });
  } finally {
    await host.close();
  }
}
