import type { AliasContext, Token } from '../../src/windows/access.ts';
import type { Dice } from './dice.ts';

/** An ACE as it was meant, beside the text that says it. */
export interface MeantAce {
  type: string;
  inheritOnly: boolean;
  /** As written: generic bits are not mapped. */
  mask: number;
  hasObjectType: boolean;
  sid: string;
}

export interface MeantDescriptor {
  text: string;
  owner: string | null;
  /** Null: absent, or there to say that there is none. */
  dacl: MeantAce[] | null;
  hasPolicy: boolean;
}

export const BASES = { machineSid: 'S-1-5-21-7-7-7', domainSid: 'S-1-5-21-1-2-3', rootDomainSid: 'S-1-5-21-9-9-9' };

const DEEP = 'S-1-5-21-1-2-3-4-5-6-7-8-9-10-11-12-13-4294967295';
const SERVICE = 'S-1-5-80-3139157870-2983391045-3678747466-658725712-1809340420';
const SIDS = [
  ...['WD', 'BA', 'BU', 'AU', 'NU', 'SY', 'OW', 'OW', 'CO', 'LA', 'DC', 'DU', 'EA', 'SU'],
  ...['S-1-1-0', 'S-1-3-4', 'S-1-5-32-545', 'S-1-5-21-1-2-3-1105', 'S-1-5-21-1-2-3-1999', 'S-1-5-21-1-2-3-515'],
  ...[DEEP, SERVICE, 's-1-5-2', 'S-1-0x000000000005-18'],
];
const OWNERS = ['BA', 'SY', 'LA', 'DU', 'NU', 'BU', 'S-1-5-21-1-2-3-1105', 'S-1-5-21-1-2-3-1999'];
const GROUPS = [
  ...['S-1-1-0', 'S-1-5-2', 'S-1-5-11', 'S-1-5-32-544', 'S-1-5-32-545', 'S-1-5-21-1-2-3-513', 'S-1-5-21-1-2-3-515'],
  ...['S-1-5-21-7-7-7-500', 'S-1-5-21-9-9-9-519', DEEP, SERVICE, 's-1-5-6', 'S-1-16-16384'],
];
const MAYBE = ['S-1-5-2', 'S-1-5-32-545', 'S-1-5-80-*', 's-1-5-6', 'S-1-5-21-1-2-3-515', 'S-1-5-32-544', DEEP];
/** Normal, deny-only (with and without "enabled"), disabled, an integrity level, a logon identifier. */
const ATTRIBUTES = [0x7, 0x7, 0x7, 0x10, 0x14, 0x0, 0x3, 0x60, 0xc0000007];
const RIGHTS: [text: string, mask: number][] = [
  ['', 0],
  ['FA', 0x1f01ff],
  ['FR', 0x120089],
  ['FW', 0x120116],
  ['FX', 0x1200a0],
  ['GA', 0x10000000],
  ['GW', 0x40000000],
  ['GRGX', 0xa0000000],
  ['WD', 0x40000],
  ['RCWDWO', 0xe0000],
  ['DCLCRPCR', 0x116],
  ['KA', 0xf003f],
  ['0x1301bf', 0x1301bf],
  ['268435456', 0x10000000],
  ['2684354560', 0xa0000000],
  ['07600777', 0x1f01ff],
];
const TYPES = ['A', 'A', 'A', 'A', 'A', 'D', 'D', 'D', 'OA', 'OD', 'OA', 'OD', 'XA', 'XD', 'ZA', 'AU'];
const GUID = 'bf967a86-0de6-11d0-a285-00aa003049e2';
const ACL_FLAGS = ['', '', 'P', 'AI', 'PAI', 'ARAI'];
const PRIVILEGES = ['SeBackupPrivilege', 'SeRestorePrivilege', 'SeSecurityPrivilege', 'SeTakeOwnershipPrivilege'];

function randomRights(dice: Dice): [text: string, mask: number] {
  if (!dice.once(2)) return dice.pick(RIGHTS);
  const mask = dice.once(4) ? dice.below(2 ** 32) : dice.below(0x200000);
  return [dice.pick([`0x${mask.toString(16)}`, `0X${mask.toString(16).toUpperCase()}`, `${mask}`, octal(mask)]), mask];
}

const octal = (mask: number): string => `0${mask.toString(8)}`;

function randomAce(dice: Dice): MeantAce & { text: string } {
  const type = dice.pick(TYPES);
  const inheritOnly = dice.once(8);
  const [rights, mask] = randomRights(dice);
  const ofObjects = ['OA', 'OD', 'ZA'].includes(type);
  const hasObjectType = ofObjects && dice.once(2);
  const inherited = ofObjects && dice.once(2) ? GUID : '';
  const sid = dice.pick(SIDS);
  const flags = dice.pick(['', 'OICI', 'ID', 'CIID']) + (inheritOnly ? 'IO' : '');
  const tail = type.startsWith('X') ? ';(@User.Title=="(x)")' : '';
  const text = `(${type};${flags};${rights};${hasObjectType ? GUID : ''};${inherited};${sid}${tail})`;
  return { type, inheritOnly, mask, hasObjectType, sid, text };
}

export function randomDescriptor(dice: Dice, most = 7): MeantDescriptor {
  const owner = dice.once(8) ? null : dice.pick(OWNERS);
  const head = `${owner === null ? '' : `O:${owner}`}${dice.once(8) ? '' : 'G:SY'}`;
  const hasPolicy = dice.once(12);
  const sacl = hasPolicy ? 'S:(SP;;;;;S-1-17-1)' : dice.pick(['', 'S:', 'S:(ML;;NW;;;HI)', 'S:(SP;IO;;;;S-1-17-1)']);
  if (dice.once(20)) {
    const dacl = dice.pick(['D:NO_ACCESS_CONTROL', 'D:PNO_ACCESS_CONTROL', head === '' && sacl === '' ? 'S:' : '']);
    return { text: `${head}${dacl}${sacl}`, owner, dacl: null, hasPolicy };
  }
  const aces = dice.list(most, () => randomAce(dice));
  const dacl = `D:${dice.pick(ACL_FLAGS)}${aces.map(({ text }) => text).join('')}`;
  const text = dice.once(2) ? `${head}${dacl}${sacl}` : `${sacl}${dacl}${head}`;
  return { text, owner, dacl: aces, hasPolicy };
}

export function randomToken(dice: Dice): Token {
  return {
    user: dice.pick(['S-1-5-18', 'S-1-5-21-1-2-3-1105', 's-1-5-21-1-2-3-1105']),
    // Groups may come twice, with the same attributes or with others.
    groups: dice.list(7, () => ({ sid: dice.pick(GROUPS), attributes: dice.pick(ATTRIBUTES) })),
    groupsComplete: !dice.once(3),
    ...(dice.once(2) ? { maybeGroups: dice.some(MAYBE) } : {}),
    ...(dice.once(5) ? { privileges: dice.some(PRIVILEGES) } : {}),
  };
}

/** Each base is known or is not. */
export function randomAliases(dice: Dice): AliasContext {
  return dice.once(2) ? BASES : Object.fromEntries(dice.some(Object.entries(BASES)));
}
