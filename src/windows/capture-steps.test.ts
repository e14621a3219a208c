import { expect, test } from 'vitest';
import { textFaults } from './capture-steps.ts';

const step = { name: 'Capture', description: '', imageVersion: '', imageCreator: null, imageDescription: null };
const chars = (count: number): string => 'x'.repeat(count);

test.each([
  [{}, []],
  [{ name: chars(50) }, []],
  [{ name: chars(51) }, ['maybe-too-long Name 51/50']],
  [{ name: chars(100) }, ['maybe-too-long Name 100/50']],
  [{ name: chars(101) }, ['too-long Name 101/100']],
  [{ name: '' }, ['missing Name']],
  [{ name: null }, ['missing Name']],
  [{ description: chars(255) }, []],
  [{ description: chars(256) }, ['maybe-too-long Description 256/255']],
  [{ description: chars(257) }, ['too-long Description 257/256']],
  [{ description: null }, []],
  [{ imageVersion: null }, ['missing ImageVersion']],
  [{ imageVersion: chars(32) }, []],
  [{ imageVersion: chars(33) }, ['too-long ImageVersion 33/32']],
  [{ imageCreator: chars(256) }, ['too-long ImageCreator 256/255']],
  [{ imageDescription: chars(256) }, ['too-long ImageDescription 256/255']],
] as const)('%j', (parts, expected) => {
  const found = textFaults({ ...step, ...parts }).map((fault) =>
    fault.kind === 'missing'
      ? `missing ${fault.property}`
      : `${fault.kind} ${fault.property} ${fault.length}/${fault.most}`,
  );
  expect(found).toEqual(expected);
});
