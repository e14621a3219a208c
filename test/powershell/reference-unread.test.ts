import { describe, expect, test } from 'vitest';
import {
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

describe.skipIf(mustSkip)('a computer that does not tell', () => {
  test('an old Windows without these classes and commands', async () => {
    const old = {
      bitlocker: 'absent',
      passwordComplexity: 'absent',
      appx: 'absent',
      firmware: null,
      servicing: { activeScenario: null },
    };
    await onReference(
      old,
      async (read) => {
        expect(await read(referenceSystem)).toMatchObject({
          windows: { value: { version: '6.1.7601', productType: 1 } },
          firmware: { value: null },
        });
        expect(await read(referenceEncryption)).toEqual({ present: false, volumes: [] });
        expect(await read(referencePasswordPolicy)).toEqual({ complexity: null });
        expect(await read(referenceServicing)).toMatchObject({ activeScenario: { value: null } });
        expect(await read(referenceAppPackages)).toMatchObject({
          installed: { failed: 'missing-command' },
          provisioned: { failed: 'missing-command' },
        });
        await expect(read(referenceVolumes)).rejects.toThrow('0x8004100e');
      },
      { windows: 'W7' },
    );
  });

  test('packages of a Windows that says less of them, and the roles of a server', async () => {
    await onReference(
      {},
      async (read) => {
        const { installed } = await read(referenceAppPackages);
        expect('value' in installed && installed.value[0]).toMatchObject({ nonRemovable: null, signature: null });
        expect(await read(referenceSystem)).toMatchObject({
          features: { value: [{ id: 481, name: 'File and Storage Services' }, expect.anything()] },
          windows: { value: { productType: 3 } },
        });
      },
      { windows: '2012 R2' },
    );
  });

  test('a part that is denied hides no other', async () => {
    const current = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion';
    const faults = [
      { namespace: 'root/cimv2/Security/MicrosoftVolumeEncryption', error: 'denied' },
      { class: 'Win32_PnPEntity', error: 'failed' },
      { registry: `${current}\\Component Based Servicing`, error: 'denied' },
      { registry: 'HKLM\\SYSTEM\\Setup\\Status\\SysprepStatus', error: 'denied' },
      { path: 'C:\\Windows\\Setup', error: 'denied' },
      { path: 'C:\\Windows\\System32\\Sysprep\\Panther\\setuperr.log', error: 'locked' },
      { path: 'C:\\Users\\ada', error: 'denied' },
      { namespace: 'root/rsop/computer', error: 'denied' },
    ];
    await onReference(
      { encryptedFiles: ['C:\\Users\\ada\\x.txt', 'C:\\Data\\y.txt'], sysprep: { setuperr: {} } },
      async (read) => {
        await expect(read(referenceEncryption)).rejects.toThrow('0x80041003');
        await expect(read(referencePasswordPolicy)).rejects.toThrow('0x80041003');
        expect(await read(referenceSystem)).toMatchObject({
          devices: { failed: 'script-error' },
          processor: { value: 9 },
        });
        expect(await read(referenceServicing)).toMatchObject({
          pendingKeys: { failed: 'denied' },
          activeScenario: { value: 0 },
        });
        expect(await read(referenceSysprep)).toMatchObject({
          cleanupState: { failed: 'denied' },
          imageState: { value: 'IMAGE_STATE_COMPLETE' },
          setupAct: { value: null },
          setupErr: { failed: 'script-error' },
        });
        expect(await read(referenceLeftovers)).toMatchObject({
          setupComplete: { failed: 'denied' },
          runtime: { value: true },
        });
        expect(await read(referenceEncryptedFiles)).toEqual({
          files: ['C:\\Data\\y.txt'],
          count: 1,
          unread: 1,
          truncated: false,
        });
        expect(await read(referenceAppPackages)).toMatchObject({
          installed: { failed: 'denied' },
          provisioned: { failed: 'script-error' },
        });
      },
      { elevated: false, faults },
    );
  });
});
