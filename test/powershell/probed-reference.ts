import { parseScenario } from '../../lab/scenario.ts';
import { probeHost } from '../lab/probe.ts';

interface Decoded<T> {
  name: string;
  decode: (raw: unknown) => T;
}
export type Read = <T>(fact: Decoded<T>, params?: { [key: string]: string }) => Promise<T>;

/** A simulated computer that is to be captured; `reference` is what differs, `parts` what the host has beside it. */
export async function onReference(
  reference: { [key: string]: unknown },
  body: (read: Read) => Promise<void>,
  parts: { [key: string]: unknown } = {},
): Promise<void> {
  const REF01 = { bootTime: '2026-03-02T11:00:00Z', machineSid: 'S-1-5-21-1-2-3', reference, ...parts };
  const story = { title: 't', story: 's', expect: 'go', now: '2026-03-02T14:12:00Z', hosts: { REF01 } };
  const host = await probeHost(parseScenario(JSON.stringify(story), 'reference.yaml'), 'REF01');
  try {
    await body(async ({ name, decode }, params = {}) => {
      const words = name.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
      const given = Object.entries(params).map(([key, value]) => `${key} = '${value}'`);
      const { values, error } = await host.run(`Read-${words} -Parameters @{ ${given.join('; ')} }`);
      if (!values) throw new Error(JSON.stringify(error));
      return decode(values[0]);
    });
  } finally {
    await host.close();
  }
}
