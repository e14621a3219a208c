import { describe, expect, test } from 'vitest';
import { sitePackages, taskSequence } from '../../checks/facts/packages.ts';
import { mustSkip } from '../lab/probe.ts';
import { type Ask, onSite } from './probed-site.ts';

const packages = {
  PS100005: { name: 'Boot image (x64)', type: 'boot-image', version: 4 },
  PS100012: { name: 'Client', version: 3 },
  PS100020: {
    name: 'Portal',
    type: 'application',
    contents: { 'Content_0a.1': { files: { a: { text: 'x' } } }, 'Content_0b.7': { siteHash: 'not a hash' } },
  },
};
const nal = (host: string) => `["Display=\\\\${host}\\"]MSWNET:["SMS_SITE=PS1"]\\\\${host}\\`;
const DP01 = nal('DP01.contoso.com');
const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => `PS1${(0x200 + i).toString(16).toUpperCase().padStart(5, '0')}`);

describe.skipIf(mustSkip)('task-sequence', () => {
  const read = async (ask: Ask, id: string) => (await ask(taskSequence, { taskSequence: id })).data;

  test('boot image, packages, applications by their content package, and what it runs', async () => {
    const taskSequences = {
      PS100042: {
        name: 'Install',
        bootImage: 'PS100005',
        references: ['PS100012', 'PS100020'],
        children: ['PS100043'],
      },
      PS100043: { name: 'Drivers', children: ['PS100044'], childrenIn: 'references' },
      PS100044: { name: 'Cycle', children: ['PS100043', 'PS100044', 'PS100042'], childrenIn: 'flat' },
    };
    await onSite({ packages, taskSequences }, async (ask) => {
      const { data, queries } = await ask(taskSequence, { taskSequence: 'PS100042' });
      expect(data).toMatchObject({
        found: true,
        name: 'Install',
        bootImage: 'PS100005',
        children: ['PS100043'],
        truncated: false,
      });
      expect(data.references).toEqual([
        { package: 'PS100012', object: 'PS100012', name: 'Client', type: 0 },
        { package: 'PS100020', object: expect.stringMatching(/^ScopeId_.*\/Application_/), name: 'Portal', type: 512 },
        { package: 'PS100043', object: 'PS100043', name: 'Drivers', type: 4 },
      ]);
      // Whatever the list of references tells needs no further query.
      expect(queries).toMatchObject({ SMS_TaskSequencePackage: 1, SMS_TaskSequencePackageReference_Flat: 1 });
      expect((await read(ask, 'PS100043')).children).toEqual(['PS100044']);
      expect((await read(ask, 'ps100044')).children).toEqual(['PS100043', 'PS100042']);
      expect(await read(ask, 'PS100099')).toMatchObject({
        found: false,
        bootImage: null,
        references: [],
        children: [],
      });
    });
  });

  test('a package that only the steps name is no child, and fifty are asked for at once', async () => {
    const many = Object.fromEntries(numbered(52).map((id) => [id, { name: id }]));
    const taskSequences = {
      PS100042: { name: 'Install', children: Object.keys(many), childrenIn: 'references' },
      ...many,
    };
    const removed = numbered(52)
      .slice(0, 2)
      .map((id) => ({ class: 'SMS_TaskSequencePackage', where: { PackageID: id }, remove: true }));
    await onSite({ taskSequences, overrides: removed }, async (ask) => {
      const { data, queries } = await ask(taskSequence, { taskSequence: 'PS100042' });
      expect(data.children).toEqual(numbered(52).slice(2));
      expect(queries).toMatchObject({ SMS_TaskSequencePackage: 3 });
    });
  });
});

describe.skipIf(mustSkip)('site-packages', () => {
  test('the latest message, contents and kinds of distribution point', async () => {
    const messages = [
      { id: 2330, at: '2026-03-01T10:00:00Z' },
      { id: 2383, severity: 'error', state: 4, at: '2026-03-02T09:00:00Z' },
      { id: 2384, at: '2026-02-02T09:00:00Z' },
    ];
    const site = {
      packages: {
        ...packages,
        PS100012: {
          ...packages.PS100012,
          storedVersion: 0,
          sourceSite: 'PR1',
          sourceFlag: 1,
          flags: 0x10000000,
          distributed: { DP01: { messages } },
        },
        PS100005: {
          ...packages.PS100005,
          distributed: { DP01: { summarized: false, targeted: false, messages: [] }, DP02: null },
        },
      },
      distributionPoints: { DP01: { pull: true, multicast: true }, DP02: { peer: true, nalName: 'Dp02.Contoso.COM' } },
      overrides: [{ class: 'SMS_DistributionPointInfo', where: { IsPeerDP: true }, set: { IsMulticast: null } }],
    };
    await onSite(site, async (ask) => {
      const ids = ['PS100005', 'PS100012', 'PS100020'];
      const { data, queries } = await ask(sitePackages, { packages: ids });
      expect(data.packages).toHaveLength(3);
      expect(data.packages.find((each) => each.package === 'PS100012')).toMatchObject({
        storedVersion: 0,
        sourceSite: 'PR1',
        sourceFlag: 1,
        flags: 0x10000000,
      });
      const DP02 = nal('Dp02.Contoso.COM');
      expect(data.messages).toEqual({
        value: [
          {
            package: 'PS100012',
            nalPath: DP01,
            messageId: 2383,
            severity: 0xc0000000,
            state: 4,
            updated: '2026-03-02T09:00:00.0000000Z',
          },
          ...[DP01, DP02].map((nalPath) => expect.objectContaining({ package: 'PS100020', nalPath, messageId: 2330 })),
        ],
      });
      expect(data.contents).toEqual({
        value: [
          { package: 'PS100020', contentId: 16777300, uniqueId: 'Content_0a', version: 1 },
          { package: 'PS100020', contentId: 16777301, uniqueId: 'Content_0b', version: 7 },
        ],
      });
      expect(data.points).toEqual({
        value: [
          { nalPath: DP01, pull: true, peer: false, multicast: true },
          { nalPath: DP02, pull: false, peer: true, multicast: false },
        ],
      });
      expect([data.status, data.targeted].map((rows) => rows.map((each) => each.package))).toEqual([
        ['PS100012', 'PS100020', 'PS100020'],
        ['PS100012', 'PS100020', 'PS100020'],
      ]);
      expect(Object.values(queries)).toEqual(Array(Object.keys(queries).length).fill(1));
    });
  });

  test('one query a class for fifty packages, none for one', async () => {
    const many = Object.fromEntries(numbered(51).map((id) => [id, { name: id }]));
    await onSite({ packages: many }, async (ask) => {
      const { data, queries } = await ask(sitePackages, { packages: numbered(51) });
      expect([data.packages.length, data.status.length, data.targeted.length]).toEqual([51, 51, 51]);
      expect(data.messages).toMatchObject({ value: { length: 51 } });
      expect(queries).toEqual({
        SMS_PackageBaseclass: 2,
        SMS_PackageStatusDistPointsSummarizer: 2,
        SMS_DPContentInfo: 2,
        SMS_DistributionDPStatus: 2,
        SMS_PackageToContent: 2,
        SMS_DistributionPointInfo: 1,
      });
    });
  });

  test('a class that is missing or denied hides nothing else', async () => {
    const missing = { 'root/SMS/site_PS1': { SMS_DistributionDPStatus: 'absent' } };
    const faults = [
      { class: 'SMS_PackageToContent', error: 'denied' },
      { class: 'SMS_DistributionPointInfo', error: 'failed' },
    ];
    await onSite(
      { packages },
      async (ask) => {
        const { data } = await ask(sitePackages, { packages: ['PS100012'] });
        expect(data.packages).toHaveLength(1);
        expect(data).toMatchObject({
          messages: { failed: 'not-found' },
          contents: { failed: 'denied' },
          points: { failed: 'script-error' },
        });
      },
      { cim: missing, faults },
    );
  });
});
