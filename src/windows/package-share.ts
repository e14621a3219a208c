import { type OrderName, recomputeContentHash, type TreeRow, treeFrom } from './content-hash.ts';

/** The folder of one package on a share of a distribution point without a content library (ConfigMgr 2007). */
export interface SharedPackage {
  package: string;
  /** Null where no share holds one. */
  path: string | null;
  /** Paths below the folder, with `\`. */
  folders: readonly string[];
  files: readonly { path: string; sha1: string | null; message: string | null }[];
  unread: readonly { path: string; message: string }[];
}

/** How the hash of a package came out: the order of names, and the case of the hex digits of the files' hashes. */
export interface ShareForm {
  order: OrderName;
  digits: 'upper' | 'lower';
}

/**
 * What is to be said of a package on a share:
 * `good`: its hash came out; `missing`: no share holds it; `unread`: not every file could be read;
 * `not-compared`: the site gave no SHA-1; `differs`: another hash, under a form that a good package proved here;
 * `not-confirmed`: another hash, and no package proved any form.
 */
export type ShareState = 'good' | 'missing' | 'unread' | 'not-compared' | 'differs' | 'not-confirmed';

/** The judgement of one package on a share. */
export interface ShareVerdict {
  package: string;
  state: ShareState;
  /** The hash under the first form, 40 upper-case hex digits; empty where the folder was not read whole. */
  recomputed: string;
  /** What the site expects, upper-case; empty where it is not known. */
  expected: string;
  /** The form under which it came out; null where none does. */
  form: ShareForm | null;
  /** Files and folders that could not be read or placed, and why. */
  unread: { path: string; message: string }[];
}

const sha1Form = /^[0-9A-F]{40}$/i;
const digitForms = ['upper', 'lower'] as const;

/**
 * Judges packages on shares by their SHA-1. Which walk ConfigMgr 2007 takes through a folder is not known (`content` 3.6):
 * that of the content library is tried with both spellings of the files' hashes, and a difference counts only where a
 * package of more than one entry came out. `expected` is null where the site has no hash of a package.
 */
export function judgePackageShare(
  packages: readonly SharedPackage[],
  expected: (id: string) => string | null,
): ShareVerdict[] {
  const judged = packages.map((each) => judgeOne(each, expected(each.package)));
  const proved = judged.some(({ proves }) => proves);
  return judged.map(({ verdict }) =>
    verdict.state === 'not-confirmed' && proved ? { ...verdict, state: 'differs' } : verdict,
  );
}

function judgeOne(shared: SharedPackage, site: string | null): { verdict: ShareVerdict; proves: boolean } {
  const wanted = site !== null && sha1Form.test(site) ? site.toUpperCase() : null;
  const verdict: ShareVerdict = {
    package: shared.package,
    state: 'missing',
    recomputed: '',
    expected: wanted ?? '',
    form: null,
    unread: [],
  };
  if (shared.path === null) return { verdict, proves: false };
  const rows: TreeRow[] = [
    ...shared.folders.map((path) => ({ path, hash: null, kind: 'dir' as const })),
    ...shared.files.map(({ path, sha1 }) => ({ path, hash: sha1, kind: 'file' as const })),
  ];
  const { root, problems } = treeFrom(rows, 'source', 'sha1');
  const why = new Map(shared.files.map(({ path, message }) => [path, message]));
  verdict.unread = [
    ...shared.unread,
    ...problems.map(({ path, kind }) => ({
      path,
      message: why.get(path) ?? `it does not fit into the folder (${kind})`,
    })),
  ];
  if (verdict.unread.length > 0) return { verdict: { ...verdict, state: 'unread' }, proves: false };
  const tried = digitForms.map((digits) => ({
    digits,
    ...recomputeContentHash(root, wanted === null ? [] : [wanted], { algorithm: 'sha1', digits }),
  }));
  verdict.recomputed = tried[0]!.hash;
  if (wanted === null) return { verdict: { ...verdict, state: 'not-compared' }, proves: false };
  const match = tried.find(({ matches }) => matches[wanted] !== undefined);
  if (!match) return { verdict: { ...verdict, state: 'not-confirmed' }, proves: false };
  const form = { order: match.matches[wanted]!, digits: match.digits };
  return { verdict: { ...verdict, state: 'good', form }, proves: rows.length > 1 };
}
