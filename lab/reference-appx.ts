import type { LiteralValue } from '../src/transport/literal.ts';
import type { ReferenceAppPackage, ScenarioReference } from './reference-schema.ts';

type Said = Partial<ReferenceAppPackage>;
const user = 'S-1-5-21-2145-3391-1200-1001';

/** What a new Windows has: parts of the system, frameworks, and apps of the Store, which are provisioned in bundles. */
const usual: { [name: string]: Said } = {
  'Microsoft.Windows.ShellExperienceHost': {
    version: '10.0.22621.1',
    publisherId: 'cw5n1h2txyewy',
    architecture: 'Neutral',
    nonRemovable: true,
    signature: 'System',
  },
  'Microsoft.AAD.BrokerPlugin': {
    version: '1000.19580.1000.0',
    publisherId: 'cw5n1h2txyewy',
    architecture: 'Neutral',
    nonRemovable: true,
    signature: 'System',
  },
  'Microsoft.VCLibs.140.00': { version: '14.0.33519.0', framework: true },
  'Microsoft.UI.Xaml.2.8': { version: '8.2310.30001.0', framework: true },
  'Microsoft.NET.Native.Runtime.2.2': { version: '2.2.28604.0', framework: true },
  'Microsoft.WindowsCalculator': { version: '11.2210.0.0', bundle: '2021.2210.0.0' },
  'Microsoft.WindowsNotepad': { version: '11.2302.16.0', bundle: '2022.2302.16.0' },
  'Microsoft.Paint': { version: '11.2302.20.0', bundle: '2022.2302.20.0' },
  'Microsoft.WindowsStore': { version: '22304.1401.1.0', bundle: '22304.1401.1.0' },
  'Microsoft.StorePurchaseApp': { version: '22303.1401.3.0', bundle: '22303.1401.3.0' },
};
const complete: ReferenceAppPackage = {
  version: '1.0.0.0',
  publisherId: '8wekyb3d8bbwe',
  architecture: 'X64',
  resourceId: '',
  framework: false,
  resource: false,
  nonRemovable: false,
  signature: 'Store',
  bundle: null,
};

/** The packages of a computer, for Get-AppxPackage and Get-AppxProvisionedPackage; null: Windows has no such commands. */
export function appState({ appx }: ScenarioReference): LiteralValue {
  if (appx === 'absent') return null;
  const keys = [...new Set([...Object.keys(usual), ...Object.keys(appx.installed)])];
  const installed = keys.flatMap((key): (ReferenceAppPackage & { name: string })[] => {
    const said = appx.installed[key];
    if (said === null) return [];
    return [said ? { ...said, name: said.name ?? key } : { ...complete, ...usual[key], name: key }];
  });
  const bundles = installed.filter(({ bundle }) => bundle !== null);
  const provisionable = Object.keys(usual).filter((name) => usual[name]!.bundle);
  const provisioned = [...new Set([...provisionable, ...Object.keys(appx.provisioned)])];
  return {
    packages: [
      ...installed.map((each) => packageLiteral(each, each.version, each.architecture, each.resourceId, false)),
      ...bundles.map((each) => packageLiteral(each, each.bundle!, 'Neutral', '~', true)),
    ],
    provisioned: provisioned.flatMap((name): LiteralValue[] => {
      const said = appx.provisioned[name];
      if (said === null) return [];
      const { version, publisherId, single } = said ?? {
        version: usual[name]!.bundle!,
        publisherId: complete.publisherId,
        single: false,
      };
      return [
        {
          name,
          version,
          publisherId,
          architecture: single ? 9 : 11,
          resourceId: single ? '' : '~',
          fullName: single ? `${name}_${version}_x64__${publisherId}` : `${name}_${version}_neutral_~_${publisherId}`,
        },
      ];
    }),
  };
}

function packageLiteral(
  each: ReferenceAppPackage & { name: string },
  version: string,
  architecture: string,
  resourceId: string,
  bundle: boolean,
): LiteralValue {
  return {
    name: each.name,
    version,
    architecture,
    resourceId,
    bundle,
    publisherId: each.publisherId,
    fullName: `${each.name}_${version}_${architecture.toLowerCase()}_${resourceId}_${each.publisherId}`,
    framework: each.framework,
    resource: each.resource,
    nonRemovable: each.nonRemovable,
    signature: each.signature,
    users: Object.entries(each.users ?? { [user]: 'Installed' }).map(([sid, state]) => ({ sid, state })),
  };
}
