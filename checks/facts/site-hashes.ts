import type { Placed } from '../../src/model/answer.ts';
import { sameHostName } from '../../src/model/target.ts';
import { parseNalPath } from '../../src/windows/nal-path.ts';
import type { siteContentHashes } from './content-hashes.ts';
import type { SitePackages } from './packages.ts';

type Hashes = ReturnType<(typeof siteContentHashes)['decode']>;

const sha256Form = /^[0-9A-F]{64}$/i;

/** Whether a content that the site knows by its id is the one that a library lists: the library's name may end in a version. */
export function isContent(uniqueId: string, ref: string): boolean {
  const [id, name] = [uniqueId.toUpperCase(), ref.toUpperCase()];
  return name === id || name.replace(/\.\d+$/, '') === id;
}

/**
 * The content hash that the site expects of each content on the distribution point of these names (upper-case hex): by
 * task sequence and distribution point first, then by package and version, then by content. What is no SHA-256 does not
 * count (ruling 13).
 */
export function siteHashes(
  answers: readonly Placed<Hashes>[],
  site: SitePackages | undefined,
  names: readonly string[],
): (ref: string) => string | null {
  const expected = new Map<string, string>();
  const note = (ref: string, hash: string | null): void => {
    if (hash && sha256Form.test(hash) && !expected.has(ref.toUpperCase()))
      expected.set(ref.toUpperCase(), hash.toUpperCase());
  };
  const read = answers.flatMap(({ answer }) => (answer.status === 'ok' ? [answer.data] : []));
  for (const { references } of read) {
    for (const { package: id, nalPath, sourceVersion, hash } of 'value' in references ? references.value : []) {
      const path = parseNalPath(nalPath);
      if (path && names.some((name) => sameHostName(name, path.host))) note(`${id}.${sourceVersion}`, hash);
    }
  }
  for (const { packages } of read)
    for (const { package: id, version, answer } of packages)
      if ('value' in answer && answer.value.returned === 0) note(`${id}.${version}`, answer.value.hash);
  const byContent: { uniqueId: string; hash: string }[] = [];
  const contents = site && 'value' in site.contents ? site.contents.value : [];
  for (const { contents: hashed } of read) {
    for (const { contentId, answer } of hashed) {
      const content = contents.find((each) => each.contentId === contentId);
      const hash = 'value' in answer && answer.value.returned === 0 ? answer.value.hash : null;
      if (content && hash && sha256Form.test(hash)) byContent.push({ uniqueId: content.uniqueId, hash });
    }
  }
  return (ref) =>
    expected.get(ref.toUpperCase()) ??
    byContent.find(({ uniqueId }) => isContent(uniqueId, ref))?.hash.toUpperCase() ??
    null;
}
