import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeIniBytes, parseIni, readContentIni, readFileIni, readPackageIni, readUsersIni } from './ini.ts';

const HASH = 'F7F1201EC940EC51577B9C887C96D499A4A756A572DFEB35577AD5BE9993D40A';
const PACKAGE = '[Packages]\r\nPS100012.3=\r\n[Info]\r\nVersion=3\r\n';
const FILE = `[File]\r\nHash=${HASH}\r\nSize=7\r\nTimeModified=133486382450000000\r\nAttributes=20\r\n`;
const seeded = (numRuns: number) => ({ seed: 20240102, numRuns });

describe('parser', () => {
  test('the name ends at the first equals sign and blanks around both parts go', () => {
    const ini = parseIni('[A]\n  key one \t=  x = y  \n');
    expect(ini.get('A', 'key one')).toBe('x = y');
  });

  test('names are compared without case and kept in their spelling', () => {
    const ini = parseIni('[InFo]\nHaSh=1\nHASH=2\nother=\n');
    expect(ini.get('info', 'hash')).toBe('2');
    expect(ini.keys('INFO')).toEqual(['HaSh', 'other']);
    expect(ini.sections()).toEqual(['InFo']);
    expect(ini.get('Info', 'other')).toBe('');
  });

  test('comments, lines without an equals sign, nameless pairs and orphans are dropped', () => {
    const ini = parseIni('early=1\n;[No]\n[A]\n  ; x=1\nnothing\n=2\n[]\ny=3\n;=\n');
    expect(ini.keys('A')).toEqual(['y']);
    expect(ini.sections()).toEqual(['A']);
  });

  test('a repeated section replaces the earlier one', () => {
    const ini = parseIni('[A]\nx=1\n[B]\nz=1\n[a]\ny=2\n');
    expect(ini.keys('A')).toEqual(['y']);
    expect(ini.get('A', 'x')).toBeUndefined();
    expect(ini.get('B', 'z')).toBe('1');
  });

  test('a section line may carry a comment and a section name may contain a bracket', () => {
    expect(parseIni('[A] ; note\nx=1').get('A', 'x')).toBe('1');
    expect(parseIni(' [a]b]\nx=1').get('a]b', 'x')).toBe('1');
  });

  test.each(['\r\n', '\n', '\r'])('line end %j, with and without the last one and a BOM', (lineEnd) => {
    for (const text of [FILE, FILE.trimEnd(), `\uFEFF${FILE}`]) {
      expect(readFileIni(text.replaceAll('\r\n', lineEnd)).size).toBe(7n);
    }
  });

  test('names of JavaScript objects are ordinary names', () => {
    const ini = parseIni('[__proto__]\nconstructor=1\n');
    expect(ini.get('__proto__', 'constructor')).toBe('1');
    expect(ini.get('toString', 'x')).toBeUndefined();
    expect(ini.get('__proto__', 'toString')).toBeUndefined();
  });
});

describe('bytes', () => {
  test.each([
    ['Latin-1', Buffer.from('[A]\nx=Größe\u0080', 'latin1')],
    ['UTF-8 with BOM', Buffer.from('\uFEFF[A]\nx=Größe\u0080', 'utf8')],
    ['UTF-16LE with BOM', Buffer.from('\uFEFF[A]\nx=Größe\u0080', 'utf16le')],
  ])('%s', (_, bytes) => {
    expect(decodeIniBytes(new Uint8Array(bytes))).toBe('[A]\nx=Größe\u0080');
  });

  test('a view into a larger buffer is read from its own start', () => {
    expect(decodeIniBytes(Buffer.from('xx[A]yy').subarray(2, 5))).toBe('[A]');
    expect(decodeIniBytes(new Uint8Array())).toBe('');
  });

  test('half a character at the end does not throw', () => {
    expect(decodeIniBytes(Uint8Array.of(0xff, 0xfe, 0x41))).toHaveLength(1);
    expect(decodeIniBytes(Uint8Array.of(0xef, 0xbb, 0xbf, 0xc3))).toHaveLength(1);
  });
});

describe('readers', () => {
  test('a classic package', () => {
    expect(readPackageIni(PACKAGE)).toEqual({ refs: ['PS100012.3'], version: 3 });
  });

  test('an application has refs and no version, with an empty [Info] or without', () => {
    const text = '[Packages]\nContent_ab-1.1=7\nContent_cd-2.4\nContent_ef.2=\n';
    const expected = { refs: ['Content_ab-1.1', 'Content_ef.2'], version: null };
    expect(readPackageIni(text)).toEqual(expected);
    expect(readPackageIni(`${text}[Info]\n`)).toEqual(expected);
  });

  test.each(['', 'three', '-1', '3.0', '0x3', '99999999999999999999999', '2147483648'])(
    'version %j is malformed',
    (v) => {
      expect(readPackageIni(`[Info]\nVersion=${v}\n`).version).toBe('malformed');
    },
  );

  test('hashes come out in upper case; anything but 64 hex digits is unreadable', () => {
    expect(readContentIni(`[Info]\nHash=${HASH.toLowerCase()}`).hash).toBe(HASH);
    for (const bad of ['', HASH.slice(1), `${HASH}0`, `G${HASH.slice(1)}`, `"${HASH}"`]) {
      expect(readContentIni(`[Info]\nHash=${bad}`).hash).toBeNull();
    }
    expect(readContentIni('').hash).toBeNull();
    expect(readContentIni(`[File]\nHash=${HASH}`).hash).toBeNull();
  });

  test('a file', () => {
    const expected = { hash: HASH, size: 7n, attributes: 0x20, timeModified: 133486382450000000n };
    expect(readFileIni(FILE)).toEqual(expected);
    const untidy = `;x\n[Other]\nSize=1\n[FILE]\n ATTRIBUTES = 20\nnew=1\nsize\t=007\ntimemodified=133486382450000000\nhash =${HASH}`;
    expect(readFileIni(untidy)).toEqual(expected);
  });

  test('each value of a file is judged on its own', () => {
    const unreadable = { hash: null, size: null, attributes: null, timeModified: null };
    expect(readFileIni('')).toEqual(unreadable);
    expect(readFileIni('[File]\nHash=1\nSize=-1\nTimeModified=1e3\nAttributes=0x20')).toEqual(unreadable);
    expect(readFileIni(`[File]\nSize=${'9'.repeat(100_000)}\nTimeModified=9223372036854775808`)).toEqual(unreadable);
    expect(readFileIni('[File]\nSize=9223372036854775807\nAttributes=800')).toEqual({
      ...unreadable,
      size: 9223372036854775807n,
      attributes: 0x800,
    });
  });

  test('users are counted under any header, each once', () => {
    expect(readUsersIni('[Whatever]\r\nPS100012.3=\r\nps100012.3=\r\nPS100013.1=x\r\n').refs).toEqual([
      'PS100012.3',
      'PS100013.1',
    ]);
    expect(readUsersIni('PS100012.3=').refs).toEqual([]);
  });
});

test('mutated texts never throw and never yield an unchecked value', () => {
  const junk = fc.constantFrom(
    '[',
    ']',
    '=',
    ';',
    '\r',
    '\n',
    '\0',
    '\uFEFF',
    ' ',
    'Info',
    'Hash',
    'ſ',
    '\ud800',
    '9'.repeat(30),
  );
  const edits = fc.array(fc.tuple(fc.nat(400), fc.nat(40), junk), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.constantFrom(PACKAGE, FILE, PACKAGE + FILE), edits, (base, changes) => {
      let text = base;
      for (const [at, removed, added] of changes) {
        const start = at % (text.length + 1);
        text = text.slice(0, start) + added + text.slice(start + removed);
      }
      readFileIni(decodeIniBytes(Buffer.from(text, 'utf16le')));
      const file = readFileIni(text);
      if (file.hash !== null) expect(file.hash).toMatch(/^[0-9A-F]{64}$/);
      if (file.size !== null) expect(file.size >= 0n).toBe(true);
      const { version } = readPackageIni(text);
      if (typeof version === 'number') expect(Number.isSafeInteger(version)).toBe(true);
      readContentIni(text);
      readUsersIni(text);
    }),
    seeded(20_000),
  );
});
