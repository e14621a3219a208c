import { type DamageFinding, damageFindings } from '../../checks/facts.ts';
import { checks } from '../../checks/index.ts';
import type { LibraryVerdict } from '../content/library-verdict.ts';
import { worded } from '../engine/findings.ts';
import type { Found, Messages } from '../model/check.ts';
import {
  type ContentFinding,
  type ContentLevel,
  type ContentReport,
  contentExitCode,
  contentLevels,
  contentSchemaVersion,
  type PackageStatus,
  packageStatuses,
} from '../model/content-report.ts';
import type { Finding } from '../model/finding.ts';
import { libraryMessages } from '../report/content-messages.ts';

/** What a report tells beside the verdict: who verified what, and when. */
export interface Verification {
  tool: string;
  /** Packages that were asked for. */
  asked: readonly string[];
  startedAt: string;
  finishedAt: string;
  /** How long bytes were read. */
  milliseconds: number;
}

/** Puts into words what became of a verification, as the checks of a run would. */
export function contentReport(verdict: LibraryVerdict, about: Verification): ContentReport {
  const { library, fileLibs, complete, orphans } = verdict;
  const found = [...ofRecords(verdict), ...ofFiles(verdict), ...ofLibrary(verdict)];
  const findings = contentLevels.flatMap((level) => found.filter((finding) => finding.level === level));
  const exitCode = contentExitCode(findings, complete);
  const has = (level: ContentLevel): boolean => findings.some((finding) => finding.level === level);
  const { wanted, blobs, read, bytes, cached, workers } = verdict.hashing;
  return {
    schema: contentSchemaVersion,
    tool: about.tool,
    verdict: has('fail') ? 'damaged' : has('unknown') ? 'cannot-tell' : 'intact',
    exitCode,
    startedAt: about.startedAt,
    finishedAt: about.finishedAt,
    library,
    fileLibs,
    asked: [...about.asked],
    complete,
    hashing: { wanted, blobs, read, bytes, cached, workers, milliseconds: about.milliseconds },
    packages: rows(verdict, findings),
    findings,
    orphans,
  };
}

function rows({ packages, complete }: LibraryVerdict, findings: readonly ContentFinding[]): ContentReport['packages'] {
  const worst = new Map<string, PackageStatus>();
  const rank = (status: PackageStatus): number => packageStatuses.indexOf(status);
  for (const { level, packages: hit } of findings) {
    if (level === 'info') continue;
    for (const id of hit) if (rank(level) < rank(worst.get(id) ?? 'pass')) worst.set(id, level);
  }
  return packages.map(({ id, version, refs, files, bytes }) => {
    const known = worst.get(id) ?? 'pass';
    // Of what was not read to the end nothing else is known.
    const status = complete || known === 'fail' ? known : 'unknown';
    return { id, version, refs, files, bytes, status };
  });
}

function ofFiles({ library, packages, damage }: LibraryVerdict): ContentFinding[] {
  const files = new Map(packages.map((each) => [each.id, each.files]));
  const listing = { limit: Number.POSITIVE_INFINITY, files: (id: string) => files.get(id) ?? 0 };
  return damageFindings(library, damage, listing).map((finding) => {
    const { path, blob, copy, users } = finding.args;
    return told(checkOf(finding.check), library, finding, { check: finding.check, packages: users, path, blob, copy });
  });
}

function checkOf(id: DamageFinding['check']): Sayer {
  const found = checks.find((check) => check.id === id);
  if (!found) throw new Error(`the catalogue has no check ${id}`);
  return found;
}

/** Packages that have no record, or none that could be used. */
function* ofRecords({ library, packages }: LibraryVerdict): Iterable<ContentFinding> {
  const check = 'content-metadata-damaged';
  for (const { id, present, unread } of packages) {
    if (present && unread === null) continue;
    const path = `${id}.INI`;
    const evidence = unread === null ? [] : [{ fact: 'content-library', target: library, seen: `${path}: ${unread}` }];
    const code = present ? 'record-unread' : 'record-missing';
    const found = { code, subject: id, args: { on: library, id, siteLibrary: false }, evidence };
    yield told(checkOf(check), library, found, { ...nothing, check, packages: [id], path });
  }
}

/** What no check says: of the library as a whole. */
function* ofLibrary(verdict: LibraryVerdict): Iterable<ContentFinding> {
  const { library, packages, hashing, orphans, complete } = verdict;
  const say = (code: string, args: object = {}): ContentFinding =>
    told({ id: '', messages: libraryMessages }, library, { code, args }, nothing);
  if (packages.length === 0) yield say('library-empty', { library });
  const results = hashing.read + hashing.cached;
  if (!complete) yield say('interrupted', { read: Math.min(results, hashing.blobs), blobs: hashing.blobs });
  yield say('not-compared', { library });
  if (verdict.damage.some(({ kind }) => kind === 'blob-missing')) yield say('searched', { folders: verdict.fileLibs });
  if (!hashing.wanted) yield say('bytes-not-read');
  if (hashing.cached > 0) yield say('from-cache', { cached: hashing.cached, all: results });
  if (hashing.notKept !== undefined) yield say('cache-not-kept', { message: hashing.notKept });
  if (orphans.total > 0) yield say('orphans', { total: orphans.total, named: namesOf(orphans) });
}

/** What a finding is about. */
type About = Pick<ContentFinding, 'check' | 'packages' | 'path' | 'blob' | 'copy'>;

const nothing: About = { check: null, packages: [], path: '', blob: '', copy: '' };
const namedOrphans = 3;

function namesOf({ total, first }: LibraryVerdict['orphans']): string {
  const named = first.slice(0, namedOrphans).map(({ path }) => path);
  const more = total - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}

type Sayer = Parameters<typeof worded>[0];

/** A finding in the words of its check. */
function told(check: Sayer, library: string, found: Found<Messages>, about: About): ContentFinding {
  const { level, code, subject, text, because, leadsTo, remedy, evidence }: Finding = worded(check, library, found);
  const { check: by, ...file } = about;
  return {
    check: by,
    code,
    level: level as ContentLevel,
    subject,
    ...file,
    text,
    ...(because !== undefined && { because }),
    ...(leadsTo !== undefined && { leadsTo }),
    ...(remedy !== undefined && { remedy }),
    evidence,
  };
}
