import { visible } from './visible.ts';

/** How a report is laid out. Nothing here is asked of the process: the caller knows the console. */
export interface Style {
  verbose: boolean;
  /** True: machines and results that passed, do not apply or were left out are not shown; what is counted stays whole. */
  onlyFailing: boolean;
  /** False: pure ASCII. */
  unicode: boolean;
  color: boolean;
  columns: number;
  /** Where the facts were kept, if they were. */
  factsFile?: string | null;
}

/** What a block or a line stands for. */
export type Mark = 'pass' | 'fail' | 'warn' | 'unknown' | 'manual' | 'none';

const symbols: { [mark in Mark]: [unicode: string, ascii: string, color: number] } = {
  pass: ['✔', '[ OK ]', 32],
  fail: ['✖', '[FAIL]', 31],
  warn: ['!', '[WARN]', 33],
  unknown: ['?', '[ ?? ]', 35],
  manual: ['☐', '[    ]', 36],
  none: ['–', '[ -- ]', 90],
};

const asciiFor: { [character: string]: string } = {
  '·': '-',
  '–': '-',
  '—': '-',
  '…': '...',
  '×': 'x',
  '≤': '<=',
  '≥': '>=',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '\u00a0': ' ',
};

/** Text as this style can show it: no control characters, and only ASCII where the console knows no more. */
export function shown(text: string, style: Style): string {
  const safe = visible(text);
  if (style.unicode) return safe;
  return safe.replace(/[^\x20-\x7e]/gu, (c) => asciiFor[c] ?? escaped(c));
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}

/** `✖ FAIL`, `[FAIL]`: a symbol and a word, so that colour alone never says it. */
export function marked(mark: Mark, word: string, style: Style): string {
  const [unicode, ascii, color] = symbols[mark];
  const text = style.unicode ? `${unicode} ${word}` : ascii.includes(word) ? ascii : `${ascii} ${word}`;
  return painted(text, color, style);
}

/** The verdict's own colour. */
export function painted(text: string, color: number, style: Style): string {
  return style.color ? `\x1b[${color}m${text}\x1b[39m` : text;
}

/** The columns that a text takes, colours left out. */
export function widthOf(text: string): number {
  const bare = text.replace(/\x1b\[\d+m/g, '');
  if (/^[\x20-\x7e]*$/.test(bare)) return bare.length;
  let width = 0;
  for (const character of bare) {
    if (/\p{M}/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

/**
 * `head` and then the text, wrapped between words; further lines are indented by `indent`. A word longer than the line
 * is left whole, so that it can be copied.
 */
export function wrapped(head: string, text: string, indent: number, style: Style): string[] {
  const lines: string[] = [];
  let line = head;
  // Counted along: a list of ten thousand names is measured once.
  let width = widthOf(head);
  let empty = true;
  for (const word of shown(text, style).split(' ')) {
    const space = empty ? '' : ' ';
    const wordWidth = widthOf(word);
    if (!empty && width + 1 + wordWidth > style.columns) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
      width = indent + wordWidth;
    } else {
      line += space + word;
      width += space.length + wordWidth;
    }
    empty = false;
  }
  lines.push(line.trimEnd());
  return lines;
}

/** `1 check`, `2 checks`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
