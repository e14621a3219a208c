import {
  automaticVariables,
  driveVariables,
  extras,
  memberAssignments,
  nodeTypes,
  numberForm,
  operators,
  stringForms,
} from './allowed.ts';
import { around, child, children, isWithin, type SyntaxNode } from './syntax-tree.ts';
import type { Inspection } from './violation.ts';

type Rule = (node: SyntaxNode, inspection: Inspection) => void;

/** Statements, operators, literals, assignments and variables: the rule of each class of node. */
const rules: Readonly<Record<string, Rule>> = {
  ScriptBlockAst(node, { refuse }) {
    for (const part of ['BeginBlock', 'ProcessBlock', 'CleanBlock', 'DynamicParamBlock'])
      if (node.children.has(part)) refuse('function-form', node, `has a ${part}`);
  },
  NamedBlockAst(node, { refuse }) {
    if (node.values.get('Unnamed') !== 'True') refuse('function-form', node, 'has a named block');
  },
  PipelineAst(node, { refuse }) {
    if (node.values.get('Background') === 'True') refuse('background', node, 'runs in the background');
  },
  ForEachStatementAst(node, inspection) {
    const { refuse } = inspection;
    if (node.values.get('Flags') !== 'None' || node.children.has('ThrottleLimit'))
      refuse('loop', node, 'runs in parallel');
    checkTarget(child(node, 'Variable')!, node, inspection);
  },
  BreakStatementAst: refuseLabel,
  ContinueStatementAst: refuseLabel,
  BinaryExpressionAst: checkOperator,
  UnaryExpressionAst(node, inspection) {
    checkOperator(node, inspection);
    const counts = /PlusPlus|MinusMinus/.test(node.values.get('TokenKind') ?? '');
    if (counts) checkTarget(child(node, 'Child')!, node, inspection);
  },
  AssignmentStatementAst(node, inspection) {
    checkOperator(node, inspection);
    checkTarget(child(node, 'Left')!, node, inspection);
  },
  StringConstantExpressionAst(node, { refuse, use }) {
    const form = node.values.get('StringConstantType') ?? '';
    if (stringForms.has(form)) use(`stringForms ${form}`);
    else refuse('literal', node, `a ${form} string`);
  },
  ConstantExpressionAst(node, { refuse }) {
    if (!numberForm.test(node.text)) refuse('literal', node, 'a number in a form that 5.1 may not know');
  },
  HashtableAst(node, { refuse }) {
    for (const key of children(node, 'KeyValuePairs.Item1'))
      if (key.type !== 'StringConstantExpressionAst') refuse('literal', key, 'a key that is not a plain word');
  },
  IndexExpressionAst(node, { refuse }) {
    if (node.values.get('NullConditional') === 'True') refuse('null-conditional', node, '5.1 cannot parse it');
  },
  VariableExpressionAst: checkVariable,
};

/** The rules for what every language has. Each node must be of a listed class. */
export function checkLanguage(inspection: Inspection): void {
  for (const node of inspection.file.tree.nodes) {
    if (isListedStatement(node, inspection)) continue;
    if (!nodeTypes.has(node.type)) inspection.refuse('node', node, `${node.type} is not allowed`);
    else inspection.use(`nodeTypes ${node.type}`);
    rules[node.type]?.(node, inspection);
  }
}

/** Whether it belongs to a statement outside functions that is listed word for word. */
export function isListedStatement(node: SyntaxNode, { file }: Inspection): boolean {
  let top: SyntaxNode = node;
  while (top.parent?.parent && top.parent.parent !== file.tree.nodes[0]) top = top.parent;
  return top.parent?.parent === file.tree.nodes[0] && extras[file.name]?.topLevel?.includes(top.text) === true;
}

function refuseLabel(node: SyntaxNode, { refuse }: Inspection): void {
  if (node.children.has('Label')) refuse('loop', node, 'goes to a label');
}

function checkOperator(node: SyntaxNode, { refuse, use }: Inspection): void {
  const operator = node.values.get('Operator') ?? node.values.get('TokenKind') ?? '';
  if (operators.has(operator)) use(`operators ${operator}`);
  else refuse('operator', node, `the operator ${operator} is not allowed`);
}

/** What is assigned to: a variable of the function, or an entry of one; nothing that could be outside. */
export function checkTarget(target: SyntaxNode, statement: SyntaxNode, { file, refuse, use }: Inspection): void {
  if (target.type === 'IndexExpressionAst') {
    const map = child(target, 'Target')!;
    if (map.type !== 'VariableExpressionAst' || !isLocal(map))
      refuse('assignment', statement, 'changes more than a local table');
    else if (!declared(map).has(nameOf(map))) refuse('assignment', statement, 'changes a table that is not its own');
    return;
  }
  if (target.type !== 'VariableExpressionAst') {
    const allowed = memberAssignments[file.name]?.includes(statement.text) === true;
    if (allowed) use(`memberAssignments ${statement.text}`);
    else refuse('assignment', statement, 'assigns to something other than a variable');
    return;
  }
  const name = target.values.get('UserPath') ?? '';
  if (isOwnScriptVariable(name, file.name)) use(`extras.scriptVariables ${name.slice('script:'.length)}`);
  else if (!isLocal(target)) refuse('assignment', statement, 'assigns to a variable that is not local');
  else if (isKnownToPowerShell(name)) refuse('assignment', statement, 'assigns to a variable of PowerShell itself');
}

function isOwnScriptVariable(name: string, file: string): boolean {
  return name.startsWith('script:') && extras[file]?.scriptVariables?.includes(name.slice('script:'.length)) === true;
}

const localName = /^[A-Za-z][A-Za-z0-9]*$/;

function isLocal(variable: SyntaxNode): boolean {
  return localName.test(variable.values.get('UserPath') ?? '') && variable.values.get('Splatted') !== 'True';
}

/** Preference and automatic variables change what commands do. */
function isKnownToPowerShell(name: string): boolean {
  return (
    /^(?:PS.+|.+Preference|args|error|event.*|executioncontext|false|foreach|home|host|input|is(?:coreclr|linux|macos|windows)|lastexitcode|matches|myinvocation|nestedpromptlevel|null|ofs|outputencoding|pid|profile|pwd|sender|shellid|stacktrace|switch|this|true|maximum.+count|consolefilename)$/i.test(
      name,
    ) || name in automaticVariables
  );
}

function nameOf(variable: SyntaxNode): string {
  return (variable.values.get('UserPath') ?? '').toLowerCase();
}

/** The names that the function around a node assigns or takes, in lower case. */
function declared(node: SyntaxNode): ReadonlySet<string> {
  const owner = around(node, 'FunctionDefinitionAst');
  const names = new Set<string>();
  if (!owner) return names;
  const collect = (each: SyntaxNode): void => {
    if (each.type === 'VariableExpressionAst') {
      const { parent, role } = each;
      const assigned = parent?.type === 'AssignmentStatementAst' && role === 'Left';
      const taken = parent?.type === 'ParameterAst' && role === 'Name';
      const looped = parent?.type === 'ForEachStatementAst' && role === 'Variable';
      if (assigned || taken || looped) names.add(nameOf(each));
    }
    for (const group of each.children.values()) for (const inner of group) if (inner.parent === each) collect(inner);
  };
  collect(owner);
  return names;
}

function checkVariable(node: SyntaxNode, { file, functions, refuse, use }: Inspection) {
  const name = node.values.get('UserPath') ?? '';
  if (node.values.get('Splatted') === 'True') return refuse('splat', node, 'hides which parameters are given');
  if (name.startsWith('function:')) {
    const method = node.parent!;
    const isText = method.type === 'InvokeMemberExpressionAst' && method.text === `\${${name}}.ToString()`;
    const own = functions.get(name.slice('function:'.length).toLowerCase());
    if (!isText || own?.file !== file.name) refuse('variable', node, 'a function is only read as text for a worker');
    return;
  }
  if (driveVariables.has(name)) return use(`driveVariables ${name}`);
  if (isOwnScriptVariable(name, file.name)) return;
  const automatic = Object.hasOwn(automaticVariables, name) ? automaticVariables[name] : undefined;
  if (automatic) return checkAutomatic(node, name, automatic.only, { refuse, use });
  // An assignment's target has a rule of its own.
  if (node.parent?.type === 'AssignmentStatementAst' && node.role === 'Left') return;
  if (!isLocal(node)) return refuse('variable', node, 'is not a variable of the function');
  if (isKnownToPowerShell(name)) return refuse('variable', node, 'is a variable of PowerShell itself');
  if (!declared(node).has(nameOf(node))) refuse('variable', node, 'is assigned nowhere in the function');
}

function checkAutomatic(
  node: SyntaxNode,
  name: string,
  only: readonly string[] | undefined,
  { refuse, use }: Pick<Inspection, 'refuse' | 'use'>,
) {
  use(`automaticVariables ${name}`);
  const catching = around(node, 'CatchClauseAst') ?? around(node, 'ScriptBlockExpressionAst');
  if (name === '_' && !catching) return refuse('variable', node, 'means nothing here');
  if (only === undefined) return;
  let outer = node;
  while (outer.parent?.type === 'MemberExpressionAst' && isWithin(outer, child(outer.parent, 'Expression')!))
    outer = outer.parent;
  if (!only.includes(outer.text)) refuse('variable', node, `only allowed: ${only.join(', ')}`);
}
