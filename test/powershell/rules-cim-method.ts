import { cimClasses, cimMethods, instanceArguments } from './allowed.ts';
import { checkNamespace, wordOf } from './rules-cim.ts';
import { commandName, type Given, readArguments } from './rules-command.ts';
import { around, assignedTo, child, children, type SyntaxNode } from './syntax-tree.ts';
import type { Inspection } from './violation.ts';

const givenValue = (given: readonly Given[], name: string): SyntaxNode | undefined =>
  given.find((each) => each.name === name)?.value;

/** A class that is looked at: one of those that may be read, in its own namespace. */
export function checkCimClass(node: SyntaxNode, given: readonly Given[], { tables, refuse }: Inspection) {
  const word = givenValue(given, 'ClassName');
  const name = word && wordOf(word);
  const known = name === undefined || !Object.hasOwn(cimClasses, name) ? undefined : tables.classes[name];
  if (!known) return refuse('cim-class', node, 'looks at a class that is not on the list');
  checkNamespace(node, givenValue(given, 'Namespace'), known.namespace ?? undefined, refuse);
}

/**
 * A method call: a listed method, by its name, of a listed class. The class is written out, or it is that of an instance
 * that the same function has read by the name of its class.
 */
export function checkCimMethod(node: SyntaxNode, given: readonly Given[], inspection: Inspection) {
  const { tables, refuse, use } = inspection;
  const word = givenValue(given, 'ClassName');
  const instance = givenValue(given, 'InputObject');
  if (word && instance) return refuse('cim-method', node, 'names a class and an instance');
  const className = word ? wordOf(word) : instance && classOfInstance(instance);
  if (className === undefined) return refuse('cim-method', node, 'whose method it calls is not known here');
  if (!Object.hasOwn(cimMethods, className))
    return refuse('cim-method', node, `no method of ${className} is on the list`);
  const methodNode = givenValue(given, 'MethodName');
  const method = methodNode && wordOf(methodNode);
  if (method === undefined || !cimMethods[className]!.includes(method))
    return refuse('cim-method', node, `${method ?? 'what it calls'} is not on the list`);
  use(`cimMethods ${className}.${method}`);
  for (const [argument, wanted] of Object.entries(instanceArguments[method] ?? {})) {
    const table = givenValue(given, 'Arguments');
    const value = table && argumentOf(table, argument);
    if (!value || refetchedClass(value) !== wanted)
      refuse('cim-method', node, `${argument} is not an instance of ${wanted} that this function has fetched whole`);
  }
  if (word)
    checkNamespace(node, givenValue(given, 'Namespace'), tables.classes[className]?.namespace ?? undefined, refuse);
}

/** What a table of arguments has under a name, as a plain expression. */
function argumentOf(table: SyntaxNode, name: string): SyntaxNode | undefined {
  const keys = children(table, 'KeyValuePairs.Item1').map((key) => key.text);
  if (keys.length !== new Set(keys).size) return undefined;
  const statement = children(table, 'KeyValuePairs.Item2')[keys.indexOf(name)];
  const elements = statement?.type === 'PipelineAst' ? children(statement, 'PipelineElements') : [];
  return elements.length === 1 && elements[0]?.type === 'CommandExpressionAst'
    ? child(elements[0], 'Expression')
    : undefined;
}

/** The class of a variable that is only ever what Get-CimInstance fetches again for a variable of one class. */
function refetchedClass(node: SyntaxNode): string | undefined {
  const owner = around(node, 'FunctionDefinitionAst');
  if (node.type !== 'VariableExpressionAst' || !owner) return undefined;
  const sources = assignedTo(owner, (node.values.get('UserPath') ?? '').toLowerCase());
  const classes = sources.map((source) => {
    const command = onlyQuery(source);
    const instance = command && givenValue(readArguments(command).given, 'InputObject');
    return instance && classOfInstance(instance);
  });
  return classes.length > 0 && classes.every((each) => each === classes[0]) ? classes[0] : undefined;
}

/** The class of a variable that is only ever nothing or what Get-CimInstance reads of one class. */
function classOfInstance(node: SyntaxNode): string | undefined {
  const owner = around(node, 'FunctionDefinitionAst');
  if (node.type !== 'VariableExpressionAst' || !owner) return undefined;
  const sources = assignedTo(owner, (node.values.get('UserPath') ?? '').toLowerCase());
  const classes = sources.filter((each) => each.text !== '$null').map(readClass);
  return classes.length > 0 && classes.every((each) => each === classes[0]) ? classes[0] : undefined;
}

/** The class that a pipeline of nothing but Get-CimInstance reads. */
function readClass(source: SyntaxNode): string | undefined {
  const command = onlyQuery(source);
  const word = command && givenValue(readArguments(command).given, 'ClassName');
  return word && wordOf(word);
}

/** The Get-CimInstance that a pipeline consists of. */
function onlyQuery(source: SyntaxNode): SyntaxNode | undefined {
  const elements = source.type === 'PipelineAst' ? children(source, 'PipelineElements') : [];
  const command = elements[0];
  const isQuery = elements.length === 1 && command?.type === 'CommandAst' && commandName(command) === 'Get-CimInstance';
  return isQuery ? command : undefined;
}
