import type { Remoting } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import {
  type AccessFormat,
  type AccessOptions,
  accessFormats,
  type GivenSids,
  type Need,
  needs,
  sidOptions,
} from './access-options.ts';
import type { Given } from './args-content.ts';
import { remotingOptions } from './args-remoting.ts';
import type { Reaching } from './options.ts';
import { allowedOf, baseSidForm, destinationForm, quoted } from './values.ts';

const ofPath = ['scope', 'config', 'powershell', 'lab', ...Object.values(remotingOptions).map((name) => name.slice(2))];
const ofSide = (side: string): string[] => Object.values(sidOptions).map((name) => `${side}-${name}`);
const descriptors = ['share-sddl', 'folder-sddl'];

/** What `access` is asked; `path` is null where none was given. */
export function accessOptions(
  path: string | null,
  { text, flag, oneOf }: Given,
  reading: Reaching & { config: string | null; remoting: Remoting },
): AccessOptions {
  const isGiven = (name: string): boolean => text(name) !== null || flag(name);
  const first = (names: readonly string[]): string | undefined => names.find(isGiven);
  const format = oneOf('--format', text('format') ?? 'text', accessFormats) as AccessFormat;
  if (flag('batch')) {
    const others = [...descriptors, 'token', 'need', ...ofSide('share'), ...ofSide('folder'), ...ofPath];
    const other = path === null ? first(others) : undefined;
    if (path !== null || other !== undefined)
      throw new UsageError(
        `--batch reads descriptors, tokens and SIDs from standard input and answers every right, so ${path === null ? `--${other}` : 'a path'} has no place beside it; leave one of them out.`,
      );
    if (text('format') === 'text')
      throw new UsageError('--batch writes JSON, so --format text has no place beside it.');
    return { command: 'access', source: 'batch' };
  }
  const need = text('need');
  const asked = {
    command: 'access' as const,
    token: text('token') ?? 'system',
    need: need === null ? null : (oneOf('--need', need, needs) as Need),
    shareSids: sidsFrom('share', text),
    folderSids: sidsFrom('folder', text),
    format,
    color: !flag('no-color'),
  };
  const sddl = first(descriptors);
  if (path !== null) {
    if (sddl !== undefined)
      throw new UsageError(
        `A path gives both descriptors, so --${sddl} has no place beside it; leave one of them out.`,
      );
    return { ...asked, ...reading, source: 'path', path: uncPath(path), scope: text('scope') };
  }
  if (sddl === undefined)
    throw new UsageError(
      'access needs a UNC path, or --share-sddl and --folder-sddl, or --batch; see "osd-preflight access --help".',
    );
  const stray = first(ofPath);
  if (stray !== undefined)
    throw new UsageError(`--${stray} goes with a UNC path, and none is given; leave it out or name the path.`);
  for (const side of ['share', 'folder']) {
    const alone = text(`${side}-sddl`) === null ? first(ofSide(side)) : undefined;
    if (alone !== undefined) throw new UsageError(`--${alone} goes with --${side}-sddl, which is not given.`);
  }
  return { ...asked, source: 'given', shareSddl: text('share-sddl'), folderSddl: text('folder-sddl') };
}

function sidsFrom(side: string, text: (name: string) => string | null): GivenSids {
  const given = Object.entries(sidOptions).flatMap(([key, option]) => {
    const value = text(`${side}-${option}`);
    if (value === null) return [];
    if (!baseSidForm.test(value))
      throw new UsageError(`--${side}-${option} is ${quoted(value)}, but ${baseSidForm.allowed}.`);
    return [[key, value.toUpperCase()]];
  });
  return Object.fromEntries(given) as GivenSids;
}

function uncPath(path: string): string {
  if (destinationForm.test(path)) return path;
  throw new UsageError(`access was given ${quoted(path)}, but ${allowedOf(destinationForm, path)}.`);
}
