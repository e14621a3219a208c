import type { ContentInput, PackageInput, SourceFile } from './content-library.ts';
import { digestOf } from './content-library-bytes.ts';
import { plainContentHash, relativePath, sourceTree } from './content-library-source.ts';
import { fileBytes } from './package-files.ts';
import type { Distributed } from './site-estate.ts';
import type { ScenarioPackage, ScenarioSite } from './site-schema.ts';

/** A content as SMS_PackageToContent names it. `version` is what its name in the library ends in. */
export interface SiteContent {
  id: number;
  ref: string;
  uniqueId: string;
  version: number;
}

type Hashed = Pick<ScenarioPackage, 'files' | 'emptyDirs' | 'siteHash' | 'siteSha1'>;

/** Where the ids of contents begin that the scenario does not number. */
const firstContentId = 16_777_300;

/** The contents of each package, by its id; ids are counted through the whole site. */
export function contentsOf(site: ScenarioSite): Map<string, SiteContent[]> {
  let next = firstContentId;
  const numbered = (ref: string, id: number | undefined): SiteContent => {
    const dot = ref.lastIndexOf('.');
    return { id: id ?? next++, ref, uniqueId: ref.slice(0, dot), version: Number(ref.slice(dot + 1)) };
  };
  return new Map(
    Object.entries(site.packages).map(([id, pkg]) => [
      id,
      Object.entries(pkg?.contents ?? {}).flatMap(([ref, content]) => (content ? [numbered(ref, content.id)] : [])),
    ]),
  );
}

const computed = { sha256: new WeakMap<Hashed, string>(), sha1: new WeakMap<Hashed, string>() };

/** The hash that the site has: what the scenario says, or that of the files, which is made once. */
export function siteHash(hashed: Hashed, algorithm: 'sha256' | 'sha1'): string {
  const said = algorithm === 'sha256' ? hashed.siteHash : hashed.siteSha1;
  if (said !== undefined) return said;
  const known = computed[algorithm].get(hashed);
  if (known !== undefined) return known;
  const files = Object.entries(hashed.files).map(
    ([path, file]) => [relativePath(path), digestOf(fileBytes(path, file), algorithm)] as const,
  );
  const hash = plainContentHash(sourceTree(new Map(files), hashed.emptyDirs.map(relativePath)), algorithm);
  computed[algorithm].set(hashed, hash);
  return hash;
}

/** What the content library of a distribution point is built from. */
export function libraryPackage(id: string, pkg: ScenarioPackage, here: Distributed): PackageInput {
  if (pkg.type !== 'application')
    return { id, version: here.version, name: pkg.name, files: sourceFiles(pkg), emptyDirs: pkg.emptyDirs };
  const contents = Object.entries(pkg.contents).flatMap(([ref, content]): ContentInput[] =>
    content && !here.lacks.includes(ref) ? [{ ref, files: sourceFiles(content), emptyDirs: content.emptyDirs }] : [],
  );
  return { id, version: here.version, name: pkg.name, contents };
}

function sourceFiles({ files }: Pick<ScenarioPackage, 'files'>): SourceFile[] {
  return Object.entries(files).map(([path, file]) => ({
    path,
    bytes: fileBytes(path, file),
    ...(file.attributes !== undefined && { attributes: file.attributes }),
  }));
}
