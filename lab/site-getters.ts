import type { LiteralValue } from '../src/transport/literal.ts';
import type { Scenario } from './scenario.ts';
import { contentsOf, siteHash } from './site-contents.ts';
import { isProvider } from './site-estate.ts';

/** What the methods of SMS_TaskSequencePackage know: the hash of every package in its version, and of every content. */
export function getterState(scenario: Scenario, name: string): LiteralValue {
  const { site } = scenario;
  if (!site || !isProvider(scenario, name)) return null;
  const contents = contentsOf(site);
  const known = Object.entries(site.packages).flatMap(([id, pkg]) => (pkg ? [{ id, pkg }] : []));
  return {
    form: site.getters,
    packages: known
      .filter(({ pkg }) => pkg.type !== 'application')
      .map(({ id, pkg }) => ({
        id,
        version: pkg.version,
        sha256: siteHash(pkg, 'sha256'),
        sha1: siteHash(pkg, 'sha1'),
      })),
    contents: known.flatMap(({ id, pkg }) =>
      (contents.get(id) ?? []).map(({ id: contentId, ref }) => {
        const content = pkg.contents[ref]!;
        return { id: contentId, sha256: siteHash(content, 'sha256'), sha1: siteHash(content, 'sha1') };
      }),
    ),
  };
}
