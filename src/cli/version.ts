import { readFileSync } from 'node:fs';

/**
 * The version in our own package.json. It is looked for upwards, because the compiled tree lies one folder deeper than
 * the sources. Imports nothing but fs, so that `--version` answers at once.
 */
export function readVersion(): string {
  let folder = new URL('.', import.meta.url);
  for (;;) {
    const found = versionIn(new URL('package.json', folder));
    if (found !== null) return found;
    const parent = new URL('..', folder);
    if (parent.href === folder.href) return 'unknown';
    folder = parent;
  }
}

/** Whether the whole command line asks for the version only: the one case that needs no parser. */
export function asksForVersionOnly(argv: readonly string[]): boolean {
  return argv.length === 1 && argv[0] === '--version';
}

function versionIn(file: URL): string | null {
  try {
    const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown; version?: unknown };
    return name === 'osd-preflight' && typeof version === 'string' ? version : null;
  } catch {
    return null;
  }
}
