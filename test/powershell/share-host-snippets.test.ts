import { describe, expect, test } from 'vitest';
import { accountToken, localGroups, loopbackCheck, shareSecurity, shareSpace } from '../../checks/facts/capture.ts';
import { dfsTargets } from '../../checks/facts/capture-places.ts';
import { mustSkip } from '../lab/probe.ts';
import { domainSid, machineSid, onShareHost } from './probed-share-host.ts';

const sddl = 'O:BAG:SYD:(A;;FA;;;SY)';
const image = 'O:BAG:SYD:(A;;FA;;;BA)';
const gigabyte = 2 ** 30;

const server = {
  shares: {
    Captures$: { path: 'D:\\Captures', sddl },
    'Captures$@FSCLU1': { path: 'G:\\Shares\\Captures', sddl: image, availability: 'clustered' },
    Root$: { path: 'D:\\', sddl },
    IPC$: { path: '', sddl, special: true },
  },
  acls: {
    'D:\\': sddl,
    'D:\\Captures': sddl,
    'D:\\Captures\\W11': sddl,
    'D:\\Captures\\W11\\ref.wim': image,
    'D:\\Captures\\Locked': sddl,
    'G:\\Shares\\Captures': sddl,
  },
  files: {
    'D:\\Captures\\W11\\ref.wim': { size: 4096, modified: '2026-03-01T10:00:00Z' },
    'D:\\Captures\\W11\\folder.wim\\': {},
    'D:\\Captures\\Locked\\ref.wim': { size: 1 },
  },
  volumes: {
    'G:\\': { capacity: 10 * gigabyte, free: gigabyte },
    'G:\\Shares\\': { capacity: 900 * gigabyte, free: 800 * gigabyte, quotas: true },
    'D:\\Captures\\W1\\': { capacity: 1, free: 1 },
  },
  faults: [{ path: 'D:\\Captures\\Locked', error: 'denied' }],
  registry: {
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa': { DisableLoopbackCheck: 1 },
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0': {
      BackConnectionHostNames: ['files', 'files.contoso.com'],
    },
    'HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters': { DisableStrictNameChecking: 'yes' },
  },
};
const accounts = {
  'CONTOSO\\svc-capture': { sid: `${domainSid}-2113`, groups: [`${domainSid}-513`, `${domainSid}-3001`] },
  'CONTOSO\\silent': { sid: `${domainSid}-2114`, groups: [] },
  'CONTOSO\\far': { sid: `${domainSid}-2115`, groupsError: 'unreachable' },
  'CONTOSO\\secret': { sid: `${domainSid}-2116`, groupsError: 'denied' },
  'CONTOSO\\CM02$': { groups: [`${domainSid}-515`, `${domainSid}-3002`] },
};
const captures = { share: 'Captures$', path: 'W11', file: 'ref.wim' };

describe.skipIf(mustSkip)('the host of a share', () => {
  test('shares of a name, the volume of each, and what the registry says of other names', async () => {
    await onShareHost(server, async (ask) => {
      const { shares } = await ask(shareSecurity, captures);
      const ofMachine = {
        name: 'Captures$',
        scopeName: '*',
        path: 'D:\\Captures',
        special: false,
        availability: 0,
        sddl,
        folder: 'D:\\Captures\\W11',
        folderSddl: { value: sddl },
        image: {
          value: {
            path: 'D:\\Captures\\W11\\ref.wim',
            bytes: 4096,
            lastWriteTime: '2026-03-01T10:00:00.0000000Z',
            sddl: { value: image },
          },
        },
      };
      expect(shares[0]).toEqual(ofMachine);
      expect(shares[1]).toMatchObject({
        scopeName: 'FSCLU1',
        availability: 1,
        folder: 'G:\\Shares\\Captures\\W11',
        folderSddl: { value: null },
        image: { value: null },
      });
      const { spaces } = await ask(shareSpace, { share: 'captures$', path: 'W11' });
      expect(spaces).toEqual([
        {
          scopeName: '*',
          folder: 'D:\\Captures\\W11',
          volume: 'D:\\',
          capacity: 500 * gigabyte,
          free: 300 * gigabyte,
          quotas: false,
        },
        {
          scopeName: 'FSCLU1',
          folder: 'G:\\Shares\\Captures\\W11',
          volume: 'G:\\Shares\\',
          capacity: 900 * gigabyte,
          free: 800 * gigabyte,
          quotas: true,
        },
      ]);
      expect((await ask(shareSpace, { share: 'Root$', path: '' })).spaces).toMatchObject([
        { folder: 'D:\\', volume: 'D:\\' },
      ]);
      expect(await ask(shareSpace, { share: 'IPC$', path: '' })).toEqual({ spaces: [] });
      expect(await ask(shareSpace, { share: 'Nothing', path: '' })).toEqual({ spaces: [] });
      expect(await ask(loopbackCheck)).toEqual({
        disabled: { value: 1 },
        ownNames: { value: ['files', 'files.contoso.com'] },
        strictNamesOff: expect.objectContaining({ failed: 'script-error' }),
      });
    });
  });

  test('an image that is there, is none, is a folder, or may not be looked at', async () => {
    await onShareHost(server, async (ask) => {
      const seen = async (path: string, file: string) =>
        (await ask(shareSecurity, { share: 'Captures$', path, file })).shares[0];
      expect(await seen('W11', '')).toMatchObject({ folderSddl: { value: sddl }, image: { value: null } });
      expect(await seen('W11', 'new.wim')).toMatchObject({ image: { value: null } });
      expect(await seen('W12', 'ref.wim')).toMatchObject({ folderSddl: { value: null }, image: { value: null } });
      expect(await seen('W11', 'folder.wim')).toMatchObject({ image: { failed: 'script-error' } });
      expect(await seen('Locked', 'ref.wim')).toMatchObject({
        folderSddl: { failed: 'denied' },
        image: { failed: 'denied' },
      });
      const [ipc] = (await ask(shareSecurity, { share: 'IPC$', path: '', file: 'x.wim' })).shares;
      expect(ipc).toMatchObject({ folderSddl: { value: null }, image: { value: null }, special: true });
    });
  });

  test('accounts of the domain, computers among them, and what is not known of one', async () => {
    const beside = { localAccounts: { capture: `${machineSid}-1010` } };
    await onShareHost(
      { ...beside, culture: 'de-DE', administrator: 'Chef' },
      async (ask) => {
        const token = (domain: string, account: string) => ask(accountToken, { domain, account });
        const capture = { sid: { value: `${domainSid}-2113` }, local: false };
        const groups = { value: [`${domainSid}-513`, `${domainSid}-3001`] };
        for (const domain of ['CONTOSO', 'contoso.com', ''])
          expect(await token(domain, 'svc-capture')).toEqual({ ...capture, groups });
        expect(await token('contoso.com', 'FS01$')).toMatchObject({ groups: { value: [`${domainSid}-515`] } });
        expect((await token('', 'cm02$')).groups).toEqual({ value: [`${domainSid}-515`, `${domainSid}-3002`] });
        expect(await token('CONTOSO', 'far')).toMatchObject({ local: false, groups: { failed: 'unreachable' } });
        expect(await token('CONTOSO', 'secret')).toMatchObject({ groups: { failed: 'denied' } });
        expect(await token('CONTOSO', 'silent')).toMatchObject({ groups: { failed: 'script-error' } });
        const nobody = await token('CONTOSO', 'nobody');
        expect(nobody).toMatchObject({
          local: null,
          sid: { failed: 'not-found' },
          groups: { failed: 'not-found' },
        });
        const local = { sid: { value: `${machineSid}-1010` }, local: true, groups: { value: [] } };
        for (const domain of ['.', 'FS01', 'fs01']) expect(await token(domain, 'capture')).toEqual(local);
        expect((await token('CONTOSO', 'capture')).sid).toMatchObject({ failed: 'not-found' });
      },
      { accounts },
    );
  });

  test('local groups by SID, whatever they are called, and one that cannot be told hides no other', async () => {
    const groups = {
      Schreiber: { sid: `${machineSid}-1020`, members: [`${domainSid}-2113`] },
      Verwaist: { sid: `${machineSid}-1021`, members: ['S-1-5-11'], orphans: [`${domainSid}-9999`] },
      Geheim: { sid: `${machineSid}-1022`, members: 'denied' },
      Voll: { sid: `${machineSid}-1023`, members: Array.from({ length: 1001 }, (_, i) => `${domainSid}-${4000 + i}`) },
    };
    await onShareHost({ culture: 'de-DE', localGroups: groups }, async (ask) => {
      const found = await ask(localGroups);
      const members = new Map(found.groups.map((group) => [group.sid, group.members]));
      expect(found).toMatchObject({ domainController: false, truncated: true });
      expect([...members.keys()]).toHaveLength(7);
      expect(members.get('S-1-5-32-544')).toEqual({ value: [`${machineSid}-500`, `${domainSid}-512`] });
      expect(members.get('S-1-5-32-545')).toEqual({ value: ['S-1-5-4', 'S-1-5-11', `${domainSid}-513`] });
      expect(members.get(`${machineSid}-1020`)).toEqual({ value: [`${domainSid}-2113`] });
      expect(members.get(`${machineSid}-1021`)).toMatchObject({ failed: 'script-error' });
      expect(members.get(`${machineSid}-1022`)).toMatchObject({ failed: 'denied' });
      expect(members.get(`${machineSid}-1023`)).toMatchObject({ value: { length: 1000 } });
    });
  });

  test('a machine of no domain, with more groups than are read', async () => {
    const many = Array.from({ length: 198 }, (_, i) => [`Gruppe ${i}`, { sid: `${machineSid}-${5000 + i}` }]);
    await onShareHost({ domain: null, localGroups: Object.fromEntries(many) }, async (ask) => {
      const found = await ask(localGroups);
      expect(found.groups).toHaveLength(200);
      expect(found.truncated).toBe(true);
      expect(found.groups[0]).toEqual({ sid: 'S-1-5-32-544', members: { value: [`${machineSid}-500`] } });
      for (const domain of ['', 'FS01', '.'])
        expect(await ask(accountToken, { domain, account: 'svc-build' })).toMatchObject({
          sid: { value: `${machineSid}-1001` },
          local: true,
          groups: { value: [] },
        });
      expect((await ask(accountToken, { domain: 'CONTOSO', account: 'svc-capture' })).sid).toHaveProperty('failed');
      expect(await ask(loopbackCheck)).toEqual({
        disabled: { value: null },
        ownNames: { value: null },
        strictNamesOff: { value: null },
      });
    });
  });

  test('a domain controller has no groups of its own, and no accounts', async () => {
    await onShareHost({ domainController: true, machineSid: domainSid }, async (ask) => {
      expect(await ask(localGroups)).toEqual({ domainController: true, groups: [], truncated: false });
      const own = await ask(accountToken, { domain: '', account: 'FS01$' });
      expect(own).toMatchObject({ local: false, groups: { value: [`${domainSid}-516`] } });
    });
  });

  test('before Windows PowerShell 5.1 nothing tells of local groups', async () => {
    await onShareHost({ windows: '2012 R2' }, async (ask) => {
      await expect(ask(localGroups)).rejects.toThrow('CommandNotFoundException');
    });
  });
});

describe.skipIf(mustSkip)('the site server as a client of DFS', () => {
  const folder = { targets: [{ path: '\\\\FS01\\Captures$' }, { path: '\\\\FS02\\Captures$\\', state: 'offline' }] };
  const dfs = {
    '\\\\contoso.com\\captures': { root: true, targets: [{ path: '\\\\DC01\\captures' }] },
    '\\\\contoso.com\\captures\\w11': folder,
    '\\\\contoso.com\\captures\\w11\\deep': { targets: [{ path: '\\\\FS03\\Deep' }] },
    '\\\\contoso.com\\captures\\closed': { targets: [], error: 'denied' },
    '\\\\contoso.com\\wide\\all': { targets: Array.from({ length: 65 }, (_, i) => ({ path: `\\\\FS${i}\\Wide` })) },
  };

  test('the longest beginning that DFS knows, and the state of its targets', async () => {
    await onShareHost({ dfs }, async (ask) => {
      const led = (path: string) => ask(dfsTargets, { path });
      expect(await led('\\\\CONTOSO.com\\Captures\\W11\\ref.wim')).toEqual({
        available: true,
        namespacePath: '\\\\CONTOSO.com\\Captures\\W11',
        targets: [
          { targetPath: '\\\\FS01\\Captures$', online: true },
          { targetPath: '\\\\FS02\\Captures$\\', online: false },
        ],
        truncated: false,
      });
      expect(await led('\\\\contoso.com\\captures\\w11\\deep\\a\\b\\ref.wim')).toMatchObject({
        namespacePath: '\\\\contoso.com\\captures\\w11\\deep',
      });
      expect(await led('\\\\contoso.com\\captures\\other\\ref.wim')).toMatchObject({
        namespacePath: '\\\\contoso.com\\captures',
        targets: [{ targetPath: '\\\\DC01\\captures', online: true }],
      });
      expect(await led('\\\\contoso.com\\elsewhere\\w11')).toEqual({
        available: true,
        namespacePath: null,
        targets: [],
        truncated: false,
      });
      expect(await led('\\\\contoso.com\\wide\\all')).toMatchObject({ targets: { length: 64 }, truncated: true });
      await expect(led('\\\\contoso.com\\captures\\closed\\ref.wim')).rejects.toThrow('AccessDenied');
      await expect(led('\\\\CM01\\Captures$\\ref.wim')).rejects.toThrow('The lab does not simulate this');
    });
  });

  test('without the commands nothing is known', async () => {
    await onShareHost({}, async (ask) => {
      expect(await ask(dfsTargets, { path: '\\\\contoso.com\\captures\\w11' })).toEqual({
        available: false,
        namespacePath: null,
        targets: [],
        truncated: false,
      });
    });
  });
});
