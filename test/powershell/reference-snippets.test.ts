import { describe, expect, test } from 'vitest';
import {
  captureMedia,
  referenceActivation,
  referenceAppPackages,
  referenceEncryptedFiles,
  referenceEncryption,
  referenceLeftovers,
  referencePasswordPolicy,
  referenceServicing,
  referenceSysprep,
  referenceSystem,
  referenceVolumes,
} from '../../checks/facts/reference.ts';
import { mustSkip } from '../lab/probe.ts';
import { onReference } from './probed-reference.ts';

describe.skipIf(mustSkip)('a computer that is fit to be captured', () => {
  test('tells all that its capture depends on', async () => {
    await onReference({}, async (read) => {
      expect(await read(referenceSystem)).toEqual({
        partOfDomain: { value: false },
        domain: null,
        workgroup: 'WORKGROUP',
        windows: {
          value: {
            version: '10.0.22631',
            build: 22631,
            caption: 'Microsoft Windows 11 Enterprise',
            productType: 1,
            systemDrive: 'C:',
          },
        },
        processor: { value: 9 },
        firmware: { value: 2 },
        client: { value: false },
        features: { value: null },
        devices: {
          value: [
            {
              name: 'Intel(R) Ethernet Connection (17) I219-LM',
              hardwareId: 'PCI\\VEN_8086&DEV_1A1C&SUBSYS_0A661028&REV_11',
            },
            expect.objectContaining({ name: 'Standard NVM Express Controller' }),
            expect.objectContaining({ name: 'Standard SATA AHCI Controller' }),
          ],
        },
      });
      const { volumes, partitions, disks } = await read(referenceVolumes);
      expect(volumes.map(({ letter, fileSystem }) => [letter, fileSystem])).toEqual([
        [null, 'FAT32'],
        ['C:', 'NTFS'],
        [null, 'NTFS'],
      ]);
      expect(volumes[1]).toMatchObject({ label: 'Windows', capacity: 120 * 2 ** 30, free: 90 * 2 ** 30 });
      expect(partitions.map((each) => [each.partition, each.letter, each.accessPaths.length])).toEqual([
        [1, null, 1],
        [2, null, 0],
        [3, 'C', 2],
        [4, null, 1],
      ]);
      expect(partitions[2]).toMatchObject({ isBoot: true, isSystem: false, noDefaultDriveLetter: false });
      expect(partitions[2]!.accessPaths).toEqual(['C:\\', volumes[1]!.id]);
      expect(disks).toEqual([{ disk: 0, bus: 17, style: 2 }]);
      expect(await read(referenceEncryption)).toEqual({
        present: true,
        volumes: [{ letter: 'C:', conversion: { value: 0 }, protection: 0 }],
      });
      expect(await read(referenceServicing)).toEqual({
        pendingKeys: { value: [] },
        activeScenario: { value: 0 },
        pendingRenames: { value: 0 },
      });
      expect(await read(referenceSysprep)).toEqual({
        imageState: { value: 'IMAGE_STATE_COMPLETE' },
        auditBoot: { value: 0 },
        generalizationState: { value: 7 },
        cleanupState: { value: 2 },
        setupAct: { value: null },
        setupErr: { value: null },
        bootTime: { value: '2026-03-02T11:00:00.0000000Z' },
        aheadOfUtc: -360,
      });
      expect(await read(referenceActivation)).toEqual({ remainingRearms: 1000 });
      expect(await read(referenceLeftovers)).toEqual({
        senseGuid: { value: false },
        setupComplete: { value: null },
        runtime: { value: true },
      });
      expect(await read(referenceEncryptedFiles)).toEqual({ files: [], count: 0, unread: 0, truncated: false });
      expect(await read(referencePasswordPolicy)).toEqual({ complexity: null });
      expect(await read(captureMedia, { path: 'E:\\' })).toMatchObject({ present: false });
    });
  });

  test('tells its packages, and by which bundles they are provisioned', async () => {
    await onReference({}, async (read) => {
      const { installed, provisioned, truncated } = await read(referenceAppPackages);
      if (!('value' in installed) || !('value' in provisioned)) throw new Error('unread');
      const named = (name: string) => installed.value.find((each) => each.name === name);
      expect(named('Microsoft.Windows.ShellExperienceHost')).toMatchObject({ nonRemovable: true, signature: 'System' });
      expect(named('Microsoft.VCLibs.140.00')).toMatchObject({ framework: true, bundles: [] });
      expect(named('Microsoft.WindowsCalculator')).toEqual({
        name: 'Microsoft.WindowsCalculator',
        fullName: 'Microsoft.WindowsCalculator_11.2210.0.0_x64__8wekyb3d8bbwe',
        family: 'Microsoft.WindowsCalculator_8wekyb3d8bbwe',
        version: '11.2210.0.0',
        framework: false,
        resource: false,
        nonRemovable: false,
        signature: 'Store',
        users: 1,
        bundles: ['2021.2210.0.0'],
      });
      expect(provisioned.value).toContainEqual({
        name: 'Microsoft.WindowsCalculator',
        fullName: 'Microsoft.WindowsCalculator_2021.2210.0.0_neutral_~_8wekyb3d8bbwe',
        version: '2021.2210.0.0',
      });
      expect(truncated).toBe(false);
    });
  });
});

describe.skipIf(mustSkip)('a computer that is not fit', () => {
  const broken = {
    disks: {
      0: { partitions: { 3: { noDefaultDriveLetter: true }, 5: { letter: 'D', fileSystem: 'ReFS' } } },
      1: { bus: 'usb', partitions: { 1: { letter: 'F', fileSystem: 'RAW' } } },
    },
    bitlocker: { C: { conversion: 'encrypted' }, D: { conversion: 'locked', protection: 2 } },
    appx: {
      installed: {
        'Contoso.App': { users: { 'S-1-5-21-1-2-3-1001': 'Installed', 'S-1-5-21-1-2-3-1002': 'Staged' } },
        'Contoso.Left': { users: { 'S-1-5-21-1-2-3-1001': 'Staged' } },
      },
    },
    servicing: {
      keys: ['Component Based Servicing\\RebootPending', 'WindowsUpdate\\Services\\Pending\\{7971f918}'],
      activeScenario: 3,
      renames: ['C:\\Windows\\Temp\\a.tmp', 'C:\\Windows\\Temp\\b.tmp'],
    },
    rearms: null,
    defender: true,
    setupComplete:
      '@echo off\r\nrem notes\r\n\r\nnet use Z: \\\\srv\\s /user:x Secret1\r\n%windir%\\system32\\OSDSetupHook.exe /x\r\nexit /b 0\r\n',
    runtime: false,
    encryptedFiles: ['C:\\Users\\ada\\Documents\\salaries.xlsx', 'D:\\Work\\a.txt', 'C:\\Windows\\Temp\\x'],
    passwordComplexity: [
      { setting: false, precedence: 2 },
      { setting: true, precedence: 1 },
    ],
    client: true,
    media: {
      files: { 'sources\\boot.wim': 400_000_000, 'sources\\big.wim': 4_294_967_296, 'edge.bin': 4_294_967_295 },
    },
  };

  test('tells what it is', async () => {
    await onReference(
      broken,
      async (read) => {
        const { domain, partOfDomain, client } = await read(referenceSystem);
        expect([domain, partOfDomain, client]).toEqual(['contoso.com', { value: true }, { value: true }]);
        const { volumes, partitions, disks } = await read(referenceVolumes);
        expect(partitions.find(({ letter }) => letter === 'C')?.noDefaultDriveLetter).toBe(true);
        expect(volumes.find(({ letter }) => letter === 'F:')).toMatchObject({ fileSystem: null, capacity: null });
        expect(disks[1]).toEqual({ disk: 1, bus: 7, style: 2 });
        expect((await read(referenceEncryption)).volumes).toEqual([
          { letter: 'C:', conversion: { value: 1 }, protection: 0 },
          {
            letter: 'D:',
            conversion: expect.objectContaining({ message: 'GetConversionStatus returned 0x80310000.' }),
            protection: 2,
          },
          { letter: 'F:', conversion: { value: 0 }, protection: 0 },
        ]);
        const { installed } = await read(referenceAppPackages);
        const users = 'value' in installed ? installed.value.filter((each) => each.name.startsWith('Contoso')) : [];
        expect(users.map((each) => [each.name, each.users])).toEqual([
          ['Contoso.App', 1],
          ['Contoso.Left', 0],
        ]);
        expect(await read(referenceServicing)).toEqual({
          pendingKeys: { value: ['Component Based Servicing\\RebootPending', 'WindowsUpdate\\Services\\Pending'] },
          activeScenario: { value: 3 },
          pendingRenames: { value: 2 },
        });
        expect(await read(referenceActivation)).toEqual({ remainingRearms: null });
        const path = 'C:\\Windows\\Setup\\Scripts\\SetupComplete.cmd';
        expect(await read(referenceLeftovers)).toEqual({
          senseGuid: { value: true },
          setupComplete: { value: { path, bytes: broken.setupComplete.length, lines: 2, hookLines: 1 } },
          runtime: { value: false },
        });
        expect(await read(referenceEncryptedFiles)).toEqual({
          files: ['C:\\Users\\ada\\Documents\\salaries.xlsx', 'D:\\Work\\a.txt'],
          count: 2,
          unread: 0,
          truncated: false,
        });
        expect(await read(referencePasswordPolicy)).toEqual({ complexity: true });
        expect(await read(captureMedia, { path: 'E:\\' })).toEqual({
          present: true,
          fileSystem: 'FAT32',
          large: [{ path: 'E:\\sources\\big.wim', bytes: 4_294_967_296 }],
          truncated: false,
        });
      },
      { domain: 'contoso.com' },
    );
  });
});
