import { expect, test } from 'vitest';
import {
  type AliasContext,
  type BitResult,
  evaluateAccess,
  type Reason,
  type Token,
} from '../../src/windows/access.ts';
import { Dice } from './dice.ts';
import { carried, NAIVE_BITS, type NaiveBit, naiveBit, naiveOutcome, sceneOf } from './naive-access.ts';
import { BASES, type MeantDescriptor, randomAliases, randomDescriptor, randomToken } from './random-access.ts';

const SEED = 20261122;
const PAIRS = 50_000;

/** A state with its reason, as text: comparing these costs little. */
const line = (bit: number, state: string, by: unknown): string => `0x${bit.toString(16)} ${state}: ${by}`;

function lineOf(bit: number, state: string, reason: Reason): string {
  if (reason.by === 'ace') return line(bit, state, reason.ace.index);
  if (reason.by !== 'unresolved') return line(bit, state, reason.by);
  const isPolicy = reason.aces.some(({ type }) => type === 'SP');
  return line(bit, state, isPolicy ? 'policy' : reason.aces.map(({ index }) => index));
}

const both = ({ share, folder }: BitResult): string =>
  share === 'denied' || folder === 'denied' ? 'denied' : share === folder ? share : 'unknown';

test(`a naive evaluator agrees on state and reason of every bit, for ${PAIRS} pairs of descriptors`, () => {
  const dice = new Dice(SEED);
  const seen = { granted: 0, denied: 0, unknown: 0 };
  for (let i = 0; i < PAIRS; i++) {
    const [share, folder] = [randomDescriptor(dice), randomDescriptor(dice)];
    const [shareAliases, folderAliases, token] = [randomAliases(dice), randomAliases(dice), randomToken(dice)];
    const input = { shareSddl: share.text, folderSddl: folder.text, token, shareAliases, folderAliases };
    const where = (): string => `seed ${SEED}, pair ${i}: ${JSON.stringify(input)}`;
    const { bits, masks, canConnect } = evaluateAccess(input);
    const naive = (descriptor: MeantDescriptor, aliases: AliasContext): NaiveBit[] => {
      const scene = sceneOf(descriptor, aliases, token);
      return NAIVE_BITS.map((bit) => naiveBit(scene, bit));
    };
    const sides = [naive(share, shareAliases), naive(folder, folderAliases)];
    const wanted = sides.flatMap((side) => side.map(({ state, by }, n) => line(NAIVE_BITS[n]!, state, by)));
    const got = [
      ...bits.map((bit) => lineOf(bit.bit, bit.share, bit.shareReason)),
      ...bits.map((bit) => lineOf(bit.bit, bit.folder, bit.folderReason)),
    ];
    if (got.join() !== wanted.join()) expect(got, where()).toEqual(wanted);
    for (const bit of bits) if (bit.both !== both(bit)) expect.fail(`${where()}: ${bit.name} on both sides`);
    const summed = masksOf(bits);
    if (JSON.stringify(masks) !== JSON.stringify(summed)) expect(masks, where()).toEqual(summed);
    const connecting = sides[0]!.slice(0, 2).map(({ state }) => state);
    const connects = (['granted', 'unknown', 'denied'] as const).find((state) => connecting.includes(state));
    if (canConnect !== connects) expect(canConnect, where()).toBe(connects);
    const refuted = refutedBy(randomWorld(dice, share, token), bits);
    if (refuted) expect.fail(`${where()}: ${refuted}`);
    for (const { share: state } of bits) seen[state] += 1;
  }
  // None of the three is a rarity that the comparison would have passed over.
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(PAIRS);
});

function masksOf(bits: readonly BitResult[]) {
  const mask = (side: 'share' | 'folder' | 'both', state: string): number =>
    bits.reduce((sum, bit) => sum + (bit[side] === state ? bit.bit : 0), 0);
  const of = (side: 'share' | 'folder' | 'both') => ({
    ...{ granted: mask(side, 'granted'), denied: mask(side, 'denied'), unknown: mask(side, 'unknown') },
  });
  return { share: of('share'), folder: of('folder'), both: of('both') };
}

const POSSIBLE = [
  ...['S-1-5-2', 'S-1-5-6', 'S-1-5-32-544', 'S-1-5-32-545', 'S-1-5-21-1-2-3-513', 'S-1-5-21-1-2-3-515'],
  ...['S-1-5-21-1-2-3-1999', 'S-1-5-21-7-7-7-500', 'S-1-5-21-9-9-9-519'],
];

/** One of the worlds that the evidence allows: nothing is *maybe* in it, every base is known. */
function randomWorld(dice: Dice, descriptor: MeantDescriptor, token: Token) {
  const more = dice.some(POSSIBLE).filter((sid) => carried(sid, token, false) === 'maybe');
  const known: Token = {
    ...{ ...token, groupsComplete: true, maybeGroups: [] },
    groups: [...token.groups, ...more.map((sid) => ({ sid, attributes: 0x7 }))],
  };
  const honoured = new Set(dice.some((descriptor.dacl ?? []).map((_, i) => i + 1)));
  return { scene: sceneOf(descriptor, BASES, known), honoured, more };
}

/** What is certain is so in every world. */
function refutedBy({ scene, honoured, more }: ReturnType<typeof randomWorld>, bits: readonly BitResult[]) {
  const wrong = bits.find(({ bit, share }) => share !== 'unknown' && share !== naiveOutcome(scene, bit, honoured));
  return (
    wrong && `${wrong.name} of the share is not ${wrong.share} for a token that has ${more.join() || 'nothing more'}`
  );
}
