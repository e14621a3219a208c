import { availableParallelism } from 'node:os';
import type { ContentHashOptions, ContentVerifyOptions } from '../cli/content-options.ts';
import { type FolderHash, hashFolder } from '../content/hash-folder.ts';
import type { LibraryVerdict } from '../content/library-verdict.ts';
import { verifyLibrary } from '../content/verify.ts';
import { type ContentHashReport, contentHashSchemaVersion } from '../model/content-report.ts';
import { countText, sizeText } from '../model/sizes.ts';
import { contentText, jsonReport, type Style } from '../report/index.ts';
import type { Surroundings } from '../surroundings.ts';
import { Reading } from './reading.ts';
import { contentReport } from './verification.ts';

/** More than this at a time seldom makes a disk faster. */
const usualMostWorkers = 8;
const workersOf = (given: number | null): number => given ?? Math.min(availableParallelism(), usualMostWorkers);

/** Verifies a content library of this machine; what is known of it is printed also where it was interrupted. */
export async function verify(options: ContentVerifyOptions, around: Surroundings, style: Style): Promise<number> {
  const { library, fileLibs, packages, metadataOnly, hashWorkers, hashCache, format } = options;
  const { now, signal } = around;
  const startedAt = now();
  const reading = await Reading.of(library, around);
  let verdict: LibraryVerdict | undefined;
  let milliseconds = 0;
  try {
    verdict = await verifyLibrary({
      library,
      fileLibs,
      packages,
      metadataOnly,
      workers: workersOf(hashWorkers),
      cache: hashCache,
      signal,
      now,
      onProgress: (progress) => reading.take(progress),
    });
    ({ milliseconds } = reading);
  } finally {
    await reading.end(verdict?.complete === true, verdict ? summary(verdict) : 'it cannot be verified');
  }
  const tool = `osd-preflight ${around.version}`;
  const report = contentReport(verdict, { tool, asked: packages, startedAt, finishedAt: now(), milliseconds });
  for (const chunk of format === 'json' ? jsonReport(report) : contentText(report, style)) await around.print(chunk);
  return report.exitCode;
}

function summary({ complete, hashing: { wanted, read, bytes } }: LibraryVerdict): string {
  if (!complete) return 'interrupted';
  return wanted ? `${countText(read)} files read, ${sizeText(bytes)}` : 'lists and sizes read';
}

/** So many paths of what could not be read are told; the JSON has all of them. */
const namedPaths = 20;

/** Prints the hash of a folder alone, so that a script can take it; what is to be said of it goes to stderr. */
export async function hash(options: ContentHashOptions, around: Surroundings): Promise<number> {
  const { folder, algorithm, hashWorkers, format } = options;
  const reading = await Reading.of(folder, around);
  let result: FolderHash | undefined;
  try {
    result = await hashFolder(folder, algorithm, {
      workers: workersOf(hashWorkers),
      signal: around.signal,
      onProgress: (progress) => reading.take({ stage: 'hashing', ...progress }),
    });
  } finally {
    await reading.end(result?.hash != null, result?.hash == null ? 'no hash' : `${countText(result.files)} files read`);
  }
  const exitCode = !result.complete ? 130 : result.hash === null ? 3 : 0;
  if (format === 'json') {
    const tool = `osd-preflight ${around.version}`;
    const report: ContentHashReport = { schema: contentHashSchemaVersion, tool, exitCode, ...result };
    for (const chunk of jsonReport(report)) await around.print(chunk);
  } else {
    if (result.hash !== null) await around.print(`${result.hash}\n`);
    for (const line of remarks(result)) around.tell(line);
  }
  return exitCode;
}

function* remarks(result: FolderHash): Iterable<string> {
  const { folder, algorithm, hash: value, order, orderMatters, files, bytes, incomplete, complete } = result;
  if (!complete) yield `The reading of ${folder} was interrupted: there is no hash.`;
  else if (value === null) {
    const those = incomplete.length === 1 ? 'One entry' : `${countText(incomplete.length)} entries`;
    yield `${those} of ${folder} could not be read, so there is no hash:`;
    for (const { path, message } of incomplete.slice(0, namedPaths)) yield `  ${path || '.'}: ${message}`;
    const more = incomplete.length - namedPaths;
    if (more > 0) yield `  and ${countText(more)} more (--format json lists them)`;
  } else {
    yield `${countText(files)} ${files === 1 ? 'file' : 'files'}, ${sizeText(bytes)}, ${algorithm}, order ${order}`;
    if (orderMatters)
      yield "The order of these names is not certain (-, _, ' or letters beyond ASCII): Configuration Manager may use another, which gives another hash.";
    if (algorithm !== 'sha256')
      yield 'That ConfigMgr 2007 walks a folder in this way is not confirmed: compare with a package that is known to be good first.';
  }
}
