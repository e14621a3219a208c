import { child, children, type SyntaxNode } from './syntax-tree.ts';
import type { Inspection } from './violation.ts';

/** Rules for the arguments of single methods: what would write, run text, or differ between 5.1 and 7, or between cultures. */
export function checkCall(node: SyntaxNode, isStatic: boolean, name: string, inspection: Inspection): void {
  const rule = isStatic ? undefined : calls[name];
  if (isStatic && name === 'new' && /FileStream$/i.test(child(node, 'Expression')?.values.get('TypeName') ?? ''))
    checkStream(node, inspection);
  const problem = rule?.(children(node, 'Arguments'), node);
  if (problem !== undefined) inspection.refuse('argument', node, problem);
}

type CallRule = (given: readonly SyntaxNode[], node: SyntaxNode) => string | undefined;

const calls: Readonly<Record<string, CallRule>> = {
  AddScript: (given) =>
    given.length === 1 && /^\$\{function:[A-Za-z]+-[A-Za-z]+\}\.ToString\(\)$/.test(given[0]!.text)
      ? undefined
      : 'a worker is a function of this file as text',
  // .NET Framework has only the overload with an array of characters: 'ab' would be cut at every a and every b.
  Split: singleCharacters,
  Trim: singleCharacters,
  TrimEnd: singleCharacters,
  StartsWith: ordinal,
  EndsWith: ordinal,
  IndexOf: ordinal,
  LastIndexOf: ordinal,
  ToString: (given, node) => {
    if (given.length === 0 && child(node, 'Expression')!.text.startsWith('${function:')) return undefined;
    const isFixed = given.length === 2 && /^\[cultureinfo\]::InvariantCulture$/i.test(given[1]!.text);
    return isFixed
      ? undefined
      : 'a text that depends on the culture: write [string], or name format and invariant culture';
  },
};

function singleCharacters(given: readonly SyntaxNode[]): string | undefined {
  const isSingle = (each: SyntaxNode): boolean =>
    each.type === 'ArrayLiteralAst' || each.type === 'ParenExpressionAst' || each.type === 'ArrayExpressionAst'
      ? false
      : each.values.get('Value')?.length === 1 || /^\[char\]\d+$/i.test(each.text) || /^\[char\[\]\]/i.test(each.text);
  return given.every(isSingle) && given.length < 2 ? undefined : 'separators are single characters';
}

function ordinal(given: readonly SyntaxNode[]): string | undefined {
  const last = given.at(-1)?.text ?? '';
  return /^\[(?:System\.)?StringComparison\]::Ordinal(?:IgnoreCase)?$/i.test(last)
    ? undefined
    : 'compares by culture: name [StringComparison]::Ordinal';
}

/** The arguments of a stream that is opened for reading, in order. A text or a number would do for an enumeration, too. */
const readingStream: readonly RegExp[] = [
  /./,
  /^\[System\.IO\.FileMode\]::Open$/,
  /^\[System\.IO\.FileAccess\]::Read$/,
  /^\[System\.IO\.FileShare\]'ReadWrite, Delete'$/,
  /^\d+$/,
  /^\[System\.IO\.FileOptions\]::SequentialScan$/,
];

function checkStream(node: SyntaxNode, { refuse }: Inspection): void {
  const given = children(node, 'Arguments');
  const isReading = given.every((each, index) => readingStream[index]?.test(each.text)) && given.length >= 4;
  if (!isReading) refuse('argument', node, 'a stream is opened with path, Open, Read, ReadWrite and Delete for others');
}
