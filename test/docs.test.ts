import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checks } from '../checks/index.ts';
import { commandNames, optionsOf } from '../src/cli/option-table.ts';
import { keysAt } from '../src/cli/site-file-schema.ts';
import { checkPage, checkTable } from './docs/check-page.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const notOurs = new Set(['node_modules', 'dist', 'coverage']);
function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) || entry.name.startsWith('.') ? [] : markdownIn(name);
    return entry.name.endsWith('.md') ? [name] : [];
  });
}
const markdown = markdownIn('.');
/** Files that the example in CONTRIBUTING.md has its reader write. */
const toBeWritten = [
  'ps/restart-pending.ps1',
  'checks/pxe-restart-pending.ts',
  'checks/pxe-restart-pending.test.ts',
  'lab/scenarios/pxe-restart-pending.yaml',
];

describe('generated from the checks ("npm run docs" writes them)', () => {
  test.each(checks.map((check) => [check.id, check] as const))('docs/checks/%s.md', async (id, check) => {
    await expect(checkPage(check)).toMatchFileSnapshot(`../docs/checks/${id}.md`);
  });

  test('no page of a check that is gone', () => {
    const pages = new Set(checks.map(({ id }) => `${id}.md`));
    expect(readdirSync(join(root, 'docs/checks')).filter((page) => !pages.has(page))).toEqual([]);
  });

  test('the table in README.md', async () => {
    const [begin, end] = ['<!-- checks -->', '<!-- /checks -->'];
    const [before, rest] = read('README.md').split(begin);
    const after = rest?.split(end)[1];
    expect(after, `README.md has no ${begin} … ${end}`).toBeDefined();
    const whole = `${before}${begin}\n\n${checkTable(checks)}\n\n${end}${after}`;
    await expect(whole).toMatchFileSnapshot('../README.md');
  });
});

describe('docs/dependencies.md', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as {
    [group: string]: { [name: string]: string };
  };
  const wanted = Object.entries({ ...dependencies, ...devDependencies });
  const rows = new Map(
    read('docs/dependencies.md')
      .split('\n')
      .flatMap((line) => {
        const [name, version, licence, ...words] = line
          .replace(/^\||\|$/g, '')
          .split('|')
          .map((text) => text.trim());
        return name?.startsWith('`') ? [[name.replaceAll('`', ''), { version, licence, words }] as const] : [];
      }),
  );

  test.each(wanted)('%s %s has a line with version, licence, reason and replacement', (name, version) => {
    const installed = JSON.parse(read(join('node_modules', name, 'package.json'))) as { license: string };
    expect(rows.get(name)).toMatchObject({ version, licence: installed.license });
    expect(rows.get(name)?.words.filter((text) => text !== '')).toHaveLength(2);
  });

  test('has no line for anything else', () => {
    expect([...rows.keys()].filter((name) => !wanted.some(([known]) => known === name))).toEqual([]);
  });
});

describe.each(markdown)('%s', (file) => {
  const text = read(file);

  test('links lead to files and headings that are there', () => {
    const broken = linksIn(text).filter((link) => !leadsSomewhere(file, link));
    expect(broken).toEqual([]);
  });

  test('files that it names are there', () => {
    const named = [...text.matchAll(/`((?:src|test|lab|checks|ps|docs|schema|\.github)\/[\w./-]*\w\.\w+)`/g)];
    const gone = named.map(([, name]) => name!).filter((name) => !existsSync(join(root, name)));
    expect(gone.filter((name) => !toBeWritten.includes(name))).toEqual([]);
  });

  test('names no local path', () => {
    expect(
      text.match(/(?<![\w.~)])\/(?:home|root|Users|work|tmp|opt|mnt)\/[^\s)`]*|\b[A-Z]:\\Users\\[^\s`]*/g),
    ).toBeNull();
  });
});

describe('every option of the help is documented', () => {
  const documented = `${read('README.md')}\n${read('docs/configuration.md')}`;
  const options = [...new Set(commandNames.flatMap((command) => Object.keys(optionsOf(command))))];
  test.each([...options, 'help', 'version'])('--%s', (option) => {
    expect(documented).toMatch(new RegExp(`--${option}(?![\\w-])`));
  });

  test.each([...keysAt([]), ...keysAt(['site']), ...keysAt(['capture']), ...keysAt(['pxeServers', 0])])(
    'key %s of the site file',
    (key) => {
      expect(documented).toMatch(new RegExp(`\`(?:\\w+\\.)?${key}\``));
    },
  );
});

/** Targets of Markdown links and images outside code, without the outer web. */
function linksIn(text: string): string[] {
  const prose = text.replace(/^(`{3,})[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)]
    .map((match) => match[1]!)
    .filter((link) => !/^[a-z]+:/i.test(link));
}

function leadsSomewhere(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(root, from) : resolve(root, dirname(from), decodeURIComponent(path));
  if (relative(root, target).startsWith('..') || !existsSync(target)) return false;
  return anchor === undefined || anchorsIn(readFileSync(target, 'utf8')).has(anchor);
}

/** The anchors that GitHub gives to headings. */
function anchorsIn(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of text.replace(/^(`{3,})[\s\S]*?^\1/gm, '').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const plain = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const base = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    let anchor = base;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${base}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}
