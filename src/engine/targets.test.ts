import { describe, expect, test } from 'vitest';
import { identityOf } from '../../test/product/estate.ts';
import { type Configuration, emptyConfiguration, noCapture } from '../model/configuration.ts';
import { TargetBook } from './targets.ts';

const book = (configuration: Partial<Configuration> = {}, localNames: string[] = []): TargetBook =>
  new TargetBook({ ...emptyConfiguration, ...configuration }, localNames);

describe('targets', () => {
  test('come from every key that names a host, each with its part', () => {
    const all = book({
      site: { server: { name: 'CM01.contoso.com' }, code: 'PS1' },
      distributionPoints: [{ name: 'DP01' }, { name: 'CM01.contoso.com' }],
      pxeServers: [{ name: 'WDS01' }],
      capture: { ...noCapture, destination: '\\\\FS01\\Captures$\\a.wim' },
      referenceComputer: { name: 'REF01' },
    }).all();
    expect(all.map(({ name, roles }) => [name, roles])).toEqual([
      ['CM01.contoso.com', ['site-server', 'distribution-point']],
      ['DP01', ['distribution-point']],
      ['WDS01', ['pxe-server']],
      ['REF01', ['reference-computer']],
    ]);
  });

  test('the host of the share is named by the configuration alone where no site says whether the path is one of DFS', () => {
    const capture = { ...noCapture, destination: '\\\\FS01\\Captures$\\a.wim' };
    expect(book({ capture }).all()).toMatchObject([{ name: 'FS01', roles: ['share-host'] }]);
    expect(book({ capture, site: { server: { name: 'CM01' }, code: null } }).named('FS01')).toBeUndefined();
  });

  test('are this machine where none is configured', () => {
    expect(book({}, ['DP01', 'DP01.contoso.com']).all()).toMatchObject([
      { name: 'DP01', roles: ['distribution-point'] },
    ]);
    expect(book().all()).toMatchObject([{ name: 'localhost' }]);
    expect(book({ pxeServers: [{ name: 'WDS01' }] }, ['DP01']).all()).toHaveLength(1);
  });

  test('differ neither by case nor by a trailing dot, and the first spelling stays', () => {
    const targets = book({ distributionPoints: [{ name: 'DP01.contoso.com' }] });
    targets.resolve({ name: 'dp01.CONTOSO.com.' }, 'pxe-server');
    expect(targets.all()).toEqual([
      { name: 'DP01.contoso.com', roles: ['distribution-point', 'pxe-server'], aliases: [] },
    ]);
  });

  test('are one under every name of this machine, localhost included', () => {
    const targets = book({ distributionPoints: [{ name: 'DP01' }] }, ['DP01', 'DP01.contoso.com', '10.0.0.7']);
    for (const name of ['localhost', 'dp01.contoso.com', '10.0.0.7']) targets.resolve({ name }, 'share-host');
    expect(targets.all()).toEqual([
      {
        name: 'DP01',
        roles: ['distribution-point', 'share-host'],
        aliases: ['localhost', 'dp01.contoso.com', '10.0.0.7'],
      },
    ]);
  });

  test('take an address from wherever one is given', () => {
    const targets = book({
      site: { server: { name: 'CM01' }, code: null },
      distributionPoints: [{ name: 'cm01', address: '10.0.0.1', port: 5986 }],
      pxeServers: [{ name: 'CM01', address: '10.9.9.9' }],
    });
    expect(targets.all()).toMatchObject([{ name: 'CM01', address: '10.0.0.1', port: 5986 }]);
  });
});

describe('a target that was reached', () => {
  test('takes the names that it gives itself as aliases', () => {
    const targets = book({ distributionPoints: [{ name: 'dp01.contoso.com' }] });
    targets.identify(targets.all()[0]!, identityOf('DP01'));
    expect(targets.all()[0]).toMatchObject({ name: 'dp01.contoso.com', aliases: ['DP01'] });
  });

  test('called localhost is renamed to what it calls itself', () => {
    const targets = book();
    targets.identify(targets.all()[0]!, identityOf('DP01'));
    expect(targets.all()).toMatchObject([{ name: 'DP01', aliases: ['DP01.contoso.com'] }]);
  });

  test('called localhost does not take a name that another target has', () => {
    const targets = book({ distributionPoints: [{ name: 'localhost' }, { name: 'DP01' }] });
    targets.identify(targets.all()[0]!, identityOf('DP01'));
    expect(targets.all().map(({ name }) => name)).toEqual(['localhost', 'DP01']);
  });

  test('under two names is one: roles united, the first name stays', () => {
    const targets = book({
      site: { server: { name: 'CM01' }, code: null },
      targets: [{ name: 'files', roles: ['share-host'] }],
    });
    const [server, share] = targets.all();
    expect(targets.identify(server!, identityOf('CM01')).left).toBe(server);
    expect(targets.identify(share!, identityOf('CM01'))).toEqual({ left: server, gone: share });
    expect(targets.current(share!)).toBe(server);
    expect(targets.all()).toEqual([
      { name: 'CM01', roles: ['site-server', 'share-host'], aliases: ['CM01.contoso.com', 'files'] },
    ]);
    expect(targets.resolve({ name: 'FILES' }, 'pxe-server')).toBe(server);
  });

  test('under two names keeps the first, whichever answers first', () => {
    const targets = book({
      site: { server: { name: 'CM01' }, code: null },
      targets: [{ name: 'files', roles: ['share-host'] }],
    });
    const [server, share] = targets.all();
    targets.identify(share!, identityOf('CM01'));
    expect(targets.identify(server!, identityOf('CM01'))).toEqual({ left: server, gone: share });
    expect(targets.all()).toMatchObject([{ name: 'CM01', roles: ['site-server', 'share-host'] }]);
    expect(targets.resolve({ name: 'files' }, 'pxe-server')).toBe(server);
  });

  test('many are found by name at once', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `DP${index}`);
    const targets = book({ distributionPoints: names.map((name) => ({ name })) });
    for (const target of targets.all()) targets.identify(target, identityOf(target.name));
    for (const name of names) expect(targets.resolve({ name: `${name}.contoso.com` }, 'pxe-server').name).toBe(name);
    expect(targets.inOrder('pxe-server')).toHaveLength(names.length);
  });

  test('is known by its other name without being reached again', () => {
    const targets = book({
      site: { server: { name: 'CM01.contoso.com' }, code: null },
      targets: [{ name: 'CM01', roles: ['share-host'] }],
    });
    const [server, share] = targets.all();
    targets.identify(server!, identityOf('CM01'));
    expect(targets.known(share!)).toBe(server);
    expect(targets.all()).toEqual([
      { name: 'CM01.contoso.com', roles: ['site-server', 'share-host'], aliases: ['CM01'] },
    ]);
    expect(targets.known(server!)).toBe(server);
  });

  test('keeps the name that was given first, by whichever name it was reached', () => {
    const targets = book({
      site: { server: { name: 'CM01.contoso.com' }, code: null },
      targets: [{ name: 'CM01', roles: ['share-host'] }],
    });
    const [server, share] = targets.all();
    targets.identify(share!, identityOf('CM01'));
    const renamed: string[] = [];
    expect(targets.known(server!, (from, to) => void renamed.push(from, to))).toBe(share);
    expect(renamed).toEqual(['CM01', 'CM01.contoso.com']);
    expect(targets.all()).toMatchObject([{ name: 'CM01.contoso.com', aliases: ['CM01'] }]);
    expect(targets.named('CM01.contoso.com')).toBe(share);
  });

  test.each([
    ['PC01', 'PC02'],
    ['PC02', 'PC01'],
  ])('%s stays apart from a clone of the same name, %s', (...names) => {
    // PC02 was cloned from PC01 and still calls itself so, with a SID of its own.
    const targets = book({ distributionPoints: names.map((name) => ({ name })) });
    for (const target of targets.all()) {
      expect(targets.known(target)).toBe(target);
      const machineSid = target.name === 'PC01' ? 'S-1-5-21-1-1-1' : 'S-1-5-21-2-2-2';
      expect(targets.identify(target, identityOf('PC01', { machineSid })).left).toBe(target);
    }
    expect(targets.all().map(({ name }) => name)).toEqual(names);
    expect(targets.resolve({ name: 'PC01' }, 'pxe-server').name).toBe('PC01');
    expect(targets.all().find(({ name }) => name === 'PC02')?.aliases).not.toContain('PC01');
  });

  test('stays apart from another of its name where no SID was read', () => {
    const targets = book({ distributionPoints: [{ name: '10.0.0.1' }, { name: '10.0.0.2' }] });
    for (const target of targets.all()) targets.identify(target, identityOf('PC01', { machineSid: null }));
    expect(targets.all()).toHaveLength(2);
  });
});
