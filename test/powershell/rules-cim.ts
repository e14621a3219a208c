import { cimClasses, wholeInstances } from './allowed.ts';
import type { Given } from './rules-command.ts';
import { around, assignedTo, children, type SyntaxNode } from './syntax-tree.ts';
import type { Inspection } from './violation.ts';
import type { CimClass } from './windows-tables.ts';

/** Class, namespace, properties and filter of a query, against the tables of Windows' classes. */
export function checkCim(
  node: SyntaxNode,
  given: readonly Given[],
  returns: string | undefined,
  inspection: Inspection,
) {
  const { file, tables, refuse, use } = inspection;
  const value = (name: string): SyntaxNode | undefined => given.find((each) => each.name === name)?.value;
  if (returns !== undefined) {
    if (!tables.classes[returns]) refuse('cim-class', node, `${returns} is not in the tables`);
    return;
  }
  const classNode = value('ClassName');
  const className = classNode ? wordOf(classNode) : refetched(node, file.name);
  if (className === undefined) return refuse('cim-class', node, 'the class is not known here');
  if (!Object.hasOwn(cimClasses, className)) return refuse('cim-class', node, `${className} is not on the list`);
  use(`cimClasses ${className}`);
  const known = tables.classes[className];
  if (!known) return refuse('cim-class', node, `${className} is not in the tables`);
  if (classNode) checkNamespace(node, value('Namespace'), known.namespace ?? undefined, refuse);
  for (const name of askedProperties(value('Property'))) checkAsked(node, className, name, known.properties, refuse);
  const filter = value('Filter');
  if (filter) checkFilter(filter, className, known.properties, refuse);
  if (value('Property')) return;
  const key = `${file.name} ${className}`;
  if (Object.hasOwn(wholeInstances, key)) use(`wholeInstances ${key}`);
  else refuse('whole-instance', node, 'names no properties, and no reason for that is listed');
}

/** A property after -Property: it must be there on every Windows, and a plain query must fill it. */
function checkAsked(
  node: SyntaxNode,
  className: string,
  name: string,
  properties: CimClass['properties'],
  refuse: Inspection['refuse'],
): void {
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (!property) refuse('cim-property', node, `${className} has no property ${name}`);
  else if (property.lazy) refuse('cim-property', node, `${name} is lazy: a query leaves it empty`);
  else if (property.since) refuse('cim-property', node, `${name} fails on a Windows before ${property.since}`);
}

/** The class of an instance that is fetched again: listed, because the code does not show it. */
function refetched(node: SyntaxNode, file: string): string | undefined {
  if (!node.text.includes(' -InputObject ')) return undefined;
  const keys = Object.keys(wholeInstances).map((key) => key.split(' '));
  return keys.find(([owner]) => owner === file)?.[1];
}

/** The namespace that a class is asked for in is its own. */
export function checkNamespace(
  node: SyntaxNode,
  given: SyntaxNode | undefined,
  wanted: string | undefined,
  refuse: Inspection['refuse'],
): void {
  if (wanted === undefined) return;
  const plain = (text: string): string => text.toLowerCase().replaceAll('\\', '/');
  const isSite = /\/site_/i.test(wanted);
  const word = given && wordOf(given);
  // The site's namespace has the site code in it and so comes with the request.
  if (given && word === undefined) {
    if (!isSite) refuse('cim-class', node, `this class is always in ${wanted}`);
  } else if (isSite || plain(word ?? 'root/cimv2') !== plain(wanted))
    refuse('cim-class', node, `this class is in ${wanted}`);
}

/** The text of a word or of a quoted string. */
export function wordOf(node: SyntaxNode): string | undefined {
  return node.type === 'StringConstantExpressionAst' ? node.values.get('Value') : undefined;
}

/** The names after -Property. */
function askedProperties(node: SyntaxNode | undefined): string[] {
  if (!node) return [];
  const elements = node.type === 'ArrayLiteralAst' ? children(node, 'Elements') : [node];
  return elements.flatMap((each) => wordOf(each) ?? []);
}

function checkFilter(
  filter: SyntaxNode,
  className: string,
  properties: Readonly<Record<string, unknown>>,
  refuse: Inspection['refuse'],
): void {
  // What stands between single quotes in WQL is a value.
  const texts = textsIn(filter, new Set()).map((text) => text.replaceAll(/'(?:[^'\\]|\\.)*'/g, "''"));
  const named = texts.flatMap((text) => [...text.matchAll(/([A-Za-z_]\w*)\s*(?:=|<|>|!=|\bLIKE\b|\bIS\b)/gi)]);
  for (const value of looseValues(filter, new Set()))
    refuse('filter-value', value, 'goes into a filter without ConvertTo-WqlString');
  const names = named.map((match) => match[1]!).filter((name) => name.toUpperCase() !== 'NOT');
  if (names.length === 0) refuse('cim-property', filter, 'no property of the filter can be seen here');
  for (const name of names)
    if (!Object.hasOwn(properties, name)) refuse('cim-property', filter, `${className} has no property ${name}`);
}

/** Parts of a filter that come from outside this code as they are: what the request brings, and single variables. */
function looseValues(node: SyntaxNode, seen: Set<SyntaxNode>): SyntaxNode[] {
  if (seen.has(node) || (node.type === 'CommandAst' && node.text.startsWith('ConvertTo-WqlString '))) return [];
  seen.add(node);
  if (node.type === 'MemberExpressionAst') return /^\$Parameters\b/i.test(node.text) ? [node] : [];
  if (node.type === 'VariableExpressionAst') {
    const owner = around(node, 'FunctionDefinitionAst');
    const sources = owner ? assignedTo(owner, (node.values.get('UserPath') ?? '').toLowerCase()) : [];
    return sources.length === 0 ? [node] : sources.flatMap((each) => looseValues(each, seen));
  }
  // What a loop runs over is not its text.
  const inner = [...node.children].filter(([role]) => !(node.type === 'ForEachStatementAst' && role !== 'Body'));
  return inner.flatMap(([, nodes]) =>
    nodes.filter((each) => each.parent === node).flatMap((each) => looseValues(each, seen)),
  );
}

/** All constant text that an expression is put together from, through the variables of its function. */
function textsIn(node: SyntaxNode, seen: Set<string>): string[] {
  if (node.type === 'StringConstantExpressionAst') return [node.values.get('Value') ?? ''];
  if (node.type === 'VariableExpressionAst') {
    const name = (node.values.get('UserPath') ?? '').toLowerCase();
    if (seen.has(name)) return [];
    seen.add(name);
    const owner = around(node, 'FunctionDefinitionAst');
    return owner ? assignedTo(owner, name).flatMap((each) => textsIn(each, seen)) : [];
  }
  const inner = [...node.children].filter(([role]) => role !== 'Member').flatMap(([, nodes]) => nodes);
  return inner.filter((each) => each.parent === node).flatMap((each) => textsIn(each, seen));
}

/** The CIM properties that code in a file may read: those it asks for, or all of a class it fetches whole. */
export function readableProperties(
  nodes: readonly SyntaxNode[],
  queries: readonly { readonly given: readonly Given[]; readonly returns: string | undefined }[],
  { file, tables }: Inspection,
): Set<string> {
  const names = new Set<string>();
  const addAll = (className: string): void => {
    for (const name of Object.keys(tables.classes[className]?.properties ?? {})) names.add(name);
  };
  for (const { given, returns } of queries) {
    const asked = given.find((each) => each.name === 'Property')?.value;
    for (const name of askedProperties(asked)) names.add(name);
    if (returns !== undefined) addAll(returns);
  }
  for (const key of Object.keys(wholeInstances)) {
    const [owner, className] = key.split(' ');
    if (owner === file.name) addAll(className!);
  }
  if (nodes.length > 0)
    for (const [className, { embedded }] of Object.entries(cimClasses)) if (embedded) addAll(className);
  return names;
}
