import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseScenario } from '../../lab/scenario.ts';
import { windowsTables } from '../../lab/windows-tables.ts';
import { type ErrorFact, mustSkip, type ProbedHost, probeHost } from './probe.ts';

const scm = 'Service Control Manager';
const hostOf = (name: string, said: string): string => `
title: t
story: s
expect: go
now: 2026-03-02T14:00:00Z
hosts:
  ${name}:
    bootTime: 2026-03-02T10:00:00Z
    machineSid: S-1-5-21-1-2-3
${said}`;

const logged = hostOf(
  'DP1',
  `
    culture: de-DE
    timeZone: Asia/Kolkata
    services: { WDSServer: { startedAt: 2026-03-02T10:01:00Z } }
    registry: { 'HKLM\\SOFTWARE\\Microsoft\\SMS\\DP': { IsPXE: 1 } }
    events:
      - { source: ${scm}, id: 7036, at: 2026-03-02T13:00:00Z, texts: [Print, running], repeat: 50000, everySeconds: 1 }
      - { source: ${scm}, id: 7031, at: 2026-03-02T10:05:00.250Z, texts: [Windows Deployment, 1, '60000'], binary: 0aff }
      - { source: ${scm}, id: 7000, at: 2026-03-02T10:05:00.249Z, texts: [A, '%%1053'] }
      - { source: ${scm}, id: 7000, at: 2026-03-02T10:05:00.249Z, texts: [B, '%%1053'] }
      - { source: Example, id: 1, at: 2026-03-02T10:06:00Z, log: System }
`,
);
const shut = hostOf(
  'DP2',
  `
    services: { WDSServer: {} }
    faults: [{ log: System, error: denied }, { log: Application, error: failed }]
`,
);
const cleared = hostOf(
  'DP3',
  `
    administrator: Chef
    services: { WDSServer: {} }
    without: [events]
    eventLogs: { Application: { clearedAt: 2026-03-02T12:00:30Z }, System: { clearedAt: 2026-03-01T12:00:00Z } }
    events:
      - { source: SideBySide, id: 33, at: 2026-03-02T12:02:00Z, repeat: 100, everySeconds: 60 }
      - { source: WDSServer, id: 512, at: 2026-03-02T12:00:29Z }
      - { source: ${scm}, id: 7000, at: 2026-03-01T12:00:00Z }
`,
);
const emptied = hostOf(
  'DP4',
  '    eventLogs: { Application: { empty: true }, System: { clearedAt: 2026-03-02T12:00:00Z } }\n',
);

const filter = (rest: string, log = 'System'): string =>
  `Get-WinEvent -FilterHashtable @{ LogName = '${log}'; ${rest} }`;
const ofScm = `ProviderName = '${scm}'`;

describe.skipIf(mustSkip)('Get-WinEvent', () => {
  let host: ProbedHost;
  const values = async (code: string): Promise<unknown> => {
    const probed = await host.run(code);
    expect(probed.error).toBeUndefined();
    return probed.values;
  };
  const failure = async (code: string): Promise<ErrorFact | undefined> => (await host.run(code)).error;
  beforeAll(async () => {
    host = await probeHost(parseScenario(logged, 'logged.yaml'), 'DP1');
  });
  afterAll(async () => await host.close());

  test('has exactly the parameters of Windows PowerShell 5.1', async () => {
    const common = '[System.Management.Automation.PSCmdlet]::CommonParameters';
    const code = `foreach ($p in (Get-Command Get-WinEvent).Parameters.Keys) { if ($p -notin ${common}) { $p } }`;
    expect(((await values(code)) as string[]).sort()).toEqual([...windowsTables().commands['Get-WinEvent']!].sort());
  });

  test('gives events newest first, and of one moment the later one', async () => {
    const code = `foreach ($e in ${filter(`${ofScm}; Id = 7000, 7031; StartTime = '2026-03-02T10:00:00Z'`)}) { $e.Id; $e.Properties[0].Value }`;
    expect(await values(code)).toEqual([7031, 'Windows Deployment', 7000, 'B', 7000, 'A']);
    expect(await values('(Get-WinEvent -LogName Application -Oldest -MaxEvents 1).ProviderName')).toEqual(['SceCli']);
    expect(await values('(Get-WinEvent -LogName System -MaxEvents 1).TimeCreated')).toEqual([
      '2026-03-02T13:00:00.0000000Z',
    ]);
    expect(await values('(Get-WinEvent -LogName System -Oldest -MaxEvents 2).TimeCreated')).toEqual([
      '2026-01-01T10:00:00.0000000Z',
      '2026-03-01T23:06:41.0000000Z',
    ]);
  });

  test('gives records with local times, texts, numbers and bytes, and no message', async () => {
    const code = `$e = ${filter('Id = 7031')}; $e.PSObject.TypeNames[0]; $e.LogName; $e.ProviderName; [string]$e.TimeCreated.Kind; $e.TimeCreated.Hour
      $e.TimeCreated.Minute; $null -eq $e.Message; foreach ($p in $e.Properties) { $p.Value.GetType().Name }; $e.Properties[3].Value`;
    expect(await values(code)).toEqual([
      'System.Diagnostics.Eventing.Reader.EventLogRecord',
      'System',
      scm,
      'Local',
      15,
      35,
      true,
      ...['String', 'UInt32', 'String', 'Byte[]'],
      ...[10, 255],
    ]);
    expect((await failure('(Get-WinEvent -LogName System -MaxEvents 1).Level'))?.id).toBe('PropertyNotFoundStrict');
  });

  test('copies what is repeated, as far as it is wanted', async () => {
    const repeated = `${ofScm}; Id = 7036`;
    expect(await values(`@(${filter(repeated)} -MaxEvents 2001).Count`)).toEqual([2001]);
    expect(await values(`@(${filter(repeated)}).Count`)).toEqual([50000]);
    expect(await values(`@(${filter(`${repeated}; StartTime = '2026-03-02T12:59:50.5Z'`)}).Count`)).toEqual([10]);
  });

  test('takes a table at the first place, and arrays of one log and of several sources', async () => {
    const code = `foreach ($e in @(Get-WinEvent @{ LogName = @('System'); ProviderName = '${scm}', 'Example'; Id = @(1, 7031) })) { $e.Id }`;
    expect(await values(code)).toEqual([1, 7031]);
  });

  test('keeps the milliseconds of a time that is text, and the seconds of one that is not', async () => {
    const count = (start: string) => values(`@(${filter(`${ofScm}; Id = 7000, 7031; StartTime = ${start}`)}).Count`);
    expect(await count("'2026-03-02T10:05:00.2500000Z'")).toEqual([1]);
    expect(await count("'2026-03-02T10:05:00.2499999Z'")).toEqual([3]);
    expect(await count('[datetime]::new(2026, 3, 2, 15, 35, 0, 250)')).toEqual([3]);
    // As the machine writes it: the second of March.
    expect(
      await failure(`${filter(`${ofScm}; Id = 7000; StartTime = '02.03.2026 15:35:01'`)} -ErrorAction Stop`),
    ).toMatchObject({
      id: 'NoMatchingEventsFound',
    });
  });

  test.each([
    ['nothing that fits', filter(`${ofScm}; Id = 9999`), 'NoMatchingEventsFound'],
    ['nothing since', filter(`${ofScm}; StartTime = '2026-03-02T13:00:00.001Z'`), 'NoMatchingEventsFound'],
    ['a log without what is asked for', filter("ProviderName = 'WDSPXE'"), 'LogsAndProvidersDontOverlap'],
    ['a time that is none', filter(`${ofScm}; StartTime = 'soon'`), 'DateTimeExpected'],
    ['nothing to look for', filter('ProviderName = $null'), 'NullNotAllowedInHashtable'],
    ['a list with a gap', filter('Id = @(1, $null)'), 'NullNotAllowedInHashtable'],
  ])('%s: %s', async (_title, code, id) => {
    expect(await failure(`${code} -ErrorAction Stop`)).toMatchObject({
      id,
      types: ['System.Exception'],
      hresults: ['0x80131500'],
    });
  });

  test('goes on after some errors, and ends after others', async () => {
    expect(await values(`${filter('Id = 9999')} -ErrorAction SilentlyContinue; 'next'`)).toEqual(['next']);
    const untimed = `@(${filter(`${ofScm}; Id = 7000; StartTime = 'soon'`)} -ErrorAction SilentlyContinue).Count`;
    expect(await values(untimed)).toEqual([2]);
    expect(await failure(`${filter("ProviderName = 'WDSPXE'")} -ErrorAction SilentlyContinue; 'next'`)).toMatchObject({
      id: 'System.Diagnostics.Eventing.Reader.EventLogException',
      message: 'The parameter is incorrect',
    });
    expect(await failure(`${filter('Id = $null')} -ErrorAction SilentlyContinue`)).toMatchObject({
      id: 'NullNotAllowedInHashtable',
    });
  });

  test.each([
    'Get-WinEvent',
    'Get-WinEvent -LogName Security',
    'Get-WinEvent -LogName System, Application',
    'Get-WinEvent -ListLog System',
    'Get-WinEvent -ProviderName WDSPXE',
    "Get-WinEvent -LogName System -FilterXPath '*'",
    'Get-WinEvent -FilterHashtable @{ LogName = 1 }',
    "Get-WinEvent -FilterHashtable @{ ProviderName = 'WDSPXE' }",
    filter("ProviderName = 'WDS*'"),
    filter("ProviderName = 'Nobody'"),
    filter('Level = 2'),
    filter('Id = @()'),
    filter('Id = 1..21'),
    "Get-WinEvent -FilterHashtable @{ LogName = 'System' }, @{ LogName = 'System' }",
  ])('a gap is no answer: %s', async (code) => {
    expect((await failure(`${code} -ErrorAction Stop`))?.message).toMatch(/^The lab does not simulate this/);
  });

  test('a good start of WDS leaves its records', async () => {
    const code = `foreach ($e in ${filter("ProviderName = 'WDSServer', 'WDSPXE'", 'Application')} ) { [string]$e.Id + ' ' + $e.Properties[0].Value }`;
    expect(await values(code)).toEqual([
      ...['WDSCP', 'WDSMC', 'WDSIMGSRV', 'WDSTFTP', 'BINLSVC', 'WDSPXE'].map((name) => `517 ${name}`),
      '262 SMSPXE',
    ]);
    expect(await values(`(${filter("ProviderName = 'WDSPXE'", 'Application')}).TimeCreated`)).toEqual([
      '2026-03-02T10:01:01.0000000Z',
    ]);
  });
});

/** Runs lines of PowerShell on a host of their own. */
async function onHost(scenario: string, name: string, codes: readonly string[]) {
  const host = await probeHost(parseScenario(scenario, `${name}.yaml`), name);
  try {
    const replies = [];
    for (const code of codes) replies.push(await host.run(code));
    return replies;
  } finally {
    await host.close();
  }
}
const ids = (code: string): string => `foreach ($e in ${code}) { $e.Id }`;

describe.skipIf(mustSkip)('an event log', () => {
  test('that may not be read says so, save to a filter; one whose service is gone to every question', async () => {
    const failed = { id: 'System.Diagnostics.Eventing.Reader.EventLogException', hresults: ['0x80131500'] };
    const [direct, filtered, silent, service, serviceFiltered] = await onHost(shut, 'DP2', [
      'Get-WinEvent -LogName System -MaxEvents 1 -ErrorAction SilentlyContinue',
      `${filter(ofScm)} -ErrorAction Stop`,
      `${filter(ofScm)} -ErrorAction SilentlyContinue; 'next'`,
      'Get-WinEvent -LogName Application -MaxEvents 1 -ErrorAction SilentlyContinue',
      `${filter("ProviderName = 'WDSPXE'", 'Application')} -ErrorAction SilentlyContinue`,
    ]);
    expect(direct!.error).toMatchObject({
      id: 'System.UnauthorizedAccessException',
      types: ['System.UnauthorizedAccessException'],
      hresults: ['0x80070005'],
    });
    expect(filtered!.error).toMatchObject({ id: 'NoMatchingEventsFound' });
    expect(silent).toEqual({ values: ['next'] });
    expect(service!.error).toMatchObject(failed);
    expect(serviceFiltered!.error).toMatchObject(failed);
  });

  test('that was cleared has nothing older, and System a record of that', async () => {
    const [application, system, texts, wds] = await onHost(cleared, 'DP3', [
      ids('Get-WinEvent -LogName Application'),
      ids('Get-WinEvent -LogName System'),
      `foreach ($p in (${filter('Id = 104')} -MaxEvents 1).Properties) { $p.Value }`,
      `${filter("ProviderName = 'WDSServer'", 'Application')} -ErrorAction Stop`,
    ]);
    expect(application).toEqual({ values: [33, 33] });
    expect(system).toEqual({ values: [104, 7000, 104] });
    expect(texts).toEqual({ values: ['Chef', 'DP3', 'Application', ''] });
    expect(wds!.error).toMatchObject({ id: 'NoMatchingEventsFound' });
  });

  test('can be empty, and knows no WDS where it was never installed', async () => {
    const wds = filter("ProviderName = 'WDSPXE'", 'Application');
    const [application, system, unknown, both, scmAlone] = await onHost(emptied, 'DP4', [
      'Get-WinEvent -LogName Application -Oldest -MaxEvents 1 -ErrorAction Stop',
      ids('Get-WinEvent -LogName System'),
      `${wds} -ErrorAction Stop`,
      `$Error.Clear(); try { ${wds} -ErrorAction SilentlyContinue } catch { }; foreach ($e in $Error) { $e.FullyQualifiedErrorId.Split(',')[0] }`,
      filter("ProviderName = 'WDSPXE', 'SideBySide'", 'Application'),
    ]);
    expect(application!.error).toMatchObject({ id: 'NoMatchingEventsFound' });
    expect(system).toEqual({ values: [104] });
    expect(unknown!.error).toMatchObject({ id: 'NoMatchingProvidersFound' });
    expect(both!.values).toEqual([
      'System.Diagnostics.Eventing.Reader.EventLogException',
      'LogsAndProvidersDontOverlap',
      'NoMatchingProvidersFound',
    ]);
    expect(scmAlone!.error).toMatchObject({ id: 'NoMatchingProvidersFound' });
  });
});
