import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AliasContext, enabledGroup, evaluateParsed, FULL, type Token, type Tri } from './access.ts';
import { FILE_RIGHTS, mapGenericBits } from './access-masks.ts';
import { parseSddl, printSddl, type SddlAce, type SecurityDescriptor } from './sddl.ts';
import { resolveSid } from './sid.ts';

const OPTIONS = { seed: 20261122, numRuns: 600 };
const BASE = 'S-1-5-21-1-2-3';
const OPEN = parseSddl('O:SYG:SYD:NO_ACCESS_CONTROLS:');

const sid = fc.constantFrom(
  'SY',
  'BA',
  'WD',
  'BU',
  'NU',
  'OW',
  'DC',
  'LA',
  `${BASE}-1105`,
  `${BASE}-1999`,
  'S-1-5-80-7',
);
const plainSid = sid.filter((value) => value !== 'OW');
const mask = fc.oneof(
  fc.constantFrom(0x1, 0x2, 0x3, 0x60000, 0x120089, 0x1301bf, 0x1f01ff, 0x10000000, 0x40000000, 0x80000000),
  fc.nat({ max: FULL }),
);
const GUID = 'bf967a86-0de6-11d0-a285-00aa003049e2';
const kind = fc.constantFrom(
  ...(['A', 'A', 'A', 'D', 'D', 'OA', 'OD', 'XA', 'XD'] as const).map((type) => ({ type, objectType: null })),
  ...(['OA', 'OD'] as const).map((type) => ({ type, objectType: GUID })),
);
const aceOf = (who: fc.Arbitrary<string>): fc.Arbitrary<SddlAce> =>
  fc.record({ kind, mask, who, io: fc.integer({ min: 0, max: 5 }) }).map((parts) => ({
    ...parts.kind,
    flags: parts.io === 0 ? ['IO'] : [],
    mask: parts.mask,
    inheritedObjectType: null,
    sid: parts.who,
    tail: null,
  }));
const aces = fc.array(aceOf(sid), { maxLength: 6 });
const owner = fc.constantFrom('SY', 'BA', 'LA', 'NU', `${BASE}-1105`, null);

const token: fc.Arbitrary<Token> = fc
  .record({
    user: fc.constantFrom('S-1-5-18', `${BASE}-1105`),
    groups: fc.uniqueArray(
      fc.record({
        sid: fc.constantFrom('S-1-5-32-544', 'S-1-1-0', 'S-1-5-2', 'S-1-5-32-545', `${BASE}-515`),
        attributes: fc.constantFrom(0x7, 0x7, 0x7, 0x10, 0x0),
      }),
      { selector: (group) => group.sid },
    ),
    groupsComplete: fc.boolean(),
    maybe: fc.subarray(['S-1-5-2', 'S-1-5-32-545', 'S-1-5-80-*']),
  })
  .map(({ maybe, ...rest }) => ({ ...rest, maybeGroups: maybe }));
const aliases = fc.constantFrom<AliasContext[]>({}, { machineSid: BASE, domainSid: BASE, rootDomainSid: BASE });
const scene = fc.record({ aces, owner, token, aliases });
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

function descriptorOf({ aces: list, owner: who }: Pick<Scene, 'aces' | 'owner'>): SecurityDescriptor {
  const flags = { protected: false, autoInheritRequested: false, autoInherited: false, isNull: false };
  return { owner: who, group: 'SY', dacl: { ...flags, aces: list }, sacl: null };
}

function states(given: Scene): Tri[] {
  const share = descriptorOf(given);
  const context = { shareAliases: given.aliases, folderAliases: {} };
  return evaluateParsed({ share, folder: OPEN, token: given.token, ...context }).bits.map((bit) => bit.share);
}

test('adding an ACE at the end never takes away a granted bit', () => {
  fc.assert(
    fc.property(scene, aceOf(plainSid), (given, extra) => {
      const after = states({ ...given, aces: [...given.aces, extra] });
      states(given).forEach((before, i) => {
        if (before === 'granted') expect(after[i]).toBe('granted');
      });
    }),
    OPTIONS,
  );
});

test('inherit-only ACEs change nothing', () => {
  fc.assert(
    fc.property(scene, aceOf(sid), fc.nat(), (given, extra, place) => {
      const at = place % (given.aces.length + 1);
      const list = given.aces.toSpliced(at, 0, { ...extra, flags: ['IO'] });
      expect(states({ ...given, aces: list })).toEqual(states(given));
    }),
    OPTIONS,
  );
});

test('swapping two neighbouring ACEs of one kind changes no bit', () => {
  fc.assert(
    fc.property(scene, aceOf(sid), aceOf(sid), fc.nat(), (given, first, second, place) => {
      const at = place % (given.aces.length + 1);
      const twin: SddlAce = { ...second, type: first.type, objectType: first.objectType };
      expect(states({ ...given, aces: given.aces.toSpliced(at, 0, first, twin) })).toEqual(
        states({ ...given, aces: given.aces.toSpliced(at, 0, twin, first) }),
      );
    }),
    OPTIONS,
  );
});

test('splitting a mask over two neighbouring ACEs changes nothing', () => {
  fc.assert(
    fc.property(scene, aceOf(sid), mask, fc.nat(), (given, whole, part, place) => {
      const at = place % (given.aces.length + 1);
      const halves = [whole.mask & part, whole.mask & ~part].map((half) => ({ ...whole, mask: half >>> 0 }));
      expect(states({ ...given, aces: given.aces.toSpliced(at, 0, ...halves) })).toEqual(
        states({ ...given, aces: given.aces.toSpliced(at, 0, whole) }),
      );
    }),
    OPTIONS,
  );
});

test('knowing less about the token never flips a bit, only opens it', () => {
  const extra = fc.constantFrom('S-1-5-2', 'S-1-5-32-545', 'S-1-5-80-*', 'S-1-5-32-544', `${BASE}-1999`);
  fc.assert(
    fc.property(scene, extra, (given, sidToAdd) => {
      const sure: Token = given.token;
      const lessSure: Token[] = [
        { ...sure, groupsComplete: false },
        { ...sure, maybeGroups: [...(sure.maybeGroups ?? []), sidToAdd] },
        { ...sure, user: '' },
      ];
      const before = states({ ...given, token: sure });
      for (const vague of lessSure) {
        states({ ...given, token: vague }).forEach((after, i) => {
          expect([before[i], 'unknown']).toContain(after);
        });
      }
    }),
    OPTIONS,
  );
});

test('a certain answer holds whether or not the token has its maybe group', () => {
  fc.assert(
    fc.property(scene, (given) => {
      const { maybeGroups: _open, ...plain } = given.token;
      const groups = plain.groups.filter((group) => group.sid !== 'S-1-5-2');
      const open = states({ ...given, token: { ...plain, groups, maybeGroups: ['S-1-5-2'] } });
      const without = states({ ...given, token: { ...plain, groups } });
      const withIt = states({ ...given, token: { ...plain, groups: [...groups, enabledGroup('S-1-5-2')] } });
      open.forEach((state, i) => {
        if (state !== 'unknown') expect([without[i], withIt[i]]).toEqual([state, state]);
      });
    }),
    OPTIONS,
  );
});

test('the three masks are disjoint, unsigned and make up FULL; the intersection follows from the sides', () => {
  fc.assert(
    fc.property(scene, aces, owner, (given, folderAces, folderOwner) => {
      const { masks, bits } = evaluateParsed({
        share: descriptorOf(given),
        folder: descriptorOf({ aces: folderAces, owner: folderOwner }),
        token: given.token,
        shareAliases: given.aliases,
        folderAliases: given.aliases,
      });
      for (const { granted, denied, unknown } of Object.values(masks)) {
        expect(granted + denied + unknown).toBe(FULL);
        expect(granted | denied | unknown).toBe(FULL);
      }
      for (const { share, folder, both } of bits) {
        const pair = [share, folder];
        expect(both).toBe(pair.includes('denied') ? 'denied' : pair.includes('unknown') ? 'unknown' : 'granted');
      }
    }),
    OPTIONS,
  );
});

// The rules once more, one bit at a time and with sets of outcomes, for tokens that are known completely.
test('one walk for all bits agrees with a walk per bit', () => {
  fc.assert(
    fc.property(scene, (given) => {
      const bases = { machineSid: BASE, domainSid: BASE, rootDomainSid: BASE };
      const sure: Token = { ...given.token, groupsComplete: true, maybeGroups: [] };
      const list = given.aces.filter((ace) => ace.objectType === null || ace.type === 'OA');
      const got = states({ ...given, aces: list, token: sure, aliases: bases });
      expect(got).toEqual(FILE_RIGHTS.map(({ bit }) => referenceBit(bit, list, given.owner, sure, bases)));
    }),
    OPTIONS,
  );
});

function referenceBit(bit: number, list: SddlAce[], ownerText: string | null, who: Token, bases: AliasContext): Tri {
  const active = list.filter((ace) => !ace.flags.includes('IO'));
  const has = (text: string | null, deny: boolean): boolean => {
    if (text === null) return false;
    const wanted = text === 'OW' ? ownerText && resolveSid(ownerText, bases) : resolveSid(text, bases);
    if (wanted === who.user) return true;
    const group = who.groups.find((entry) => entry.sid === wanted);
    return group !== undefined && (group.attributes === 0x7 || (deny && group.attributes === 0x10));
  };
  const implied = (bit === 0x20000 || bit === 0x40000) && !active.some((ace) => ace.sid === 'OW');
  if (implied && has(ownerText, false)) return 'granted';
  for (const ace of active) {
    const deny = ace.type.includes('D');
    if (ace.type === 'XA' || ace.objectType !== null) continue;
    if ((mapGenericBits(ace.mask) & bit) !== 0 && has(ace.sid, deny)) return deny ? 'denied' : 'granted';
  }
  return 'denied';
}

test('a printed and parsed descriptor is judged the same', () => {
  fc.assert(
    fc.property(scene, (given) => {
      const share = descriptorOf(given);
      const context = { folder: null, token: given.token, shareAliases: given.aliases, folderAliases: {} };
      const again = parseSddl(printSddl(share));
      expect(evaluateParsed({ share: again, ...context }).masks).toEqual(evaluateParsed({ share, ...context }).masks);
    }),
    OPTIONS,
  );
});
