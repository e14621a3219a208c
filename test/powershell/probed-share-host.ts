import { parseScenario } from '../../lab/scenario.ts';
import { probeHost } from '../lab/probe.ts';

interface Decoded<T> {
  name: string;
  decode: (raw: unknown) => T;
}
export type Ask = <T>(fact: Decoded<T>, params?: { [key: string]: string }) => Promise<T>;

export const domainSid = 'S-1-5-21-1004336348-1177238915-682003330';
export const machineSid = 'S-1-5-21-1-2-3';

/** A simulated host of a share, FS01, beside CM02 of the same domain; `estate` is what the scenario has beside hosts. */
export async function onShareHost(
  parts: { [key: string]: unknown },
  body: (ask: Ask) => Promise<void>,
  estate: { [key: string]: unknown } = {},
): Promise<void> {
  const host = (rid: number): object => ({ bootTime: '2026-03-02T11:00:00Z', machineSid, computerRid: rid });
  const hosts = { FS01: { ...host(1110), ...parts }, CM02: host(1120) };
  const story = { title: 't', story: 's', expect: 'go', now: '2026-03-02T14:12:00Z', ...estate, hosts };
  const probed = await probeHost(parseScenario(JSON.stringify(story), 'share.yaml'), 'FS01');
  try {
    await body(async ({ name, decode }, params = {}) => {
      const words = name.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
      const given = Object.entries(params).map(([key, value]) => `${key} = '${value.replaceAll("'", "''")}'`);
      const { values, error } = await probed.run(`Read-${words} -Parameters @{ ${given.join('; ')} }`);
      if (!values) throw new Error(JSON.stringify(error));
      return decode(values[0]);
    });
  } finally {
    await probed.close();
  }
}
