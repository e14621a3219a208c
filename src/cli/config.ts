import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Configuration } from '../model/configuration.ts';
import { UsageError } from '../model/usage-error.ts';
import { configurationFrom } from './effective.ts';
import type { NamedHost } from './hosts.ts';
import type { Overrides } from './options.ts';
import { withKeyFiles } from './remoting.ts';
import { parseTargetList } from './target-list.ts';
import { quoted } from './values.ts';

export { configurationFrom } from './effective.ts';

/** The site file that is read when it lies in the current folder and no other is named. */
const siteFileName = 'osd-preflight.yaml';

export interface Loading {
  file: string | null;
  cwd: string;
  overrides: Overrides;
  /** A site file that was read already, in place of `file`: its text (null: none), and what sentences call it. */
  siteFile?: { text: string | null; name: string };
  /** What `~` stands for in the path of a key file; without it such a path stays as it is. */
  home?: string | undefined;
  /** All of standard input, for `--targets -`. */
  stdin?: () => Promise<Uint8Array>;
}

/**
 * The effective configuration: the site file (`file`, else `osd-preflight.yaml` in `cwd` if there is one) with each
 * value that an option gives in place of the file's, and the list that `--targets` names. Time and memory grow with the
 * number of machines and no faster.
 */
export async function loadConfiguration(request: Loading): Promise<Configuration> {
  const { cwd, overrides } = request;
  const home = request.home ?? null;
  const listed = overrides.targetList === null ? null : await readTargets(overrides.targetList, request);
  if (request.siteFile) {
    const { text, name } = request.siteFile;
    return configurationFrom(text, name, overrides, {
      listed,
      site: { folder: null, home },
      given: { folder: cwd, home },
    });
  }
  const name = request.file ?? siteFileName;
  const file = path.resolve(cwd, name);
  const text = await readText(file, {
    option: request.file === null ? null : `--config ${quoted(request.file)}`,
    name,
    what: 'a site file is a YAML file',
    format: 'YAML',
  });
  const site = { folder: path.dirname(file), home };
  return configurationFrom(text, name, overrides, { listed, site, given: { folder: cwd, home } });
}

/** The machines of a list. Their key files are found from the list's folder. */
async function readTargets(list: string, { cwd, home, stdin }: Loading): Promise<NamedHost[]> {
  const named = { option: `--targets ${quoted(list)}`, what: 'a list of servers is a text, JSON or CSV file' };
  if (list === '-') {
    if (stdin === undefined) throw new UsageError('--targets - reads standard input, and there is none here.');
    const name = 'standard input';
    const text = decodedText(await stdin(), name, 'a list of servers');
    return withKeyFiles(parseTargetList(text, name), { folder: cwd, home: home ?? null });
  }
  const file = path.resolve(cwd, list);
  const text = (await readText(file, { ...named, name: list, format: 'a list of servers' }))!;
  return withKeyFiles(parseTargetList(text, list), { folder: path.dirname(file), home: home ?? null });
}

/** How sentences speak of a file that a person wrote. */
interface FileWords {
  /** The option that named it, with its value; null where nobody did, and the file need not be there. */
  option: string | null;
  name: string;
  /** `a site file is a YAML file` */
  what: string;
  /** `YAML` */
  format: string;
}

/** The text of a file; null where there is none and nobody named one. */
export async function readText(file: string, words: FileWords): Promise<string | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (words.option === null && code === 'ENOENT') return null;
    const what = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`;
    throw new UsageError(`${words.option ?? file} ${what}; ${words.what}.`);
  }
  return decodedText(bytes, words.name, words.format);
}

/** Bytes as text: UTF-8, or UTF-16 with a byte order mark, as Windows PowerShell's ">" and Set-Content write it. */
function decodedText(bytes: Uint8Array, name: string, format: string): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${name} is not ${format}: it is neither UTF-8 nor UTF-16 text.`);
  }
}
