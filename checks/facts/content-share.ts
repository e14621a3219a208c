import { z } from 'zod';
import { contentLibrary } from './content.ts';
import { count, fact, maybeText, text } from './shape.ts';

/** The package shares of a distribution point without a content library (ConfigMgr 2007, SMS 2003). */
export interface ContentShare {
  /** `SMSPKG<Drive>$`, with the folder that each stands for. */
  shares: { name: string; path: string }[];
  packages: {
    package: string;
    /** The folder of the package; null where no share holds one. */
    path: string | null;
    folders: string[];
    files: { path: string; sha1: string | null; message: string | null }[];
    unread: { path: string; message: string }[];
  }[];
}

const row = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('share'), name: text, path: text }),
  z.object({ kind: z.literal('package'), package: text, path: maybeText }),
  z.object({ kind: z.literal('folder'), package: text, path: text }),
  z.object({ kind: z.literal('file'), package: text, path: text, bytes: count, sha1: maybeText, message: maybeText }),
  z.object({ kind: z.literal('unread'), package: text, path: text, message: text }),
]);

export const contentShare = fact({
  name: 'content-share',
  title: 'the package shares',
  parametric: true,
  yields: 'rows',
  after: ['content-library'],
  schema: z.array(row).transform((rows) => assemble(rows)),
  // The bytes are read: only where there is no content library that could be judged instead.
  ask: (_configuration, known) =>
    known.answers(contentLibrary).flatMap(({ target, params, answer }) =>
      answer.status === 'ok' && answer.data.path === null
        ? [
            {
              host: target,
              role: 'distribution-point' as const,
              params: { packages: params['packages'] as string[] },
            },
          ]
        : [],
    ),
});

function assemble(rows: z.infer<typeof row>[]): ContentShare {
  const share: ContentShare = { shares: [], packages: [] };
  const packages = new Map<string, ContentShare['packages'][number]>();
  for (const each of rows) {
    if (each.kind === 'share') share.shares.push({ name: each.name, path: each.path });
    else if (each.kind === 'package') {
      const made = { package: each.package, path: each.path, folders: [], files: [], unread: [] };
      packages.set(each.package, made);
      share.packages.push(made);
    } else {
      const owner = packages.get(each.package);
      if (!owner) throw new Error(`a row belongs to ${each.package}, which is not there`);
      if (each.kind === 'folder') owner.folders.push(each.path);
      else if (each.kind === 'file') owner.files.push({ path: each.path, sha1: each.sha1, message: each.message });
      else owner.unread.push({ path: each.path, message: each.message });
    }
  }
  return share;
}
