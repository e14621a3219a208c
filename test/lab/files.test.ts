import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseScenario } from '../../lab/scenario.ts';
import { mustSkip, type ProbedHost, probeHost } from './probe.ts';

const point = parseScenario(
  `
title: t
story: s
expect: go
now: 2026-03-02T14:00:00Z
hosts:
  DP1:
    bootTime: 2026-03-02T10:00:00Z
    machineSid: S-1-5-21-1-2-3
    timeZone: Europe/Berlin
    services: { WDSServer: {} }
    registry: { 'HKLM\\SOFTWARE\\Microsoft\\SMS\\DP': { IsPXE: 1 } }
    files:
      'C:\\Program': { text: left behind }
      'd:\\remoteinstall\\SMSBOOT\\x64\\extra.n12': { hex: '00ff10', modified: 2026-01-02T03:04:05Z }
      'D:\\RemoteInstall\\SMSBoot\\x86': null
      'E:\\Empty\\': {}
      'E:\\Wide.txt': { text: é, encoding: utf-16le }
    faults:
      - { path: 'D:\\RemoteInstall\\SMSImages\\PS100006', error: denied }
      - { path: 'D:\\RemoteInstall\\SMSBoot\\boot.sdi', error: locked }
      - { path: 'D:\\RemoteInstall\\SMSTemp', error: too-long }
`,
  'point.yaml',
);

describe.skipIf(mustSkip)('a distribution point that answers PXE by WDS', () => {
  let probed: ProbedHost;
  beforeAll(async () => {
    probed = await probeHost(point, 'DP1');
  });
  afterAll(async () => await probed.close());
  const names = (path: string) =>
    probed.run(
      `foreach ($e in [System.IO.DirectoryInfo]::new((Get-NativePath -Path '${path}')).GetFileSystemInfos()) { $e.Name }`,
    );

  test('shares its folders, and says who may use them', async () => {
    const code = `foreach ($n in 'REMINST', 'SMS_DP$') { (Get-SmbShare -Name $n -ErrorAction Stop).Path; (Get-Acl -LiteralPath (Get-SmbShare -Name $n).Path -ErrorAction Stop).Sddl.Length -gt 0 }`;
    expect(await probed.run(code)).toEqual({ values: ['D:\\RemoteInstall', true, 'D:\\SMS_DP$', true] });
  });

  test.each([
    ['D:\\RemoteInstall', ['SMSBoot', 'SMSImages', 'SMSTemp', 'SMSTempBootFiles']],
    ['\\\\DP1\\reminst\\SMSBOOT', ['boot.sdi', 'Fonts', 'x64']],
    [
      'd:\\remoteinstall\\smsboot\\X64',
      [
        'abortpxe.com',
        'bootmgfw.efi',
        'bootmgr.exe',
        'extra.n12',
        'pxeboot.com',
        'pxeboot.n12',
        'wdsmgfw.efi',
        'wdsnbp.com',
      ],
    ],
    ['D:\\RemoteInstall\\SMSImages', ['PS100005', 'PS100006']],
    ['D:\\RemoteInstall\\SMSImages\\PS100005', ['boot.PS100005.wim']],
    ['D:\\RemoteInstall\\SMSTempBootFiles', []],
    ['E:\\Empty', []],
  ])('%s', async (path, expected) => {
    const { values } = await names(path);
    expect((values as string[]).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))).toEqual(expected);
  });

  test.each([
    ['D:\\RemoteInstall\\SMSImages\\PS100006', 'System.UnauthorizedAccessException'],
    ['\\\\DP1\\REMINST\\SMSImages\\ps100006\\boot.PS100006.wim', 'System.UnauthorizedAccessException'],
    ['D:\\RemoteInstall\\SMSTemp', 'System.IO.PathTooLongException'],
    ['D:\\RemoteInstall\\SMSBoot\\boot.sdi', 'System.IO.IOException'],
  ])('an obstacle is met at %s', async (path, type) => {
    expect((await names(path)).error?.types).toEqual([type]);
  });

  test('files hold what the scenario says', async () => {
    const bytes = (path: string) =>
      `foreach ($b in [System.IO.File]::ReadAllBytes((Get-NativePath -Path '${path}'))) { $b }`;
    expect((await probed.run(bytes('D:\\RemoteInstall\\SMSBoot\\x64\\EXTRA.n12'))).values).toEqual([0, 255, 16]);
    expect((await probed.run(bytes('E:\\wide.txt'))).values).toEqual([0xff, 0xfe, 0xe9, 0]);
    const code = `[System.IO.File]::Exists((Get-NativePath -Path 'C:\\Program'))
      [System.IO.FileInfo]::new((Get-NativePath -Path 'D:\\RemoteInstall\\SMSBoot\\x64\\extra.n12')).LastWriteTimeUtc
      Test-Path -LiteralPath 'D:\\RemoteInstall\\SMSBoot\\x86'`;
    expect((await probed.run(code)).values).toEqual([true, '2026-01-02T03:04:05.0000000Z', false]);
  });

  test('its log tells of the last start, in local time', async () => {
    const code = `$p = Get-NativePath -Path 'D:\\SMS_DP$\\sms\\logs\\SMSPXE.log'; [System.IO.File]::ReadAllLines($p); [System.IO.FileInfo]::new($p).LastWriteTimeUtc`;
    const { values } = await probed.run(code);
    expect(values![0]).toContain('PXE Provider loaded.');
    expect(values![0]).toContain('time="11:00:32.000-60" date="03-02-2026" component="SMSPXE"');
    expect(values!.at(-1)).toBe('2026-03-02T13:43:01.0000000Z');
  });

  test('the registry has the providers of WDS, and what is said of the distribution point', async () => {
    const code = String.raw`$w = 'HKLM:\SYSTEM\CurrentControlSet\Services\WDSServer'
      $k = Get-ItemProperty -LiteralPath ($w + '\Providers\WDSPXE'); $k.IsCritical; $k.ProvidersOrder.GetType().Name; $k.ProvidersOrder
      (Get-ItemProperty -LiteralPath ($w + '\Providers\WDSPXE\Providers\SMSPXE')).ProviderDll
      foreach ($n in 'BINLSVC', 'WDSTFTP', 'WDSIMGSRV', 'WDSMC', 'WDSCP') { $p = Get-ItemProperty -LiteralPath ($w + '\Providers\' + $n) -ErrorAction Stop; $null -ne $p.ProviderDll -and $null -ne $p.InitRoutine }
      Test-Path -LiteralPath ($w + '\Parameters')
      (Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Setup').REMINST
      $d = Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\SMS\DP'; $d.IsPXE; $d.SupportUnknownMachines
      (Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\SMS\Security').IssuingCertificateList.GetType().Name
      $v = Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\VisualStudio\14.0\VC\Runtimes\X64'; $v.Installed; $v.Version`;
    expect((await probed.run(code)).values).toEqual([
      1,
      'String[]',
      'SMSPXE',
      'D:\\SMS_DP$\\sms\\bin\\smspxe.dll',
      ...Array(5).fill(true),
      true,
      'D:\\RemoteInstall',
      1,
      1,
      'Byte[]',
      1,
      'v14.38.33135.00',
    ]);
  });
});
