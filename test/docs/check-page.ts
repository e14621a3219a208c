import type { Check, Message } from '../../src/model/check.ts';
import { operations, type Weight } from '../../src/model/operation.ts';

/** `docs/checks/<id>.md`: one check in full, from its metadata. */
export function checkPage(check: Check): string {
  const { id, area, titles, why, needs, appliesTo, rights, askedBy, sources } = check;
  const reads = Object.values(needs).map(
    ({ fact, where, optional }) =>
      `- \`${fact}\`, ${where === 'here' ? 'on the machine itself' : 'wherever it was read'}${optional ? '; optional: what else is known is judged without it' : ''}`,
  );
  return [
    '<!-- Generated from the check by "npm run docs". Edit the check, not this page. -->',
    `# ${id}`,
    `**${cell(titles.fine)}.** Otherwise: ${lowerFirst(cell(titles.broken))}.`,
    cell(why),
    table([
      ['', ''],
      ['Area', area],
      ['Decides', gated(check, 'blocking')],
      ['Advises on', gated(check, 'advisory')],
      ['Looks at', appliesTo.join(', ')],
      ['Rights', cell(rights)],
    ]),
    '## How to ask',
    `In the site file, or as an option:\n\n\`\`\`text\n${askedBy.configuration.trim()}\n${askedBy.option.trim()}\n\`\`\``,
    `Alone: \`osd-preflight run --check ${id}\``,
    '## What it reads',
    reads.join('\n'),
    '## What it can say',
    'Words in angle brackets are filled in from what was read.',
    ...Object.entries(check.messages).map(([code, message]) => finding(code, message)),
    '## Sources',
    sources.map((source) => `- ${cell(source)}`).join('\n'),
    '[All checks](../../README.md#checks)\n',
  ].join('\n\n');
}

/** The table of all checks for the README. */
export function checkTable(checks: readonly Check[]): string {
  return table([
    ['Check', 'Fine means', 'Decides', 'Advises on'],
    ...checks.map((check) => [
      `[${check.id}](docs/checks/${check.id}.md)`,
      cell(check.titles.fine),
      gated(check, 'blocking'),
      gated(check, 'advisory'),
    ]),
  ]);
}

/** A table as the formatter lays it out. */
function table([head, ...rows]: string[][]): string {
  const widths = head!.map((_, column) => Math.max(3, ...[head!, ...rows].map((row) => row[column]!.length)));
  const line = (cells: string[]): string =>
    `| ${cells.map((text, column) => text.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function gated(check: Check, weight: Weight): string {
  return operations.filter((operation) => check.gate[operation] === weight).join(', ') || 'nothing';
}

function finding(code: string, { level, text, because, leadsTo, remedy, explains }: Message<unknown>): string {
  const mend = remedy && said(() => remedy(placeholder('value')).text);
  const commands = remedy && said(() => (remedy(placeholder('value')).commands ?? []).join('\n'));
  const reason = typeof because === 'function' ? said(() => because(placeholder('value'))) : because;
  const items = [
    ...(reason ? [`- because: ${cell(reason)}`] : []),
    ...(leadsTo ? [`- leads to: ${cell(leadsTo)}`] : []),
    ...(mend ? [`- mend: ${/^<\w+>$/.test(mend) ? 'what, depends on what was read' : cell(mend)}`] : []),
    ...(explains ? [`- explains, on the same machine: ${explains.map(reference).join(', ')}`] : []),
  ];
  return [
    `### ${code}`,
    `\`${level}\` ${cell(said(() => text(placeholder('value'))) ?? 'The sentence depends on what was read.')}`,
    ...(items.length > 0 ? [items.join('\n')] : []),
    ...(commands ? [`\`\`\`powershell\n${commands}\n\`\`\``] : []),
  ].join('\n\n');
}

/** `check` or `check/code` as a link to where it is explained. */
function reference(name: string): string {
  const [check, code] = name.split('/');
  return `[${name}](${check}.md${code === undefined ? '' : `#${code}`})`;
}

/** Null where a sentence cannot be made without real values. */
function said(make: () => unknown): string | null {
  try {
    const made = String(make());
    return /undefined|NaN/.test(made) ? null : made;
  } catch {
    return null;
  }
}

/** Stands in for arguments that only a judge has: whatever is asked of it, it reads as `<name>`. */
// biome-ignore lint/suspicious/noExplicitAny: it takes the place of arguments of every shape
function placeholder(name: string): any {
  return new Proxy(() => name, {
    get(_target, key) {
      if (key === Symbol.toPrimitive || key === 'toString' || key === 'valueOf') return () => `<${name}>`;
      if (key === Symbol.iterator) return [placeholder(name)][Symbol.iterator].bind([placeholder(name)]);
      if (typeof key === 'symbol') return undefined;
      return key in String.prototype || key in Array.prototype ? placeholder(name) : placeholder(key);
    },
    apply: () => placeholder(name),
  });
}

/** Text for one line of Markdown or one cell of a table, with nothing in it that Markdown would take for its own. */
function cell(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\`*_<>|[\]]/g, '\\$&');
}

/** An abbreviation at the beginning stays as it is. */
const lowerFirst = (text: string): string => text.replace(/^\p{Lu}(?!\p{Lu})/u, (letter) => letter.toLowerCase());
