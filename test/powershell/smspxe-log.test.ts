import { describe, expect, test } from 'vitest';
import { smsPxeLog } from '../../checks/facts/pxe.ts';
import { parseScenario } from '../../lab/scenario.ts';
import { type ErrorFact, mustSkip, probeHost } from '../lab/probe.ts';

type Log = ReturnType<typeof smsPxeLog.decode>;

/** What the snippet reads on a host of which the scenario says this; or its error. */
async function readOn(parts: { [key: string]: unknown }): Promise<Log | ErrorFact> {
  const DP01 = {
    bootTime: '2026-03-02T11:00:00Z',
    machineSid: 'S-1-5-21-1-2-3',
    services: { WDSServer: {} },
    registry: { 'HKLM\\SOFTWARE\\Microsoft\\SMS\\DP': { IsPXE: 1 } },
    ...parts,
  };
  const story = { title: 't', story: 's', expect: 'go', now: '2026-03-02T14:12:00Z', hosts: { DP01 } };
  const host = await probeHost(parseScenario(JSON.stringify(story), 'log.yaml'), 'DP01');
  try {
    const { values, error } = await host.run('Read-SmspxeLog -Parameters @{}');
    return error ?? smsPxeLog.decode(values![0]);
  } finally {
    await host.close();
  }
}
const filesOf = async (parts: { [key: string]: unknown }) => {
  const log = await readOn(parts);
  if (!('files' in log)) throw new Error(log.message);
  return log.files.map(({ records, ...rest }) => ({ ...rest, records: 'value' in records ? records.value : [] }));
};
const end = 'LOG]!><time="05:00:50.123+360" date="03-02-2026" component="SMSPXE" type="1">';
const mebibyte = 1 << 20;

describe.skipIf(mustSkip)('the records of SMSPXE.log', () => {
  test('are cut out of what surrounds them', async () => {
    const line = 'PXE Provider loaded.~~  $$<SMSPXE><03-02-2026 05:00:50.123+360><thread=6004 (0x1774)>';
    const raw = [
      `ovider loaded.]${end}\r\n<![LOG[MP_LookupDevice\r\nsucceeded]${end}<![LOG[nothing]${end}`,
      `<![LOG[of two\r\nlines: 0x80092002\u0001\r\n]${end}<![LOG[PXE::MP_GetList failed; 0x80092002`,
      `<![LOG[${'x'.repeat(2000)} 800b0101 ${'y'.repeat(2000)}]${end}`,
      `${line}`,
      `${'z'.repeat(3000)} PXE::MP_ReportStatus failed ${'z'.repeat(9000)}`,
      '<![LOG[PXE Provider loaded. And then the power',
    ].join('\r\n');
    const [file] = await filesOf({ smspxeLog: { lines: [], raw } });
    const long = expect.stringMatching(/^<!\[LOG\[x+ 800b0101 y+ \.\.\. y+\]LOG\]!><time="05:00:50\.123\+360" .*>$/);
    expect(file!.records).toEqual([
      `<![LOG[of two \nlines: 0x80092002  \n]${end}`,
      '<![LOG[PXE::MP_GetList failed; 0x80092002 \n',
      long,
      `${line} `,
      expect.stringMatching(/^z+ PXE::MP_ReportStatus failed z+ \.\.\. z+$/),
      '<![LOG[PXE Provider loaded. And then the power',
    ]);
    expect(Math.max(...file!.records.map((record) => record.length))).toBeLessThanOrEqual(1000);
  });

  test('are the newest of many, and the last loading is among them', async () => {
    const at = (minute: number): string => new Date(Date.parse('2026-03-02T11:00:00Z') + minute * 1000).toISOString();
    const lines = Array.from({ length: 600 }, (_, index) => ({
      at: at(index),
      text: ['PXE::MP_GetList failed; 0x1', 'MP_LookupDevice succeeded', 'PXE Provider loaded.'][index % 3],
    }));
    const [file] = await filesOf({ smspxeLog: { lines } });
    const count = (phrase: string): number => file!.records.filter((record) => record.includes(phrase)).length;
    expect([count('failed'), count('succeeded'), count('loaded')]).toEqual([180, 10, 10]);
    expect(file!.truncated).toBe(true);
    expect(file!.records.at(-1)).toContain('PXE Provider loaded.');
  });

  test('of what rolled over come first, and both are read by one bound', async () => {
    const loaded = [{ at: '2026-03-02T11:00:50Z', text: 'PXE Provider loaded.' }];
    const late = [{ at: '2026-03-02T12:00:50Z', text: 'MP_LookupDevice succeeded' }];
    const log = { padTo: 3 * mebibyte, lines: late, before: { padTo: 3 * mebibyte, lines: loaded } };
    const files = await filesOf({ smspxeLog: log });
    expect(files.map(({ path, records }) => [path.slice(-4), records.length])).toEqual([
      ['.lo_', 1],
      ['.log', 1],
    ]);
    expect(files.reduce((sum, { readBytes }) => sum + readBytes, 0)).toBe(4 * mebibyte);
    expect(files.every(({ bytes }) => bytes >= 3 * mebibyte)).toBe(true);
  });

  test.each([
    ['one phrase again and again', { text: '80092002', size: 5 * mebibyte }, 180],
    ['opening marks', { text: '<![LOG[80092002', size: 5 * mebibyte }, 180],
    ['UTF-16 without a mark', { hex: Buffer.from(`<![LOG[PXE Provider loaded.]${end}`, 'utf16le').toString('hex') }, 1],
  ])('of rubbish (%s) are few and short', async (_, said, count) => {
    const path = 'D:\\SMS_DP$\\sms\\logs\\SMSPXE.log';
    const [file] = await filesOf({ without: ['smspxe-log'], files: { [path]: said } });
    expect(file!.records).toHaveLength(count);
    expect(file!.records.every((record) => record.length <= 1000)).toBe(true);
  });
});

describe.skipIf(mustSkip)('SMSPXE.log is looked for', () => {
  const setup = {
    'HKLM\\SOFTWARE\\Microsoft\\SMS\\Setup': { 'Installation Directory': 'E:\\SMS\\' },
    'HKLM\\SOFTWARE\\Microsoft\\SMS\\Tracing\\SMSPXE': { TraceFilename: 'E:\\Traces\\smspxe.log' },
  };
  const plain = { registry: setup, services: {} };
  const text = `<![LOG[PXE Provider loaded.]${end}`;

  test('where a site server keeps its logs, and the one that was written last counts', async () => {
    const log = await readOn({
      ...plain,
      files: {
        'E:\\Traces\\smspxe.log': { text, modified: '2026-03-02T08:00:00Z' },
        'E:\\SMS\\Logs\\smspxe.log': { text, modified: '2026-03-02T09:00:00Z' },
      },
    });
    expect(log).toMatchObject({
      tried: ['E:\\Traces\\smspxe.log', 'E:\\SMS\\Logs\\SMSPXE.log'],
      files: [{ path: 'E:\\SMS\\Logs\\SMSPXE.log', lastWriteTime: '2026-03-02T09:00:00.0000000Z' }],
    });
  });

  test('and not found, which is an answer', async () => {
    expect(await readOn({ without: ['smspxe-log'] })).toMatchObject({ files: [] });
  });

  test('and one that may not be seen stands last', async () => {
    const files = { 'E:\\Traces\\smspxe.log': { text }, 'E:\\SMS\\Logs\\smspxe.log': { text } };
    const faults = [{ path: 'E:\\Traces', error: 'denied' }];
    expect(await readOn({ ...plain, files, faults })).toMatchObject({
      files: [
        { path: 'E:\\SMS\\Logs\\SMSPXE.log', records: { value: [text] } },
        { path: 'E:\\Traces\\smspxe.log', bytes: 0, lastWriteTime: null, records: { failed: 'denied' } },
      ],
    });
  });

  test('where it cannot be asked for, and then nothing is known', async () => {
    const faults = [{ registry: 'HKLM\\SOFTWARE\\Microsoft\\SMS\\Setup', error: 'denied' }];
    expect(await readOn({ ...plain, faults })).toMatchObject({
      types: expect.arrayContaining(['System.Security.SecurityException']),
    });
  });
});
