import { lstatSync, realpathSync } from 'node:fs';
import { join, resolve, toNamespacedPath } from 'node:path';
import { UsageError } from '../model/usage-error.ts';
import {
  type HashAlgorithm,
  type OrderName,
  recomputeContentHash,
  type TreeProblem,
  type TreeRow,
  treeFrom,
} from '../windows/content-hash.ts';
import { codeOf, failureOf } from './failures.ts';
import { below, walkFolder } from './folder.ts';
import { type FileToHash, type HashedFile, hashFiles } from './hash-pool.ts';
import { notOfKind } from './library-folder.ts';
import { isoOf, Pace } from './time.ts';

export interface FolderHashOptions {
  /** Files that are hashed at a time. */
  workers: number;
  signal: AbortSignal;
  onProgress?: (progress: { bytes: number; ofBytes: number }) => void;
}

/** The hash that a content library would give a folder. */
export interface FolderHash {
  folder: string;
  algorithm: HashAlgorithm;
  /** In upper-case hex, under `order`; null where the folder was not read whole. */
  hash: string | null;
  order: OrderName;
  /** Whether another order of names would give another hash. */
  orderMatters: boolean;
  files: number;
  /** Of all files that were found. */
  bytes: number;
  /** What could not be read or placed, by path in the folder, with `\`. */
  incomplete: { path: string; message: string }[];
  /** False where it was interrupted. */
  complete: boolean;
}

interface SourceFile extends FileToHash {
  /** In the folder. */
  name: string;
  modified: string;
}

const stepMs = 50;

/**
 * Hashes every file of a folder and, over names and these hashes, the folder. Links in it are not followed: they count as
 * not read. Throws `UsageError` where there is no such folder.
 */
export async function hashFolder(
  folder: string,
  algorithm: HashAlgorithm,
  { workers, signal, onProgress }: FolderHashOptions,
  hash = hashFiles,
): Promise<FolderHash> {
  const { rows, files, incomplete } = await walk(realFolder(folder), signal);
  const ofBytes = files.reduce((sum, { size }) => sum + size, 0);
  const tell = onProgress && ((bytes: number) => onProgress({ bytes, ofBytes }));
  const hashed = await hash(files, { algorithm, workers, signal, onProgress: tell });
  for (const file of files) {
    const result = hashed.get(file.path);
    const message = result && troubleOf(file, result);
    if (message) incomplete.push({ path: file.name, message });
    else if (result && 'digest' in result) rows.push({ path: file.name, hash: result.digest, kind: 'file' });
  }
  const { root, problems } = treeFrom(rows, 'source', algorithm);
  for (const { path, kind } of problems)
    incomplete.push({ path, message: collisions[kind] ?? 'its name has no place' });
  const isWhole = incomplete.length === 0 && !signal.aborted;
  const { hash: value, orderMatters } = recomputeContentHash(root, [], { algorithm });
  return {
    folder,
    algorithm,
    hash: isWhole ? value : null,
    order: 'ordinal-upper',
    orderMatters,
    files: files.length,
    bytes: ofBytes,
    incomplete,
    complete: !signal.aborted,
  };
}

const collisions: { [kind in TreeProblem['kind']]?: string } = {
  'case-collision': 'another entry has the same name to Windows',
  'file-and-directory': 'a file and a folder have the same name to Windows',
};

function troubleOf({ size, modified }: SourceFile, result: HashedFile): string | null {
  if ('hresult' in result) return result.message;
  return result.bytes === size && result.modified === modified ? null : 'it changed while it was read';
}

function realFolder(folder: string): string {
  try {
    const path = realpathSync.native(resolve(folder));
    if (!lstatSync(path).isDirectory()) throw new UsageError(`${folder} is no folder.`);
    return path;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (codeOf(error) === 'ENOENT') throw new UsageError(`There is no folder ${folder}.`);
    throw new UsageError(`${folder} cannot be read: ${failureOf(error).message}.`);
  }
}

interface Walked {
  rows: TreeRow[];
  files: SourceFile[];
  incomplete: FolderHash['incomplete'];
}

async function walk(top: string, signal: AbortSignal): Promise<Walked> {
  const walked: Walked = { rows: [], files: [], incomplete: [] };
  const pace = new Pace(stepMs);
  for (const visit of walkFolder(top)) {
    if (visit.failure) walked.incomplete.push({ path: visit.path, message: visit.failure.message });
    for (const entry of visit.entries) {
      const path = below(visit, entry);
      if (entry.kind === 'folder') walked.rows.push({ path, hash: null, kind: 'dir' });
      else if (entry.kind === 'file') addFile(walked, path, join(visit.own, entry.name));
      else walked.incomplete.push({ path, message: notOfKind(entry, 'file').message });
      if (pace.due) await pace.rest();
      if (signal.aborted) return walked;
    }
  }
  return walked;
}

function addFile({ files, incomplete }: Walked, name: string, path: string): void {
  try {
    const { size, mtimeNs } = lstatSync(toNamespacedPath(path), { bigint: true });
    files.push({ name, path, size: Number(size), modified: isoOf(mtimeNs) });
  } catch (error) {
    incomplete.push({ path: name, message: failureOf(error).message });
  }
}
