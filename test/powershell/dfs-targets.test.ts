import { describe, expect, test } from 'vitest';
import { dfsTargets } from '../../checks/facts/capture-places.ts';
import { mustSkip } from '../lab/probe.ts';
import { onShareHost } from './probed-share-host.ts';

describe.skipIf(mustSkip)('the site server as a client of DFS', () => {
  const folder = { targets: [{ path: '\\\\FS01\\Captures$' }, { path: '\\\\FS02\\Captures$\\', state: 'offline' }] };
  const dfs = {
    '\\\\contoso.com\\captures': { root: true, targets: [{ path: '\\\\DC01\\captures' }] },
    '\\\\contoso.com\\captures\\w11': folder,
    '\\\\contoso.com\\captures\\w11\\deep': { targets: [{ path: '\\\\FS03\\Deep' }] },
    '\\\\contoso.com\\captures\\off': { ...folder, state: 'offline' },
    '\\\\contoso.com\\captures\\closed': { targets: [], error: 'denied' },
    '\\\\contoso.com\\wide\\all': { targets: Array.from({ length: 65 }, (_, i) => ({ path: `\\\\FS${i}\\Wide` })) },
  };

  test('the longest beginning that DFS knows, and the state of its targets', async () => {
    await onShareHost({ dfs }, async (ask) => {
      const led = (path: string) => ask(dfsTargets, { path });
      expect(await led('\\\\CONTOSO.com\\Captures\\W11\\ref.wim')).toEqual({
        available: true,
        namespacePath: '\\\\CONTOSO.com\\Captures\\W11',
        online: true,
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
        online: null,
        targets: [{ targetPath: '\\\\DC01\\captures', online: true }],
      });
      expect(await led('\\\\contoso.com\\elsewhere\\w11')).toEqual({
        available: true,
        namespacePath: null,
        online: null,
        targets: [],
        truncated: false,
      });
      expect(await led('\\\\contoso.com\\captures\\off\\ref.wim')).toMatchObject({
        online: false,
        targets: { length: 2 },
      });
      const deep = (folders: number) => `\\\\contoso.com\\captures${'\\f'.repeat(folders)}\\ref.wim`;
      expect(await led(deep(14))).toMatchObject({ namespacePath: '\\\\contoso.com\\captures', truncated: false });
      expect(await led(deep(15))).toMatchObject({ namespacePath: '\\\\contoso.com\\captures', truncated: true });
      expect(await led(deep(15).replace('\\f', '\\w11'))).toMatchObject({ targets: { length: 2 }, truncated: false });
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
        online: null,
        targets: [],
        truncated: false,
      });
    });
  });
});
