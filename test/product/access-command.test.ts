import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { accessSchema } from '../../src/report/access-schema.ts';
import { evaluateAccess, providerSystemToken, type Token } from '../../src/windows/access.ts';
import { runHere } from './in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'osd-access-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const base = 'S-1-5-21-1-2-3';
const open = 'O:BAG:SYD:(A;;FA;;;SY)(A;;FA;;;BA)';
const computers = `O:BAG:SYD:(A;;FA;;;${base}-515)`;
const account: Token = {
  user: `${base}-2113`,
  groups: ['S-1-1-0', 'S-1-5-11', 'S-1-5-2', 'S-1-5-32-545', `${base}-513`].map((sid) => ({ sid, attributes: 7 })),
  groupsComplete: true,
};
const capture = file('capture.json', account);
const partial = file('partial.json', { ...account, groupsComplete: false });

const access = (...words: string[]) => runHere(['access', ...words]);
const pair = (share: string, ofFolder: string) => ['--share-sddl', share, '--folder-sddl', ofFolder];
const golden = (name: string): string => `golden/access/${name}.txt`;

describe('access, of descriptors', () => {
  const stories: [name: string, words: string[], code: number][] = [
    ['system-shut-out', [...pair(computers, open), '--need', 'full'], 1],
    ['system-granted', [...pair(open, open), '--need', 'full'], 0],
    ['system-users-only', [...pair('O:LAG:SYD:(A;;0x1301bf;;;BU)', open), '--need', 'change'], 3],
    ['system-network-denied', [...pair(`O:LAG:SYD:(D;;0x2;;;NU)(A;;FA;;;SY)`, open), '--need', 'read-write'], 3],
    ['folder-read-only', pair('O:BAG:SYD:(A;;FA;;;WD)', 'O:BAG:SYD:(A;OICI;0x1200a9;;;SY)'), 0],
    ['inherited-deny', [...pair(open, `O:LAG:SYD:(D;OICIID;DCLC;;;WD)(A;OICIID;FA;;;SY)`), '--need', 'change'], 1],
    ['one-side', ['--share-sddl', open], 3],
    ['alias-without-base', pair('O:LAG:SYD:(A;;FA;;;DA)', open), 3],
    ['central-policy', [...pair(open, `${open}S:(SP;;;;;S-1-17-1)`), '--need', 'read'], 3],
    ['owner-rights', pair(open, 'O:BAG:SYD:(A;;0x120089;;;OW)'), 0],
  ];
  test.each(stories)('%s', async (name, words, code) => {
    const { stdout, stderr, code: ended } = await access(...words);
    expect([ended, stderr]).toEqual([code, '']);
    expect(stdout).toContain(`exit code ${code}\n`);
    await expect(stdout).toMatchFileSnapshot(golden(name));
  });

  test('a token of a file, whose name and completeness are said', async () => {
    const words = pair(`O:BAG:SYD:(A;;0x1200a9;;;${base}-513)`, open);
    const { stdout, code } = await access(...words, '--token', capture, '--need', 'read-write');
    expect(code).toBe(1);
    await expect(stdout.replaceAll(folder, '.')).toMatchFileSnapshot(golden('token-file'));
    const doubtful = await access(
      ...pair(`O:BAG:SYD:(A;;FA;;;${base}-9)`, 'O:BAG:SYD:(A;;FA;;;WD)'),
      '--token',
      partial,
    );
    expect([doubtful.code, doubtful.stdout]).toEqual([3, expect.stringMatching(/^CANNOT TELL read or write/)]);
    expect(doubtful.stdout).toContain('With --need');
  });

  test('a token may come from Windows PowerShell, as UTF-16', async () => {
    const path = join(folder, 'utf16.json');
    writeFileSync(path, Buffer.from(`\ufeff${JSON.stringify(account)}`, 'utf16le'));
    expect((await access(...pair(open, 'O:BAG:SYD:'), '--token', path, '--need', 'read')).code).toBe(1);
  });

  test.each([
    ['read', '0x1200a9', 0],
    ['read-write', '0x1200a9', 1],
    ['read-write', '0x12019f', 0],
    ['change', '0x12019f', 1],
    ['change', '0x1301bf', 0],
    ['full', '0x1301bf', 1],
    ['full', 'FA', 0],
    ['full', '268435456', 0],
    ['read', 'GR', 1],
  ])('--need %s where both sides grant %s', async (need, mask, code) => {
    const sddl = `O:BAG:SYD:(A;;${mask};;;SY)`;
    // What the owner may do is out of the way.
    const both = pair(sddl.replace('BA', 'LS'), sddl.replace('BA', 'LS'));
    expect((await access(...both, '--need', need)).code).toBe(code);
  });

  test('SIDs of the two hosts resolve the letters of their own descriptors', async () => {
    const both = pair('O:BAG:SYD:(A;;FA;;;DU)', 'O:BAG:SYD:(A;;FA;;;LA)');
    const token = ['--token', file('la.json', { ...account, user: 'S-1-5-21-7-8-9-500' }), '--need', 'full'];
    const sids = ['--share-domain-sid', base.toLowerCase(), '--folder-machine-sid', 'S-1-5-21-7-8-9'];
    expect((await access(...both, ...token, ...sids)).code).toBe(0);
    expect((await access(...both, ...token, ...sids.slice(0, 2))).code).toBe(3);
    expect((await access(...both, ...token)).code).toBe(3);
  });

  test('as JSON it is the result of the evaluator and nothing more', async () => {
    const input = { shareSddl: computers, folderSddl: open, shareAliases: {}, folderAliases: {} };
    const { stdout, stderr, code } = await access(...pair(computers, open), '--need', 'full', '--format', 'json');
    expect([code, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toEqual(evaluateAccess({ ...input, token: providerSystemToken() }));
    expect(accessSchema.parse(JSON.parse(stdout))).toEqual(JSON.parse(stdout));
    const one = await access('--folder-sddl', open, '--format', 'json');
    expect([one.code, one.stderr]).toEqual([3, 'share: not known, since --share-sddl was not given\n']);
    expect(JSON.parse(one.stdout).masks.both).toEqual({ granted: 0, denied: 0, unknown: 0x1f01ff });
  });

  test('a descriptor of 64 KiB, and one with 1,000 ACEs', async () => {
    const many = `O:BAG:SYD:${'(A;;FR;;;S-1-5-21-1-2-3-1000)'.repeat(999)}(A;;FA;;;SY)`;
    expect((await access(...pair(many, open), '--need', 'full')).code).toBe(0);
    const long = `O:BAG:SYD:(XA;;FA;;;WD;(@User.a == "${'x'.repeat(65_000)}"))(A;;FA;;;SY)`;
    expect((await access(...pair(long, open), '--need', 'full')).code).toBe(0);
  });
});

describe('access --batch', () => {
  const input = { shareSddl: computers, folderSddl: open, token: account, shareAliases: {}, folderAliases: {} };
  const batch = (...chunks: (string | Uint8Array)[]) =>
    runHere(
      ['access', '--batch'],
      chunks.map((chunk) => Buffer.from(chunk)),
    );
  const line = (changes: object = {}): string => `${JSON.stringify({ ...input, ...changes })}\n`;
  const answersOf = (stdout: string): unknown[] =>
    stdout
      .split('\n')
      .slice(0, -1)
      .map((text) => JSON.parse(text));
  const error = (text: string) => ({ error: expect.stringContaining(text) });

  test("5,000 lines, in chunks of any size, are answered in order by the evaluator's own JSON", async () => {
    const inputs = Array.from({ length: 5000 }, (_, index) => ({
      ...input,
      folderSddl: `O:BAG:SYD:(A;;0x${(index + 1).toString(16)};;;WD)`,
    }));
    const whole = Buffer.from(inputs.map((each) => JSON.stringify(each)).join('\n'));
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < whole.length; at += 7919) chunks.push(whole.subarray(at, at + 7919));
    const { stdout, stderr, code } = await batch(...chunks);
    expect([code, stderr]).toEqual([0, '']);
    const expected = inputs.map((each) => JSON.stringify(evaluateAccess(each)));
    expect(stdout === `${expected.join('\n')}\n`).toBe(true);
    const { success } = accessSchema.safeParse(answersOf(stdout)[17]);
    expect(success).toBe(true);
  });

  test('every kind of reason is written as JSON.stringify would', async () => {
    const inputs = [
      { shareSddl: null, folderSddl: 'O:BAG:SYD:NO_ACCESS_CONTROL' },
      { shareSddl: `O:${account.user}G:SYD:(A;;FR;;;DA)(XA;;FA;;;WD;(@User.x == "ü\u202e\\"))`, folderSddl: 'D:' },
      { shareSddl: `${open}S:(SP;;;;;S-1-17-1)`, folderSddl: '(D' },
      { token: { ...account, privileges: ['SeTakeOwnershipPrivilege'], maybeGroups: ['S-1-5-80-*'] } },
    ].map((changes) => ({ ...input, ...changes }));
    const { stdout, code } = await batch(inputs.map((each) => JSON.stringify(each)).join('\r\n'));
    const [first, second, third, fourth] = answersOf(stdout);
    expect([code, third]).toEqual([3, error('line 3: folderSddl: SDDL, column 1: expected')]);
    expect([first, second, fourth]).toEqual([inputs[0]!, inputs[1]!, inputs[3]!].map((each) => evaluateAccess(each)));
    // What would turn the direction of text on a terminal is spelled out.
    expect(stdout).not.toContain('\u202e');
  });

  test('blank lines are answered by nothing, and counted; a line feed at the end is none', async () => {
    const { stdout, code } = await batch(`\n  \r\n${line()}\nx\n`, line().trimEnd());
    expect(answersOf(stdout)).toEqual([evaluateAccess(input), error('line 5: it is not JSON.'), evaluateAccess(input)]);
    expect(code).toBe(3);
    expect(await batch()).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('a line of 1 MiB is read, and a longer one is an error and nothing else', async () => {
    const padded = (bytes: number): string => `${line().trimEnd()}${' '.repeat(bytes - line().length + 1)}\n`;
    const { stdout, code } = await batch(padded(2 ** 20), padded(2 ** 20 + 1), 'y'.repeat(2 ** 21), '\n', line());
    expect(answersOf(stdout)).toEqual([
      evaluateAccess(input),
      error('line 2: it is longer than 1 MiB.'),
      error('line 3: it is longer than 1 MiB.'),
      evaluateAccess(input),
    ]);
    expect(code).toBe(3);
  });

  const wrong: [string | Uint8Array, string][] = [
    ['5', 'line 1: a JSON object with shareSddl, folderSddl, token, shareAliases and folderAliases is expected.'],
    ['[]', 'a JSON object with'],
    ['null', 'a JSON object with'],
    ['[['.repeat(100_000), 'it is not JSON.'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'a JSON object with'],
    [Uint8Array.of(0x22, 0xff, 0x22), 'it is not UTF-8 text.'],
    [line({ shareSddl: undefined }), '"shareSddl" is missing.'],
    [line({ shareSddl: 5 }), '"shareSddl" is 5, but text is expected here'],
    [line({ shareSddl: '' }), 'shareSddl: SDDL, column 1: expected "O:"'],
    [line({ folderSddl: 'O:BAD:(A;;FA;;;S-1-5)' }), 'folderSddl: SDDL, column 16: expected'],
    [line({ need: 'read' }), 'the key "need" is unknown; allowed are shareSddl'],
    [line({ token: undefined }), '"token" is missing.'],
    [line({ token: 'system' }), '"token" is "system", but a map of keys is expected here.'],
    [line({ token: { ...account, user: undefined } }), '"token.user" is missing.'],
    [line({ token: { ...account, user: '' } }), '"token.user" is empty'],
    [line({ token: { ...account, groupsComplete: 'yes' } }), '"token.groupsComplete" is "yes", but true or false'],
    [
      line({ token: { ...account, groups: [{ sid: 'S-1-1-0', attribute: 7 }] } }),
      'the key "attribute" in "token.groups[0]"',
    ],
    [line({ token: { ...account, groups: [{ sid: 'S-1-1-0', attributes: -(2 ** 40) }] } }), 'a number of 32 bits'],
    [
      line({ token: { ...account, groups: [...account.groups, account.groups[1]] } }),
      '"token.groups[5].sid" is "S-1-5-11", which "token.groups[1]" names already',
    ],
    [
      line({ shareAliases: { machineSid: null } }),
      '"shareAliases.machineSid" is empty; give a value or leave the key out.',
    ],
    [
      line({ folderAliases: { domain: base } }),
      'the key "domain" in "folderAliases" is unknown; allowed are machineSid',
    ],
    [line().replace('{', '{"__proto__":{},'), 'the key "__proto__" is unknown'],
  ];
  test.each(wrong)('%#: one error line, and the next line is answered', async (text, sentence) => {
    const { stdout, code } = await batch(text, '\n', line());
    const answers = answersOf(stdout);
    expect(answers[0]).toEqual(error(sentence));
    expect([code, answers.at(-1)]).toEqual([3, evaluateAccess(input)]);
  });
});

describe('access refuses in one sentence', () => {
  const lists = (groups: unknown[]) => ({ ...account, groups });
  const sddl = pair(open, open);
  const withToken = (name: string, content: unknown): string[] => [...sddl, '--token', file(name, content)];
  const wrong: [string[], string | RegExp][] = [
    [[], 'access needs a UNC path, or --share-sddl and --folder-sddl, or --batch'],
    [['--need', 'full'], 'access needs a UNC path'],
    [[...sddl, '--need', 'write'], '--need does not know "write"; allowed are read, read-write, change, full.'],
    [[...sddl, '--format', 'junit'], '--format does not know "junit"'],
    [['--share-sddl', ''], '--share-sddl is empty'],
    [['--share-sddl', 'Full Control'], '--share-sddl: SDDL, column 1: expected "O:"'],
    [pair(open, 'O:BAD:(A;;FA;;SY)'), /^--folder-sddl: SDDL, column \d+: expected/],
    [pair('O:BAD:(A;;FA;;;XX)', open), '--share-sddl: SDDL, column 16: expected a known SID alias, "XX" is none.'],
    [pair('O:BAD:(A;;-1610612736;;;SY)', open), '--share-sddl: SDDL, column 11: expected a mask'],
    [pair('O:BAD:(A;;0x1ffffffff;;;SY)', open), 'column 11: expected a mask'],
    [pair('O:BAD:(A;;FA;;;S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16)', open), '1 to 15 sub-authorities'],
    [pair(`D:${'(A;;FA;;;SY)'.repeat(4000)}`, open), 'the DACL has 4000 ACEs; one of Windows has room for 3276.'],
    [[...sddl, '--share-domain-sid', 'CONTOSO'], '--share-domain-sid is "CONTOSO", but the SID of a machine or domain'],
    [[...sddl, '--folder-machine-sid', 'S-1-5-21-1-2-3-500'], '--folder-machine-sid is "S-1-5-21-1-2-3-500", but'],
    [[...sddl, '--folder-machine-sid', 'S-1-5-21-1-2-4294967296'], 'but the SID of a machine or domain'],
    [['--share-sddl', open, '--folder-domain-sid', base], '--folder-domain-sid goes with --folder-sddl'],
    [[...sddl, '--lab', 'healthy'], '--lab goes with a UNC path'],
    [[...sddl, '--use-ssl'], '--use-ssl goes with a UNC path'],
    [['\\\\CM01\\Captures$', ...sddl], 'A path gives both descriptors, so --share-sddl has no place beside it'],
    [
      ['//CM01/Captures$'],
      /^access was given .* is a UNC path .*; this one has slashes, and Windows writes backslashes\.$/,
    ],
    [['\\CM01Captures$'], 'use single quotes).'],
    [['C:\\Captures'], 'but a destination is a UNC path'],
    [['\\\\CM01'], 'but a destination is a UNC path'],
    [['\\\\.\\C:\\Captures'], 'but a destination is a UNC path'],
    [['\\\\?\\UNC\\CM01\\Captures$'], 'but a destination is a UNC path'],
    [['\\\\CM01\\Captures$\\%COMPUTERNAME%.wim'], 'without %variables%'],
    [[`\\\\CM01\\Captures$\\${'x'.repeat(300)}`], 'of at most 255 characters'],
    [['\\\\1.2.3\\Captures$'], 'but a destination is a UNC path'],
    [['a', 'b'], 'access does not take "b"'],
    [['--batch', '--need', 'read'], '--batch reads descriptors, tokens and SIDs from standard input'],
    [['--batch', '\\\\CM01\\Captures$'], 'so a path has no place beside it'],
    [['--batch', '--token', 'system'], 'so --token has no place beside it'],
    [['--batch', '--format', 'text'], '--batch writes JSON'],
    [[...sddl, '--token', join(folder, 'nowhere.json')], /nowhere\.json" does not exist; it is system, or a JSON file/],
    [[...sddl, '--token', folder], 'is a folder; it is system, or a JSON file'],
    [withToken('text.json', 'user: S-1-5-18'), 'is not JSON; it is system, or a JSON file of a token.'],
    [withToken('list.json', []), 'a JSON object with user, groups and groupsComplete is expected.'],
    [withToken('no-user.json', { ...account, user: undefined }), '"user" is missing.'],
    [withToken('name.json', { ...account, user: 'CONTOSO\\a' }), '"user" is "CONTOSO\\a", but a SID is'],
    [withToken('open.json', { ...account, groupsComplete: undefined }), '"groupsComplete" is missing.'],
    [withToken('key.json', { ...account, maybeGroup: [] }), 'the key "maybeGroup" is unknown'],
    [withToken('plain.json', lists(['S-1-1-0'])), '"groups[0]" is "S-1-1-0", but a map of keys is expected here.'],
    [withToken('bits.json', lists([{ sid: 'S-1-1-0', attributes: 1.5 }])), 'are a number of 32 bits'],
    [
      withToken('twice.json', lists([account.groups[0], { sid: 's-1-1-0', attributes: 0x10 }])),
      '"groups[1].sid" is "s-1-1-0", which "groups[0]" names already; a group is allowed once.',
    ],
    [withToken('maybe.json', { ...account, maybeGroups: ['S-1-5-80*'] }), '"maybeGroups[0]" is "S-1-5-80*", but a SID'],
  ];
  test.each(wrong)('%#', async (words, sentence) => {
    await expect(access(...words)).rejects.toMatchObject({
      name: 'UsageError',
      message: typeof sentence === 'string' ? expect.stringContaining(sentence) : expect.stringMatching(sentence),
    });
    await expect(access(...words)).rejects.not.toMatchObject({ message: expect.stringContaining('\n') });
  });
});
