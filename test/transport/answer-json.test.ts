import { afterEach, describe, expect, test } from 'vitest';
import { ask, closeAll, engine, gist, noCultures, noEngine, patient, transport } from './engines.ts';

afterEach(closeAll);

const table = {
  utc: '2026-03-04T05:06:07.0890000Z',
  enum: 'Friday',
  flags: 'Hidden, System',
  longest: '9223372036854775807',
  shortest: '-9223372036854775808',
  unsigned: '18446744073709551615',
  exact: 9007199254740991,
  inexact: '9007199254740992',
  int: -2147483648,
  byte: 255,
  decimal: 1234.5,
  double: 1234567.25,
  small: 1.5e-7,
  single: 0.5,
  infinite: 'Infinity',
  none: 'NaN',
  character: '\u0130',
  guid: '00000000-0000-0000-0000-00000000000a',
  version: '10.0.20348.1',
  title: 'title title',
  empty: { list: [], nested: [[]], map: {}, text: '' },
  list: ['only'],
  dictionary: { i: 1 },
  ordered: { z: 1, a: 2 },
  shadow: { Keys: 1, Count: 2, Values: [3], Item: null },
  control: '\0\t\r\n\u001b\u2028\ufeff\ud800',
  quotes: '"\\/\'\u2018\u201c',
  kelvin: '\u212ak',
  wrapped: 'text',
};

async function tableOf(env: Record<string, string>): Promise<{ [name: string]: unknown }> {
  const reply = gist(await transport('session', engine(env, 'values.ps1')).request(ask('Table'), patient));
  return (reply as { items: { [name: string]: unknown }[] }).items[0]!;
}

function expectTable({ local, unspecified, localIs, ...rest }: { [name: string]: unknown }): void {
  expect(rest).toEqual(table);
  expect([local, unspecified]).toEqual([localIs, localIs]);
}

describe.skipIf(noEngine)('the JSON writer', () => {
  test('writes every type that a fact can hold', async () => {
    expectTable(await tableOf({}));
  });

  test.skipIf(noCultures).each(['tr-TR', 'de-DE'])('writes the same under %s', async (culture) => {
    expectTable(await tableOf({ OSD_LAB_CULTURE: culture }));
  });

  test.skipIf(noCultures || process.platform === 'win32')('writes local times as UTC wherever it is', async () => {
    const { unspecified } = await tableOf({ OSD_LAB_CULTURE: 'de-DE', OSD_LAB_TIMEZONE: 'Asia/Kolkata' });
    expect(unspecified).toBe('2026-03-03T23:36:07.0890000Z');
  });

  test.each(['custom', 'script', 'offset', 'builder'])('refuses a type that it cannot carry: %s', async (type) => {
    const reply = await transport('session', engine({}, 'values.ps1')).request(ask('Untravelled', { type }), patient);
    expect(gist(reply)).toEqual({
      failed: 'script-error',
      message: expect.stringMatching(/^An answer holds a System\.[A-Za-z.]+, which it cannot carry\.$/),
    });
  });

  test('writes 16 levels and refuses 17', async () => {
    const session = transport('session', engine({}, 'values.ps1'));
    expect(await session.request(ask('Nested', { levels: 16 }), patient)).toMatchObject({ ok: true });
    expect(gist(await session.request(ask('Nested', { levels: 17 }), patient))).toEqual({
      failed: 'script-error',
      message: 'An answer is nested deeper than 16 levels.',
    });
  });
});
