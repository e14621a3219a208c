import { basename } from 'node:path';
import { type Library, mutations } from './content-library.ts';
import { blobCases } from './content-library-blob-cases.ts';
import type { LibraryCase } from './content-library-case.ts';
import { buildExample } from './content-library-example.ts';
import { recordCases } from './content-library-record-cases.ts';

export type { LibraryCase } from './content-library-case.ts';

const cases = { ...blobCases, ...recordCases };

/** The name of a case. */
export type CaseName = keyof typeof cases;

/** Every case by name. */
export const libraryCases: Readonly<Record<CaseName, LibraryCase>> = cases;

/** Builds the library of a case below a folder: drive `D` is the primary, `E` the second. */
export async function buildCase(folder: string, name: CaseName): Promise<Library> {
  const { packages, mutation, target } = libraryCases[name];
  const library = await buildExample(folder, packages ? { packages } : {});
  if (mutation) await mutations[mutation](library, target);
  return library;
}

/** Kind and file name, as the table has them. */
export const orphanNamed = ({ kind, path }: { kind: string; path: string }): string => `${kind} ${basename(path)}`;
