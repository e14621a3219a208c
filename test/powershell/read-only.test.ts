import { beforeAll, describe, expect, test } from 'vitest';
import { findPowerShell } from '../../lab/powershell.ts';
import { allAllowances } from './allowances.ts';
import { type Findings, findViolations, describe as inWords } from './find-violations.ts';
import { readSnippets } from './snippet-files.ts';
import { parseTexts } from './syntax-tree.ts';
import { loadTables } from './windows-tables.ts';

const shell = await findPowerShell({ onLine: () => undefined });

describe.skipIf('missing' in shell)('snippets', () => {
  let findings: Findings;
  beforeAll(async () => {
    if ('missing' in shell) return;
    const texts = await readSnippets();
    const trees = await parseTexts(
      shell,
      texts.map(({ text }) => text),
    );
    const files = texts.map((file, index) => ({ ...file, tree: trees[index]! }));
    findings = findViolations(files, await loadTables());
  });

  test('obey every rule', () => {
    expect(findings.violations.map(inWords)).toEqual([]);
  });

  test('need all that is allowed', () => {
    expect(allAllowances().filter((allowance) => !findings.used.has(allowance))).toEqual([]);
  });
});
