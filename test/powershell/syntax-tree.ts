import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { findPowerShell } from '../../lab/powershell.ts';

/** A PowerShell that was found. */
export type Shell = Extract<Awaited<ReturnType<typeof findPowerShell>>, { readonly executable: string }>;

/** A node of PowerShell's own syntax tree; class and property names are those of System.Management.Automation.Language. */
export interface SyntaxNode {
  readonly type: string;
  readonly parent: SyntaxNode | undefined;
  /** The property of the parent that holds it. */
  readonly role: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly values: ReadonlyMap<string, string>;
  readonly children: ReadonlyMap<string, readonly SyntaxNode[]>;
}

interface ParseProblem {
  readonly line: number;
  readonly column: number;
  readonly id: string;
  readonly message: string;
}

export interface SyntaxTree {
  /** All nodes, parents before children; the first is the root. */
  readonly nodes: readonly SyntaxNode[];
  readonly errors: readonly ParseProblem[];
}

interface OpenNode extends SyntaxNode {
  role: string;
  readonly values: Map<string, string>;
  readonly children: Map<string, SyntaxNode[]>;
}

const script = fileURLToPath(new URL('./syntax-tree.ps1', import.meta.url));

/** Has PowerShell's parser read all texts, in one child. */
export async function parseTexts(shell: Shell, texts: readonly string[]): Promise<SyntaxTree[]> {
  const folder = await mkdtemp(join(tmpdir(), 'osd-preflight-syntax-'));
  try {
    const request = join(folder, 'request');
    await writeFile(request, texts.map((text) => `${Buffer.from(text, 'utf8').toString('base64')}\n`).join(''));
    const options = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'RemoteSigned'];
    const { stdout } = await execa(shell.executable, [...options, '-File', script, request], {
      env: { ...shell.env, TERM: 'dumb', NO_COLOR: '1' },
      stdin: 'ignore',
      timeout: 60_000,
      windowsHide: true,
    });
    const trees = readTrees(stdout, texts);
    if (trees.length !== texts.length)
      throw new Error(`${texts.length} texts were sent and ${trees.length} came back.`);
    return trees;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readTrees(answer: string, texts: readonly string[]): SyntaxTree[] {
  const trees: { nodes: OpenNode[]; errors: ParseProblem[] }[] = [];
  /** Child lines of the text being read: a node may name children that are only printed after it. */
  let links: [OpenNode, string, number][] = [];
  for (const line of answer.split(/\r?\n/)) {
    const [kind, ...fields] = line.split('\t');
    const tree = trees.at(-1);
    if (kind === 'text') {
      if (tree) linkChildren(tree.nodes, links);
      links = [];
      trees.push({ nodes: [], errors: [] });
    } else if (tree && kind === 'error') {
      const [errorLine, column, id = '', message = ''] = fields;
      tree.errors.push({ line: Number(errorLine), column: Number(column), id, message: decodeURIComponent(message) });
    } else if (tree && kind === 'node') {
      const [, parent, type = '', start, end, nodeLine, column] = fields;
      tree.nodes.push({
        type,
        parent: tree.nodes[Number(parent)],
        role: '',
        text: texts[trees.length - 1]!.slice(Number(start), Number(end)),
        line: Number(nodeLine),
        column: Number(column),
        values: new Map(),
        children: new Map(),
      });
    } else if (tree && kind === 'child') links.push([tree.nodes.at(-1)!, fields[1]!, Number(fields[2])]);
    else if (tree && kind === 'value') tree.nodes.at(-1)!.values.set(fields[1]!, decodeURIComponent(fields[2]!));
    else if (line !== '') throw new Error(`Not a line of a syntax tree: ${line.slice(0, 200)}`);
  }
  const last = trees.at(-1);
  if (last) linkChildren(last.nodes, links);
  return trees;
}

function linkChildren(nodes: readonly OpenNode[], links: readonly [OpenNode, string, number][]): void {
  for (const [owner, property, id] of links) {
    const child = nodes[id];
    // Such a node would escape every rule.
    if (!child) throw new Error(`${owner.type}.${property} holds a node that the parser's visitor does not visit.`);
    owner.children.set(property, [...(owner.children.get(property) ?? []), child]);
    if (child.parent === owner && child.role === '') child.role = property;
  }
}

/** The one child in a property, if there is one. */
export function child(node: SyntaxNode, property: string): SyntaxNode | undefined {
  return node.children.get(property)?.[0];
}

/** The children in a property, in order. */
export function children(node: SyntaxNode, property: string): readonly SyntaxNode[] {
  return node.children.get(property) ?? [];
}

/** The nearest node of a class around a node. */
export function around(node: SyntaxNode, type: string): SyntaxNode | undefined {
  for (let outer = node.parent; outer; outer = outer.parent) if (outer.type === type) return outer;
  return undefined;
}

/** Whether a node lies within another or is it. */
export function isWithin(node: SyntaxNode, outer: SyntaxNode): boolean {
  for (let each: SyntaxNode | undefined = node; each; each = each.parent) if (each === outer) return true;
  return false;
}

/** What is assigned within a node to a variable, by its name in lower case. */
export function assignedTo(node: SyntaxNode, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const target = node.type === 'AssignmentStatementAst' ? child(node, 'Left') : undefined;
  if (target?.values.get('UserPath')?.toLowerCase() === name) found.push(child(node, 'Right')!);
  for (const nodes of node.children.values())
    for (const each of nodes) if (each.parent === node) found.push(...assignedTo(each, name));
  return found;
}
