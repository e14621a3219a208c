import { access, constants, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The absolute path of a key file as a user writes it; `~` is the home folder. */
export function keyFilePath(file: string): string {
  return /^~[\\/]/.test(file) ? join(homedir(), file.slice(2)) : resolve(file);
}

/** Why ssh would not take a private key file, in one sentence that says what to do; undefined where nothing speaks against it. */
export async function keyFileProblem(file: string): Promise<string | undefined> {
  const path = keyFilePath(file);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error.code ?? 'unreadable');
  if (found === 'ENOENT' || found === 'ENOTDIR') {
    return `The key file ${file} does not exist; name a private key file, or none to use ssh's own keys.`;
  }
  if (typeof found === 'string')
    return `The key file ${file} cannot be looked at (${found}); name one that you may read.`;
  if (!found.isFile()) return `The key file ${file} is no file; name a private key file.`;
  const readable = await access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (!readable) return `The key file ${file} cannot be read; name one that you may read.`;
  // Windows keeps access elsewhere than in the mode.
  if (process.platform === 'win32' || (found.mode & 0o077) === 0) return undefined;
  const mode = (found.mode & 0o777).toString(8).padStart(4, '0');
  return `The key file ${file} can be read by others (mode ${mode}), and ssh does not use such a key; run: chmod 600 ${file}`;
}
