import { checkCommands, commandName } from './rules-command.ts';
import { checkFunctions, checkUnused, functionsOf, isShared } from './rules-function.ts';
import { checkLanguage } from './rules-language.ts';
import { checkText } from './rules-text.ts';
import { checkTypes, hashtableKeysOf } from './rules-type.ts';
import type { Inspection, MemberUse, OwnFunction, SnippetFile, Violation } from './violation.ts';
import type { WindowsTables } from './windows-tables.ts';

export interface Findings {
  readonly violations: readonly Violation[];
  /** The entries of the lists that were needed, as `<list> <entry>`. */
  readonly used: ReadonlySet<string>;
  readonly members: readonly MemberUse[];
}

/** Holds files against all rules. `known`: further files whose functions may be called, which are not held against any. */
export function findViolations(
  files: readonly SnippetFile[],
  tables: WindowsTables,
  known: readonly SnippetFile[] = [],
): Findings {
  const violations: Violation[] = [];
  const used = new Set<string>();
  const members: MemberUse[] = [];
  const functions = new Map<string, OwnFunction>();
  for (const own of [...known, ...files].flatMap(functionsOf)) {
    const key = own.name.toLowerCase();
    if (!functions.has(key)) functions.set(key, own);
  }
  const everything = [...files, ...known];
  const called = calledFunctions(everything);
  const sharedKeys = everything
    .filter(({ name }) => isShared(name))
    .flatMap(({ tree }) => [...hashtableKeysOf(tree.nodes)]);
  for (const file of files) {
    const inspection: Inspection = {
      file,
      functions,
      tables,
      refuse: (rule, { line, column, text }, why) => {
        violations.push({ rule, file: file.name, line, column, text: text.split('\n')[0]!.slice(0, 160), why });
      },
      use: (allowance) => used.add(allowance),
      useMember: (member) => members.push(member),
    };
    violations.push(...checkText(file));
    for (const { line, column, id, message } of file.tree.errors)
      violations.push({ rule: 'syntax', file: file.name, line, column, text: id, why: message });
    checkFunctions(inspection);
    checkUnused(inspection, called);
    checkLanguage(inspection);
    checkCommands(inspection);
    checkTypes(inspection, new Set([...sharedKeys, ...hashtableKeysOf(file.tree.nodes)]));
  }
  return { violations, used, members };
}

/** Names of functions that are called, or handed to a worker, from outside themselves. */
function calledFunctions(files: readonly SnippetFile[]): Set<string> {
  const names = new Set<string>();
  for (const { tree } of files)
    for (const node of tree.nodes) {
      const path = node.type === 'VariableExpressionAst' ? node.values.get('UserPath') : undefined;
      const name =
        node.type === 'CommandAst' ? commandName(node) : path?.startsWith('function:') ? path.slice(9) : undefined;
      if (name !== undefined && ownerOf(node) !== name) names.add(name);
    }
  return names;
}

function ownerOf(node: SnippetFile['tree']['nodes'][number]): string | undefined {
  for (let outer = node.parent; outer; outer = outer.parent)
    if (outer.type === 'FunctionDefinitionAst') return outer.values.get('Name');
  return undefined;
}

/** One line for a person. */
export function describe({ file, line, column, rule, why, text }: Violation): string {
  return `${file}:${line}:${column} ${rule}: ${why}: ${text}`;
}
