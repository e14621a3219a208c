import { expect, test } from 'vitest';
import { siteBuild, siteVersionName, supportOf } from './supported-windows.ts';

test.each([
  [22631, false, 9122, 'supported'],
  [22631, false, 9106, 'too-early'],
  [22621, false, 9088, 'supported'],
  [22000, false, 9058, 'supported'],
  [26100, false, 9128, 'supported'],
  [26100, true, 9128, 'too-early'],
  [26100, true, 9132, 'supported'],
  [20348, true, 9058, 'supported'],
  [14393, true, 9058, 'supported'],
  [19045, false, 9078, 'too-early'],
  [19045, false, null, 'supported'],
  [26200, false, 9999, 'unknown'],
  [99999, false, 9128, 'unknown'],
  [10240, false, 9128, 'unknown'],
  [22631, false, 9012, 'unknown'],
  [9600, false, 9128, 'unsupported'],
  [9200, true, null, 'unsupported'],
  [7601, false, 9128, 'unsupported'],
] as const)('build %i (server: %s) and site %j: %s', (build, isServer, site, kind) => {
  expect(supportOf({ build, isServer }, site).kind).toBe(kind);
});

test('versions of a site', () => {
  expect(['5.00.9128.1000', '5.00.9132.1011', '4.00.6487.2000', 'x', null].map(siteBuild)).toEqual([
    9128,
    9132,
    null,
    null,
    null,
  ]);
  expect([9128, 9132, 9999].map(siteVersionName)).toEqual(['2403', '2409', null]);
  expect(supportOf({ build: 26100, isServer: true }, 9128)).toEqual({
    kind: 'too-early',
    name: 'Windows Server 2025',
    since: '2409',
  });
});
