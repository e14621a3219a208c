import { type Answer, type Failure, type FailureKind, type Placed, wasRead } from '../../src/model/answer.ts';
import { namesContent } from '../../src/windows/package-state.ts';
import type { siteContentHashes } from './content-hashes.ts';
import { isPoint, type SitePackages } from './packages.ts';

type Hashes = ReturnType<(typeof siteContentHashes)['decode']>;
type Getter = Hashes['packages'][number]['answer'];

/** The content hashes that the site expects. */
export interface SiteHashes {
  /** In upper-case hex; null where the site gave none of this algorithm. */
  of(name: string): string | null;
  /** Why there is none. `open`: the site could not be asked, and may have one (ruling 14). */
  gap(name: string): { why: string; open: boolean };
}

/** A hash as it came, nothing, or why it was not read. */
type Given = string | null | Failure;

const forms = { sha256: /^[0-9A-F]{64}$/i, sha1: /^[0-9A-F]{40}$/i };
const algorithmNames = { sha256: 'SHA-256', sha1: 'SHA-1' };

/** The site has no such class or getter: nothing that more rights or another attempt would give. */
const absent: readonly FailureKind[] = ['not-found', 'not-supported', 'missing-command'];

/**
 * The hash that the site expects of each content on the distribution point of these names: by task sequence and
 * distribution point first, then by package and version, then by content. A value that is no hash of the algorithm does
 * not count (ruling 13). A package of a share goes by its id, a content of a library by its name.
 */
export function siteHashes(
  answers: readonly Placed<Hashes, Answer<Hashes>>[],
  site: SitePackages | undefined,
  names: readonly string[],
  algorithm: keyof typeof forms = 'sha256',
): SiteHashes {
  const read = answers.flatMap(({ params, answer }) =>
    answer.status === 'ok' && (params['algorithm'] ?? 'sha256') === algorithm ? [answer.data] : [],
  );
  const contents = site && wasRead(site.contents) ? site.contents.value : [];
  const key = (id: string, version: number | null): string =>
    (algorithm === 'sha1' ? id : `${id}.${version}`).toUpperCase();
  const rows = new Map<string, { nalPath: string; hash: string | null }[]>();
  const unread: Given[] = [];
  for (const { references } of read) {
    if (!wasRead(references)) unread.push(references);
    else
      for (const row of references.value) {
        const name = key(row.package, row.sourceVersion);
        const known = rows.get(name);
        if (known) known.push(row);
        else rows.set(name, [row]);
      }
  }
  const getters = read.flatMap(({ packages }) =>
    packages.map(({ package: id, version, answer }) => ({ name: key(id, version), answer })),
  );
  const byContent = read.flatMap((data) =>
    data.contents.flatMap(({ contentId, answer }) =>
      contents.filter((each) => each.contentId === contentId).map(({ uniqueId }) => ({ uniqueId, answer })),
    ),
  );
  /** What each way of asking gave for a content, the best first. */
  const given = (name: string): Given[] => [
    ...(rows.get(name) ?? []).filter(({ nalPath }) => isPoint(nalPath, names)).map(({ hash }) => hash),
    ...unread,
    ...getters.filter((each) => each.name === name).map(({ answer }) => hashIn(answer)),
    ...byContent.filter(({ uniqueId }) => namesContent(name, uniqueId)).map(({ answer }) => hashIn(answer)),
  ];
  return {
    of: (name) => {
      const hash = given(name.toUpperCase()).find((each) => typeof each === 'string' && forms[algorithm].test(each));
      return typeof hash === 'string' ? hash.toUpperCase() : null;
    },
    gap: (name) => {
      if (read.length === 0) return { why: 'the facts end before that', open: true };
      const all = given(name.toUpperCase());
      const failures = all.filter((each): each is Failure => each !== null && typeof each === 'object');
      const unread = failures.find(({ failed }) => !absent.includes(failed));
      if (unread) return { why: unread.message, open: true };
      if (all.some((each) => typeof each === 'string' && each !== ''))
        return { why: `what the site gave is no ${algorithmNames[algorithm]}`, open: false };
      return { why: failures[0]?.message ?? 'the site gave no hash of it', open: false };
    },
  };
}

/** The hash that a getter gave; null where it gave none, which any value but 0 says. */
function hashIn(answer: Getter): Given {
  if (!wasRead(answer)) return answer;
  return answer.value.returned === 0 ? answer.value.hash : null;
}

/** The versions that `SMS_TaskSequenceReferenceDps` states for a package on the distribution point of these names. */
export function referenceVersions(
  answers: readonly Placed<Hashes, Answer<Hashes>>[],
  names: readonly string[],
): (id: string) => number[] {
  const rows = answers.flatMap(({ answer }) =>
    answer.status === 'ok' && wasRead(answer.data.references) ? answer.data.references.value : [],
  );
  return (id) =>
    rows.flatMap((row) =>
      row.package.toUpperCase() === id && row.sourceVersion !== null && isPoint(row.nalPath, names)
        ? [row.sourceVersion]
        : [],
    );
}
