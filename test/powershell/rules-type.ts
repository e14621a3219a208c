import { commands } from './allowed.ts';
import { methods, methodsOfOneFile, powerShellProperties, properties } from './allowed-members.ts';
import { accelerators, types } from './allowed-types.ts';
import { readableProperties } from './rules-cim.ts';
import { commandName, readArguments } from './rules-command.ts';
import { checkTarget, isListedStatement } from './rules-language.ts';
import { checkCall } from './rules-method.ts';
import { around, assignedTo, child, children, type SyntaxNode } from './syntax-tree.ts';
import { type Inspection, place } from './violation.ts';

type Role = 'cast' | 'test' | 'parameter' | 'catch' | 'argument' | 'element';

/** The listed type behind a name as it is written; `array` where it is an array of that type. */
function resolveType(written: string): { name: string; array: boolean; elements: string[] } | undefined {
  const array = written.endsWith('[]');
  const plain = array ? written.slice(0, -2) : written;
  const generic = /^([^[]+)\[(.+)\]$/.exec(plain);
  const elements = generic ? generic[2]!.split(',').map((each) => each.trim()) : [];
  const stem = generic ? `${generic[1]}\`${elements.length}` : plain;
  const wanted = (accelerators[stem.toLowerCase()] ?? stem).toLowerCase();
  const name = Object.keys(types).find((each) => [wanted, `system.${wanted}`].includes(each.toLowerCase()));
  return name === undefined ? undefined : { name, array, elements };
}

/** Types, static members, methods and properties. */
export function checkTypes(inspection: Inspection, hashtableKeys: ReadonlySet<string>): void {
  const { nodes } = inspection.file.tree;
  const queries = nodes
    .filter((node) => node.type === 'CommandAst')
    .map((node) => {
      const name = commandName(node) ?? '';
      return {
        given: readArguments(node).given,
        returns: Object.hasOwn(commands, name) ? commands[name]?.returns : undefined,
      };
    });
  const readable = new Set([...hashtableKeys, ...readableProperties(nodes, queries, inspection)]);
  for (const node of nodes) {
    if (isListedStatement(node, inspection)) continue;
    if (node.type === 'TypeConstraintAst') checkConstraint(node, inspection);
    else if (node.type === 'TypeExpressionAst') checkTypeExpression(node, inspection);
    else if (node.type === 'InvokeMemberExpressionAst') checkInvocation(node, inspection);
    else if (node.type === 'MemberExpressionAst') checkProperty(node, readable, inspection);
  }
}

function checkType(node: SyntaxNode, role: Role, { file, refuse, use }: Inspection): string | undefined {
  const written = node.values.get('TypeName') ?? '';
  const found = resolveType(written);
  if (!found) {
    refuse('type', node, `${written} is not on the list`);
    return undefined;
  }
  const type = types[found.name]!;
  const needed: Role = found.array ? 'element' : role;
  if (type.only !== undefined && type.only !== file.name) refuse('type', node, `only ${type.only} may use ${written}`);
  for (const each of found.elements) {
    const element = resolveType(each);
    if (element && types[element.name]?.as?.includes('element')) use(`types ${element.name} as element`);
    else refuse('type', node, `${each} is not allowed as an element`);
  }
  if (type.as?.includes(needed)) use(`types ${found.name} as ${needed}`);
  else refuse('type', node, `${written} is not allowed as ${needed}`);
  return found.name;
}

/** `[X]$value`, a parameter's type, or a catch clause's. */
function checkConstraint(node: SyntaxNode, inspection: Inspection) {
  const { parent } = node;
  const { refuse, use } = inspection;
  if (parent?.type === 'ParameterAst') checkType(node, 'parameter', inspection);
  else if (parent?.type === 'CatchClauseAst') checkType(node, 'catch', inspection);
  else if (parent?.type === 'ConvertExpressionAst') {
    if (node.values.get('TypeName')?.toLowerCase() === 'ref') return checkReference(parent, inspection);
    const name = checkType(node, 'cast', inspection);
    const type = name === undefined ? undefined : types[name];
    const value = child(parent, 'Child')!;
    if (value.type === 'ScriptBlockExpressionAst') {
      if (type?.delegate) use(`types ${name} delegate`);
      else refuse('script-block', node, 'a script block that becomes no listed delegate');
    }
    if (type?.values) {
      const text = value.values.get('Value') ?? '';
      if (type.values.includes(text)) use(`types ${name} value ${text}`);
      else refuse('type', parent, `only allowed: ${type.values.join(', ')}`);
    }
  } else refuse('type', node, `a type in ${parent?.type}`);
}

/** `[ref]$variable`, for a method's out parameter. */
function checkReference(cast: SyntaxNode, inspection: Inspection): void {
  const isArgument = cast.parent?.type === 'InvokeMemberExpressionAst' && cast.role === 'Arguments';
  const variable = child(cast, 'Child')!;
  if (isArgument && variable.type === 'VariableExpressionAst') checkTarget(variable, cast, inspection);
  else inspection.refuse('type', cast, 'a reference that is no out parameter');
}

/** `[X]` as a value: behind `-is`, before `::`, or as an argument. */
function checkTypeExpression(node: SyntaxNode, inspection: Inspection): void {
  const { parent, role } = node;
  const isMember = parent?.type === 'MemberExpressionAst' || parent?.type === 'InvokeMemberExpressionAst';
  if (isMember && role === 'Expression') return;
  if (isMember && role === 'Arguments') checkType(node, 'argument', inspection);
  else if (parent?.values.get('Operator') === 'Is' && role === 'Right') checkType(node, 'test', inspection);
  else inspection.refuse('type', node, 'a type as a value');
}

/** The member's name; undefined where it is not written out. */
function memberName(node: SyntaxNode): string | undefined {
  const member = child(node, 'Member');
  return member?.values.get('StringConstantType') === 'BareWord' ? member.values.get('Value') : undefined;
}

function checkMember(node: SyntaxNode, { refuse }: Inspection): string | undefined {
  if (node.values.get('NullConditional') === 'True') refuse('null-conditional', node, '5.1 cannot parse it');
  if (node.values.has('GenericTypeArguments')) refuse('method', node, '5.1 cannot parse type arguments');
  const name = memberName(node);
  if (name === undefined) refuse('member', node, 'the name of the member is not written out');
  return name;
}

function checkStatic(node: SyntaxNode, name: string, count: number | undefined, inspection: Inspection) {
  const { file, refuse, use, useMember } = inspection;
  const owner = child(node, 'Expression')!;
  const written = owner.values.get('TypeName');
  if (owner.type !== 'TypeExpressionAst' || written === undefined)
    return refuse('member', node, 'a static member of something that is no type literal');
  const found = resolveType(written);
  const type = found && types[found.name];
  if (!found || !type) return refuse('type', owner, `${written} is not on the list`);
  if (type.only !== undefined && type.only !== file.name) refuse('type', owner, `only ${type.only} may use ${written}`);
  for (const each of found.elements) if (!resolveType(each)) refuse('type', owner, `${each} is not on the list`);
  for (const each of found.elements) use(`types ${resolveType(each)?.name} as element`);
  if (found.array) {
    use(`types ${found.name} as element`);
    if (name !== 'new' || !type.as?.includes('element')) refuse('method', node, 'an array is only made');
    return;
  }
  if (!type.static?.includes(name)) return refuse('method', node, `${written} has no listed member ${name}`);
  use(`types ${found.name}::${name}`);
  useMember({ type: found.name, name, count, at: place(file.name, node) });
}

function checkInvocation(node: SyntaxNode, inspection: Inspection): void {
  const { file, refuse, use, useMember } = inspection;
  const name = checkMember(node, inspection);
  if (name === undefined) return;
  const count = children(node, 'Arguments').length;
  const isStatic = node.values.get('Static') === 'True';
  if (isStatic) checkStatic(node, name, count, inspection);
  else if (!Object.hasOwn(methods, name)) refuse('method', node, `the method ${name} is not on the list`);
  else {
    const only = methodsOfOneFile[name];
    if (only !== undefined && only !== file.name) refuse('method', node, `only ${only} may call ${name}`);
    use(`methods ${name}`);
    useMember({ type: undefined, name, count, at: place(file.name, node) });
  }
  checkCall(node, isStatic, name, inspection);
}

function checkProperty(node: SyntaxNode, readable: ReadonlySet<string>, inspection: Inspection) {
  const { file, refuse, use, useMember } = inspection;
  const name = checkMember(node, inspection);
  if (name === undefined) return;
  if (node.values.get('Static') === 'True') return checkStatic(node, name, undefined, inspection);
  // Names that the request gives, a variable's own, and assignments have rules of their own.
  const owner = child(node, 'Expression')!;
  if (name === 'Count' && !isCollection(owner))
    refuse('count', node, 'may be a single object, which has no Count in 5.1');
  if (/^\$(?:Parameters|PSVersionTable|ExecutionContext)\b/.test(owner.text)) return;
  if (node.parent?.type === 'AssignmentStatementAst' && node.role === 'Left') return;
  if (Object.hasOwn(powerShellProperties, name)) use(`powerShellProperties ${name}`);
  else if (Object.hasOwn(properties, name)) {
    use(`properties ${name}`);
    useMember({ type: undefined, name, count: undefined, at: place(file.name, node) });
  } else if (!readable.has(name)) refuse('member', node, `${name} is neither asked for, nor a key, nor on the list`);
}

/** The keys of all tables that the files write. */
export function hashtableKeysOf(nodes: readonly SyntaxNode[]): Set<string> {
  const keys = nodes
    .filter((node) => node.type === 'HashtableAst')
    .flatMap((node) => children(node, 'KeyValuePairs.Item1'));
  return new Set(keys.flatMap((key) => key.values.get('Value') ?? []));
}

/** Whether an expression, or all that is assigned to a variable, is surely a list: `@()`, a literal one, a made collection. */
function isCollection(node: SyntaxNode): boolean {
  const inner = child(node, 'PipelineElements') ?? child(node, 'Pipeline') ?? node;
  const value = inner.type === 'CommandExpressionAst' ? child(inner, 'Expression')! : inner;
  if (value !== node) return isCollection(value);
  if (value.type === 'ArrayExpressionAst' || value.type === 'ArrayLiteralAst') return true;
  if (value.type === 'InvokeMemberExpressionAst') return child(value, 'Member')?.text === 'new';
  // A part of a list by a range is a list.
  if (value.type === 'IndexExpressionAst') return child(value, 'Index')?.values.get('Operator') === 'DotDot';
  const owner = value.type === 'VariableExpressionAst' ? around(value, 'FunctionDefinitionAst') : undefined;
  const sources = owner ? assignedTo(owner, (value.values.get('UserPath') ?? '').toLowerCase()) : [];
  const starts = sources.filter((each) => each.parent?.values.get('Operator') === 'Equals');
  return starts.length > 0 && starts.every(isCollection);
}
