import { calledFromOutside, extras, otherVerbs, readingVerbs } from './allowed.ts';
import { child, children, type SyntaxNode } from './syntax-tree.ts';
import type { Inspection, OwnFunction, SnippetFile } from './violation.ts';

/** Files whose functions all snippets may call. */
export function isShared(file: string): boolean {
  return file.startsWith('_');
}

/** The statements of a script block. */
function statements(block: SyntaxNode | undefined): readonly SyntaxNode[] {
  return children(child(block!, 'EndBlock') ?? block!, 'Statements');
}

/** The functions that a file defines. */
export function functionsOf(file: SnippetFile): OwnFunction[] {
  return file.tree.nodes
    .filter((node) => node.type === 'FunctionDefinitionAst')
    .map((node) => {
      const block = child(child(node, 'Body')!, 'ParamBlock');
      const parameters = block ? children(block, 'Parameters') : [];
      const names = parameters.map((each) => child(each, 'Name')!.values.get('UserPath')!);
      return { name: node.values.get('Name')!, file: file.name, parameters: names, node };
    });
}

/** The function that the file boot.ps1 must define: Read-Boot. */
function expectedFunction(file: string): string {
  const words = file.replace(/\.ps1$/, '').split('-');
  return `Read-${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
}

/** What stands outside functions, and what the functions are called and for whom. */
export function checkFunctions(inspection: Inspection): void {
  const { file, refuse, use } = inspection;
  const root = file.tree.nodes[0]!;
  if (root.values.has('ScriptRequirements')) refuse('requires', root, 'a #requires line loads modules');
  for (const statement of statements(root)) {
    if (statement.type === 'FunctionDefinitionAst') continue;
    const allowed = extras[file.name]?.topLevel?.includes(statement.text) === true;
    if (allowed) use(`extras.topLevel ${statement.text}`);
    else refuse('top-level', statement, 'only functions stand at the top of a file');
  }
  const own = functionsOf(file);
  for (const each of own) checkFunction(each, inspection);
  if (isShared(file.name)) return;
  const expected = expectedFunction(file.name);
  const fact = own.find((each) => each.name === expected);
  if (!fact) refuse('function-name', root, `does not define ${expected}`);
  else if (fact.parameters.join() !== 'Parameters') refuse('function-name', fact.node, 'takes $Parameters and no more');
}

function checkFunction(own: OwnFunction, { file, functions, tables, refuse, use }: Inspection) {
  const { name, node } = own;
  const isTop = node.parent?.parent === file.tree.nodes[0];
  if (!isTop) refuse('function-form', node, 'a function within another');
  if (node.values.get('IsFilter') === 'True' || node.values.get('IsWorkflow') === 'True')
    refuse('function-form', node, 'a filter or a workflow');
  if (node.children.has('Parameters')) refuse('function-form', node, 'parameters stand in a param block');
  const [verb = '', noun = ''] = name.split('-');
  if (otherVerbs[name] === file.name) use(`otherVerbs ${name}`);
  else if (!readingVerbs.has(verb)) refuse('verb', node, `${verb} is not one of the verbs that change nothing`);
  else use(`readingVerbs ${verb}`);
  if (!/^(?:[A-Z][A-Za-z0-9]*)$/.test(noun) || name.split('-').length !== 2)
    refuse('function-name', node, 'is not named Verb-Noun');
  const other = functions.get(name.toLowerCase());
  if (other?.node !== node) refuse('function-name', node, `is defined in ${other?.file} too`);
  for (const modules of Object.values(tables.editions))
    for (const commands of Object.values(modules))
      if (Object.keys(commands).some((command) => command.toLowerCase() === name.toLowerCase()))
        return refuse('function-name', node, 'hides a command of Windows');
}

/** Functions that nobody calls. `called`: lower-case names with the files that call them. */
export function checkUnused(inspection: Inspection, called: ReadonlySet<string>): void {
  for (const own of functionsOf(inspection.file)) {
    if (calledFromOutside.has(own.name)) inspection.use(`calledFromOutside ${own.name}`);
    else if (own.name !== expectedFunction(own.file) && !called.has(own.name))
      inspection.refuse('unused-function', own.node, 'nobody calls it');
  }
}
