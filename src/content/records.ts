import { wasRead } from '../model/answer.ts';
import { upperUnits } from '../windows/case-mapping.ts';
import { iniText } from '../windows/content-library.ts';
import { readPackageIni } from '../windows/ini.ts';
import type { Listing } from './folder.ts';
import { readIniOf } from './library-folder.ts';
import type { VerifiedPackage } from './library-verdict.ts';

/** The packages that `PkgLib` records, or those of them that are asked for; nothing of their contents yet. */
export function readRecords(pkgLib: Listing, wanted: readonly string[]): VerifiedPackage[] {
  const recorded = new Map<string, string>();
  for (const { name, upper } of pkgLib.entries)
    if (isIni(name) && !recorded.has(upper)) recorded.set(upper, withoutIni(name));
  if (wanted.length === 0) return [...recorded.values()].map((id) => readRecord(pkgLib, id));
  const ids = new Map(wanted.map((id) => [upperUnits(id), id]));
  return [...ids].map(([upper, id]) => {
    const spelled = recorded.get(`${upper}.INI`);
    return spelled === undefined ? { ...nothing(id), present: false } : readRecord(pkgLib, spelled);
  });
}

const nothing = (id: string): VerifiedPackage => ({
  id,
  version: null,
  refs: [],
  files: 0,
  bytes: 0,
  unread: null,
  present: true,
});

function readRecord(pkgLib: Listing, id: string): VerifiedPackage {
  const ini = readIniOf(pkgLib, `${id}.INI`);
  if (!wasRead(ini)) return { ...nothing(id), unread: ini.message };
  const { refs, version } = readPackageIni(iniText(ini.value ?? ''));
  if (refs.length === 0) return { ...nothing(id), unread: 'it names no content' };
  if (version === 'malformed') return { ...nothing(id), refs: [...refs], unread: 'its Version is no number' };
  return { ...nothing(id), refs: [...refs], version };
}

/** Whether it is the name of an INI file. */
export const isIni = (name: string): boolean => /.\.ini$/i.test(name);

/** The name before the last `.INI`. */
export const withoutIni = (name: string): string => name.slice(0, -'.INI'.length);
