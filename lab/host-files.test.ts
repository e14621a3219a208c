import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildHostDrives } from './host-files.ts';
import { loadScenario, parseScenario, type Scenario } from './scenario.ts';

const head = `
title: t
story: s
expect: go
now: 2026-03-02T14:00:00Z
`;
const machine = 'bootTime: 2026-03-02T10:00:00Z, machineSid: S-1-5-21-1-2-3, timeZone: Europe/Berlin';
const point = String.raw`registry: { HKLM\SOFTWARE\Microsoft\SMS\DP: { IsPXE: 1 } }`;
const host = (text: string): Scenario => parseScenario(`${head}hosts:\n  DP1: { ${machine}, ${text} }\n`, 'x.yaml');
const pxe = (text: string): Scenario => host(`services: { WDSServer: {} }, ${point}, ${text}`);

describe('the drives of a host', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'osd-lab-files-'));
  });
  afterEach(async () => await rm(folder, { recursive: true }));
  const logFile = (name = 'SMSPXE.log') => join(folder, 'D', 'SMS_DP$', 'sms', 'logs', name);
  const built = async (scenario: Scenario, name = 'DP1') => {
    const drives = await buildHostDrives(scenario, name, folder);
    return drives.map(({ letter }) => letter);
  };

  test.each([
    ['no service', ''],
    ['WDS alone', 'services: { WDSServer: {} }'],
    ['a distribution point without PXE', String.raw`registry: { HKLM\SOFTWARE\Microsoft\SMS\DP: { IsPXE: 0 } }`],
    ['PXE set up and no responder', point],
    ['everything left out', `services: { WDSServer: {} }, ${point}, without: [boot-files, smspxe-log]`],
  ])('%s: none', async (_, text) => {
    expect(await built(host(text || 'elevated: true'))).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('a site says what a distribution point has, beside its content library', async () => {
    expect(await built(loadScenario('healthy'), 'DP01')).toEqual(['D:', 'E:']);
    expect((await readdir(join(folder, 'D'))).sort()).toEqual(['RemoteInstall', 'SCCMContentLib', 'SMS_DP$']);
    expect(await readdir(join(folder, 'D', 'RemoteInstall', 'SMSImages'))).toEqual(['PS100005']);
    expect(await built(loadScenario('healthy'), 'CM01')).toEqual(['D:', 'C:']);
  });

  test('the responder without WDS has the log alone', async () => {
    await built(loadScenario('responder-without-wds'), 'DP01');
    expect((await readdir(join(folder, 'D'))).sort()).toEqual(['SCCMContentLib', 'SMS_DP$']);
    expect(readFileSync(logFile(), 'latin1')).toContain('PXE Provider loaded.');
  });

  test.each([
    ['Running', '2026-03-02'],
    ['Start Pending', '2026-03-01'],
    ['Stopped', '2026-03-01'],
  ])('a service that is %s was last loaded on %s', async (state, day) => {
    await built(host(`services: { WDSServer: { state: ${state} } }, ${point}`));
    const [year, month, date] = day.split('-');
    expect(readFileSync(logFile(), 'latin1')).toMatch(
      new RegExp(`loaded\\.[^>]*>[^>]*date="${month}-${date}-${year}"`),
    );
  });

  test('a log of 200 MB is written whole, with what rolled over before it', async () => {
    const at = '2026-03-02T12:00:00Z';
    const scenario = pxe(
      `smspxeLog: { padTo: 209715200, lines: [{ at: ${at}, text: last }], before: [{ at: 2026-03-01T12:00:00Z, text: x }] }`,
    );
    await built(scenario);
    const { size, mtime, blocks } = await stat(logFile());
    expect(size).toBeGreaterThanOrEqual(209_715_200);
    expect(blocks * 512).toBeGreaterThanOrEqual(209_715_200);
    expect(mtime.toISOString()).toBe('2026-03-02T12:00:00.000Z');
    expect((await stat(logFile('SMSPXE.lo_'))).mtime.toISOString()).toBe('2026-03-01T12:00:00.000Z');
  });

  test('a large file is a line repeated, or the path', async () => {
    await built(
      host(
        String.raw`files: { 'F:\a.txt': { text: abc, size: 7 }, 'F:\b.txt': { size: 9 }, 'F:\c': { size: 1, encoding: utf-16le } }`,
      ),
    );
    const text = (name: string) => readFileSync(join(folder, 'F', name), 'latin1');
    expect([text('a.txt'), text('b.txt'), text('c')]).toEqual(['abcabca', 'F:\\b.txt\r', '\xff']);
  });

  test('what is not there cannot be taken away', async () => {
    await expect(built(pxe(String.raw`files: { 'D:\RemoteInstal': null }`))).rejects.toThrow(
      String.raw`hosts.DP1.files: there is no D:\RemoteInstal that could be taken away`,
    );
  });
});
