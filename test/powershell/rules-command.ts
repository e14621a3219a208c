import { type AllowedCommand, commands } from './allowed.ts';
import { checkCim } from './rules-cim.ts';
import { checkCimClass, checkCimMethod } from './rules-cim-method.ts';
import { isShared } from './rules-function.ts';
import { isListedStatement } from './rules-language.ts';
import { child, children, type SyntaxNode } from './syntax-tree.ts';
import type { Inspection, OwnFunction } from './violation.ts';

/** Commands, their parameters, and script blocks, which only commands and delegates take. */
export function checkCommands(inspection: Inspection): void {
  const { file, refuse } = inspection;
  for (const node of file.tree.nodes) {
    if (isListedStatement(node, inspection)) continue;
    if (node.type === 'CommandAst') checkCommand(node, inspection);
    if (/Redirection/.test(node.type)) refuse('redirection', node, 'a snippet writes nowhere');
    if (node.type === 'ScriptBlockExpressionAst') checkBlock(node, inspection);
  }
}

/** The name that a command is called by; undefined where it is not written out. */
export function commandName(node: SyntaxNode): string | undefined {
  const first = child(node, 'CommandElements');
  const isWord = first?.values.get('StringConstantType') === 'BareWord';
  return isWord ? first.text : undefined;
}

function checkCommand(node: SyntaxNode, inspection: Inspection) {
  const { functions, refuse, file } = inspection;
  if (node.values.get('InvocationOperator') !== 'Unknown')
    return refuse('invocation', node, 'runs something with & or a dot');
  const name = commandName(node);
  if (name === undefined) return refuse('invocation', node, 'what it runs is not written out');
  const own = functions.get(name.toLowerCase());
  if (own) {
    if (own.name !== name) refuse('command', node, `is written ${own.name}`);
    if (own.file !== file.name && !isShared(own.file)) refuse('foreign-function', node, `belongs to ${own.file}`);
    return checkOwnCall(node, own, inspection);
  }
  const allowed = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!allowed) return refuse('command', node, `${name} is not on the list`);
  inspection.use(`commands ${name}`);
  checkListed(node, name, allowed, inspection);
}

/** A parameter as it is given, with what follows it. */
export interface Given {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly value: SyntaxNode | undefined;
}

/** Pairs parameters with values; what is left over is positional. */
export function readArguments(node: SyntaxNode): { given: Given[]; positional: SyntaxNode[] } {
  const given: Given[] = [];
  const positional: SyntaxNode[] = [];
  const elements = children(node, 'CommandElements').slice(1);
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i]!;
    if (element.type !== 'CommandParameterAst') {
      positional.push(element);
      continue;
    }
    const next = elements[i + 1];
    const value = child(element, 'Argument') ?? (next?.type === 'CommandParameterAst' ? undefined : next);
    if (value && value === next) i++;
    given.push({ name: element.values.get('ParameterName') ?? '', node: element, value });
  }
  return { given, positional };
}

function checkOwnCall(node: SyntaxNode, own: OwnFunction, { refuse }: Inspection): void {
  const { given, positional } = readArguments(node);
  for (const each of positional) refuse('positional', each, 'a parameter is not named');
  for (const each of given) {
    if (!own.parameters.includes(each.name))
      refuse('parameter', each.node, `${own.name} has no parameter of this name`);
    if (child(each.node, 'Argument')) refuse('parameter', each.node, 'is joined to its value by a colon');
    if (!each.value) refuse('parameter', each.node, 'has no value');
  }
  const names = given.map((each) => each.name);
  if (new Set(names).size !== names.length) refuse('parameter', node, 'gives a parameter twice');
  for (const name of own.parameters) if (!names.includes(name)) refuse('parameter', node, `leaves out -${name}`);
}

function checkListed(node: SyntaxNode, name: string, allowed: AllowedCommand, inspection: Inspection): void {
  const { refuse, use } = inspection;
  const { given, positional } = readArguments(node);
  for (const each of given) {
    const form = Object.hasOwn(allowed.parameters, each.name) ? allowed.parameters[each.name] : undefined;
    if (form === undefined) {
      refuse('parameter', each.node, `-${each.name} of ${name} is not on the list, or is not written in full`);
      continue;
    }
    use(`commands ${name} -${each.name}`);
    if (child(each.node, 'Argument')) refuse('parameter', each.node, 'is joined to its value by a colon');
    if (form === 'switch' ? each.value : !each.value) refuse('parameter', each.node, 'has a value too many or too few');
    if (form === 'literal' && each.value && !isLiteral(each.value))
      refuse('parameter', each.node, 'must be given literally');
    if (Array.isArray(form) && !isTableOf(form, each.value))
      refuse('parameter', each.node, `must be given as a table of ${form.join(', ')}`);
  }
  const blocks = allowed.block ? positional.slice(0, 1) : [];
  for (const each of positional.slice(blocks.length)) refuse('positional', each, 'a parameter is not named');
  for (const each of blocks)
    if (each.type !== 'ScriptBlockExpressionAst') refuse('positional', each, 'only a script block goes without a name');
  const reaction = given.find((each) => each.name === 'ErrorAction');
  if (allowed.cannotFail === undefined && reaction?.value?.text !== 'Stop')
    refuse('error-action', node, 'every command has -ErrorAction Stop');
  if (!allowed.block && node.role === 'PipelineElements' && children(node.parent!, 'PipelineElements')[0] !== node)
    refuse('pipeline', node, 'takes what it reads from a pipeline');
  if (name === 'Get-CimInstance' || allowed.returns) checkCim(node, given, allowed.returns, inspection);
  if (name === 'Get-CimClass') checkCimClass(node, given, inspection);
  if (name === 'Invoke-CimMethod') checkCimMethod(node, given, inspection);
}

/** A table that is written out, with these keys and no others. */
function isTableOf(keys: readonly string[], value: SyntaxNode | undefined): boolean {
  if (value?.type !== 'HashtableAst') return false;
  return children(value, 'KeyValuePairs.Item1').every((key) => keys.includes(key.text));
}

/** Words and quoted texts, and lists of them. */
function isLiteral(node: SyntaxNode): boolean {
  if (node.type === 'ArrayLiteralAst') return children(node, 'Elements').every(isLiteral);
  return node.type === 'StringConstantExpressionAst';
}

/** A script block stands where a listed command takes it, or is made a delegate. */
function checkBlock(node: SyntaxNode, { refuse }: Inspection): void {
  const { parent } = node;
  if (parent?.type === 'ConvertExpressionAst') return;
  const name = parent?.type === 'CommandAst' ? commandName(parent) : undefined;
  if (name === undefined || !Object.hasOwn(commands, name) || !commands[name]?.block)
    refuse('script-block', node, 'a script block that no listed command takes');
}
