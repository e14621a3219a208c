import { describe, expect, test } from 'vitest';
import {
  compareVersions,
  familyOf,
  type InstalledPackage,
  type ProvisionedPackage,
  packageStates,
} from './app-packages.ts';
import type { RefusedPackage } from './sysprep-log.ts';

const installed = (name: string, parts: Partial<InstalledPackage> = {}): InstalledPackage => {
  const { version = '1.0.0.0' } = parts;
  const fullName = `${name}_${version}_x64__8wekyb3d8bbwe`;
  const family = `${name}_8wekyb3d8bbwe`;
  return {
    ...{ name, fullName, family, version, framework: false, resource: false, nonRemovable: false, signature: 'Store' },
    users: 1,
    ...parts,
  };
};
const provisioned = (name: string, version = '1.0.0.0', middle = 'neutral_~'): ProvisionedPackage => ({
  name,
  fullName: `${name}_${version}_${middle}_8wekyb3d8bbwe`,
  version,
});
const refused = (fullName: string): RefusedPackage => ({
  package: fullName,
  line: { text: `Package ${fullName} was installed`, local: null, level: null, component: null },
});
const kinds = (...states: Parameters<typeof packageStates>): string[] =>
  packageStates(...states).map((state) =>
    state.kind === 'mended' ? `mended ${state.by.package}` : `${state.kind} ${state.package.name}`,
  );

describe('what Sysprep stops at', () => {
  test.each<[string, InstalledPackage[], ProvisionedPackage[], RefusedPackage[], string[]]>([
    ['nothing', [], [], [], []],
    ['provisioned', [installed('A')], [provisioned('A')], [], []],
    ['not provisioned', [installed('A'), installed('B')], [provisioned('A')], [], ['not-provisioned B']],
    ['provisioned and installed for nobody', [], [provisioned('A')], [], []],
    ['families in another case', [installed('a')], [provisioned('A')], [], []],
    [
      'the same name of another publisher',
      [installed('A', { family: 'A_other' })],
      [provisioned('A')],
      [],
      ['not-provisioned A'],
    ],
    [
      'another version',
      [installed('A', { version: '1.0.0.10' })],
      [provisioned('A', '1.0.0.9')],
      [],
      ['other-version A'],
    ],
    [
      'one of two provisioned versions',
      [installed('A', { version: '2.0.0.0' })],
      [provisioned('A'), provisioned('A', '2.0.0.0')],
      [],
      [],
    ],
    [
      'a package beside its bundle',
      [installed('A', { version: '9.0.0.0', bundles: ['1.0.0.0'] })],
      [provisioned('A')],
      [],
      [],
    ],
    [
      'a bundle, where a single package is provisioned',
      [installed('A', { version: '1.0.0.0', bundles: ['9.0.0.0'] })],
      [provisioned('A', '1.0.0.0', 'x64_')],
      [],
      [],
    ],
    [
      'the packages of one bundle for two architectures',
      [installed('A', { fullName: 'A_1_x64__p' }), installed('A', { fullName: 'A_1_x86__p' })],
      [],
      [],
      ['not-provisioned A', 'not-provisioned A'],
    ],
    ['a framework', [installed('A', { framework: true })], [], [], []],
    [
      'a framework that Sysprep named',
      [installed('A', { framework: true })],
      [],
      [refused('A_1_x64__8wekyb3d8bbwe')],
      ['refused A'],
    ],
    [
      'named by Sysprep in an older version',
      [installed('A', { signature: 'System' })],
      [],
      [refused('A_0.9_x64__8wekyb3d8bbwe')],
      ['refused A'],
    ],
    ['named and gone', [installed('B')], [provisioned('B')], [refused('A_1_x64__p')], ['mended A_1_x64__p']],
    [
      'named and installed for nobody',
      [installed('A', { users: 0 })],
      [],
      [refused('A_1_x64__8wekyb3d8bbwe')],
      ['mended A_1_x64__8wekyb3d8bbwe'],
    ],
    [
      'named and provisioned',
      [installed('A')],
      [provisioned('A')],
      [refused('A_1_x64__8wekyb3d8bbwe')],
      ['mended A_1_x64__8wekyb3d8bbwe'],
    ],
    ['of no known origin', [installed('A', { nonRemovable: null, signature: null })], [], [], ['origin-unclear A']],
    ['removable and of no known origin', [installed('A', { signature: null })], [], [], ['not-provisioned A']],
  ])('%s', (_, have, get, log, expected) => {
    expect(kinds(have, get, log)).toEqual(expected);
  });

  test('the version that differs is the one of the bundle', () => {
    const states = packageStates([installed('A', { bundles: ['1.0.0.0', '1.2.0.0'] })], [provisioned('A')], []);
    expect(states).toMatchObject([{ kind: 'other-version', version: '1.2.0.0', provisioned: { version: '1.0.0.0' } }]);
  });
});

test.each([
  ['1.0.0.0', '1.0.0.0', 0],
  ['1.0.0.10', '1.0.0.9', 1],
  ['1.0', '1.0.0.0', 0],
  ['01.0.0.0', '1.0.0.0', 0],
  ['2.0', '10.0', -1],
  ['1.0.0.1', '1.0', 1],
  ['x', 'x', 0],
  ['x', 'y', -1],
  ['', '1.0', -1],
])('versions %s and %s', (a, b, expected) => {
  expect(Math.sign(compareVersions(a, b))).toBe(expected);
  expect(Math.sign(compareVersions(b, a))).toBe(expected === 0 ? 0 : -expected);
});

test.each([
  ['Microsoft.Paint_11.2.0.0_x64__8wekyb3d8bbwe', 'Microsoft.Paint_8wekyb3d8bbwe'],
  ['Microsoft.Paint_11.2.0.0_neutral_~_8wekyb3d8bbwe', 'Microsoft.Paint_8wekyb3d8bbwe'],
  ['Microsoft.Paint_8wekyb3d8bbwe', 'Microsoft.Paint_8wekyb3d8bbwe'],
  ['', ''],
])('family of %s', (fullName, family) => {
  expect(familyOf(fullName)).toBe(family);
});
