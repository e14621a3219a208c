import { describe, expect, test } from 'vitest';
import { aceText, parseSddl, type SddlAce, SddlError, type SecurityDescriptor } from './sddl.ts';

const GUID = 'bf967a86-0de6-11d0-a285-00aa003049e2';

function firstAce(text: string): SddlAce {
  const { dacl, sacl } = parseSddl(text);
  return (dacl ?? sacl)!.aces[0]!;
}

describe('sections', () => {
  test('owner, group, flags, ACEs', () => {
    const text = 'O:BAG:S-1-5-18D:PARAI(A;OICI;FA;;;SY)S:AI(AU;SAFA;0x2;;;WD)';
    const ace = { objectType: null, inheritedObjectType: null, tail: null };
    expect(parseSddl(text)).toEqual({
      owner: 'BA',
      group: 'S-1-5-18',
      dacl: {
        ...{ protected: true, autoInheritRequested: true, autoInherited: true, isNull: false },
        aces: [{ ...ace, type: 'A', flags: ['OI', 'CI'], mask: 0x1f01ff, sid: 'SY' }],
      },
      sacl: {
        ...{ protected: false, autoInheritRequested: false, autoInherited: true, isNull: false },
        aces: [{ ...ace, type: 'AU', flags: ['SA', 'FA'], mask: 0x2, sid: 'WD' }],
      },
    } satisfies SecurityDescriptor);
  });

  test('come in any order', () => {
    const usual = parseSddl('O:SYG:SAD:P(A;;FA;;;SY)S:(AU;FA;FA;;;WD)');
    expect(parseSddl('S:(AU;FA;FA;;;WD)D:P(A;;FA;;;SY)G:SAO:SY')).toEqual(usual);
    expect(parseSddl('D:P(A;;FA;;;SY)O:SYS:(AU;FA;FA;;;WD)G:SA')).toEqual(usual);
  });

  test('absent, NULL and empty DACL differ', () => {
    expect(parseSddl('O:BAG:SY').dacl).toBeNull();
    expect(parseSddl('O:BAG:SYD:NO_ACCESS_CONTROL').dacl).toMatchObject({ isNull: true, aces: [] });
    expect(parseSddl('D:PNO_ACCESS_CONTROLS:').dacl).toMatchObject({ protected: true, isNull: true });
    expect(parseSddl('O:BAG:SYD:').dacl).toMatchObject({ isNull: false, aces: [] });
    expect(parseSddl('O:BAG:SYD:S:').dacl).toMatchObject({ isNull: false, aces: [] });
  });

  test('white space and lower case change nothing, the text of an ACE stays as read', () => {
    const spaced = parseSddl(' o:ba \n g: SY D: AI ( a ; oici ; fa ; ; ; s-1-05-18 )\r\n(D;;0X2;;;wd) ');
    expect(spaced).toEqual(parseSddl('O:BAG:SYD:AI(A;OICI;FA;;;S-1-5-18)(D;;0x2;;;WD)'));
    expect(spaced.dacl!.aces.map(aceText)).toEqual(['( a ; oici ; fa ; ; ; s-1-05-18 )', '(D;;0X2;;;wd)']);
  });

  test('an ACE that was not read from a text is shown as it would be printed', () => {
    expect(aceText({ ...firstAce('D:(A;CIOI;FA;;;SY)') })).toBe('(A;OICI;0x1f01ff;;;SY)');
  });
});

describe('ACEs', () => {
  test.each('A D OA OD XA XD ZA'.split(' '))('type %s in a DACL', (type) => {
    expect(firstAce(`D:(${type};;FA;;;WD)`).type).toBe(type);
  });

  test.each('AU AL OU OL XU ML RA SP TL FL'.split(' '))('type %s in a SACL', (type) => {
    expect(firstAce(`S:(${type};;;;;WD)`).type).toBe(type);
  });

  test.each([
    ['CIOI', ['OI', 'CI']],
    ['OICINPIOID', ['OI', 'CI', 'NP', 'IO', 'ID']],
    ['CRFASATP', ['CR', 'SA', 'FA', 'TP']],
    ['IOIO', ['IO']],
    ['', []],
  ])('flags %j', (written, flags) => {
    expect(firstAce(`D:(A;${written};FA;;;WD)`).flags).toEqual(flags);
  });

  test.each([
    ['', 0],
    ['0', 0],
    ['0x1f01ff', 0x1f01ff],
    ['0X1F01FF', 0x1f01ff],
    ['0xffffffff', 0xffffffff],
    ['2032127', 0x1f01ff],
    ['4294967295', 0xffffffff],
    ['07600777', 0x1f01ff],
    ['037777777777', 0xffffffff],
    ['FA', 0x1f01ff],
    ['FR', 0x120089],
    ['FW', 0x120116],
    ['FX', 0x1200a0],
    ['GA', 0x10000000],
    ['GX', 0x20000000],
    ['GW', 0x40000000],
    ['GR', 0x80000000],
    ['GRGX', 0xa0000000],
    ['KA', 0xf003f],
    ['KR', 0x20019],
    ['KW', 0x20006],
    ['KX', 0x20019],
    ['NW', 0x1],
    ['NR', 0x2],
    ['NX', 0x4],
    ['CC', 0x1],
    ['DC', 0x2],
    ['LC', 0x4],
    ['SW', 0x8],
    ['RP', 0x10],
    ['WP', 0x20],
    ['DT', 0x40],
    ['LO', 0x80],
    ['CR', 0x100],
    ['SD', 0x10000],
    ['RC', 0x20000],
    ['WD', 0x40000],
    ['WO', 0x80000],
    ['DCLCRPCR', 0x116],
    ['CCDCLCSWRPWPDTLOCRSDRCWDWO', 0xf01ff],
    ['RPWPCCDCLCSWRCWDWOGA', 0x100e003f],
  ])('rights %j', (written, mask) => {
    expect(firstAce(`D:(A;;${written};;;WD)`).mask).toBe(mask);
  });

  test('the same letters mean what their field says', () => {
    expect(firstAce('D:(A;;WD;;;WD)')).toMatchObject({ mask: 0x40000, sid: 'WD' });
    expect(firstAce('D:(A;;DC;;;DC)')).toMatchObject({ mask: 0x2, sid: 'DC' });
    expect(firstAce('D:(A;;RC;;;RC)')).toMatchObject({ mask: 0x20000, sid: 'RC' });
    expect(firstAce('S:(AU;FA;FA;;;AU)')).toMatchObject({ type: 'AU', flags: ['FA'], mask: 0x1f01ff, sid: 'AU' });
    expect(firstAce('S:(RA;SA;;;;RA)')).toMatchObject({ type: 'RA', flags: ['SA'], sid: 'RA' });
    expect(firstAce('D:(A;CR;CR;;;SA)')).toMatchObject({ flags: ['CR'], mask: 0x100, sid: 'SA' });
  });

  test('object GUIDs', () => {
    expect(firstAce(`D:(OA;;CR;${GUID.toUpperCase()};;SY)`)).toMatchObject({
      objectType: GUID,
      inheritedObjectType: null,
    });
    expect(firstAce(`D:(OD;;CR;;${GUID};SY)`)).toMatchObject({ objectType: null, inheritedObjectType: GUID });
  });

  test.each([
    [
      'D:(XA;;FA;;;WD;(@User.Title=="a)b(" && (Member_of {SID(BA)})))',
      '(@User.Title=="a)b(" && (Member_of {SID(BA)}))',
    ],
    ['D:(XD;;FX;;;S-1-1-0;( x == 1 ) )', '( x == 1 )'],
    [`D:(ZA;;FA;${GUID};;WD;(a))`, '(a)'],
    ['S:(RA;CI;;;;S-1-1-0;("Project",TS,0,"Windows","SQL"))', '("Project",TS,0,"Windows","SQL")'],
    ['S:(FL;TP;FA;;;WD;((a)||(b)))', '((a)||(b))'],
    ['S:(XU;SA;FA;;;WD;("))"))', '("))")'],
  ])('tail of %s', (text, tail) => {
    expect(firstAce(text).tail).toBe(tail);
  });

  test.each([
    ['S-1-5-18', 'S-1-5-18'],
    ['S-1-0x000000000005-18', 'S-1-5-18'],
    ['S-1-0x123456789abc-1', 'S-1-0x123456789abc-1'],
    ['S-1-4294967296-1', 'S-1-0x000100000000-1'],
    ['S-1-20015998343868-1', 'S-1-0x123456789abc-1'],
    ['S-1-15-1-2-3-4-5-6-7-8-9-10-11-12-13-14-4294967295', 'S-1-15-1-2-3-4-5-6-7-8-9-10-11-12-13-14-4294967295'],
    ['sy', 'SY'],
  ])('SID %s', (written, sid) => {
    expect(firstAce(`D:(A;;FA;;;${written})`).sid).toBe(sid);
    expect(parseSddl(`O:${written}G:${written}D:`)).toMatchObject({ owner: sid, group: sid });
  });
});

const ERRORS: [text: string, column: number, message: RegExp][] = [
  ['', 1, /expected "O:", "G:", "D:" or "S:"/],
  ['  ', 3, /expected "O:"/],
  ['X:BA', 1, /expected "O:"/],
  ['BA', 1, /expected "O:"/],
  ['O:', 3, /expected a SID/],
  ['O:G:SY', 3, /expected a SID/],
  ['O:ZZ', 3, /known SID alias, "ZZ"/],
  ['O:BAO:BA', 5, /each section once/],
  ['D:D:', 3, /each section once/],
  ['O:BA G:SYx', 10, /"O:".*end/],
  ['O:S-1-5', 3, /expected a SID/],
  ['O:S-2-5-18', 3, /expected a SID/],
  ['O:S-1-5-4294967296', 3, /32 bits/],
  ['O:S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16', 3, /15 sub-authorities/],
  ['O:S-1-281474976710656-1', 3, /48-bit/],
  ['D:Q', 3, /flag .*"\("/],
  ['D:(A;;FA;;;WD)P', 15, /"\("/],
  ['D:NO_ACCESS_CONTROL(A;;FA;;;WD)', 20, /no ACE/],
  ['D:(', 4, /ACE type/],
  ['D:(B;;FA;;;WD)', 4, /ACE type/],
  ['D:(A', 5, /";" after the ACE type/],
  ['D:(A)', 5, /";" after the ACE type/],
  ['D:(A;XX;FA;;;WD)', 6, /ACE flag/],
  ['D:(A;OIX;FA;;;WD)', 8, /ACE flag/],
  ['D:(A;;QQ;;;WD)', 7, /two-letter right/],
  ['D:(A;;\u017fd;;;WD)', 7, /two-letter right/],
  ['D:(A;o\u0131;FA;;;WD)', 6, /ACE flag/],
  ['D:(A;;FA;;;\u017fy)', 12, /expected a SID/],
  ['O:\u017f-1-5-18', 3, /expected a SID/],
  ['D:(A;;FAX;;;WD)', 9, /two-letter right/],
  ['D:(A;;-1;;;WD)', 7, /mask/],
  ['D:(A;;+1;;;WD)', 7, /mask/],
  ['D:(A;;-1610612736;;;WD)', 7, /mask/],
  ['D:(A;;0x100000000;;;WD)', 7, /mask/],
  ['D:(A;;4294967296;;;WD)', 7, /mask/],
  ['D:(A;;040000000000;;;WD)', 7, /mask/],
  ['D:(A;;0x;;;WD)', 7, /mask/],
  ['D:(A;;08;;;WD)', 7, /mask/],
  ['D:(A;;12a;;;WD)', 7, /mask/],
  ['D:(A;;1.5;;;WD)', 7, /mask/],
  [`D:(A;;FA;${GUID};;WD)`, 10, /empty field.*no GUID/],
  ['D:(OA;;FA;12;;WD)', 11, /GUID/],
  [`D:(OA;;FA;;{${GUID}};WD)`, 12, /GUID/],
  ['D:(A;;FA;;;)', 12, /expected a SID/],
  ['D:(A;;FA;;;Q)', 12, /expected a SID/],
  ['D:(A;;FA;;;QQ)', 12, /known SID alias/],
  ['D:(A;;FA;;;WDX)', 14, /"\)" after the SID/],
  ['D:(A;;FA;;;WD', 14, /"\)" after the SID/],
  ['D:(A;;FA;;WD)', 11, /empty field/],
  ['D:(A;;FA;;)', 11, /";" after the inherited/],
  ['D:(A;;FA;;;WD;(a))', 14, /"\)" after the SID/],
  ['D:(XA;;FA;;;WD', 15, /"\)" or ";"/],
  ['D:(XA;;FA;;;WD;)', 16, /"\(" before the condition/],
  ['D:(XA;;FA;;;WD;((a)', 20, /parenthesis of column 16/],
  ['D:(XA;;FA;;;WD;("a', 19, /string of column 17/],
  ['D:(XA;;FA;;;WD;(a)b)', 19, /"\)" after the SID/],
];

describe('errors', () => {
  test.each(ERRORS)('%j at column %i', (text, column, message) => {
    let caught: unknown;
    try {
      parseSddl(text);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(SddlError);
    expect(caught).toMatchObject({ column, name: 'SddlError', message: expect.stringMatching(message) });
  });
});

test('a long text is read in one pass', () => {
  const depth = 50_000;
  const tail = `${'('.repeat(depth)}a${')'.repeat(depth)}`;
  expect(firstAce(`D:(XA;;FA;;;WD;${tail})`).tail).toBe(tail);
  expect(parseSddl(`D:${'(A;;FA;;;WD)'.repeat(5_000)}`).dacl!.aces).toHaveLength(5_000);
});
