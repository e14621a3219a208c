import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadScenario, parseScenario } from '../../lab/scenario.ts';
import { windowsTables } from '../../lab/windows-tables.ts';
import { type ErrorFact, mustSkip, type ProbedHost, probeHost } from './probe.ts';

const old = parseScenario(
  `
title: t
story: s
expect: go
now: 2026-03-02T14:00:00Z
hosts:
  OLD1:
    windows: 2012 R2
    culture: de-DE
    timeZone: Asia/Kolkata
    bootTime: 2026-03-02T10:00:00Z
    machineSid: S-1-5-21-1-2-3
    services:
      WDSServer: { start: delayed, serviceSpecificExitCode: 3238461708 }
      Denied: {}
    registry:
      HKLM\\SOFTWARE\\Lab:
        Text: abc
        Number: 4294967295
        List: [one, two]
        Large: { qword: '9007199254740993' }
        Bytes: { binary: 00ff10 }
      HKLM\\SOFTWARE\\Empty: {}
    shares:
      Data$: { path: 'D:\\Data', sddl: 'O:BAG:SYD:' }
      Shut$: { path: 'D:\\Data', sddl: 'O:BAG:SYD:' }
    acls: { 'D:\\Data': 'O:BAG:SYD:(A;;FA;;;SY)', 'D:\\Shut': 'O:BAG:SYD:' }
    cim: { root/cimv2: { Win32_BaseService: absent } }
    faults:
      - { registry: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Denied', error: denied }
      - { class: Win32_Process, error: denied }
      - { namespace: root/Microsoft/Windows/Smb, error: failed }
      - { class: Win32_UserAccount, error: dcom-denied }
      - { share: Shut$, error: denied }
      - { path: 'D:\\Shut', error: denied }
      - { path: 'D:\\Data\\open.log', error: locked }
      - { path: 'D:\\Data\\deep', error: too-long }
`,
  'old.yaml',
);

describe.skipIf(mustSkip)('a host with Windows Server 2012 R2, in German', () => {
  let host: ProbedHost;
  const values = async (code: string): Promise<unknown> => {
    const probed = await host.run(code);
    expect(probed.error).toBeUndefined();
    return probed.values;
  };
  const failure = async (code: string): Promise<ErrorFact | undefined> => (await host.run(code)).error;
  beforeAll(async () => {
    host = await probeHost(old, 'OLD1');
  });
  afterAll(async () => await host.close());

  test('values have the types of Windows', async () => {
    const service = 'Get-CimInstance Win32_Service -Filter "Name=\'WDSServer\'"';
    expect(
      await values(
        `$s = ${service}; foreach ($n in 'Name', 'Started', 'ProcessId', 'ServiceSpecificExitCode') { $s.$n.GetType().FullName }; $s.ServiceSpecificExitCode`,
      ),
    ).toEqual(['System.String', 'System.Boolean', 'System.UInt32', 'System.UInt32', 3238461708]);
  });

  test('dates are local times', async () => {
    const code = '$d = (Get-CimInstance Win32_OperatingSystem).LastBootUpTime; [string]$d.Kind; $d.Hour; $d.Minute; $d';
    expect(await values(code)).toEqual(['Local', 15, 30, '2026-03-02T10:00:00.0000000Z']);
  });

  test('a property that this Windows does not have is not there at all', async () => {
    const all = "(Get-CimInstance Win32_Service -Filter \"Name='WDSServer'\").PSObject.Properties['DelayedAutoStart']";
    expect(await values(`$null -eq ${all}`)).toEqual([true]);
    expect(await failure('Get-CimInstance Win32_Service -Property DelayedAutoStart -ErrorAction Stop')).toMatchObject({
      id: 'HRESULT 0x80041017',
      types: ['Microsoft.Management.Infrastructure.CimException'],
      native: 'InvalidQuery',
      message: 'Ungültige Abfrage ',
    });
  });

  test.each([
    ['Get-CimInstance -Namespace root/nowhere -ClassName X', 'HRESULT 0x8004100e', 'InvalidNamespace'],
    ['Get-CimInstance -ClassName Win32_BaseService', 'HRESULT 0x80041010', 'InvalidClass'],
    ['Get-CimInstance -Namespace root/cimv2 -ClassName MSFT_SmbShare', 'HRESULT 0x80041010', 'InvalidClass'],
    ['Get-CimInstance -ClassName Win32_Process', 'HRESULT 0x80041003', 'AccessDenied'],
    ['Get-CimInstance -ClassName Win32_UserAccount', 'HRESULT 0x80070005', 'AccessDenied'],
    ['Get-CimInstance -Namespace root/Microsoft/Windows/Smb -ClassName MSFT_SmbShare', 'HRESULT 0x80041001', 'Failed'],
    ["Get-SmbShare -Name 'Shut$'", 'Windows System Error 5', 'AccessDenied'],
  ])('%s: %s', async (code, id, native) => {
    expect(await failure(`${code} -ErrorAction Stop`)).toMatchObject({
      id,
      native,
      types: ['Microsoft.Management.Infrastructure.CimException'],
      hresults: ['0x80131500'],
    });
    // And not terminating, as on Windows.
    expect(await values(`${code} -ErrorAction SilentlyContinue; 'next'`)).toEqual(['next']);
  });

  test.each([
    [
      "Get-ItemProperty -LiteralPath 'HKLM:\\SOFTWARE\\None'",
      'PathNotFound',
      'System.Management.Automation.ItemNotFoundException',
      '0x80131501',
    ],
    [
      "Get-ItemProperty -LiteralPath 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\Denied'",
      'System.Security.SecurityException',
      'System.Security.SecurityException',
      '0x8013150A',
    ],
    [
      "Get-SmbShare -Name 'None$'",
      'CmdletizationQuery_NotFound_Name',
      'Microsoft.PowerShell.Cmdletization.Cim.CimJobException',
      '0x80131501',
    ],
    [
      "Get-Acl -LiteralPath 'D:\\None'",
      'GetAcl_PathNotFound_Exception',
      'System.Management.Automation.ItemNotFoundException',
      '0x80131501',
    ],
    [
      "Get-Acl -LiteralPath 'D:\\Shut'",
      'System.UnauthorizedAccessException',
      'System.UnauthorizedAccessException',
      '0x80070005',
    ],
  ])('%s: %s', async (code, id, type, hresult) => {
    expect(await failure(`${code} -ErrorAction Stop`)).toMatchObject({ id, types: [type], hresults: [hresult] });
    expect(await values(`${code} -ErrorAction SilentlyContinue; 'next'`)).toEqual(['next']);
  });

  test.each([
    ['D:\\Shut\\file', 'System.UnauthorizedAccessException', '0x80070005'],
    ['d:\\data\\OPEN.log', 'System.IO.IOException', '0x80070020'],
    ['D:\\Data\\deep\\er', 'System.IO.PathTooLongException', '0x800700CE'],
    ['\\\\OTHER\\Data$\\x', 'System.IO.IOException', '0x80070035'],
  ])('the path %s: %s', async (path, type, hresult) => {
    expect(await failure(`Get-NativePath -Path '${path}'`)).toMatchObject({ types: [type], hresults: [hresult] });
  });

  test('registry values have the types of Windows, and a key without values gives nothing', async () => {
    const code = `$k = Get-ItemProperty -LiteralPath 'HKLM:\\software\\LAB' -ErrorAction Stop; $k.Text; $k.Number; $k.List; $k.Large; $k.Bytes
      foreach ($n in 'Number', 'List', 'Large', 'Bytes') { $k.$n.GetType().Name }; $k.PSChildName
      @(Get-ItemProperty -LiteralPath 'HKLM:\\SOFTWARE\\Empty' -ErrorAction Stop).Count`;
    expect(await values(code)).toEqual([
      'abc',
      -1,
      'one',
      'two',
      '9007199254740993',
      0,
      255,
      16,
      'Int32',
      'String[]',
      'Int64',
      'Byte[]',
      'LAB',
      0,
    ]);
  });

  test('Test-Path knows keys and their parents', async () => {
    const keys = ['HKLM:\\SOFTWARE\\Lab', 'HKLM:\\SOFTWARE', 'HKLM:\\SOFTWARE\\Lab\\None'];
    expect(await values(keys.map((key) => `Test-Path -LiteralPath '${key}'`).join('; '))).toEqual([true, true, false]);
  });

  test.each([
    'Get-CimInstance -ClassName Win32_Service -Foo 1',
    'Get-ItemProperty -LiteralPath HKLM:\\SOFTWARE -Recurse',
    'Test-Path -LiteralPath HKLM:\\SOFTWARE -Foo',
    'Get-SmbShare -Path x',
    'Get-Acl -LiteralPath D:\\Data -Foo',
    'Get-ExecutionPolicy -Foo',
  ])('unknown parameter: %s', async (code) => {
    expect(await failure(code)).toMatchObject({ id: 'NamedParameterNotFound' });
  });

  test.each([
    'Get-CimInstance -ClassName Win32_Processor',
    'Invoke-CimMethod -ClassName Win32_Process -MethodName Create',
  ])('a gap is no answer: %s', async (code) => {
    expect((await failure(`${code} -ErrorAction Stop`))?.message).toMatch(/^The lab does not simulate this/);
  });

  test('every command has exactly the parameters of Windows PowerShell 5.1', async () => {
    for (const name of [
      'Get-CimInstance',
      'Get-CimClass',
      'Invoke-CimMethod',
      'Get-ItemProperty',
      'Test-Path',
      'Get-SmbShare',
      'Get-Acl',
      'Get-ExecutionPolicy',
    ]) {
      const common = '[System.Management.Automation.PSCmdlet]::CommonParameters';
      const found = await values(
        `foreach ($p in (Get-Command ${name}).Parameters.Keys) { if ($p -notin ${common}) { $p } }`,
      );
      const known = windowsTables().commands[name]!;
      expect([name, ...(found as string[]).sort()]).toEqual(
        [name, ...known].sort((a, b) => (a === name ? -1 : b === name ? 1 : a < b ? -1 : 1)),
      );
    }
  });

  test('accounts, elevation and policy', async () => {
    expect(
      await values(
        "Get-AccountSid -Domain contoso.com -Account 'OLD1$'; Test-Elevation; [string](Get-ExecutionPolicy)",
      ),
    ).toEqual(['S-1-5-21-1004336348-1177238915-682003330-1105', true, 'RemoteSigned']);
    expect((await failure("Get-AccountSid -Domain contoso.com -Account 'nobody'"))?.types).toEqual([
      'System.Management.Automation.MethodInvocationException',
      'System.Security.Principal.IdentityNotMappedException',
    ]);
  });
});

describe.skipIf(mustSkip)('the SMS Provider of the healthy scenario', () => {
  let host: ProbedHost;
  const site = '-Namespace root\\SMS\\site_PS1 -ErrorAction Stop';
  beforeAll(async () => {
    host = await probeHost(loadScenario('healthy'), 'CM01');
  });
  afterAll(async () => await host.close());

  test('a base class gives the instances of its children, a child its own', async () => {
    const ids = (command: string) =>
      host.run(`foreach ($p in ${command}) { $p.CimSystemProperties.ClassName + ' ' + $p.PackageID }`);
    expect(await ids(`Get-CimInstance ${site} -ClassName sms_packagebaseclass`)).toEqual({
      values: [
        'SMS_BootImagePackage PS100005',
        'SMS_ImagePackage PS100011',
        'SMS_Package PS100012',
        'SMS_DriverPackage PS100013',
        'SMS_TaskSequencePackage PS100042',
      ],
    });
    expect(await ids(`Get-CimInstance ${site} -ClassName SMS_DriverPackage`)).toEqual({
      values: ['SMS_DriverPackage PS100013'],
    });
    expect(await ids(`Get-CimInstance ${site} -ClassName SMS_ContentPackage`)).toEqual({ values: [] });
  });

  test('a lazy property is null in a query and there in the instance itself, which needs its key', async () => {
    const query = `Get-CimInstance ${site} -ClassName SMS_TaskSequencePackage`;
    const code = `$row = ${query}; $null -eq $row.BootImageID; $whole = Get-CimInstance -InputObject $row; $whole.BootImageID; $whole.References[0].Package`;
    expect(await host.run(code)).toEqual({ values: [true, 'PS100005', 'PS100011'] });
    const keyless = await host.run(
      `$row = ${query} -Property Name; $null -eq $row.PackageID; Get-CimInstance -InputObject $row -ErrorAction Stop`,
    );
    expect(keyless.error).toMatchObject({ id: 'HRESULT 0x80041008' });
  });

  test('embedded objects are objects', async () => {
    const code = `$p = Get-CimInstance ${site} -ClassName SMS_SCI_SysResUse -Filter "RoleName='SMS Distribution Point'"; foreach ($x in $p.Props) { $x.PropertyName; $x.Value }; $p.Props[0].Value.GetType().Name`;
    expect((await host.run(code)).values).toEqual([
      'IsPXE',
      1,
      'IsActive',
      1,
      'SccmPxe',
      0,
      'SupportUnknownMachines',
      1,
      'PXEPassword',
      0,
      'UInt32',
    ]);
  });
});
