/**
 * The access check of MS-DTYP 2.5.3.2 once more, as slowly as it reads: one bit at a time, one possible world at a time,
 * over what a descriptor was meant to say. Shares no code with the product.
 */
import type { AliasContext, Token } from '../../src/windows/access.ts';
import type { MeantAce, MeantDescriptor } from './random-access.ts';

/** What decided: the 1-based position of an ACE, or what else there is. */
type By = number | 'no-dacl' | 'owner' | 'privilege' | 'no-ace';

export interface NaiveBit {
  state: 'granted' | 'denied' | 'unknown';
  /** Of an unknown bit: the positions of the ACEs that it hangs on, without the owner. */
  by: By | readonly number[] | 'policy';
}

export const NAIVE_BITS = [
  0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x10000, 0x20000, 0x40000, 0x80000, 0x100000,
];

const FIXED: Record<string, string> = {
  ...{ WD: 'S-1-1-0', OW: 'S-1-3-4', CO: 'S-1-3-0', NU: 'S-1-5-2', SU: 'S-1-5-6', AU: 'S-1-5-11', SY: 'S-1-5-18' },
  ...{ BA: 'S-1-5-32-544', BU: 'S-1-5-32-545', 'S-1-0x000000000005-18': 'S-1-5-18' },
};

/** Null: an alias whose base is not known. */
function meantSid(written: string, aliases: AliasContext): string | null {
  const below = (base: string | undefined, rid: number) => (base === undefined ? null : `${base}-${rid}`);
  if (written === 'LA') return below(aliases.machineSid, 500);
  if (written === 'DU') return below(aliases.domainSid, 513);
  if (written === 'DC') return below(aliases.domainSid, 515);
  if (written === 'EA') return below(aliases.rootDomainSid, 519);
  return FIXED[written] ?? written.toUpperCase();
}

type Carried = 'yes' | 'no' | 'maybe';

export function carried(sid: string | null, token: Token, isDeny: boolean): Carried {
  if (sid === null) return 'maybe';
  if (token.user.toUpperCase() === sid) return 'yes';
  const entries = token.groups.filter((group) => group.sid.toUpperCase() === sid);
  if (entries.length > 0) {
    const isUsed = entries.some(({ attributes }) => {
      const denyOnly = Math.floor(attributes / 0x10) % 2 === 1;
      const enabled = Math.floor(attributes / 0x4) % 2 === 1;
      return denyOnly ? isDeny : enabled;
    });
    return isUsed ? 'yes' : 'no';
  }
  if (!token.groupsComplete && sid.startsWith('S-1-5-21-')) return 'maybe';
  const isMaybe = (token.maybeGroups ?? []).some((entry) => {
    const [head, ...rest] = entry.toUpperCase().split('*');
    return rest.length > 0 ? sid.startsWith(head!) : sid === head;
  });
  return isMaybe ? 'maybe' : 'no';
}

function hasBit(mask: number, bit: number): boolean {
  const has = (number: number, single: number) => Math.floor(number / single) % 2 === 1;
  return (
    has(mask, bit) ||
    (has(mask, 0x80000000) && has(0x120089, bit)) ||
    (has(mask, 0x40000000) && has(0x120116, bit)) ||
    (has(mask, 0x20000000) && has(0x1200a0, bit)) ||
    has(mask, 0x10000000)
  );
}

/** A descriptor with a token before it: who its entries name for that token. */
export interface Scene {
  descriptor: MeantDescriptor;
  /** The owner's implied rights come to the token. */
  owner: Carried;
  /** No entry has taken the place of these rights. */
  ownerIsImplied: boolean;
  /** In the order of the ACEs. */
  entries: Carried[];
  ownsByPrivilege: boolean;
}

const isDeny = ({ type }: MeantAce): boolean => type === 'D' || type === 'OD' || type === 'XD';

export function sceneOf(descriptor: MeantDescriptor, aliases: AliasContext, token: Token): Scene {
  const dacl = descriptor.dacl ?? [];
  const isOwnerRights = ({ sid }: MeantAce): boolean => meantSid(sid, aliases) === 'S-1-3-4';
  const owner = (deny: boolean): Carried =>
    descriptor.owner === null ? 'no' : carried(meantSid(descriptor.owner, aliases), token, deny);
  const entry = (ace: MeantAce): Carried => {
    const deny = isDeny(ace);
    const match = isOwnerRights(ace) ? owner(deny) : carried(meantSid(ace.sid, aliases), token, deny);
    return ace.type === 'OD' && ace.hasObjectType && match === 'yes' ? 'maybe' : match;
  };
  return {
    descriptor,
    owner: owner(false),
    ownerIsImplied: !dacl.some((ace) => !ace.inheritOnly && isOwnerRights(ace)),
    entries: dacl.map(entry),
    ownsByPrivilege: token.privileges?.includes('SeTakeOwnershipPrivilege') ?? false,
  };
}

/** The world that is asked in: which of the positions in doubt match. 0 stands for the owner's implied rights. */
type World = ReadonlySet<number>;

function decides(ace: MeantAce, bit: number): boolean {
  if (ace.inheritOnly || !hasBit(ace.mask, bit)) return false;
  return ['A', 'D', 'OD', 'XD'].includes(ace.type) || (ace.type === 'OA' && !ace.hasObjectType);
}

function askIn(scene: Scene, bit: number, world: World): { granted: boolean; by: By } {
  const { dacl } = scene.descriptor;
  if (dacl === null) return { granted: true, by: 'no-dacl' };
  const matches = (match: Carried, position: number) => match === 'yes' || (match === 'maybe' && world.has(position));
  const isOwners = bit === 0x20000 || bit === 0x40000;
  if (isOwners && scene.ownerIsImplied && matches(scene.owner, 0)) return { granted: true, by: 'owner' };
  if (bit === 0x80000 && scene.ownsByPrivilege) return { granted: true, by: 'privilege' };
  const at = dacl.findIndex((ace, i) => decides(ace, bit) && matches(scene.entries[i]!, i + 1));
  return at < 0 ? { granted: false, by: 'no-ace' } : { granted: !isDeny(dacl[at]!), by: at + 1 };
}

/** Every subset: with two positions in doubt there are four worlds. */
function worldsOf(positions: readonly number[]): World[] {
  const hasDigit = (world: number, digit: number): boolean => (world >> digit) % 2 === 1;
  return Array.from({ length: 2 ** positions.length }, (_, n) => new Set(positions.filter((_, i) => hasDigit(n, i))));
}

export function naiveBit(scene: Scene, bit: number): NaiveBit {
  const sure = askIn(scene, bit, new Set());
  // Each on its own: may it be that which decides?
  const doubts = [scene.owner, ...scene.entries].flatMap((match, position) => {
    if (match !== 'maybe') return [];
    const { by } = askIn(scene, bit, new Set([position]));
    return by === (position === 0 ? 'owner' : position) ? [position] : [];
  });
  const outcomes = new Set(worldsOf(doubts).map((world) => askIn(scene, bit, world).granted));
  if (outcomes.size > 1) return { state: 'unknown', by: doubts.filter((position) => position > 0) };
  if (!sure.granted) return { state: 'denied', by: sure.by };
  return scene.descriptor.hasPolicy ? { state: 'unknown', by: 'policy' } : { state: 'granted', by: sure.by };
}

/** The outcome where everything is known, but for what an OD with an object type does: those `honoured` deny. */
export function naiveOutcome(scene: Scene, bit: number, honoured: World): 'granted' | 'denied' {
  return askIn(scene, bit, honoured).granted ? 'granted' : 'denied';
}
