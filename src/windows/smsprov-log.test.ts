import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReadLog } from './cm-log.ts';
import { readCaptureLog, readProviderLog } from './smsprov-log.ts';

const clock = '2026-03-02T14:12:00Z';
const seed = { seed: 20261122 };
const frame = String.raw`~*~*~e:\qfe\nts\sms\siteserver\sdk_provider\smsprov\ssp`;

/** A record at an hour and minute of UTC, in a thread. */
const at = (time: string, text: string, thread = 1, component = 'SMS Provider'): string =>
  `<![LOG[${text}]LOG]!><time="${time}:00.000+000" date="03-02-2026" component="${component}" type="1" thread="${thread}" file="ssp.cpp:1">`;
const log = (...records: string[]): ReadLog => ({
  path: 'SMSProv.log',
  lastWriteTime: null,
  records: { value: records },
});
const provider = (...records: string[]) => readProviderLog([log(...records)], clock);
const capture = (...records: string[]) => readCaptureLog([log(...records)], clock);

describe('what a provider could not do with an image', () => {
  test.each<[string, string, number, string]>([
    ['a copy', 'Failed to make a copy of the source WIM file due to error 5', 5, 'access-denied'],
    ['with an HRESULT', 'Failed to open the WIM file. Code 0x80070005', 5, 'access-denied'],
    ['with one as a number', 'Could not copy file, err=-2147024891~', 5, 'access-denied'],
    ['with one without a sign', 'Could not copy file, err=2147942405', 5, 'access-denied'],
    ['with one without its mark', 'Copy failed (Error: 80070005; Source: Windows)', 5, 'access-denied'],
    ['in a frame of the provider', `${frame}imagepackage.cpp(498) : Failed with error code = 3~*~*~`, 3, 'path'],
    ['no file', 'wim file, error 2.', 2, 'path'],
    ['in use', 'copying failed, ErrorCode = 32', 32, 'in-use'],
    ['no host', 'Copy: error: 53', 53, 'host'],
    ['no share', 'Copied nothing (hr=0x80070043)', 67, 'host'],
    ['there already', 'Copy, last error 80', 80, 'exists'],
    ['full', 'WIM could not be copied: error 112', 112, 'disk-full'],
    ['another session', 'Copy: error 1219', 1219, 'session'],
    ['bad logon', 'Copy: result 1326', 1326, 'logon'],
    ['no such name', 'Copy: error (1332)', 1332, 'unmapped'],
    ['logon type', 'Copy: 0x80070569', 1385, 'logon-right'],
  ])('%s', (_, text, code, kind) => {
    expect(provider(at('13:00', text))).toEqual([
      expect.objectContaining({ code, kind, at: '2026-03-02T13:00:00.000Z', identity: 'provider' }),
    ]);
  });

  test.each([
    ['of another number', 'ERROR> failed to mount wim file, err=-1052638943~'],
    ['without a number', 'Failed to copy the WIM file'],
    ['with a number that is no error', 'Copied 5 files of the WIM in 3 s'],
    ['with a version', 'Copy of wimgapi.dll, error 5.1'],
    ['a query', "Execute WQL  =SELECT * FROM SMS_Copy WHERE Error = 5 and wim = 'x'"],
    ['of nothing that is an image', 'CExtUserContext: error 5'],
    ['too many digits', 'Copy: error 99999999995'],
    ['a word that only begins so', 'The copyright is in error 5x'],
  ])('%s is none', (_, text) => {
    expect(provider(at('13:00', text))).toEqual([]);
  });

  test('the text without its frame, once, and the newest first', () => {
    const text = `${frame}imagepackage.cpp(498) : Failed to copy, error 5~*~*~`;
    expect(provider(at('12:00', text), at('13:00', 'WIM: error 112~')).map((each) => [each.text, each.code])).toEqual([
      ['WIM: error 112', 112],
      [expect.stringMatching(/^e:.*: Failed to copy, error 5$/), 5],
    ]);
  });

  test.each<[string, string[], number[]]>([
    ['named before it', [at('13:00', 'Opening boot.wim'), at('13:00', 'Failed: error 5')], [5]],
    ['named after it', [at('13:00', 'Failed: error 5'), at('13:00', `${frame}bootimagepackage.cpp(5198) : x`)], [5]],
    ['named in another thread', [at('13:00', 'Opening boot.wim', 2), at('13:00', 'Failed: error 5')], []],
    ['named long before', [at('12:50', 'Opening boot.wim'), at('13:00', 'Failed: error 5')], []],
    ['named with its number', [at('13:00', 'boot.wim: error 5'), at('13:00', 'Failed: error 5')], [5]],
    ['named with another', [at('13:00', 'boot.wim: error 5'), at('13:00', 'Failed: error 32')], [32, 5]],
    [
      'many records away',
      [at('13:00', 'boot.wim'), ...Array.from('123456', (n) => at('13:00', n)), at('13:00', 'error 5')],
      [],
    ],
  ])('what it is about is %s', (_, records, codes) => {
    expect(provider(...records).map(({ code }) => code)).toEqual(codes);
  });

  test('the old form says it too, and without a bias nobody knows when', () => {
    const text = 'Failed to copy, error 5';
    const old = `${text}~  $$<SMS Provider><03-02-2026 07:00:00.000+360><thread=12 (0xC)>`;
    const oldest = `${text}~  $$<SMS Provider><Mon Mar 2 07:00:00.000 2026 Central Standard Time><thread=12 (0xC)>`;
    expect(provider(old)).toMatchObject([{ code: 5, at: '2026-03-02T13:00:00.000Z', text }]);
    expect(provider(oldest)).toMatchObject([{ code: 5, at: null, text }]);
    const unread: ReadLog = { path: 'x', lastWriteTime: null, records: { failed: 'denied', message: 'no' } };
    expect(readProviderLog([unread, log(old)], clock)).toHaveLength(1);
  });
});

describe('what a task sequence could not do with an image', () => {
  const osd = 'OSDCaptureSystemImage';
  test.each<[string, string[], number[]]>([
    ['the step itself', [at('13:00', 'Access is denied. (Error: 80070005; Source: Windows)', 1, osd)], [5]],
    [
      'the logon of its account',
      [at('13:00', String.raw`Failed to connect to "\\FS01\Images" (1326), error 1326`, 1, 'TSManager')],
      [1326],
    ],
    [
      'a session of another account',
      [at('13:00', String.raw`net use \\FS01\Images: error 1219`, 1, 'TSManager')],
      [1219],
    ],
    [
      'a logon for content',
      [at('13:00', String.raw`Failed to connect to "\\DP01\SMSPKGD$", error 1326`, 1, 'ResolveSource')],
      [],
    ],
    ['anything else', [at('13:00', 'Failed, error 5', 1, 'TSManager')], []],
  ])('%s', (_, records, codes) => {
    const found = capture(...records);
    expect(found.map(({ code }) => code)).toEqual(codes);
    expect(found.every(({ identity }) => identity === 'capture-account')).toBe(true);
  });
});

test('mutated records never throw, are in order and never in the future', () => {
  const whole = fc.constantFrom(
    at('13:00', 'Failed to make a copy of the source WIM file due to error 5'),
    at('14:00', 'boot.wim', 2),
    at('14:01', 'hr = 0x80070035', 2),
    'Copy: error 112~  $$<SMS Provider><03-02-2026 07:00:00.000+360><thread=12 (0xC)>',
    'Copy: error 1326~  $$<SMS Provider><Mon Mar 2 07:00:00.000 2026 CST><thread=2 (0x2)>',
  );
  const scrap = fc.oneof(
    fc.constantFrom('error ', '5', '0x8007', '-21470', '~*~*~', ' copy ', 'thread="', '$$<', '\t', '\0'),
    fc.constantFrom('~', ' ', 'error', 'error ', '5', 'copy ', '~*').map((piece) => piece.repeat(4000)),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  const mutated = fc
    .tuple(whole, fc.array(fc.tuple(fc.nat(160), fc.nat(10), scrap), { maxLength: 3 }))
    .map(([record, changes]) =>
      changes.reduce(
        (text, [place, length, piece]) => text.slice(0, place) + piece + text.slice(place + length),
        record,
      ),
    );
  const latest = new Date(Date.parse(clock) + 5 * 60_000).toISOString();
  fc.assert(
    fc.property(fc.array(mutated, { minLength: 5, maxLength: 10 }), (records) => {
      const found = [...provider(...records), ...capture(...records)];
      for (const { at: when, code, text } of found) {
        expect(when === null || when <= latest).toBe(true);
        expect([2, 3, 5, 32, 53, 67, 80, 112, 1219, 1326, 1332, 1385]).toContain(code);
        expect(text).not.toMatch(/~\*~\*~|\s\s/);
      }
    }),
    { ...seed, numRuns: 1000 },
  );
});
