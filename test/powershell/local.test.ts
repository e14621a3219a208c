import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { findPowerShell } from '../../lab/powershell.ts';
import { packageFolder } from '../../src/transport/snippets.ts';
import { nodeTypes } from './allowed.ts';
import { localCommands, localMembers, localTypes, splatted } from './allowed-local.ts';
import { accelerators } from './allowed-types.ts';
import { frameworkTypes, membersOf } from './framework-members.ts';
import { describeWith } from './required.ts';
import { commandName, readArguments } from './rules-command.ts';
import { checkText } from './rules-text.ts';
import { child, children, parseTexts, type Shell, type SyntaxNode } from './syntax-tree.ts';
import { loadTables } from './windows-tables.ts';

// ps/local/ runs on this machine only. It starts jobs, so that it is not held to what a snippet may do; but no more than
// is listed word for word, nothing that 5.1 lacks, and nothing that changes a machine.
const file = join(packageFolder(), 'ps', 'local', 'fan-out.ps1');
const text = readFileSync(file, 'utf8');
const shell = await findPowerShell({ onLine: () => undefined });
const framework = await frameworkTypes();
const tables = await loadTables();
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

test('is plain text of lawful form', () => {
  // Half a machine in one file: it may be as long as the shared ones.
  expect(checkText({ name: `_${basename(file)}`, text } as Parameters<typeof checkText>[0])).toEqual([]);
});

describeWith('local side', 'missing' in shell ? shell.missing : undefined, () => {
  let nodes: readonly SyntaxNode[];
  beforeAll(async () => {
    const tree = (await parseTexts(shell as Shell, [text]))[0]!;
    expect(tree.errors).toEqual([]);
    nodes = tree.nodes;
  });
  const of = (type: string): SyntaxNode[] => nodes.filter((node) => node.type === type);

  test('is made of the syntax that snippets may have too, which 5.1 can parse', () => {
    expect(sorted(nodes.map(({ type }) => type)).filter((type) => !nodeTypes.has(type))).toEqual([]);
    expect(nodes.filter((node) => node.values.get('NullConditional') === 'True')).toEqual([]);
    expect(nodes.filter((node) => node.values.get('Background') === 'True')).toEqual([]);
    expect(nodes.filter((node) => /^Question/.test(node.values.get('Operator') ?? ''))).toEqual([]);
    expect(nodes.filter((node) => node.children.has('Redirections'))).toEqual([]);
  });

  test('calls its own functions, the prelude, and listed commands with listed parameters', () => {
    const own = of('FunctionDefinitionAst').map((node) => node.values.get('Name')!);
    const prelude = ['Start-Answer', 'Write-AnswerLine', 'ConvertTo-ErrorFact'];
    const used: Record<string, string[]> = {};
    for (const node of of('CommandAst')) {
      expect(node.values.get('InvocationOperator')).toBe('Unknown');
      const name = commandName(node);
      expect(name).toBeDefined();
      if (own.includes(name!) || prelude.includes(name!)) continue;
      const given = readArguments(node).given.map((each) => each.name);
      used[name!] = sorted([...(used[name!] ?? []), ...given]);
    }
    expect(used).toEqual(localCommands);
  });

  test('hands over by table what is listed, and 5.1 knows all that is for WinRM', () => {
    const keys = of('HashtableAst')
      .filter((node) => /^@\{ (?:ScriptBlock|HostName|ComputerName) =/.test(node.text))
      .flatMap((node) => children(node, 'KeyValuePairs.Item1').map((key) => key.values.get('Value')!));
    const assigned = of('AssignmentStatementAst')
      .map((node) => /^\$way\.(\w+) = /.exec(node.text)?.[1])
      .filter((key) => key !== undefined);
    expect(sorted([...keys, ...assigned])).toEqual(sorted([...splatted.always, ...splatted.winrm, ...splatted.ssh]));
    const windows = Object.entries(tables.editions).find(([name]) => name.startsWith('Windows PowerShell 5.1'))![1];
    const known = (command: string): readonly string[] =>
      Object.values(windows).flatMap((module) => (Object.hasOwn(module, command) ? [...module[command]!] : []));
    const common = ['ErrorAction', 'ErrorVariable'];
    const wanted = [...splatted.always, ...splatted.winrm].filter((name) => !common.includes(name));
    expect(known('Invoke-Command')).toEqual(expect.arrayContaining(wanted));
    for (const [command, parameters] of Object.entries(localCommands)) {
      // SecretManagement is a module of its own.
      if (command === 'Get-Secret') continue;
      const plain = parameters.filter((name) => !common.includes(name));
      expect([command, known(command)]).toEqual([command, expect.arrayContaining(plain)]);
    }
  });

  test('names listed types and members, which .NET Framework has', () => {
    const name = (node: SyntaxNode): string => node.values.get('TypeName') ?? '';
    expect(sorted([...of('TypeExpressionAst'), ...of('TypeConstraintAst')].map(name))).toEqual(
      sorted(Object.keys(localTypes)),
    );
    const called = of('InvokeMemberExpressionAst').map((node) => {
      const owner = child(node, 'Expression')!;
      const member = child(node, 'Member')!.values.get('Value')!;
      return owner.type === 'TypeExpressionAst' ? `${name(owner)}::${member}` : member;
    });
    expect(sorted(called)).toEqual(sorted(Object.keys(localMembers)));
    if (!framework) return;
    const missing = Object.entries(localMembers).filter(([member, owner]) => {
      return membersOf(framework, owner, member.replace(/^.*::/, '')).length === 0;
    });
    expect(missing).toEqual([]);
    const full = Object.keys(localTypes).map((each) => accelerators[each] ?? localTypes[each]!);
    expect(full.filter((each) => !framework.has(each))).toEqual([]);
  });
});
