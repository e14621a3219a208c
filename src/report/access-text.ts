import { type AccessResult, requireMask, type Token, type Tri } from '../windows/access.ts';
import { admitted, misleading, refusals, sidWords } from '../windows/access-words.ts';
import type { SecurityDescriptor } from '../windows/sddl.ts';
import type { AliasContext } from '../windows/sid.ts';
import { type AccessLevel, accessLevelNames, accessLevels, mendLines } from './access-mend.ts';
import { type Mark, marked, painted, type Style, shown, wrapped } from './style.ts';
import { folded } from './text-head.ts';
import { labelIndent, labelled } from './text-labels.ts';

/** One side: what was read of it, or why it was not. */
export interface AccessSide {
  descriptor: SecurityDescriptor | null;
  aliases: AliasContext;
  /** Why there is no descriptor; null where there is one. */
  unread: string | null;
}

/** What `access` found, for people. */
export interface AccessAnswer {
  result: AccessResult;
  token: Token;
  /** Where the token comes from, a sentence. */
  tokenFrom: string;
  need: AccessLevel | null;
  /** What is granted where it is short and nobody said what is needed. */
  usual: AccessLevel | null;
  share: AccessSide;
  folder: AccessSide;
  place: {
    /** The path, or what stands for it. */
    name: string;
    /** The machine that the commands are for; null: not known. */
    on: string | null;
    share: string;
    scope: string | null;
    folder: string;
    /** The folder's side is that of a file. */
    isFile: boolean;
  };
  /** What else limits the answer or is good to know. */
  notes: string[];
  exitCode: number;
}

/** Whether what is needed is granted. */
export function needState(result: AccessResult, need: AccessLevel): Tri {
  return requireMask(result, accessLevels[need].mask).state;
}

const sides = ['share', 'folder'] as const;

/** The answer first, then every right by side, why it is short, and what would mend that. */
export function* accessText(answer: AccessAnswer, style: Style): Iterable<string> {
  const { result, token, place, need, usual, tokenFrom, notes, exitCode } = answer;
  const identity = sidWords(token.user);
  const names = [verdict(answer, style), shown(identity, style), shown(place.name, style)];
  const mask = accessLevels[need ?? 'full'].mask;
  const parts: Iterable<string>[] = [
    folded(names, shown(' · ', style), style.columns),
    wrapped('', tokenFrom, 0, style),
    // Of two sides that nobody read every right is unknown.
    answer.share.descriptor || answer.folder.descriptor ? tableLines(result, style) : [],
    reasonLines(answer, mask, identity, style),
    mendLines(answer, need ?? usual, style),
    noteLines([...notes, ...result.warnings.filter((warning) => !warning.endsWith(' was not read'))], style),
    ['', `exit code ${exitCode}`],
  ];
  for (const part of parts) for (const line of part) yield `${line}\n`;
}

const verdicts: { [state in Tri]: [word: string, color: number] } = {
  granted: ['GRANTED', 32],
  denied: ['DENIED', 31],
  unknown: ['CANNOT TELL', 35],
};

/** What is in a file: reading, writing and appending of data. */
const dataBits = 0x7;

/** `DENIED full`; where nobody said what is needed the most that is granted: `GRANTED change`. */
function verdict({ result, need }: AccessAnswer, style: Style): string {
  const said = (state: Tri, what: string): string => {
    const [word, color] = verdicts[state];
    return `${painted(word, color, style)} ${what}`;
  };
  if (need !== null) return said(needState(result, need), need);
  const states = accessLevelNames.map((name) => needState(result, name));
  const most = states.lastIndexOf('granted');
  const perhaps = states.includes('unknown') ? ', perhaps more' : '';
  if (most >= 0) return said('granted', `${accessLevelNames[most]}${perhaps}`);
  if ((result.masks.both.granted & dataBits) !== 0) return said('granted', `single rights${perhaps}`);
  return said(perhaps ? 'unknown' : 'denied', 'read or write');
}

/** What people ask for, then the rights by name; each by side and together. */
function* tableLines({ bits, masks }: AccessResult, style: Style): Iterable<string> {
  const stateOf = (mask: number, { granted, denied }: { granted: number; denied: number }): Tri =>
    (denied & mask) !== 0 ? 'denied' : (granted & mask) >>> 0 === mask ? 'granted' : 'unknown';
  yield '';
  yield row('right', 'share', 'folder', 'together');
  for (const name of accessLevelNames) {
    const { mask } = accessLevels[name];
    yield row(name, stateOf(mask, masks.share), stateOf(mask, masks.folder), word(stateOf(mask, masks.both), style));
  }
  yield '';
  for (const { name, share, folder, both } of bits) yield row(name, share, folder, word(both, style));
}

const row = (name: string, share: string, folder: string, together: string): string =>
  `${name.padEnd(23)}${share.padEnd(10)}${folder.padEnd(10)}${together}`;

const markOf: { [state in Tri]: Mark } = { granted: 'pass', denied: 'fail', unknown: 'unknown' };
const word = (state: Tri, style: Style): string => marked(markOf[state], state, style);

function* reasonLines(answer: AccessAnswer, mask: number, identity: string, style: Style): Iterable<string> {
  const reasons = sides.flatMap((side) => {
    const { descriptor, aliases, unread } = answer[side];
    if (descriptor === null) {
      if (answer.share.unread !== answer.folder.unread) return [`${side}: ${unread}`];
      return side === 'share' ? [`${unread}`] : [];
    }
    const short = refusals(answer.result, side, mask, identity);
    if (short.length === 0) return [];
    const whom = admitted(descriptor, aliases);
    return [
      ...short,
      ...misleading(side, descriptor, answer.token, aliases),
      `${side}: it admits ${whom === '' ? 'nobody' : whom}`,
    ];
  });
  if (answer.result.canConnect === 'denied')
    reasons.push('share: without reading or writing of data it refuses the connection');
  if (reasons.length > 0) yield '';
  let label = 'because';
  for (const reason of reasons) {
    yield* labelled(label, reason, style);
    label = '';
  }
}

function* noteLines(notes: readonly string[], style: Style): Iterable<string> {
  if (notes.length > 0) yield '';
  for (const note of notes) yield* wrapped(`${marked('none', 'NOTE', style)}  `, note, labelIndent, style);
}
