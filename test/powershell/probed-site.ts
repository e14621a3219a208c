import { parseScenario } from '../../lab/scenario.ts';
import { probeHost } from '../lab/probe.ts';

interface Decoded<T> {
  name: string;
  decode: (raw: unknown) => T;
}
/** An answer, and how often the site was queried for it, by class; methods as `class.method`. */
interface Asked<T> {
  data: T;
  queries: { [className: string]: number };
}
export type Ask = <T>(fact: Decoded<T>, params: { [key: string]: string | string[] }) => Promise<Asked<T>>;

/** Counts what goes through the two commands, and hands it on. Snippets see these variables, so they have names of their own. */
const counting = `
  $probedQueries = @{}; $probedGet = \${function:Get-CimInstance}; $probedInvoke = \${function:Invoke-CimMethod}
  function Get-CimInstance { $given = @($args); $at = [array]::IndexOf($given, '-ClassName'); if ($at -ge 0) { $probedQueries[$given[$at + 1]] += 1 }; & $probedGet @args }
  function Invoke-CimMethod { $given = @($args); $probedQueries[$given[[array]::IndexOf($given, '-MethodName') + 1]] += 1; & $probedInvoke @args }
`;

/** A simulated SMS Provider, CM01, of a site with these parts; `provider` is what that host has beside them. */
export async function onSite(
  site: { [key: string]: unknown },
  body: (ask: Ask) => Promise<void>,
  provider: { [key: string]: unknown } = {},
): Promise<void> {
  const host = (rid: number): object => ({ bootTime: '2026-03-02T11:00:00Z', machineSid: `S-1-5-21-1-2-${rid}` });
  const story = {
    title: 't',
    story: 's',
    expect: 'go',
    now: '2026-03-02T14:12:00Z',
    hosts: { CM01: { ...host(1), ...provider }, DP01: host(2), DP02: host(3) },
    site: { code: 'PS1', server: 'CM01', distributionPoints: { DP01: {} }, ...site },
  };
  const probed = await probeHost(parseScenario(JSON.stringify(story), 'site.yaml'), 'CM01');
  try {
    await body(async ({ name, decode }, params) => {
      const words = name.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
      const given = Object.entries({ namespace: 'root/SMS/site_PS1', ...params }).map(
        ([key, value]) => `${key} = ${Array.isArray(value) ? `@(${value.map(quoted).join()})` : quoted(value)}`,
      );
      const code = `${counting}; Read-${words} -Parameters @{ ${given.join('; ')} }; $probedQueries`;
      const { values, error } = await probed.run(code);
      if (!values) throw new Error(JSON.stringify(error));
      const [raw, queries] = values.slice(-2);
      return { data: decode(raw), queries: queries as Asked<never>['queries'] };
    });
  } finally {
    await probed.close();
  }
}

const quoted = (text: string): string => `'${text}'`;
