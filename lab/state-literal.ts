import type { LiteralValue } from '../src/transport/literal.ts';

/**
 * A value as PowerShell text for a file of the lab, on one line of printable ASCII. Unlike the literals of a request it
 * needs no function to undo it, which would be a tenth of what a host costs: only text that is not plain is unescaped.
 */
export function stateLiteral(value: LiteralValue): string {
  if (value === null) return '$null';
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    const items = value.map(stateLiteral);
    // The comma keeps a single list from being taken for its items.
    return items.length === 1 ? `@(,${items[0]})` : `@(${items.join(',')})`;
  }
  const entries = Object.entries(value).map(([key, inner]) => `${textLiteral(key)}=${stateLiteral(inner)}`);
  return `@{${entries.join(';')}}`;
}

function textLiteral(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  const escaped = text.replace(/[^\x20-\x7e]|['\\]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `([regex]::Unescape('${escaped}'))`;
}
