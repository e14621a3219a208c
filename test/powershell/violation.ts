import type { SyntaxNode, SyntaxTree } from './syntax-tree.ts';
import type { WindowsTables } from './windows-tables.ts';

/** A file of ps/, or a text that stands for one. */
export interface SnippetFile {
  readonly name: string;
  readonly text: string;
  readonly tree: SyntaxTree;
}

/** Every rule; each has a forbidden form that it refuses. */
export const ruleNames = [
  'argument',
  'ascii',
  'assignment',
  'background',
  'backtick',
  'bom',
  'cim-class',
  'cim-method',
  'cim-property',
  'command',
  'count',
  'error-action',
  'file-name',
  'filter-value',
  'foreign-function',
  'function-form',
  'function-name',
  'header',
  'invocation',
  'length',
  'line-end',
  'literal',
  'loop',
  'member',
  'method',
  'node',
  'null-conditional',
  'operator',
  'parameter',
  'pipeline',
  'positional',
  'redirection',
  'requires',
  'script-block',
  'splat',
  'syntax',
  'tab',
  'top-level',
  'type',
  'unused-function',
  'variable',
  'verb',
  'whole-instance',
] as const;

export type Rule = (typeof ruleNames)[number];

export interface Violation {
  readonly rule: Rule;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly why: string;
}

/** A function of ps/, known to all rules. */
export interface OwnFunction {
  readonly name: string;
  readonly file: string;
  readonly parameters: readonly string[];
  readonly node: SyntaxNode;
}

/** A call of a member, as a test of the .NET Framework needs it. */
export interface MemberUse {
  readonly type: string | undefined;
  readonly name: string;
  /** Undefined: not called but read. */
  readonly count: number | undefined;
  readonly at: string;
}

/** What the rules see of one file, and where they leave what they find. */
export interface Inspection {
  readonly file: SnippetFile;
  readonly functions: ReadonlyMap<string, OwnFunction>;
  readonly tables: WindowsTables;
  readonly refuse: (rule: Rule, node: SyntaxNode, why: string) => void;
  /** Notes that an entry of the lists is needed, as `<list> <entry>`. */
  readonly use: (allowance: string) => void;
  readonly useMember: (member: MemberUse) => void;
}

/** Where something is, for a person. */
export function place(file: string, node: SyntaxNode): string {
  return `${file}:${node.line}:${node.column}`;
}
