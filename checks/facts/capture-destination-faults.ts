import { uncParts } from '../../src/model/configuration.ts';
import { holdsVariable } from './capture-steps.ts';

/** `CaptureDestination`: AllowedLen 1-255. */
export const longest = 255;

export const onMachine = /^[A-Za-z]:/;
/** What a path that is no UNC path is instead. */
export function formOf(path: string): string {
  if (/^(?:\\\\[.?]\\|\\\?\?\\)/.test(path)) return 'is a path of a device';
  if (onMachine.test(path)) return 'is a path on the machine itself';
  if (path.includes('/')) return 'is written with /, and Windows wants \\ there';
  if (uncParts(path)) return 'names a server and a file, and no share between them';
  return 'is no path of the form \\\\server\\share\\folder\\image.wim';
}

/** What is wrong with a path; of a wrong one the extension is of no interest. */
export function* faultsOf(path: string | null, where: string) {
  if (path === null || path === '') yield { code: 'missing' as const, args: { where } };
  else if (path.length > longest) yield { code: 'too-long' as const, args: { where, length: path.length } };
  else if (holdsVariable(path)) yield { code: 'variable' as const, args: { where, path } };
  else if (uncParts(path) === null || /^\\\\[^\\]+\\[^\\]+\.wim\\?$/i.test(path))
    yield { code: 'not-unc' as const, args: { where, path } };
  else if (isWhoeverAsks(uncParts(path)!.host))
    yield { code: 'own-machine' as const, args: { where, path, host: uncParts(path)!.host } };
  else if (!/[^\\]\.wim$/i.test(path)) yield { code: 'no-wim' as const, args: { where, path } };
}

/** A name or address that every machine has for itself. */
const isWhoeverAsks = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|--1\.ipv6-literal\.net)$/i.test(host);
