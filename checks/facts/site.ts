import { z } from 'zod';
import type { Configuration } from '../../src/model/configuration.ts';
import type { Fact, Known, Question } from '../../src/model/fact.ts';
import type { Role } from '../../src/model/target.ts';
import { fact, text } from './shape.ts';

export const smsProviders: Fact<ProviderList, false> = fact({
  name: 'sms-providers',
  title: 'the SMS Providers',
  parametric: false,
  schema: z.object({
    present: z.boolean(),
    providers: z.array(
      z.object({ machine: text, namespacePath: text, siteCode: text, localSite: z.boolean().nullable() }),
    ),
  }),
  // Asked of the providers as well, so that each is known by its identity and not only by a name.
  after: ['sms-providers'],
  ask: (configuration, known) => {
    const start = configuration.site
      ? known.targets('site-server')
      : configuration.capture?.destination
        ? known.targets('share-host')
        : [];
    const hosts = start.map(
      (target): Question => ({
        host: target.name,
        role: target.roles.includes('site-server') ? 'site-server' : 'share-host',
        params: {},
      }),
    );
    const named = known
      .answers(smsProviders as Fact<ProviderList, false>)
      .flatMap(({ answer }) => (answer.status === 'ok' ? answer.data.providers : []));
    return [...hosts, ...named.map(({ machine }): Question => ({ host: machine, role: 'sms-provider', params: {} }))];
  },
});
type ProviderList = {
  present: boolean;
  providers: { machine: string; namespacePath: string; siteCode: string; localSite: boolean | null }[];
};

/** Where the site's own classes are asked for: a provider of the site and its namespace. Null until the providers are known. */
function siteNamespace(
  configuration: Configuration,
  known: Known,
): { host: string; role: Role; namespace: string } | null {
  const server = configuration.site?.server.name;
  if (!server) return null;
  const answers = known.answers(smsProviders);
  if (answers.length === 0) return null;
  const code = configuration.site?.code ?? null;
  const providers = answers.flatMap(({ answer }) => (answer.status === 'ok' ? answer.data.providers : []));
  const provider =
    providers.find(({ siteCode, localSite }) => (code ? siteCode.toUpperCase() === code : localSite === true)) ??
    (code ? undefined : providers[0]);
  // Without a provider the site server itself is asked, so that what is wrong there is what the report says.
  if (!provider) return { host: server, role: 'site-server', namespace: code ? `root/SMS/site_${code}` : 'root/SMS' };
  return { host: provider.machine, role: 'sms-provider', namespace: `root/SMS/site_${provider.siteCode}` };
}

/** A question about the site's own classes, once it is known where to put it. */
export function onSite(
  configuration: Configuration,
  known: Known,
  params: { [key: string]: string | string[] },
): Question[] {
  const site = siteNamespace(configuration, known);
  return site ? [{ host: site.host, role: site.role, params: { namespace: site.namespace, ...params } }] : [];
}
