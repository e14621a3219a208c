import { describe, expect, test } from 'vitest';
import {
  captureBootImage,
  imageTools,
  networkAccessAccounts,
  siteVersion,
  smsProvLog,
} from '../../checks/facts/capture-site.ts';
import { captureSequence } from '../../checks/facts/capture-steps.ts';
import { mustSkip } from '../lab/probe.ts';
import { type Ask, onSite } from './probed-site.ts';

const secret = 'never-in-a-report';
const destination = String.raw`\\CM01\Captures$\w11.wim`;
const account = String.raw`CONTOSO\svc-capture`;
const bootImages = {
  PS100005: { name: 'Boot image (x64)', type: 'boot-image', drivers: 3 },
  PS100006: { name: 'Plain', type: 'boot-image', architecture: '', drivers: 0 },
};
const numbers = Array.from({ length: 5001 }, (_, i) => i);

describe.skipIf(mustSkip)('capture-sequence', () => {
  const read = async (ask: Ask, id: string) => (await ask(captureSequence, { taskSequence: id })).data;

  test('the steps that count, where they stand and whether they run', async () => {
    const taskSequences = {
      PS100043: {
        name: 'Build and capture',
        flags: 1,
        bootImage: 'PS100005',
        steps: [
          { other: 'Partition' },
          {
            group: 'Capture',
            condition: true,
            steps: [
              { setVariable: { name: 'OSDCaptureDestination', value: destination } },
              { setVariable: { name: 'osdcaptureaccountpassword', value: secret } },
              { setVariable: { name: 'OSDCaptureAccount', value: account, hidden: true } },
              { group: 'Off', enabled: false, steps: [{ prepareClient: {} }, { group: 'Empty', steps: [] }] },
              { prepareWindows: { shutsDown: true, environment: 'WinPEandFullOS' } },
            ],
          },
          { setVariable: { name: 'smstsuninstallccmclient', value: 'TRUE', enabled: false } },
          { capture: { destination, account, imageVersion: '2', name: 'Übernahme', condition: true } },
          { capture: { enabled: false, imageVersion: null } },
        ],
      },
      PS100044: { name: 'Empty', type: 1 },
      PS100045: { name: 'Broken', returns: -2147217406 },
      PS100047: {
        name: 'Parent',
        steps: [
          { runs: 'PS100048', condition: true },
          { runs: 'PS100099', enabled: false },
          { capture: { destination } },
        ],
      },
      PS100048: { name: 'Child', steps: [{ prepareClient: {} }, { runs: 'PS100049' }] },
      PS100049: { name: 'Grandchild', steps: [{ prepareWindows: {} }] },
      PS100050: { name: 'To itself', steps: [{ runs: 'PS100050' }, { capture: {} }] },
      PS100051: { name: 'Lost child', steps: [{ runs: 'PS100099' }, { capture: {} }] },
      PS100046: { name: 'Long', steps: numbers.map((n) => ({ other: `Step ${n}` })) },
    };
    await onSite({ packages: bootImages, taskSequences }, async (ask) => {
      const { data, queries } = await ask(captureSequence, { taskSequence: 'PS100043' });
      expect(queries).toEqual({ SMS_TaskSequencePackage: 1, GetSequence: 1 });
      expect(data).toMatchObject({ found: true, name: 'Build and capture', type: 2, flags: 1, bootImage: 'PS100005' });
      const nothing = {
        destination: null,
        account: null,
        imageVersion: null,
        imageCreator: null,
        imageDescription: null,
        shutsDown: null,
        keepsActivation: null,
        description: '',
      };
      expect(data.steps).toEqual([
        {
          ...nothing,
          class: 'SMS_TaskSequence_PrepareSMSClientAction',
          name: 'Prepare ConfigMgr Client for Capture',
          position: 5,
          enabled: false,
          conditional: true,
          environment: 'FullOS',
        },
        {
          ...nothing,
          class: 'SMS_TaskSequence_PrepareOSAction',
          name: 'Prepare Windows for Capture',
          position: 6,
          enabled: true,
          conditional: true,
          environment: 'WinPEandFullOS',
          shutsDown: true,
          keepsActivation: false,
        },
        {
          ...nothing,
          class: 'SMS_TaskSequence_CaptureSystemImageAction',
          name: 'Übernahme',
          position: 8,
          enabled: true,
          conditional: true,
          environment: 'WinPE',
          destination,
          account,
          imageVersion: '2',
          imageCreator: '',
          imageDescription: '',
        },
        expect.objectContaining({ position: 9, enabled: false, conditional: false, imageVersion: null, account: null }),
      ]);
      expect(data.variables).toEqual([
        { name: 'OSDCaptureDestination', value: destination, position: 2, enabled: true, conditional: true },
        { name: 'OSDCaptureAccount', value: null, position: 4, enabled: true, conditional: true },
        { name: 'smstsuninstallccmclient', value: 'TRUE', position: 7, enabled: false, conditional: false },
      ]);
      // The password of the step and the values of other variables never leave.
      expect(JSON.stringify(data)).not.toContain(secret);
      expect(await read(ask, 'PS100044')).toMatchObject({ found: true, type: 1, flags: 0, bootImage: null, steps: [] });
      await expect(read(ask, 'PS100045')).rejects.toThrow(/0x80041002/);
      expect(await read(ask, 'PS100046')).toMatchObject({ truncated: true, steps: [] });
      expect(await read(ask, 'PS100047')).toMatchObject({
        name: 'Parent',
        truncated: false,
        steps: [
          { class: 'SMS_TaskSequence_PrepareSMSClientAction', position: 2, conditional: true },
          { class: 'SMS_TaskSequence_PrepareOSAction', position: 4, conditional: true },
          { class: 'SMS_TaskSequence_CaptureSystemImageAction', position: 6, conditional: false },
        ],
      });
      expect((await ask(captureSequence, { taskSequence: 'PS100050' })).queries['GetSequence']).toBe(51);
      expect(await read(ask, 'PS100050')).toMatchObject({ truncated: true, steps: { length: 51 } });
      expect(await read(ask, 'PS100051')).toMatchObject({ truncated: true, steps: { length: 1 } });
      expect(await read(ask, 'PS100099')).toMatchObject({ found: false, steps: [], variables: [], truncated: false });
    });
  });
});

describe.skipIf(mustSkip)('the site', () => {
  test('tells its version, accounts and boot images', async () => {
    const naa = String.raw`CONTOSO\svc-naa`;
    await onSite({ packages: bootImages, networkAccessAccounts: [naa, '', 'FABRIKAM\\other'] }, async (ask) => {
      expect((await ask(siteVersion, {})).data).toEqual({ version: '5.00.9128.1000', build: 9128 });
      expect((await ask(networkAccessAccounts, {})).data).toEqual({
        accounts: [naa, 'FABRIKAM\\other'],
        truncated: false,
      });
      const image = async (id: string) => (await ask(captureBootImage, { package: id })).data;
      expect(await image('PS100005')).toEqual({
        found: true,
        name: 'Boot image (x64)',
        architecture: 'x64',
        drivers: 3,
      });
      expect(await image('PS100006')).toMatchObject({ found: true, architecture: null, drivers: 0 });
      expect(await image('PS100007')).toMatchObject({ found: false });
      expect((await ask(imageTools, {})).data).toEqual({
        wimMount: {
          value: expect.objectContaining({
            imagePath: String.raw`\??\C:\Program Files (x86)\Windows Kits\10\Assessment and Deployment Kit\Deployment Tools\amd64\DISM\wimmount.sys`,
            exists: true,
          }),
        },
        kits: {
          value: [
            {
              root: 'C:\\Program Files (x86)\\Windows Kits\\10\\',
              imaging: {
                path: expect.stringMatching(/^C:\\Program Files \(x86\)\\Windows Kits\\10\\Assess.*\\wimgapi\.dll$/),
                version: '10.0.26100.2454',
              },
            },
          ],
        },
        installed: { value: [{ name: 'Windows Assessment and Deployment Kit', version: '10.1.26100.2454' }] },
      });
      const log = (await ask(smsProvLog, {})).data;
      expect(log.clock).toBe('2026-03-02T14:12:00.0000000Z');
      expect(log.tried).toEqual([String.raw`D:\Program Files\Microsoft Configuration Manager\Logs\SMSProv.log`]);
      expect(log.files).toMatchObject([{ records: { value: [] }, truncated: false }]);
    });
  });

  test('has no account, and what does not belong to a component of clients is none', async () => {
    const overrides = [
      { class: 'SMS_Site', set: { Version: null, BuildNumber: null } },
      { class: 'SMS_SCI_ClientComp', where: { ItemName: 'Client Agent' }, remove: true },
    ];
    await onSite({ networkAccessAccounts: null, overrides }, async (ask) => {
      expect((await ask(networkAccessAccounts, {})).data).toEqual({ accounts: [], truncated: false });
      expect((await ask(siteVersion, {})).data).toEqual({ version: null, build: null });
    });
    await onSite({ overrides: [{ class: 'SMS_SCI_ClientComp', remove: true }] }, async (ask) => {
      await expect(ask(networkAccessAccounts, {})).rejects.toThrow(/Software Distribution/);
    });
  });
});

describe.skipIf(mustSkip)('image-tools', () => {
  const dism = String.raw`Assessment and Deployment Kit\Deployment Tools\amd64\DISM`;

  test.each<[string, { [key: string]: unknown }, object]>([
    [
      'without the value',
      { wimMount: null, kits: 'none', installed: [] },
      { wimMount: { value: null }, kits: { value: [] }, installed: { value: [] } },
    ],
    [
      'without the driver',
      { wimMountFile: false, imaging: false },
      { wimMount: { value: { exists: false } }, kits: { value: [{ imaging: null }] } },
    ],
    [
      'with the driver of Windows',
      { wimMount: String.raw`system32\drivers\wimmount.sys` },
      { wimMount: { value: { path: String.raw`C:\Windows\system32\drivers\wimmount.sys`, exists: true } } },
    ],
    [
      'with \\SystemRoot\\',
      { wimMount: String.raw`\SystemRoot\system32\drivers\wimmount.sys` },
      { wimMount: { value: { path: String.raw`C:\Windows\system32\drivers\wimmount.sys`, exists: true } } },
    ],
    [
      'elsewhere, without versions',
      {
        kits: 'E:\\Kits\\',
        imagingVersion: null,
        installed: [{ name: 'Windows Assessment and Deployment Kit - Windows 10', version: null }],
      },
      {
        wimMount: { value: { path: `E:\\Kits\\${dism}\\wimmount.sys` } },
        kits: { value: [{ root: 'E:\\Kits\\', imaging: { version: null } }] },
        installed: { value: [{ version: null }] },
      },
    ],
  ])('%s', async (_, tools, expected) => {
    await onSite({}, async (ask) => expect((await ask(imageTools, {})).data).toMatchObject(expected), {
      imageTools: tools,
    });
  });

  test('each part fails alone', async () => {
    const faults = [{ registry: String.raw`HKLM\SYSTEM\CurrentControlSet\Services\WIMMount`, error: 'denied' }];
    await onSite(
      {},
      async (ask) =>
        expect((await ask(imageTools, {})).data).toMatchObject({
          wimMount: { failed: 'denied' },
          kits: { value: [{}] },
          installed: { value: [{}] },
        }),
      { faults },
    );
  });
});

describe.skipIf(mustSkip)('smsprov-log', () => {
  const at = '2026-03-02T13:00:00Z';
  const failed = 'Failed to make a copy of the source WIM file due to error 5';
  const mount = 'ERROR> failed to mount wim file, err=-1052638943~';
  const source = String.raw`~*~*~e:\qfe\nts\sms\siteserver\sdk_provider\smsprov\sspimagepackage.cpp(498) : ${failed}~*~*~`;
  const lines = [
    { at, text: 'Execute WQL  =SELECT * FROM SMS_ImagePackage' },
    { at, text: mount, thread: 3004 },
    { at, text: 'An error of something else: 0x80070005' },
    { at, text: source, thread: 4711 },
    { at, text: 'Copied 12 objects' },
  ];
  const texts = (data: { files: { records: unknown }[] }) =>
    data.files.map(({ records }) => (records as { value: string[] }).value);

  test.each(['cmtrace', 'legacy', 'oldest'])('what counts, written as %s, with its thread', async (form) => {
    const before = { lines: [{ at: '2026-03-01T13:00:00Z', text: failed, thread: 12 }] };
    const log = { form, lines, before, ...(form === 'cmtrace' && { encoding: 'utf-16le' }) };
    await onSite(
      {},
      async (ask) => {
        const { data } = await ask(smsProvLog, {});
        const [old, now] = texts(data) as [string[], string[]];
        expect(data.files.map(({ path }) => path.slice(-12))).toEqual(['\\SMSProv.lo_', '\\SMSProv.log']);
        expect(old.join()).toContain(failed);
        expect(now).toHaveLength(2);
        expect(now[0]).toContain(mount);
        expect(now[0]).toMatch(/thread="?=?3004/);
        expect(now[1]).toContain(source);
        expect(now[1]).toMatch(/thread="?=?4711/);
      },
      { smsprovLog: log },
    );
  });

  test('no more than 200 records, the newest of them', async () => {
    const many = numbers.slice(0, 300).map((n) => ({ at, text: `${failed}, ${n}` }));
    await onSite(
      {},
      async (ask) => {
        const { data } = await ask(smsProvLog, {});
        const [records] = texts(data);
        expect(records).toHaveLength(200);
        expect(records!.at(-1)).toContain(', 299');
        expect(data.files[0]!.truncated).toBe(true);
      },
      { smsprovLog: { lines: many } },
    );
  });

  test('elsewhere, as its tracing says; and none at all', async () => {
    const path = String.raw`E:\SMS\Logs\SMSProv.log`;
    await onSite({}, async (ask) => expect((await ask(smsProvLog, {})).data.files).toMatchObject([{ path }]), {
      smsprovLog: { path, lines },
    });
    await onSite({}, async (ask) => expect((await ask(smsProvLog, {})).data.files).toEqual([]), {
      without: ['smsprov-log'],
    });
  });
});
