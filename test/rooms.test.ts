import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageFolder } from '../src/transport/snippets.ts';

/**
 * Who may import what. The first room that holds a file decides. The linter says the same about packages while one
 * types; this test reads the import lines themselves, so that a silenced rule cannot get past it.
 */
const rooms: { room: string; files: RegExp; mayImport: RegExp[] }[] = [
  { room: 'model imports nothing', files: /^src\/model\//, mayImport: [/^src\/model\//] },
  {
    room: 'windows is arithmetic',
    files: /^src\/windows\//,
    mayImport: [/^src\/windows\//, /^src\/model\//, /^node:crypto$/],
  },
  {
    room: 'the engine knows transports by type only',
    files: /^src\/engine\//,
    mayImport: [/^src\/engine\//, /^src\/model\//, /^type src\/transport\/(connector|transport)\.ts$/],
  },
  {
    room: 'transports carry text',
    files: /^src\/transport\//,
    mayImport: [
      /^src\/transport\//,
      /^src\/model\//,
      /^src\/windows\/error-record\.ts$/,
      /^node:/,
      /^execa$/,
      /^(type )?node-powershell$/,
    ],
  },
  {
    room: 'yargs',
    files: /^src\/cli\/args-parser\.ts$/,
    mayImport: [/^src\/(cli|model)\//, /^yargs(\/helpers)?$/],
  },
  { room: 'listr2', files: /^src\/cli\/progress\.ts$/, mayImport: [/^src\/cli\//, /^listr2$/] },
  {
    room: 'the command line',
    files: /^src\/cli\//,
    mayImport: [
      /^src\/(cli|model)\//,
      /^src\/report\/(visible|report-schema|content-schema|access-schema)\.ts$/,
      /^src\/facts\/schema\.ts$/,
      /^(yaml|zod|fastest-levenshtein)$/,
      /^type zod$/,
      /^node:(fs|fs\/promises|net|path)$/,
    ],
  },
  {
    room: 'reports',
    files: /^src\/report\//,
    mayImport: [
      /^src\/(report|model)\//,
      /^src\/windows\/(access|access-remedies|access-words|sddl|sid)\.ts$/,
      /^(fast-xml-builder|zod)$/,
      /^type zod$/,
    ],
  },
  {
    room: 'a content library on this disk',
    files: /^src\/content\//,
    mayImport: [/^src\/(content|model|windows)\//, /^node:(fs|fs\/promises|path|crypto|worker_threads)$/],
  },
  {
    room: 'decoders',
    files: /^checks\/facts(\/|\.ts$)/,
    mayImport: [/^checks\/facts(\/|\.ts$)/, /^src\/(model|windows)\//, /^zod$/],
  },
  { room: 'the catalogue', files: /^checks\/index\.ts$/, mayImport: [/^checks\/[a-z-]+\.ts$/, /^type src\/model\//] },
  {
    room: 'checks',
    files: /^checks\//,
    mayImport: [/^checks\/facts(\/|\.ts$)/, /^src\/(model|windows)\//],
  },
  {
    room: 'the spine',
    files: /^src\/((commands|facts)\/[a-z-]+|main|surroundings)\.ts$/,
    mayImport: [/^src\//, /^checks\/(index|facts)\.ts$/, /^lab\/open\.ts$/, /^node:/, /^(type )?zod$/],
  },
];

const top = packageFolder();

function* sources(folder: string): Iterable<string> {
  for (const entry of readdirSync(join(top, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* sources(path);
    else if (path.endsWith('.ts') && !path.endsWith('.test.ts')) yield path;
  }
}

/** Every module that a file names, static, dynamic or in a type; `type` before those that vanish when compiled. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(top, path), 'utf8');
  const found = [...text.matchAll(/^\s*(?:import|export)\s(type\s)?[^;'"]*?from\s+'([^']+)'|\bimport\('([^']+)'\)/gms)];
  return found.map(([whole, type, from, dynamic]) => {
    const name = from ?? dynamic!;
    const local = name.startsWith('.') ? relative(top, join(top, dirname(path), name)) : name;
    const typeOnly =
      type !== undefined ||
      (/^\s*import\('[^']+'\)$/.test(whole) === false &&
        dynamic !== undefined &&
        new RegExp(`import\\('${name}'\\)\\.`).test(text));
    return `${typeOnly ? 'type ' : ''}${local}`;
  });
}

/** A pattern without `type` allows both kinds of import. */
const allows = (pattern: RegExp, name: string): boolean =>
  pattern.test(name) || pattern.test(name.replace(/^type /, ''));

const files = [...sources('src'), ...sources('checks')];
const withoutComments = (path: string): string =>
  readFileSync(join(top, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

describe('rooms', () => {
  test.each(files)('%s imports only what its room may', (path) => {
    const room = rooms.find(({ files: holds }) => holds.test(path));
    expect(room, 'every file has a room').toBeDefined();
    const strangers = importsOf(path).filter((name) => !room!.mayImport.some((pattern) => allows(pattern, name)));
    expect(strangers, room!.room).toEqual([]);
  });

  test('an import that a room forbids is found', () => {
    expect(
      rooms.find(({ files: holds }) => holds.test('src/engine/plan.ts'))!.mayImport.some((p) => allows(p, 'execa')),
    ).toBe(false);
    expect(
      rooms
        .find(({ files: holds }) => holds.test('src/engine/plan.ts'))!
        .mayImport.some((p) => allows(p, 'src/transport/session.ts')),
    ).toBe(false);
    expect(importsOf('src/commands/reach.ts')).toContain('lab/open.ts');
    expect(importsOf('src/engine/collect.ts')).toContain('type src/transport/connector.ts');
  });

  test.each(files.filter((path) => /^(checks|src\/(engine|model|windows|report))\//.test(path)))(
    '%s has no clock, process or console',
    (path) => {
      const text = withoutComments(path);
      expect(text.match(/\bDate\.now\(|\bnew Date\(\)|\bprocess\.|\bconsole\./g)).toBeNull();
    },
  );

  test('benchmarks may import everything, and are imported by nobody', () => {
    const others = [...files, ...sources('lab')];
    expect(others.filter((path) => importsOf(path).some((name) => /(^| )bench\//.test(name)))).toEqual([]);
    expect(importsOf('bench/run.ts')).toContain('lab/powershell.ts');
  });

  test('the clock is read in main.ts only, and the lab is named only where runs are handed over to it', () => {
    const clocks = files.filter((path) => /\bDate\.now\(|\bnew Date\(\)/.test(readFileSync(join(top, path), 'utf8')));
    expect(clocks).toEqual(['src/main.ts']);
    expect(files.filter((path) => importsOf(path).some((name) => name.includes('lab/')))).toEqual([
      'src/commands/reach.ts',
    ]);
  });
});
