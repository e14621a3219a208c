import { createHash } from 'node:crypto';
import { parseScenario } from '../../lab/scenario.ts';
import { type ProbedHost, probeHost } from '../lab/probe.ts';

interface Decoded<T> {
  name: string;
  decode: (raw: unknown) => T;
}
export type Params = { [key: string]: string[] | number };
export interface ProbedLibrary extends Pick<ProbedHost, 'run'> {
  /** The rows of a snippet, decoded as the fact is. */
  read<T>(fact: Decoded<T>, params?: Params): Promise<T>;
  /** The rows as they came. */
  rows(fact: Decoded<unknown>, params?: Params): Promise<{ [key: string]: unknown }[]>;
}

type Files = { [path: string]: { text?: string; size?: number } };

/** A simulated distribution point with packages by id, each a set of files; `parts` is what the host has beside. */
export async function onLibrary(
  packages: { [id: string]: Files },
  parts: { [key: string]: unknown },
  body: (library: ProbedLibrary) => Promise<void>,
): Promise<void> {
  const DP01 = { bootTime: '2026-03-02T11:00:00Z', machineSid: 'S-1-5-21-1-2-3', library: {}, ...parts };
  const story = {
    title: 't',
    story: 's',
    expect: 'go',
    now: '2026-03-02T14:12:00Z',
    site: {
      code: 'PS1',
      server: 'DP01',
      distributionPoints: { DP01: {} },
      packages: Object.fromEntries(Object.entries(packages).map(([id, files]) => [id, { name: id, files }])),
    },
    hosts: { DP01 },
  };
  const host = await probeHost(parseScenario(JSON.stringify(story), 'library.yaml'), 'DP01');
  const rows = async ({ name }: Decoded<unknown>, params: Params = {}) => {
    const { values, error } = await host.run(readingOf(name, params));
    if (!values) throw new Error(JSON.stringify(error));
    return values as { [key: string]: unknown }[];
  };
  try {
    await body({
      run: host.run,
      rows,
      read: async (fact, params) => {
        const values = await rows(fact, params);
        return fact.decode(fact.name === 'content-library-list' ? values[0] : values);
      },
    });
  } finally {
    await host.close();
  }
}

/** The line of PowerShell that reads a fact. */
export function readingOf(name: string, params: Params): string {
  const words = name.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const given = Object.entries(params).map(
    ([key, value]) => `${key} = ${Array.isArray(value) ? `@(${value.map(quoted).join()})` : value}`,
  );
  return `Read-${words} -Parameters @{ ${given.join('; ')} }`;
}

export const hashOf = (text: string, algorithm: 'sha1' | 'sha256' = 'sha256'): string =>
  createHash(algorithm).update(text).digest('hex').toUpperCase();

/** Where the blob of a text lies on a drive. */
export const blobPath = (text: string, drive = 'D'): string => {
  const hash = hashOf(text);
  return `${drive}:\\SCCMContentLib\\FileLib\\${hash.slice(0, 4)}\\${hash}`;
};
