import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mustSkip, type ProbedHost, probeHost } from '../test/lab/probe.ts';
import { parseScenario } from './scenario.ts';

const story = {
  title: 't',
  story: 's',
  expect: 'go',
  now: '2026-03-02T14:12:00Z',
  hosts: {
    REF01: {
      bootTime: '2026-03-02T11:00:00Z',
      machineSid: 'S-1-5-21-1-2-3',
      reference: {
        servicing: { keys: ['WindowsUpdate\\Services\\Pending\\{1}\\Deep', 'WindowsUpdate\\Services\\Pending\\{2}'] },
      },
    },
  },
};
const namespace = 'root/cimv2/Security/MicrosoftVolumeEncryption';
const volume = `(Get-CimInstance -Namespace ${namespace} -ClassName Win32_EncryptableVolume)`;

describe.skipIf(mustSkip)('commands that only a reference computer answers', () => {
  let probed: ProbedHost;
  beforeAll(async () => {
    probed = await probeHost(parseScenario(JSON.stringify(story), 'reference.yaml'), 'REF01');
  });
  afterAll(async () => await probed.close());

  test.each([
    ['Get-AppxPackage', 'of one user'],
    ['Get-AppxPackage -AllUsers -Name Microsoft.*', '-Name'],
    ['Get-AppxPackage -AllUsers -PackageTypeFilter Optional', 'Optional'],
    ['Get-AppxProvisionedPackage -Path C:\\mount', '-Path'],
    ['Get-AppxProvisionedPackage', 'of an image'],
    ['Get-Item -LiteralPath C:\\Windows', 'outside the registry'],
    ['Get-Item -Path HKLM:\\SOFTWARE', '-Path'],
    [`Invoke-CimMethod -InputObject ${volume} -MethodName Encrypt`, 'the method Encrypt'],
    [
      `Invoke-CimMethod -InputObject ${volume} -MethodName GetConversionStatus -Arguments @{}`,
      'without PrecisionFactor',
    ],
    [
      `Invoke-CimMethod -InputObject ${volume} -MethodName GetConversionStatus -Arguments @{ PrecisionFactor = 0 }`,
      'no uint32',
    ],
    [
      `Invoke-CimMethod -Namespace ${namespace} -ClassName Win32_EncryptableVolume -MethodName GetConversionStatus -Arguments @{ PrecisionFactor = [uint32]0 }`,
      'on the class',
    ],
  ])('%s is a gap and no answer', async (code, words) => {
    const { error } = await probed.run(`${code} -ErrorAction Stop`);
    expect(error?.types).toContain('System.NotImplementedException');
    expect(error?.message).toContain(words);
  });

  test.each([
    [
      "(Get-Item -LiteralPath 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Services\\Pending').SubKeyCount",
      [2],
    ],
    ['[string](Get-AppxPackage -AllUsers)[0].SignatureKind', ['System']],
    ['@(Get-AppxPackage -AllUsers | Where-Object { $_.IsBundle }).Count', [0]],
    ['[int](Get-CimInstance -Namespace root/Microsoft/Windows/Storage -ClassName MSFT_Partition)[0].DriveLetter', [0]],
  ])('%s', async (code, values) => {
    expect(await probed.run(code)).toEqual({ values });
  });

  test('users of a package, as PowerShell 7 gets them from Windows PowerShell', async () => {
    const users =
      "'S-1-5-21-1 [ada]: Installed', 'S-1-5-21-2 [bob]: Staged', 'S-1-5-18 [x]: Installed(pending removal)'";
    const code = `Get-AppxUserCount -Package ([pscustomobject]@{ PackageUserInformation = @(${users}) })`;
    expect(await probed.run(code)).toEqual({ values: [2] });
  });

  test('a key that is not there, and a volume that nobody described', async () => {
    const { error } = await probed.run("Get-Item -LiteralPath 'HKLM:\\SOFTWARE\\Nothing' -ErrorAction Stop");
    expect(error?.types[0]).toBe('System.Management.Automation.ItemNotFoundException');
    const { values } = await probed.run(`Get-CimInstance -ClassName Win32_Volume -Filter "DriveLetter='Q:'"`);
    expect(values).toEqual([]);
  });
});
