import { describe, expect, test } from 'vitest';
import { siteContentHashes } from '../../checks/facts/content-hashes.ts';
import { plainContentHash } from '../../lab/content-library-source.ts';
import { mustSkip } from '../lab/probe.ts';
import { onSite } from './probed-site.ts';

const packages = {
  PS100005: { name: 'Boot image (x64)', type: 'boot-image', version: 4 },
  PS100012: { name: 'Client', version: 3 },
  PS100020: {
    name: 'Portal',
    type: 'application',
    contents: { 'Content_0a.1': { files: { a: { text: 'x' } } }, 'Content_0b.7': { siteHash: 'not a hash' } },
  },
};
const empty = plainContentHash({ dirs: [], files: new Map() });
const emptySha1 = plainContentHash({ dirs: [], files: new Map() }, 'sha1');
const DP01 = '["Display=\\\\DP01.contoso.com\\"]MSWNET:["SMS_SITE=PS1"]\\\\DP01.contoso.com\\';

describe.skipIf(mustSkip)('site-content-hashes', () => {
  const taskSequences = { PS100042: { name: 'Install', bootImage: 'PS100005', references: ['PS100012', 'PS100020'] } };
  const question = {
    taskSequences: ['PS100042'],
    packages: ['PS100005.4', 'PS100012.3'],
    contents: ['16777300', '16777301'],
  };
  const sha256 = { ...question, algorithm: 'sha256' };
  const good = (hash: string | null, hashVersion: number | null = null) => ({
    value: { returned: 0, hash, hashVersion },
  });

  test.each(['static', 'instance'])('getters of the form "%s" tell what the references do not', async (getters) => {
    const set = { Hash: 'D'.repeat(40) };
    const overrides = [{ class: 'SMS_TaskSequenceReferenceDps', where: { PackageID: 'PS100012' }, set }];
    await onSite({ packages, taskSequences, getters, overrides }, async (ask) => {
      const { data, queries } = await ask(siteContentHashes, sha256);
      expect(data.references).toMatchObject({
        value: [
          { taskSequence: 'PS100042', package: 'PS100012', nalPath: DP01, sourceVersion: 3, hash: 'D'.repeat(40) },
          { package: 'PS100020', hash: '' },
          { package: 'PS100005', sourceVersion: 4, hash: empty },
        ],
      });
      expect(data.packages).toEqual([{ package: 'PS100012', version: 3, answer: good(empty) }]);
      expect(data.contents).toEqual([
        { contentId: 16777300, answer: good(expect.stringMatching(/^[0-9A-F]{64}$/) as never) },
        { contentId: 16777301, answer: good('not a hash') },
      ]);
      expect(queries).toMatchObject({ SMS_TaskSequenceReferenceDps: 1, GetPackageDefaultHash: 1, GetContentHash: 2 });
      const legacy = await ask(siteContentHashes, { ...question, contents: [], algorithm: 'sha1' });
      expect(legacy.data.packages.map(({ answer }) => answer)).toEqual([good(emptySha1, 2), good(emptySha1, 2)]);
    });
  });

  test('a row of another version, or no row at all, leaves the question open', async () => {
    await onSite({ packages, taskSequences }, async (ask) => {
      const { data } = await ask(siteContentHashes, {
        ...sha256,
        packages: ['PS100012.2', 'PS100012.3', 'PS100099.1'],
        contents: ['1'],
      });
      const unknown = { value: { returned: expect.any(Number), hash: null, hashVersion: null } };
      expect(data.packages).toEqual([
        { package: 'PS100012', version: 2, answer: unknown },
        { package: 'PS100099', version: 1, answer: unknown },
      ]);
      expect(data.contents).toEqual([{ contentId: 1, answer: unknown }]);
      const alone = await ask(siteContentHashes, { ...sha256, taskSequences: [], contents: [] });
      expect(alone.data.references).toEqual({ value: [] });
      expect(alone.data.packages.map(({ answer }) => answer)).toEqual([good(empty), good(empty)]);
    });
  });

  test.each([
    ['absent', 'not-found'],
    ['denied', 'denied'],
    ['failing', 'script-error'],
  ])('getters that are %s: each answer says so, and the references stay', async (getters, failed) => {
    await onSite(
      { packages: { ...packages, PS100012: { ...packages.PS100012, siteHash: '' } }, taskSequences, getters },
      async (ask) => {
        const { data } = await ask(siteContentHashes, sha256);
        expect(data.references).toHaveProperty('value');
        expect([...data.packages, ...data.contents].map(({ answer }) => answer)).toEqual(
          Array(3).fill(expect.objectContaining({ failed })),
        );
      },
    );
  });

  test('without a task sequence nothing is called on one', async () => {
    await onSite({ packages, getters: 'instance' }, async (ask) => {
      const { data } = await ask(siteContentHashes, { ...sha256, taskSequences: [], contents: [] });
      expect(data.packages.map(({ answer }) => answer)).toEqual(
        Array(2).fill(expect.objectContaining({ failed: 'not-found' })),
      );
    });
  });

  test('the class of the references may be missing, and the class of the getters denied', async () => {
    const cim = { 'root/SMS/site_PS1': { SMS_TaskSequenceReferenceDps: 'absent' } };
    await onSite(
      { packages, taskSequences },
      async (ask) => {
        const { data } = await ask(siteContentHashes, sha256);
        expect(data.references).toMatchObject({ failed: 'not-found' });
        expect(data.packages.map(({ answer }) => answer)).toEqual([good(empty), good(empty)]);
      },
      { cim },
    );
    const faults = [{ class: 'SMS_TaskSequencePackage', error: 'denied' }];
    await onSite(
      { packages, taskSequences },
      async (ask) => {
        const { data } = await ask(siteContentHashes, { ...sha256, taskSequences: [] });
        expect(data.packages.map(({ answer }) => answer)).toEqual(
          Array(2).fill(expect.objectContaining({ failed: 'denied' })),
        );
      },
      { faults },
    );
  });

  test('a thousand calls and no more', async () => {
    await onSite({ packages }, async (ask) => {
      const contents = Array.from({ length: 1003 }, (_, i) => String(i));
      const { data, queries } = await ask(siteContentHashes, {
        taskSequences: [],
        packages: [],
        contents,
        algorithm: 'sha256',
      });
      expect(queries).toEqual({ GetContentHash: 1000 });
      const failed = data.contents.filter(({ answer }) => 'failed' in answer);
      expect(failed.map(({ contentId }) => contentId)).toEqual([1000, 1001, 1002]);
      expect(failed[0]!.answer).toMatchObject({ message: expect.stringContaining('1,000 times') });
    });
  });
});
