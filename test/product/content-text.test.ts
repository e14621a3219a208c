import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildContentLibrary, type Library, mutations } from '../../lab/content-library.ts';
import { APPLICATION, buildExample } from '../../lab/content-library-example.ts';
import { contentReport } from '../../src/commands/verification.ts';
import type { LibraryVerdict, VerifyRequest } from '../../src/content/library-verdict.ts';
import { verifyLibrary } from '../../src/content/verify.ts';
import { contentText, jsonReport, type Style } from '../../src/report/index.ts';
import { requestFor } from '../content/request.ts';

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'content-text-')));
});
afterEach(() => rm(root, { recursive: true }));

const style: Style = { verbose: false, onlyFailing: false, unicode: true, color: false, columns: 80 };

/** The report on a library as if it lay in `/srv` and was read at a fixed time. */
async function reportOn(library: Library, changes: Partial<VerifyRequest> = {}, known: Partial<LibraryVerdict> = {}) {
  const verdict = { ...(await verifyLibrary(requestFor(library, changes))), ...known };
  const moved = JSON.parse(JSON.stringify(verdict).replaceAll(JSON.stringify(root).slice(1, -1), '/srv'));
  return contentReport(moved, {
    tool: 'osd-preflight 0.0.0',
    asked: changes.packages ?? [],
    startedAt: '2026-11-22T14:02:00.000Z',
    finishedAt: '2026-11-22T14:02:13.000Z',
    milliseconds: 12_500,
  });
}

const golden = (name: string): string => `golden/content/command-${name}`;

test('intact', async () => {
  const report = await reportOn(await buildExample(root));
  await expect([...contentText(report, style)].join('')).toMatchFileSnapshot(golden('intact.txt'));
  const plain = [...contentText(report, { ...style, verbose: true, unicode: false })].join('');
  await expect(plain).toMatchFileSnapshot(golden('intact-verbose-ascii.txt'));
});

test('damaged: a file of two packages, a wrong list, an orphan', async () => {
  const library = await buildExample(root);
  await mutations['flipped-byte'](library, { ref: 'Content_0001.1' });
  await mutations['users-list-wrong'](library);
  await mutations['empty-ini'](library, { path: 'readme.txt' });
  await mutations['extra-blob'](library);
  const report = await reportOn(library);
  await expect([...contentText(report, style)].join('')).toMatchFileSnapshot(golden('damaged.txt'));
  await expect([...jsonReport(report)].join('')).toMatchFileSnapshot(golden('damaged.json.txt'));
});

test('many files of one package', async () => {
  const files = Array.from({ length: 1200 }, (_, index) => ({
    path: `d/f${index}.bin`,
    bytes: Buffer.from(`${index}`),
  }));
  const packages = [{ id: 'PS100012', version: 3, files }, APPLICATION];
  const library = await buildContentLibrary({ packages, primary: join(root, 'Lib') });
  await rm(join(root, 'Lib', 'FileLib'), { recursive: true });
  const report = await reportOn(library);
  await expect([...contentText(report, style)].join('')).toMatchFileSnapshot(golden('folded.txt'));
});

test('an algorithm that nothing confirms', async () => {
  const library = await buildExample(root);
  await mutations['wrong-info-hash'](library);
  const report = await reportOn(library, { packages: ['PS100012'] });
  await expect([...contentText(report, style)].join('')).toMatchFileSnapshot(golden('not-confirmed.txt'));
});

test('lists and sizes alone, of packages of which one is not there', async () => {
  const packages = ['PS100012', 'PS100020', 'PS1000FF', 'PS100100'];
  const report = await reportOn(await buildExample(root), { packages, metadataOnly: true });
  await expect([...contentText(report, style)].join('')).toMatchFileSnapshot(golden('metadata-only.txt'));
});

test('interrupted', async () => {
  const hashing = { wanted: true, blobs: 3, read: 1, bytes: 7, cached: 1, workers: 2 };
  const report = await reportOn(await buildExample(root), { metadataOnly: true }, { complete: false, hashing });
  expect(report).toMatchObject({ exitCode: 130, verdict: 'cannot-tell' });
  await expect([...contentText(report, style)].join('')).toMatchFileSnapshot(golden('interrupted.txt'));
});
