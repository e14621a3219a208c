/** What a request can carry. Numbers are finite; `bigint` is a 64-bit whole number. */
export type LiteralValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly LiteralValue[]
  | { readonly [key: string]: LiteralValue };

const deepest = 16;

/**
 * A PowerShell literal that is data and cannot be code: PowerShell's own `SafeGetValue` accepts it. Strings are
 * single-quoted printable ASCII in which `'`, `\` and everything else is `\uXXXX`; `Expand-Literal` of the prelude
 * undoes that. Throws a RangeError for what it cannot carry.
 */
export function encodeLiteral(value: LiteralValue): string {
  return encode(value, 0);
}

/** A string as one PowerShell expression by itself, for lines that run before the prelude is loaded. */
export function encodeBareString(text: string): string {
  return `([regex]::Unescape(${quote(text)}))`;
}

function encode(value: LiteralValue, depth: number): string {
  if (depth > deepest) throw new RangeError(`a request is nested deeper than ${deepest} levels`);
  if (value === null) return '$null';
  switch (typeof value) {
    case 'boolean':
      return value ? '$true' : '$false';
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError(`a request cannot carry ${value}`);
      return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : realNumber(value);
    case 'bigint':
      if (BigInt.asIntN(64, value) !== value) throw new RangeError(`${value} does not fit in 64 bits`);
      return String(value);
    case 'string':
      return quote(value);
  }
  if (isList(value)) {
    // A leading comma keeps PowerShell from unrolling the only element of a list when that is a list itself.
    const items = value.map((item) => encode(item, depth + 1));
    return items.length === 1 ? `@(,${items[0]})` : `@(${items.join(',')})`;
  }
  const seen = new Set<string>();
  const members = Object.entries(value).map(([key, member]) => {
    if (!/^[A-Za-z][A-Za-z0-9]*$/.test(key)) throw new RangeError(`${JSON.stringify(key)} is not a parameter name`);
    // PowerShell's hash tables compare keys without case.
    if (seen.has(key.toLowerCase())) throw new RangeError(`parameter ${key} is there twice`);
    seen.add(key.toLowerCase());
    return `'${key}'=${encode(member, depth + 1)}`;
  });
  return `@{${members.join(';')}}`;
}

function isList(
  value: readonly LiteralValue[] | { readonly [key: string]: LiteralValue },
): value is readonly LiteralValue[] {
  return Array.isArray(value);
}

/** An exponent makes PowerShell read a double where plain digits would become a whole number or a decimal. */
function realNumber(value: number): string {
  const text = String(value);
  return /[e.]/.test(text) ? text : `${text}e0`;
}

function quote(text: string): string {
  return `'${text.replace(/[^\x20-\x26\x28-\x5b\x5d-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}
