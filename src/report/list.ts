import type { Check } from '../model/check.ts';
import { operations } from '../model/operation.ts';
import { type Style, wrapped } from './style.ts';

/** Every check: id, the operations it can stop, what is true when it is fine. */
export function* checkList(checks: readonly Check[], style: Style): Iterable<string> {
  const width = Math.max(0, ...checks.map((check) => check.id.length)) + 2;
  for (const area of [...new Set(checks.map((check) => check.area))]) {
    yield `${area}\n`;
    for (const check of checks.filter((one) => one.area === area)) {
      const head = `  ${check.id.padEnd(width)}`;
      for (const line of wrapped(head, `${check.titles.fine} [${gateOf(check)}]`, head.length, style))
        yield `${line}\n`;
    }
    yield '\n';
  }
  const legend = 'In brackets: operations that the check can stop; in parentheses, those that it only advises on.';
  for (const line of wrapped('', legend, 0, style)) yield `${line}\n`;
}

/** `capture, (pxe)`: blocking ones plain, advisory ones in parentheses. */
function gateOf(check: Check): string {
  return operations
    .filter((operation) => check.gate[operation])
    .map((operation) => (check.gate[operation] === 'blocking' ? operation : `(${operation})`))
    .join(', ');
}
