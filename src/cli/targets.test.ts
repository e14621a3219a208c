import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../model/usage-error.ts';
import { configurationFrom, loadConfiguration } from './config.ts';
import { noOverrides, type Overrides } from './options.ts';
import { parseTargetList } from './target-list.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'targets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const load = (text: string, overrides: Partial<Overrides> = {}) =>
  configurationFrom(text, 'site.yaml', { ...noOverrides, ...overrides });

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).message;
  }
  throw new Error('nothing was refused');
}

async function refused(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return refusal(() => {
    throw error;
  });
}

describe('targets and remoting of the site file', () => {
  test('become part of the configuration', () => {
    const configuration = load(String.raw`
targets:
  - DP01
  - name: CM01
    address: 10.0.0.1
    via: winrm
    configurationName: Osd.Jea
    useSsl: true
    credential: osd servers
    roles: [pxe-server, site-server]
  - { name: LINUX, via: ssh, port: 2222, user: 'D\osd', keyFile: /keys/osd }
  - dp01.
remoting: { via: ssh, user: osd, keyFile: /keys/all, port: 22 }
`);
    expect(configuration.targets).toStrictEqual([
      { name: 'DP01', roles: ['distribution-point'] },
      {
        name: 'CM01',
        address: '10.0.0.1',
        via: 'winrm',
        configurationName: 'Osd.Jea',
        useSsl: true,
        credential: 'osd servers',
        roles: ['site-server', 'pxe-server'],
      },
      {
        name: 'LINUX',
        via: 'ssh',
        port: 2222,
        user: 'D\\osd',
        keyFile: '/keys/osd',
        roles: ['distribution-point'],
      },
    ]);
    expect(configuration.remoting).toStrictEqual({ via: 'ssh', user: 'osd', keyFile: '/keys/all', port: 22 });
  });

  test('a host named twice has the roles of both; without any it is a distribution point', () => {
    const targets = (text: string) => load(text).targets;
    expect(
      targets('targets: [{ name: A, roles: [site-server] }, { name: a, port: 1, roles: [pxe-server] }, A]'),
    ).toEqual([{ name: 'A', port: 1, roles: ['site-server', 'pxe-server'] }]);
    expect(targets('targets: [A, { name: a, roles: [] }]')).toEqual([{ name: 'A', roles: ['distribution-point'] }]);
  });

  const bad: [text: string, sentence: string][] = [
    ['targets:\n', 'site.yaml line 1: "targets" is empty; give a value or leave the key out.'],
    [
      'targets: []\n',
      'site.yaml line 1: "targets" is [], but a list with at least one host is expected here; leave the key out where there is none.',
    ],
    ['targets: DP01\n', '"targets" is "DP01", but a list is expected here, such as [a, b].'],
    [
      'targets: [5]\n',
      '"targets[0]" is 5, but a host is a name, or a map with name, address, port, via, user, keyFile,',
    ],
    ['targets: [-x]\n', '"targets[0]" is "-x", but a host is named by'],
    [
      'targets:\n  - DP01\n  - { name: DP02, roles: [distribution-pont] }\n',
      'site.yaml line 3: "targets[1].roles[0]" is "distribution-pont", but allowed are site-server, sms-provider, distribution-point, pxe-server, share-host, reference-computer. Did you mean "distribution-point"?',
    ],
    [
      'targets: [{ name: A, roles: site-server }]\n',
      '"targets[0].roles" is "site-server", but a list is expected here',
    ],
    [
      'targets: [{ name: A, keyfile: k }]\n',
      'the key "keyfile" in "targets[0]" is unknown; allowed are name, address, port, via, user, keyFile, configurationName, useSsl, credential, roles. Did you mean "keyFile"?',
    ],
    [
      'distributionPoints: [{ name: A, roles: [site-server] }]\n',
      'the key "roles" in "distributionPoints[0]" is unknown;',
    ],
    [
      'targets: [{ name: A, port: 1 }, { name: a, port: 2 }]\n',
      'site.yaml: "targets" names a twice with a different port: 1 and 2.',
    ],
    [
      'distributionPoints: [{ name: A, useSsl: true }]\ntargets: [{ name: a, useSsl: false }]\n',
      'a is described by "distributionPoints" and by "targets" with a different useSsl: true and false.',
    ],
    [
      'targets: [{ name: A, via: ssh, useSsl: true }]\n',
      'site.yaml line 1: "targets[0].useSsl" is true, but it goes with winrm, and "via" is ssh here.',
    ],
    [
      'distributionPoints:\n  - name: A\n    via: winrm\n    keyFile: k\n',
      'site.yaml line 4: "distributionPoints[0].keyFile" is "k", but it goes with ssh, and "via" is winrm here.',
    ],
    ['targets: [{ name: A, via: ssh, configurationName: c }]\n', '"targets[0].configurationName" is "c", but it goes'],
    [
      'remoting: { via: ssh, credential: c }\n',
      '"remoting.credential" is "c", but it goes with winrm, and "via" is ssh',
    ],
    ['remoting: { name: A }\n', 'the key "name" in "remoting" is unknown; allowed are port, via, user, keyFile,'],
    ['remoting: ssh\n', '"remoting" is "ssh", but a map of keys is expected here.'],
    ['remoting: { via: telnet }\n', '"remoting.via" is "telnet", but allowed are local, winrm, ssh.'],
    ['remoting: { port: 70000 }\n', '"remoting.port" is 70000, but a port is a number from 1 to 65535.'],
    ['remoting: { useSsl: yes please }\n', '"remoting.useSsl" is "yes please", but true or false is expected here.'],
    ['remoting: { keyFile: "a\\nb" }\n', '"remoting.keyFile" is "a\\nb", but a key file is the path of a private key'],
    [
      'remoting: { password: hunter2 }\n',
      'site.yaml line 1: the key "password" is not allowed: passwords have no place here; "credential" names a secret in SecretManagement, and "keyFile" a private key for ssh.',
    ],
    ['targets:\n  - name: A\n    Passwort: hunter2\n', 'the key "Passwort" in "targets[0]" is unknown;'],
    ['targets:\n  - name: A\n    userPassword: hunter2\n', 'site.yaml line 3: the key "userPassword" is not allowed:'],
    ['password: hunter2\n', 'site.yaml line 1: the key "password" is not allowed: passwords have no place here;'],
    [
      'remoting: { credential: { user: a, password: hunter2 } }\n',
      '"remoting.credential" is not a name; a credential is the name of a secret in SecretManagement, and never the secret itself.',
    ],
    ['targets: [[{ name: a, password: hunter2 }]]\n', '"targets[0]" is [{"name":"a","password":"..."}], but a host is'],
  ];
  test.each(bad)('refused: %j', (text, sentence) => {
    const message = refusal(() => load(text));
    expect(message).toContain(sentence);
    expect(message).not.toMatch(/\n|hunter2/);
  });

  test('the sentence on a password does not show it either', () => {
    expect(refusal(() => load('targets: [{ name: A, password: hunter2 }]'))).not.toContain('hunter2');
  });
});

describe('options in place of them', () => {
  const file = `
distributionPoints: [{ name: DP02, address: 10.0.0.2 }]
targets:
  - OLD
  - { name: CM01, port: 5986, roles: [site-server] }
remoting: { via: winrm, useSsl: true, credential: a }
`;

  test('--target replaces the list, and a host that the file describes keeps its description and roles', () => {
    const configuration = load(file, { targets: ['NEW', 'cm01', 'DP02', 'new.'] });
    expect(configuration.targets).toEqual([
      { name: 'NEW', roles: ['distribution-point'] },
      { name: 'cm01', port: 5986, roles: ['site-server'] },
      { name: 'DP02', address: '10.0.0.2', roles: ['distribution-point'] },
    ]);
    expect(load(file).targets.map(({ name }) => name)).toEqual(['OLD', 'CM01']);
    expect(refusal(() => load(file, { targets: ['CM01:22'] }))).toContain(
      '--target is "CM01:22", but a host is named by its computer name',
    );
  });

  test('each replaces its key of remoting and leaves the rest', () => {
    expect(load(file, { remoting: { credential: 'b', port: 1 } }).remoting).toEqual({
      via: 'winrm',
      useSsl: true,
      credential: 'b',
      port: 1,
    });
    // Those that the file states for another way stay for machines that are reached by that.
    expect(load(file, { remoting: { via: 'ssh', user: 'u' } }).remoting).toMatchObject({ via: 'ssh', user: 'u' });
    expect(refusal(() => load(file, { remoting: { keyFile: 'k' } }))).toBe(
      '--key-file goes with ssh, but "remoting.via" in site.yaml is winrm; add --via ssh or leave it out.',
    );
  });
});

describe('where key files are', () => {
  test('beside the site file, beside the list, and in the current folder for an option; ~ is the home folder', async () => {
    const conf = path.join(folder, 'conf');
    const lists = path.join(folder, 'lists');
    await Promise.all([mkdir(conf), mkdir(lists)]);
    const [site, list] = [path.join(conf, 'site.yaml'), path.join(lists, 'list.csv')];
    await writeFile(site, 'remoting: { keyFile: all }\nsite: { server: { name: CM01, keyFile: ~/cm01 } }\n');
    await writeFile(list, 'name,keyFile\nA,../keys/a\nB,~/b\nC,~other/c\n');
    const overrides = { ...noOverrides, targetList: path.join('lists', 'list.csv') };
    const request = { file: path.join('conf', 'site.yaml'), cwd: folder, overrides, home: path.join(folder, '$&') };
    const configuration = await loadConfiguration(request);
    expect(configuration.remoting.keyFile).toBe(path.join(conf, 'all'));
    expect(configuration.site?.server.keyFile).toBe(path.join(folder, '$&', 'cm01'));
    expect(configuration.targets.map(({ keyFile }) => keyFile)).toEqual([
      path.join(folder, 'keys', 'a'),
      path.join(folder, '$&', 'b'),
      '~other/c',
    ]);
    const given = { ...noOverrides, remoting: { keyFile: 'own' } };
    expect((await loadConfiguration({ ...request, overrides: given })).remoting.keyFile).toBe(path.join(folder, 'own'));
    const { home: _, ...homeless } = request;
    expect((await loadConfiguration(homeless)).site?.server.keyFile).toBe('~/cm01');
  });
});

describe('a list that --targets names', () => {
  const from = (targetList: string, more: Partial<Parameters<typeof loadConfiguration>[0]> = {}) =>
    loadConfiguration({ file: null, cwd: folder, overrides: { ...noOverrides, targetList }, ...more });

  test('is a file in UTF-8 or UTF-16, or standard input', async () => {
    const names = ['DP01', 'DP02'];
    const text = `${names.join('\r\n')}\r\n`;
    await writeFile(path.join(folder, 'utf8.txt'), `\ufeff${text}`);
    await writeFile(path.join(folder, 'utf16.txt'), Buffer.from(`\ufeff${text}`, 'utf16le'));
    const stdin = async (): Promise<Uint8Array> => Buffer.from(text);
    for (const loaded of [from('utf8.txt'), from('utf16.txt'), from('-', { stdin })]) {
      expect((await loaded).targets.map(({ name }) => name)).toEqual(names);
    }
  });

  test('goes with --target and with a scenario, and replaces the targets of the site file', async () => {
    await writeFile(path.join(folder, 'roles.csv'), 'name,roles\nDP01,site-server\nDP02,\n');
    const siteFile = {
      text: 'targets: [OLD, { name: DP02, roles: [pxe-server] }]\ndistributionPoints: [{ name: DP01, port: 1 }]',
      name: 'scenario x',
    };
    const overrides = { ...noOverrides, targetList: 'roles.csv', targets: ['dp01', 'DP03'] };
    const { targets } = await loadConfiguration({ file: null, cwd: folder, overrides, siteFile });
    expect(targets).toEqual([
      { name: 'dp01', port: 1, roles: ['site-server'] },
      { name: 'DP03', roles: ['distribution-point'] },
      { name: 'DP02', roles: ['pxe-server'] },
    ]);
  });

  test('must not contradict the site file', async () => {
    await writeFile(path.join(folder, 'ports.csv'), 'name,port\nDP01,2\n');
    const siteFile = { text: 'distributionPoints: [{ name: DP01, port: 1 }]', name: 'site.yaml' };
    expect(await refused(from('ports.csv', { siteFile }))).toBe(
      'DP01 is described by "distributionPoints" and by the list of --targets with a different port: 1 and 2.',
    );
  });

  test('that is not there, is a folder, is no text, or has no stdin to come from', async () => {
    const tail = 'a list of servers is a text, JSON or CSV file.';
    expect(await refused(from('none.txt'))).toBe(`--targets "none.txt" does not exist; ${tail}`);
    expect(await refused(from('.'))).toBe(`--targets "." is a folder; ${tail}`);
    expect(await refused(from('-'))).toBe('--targets - reads standard input, and there is none here.');
    const noText = 'is not a list of servers: it is neither UTF-8 nor UTF-16 text.';
    await writeFile(path.join(folder, 'bytes.txt'), new Uint8Array([0x80, 0x81]));
    expect(await refused(from('bytes.txt'))).toBe(`bytes.txt ${noText}`);
    expect(await refused(from('-', { stdin: async () => new Uint8Array([0x80]) }))).toBe(`standard input ${noText}`);
    expect(await refused(from('-', { stdin: async () => new Uint8Array(0) }))).toContain(
      'standard input names no host;',
    );
  });

  test('is never left out silently', () => {
    expect(() => load('packages: []', { targetList: 'x' })).toThrow('was not read');
  });
});

test('the examples of the documentation are what it says they are', async () => {
  const page = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  const examples = (language: string): string[] =>
    [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, text]) => text!);
  expect(examples('yaml').flatMap((text) => load(text).targets)).toHaveLength(2);
  const lists = [...examples('text'), ...examples('json')].map((text) => parseTargetList(text, 'example'));
  expect(lists.map((list) => list.map(({ name, roles }) => [name, ...(roles ?? [])].join(' ')))).toEqual([
    ['BRANCH-DP01', 'BRANCH-DP02.contoso.com', '10.0.4.18'],
    ['BRANCH-DP01 distribution-point', 'BRANCH-WDS pxe-server share-host'],
    ['BRANCH-DP01', 'BRANCH-WDS pxe-server'],
  ]);
});
