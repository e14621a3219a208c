import { describe, expect, test } from 'vitest';
import { loopbackCheck, shareSecurity, shareSpace } from '../../checks/facts/capture.ts';
import { mustSkip } from '../lab/probe.ts';
import { onShareHost } from './probed-share-host.ts';

const sddl = 'O:BAG:SYD:(A;;FA;;;SY)';
const image = 'O:BAG:SYD:(A;;FA;;;BA)';
const gigabyte = 2 ** 30;

const server = {
  shares: {
    Captures$: { path: 'D:\\Captures', sddl },
    'Captures$@FSCLU1': { path: 'G:\\Shares\\Captures', sddl: image, availability: 'clustered' },
    Root$: { path: 'D:\\', sddl },
    IPC$: { path: '', sddl, special: true },
    Away$: { path: 'D:\\Captures', sddl, state: 'offline' },
  },
  acls: {
    'D:\\': sddl,
    'D:\\Captures': sddl,
    'D:\\Captures\\W11': sddl,
    'D:\\Captures\\W11\\ref.wim': image,
    'D:\\Captures\\W11\\kept.wim': image,
    'D:\\Captures\\Link': sddl,
    'D:\\Captures\\Locked': sddl,
    'G:\\Shares\\Captures': sddl,
  },
  files: {
    'D:\\Captures\\W11\\ref.wim': { size: 4096, modified: '2026-03-01T10:00:00Z' },
    'D:\\Captures\\W11\\folder.wim\\': {},
    'D:\\Captures\\W11\\kept.wim': { size: 1, readOnly: true },
    'D:\\Captures\\Link\\': { link: true },
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
const captures = { share: 'Captures$', path: 'W11', file: 'ref.wim' };

describe.skipIf(mustSkip)('the shares of a host', () => {
  test('shares of a name, the volume of each, and what the registry says of other names', async () => {
    await onShareHost(server, async (ask) => {
      const { shares } = await ask(shareSecurity, captures);
      const ofMachine = {
        name: 'Captures$',
        scopeName: '*',
        path: 'D:\\Captures',
        special: false,
        availability: 0,
        state: 1,
        sddl,
        folder: 'D:\\Captures\\W11',
        folderSddl: { value: sddl },
        folderAttributes: { value: [0x10, 0x10] },
        image: {
          value: {
            path: 'D:\\Captures\\W11\\ref.wim',
            bytes: 4096,
            lastWriteTime: '2026-03-01T10:00:00.0000000Z',
            attributes: expect.any(Number),
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
      const readOnly = expect.toSatisfy((each: number) => (each & 1) === 1);
      const bits = async (path: string) => {
        const row = await seen(path, 'ref.wim');
        return row && 'value' in row.folderAttributes ? row.folderAttributes.value.map((each) => each & 0x410) : row;
      };
      expect(await bits('')).toEqual([0x10]);
      expect(await bits('W11')).toEqual([0x10, 0x10]);
      expect(await bits('W12\\2026')).toEqual([0x10]);
      expect(await bits('W11\\kept.wim')).toEqual([0x10, 0x10, 0]);
      expect(await bits('W11\\kept.wim\\below')).toEqual([0x10, 0x10, 0]);
      expect(await bits('Link\\W11')).toEqual([0x10, 0x410]);
      expect(await seen('Locked', 'ref.wim')).toMatchObject({ folderAttributes: { failed: 'denied' } });
      expect(await seen('W11', 'kept.wim')).toMatchObject({ image: { value: { bytes: 1, attributes: readOnly } } });
      expect((await ask(shareSecurity, { share: 'Away$', path: '', file: '' })).shares).toMatchObject([{ state: 2 }]);
      const [ipc] = (await ask(shareSecurity, { share: 'IPC$', path: '', file: 'x.wim' })).shares;
      expect(ipc).toMatchObject({ folderSddl: { value: null }, image: { value: null }, special: true });
    });
  });

  test('the shares that are roots of DFS, by what DFS keeps of them', async () => {
    const roots = 'HKLM\\SOFTWARE\\Microsoft\\Dfs\\Roots\\';
    const registry = {
      [`${roots}Standalone\\Deploy`]: { LogicalShare: 'Deploy', RootShare: 'Deploy' },
      [`${roots}domainV2\\Files`]: { LogicalShare: 'FilesRoot$', RootShare: 'FilesRoot$' },
      [`${roots}Domain\\Old`]: {},
    };
    const asked = { share: 'Nothing', path: '', file: '' };
    await onShareHost({ registry }, async (ask) => {
      const { shares, dfsRoots } = await ask(shareSecurity, asked);
      expect([shares, dfsRoots]).toEqual([[], { value: ['Deploy', 'Old', 'FilesRoot$'] }]);
    });
    const faults = [{ registry: `${roots}Standalone`, error: 'denied' }];
    await onShareHost({ registry, faults }, async (ask) => {
      expect(await ask(shareSecurity, asked)).toMatchObject({ dfsRoots: { failed: 'denied' } });
    });
  });
});
