import { beforeAll, describe, expect, test } from 'vitest';
import { findPowerShell } from '../../lab/powershell.ts';
import { allAllowances } from './allowances.ts';
import { type Findings, findViolations, describe as inWords } from './find-violations.ts';
import { type Forbidden, forbiddenStatements } from './forbidden.ts';
import { forbiddenFiles } from './forbidden-files.ts';
import { lawfulStatements } from './lawful.ts';
import { describeWith } from './required.ts';
import { readSnippets } from './snippet-files.ts';
import { parseTexts, type Shell } from './syntax-tree.ts';
import { ruleNames, type SnippetFile } from './violation.ts';
import { loadTables } from './windows-tables.ts';

const shell = await findPowerShell({ onLine: () => undefined });

/** A file with one function of lawful form around statements. */
const withStatements = (code: string): string =>
  `# A case.\nfunction Read-Case {\n    param($Parameters)\n    ${code}\n}\n`;
const title = ({ rule, file, code }: Forbidden): string => `${rule}: ${file ?? ''} ${JSON.stringify(code.slice(-70))}`;

describeWith('read-only', 'missing' in shell ? shell.missing : undefined, () => {
  const tables = loadTables();
  let snippets: SnippetFile[];
  let cases: SnippetFile[];
  const texts = [
    ...forbiddenStatements.map(({ code }) => ({ name: 'case.ps1', text: withStatements(code) })),
    ...forbiddenFiles.map(({ code, file = 'case.ps1' }) => ({ name: file, text: code })),
    ...lawfulStatements.map((code) => ({ name: 'case.ps1', text: withStatements(code) })),
  ];

  beforeAll(async () => {
    const parsed = async (files: { name: string; text: string }[]): Promise<SnippetFile[]> => {
      const trees = await parseTexts(
        shell as Shell,
        files.map(({ text }) => text),
      );
      return files.map((file, index) => ({ ...file, tree: trees[index]! }));
    };
    snippets = await parsed(await readSnippets());
    cases = await parsed(texts);
  });

  describe('snippets', () => {
    let findings: Findings;
    beforeAll(async () => {
      findings = findViolations(snippets, await tables);
    });

    test('obey every rule', () => {
      expect(findings.violations.map(inWords)).toEqual([]);
    });

    test('need all that is allowed', () => {
      expect(allAllowances().filter((allowance) => !findings.used.has(allowance))).toEqual([]);
    });
  });

  const inspect = async (index: number): Promise<Findings> => findViolations([cases[index]!], await tables, snippets);

  describe('refused as', () => {
    test('every rule is tried', () => {
      const tried = new Set([...forbiddenStatements, ...forbiddenFiles].map(({ rule }) => rule));
      expect(ruleNames.filter((rule) => !tried.has(rule))).toEqual([]);
    });

    test.each([...forbiddenStatements, ...forbiddenFiles].map((each, index) => [title(each), each, index] as const))(
      '%s',
      async (_, { rule, newer }, index) => {
        const rules = (await inspect(index)).violations.map((violation) => violation.rule);
        // 5.1 itself, where it is the shell, says no to what it cannot parse.
        expect(newer && rules.includes('syntax') ? [rule] : rules).toContain(rule);
      },
    );
  });

  describe('allowed:', () => {
    const first = forbiddenStatements.length + forbiddenFiles.length;
    test.each(lawfulStatements.map((code, index) => [code, first + index] as const))('%s', async (_, index) => {
      expect((await inspect(index)).violations.map(inWords)).toEqual([]);
    });
  });
});
