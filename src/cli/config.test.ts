import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyConfiguration, noCapture } from '../model/configuration.ts';
import { UsageError } from '../model/usage-error.ts';
import { loadConfiguration } from './config.ts';
import { noOverrides, type Overrides } from './options.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'site-file-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function load(text: string | Uint8Array, overrides: Partial<Overrides> = {}) {
  await writeFile(path.join(folder, 'site.yaml'), text);
  const loaded = await loadConfiguration({
    file: 'site.yaml',
    cwd: folder,
    overrides: { ...noOverrides, ...overrides },
  });
  return loaded;
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).message;
}

const whole = String.raw`
site: { server: CM01.contoso.com, code: ps1 }
distributionPoints:
  - DP01
  - { name: DP02, address: 10.0.0.7, port: 2222, via: ssh, user: 'CONTOSO\admin' }
  - dp01.
pxeServers: [WDS_1]
capture: { destination: '\\CM01\Captures$\win11.wim', account: 'CONTOSO\osd-capture' }
taskSequence: ps100042
packages: [PS10001a, ps10001A]
hashWorkers: 4
referenceComputer: fe80::1
`;

describe('a site file', () => {
  test('becomes the configuration: ids in upper case, hosts that are named twice once', async () => {
    expect(await load(whole)).toEqual({
      site: { server: { name: 'CM01.contoso.com' }, code: 'PS1' },
      distributionPoints: [
        { name: 'DP01' },
        { name: 'DP02', address: '10.0.0.7', port: 2222, via: 'ssh', user: 'CONTOSO\\admin' },
      ],
      pxeServers: [{ name: 'WDS_1' }],
      capture: {
        ...noCapture,
        destination: '\\\\CM01\\Captures$\\win11.wim',
        account: 'CONTOSO\\osd-capture',
      },
      taskSequence: 'PS100042',
      packages: ['PS10001A'],
      hashWorkers: 4,
      referenceComputer: { name: 'fe80::1' },
      targets: [],
      remoting: {},
    });
  });

  test('is found in the current folder, and need not be there', async () => {
    const empty = await mkdtemp(path.join(folder, 'cwd-'));
    expect(await loadConfiguration({ file: null, cwd: empty, overrides: noOverrides })).toEqual(emptyConfiguration);
    const file = path.join(empty, 'osd-preflight.yaml');
    await writeFile(file, 'packages: []\n');
    expect(await loadConfiguration({ file: null, cwd: empty, overrides: noOverrides })).toEqual(emptyConfiguration);
  });

  test('may be UTF-16 with a byte order mark, as Windows PowerShell writes it', async () => {
    const configuration = await load(Buffer.from('\ufeffsite: { server: CM01 }\r\n', 'utf16le'));
    expect(configuration.site?.server).toEqual({ name: 'CM01' });
  });
});

describe('an option', () => {
  test('replaces the value of the file and leaves the rest', async () => {
    const configuration = await load(whole, {
      siteServer: 'CM02',
      distributionPoints: ['dp02', 'DP03', 'dp03'],
      packages: ['ab312345'],
      hashWorkers: 2,
      captureDestination: '\\\\FS01\\wim\\a.wim',
    });
    expect(configuration.site).toEqual({ server: { name: 'CM02' }, code: 'PS1' });
    // DP02 keeps what the file says of it.
    expect(configuration.distributionPoints).toEqual([
      { name: 'dp02', address: '10.0.0.7', port: 2222, via: 'ssh', user: 'CONTOSO\\admin' },
      { name: 'DP03' },
    ]);
    expect(configuration.packages).toEqual(['AB312345']);
    expect(configuration.hashWorkers).toBe(2);
    expect(configuration.capture).toEqual({
      ...noCapture,
      destination: '\\\\FS01\\wim\\a.wim',
      account: 'CONTOSO\\osd-capture',
    });
    expect(configuration.taskSequence).toBe('PS100042');
  });

  const bad: [Partial<Overrides>, string][] = [
    [
      { siteServer: '-x' },
      '--site-server is "-x", but a host is named by its computer name, DNS name or IP address, such as CM01.contoso.com.',
    ],
    [{ distributionPoints: ['DP01', ''] }, '--distribution-point is "", but a host is named'],
    [{ pxeServers: ['a b'] }, '--pxe-server is "a b", but a host is named'],
    [{ referenceComputer: 'a\x1bb' }, '--reference-computer is "a\\u001bb", but a host is named'],
    [
      { siteServer: 'CM01', siteCode: 'PS12' },
      '--site-code is "PS12", but a site code is three letters or digits, such as PS1.',
    ],
    [{ siteCode: 'PS1' }, '--site-code "PS1" needs --site-server beside it, or "site.server" in the site file.'],
    [{ captureTaskSequence: 'PS1' }, '--capture-task-sequence is "PS1", but a task sequence id is three letters'],
    [{ captureMedia: '\\\\a\\b' }, '--capture-media is "\\\\a\\b", but capture media are named by their path on the'],
    [{ captureDestination: `\\\\CM01\\C$\\${'a'.repeat(300)}.wim` }, 'a UNC path of at most 255 characters'],
    [{ captureDestination: '\\\\CM01\\C$\\%name%.wim' }, 'without %variables%'],
    [{ captureDestination: '//CM01/C$/a.wim' }, 'but a destination is a UNC path'],
    [{ captureDestination: '//CM01/C$/a.wim' }, '; this one has slashes, and Windows writes backslashes.'],
    [{ captureDestination: '\\\\.\\C:\\a.wim' }, '; this one is a path of a device.'],
    [{ captureDestination: '\\\\?\\UNC\\CM01\\C$\\a.wim' }, '; this one is a path of a device.'],
    [{ captureDestination: '\\CM01\\C$\\a.wim' }, '; this one does not begin with two backslashes'],
    [{ captureDestination: '\\\\CM01\\C$\\%a b%.wim' }, '; this one holds the variable %a b%.'],
    [{ captureDestination: `\\\\CM01\\C$\\${'a'.repeat(250)}` }, '; this one has 260 characters.'],
    [{ captureDestination: '\\\\CM01\\C$\\a|b.wim' }, '; this one holds |, which Windows allows in no path.'],
    [{ captureDestination: '\\\\CM01\\C$\\a?.wim' }, '; this one holds ?, which Windows allows in no path.'],
    [{ captureDestination: '\\\\CM01\\C$\\\\a.wim' }, '; this one has an empty name between two backslashes.'],
    [{ captureDestination: '\\\\-x\\C$\\a.wim' }, '; this one names a server -x, which is no name or address of one.'],
    [{ captureDestination: '\\\\CM01\\C$\\a\tb.wim' }, '; this one holds a control character.'],
    [
      { captureAccount: 'a\\b\\c' },
      '--capture-account is "a\\b\\c", but an account is named as DOMAIN\\name or name@domain.',
    ],
    [{ captureAccount: 'CONTOSO\\' }, 'but an account is named as'],
    [{ captureAccount: 'a@b@c' }, 'but an account is named as'],
    [
      { packages: ['PS10004'] },
      '--package is "PS10004", but a package id is three letters or digits followed by five hex digits, such as PS100042.',
    ],
    [{ taskSequence: 'PS1000XY' }, '--task-sequence is "PS1000XY", but a task sequence id is three letters'],
    [
      { captureDestination: 'C:\\wim' },
      '--capture-destination is "C:\\wim", but a destination is a UNC path of at most 255 characters without %variables%, such as \\\\CM01\\Captures$\\win11.wim; this one begins with a drive, which only one machine has.',
    ],
  ];
  test.each(bad)('with a wrong value is refused: %j', async (overrides, sentence) => {
    expect(await refusal(load('packages: []', overrides))).toContain(sentence);
  });
});

describe('refused, in one sentence', () => {
  const host = 'but a host is named by its computer name, DNS name or IP address, such as CM01.contoso.com.';
  const bad: [text: string, sentence: string][] = [
    ['', 'site.yaml is empty; it holds keys such as "site:" and "distributionPoints:".'],
    ['# nothing\n', 'site.yaml is empty;'],
    ['- a\n', 'site.yaml is not a map;'],
    ['text', 'site.yaml is not a map;'],
    ['site: [unclosed\n', 'site.yaml line 2 is not YAML: '],
    ['a: 1\n---\nb: 2\n', 'site.yaml line 2: a second document begins here (---); a site file holds one.'],
    [
      'a: "\\CM01"\n',
      'site.yaml line 1: a backslash in double quotes means something else to YAML; write UNC paths in single quotes.',
    ],
    ['packages: []\npackages: []\n', 'site.yaml line 2: a key stands twice in the same map; each key is given once.'],
    ['packages: *nobody\n', 'site.yaml is not usable YAML: Unresolved alias'],
    [
      '\nsites: { server: CM01 }\n',
      'site.yaml line 2: the key "sites" is unknown; allowed are site, distributionPoints, pxeServers, capture, taskSequence, packages, hashWorkers, referenceComputer, targets, remoting. Did you mean "site"?',
    ],
    ['x-note: a\n', 'site.yaml line 1: the key "x-note" is unknown;'],
    [
      'site: { sever: CM01 }\n',
      'site.yaml line 1: the key "sever" in "site" is unknown; allowed are server, code. Did you mean "server"?',
    ],
    [
      'site:\n  server: CM01\n  cod: PS1\n',
      'site.yaml line 3: the key "cod" in "site" is unknown; allowed are server, code. Did you mean "code"?',
    ],
    [
      'distributionPoints:\n  - DP01\n  - name: DP02\n    prot: 22\n',
      'site.yaml line 4: the key "prot" in "distributionPoints[1]" is unknown; allowed are name, address, port, via, user, keyFile, configurationName, useSsl, credential. Did you mean "port"?',
    ],
    ['site: CM01\n', 'site.yaml line 1: "site" is "CM01", but a map of keys is expected here.'],
    ['site: {}\n', 'site.yaml line 1: "site.server" is missing.'],
    ['site:\n', 'site.yaml line 1: "site" is empty; give a value or leave the key out.'],
    ['site: { server: "" }\n', 'site.yaml line 1: "site.server" is empty; give a value or leave the key out.'],
    [
      'site: { server: CM01, code: 001 }\n',
      'site.yaml line 1: "site.code" is 1, but text is expected here; put it in quotes.',
    ],
    [
      'site: { server: CM01, code: PS }\n',
      'site.yaml line 1: "site.code" is "PS", but a site code is three letters or digits, such as PS1.',
    ],
    ['site: { server: -x }\n', `site.yaml line 1: "site.server" is "-x", ${host}`],
    ['site: { server: "CM 01" }\n', `"site.server" is "CM 01", ${host}`],
    ['site: { server: "CM01\\e[2J" }\n', `"site.server" is "CM01\\u001b[2J", ${host}`],
    ['site: { server: "\\\\\\\\CM01" }\n', `"site.server" is "\\\\CM01", ${host}`],
    ['site: { server: 10.0.0.300 }\n', `"site.server" is "10.0.0.300", ${host}`],
    ['site: { server: CM01:5985 }\n', `"site.server" is "CM01:5985", ${host}`],
    [
      'site: { server: [CM01] }\n',
      '"site.server" is ["CM01"], but a host is a name, or a map with name, address, port, via, user, keyFile, configurationName, useSsl, credential.',
    ],
    ['distributionPoints: DP01\n', '"distributionPoints" is "DP01", but a list is expected here, such as [a, b].'],
    ['distributionPoints: [DP01, ""]\n', '"distributionPoints[1]" is empty;'],
    ['pxeServers: [{ name: -x }]\n', `"pxeServers[0].name" is "-x", ${host}`],
    ['pxeServers: [{ address: a }]\n', '"pxeServers[0].name" is missing.'],
    ['pxeServers: [{ name: a, port: 0 }]\n', '"pxeServers[0].port" is 0, but a port is a number from 1 to 65535.'],
    ['pxeServers: [{ name: a, port: x }]\n', '"pxeServers[0].port" is "x", but a whole number is expected here.'],
    ['pxeServers: [{ name: a, port: 1.5 }]\n', '"pxeServers[0].port" is 1.5, but a whole number is expected here.'],
    ['pxeServers: [{ name: a, via: telnet }]\n', '"pxeServers[0].via" is "telnet", but allowed are local, winrm, ssh.'],
    ['hashWorkers: 0\n', 'site.yaml line 1: "hashWorkers" is 0, but a whole number from 1 to 64 is allowed.'],
    ['hashWorkers: 65\n', '"hashWorkers" is 65, but a whole number from 1 to 64 is allowed.'],
    ['hashWorkers: many\n', '"hashWorkers" is "many", but a whole number is expected here.'],
    [
      'pxeServers: [{ name: a, user: -oProxyCommand=x }]\n',
      '"pxeServers[0].user" is "-oProxyCommand=x", but an account is named as DOMAIN\\name or name@domain.',
    ],
    [
      'packages: [PS10004]\n',
      '"packages[0]" is "PS10004", but a package id is three letters or digits followed by five hex digits, such as PS100042.',
    ],
    [
      'packages:\n  - PS100042\n  - 10012345\n',
      'site.yaml line 3: "packages[1]" is 10012345, but text is expected here; put it in quotes.',
    ],
    ['taskSequence: PS1-0042\n', '"taskSequence" is "PS1-0042", but a task sequence id is three letters'],
    ['capture: { imageRatio: 3 }\n', '"capture.imageRatio" is 3'],
    [
      "capture: { destination: '\\\\CM01' }\n",
      '"capture.destination" is "\\\\CM01", but a destination is a UNC path of at most 255 characters without %variables%, such as \\\\CM01\\Captures$\\win11.wim; this one names a server and no share.',
    ],
    ['capture: { destination: /mnt/a }\n', 'but a destination is a UNC path'],
    ["capture: { destination: '\\\\-x\\a\\b.wim' }\n", 'but a destination is a UNC path'],
    [
      'distributionPoints: [{ name: A, port: 1 }, { name: a, port: 2 }]\n',
      'site.yaml: "distributionPoints" names a twice with a different port: 1 and 2.',
    ],
  ];
  test.each(bad)('%j', async (text, sentence) => {
    const message = await refusal(load(text));
    expect(message).toContain(sentence);
    expect(message).not.toContain('\n');
  });

  test('a file that is not there, a folder, bytes that are no text', async () => {
    const at = (file: string) => refusal(loadConfiguration({ file, cwd: folder, overrides: noOverrides }));
    expect(await at('none.yaml')).toBe('--config "none.yaml" does not exist; a site file is a YAML file.');
    expect(await at('.')).toBe('--config "." is a folder; a site file is a YAML file.');
    expect(await refusal(load(new Uint8Array([0x80, 0x81])))).toBe(
      'site.yaml is not YAML: it is neither UTF-8 nor UTF-16 text.',
    );
  });

  test('aliases that multiply', async () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (let index = 1; index < 9; index++) {
      const [name, last] = [String.fromCharCode(97 + index), String.fromCharCode(96 + index)];
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${last}`).join(',')}]`);
    }
    expect(await refusal(load(bomb.join('\n')))).toContain('site.yaml is not usable YAML: ');
  });
});
