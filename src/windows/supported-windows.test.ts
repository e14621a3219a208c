import { expect, test } from 'vitest';
import { siteBuild, siteVersionName, supportOf } from './supported-windows.ts';

test.each([
  [22631, 9122, 'supported'],
  [22631, 9106, 'too-early'],
  [22621, 9088, 'supported'],
  [22621, 9132, 'supported'],
  [22621, 9135, 'unknown'],
  [22000, 9058, 'supported'],
  [22000, 9122, 'unknown'],
  [26100, 9128, 'too-early'],
  [26100, 9132, 'supported'],
  [26200, 9135, 'too-early'],
  [26200, 9141, 'supported'],
  [20348, 9058, 'supported'],
  [14393, 9058, 'supported'],
  [19044, 9058, 'supported'],
  [19045, 9078, 'too-early'],
  [19045, null, 'supported'],
  [26200, 9999, 'unknown'],
  [99999, 9128, 'unknown'],
  [10240, 9128, 'unknown'],
  [22631, 9012, 'unknown'],
  [22631, 9999, 'unknown'],
  [9600, 9128, 'unsupported'],
  [9200, null, 'unsupported'],
  [7601, 9128, 'unsupported'],
] as const)('build %i and site %j: %s', (build, site, kind) => {
  expect(supportOf({ build, productType: 3, caption: 'Microsoft Windows' }, site).kind).toBe(kind);
});

test.each([
  [14393, 3, 'Microsoft Windows Server 2016 Standard', 'supported'],
  [14393, 1, 'Microsoft Windows 10 Enterprise 2016 LTSB', 'supported'],
  [14393, 1, 'Microsoft Windows 10 Pro', 'unknown'],
  [17763, 1, 'Microsoft Windows 10 Enterprise LTSC', 'supported'],
  [17763, 1, 'Microsoft Windows 10 Enterprise', 'unknown'],
  [17763, 2, 'Microsoft Windows Server 2019 Datacenter', 'supported'],
  [19044, 1, 'Microsoft Windows 10 Pro', 'supported'],
] as const)('build %i, product type %i, %s: %s', (build, productType, caption, kind) => {
  expect(supportOf({ build, productType, caption }, 9128).kind).toBe(kind);
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
  expect(supportOf({ build: 26100, productType: 1, caption: '' }, 9128)).toEqual({
    kind: 'too-early',
    name: 'Windows 11 24H2 or Windows Server 2025',
    since: '2409',
  });
});
