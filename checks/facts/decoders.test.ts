import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import { edited, libraryOf, sha256, wanted } from '../../test/checks/content.ts';
import {
  boot,
  bootFiles,
  bootImages,
  contentHashes,
  dpRegistry,
  estate,
  event,
  events,
  factsIn,
  identity,
  noRegistry,
  partError,
  pointKind,
  sequence,
  service,
  services,
  share,
  site,
  udpEndpoints,
  wdsSettings,
} from '../../test/checks/gathering.ts';
import { facts, hostIdentity } from '../facts.ts';

type Name = keyof typeof facts;
const decode = (name: Name, raw: Json) => facts[name].decode(raw);
const { rows, bytes } = libraryOf(wanted);

test.each(factsIn(estate()).map((each) => [each.fact as Name, each] as const))(
  '%s: what its snippet prints is understood',
  (name, each) => {
    expect('data' in each && decode(name, each.data)).toBeTruthy();
  },
);

describe('another shape is refused with the place that is wrong', () => {
  const refused: [Name, Json, RegExp][] = [
    ['boot', { lastBootUpTime: '2026-03-02T06:00:00Z' }, /^localDateTime: /],
    ['boot', { ...(boot(1) as object), lastBootUpTime: '02.03.2026 06:00' }, /^lastBootUpTime: /],
    ['boot', { ...(boot(1) as object), lastBootUpTime: '2026-03-02T06:00:00' }, /^lastBootUpTime: /],
    ['boot', { ...(boot(1) as object), autoStartDelay: null }, /^autoStartDelay: /],
    ['pxe-services', {}, /^services: /],
    ['pxe-services', { services: null }, /^services: /],
    ['pxe-services', services(service('WDSServer'), service('SccmPxe', { state: 4 })), /^services\.1\.state: /],
    ['pxe-services', services(service('WDSServer', { exitCode: '0' })), /^services\.0\.exitCode: /],
    ['pxe-services', services(service('WDSServer', { delayedAutoStart: 'no' })), /^services\.0\.delayedAutoStart: /],
    ['pxe-services', services(service('WDSServer', { triggers: false })), /^services\.0\.triggers: /],
    ['pxe-services', services(service('WDSServer', { registry: 'none' })), /^services\.0\.registry: /],
    ['pxe-events', events({ WDSPXE: [event(262, 39, 'SMSPXE'), { id: '264' }] }), /^sources\.2\.events: /],
    ['pxe-events', events({}, { logs: [{ log: 'System' }] }), /^logs\.0\.oldest: /],
    ['wds-settings', { present: true }, /^disabled: /],
    ['wds-settings', wdsSettings({ pxeProviders: { value: ['SMSPXE'] } }), /^pxeProviders: /],
    ['distribution-point', dpRegistry({ IsPXE: 'yes' }), /^values\.IsPXE: /],
    ['dhcp-dns', { services: [{ name: 'DNS' }] }, /^services\.0\.state: /],
    ['udp-endpoints', udpEndpoints({ ports: [{ port: 69.5 }] }), /^ports\.0\.port: /],
    ['pxe-boot-files', bootFiles({ folders: ['SMSBoot'] }), /^folders: /],
    ['smspxe-log', { tried: [], files: [{}] }, /^files\.0\.path: /],
    ['visual-c-runtime', { runtimes: [] }, /^runtimes: /],
    ['site-boot-images', bootImages({ targeted: null }), /^targeted: /],
    ['distribution-point', [], /^it: /],
    ['sms-providers', { present: true, providers: {} }, /^providers: /],
    ['sms-providers', { present: true, providers: [{ machine: null }] }, /^providers\.0\.machine: /],
    ['site-distribution-points', { points: [{ nalPath: 'x', values: { IsPXE: '1' } }] }, /^points\.0\.values\.IsPXE: /],
    ['share-security', { shares: [{ name: 'x' }] }, /^shares\.0\.scopeName: /],
    ['share-security', share({ folderSddl: 'D:' }), /^shares\.0\.folderSddl: /],
    ['task-sequence', { found: true }, /^name: /],
    ['task-sequence', sequence({ children: null }), /^children: /],
    ['task-sequence', sequence({ references: [{ package: 7 }] }), /^references\.0\.package: /],
    ['site-packages', { packages: [], status: [] }, /^messages: /],
    ['site-packages', { ...(site() as object), targeted: null }, /^targeted: /],
    ['site-packages', { ...(site() as object), messages: [] }, /^messages: /],
    ['site-packages', { ...(site() as object), contents: { value: [{ package: 'PS100020' }] } }, /^contents: /],
    ['site-packages', { ...(site() as object), points: { value: [pointKind({ pull: null })] } }, /^points: /],
    ['site-content-hashes', {}, /^references: /],
    ['site-content-hashes', contentHashes({ references: { value: null } }), /^references: /],
    ['site-content-hashes', contentHashes({ packages: [{ package: 'PS100012' }] }), /^packages\.0\.version: /],
    ['site-content-hashes', contentHashes({ contents: [{ contentId: 1, answer: null }] }), /^contents\.0\.answer: /],
    ['site-packages', { ...(site() as object), status: [{ package: 'PS100012' }] }, /^status\.0\.nalPath: /],
    ['content-library', {}, /^it: /],
    ['content-library', [{ kind: 'surprise' }], /^0\.kind: /],
    ['content-library', edited(rows, 'blob', sha256('client'), { size: 1.5 }), /size/],
    ['content-blobs', [{ ...bytes[0]!, bytes: 'many' }], /^0\.bytes: /],
    ['content-blobs', [{ ...bytes[0]!, path: null }], /^0\.path: /],
    ['content-blobs', [{ kind: 'cut' }], /^0\.why: /],
    ['content-library', [rows[0]!, { kind: 'blob', blob: 'AB', path: 'D:\\AB', size: 1, users: null }], /^1\.users: /],
    ['content-library-list', { listed: { value: [1] }, recorded: { value: null }, truncated: false }, /^listed: /],
    ['content-library-list', { listed: { value: [] }, recorded: [], truncated: false }, /^recorded: /],
    ['content-share', [{ kind: 'share', name: 'SMSPKGD$' }], /^0\.path: /],
    ['content-share', [{ kind: 'file', package: 'PS100012', path: 'a', bytes: 1, sha1: null }], /^0\.message: /],
  ];
  test.each(refused)('%s %#', (name, raw, clause) => {
    expect(() => decode(name, raw)).toThrow(clause);
  });

  test.each([
    ['machineName', ''],
    ['bootTime', 'yesterday'],
    ['culture', null],
    ['powerShell', {}],
  ])('host-identity %s', (key, value) => {
    const { names: _, ...raw } = identity('CM01');
    expect(() => hostIdentity.decode({ ...raw, dnsHostName: null, [key]: value })).toThrow(new RegExp(`^${key}`));
  });

  test.each(Object.keys(facts) as Name[])('%s: anything at all is decoded, or refused in one line', (name) => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        try {
          decode(name, raw as Json);
        } catch (error) {
          const { message } = error as Error;
          expect(message).not.toBe('');
          expect(message).not.toContain('\n');
        }
      }),
      { seed: 20261122, numRuns: 200 },
    );
  });
});

describe('a part that was read on its own', () => {
  const of = (autoStartDelay: Json) => facts.boot.decode(boot(1, autoStartDelay)).autoStartDelay;

  test.each([[null], [0], [600_000], ['text'], [[1, 2]]])('value %j', (value) => {
    expect(of({ value })).toEqual({ value });
  });
  test('an error becomes a failure by its codes', () => {
    expect(of(partError)).toEqual({ failed: 'denied', message: 'Access is denied.' });
  });
  test.each([[null], ['text'], [7]])('an error of another shape, %j, is a failure all the same', (error) => {
    expect(of({ error })).toMatchObject({ failed: 'malformed' });
  });
});

describe('a value that may be of any type', () => {
  const another = { failed: 'malformed' };
  const noValues = {
    group: null,
    dependOnService: null,
    serviceSidType: null,
    imagePath: null,
    failureActions: null,
    failureActionsOnNonCrashFailures: null,
  };
  const key = (parts: { [name: string]: Json }) => {
    const given = services(
      service('WDSServer', {
        delayedInRegistry: { value: parts['delayed'] ?? null },
        registry: { value: { ...noValues, ...parts } },
      }),
    );
    return facts['pxe-services'].decode(given).services[0]!;
  };

  test('of a service', () => {
    expect(key({ group: 'Base', dependOnService: ['RpcSs'], failureActions: 'hex:80510100' }).registry).toMatchObject({
      value: {
        group: { value: 'Base' },
        dependOnService: { value: ['RpcSs'] },
        failureActions: { value: '80510100' },
        imagePath: { value: null },
      },
    });
    expect(
      key({ group: 7, dependOnService: 'RpcSs', failureActions: '80510100', serviceSidType: 'one' }).registry,
    ).toMatchObject({
      value: { group: another, dependOnService: another, failureActions: another, serviceSidType: another },
    });
    expect(
      [key({ delayed: 1 }), key({ delayed: null }), key({ delayed: 'yes' })].map((each) => each.delayedInRegistry),
    ).toMatchObject([{ value: 1 }, { value: null }, another]);
  });

  test('of the distribution point and of WDS', () => {
    const values = { DoNotListenOnDhcpPort: 'no', NumberOfThreads: 1 };
    expect(facts['distribution-point'].decode(dpRegistry(values))).toMatchObject({
      doNotListenOnDhcpPort: another,
      numberOfThreads: { value: 1 },
      supportUnknownMachines: { value: null },
    });
    expect(
      facts['wds-settings'].decode(wdsSettings({ useDhcpPorts: '1', udpPortPolicy: { value: [1] } })),
    ).toMatchObject({
      useDhcpPorts: another,
      udpPortPolicy: { value: another },
    });
  });
});

describe('what the decoders make of it', () => {
  test('a property that the registry does not have is null', () => {
    const { isPxe, doNotListenOnDhcpPort } = facts['distribution-point'].decode(noRegistry);
    expect([isPxe, doNotListenOnDhcpPort]).toEqual([null, { value: null }]);
    expect(facts['distribution-point'].decode(dpRegistry({ IsPXE: null, SiteServer: 7 })).isPxe).toBeNull();
  });

  test('the site leaves out what it does not know', () => {
    const points = [{ nalPath: 'x', values: { IsActive: 1 } }];
    expect(facts['site-distribution-points'].decode({ points })).toEqual({
      points: [{ nalPath: 'x', isPxe: null, sccmPxe: null, isActive: 1, supportUnknownMachines: null }],
    });
  });

  test('the names of a machine: the short one first, then the complete one', () => {
    const { names: _, ...raw } = identity('CM01');
    const names = (dnsHostName: string | null, domain: string | null) =>
      hostIdentity.decode({ ...raw, dnsHostName, domain }).names;
    expect(names('cm01', 'contoso.com')).toEqual(['CM01', 'cm01.contoso.com']);
    expect(names('cm01', null)).toEqual(['CM01']);
    expect(names(null, 'contoso.com')).toEqual(['CM01']);
  });

  test('bytes that could not be read keep their code', () => {
    const row = { ...bytes[0]!, sha256: null, hresult: '0x80070020', message: 'In use.' };
    expect(facts['content-blobs'].decode([row]).read[0]).toMatchObject({ hresult: '0x80070020', message: 'In use.' });
    expect(facts['content-blobs'].decode([{ ...row, hresult: null, message: null }]).read[0]).toMatchObject({
      hresult: '',
      message: '',
    });
  });

  test.each(['6', '4294967296', '9007199254740991'])('a number of 64 bits comes as text: %s', (size) => {
    const library = facts['content-library'].decode(edited(rows, 'blob', sha256('client'), { size }));
    expect(library.blobs[sha256('client')]?.[0]?.size).toEqual({ value: Number(size) });
  });
});

const interrupted = { failed: 'interrupted', message: 'the run was interrupted' } as const;

describe('the rows of package shares', () => {
  const file = { kind: 'file', package: 'PS100012', path: 'a', bytes: 1, sha1: 'AB', message: null };

  test('become shares and packages, in whatever order their files come', () => {
    const missing = { kind: 'package', package: 'PS100013', path: null };
    const share = { kind: 'share', name: 'SMSPKGD$', path: 'D:\\SMSPKGD$' };
    const here = { kind: 'package', package: 'PS100012', path: 'D:\\SMSPKGD$\\PS100012' };
    const folder = { kind: 'folder', package: 'PS100012', path: 'x' };
    const unread = { kind: 'unread', package: 'PS100012', path: 'y', message: 'no' };
    expect(facts['content-share'].decode([share, here, folder, unread, missing, file])).toEqual({
      shares: [{ name: 'SMSPKGD$', path: 'D:\\SMSPKGD$' }],
      packages: [
        {
          package: 'PS100012',
          path: 'D:\\SMSPKGD$\\PS100012',
          folders: ['x'],
          files: [{ path: 'a', sha1: 'AB', message: null }],
          unread: [{ path: 'y', message: 'no' }],
        },
        { package: 'PS100013', path: null, folders: [], files: [], unread: [] },
      ],
    });
  });

  test('a file of a package that is not there is refused', () => {
    expect(() => facts['content-share'].decode([file])).toThrow('a row belongs to PS100012, which is not there');
  });
});

test('what a reading of bytes was cut by stays with what was read', () => {
  const { read, cut } = facts['content-blobs'].decode([...bytes, facts['content-blobs'].cut!(interrupted)]);
  expect(read).toHaveLength(bytes.length);
  expect(cut).toBe(interrupted.message);
  expect(facts['content-blobs'].decode(bytes)).toMatchObject({ cut: null });
});

describe('the rows of a library', () => {
  const library = (list: Json) => facts['content-library'].decode(list);

  test('become packages, contents and blobs', () => {
    const { path, packages, contents, blobs } = library(rows);
    expect(path).toBe('D:\\SCCMContentLib');
    expect(packages.map((each) => each.refs)).toEqual([['PS100005.4'], ['PS100012.3']]);
    expect(contents[1]).toMatchObject({
      ref: 'PS100012.3',
      present: true,
      folders: ['x64', 'logs'],
      links: [],
      unread: [],
    });
    expect(Object.keys(blobs)).toHaveLength(4);
  });

  test.each([
    ['nothing', [], 'the rows do not begin with the library'],
    ['another row first', [...rows].reverse(), 'the rows do not begin with the library'],
    ['two libraries', [rows[0]!, rows[0]!], 'the rows name two libraries'],
    [
      'a file before its content',
      [rows[0]!, ...rows.filter(({ kind }) => kind === 'file')],
      'a row belongs to PS100005.4, which is not there',
    ],
    [
      'a link of a content that is not there',
      [rows[0]!, { kind: 'link', ref: 'X.1', path: 'y' }],
      'a row belongs to X.1',
    ],
  ] as [string, Json, string][])('%s is refused', (_, list, message) => {
    expect(() => library(list)).toThrow(message);
  });

  test('two copies of a blob stay two', () => {
    const copy = { kind: 'blob', blob: sha256('boot'), path: 'E:\\copy', size: 4 };
    const { blobs } = library([...rows, copy]);
    expect(blobs[sha256('boot')]).toHaveLength(2);
  });
});
