import { expect, test } from 'vitest';
import { coverageOf, offeredImages } from './pxe-boot-images.ts';

const image = (id: string, architecture: string | null) => ({ package: id, name: '', architecture });
const site = [image('PS100005', 'x64'), image('PS100006', 'x86'), image('PS100007', null)];

test('a folder without an image offers nothing', () => {
  const folders = [
    { package: 'ps100005', files: ['boot.ps100005.wim'] },
    { package: 'PS100006', files: [] },
  ];
  expect([...offeredImages(folders)]).toEqual(['PS100005']);
});

test.each([
  ['x64', ['PS100005'], site, 'offered'],
  ['x86', ['PS100005'], site, 'missing'],
  ['x86', ['PS100005', 'PS100007'], site, 'unclear'],
  ['x64', ['PS100005', 'PS100007'], site, 'offered'],
  ['x86', ['PS100005', 'XX100001'], site, 'unclear'],
  ['x86', ['PS100005'], [image('PS100005', 'X64')], 'none-at-site'],
  ['x64', ['PS100005'], [image('ps100005', 'X64')], 'offered'],
  ['x64', [], [], 'none-at-site'],
] as const)('%s with %j', (architecture, offered, images, expected) => {
  expect(coverageOf(architecture, images, new Set(offered))).toBe(expected);
});
