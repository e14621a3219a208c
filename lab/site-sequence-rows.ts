import type { Scenario } from './scenario.ts';
import { siteHash } from './site-contents.ts';
import { distributionOf, nalPath, type Row, siteNamespace } from './site-estate.ts';
import { objectOf, packageValues } from './site-package-rows.ts';
import type { ScenarioSite } from './site-schema.ts';

/** What the site knows of its task sequences and of what they refer to. */
export function taskSequenceRows(scenario: Scenario, site: ScenarioSite): Row[] {
  const rows: Row[] = [];
  const add = (name: string, values: Row['values']): number =>
    rows.push({ namespace: siteNamespace(site), class: name, values });
  for (const [id, sequence] of Object.entries(site.taskSequences)) {
    if (!sequence) continue;
    const packages = sequence.references.map((ref) => [ref, site.packages[ref]!] as const);
    const { children, childrenIn } = sequence;
    const references = [
      ...packages.map(([ref, pkg]) =>
        pkg.type === 'application'
          ? { Package: objectOf(ref, pkg).id, Program: '', Type: 1 }
          : { Package: ref, Program: '*', Type: 0 },
      ),
      ...(childrenIn === 'flat' ? [] : children.map((child) => ({ Package: child, Program: '', Type: 0 }))),
    ];
    add('SMS_TaskSequencePackage', {
      ...packageValues(site, id, sequence.name, 4, scenario.now),
      SourceVersion: 1,
      StoredPkgVersion: 0,
      PkgFlags: 0,
      PkgSourceFlag: 1,
      BootImageID: sequence.bootImage ?? '',
      Type: sequence.type,
      TaskSequenceFlags: sequence.flags,
      // The steps as text, which nobody here reads; without it an instance is not whole.
      Sequence: '<sequence version="3.10"></sequence>',
      ReferencesCount: references.length,
      References: references,
    });
    const flat = (ref: string, values: Row['values']): number =>
      add('SMS_TaskSequencePackageReference_Flat', {
        PackageID: id,
        RefPackageID: ref,
        Level: '0',
        SourceID: '',
        ...values,
      });
    for (const [ref, pkg] of packages) {
      const object = objectOf(ref, pkg);
      flat(ref, { ObjectID: object.id, ObjectName: pkg.name, ObjectType: object.type, Version: pkg.displayVersion });
    }
    for (const child of childrenIn === 'references' ? [] : children)
      flat(child, {
        ObjectID: child,
        ObjectName: site.taskSequences[child]?.name ?? child,
        ObjectType: 4,
        Version: '',
      });
    rows.push(...pointsOfSequence(scenario, site, id, [...sequence.references, sequence.bootImage ?? '']));
  }
  return rows;
}

/** Version and hash of what a task sequence needs, by distribution point. An application has no hash of its own. */
function pointsOfSequence(scenario: Scenario, site: ScenarioSite, id: string, refs: readonly string[]): Row[] {
  return [...new Set(refs)].flatMap((ref) => {
    const pkg = site.packages[ref];
    if (!pkg) return [];
    const hash = pkg.type === 'application' ? '' : siteHash(pkg, 'sha256');
    return distributionOf(site, pkg).map(
      ({ point, version }): Row => ({
        namespace: siteNamespace(site),
        class: 'SMS_TaskSequenceReferenceDps',
        values: {
          TaskSequenceID: id,
          PackageID: ref,
          ServerNALPath: nalPath(scenario, site, point),
          SiteCode: site.code,
          SourceVersion: version,
          Hash: hash,
        },
      }),
    );
  });
}
