import type { Check, Message } from '../model/check.ts';
import { reachabilityCheck } from '../model/finding.ts';
import { operations } from '../model/operation.ts';
import { type Style, shown, wrapped } from './style.ts';

const indent = 12;

/** One check in full: what it stands for, why, what it reads, with which rights, what it can say, and its sources. */
export function* checkExplanation(check: Check, style: Style): Iterable<string> {
  for (const line of lines(check, style)) yield `${line}\n`;
}

/** The check that every run makes by itself. */
export function* reachabilityExplanation(style: Style): Iterable<string> {
  const fields: [string, string][] = [
    ['fine', 'The machine answers'],
    ['broken', 'The machine does not answer'],
    [
      'why',
      'What was not reached was not judged: one finding says so, and every check on the machine is blocked by it.',
    ],
    ['blocking', 'wherever a check that it blocks is'],
    ['looks at', 'every machine that configuration or a fact names'],
    ['reads', 'host-identity: names, system, clock, and which PowerShell answers'],
    ['rights', 'those of a remote session, by WinRM from Windows; on the machine itself none'],
  ];
  yield `${reachabilityCheck} (target)\n\n`;
  for (const [label, text] of fields) for (const line of field(label, text, style)) yield `${line}\n`;
}

function* lines(check: Check, style: Style): Iterable<string> {
  yield `${check.id} (${check.area})`;
  yield '';
  yield* field('fine', check.titles.fine, style);
  yield* field('broken', check.titles.broken, style);
  yield* field('why', check.why, style);
  for (const weight of ['blocking', 'advisory'] as const) {
    const names = operations.filter((operation) => check.gate[operation] === weight);
    if (names.length > 0) yield* field(weight, names.join(', '), style);
  }
  yield* field('looks at', check.appliesTo.join(', '), style);
  yield* field(
    'reads',
    Object.values(check.needs)
      .map(
        ({ fact, where, optional }) =>
          `${fact}${where === 'anywhere' ? ', wherever it was read' : ''}${optional ? ' (optional)' : ''}`,
      )
      .join('; '),
    style,
  );
  yield* field('rights', check.rights, style);
  // Lines of a site file and options are there to be copied.
  yield `${'asked by'.padEnd(indent)}${shown(check.askedBy.configuration, style)}`;
  yield `${''.padEnd(indent)}${shown(check.askedBy.option, style)}`;
  yield '';
  for (const [code, message] of Object.entries(check.messages)) yield* messageLines(code, message, style);
  let label = 'sources';
  for (const source of check.sources) {
    yield `${label.padEnd(indent)}${shown(source, style)}`;
    label = '';
  }
}

function* messageLines(code: string, message: Message<unknown>, style: Style): Iterable<string> {
  yield* wrapped(
    `${message.level}: `.padEnd(indent),
    said(() => message.text(placeholder('value'))) ?? code,
    indent,
    style,
  );
  const { because, leadsTo, remedy, explains } = message;
  const why = typeof because === 'function' ? said(() => because(placeholder('value'))) : because;
  if (why) yield* field('  because', why, style);
  if (leadsTo) yield* field('  leads to', leadsTo, style);
  const mend = remedy && said(() => remedy(placeholder('value')).text);
  if (mend) yield* field('  mend', mend, style);
  if (explains) yield* field('  explains', explains.join(', '), style);
  yield '';
}

function field(label: string, text: string, style: Style): string[] {
  return wrapped(label.padEnd(indent), text, indent, style);
}

/** Null where a sentence cannot be made without real values. */
function said(make: () => unknown): string | null {
  try {
    const text = String(make());
    return text.includes('undefined') || text.includes('NaN') ? null : text;
  } catch {
    return null;
  }
}

/** Stands in for arguments that only a judge has: whatever is asked of it, it reads as `<name>`. */
// biome-ignore lint/suspicious/noExplicitAny: it takes the place of arguments of every shape
function placeholder(name: string): any {
  const text = `<${name}>`;
  return new Proxy(() => text, {
    get(_target, key) {
      if (key === Symbol.toPrimitive || key === 'toString' || key === 'valueOf') return () => text;
      if (key === Symbol.iterator) return [placeholder(name)][Symbol.iterator].bind([placeholder(name)]);
      if (typeof key === 'symbol') return undefined;
      // A method of text or list leaves the name as it is; a property is named after itself.
      return key in String.prototype || key in Array.prototype ? placeholder(name) : placeholder(key);
    },
    apply: () => placeholder(name),
  });
}
