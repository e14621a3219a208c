import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseScenario } from '../../lab/scenario.ts';
import { mustSkip, type ProbedHost, probeHost } from './probe.ts';

const scenario = parseScenario(
  `
title: t
story: s
expect: go
now: 2026-03-02T14:00:00Z
hosts:
  A1:
    bootTime: 2026-03-02T10:00:00Z
    machineSid: S-1-5-21-1-2-3
    services:
      Alpha: { displayName: "It's \\"quoted\\" C:\\\\x" }
      beta_1: { state: Stopped, start: disabled, exitCode: 1077, serviceSpecificExitCode: 3238461708 }
      'gam%ma': { start: delayed }
      RpcSs: null
`,
  'wql.yaml',
);

// Condition, and the services it selects; null: Windows calls the query invalid.
const conditions: [string, string[] | null][] = [
  ["Name='alpha'", ['Alpha']],
  ['Name="ALPHA"', ['Alpha']],
  ["name = 'Alpha' OR nAmE='beta_1'", ['Alpha', 'beta_1']],
  ["Name<>'Alpha'", ['beta_1', 'gam%ma']],
  ["Name!='Alpha' and not name='beta_1'", ['gam%ma']],
  ["NOT (Name='Alpha' OR Name='beta_1')", ['gam%ma']],
  // AND binds tighter than OR.
  ["Name='Alpha' OR Name='beta_1' AND State='Running'", ['Alpha']],
  ["(Name='Alpha' OR Name='beta_1') AND State='Stopped'", ['beta_1']],
  ["Name LIKE 'a%'", ['Alpha']],
  ["Name LIKE '%[_]%'", ['beta_1']],
  ["Name LIKE '%[%]%'", ['gam%ma']],
  ["Name LIKE '[a-b]%'", ['Alpha', 'beta_1']],
  ["Name LIKE '[^a-b]%'", ['gam%ma']],
  ["Name LIKE 'beta__'", ['beta_1']],
  ["NOT Name LIKE '%a'", ['beta_1']],
  ['DelayedAutoStart=TRUE', ['gam%ma']],
  ['DelayedAutoStart = false', ['Alpha', 'beta_1']],
  ['ExitCode=1077', ['beta_1']],
  ['1077 = ExitCode', ['beta_1']],
  ['ExitCode > 0', ['beta_1']],
  ['0 < ExitCode', ['beta_1']],
  ['ExitCode >= 0x435', ['beta_1']],
  ["ExitCode = '1077'", ['beta_1']],
  ['ServiceSpecificExitCode=3238461708', ['beta_1']],
  ['InstallDate IS NULL', ['Alpha', 'beta_1', 'gam%ma']],
  ['InstallDate = NULL', ['Alpha', 'beta_1', 'gam%ma']],
  ['Name IS NOT NULL', ['Alpha', 'beta_1', 'gam%ma']],
  ["DisplayName='It\\'s \\\"quoted\\\" C:\\\\x'", ['Alpha']],
  ["__CLASS='Win32_Service'", ['Alpha', 'beta_1', 'gam%ma']],
  ["Name='Alpha", null],
  ["Name='C:\\x'", null],
  ['Name=', null],
  ["Name=='Alpha'", null],
  ["Name -eq 'Alpha'", null],
  ["Name='Alpha' AND", null],
  ["(Name='Alpha'", null],
  ["NoSuchProperty='Alpha'", null],
  ['Name LIKE Alpha', null],
  ['Name > NULL', null],
  ["Name IN ('Alpha')", null],
  ['ExitCode=many', null],
  ["ExitCode='many'", null],
];

describe.skipIf(mustSkip)('WQL', () => {
  let host: ProbedHost;
  beforeAll(async () => {
    host = await probeHost(scenario, 'A1');
  });
  afterAll(async () => await host.close());

  test.each(conditions)('%s', async (filter, names) => {
    const text = `'${filter.replaceAll("'", "''")}'`;
    const code = (command: string) => `foreach ($row in ${command} -ErrorAction Stop) { $row.Name }`;
    const byFilter = await host.run(code(`Get-CimInstance -ClassName Win32_Service -Filter ${text}`));
    const query = `'${`SELECT * FROM Win32_Service WHERE ${filter}`.replaceAll("'", "''")}'`;
    const byQuery = await host.run(code(`Get-CimInstance -Query ${query}`));
    expect(byQuery).toEqual(byFilter);
    if (names) expect(byFilter).toEqual({ values: names });
    else expect(byFilter.error?.id).toBe('HRESULT 0x80041017');
  });

  test('a query names its properties, and what it does not name is null', async () => {
    const rows = 'Get-CimInstance -Query "select Name , State from win32_service where Name=\'beta_1\'"';
    expect(await host.run(`$row = ${rows}; $row.Name; $row.State; $null -eq $row.ExitCode`)).toEqual({
      values: ['beta_1', 'Stopped', true],
    });
  });

  test.each([
    'SELECT FROM Win32_Service',
    'SELECT * Win32_Service',
    'SELECT Foo FROM Win32_Service',
    'DELETE FROM Win32_Service',
    'SELECT * FROM Win32_Service ORDER BY Name',
    'SELECT * FROM Win32_Service WHERE',
  ])('invalid: %s', async (query) => {
    expect((await host.run(`Get-CimInstance -Query "${query}" -ErrorAction Stop`)).error).toMatchObject({
      id: 'HRESULT 0x80041017',
      native: 'InvalidQuery',
    });
  });

  test('what Windows can and the lab cannot is said aloud', async () => {
    const { error } = await host.run(
      "Get-CimInstance -Query 'ASSOCIATORS OF {Win32_Service.Name=1}' -ErrorAction Stop",
    );
    expect(error?.message).toMatch(/^The lab does not simulate this/);
  });
});
