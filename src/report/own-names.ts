import type { ReportedTarget } from '../model/report.ts';

/** A sentence about a machine, with `instead` wherever it names that machine. */
export type WithoutNames = (text: string, target: string, instead: 'the machine' | 'each of them') => string;

/** Each is compiled to machine code: of an estate of thousands they would be more than its findings. */
const mostPatterns = 256;

/**
 * Takes the names of a machine out of sentences about it: what is wrong on many machines then reads the same on each.
 * Within a path, an account or an address it leaves `<machine>`.
 */
export function withoutNames(targets: readonly ReportedTarget[]): WithoutNames {
  const byName = new Map(targets.map((target) => [target.name, target]));
  const patterns = new Map<string, RegExp | null>();
  return (text, target, instead) => {
    let pattern = patterns.get(target);
    if (pattern === undefined) {
      pattern = patternFor([target, ...(byName.get(target)?.aliases ?? [])]);
      if (patterns.size >= mostPatterns) patterns.clear();
      patterns.set(target, pattern);
    }
    if (pattern === null) return text;
    return text.replace(pattern, (match, at: number) => {
      const before = text.slice(Math.max(0, at - 2), at);
      const after = text.slice(at + match.length, at + match.length + 2);
      if (isWithinWord(before, after)) return match;
      if (/[\\/@]$/.test(before) || /^[\\/@$]|^:\S/.test(after)) return '<machine>';
      return at === 0 ? instead.charAt(0).toUpperCase() + instead.slice(1) : instead;
    });
  };
}

/** DP1 is named neither in DP10 nor in MYDP1, DP1.example.com or x.DP1. */
function isWithinWord(before: string, after: string): boolean {
  return /[\p{L}\p{N}_-]$|[\p{L}\p{N}]\.$/u.test(before) || /^[\p{L}\p{N}_-]|^\.[\p{L}\p{N}]/u.test(after);
}

/** Matches any of the names, longest first, and the first label of the machine's own. */
function patternFor(names: string[]): RegExp | null {
  const [own = ''] = names;
  const isAddress = /^[\d.]+$|:/.test(own);
  const all = [...names, ...(isAddress ? [] : [own.split('.')[0]!])].filter((name) => name !== '');
  if (all.length === 0) return null;
  const parts = [...new Set(all)].sort((a, b) => b.length - a.length).map(literal);
  // Windows knows no case in names. A name that could be a word of the sentence is taken only as it is written.
  return new RegExp(parts.join('|'), all.every((name) => /[\d.-]/.test(name)) ? 'gi' : 'g');
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Addresses differ from machine to machine where the reason is the same. */
export function withoutAddresses(text: string): string {
  return text
    .replace(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/g, '<address>')
    .replace(/(?<![\w:])(?=[\da-f:]*::|(?:[\da-f]+:){7})[\da-f:]+(?:%\w+)?(?![\w:])/gi, '<address>')
    .replaceAll(' (<address>)', '');
}

/** Ports may differ as well, where each machine says its own. */
export function withoutPorts(text: string): string {
  return text.replace(/(\b(?:TCP|port) |<(?:machine|address)>:)\d+/gi, '$1<port>');
}
