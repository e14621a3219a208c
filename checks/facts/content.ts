import { z } from 'zod';
import { type BlobBytes, type BlobCopy, type ContentLibrary, libraryEntry } from '../../src/windows/content-library.ts';
import { failureOf } from '../../src/windows/error-record.ts';
import { isReadable, packageState } from '../../src/windows/package-state.ts';
import { packagesInScope, sitePackages, siteView, taskSequence } from './packages.ts';
import { count, fact, maybeText, reading, text } from './shape.ts';

const iniReading = reading(maybeText);
const libraryRow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('library'), path: maybeText, fileLibs: z.array(text) }),
  z.object({ kind: z.literal('package'), package: text, ini: iniReading, refs: z.array(text) }),
  z.object({ kind: z.literal('content'), ref: text, ini: iniReading, present: z.boolean() }),
  z.object({ kind: z.literal('folder'), ref: text, path: text }),
  z.object({ kind: z.literal('file'), ref: text, path: text, ini: iniReading }),
  z.object({ kind: z.literal('link'), ref: text, path: text }),
  z.object({ kind: z.literal('unread'), ref: text, path: text, error: z.unknown() }),
  z.object({
    kind: z.literal('blob'),
    blob: text,
    path: text,
    size: count.optional(),
    modified: maybeText.optional(),
    error: z.unknown().optional(),
    users: iniReading.optional(),
  }),
]);
export const contentLibrary = fact({
  name: 'content-library',
  title: 'the content library',
  parametric: true,
  yields: 'rows',
  after: ['task-sequence', 'site-packages'],
  schema: z.array(libraryRow).transform((rows) => assemble(rows)),
  ask: (configuration, known) => {
    const packages = packagesInScope(configuration, known.answers(taskSequence));
    if (!packages || packages.length === 0) return [];
    return known
      .targets('distribution-point')
      .map(({ name }) => ({ host: name, role: 'distribution-point', params: { packages } }));
  },
});

/** From a stream of rows, each content's rows after its own, to one library. Throws where the first row is missing. */
function assemble(rows: z.infer<typeof libraryRow>[]): ContentLibrary {
  const [head, ...rest] = rows;
  if (head?.kind !== 'library') throw new Error('the rows do not begin with the library');
  const library: ContentLibrary = { path: head.path, fileLibs: head.fileLibs, packages: [], contents: [], blobs: {} };
  const contents = new Map<string, ContentLibrary['contents'][number]>();
  for (const row of rest) {
    if (row.kind === 'library') throw new Error('the rows name two libraries');
    if (row.kind === 'package') library.packages.push({ package: row.package, ini: row.ini, refs: row.refs });
    else if (row.kind === 'content') {
      const content = {
        ref: row.ref,
        ini: row.ini,
        present: row.present,
        folders: [],
        files: [],
        links: [],
        unread: [],
      };
      contents.set(row.ref, content);
      library.contents.push(content);
    } else if (row.kind === 'blob') {
      const size: BlobCopy['size'] = row.size === undefined ? failureOf(row.error) : { value: row.size };
      library.blobs[row.blob] = [
        ...(library.blobs[row.blob] ?? []),
        { path: row.path, size, modified: row.modified ?? null, ...(row.users && { users: row.users }) },
      ];
    } else {
      const content = contents.get(row.ref);
      if (!content) throw new Error(`a row belongs to ${row.ref}, which is not there`);
      if (row.kind === 'folder') content.folders.push(row.path);
      else if (row.kind === 'file') content.files.push({ path: row.path, ini: row.ini });
      else if (row.kind === 'link') content.links.push(row.path);
      else content.unread.push({ path: row.path, ...failureOf(row.error) });
    }
  }
  return library;
}

/** The bytes of blobs, and why the reading ended before the last of them; null where it did not. */
export interface BlobReadings {
  read: BlobBytes[];
  cut: string | null;
}

const blobRow = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('blob'),
    blob: text,
    path: text,
    bytes: count,
    sha256: maybeText,
    modified: maybeText.optional(),
    hresult: maybeText,
    message: maybeText,
  }),
  z.object({ kind: z.literal('cut'), why: text }),
]);
type BlobRow = Extract<z.infer<typeof blobRow>, { kind: 'blob' }>;

function bytesOf({ blob, path, bytes, sha256, modified = null, hresult, message }: BlobRow): BlobBytes {
  if (sha256 !== null) return { blob, path, bytes, sha256, modified };
  return { blob, path, hresult: hresult ?? '', message: message ?? '' };
}

export const contentBlobs = fact({
  name: 'content-blobs',
  title: 'the bytes of the packages',
  parametric: true,
  yields: 'rows',
  after: ['content-library', 'site-packages', 'task-sequence'],
  cut: ({ message }) => ({ kind: 'cut', why: message }),
  schema: z.array(blobRow).transform((rows): BlobReadings => {
    const readings: BlobReadings = { read: [], cut: null };
    for (const row of rows) {
      if (row.kind === 'cut') readings.cut = row.why;
      else readings.read.push(bytesOf(row));
    }
    return readings;
  }),
  // The bytes of a package that is stale or being changed would be read for nothing, or in somebody's way.
  ask: (configuration, known) =>
    known.answers(contentLibrary).flatMap(({ target, params, answer }) => {
      if (answer.status !== 'ok' || answer.data.path === null) return [];
      const names = [target, ...(known.target(target)?.aliases ?? [])];
      const site = known
        .answers(sitePackages)
        .flatMap((placed) => (placed.answer.status === 'ok' ? [placed.answer.data] : []))[0];
      if (configuration.site && !site) return [];
      const packages = (params.packages as string[]).filter((id) => {
        const entry = libraryEntry(answer.data, id);
        if (!entry?.present) return false;
        if (!site) return true;
        const view = siteView(site, id, names);
        return isReadable(packageState(view.package, view.status, view.targeted, entry));
      });
      const workers = configuration.hashWorkers === null ? {} : { workers: configuration.hashWorkers };
      return packages.length > 0
        ? [{ host: target, role: 'distribution-point' as const, params: { packages, ...workers } }]
        : [];
    }),
});

/** The packages that a distribution point lists twice: in its own WMI class, and as records in the library. */
export const contentLibraryList = fact({
  name: 'content-library-list',
  title: 'the packages that the content library lists',
  parametric: false,
  after: ['task-sequence'],
  schema: z.object({
    /** `SMS_PackagesInContLib` of `root\SCCMDP`, which content validation walks. */
    listed: reading(z.array(text)),
    /** `PkgLib\*.INI`, without the ending; null on a machine without a content library. */
    recorded: reading(z.array(text).nullable()),
    /** More than are read of one of them. */
    truncated: z.boolean(),
  }),
  ask: (configuration, known) => {
    const packages = packagesInScope(configuration, known.answers(taskSequence));
    if (!packages || packages.length === 0) return [];
    return known
      .targets('distribution-point')
      .map(({ name }) => ({ host: name, role: 'distribution-point' as const, params: {} }));
  },
});
