import {
  type AccessResult,
  CHANGE,
  FULL,
  READ,
  READ_WRITE,
  requireMask,
  type Token,
  type Tri,
} from '../windows/access.ts';
import {
  admitted,
  grantCommands,
  misleading,
  refusals,
  type Side,
  shortageOf,
  sidWords,
} from '../windows/access-words.ts';
import type { SecurityDescriptor } from '../windows/sddl.ts';
import type { AliasContext } from '../windows/sid.ts';
import { type Mark, marked, painted, type Style, shown, wrapped } from './style.ts';
import { folded } from './text-head.ts';
import { labelIndent, labelled, remedyLines } from './text-labels.ts';

/** The rights that people ask for, weakest first: masks, their names on a share, and for a sentence. */
const levels = {
  read: { mask: READ, right: 'Read', words: 'Read' },
  // A share has nothing between Read and Change.
  'read-write': { mask: READ_WRITE, right: 'Change', words: 'Change' },
  change: { mask: CHANGE, right: 'Change', words: 'Change' },
  full: { mask: FULL, right: 'Full', words: 'Full Control' },
} as const;
type Level = keyof typeof levels;
const levelNames = Object.keys(levels) as Level[];

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
  need: Level | null;
  /** What is granted where it is short and nobody said what is needed. */
  usual: Level | null;
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
export function needState(result: AccessResult, need: Level): Tri {
  return requireMask(result, levels[need].mask).state;
}

const sides = ['share', 'folder'] as const;

/** The answer first, then every right by side, why it is short, and what would mend that. */
export function* accessText(answer: AccessAnswer, style: Style): Iterable<string> {
  const { result, token, place, need, usual, tokenFrom, notes, exitCode } = answer;
  const identity = sidWords(token.user);
  const names = [verdict(answer, style), shown(identity, style), shown(place.name, style)];
  const mask = levels[need ?? 'full'].mask;
  const parts: Iterable<string>[] = [
    folded(names, shown(' · ', style), style.columns),
    wrapped('', tokenFrom, 0, style),
    // Of two sides that nobody read every right is unknown.
    answer.share.descriptor || answer.folder.descriptor ? tableLines(result, style) : [],
    [''],
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

/** `DENIED full`; where nobody said what is needed the most that is granted: `GRANTED change`. */
function verdict({ result, need }: AccessAnswer, style: Style): string {
  const said = (state: Tri, what: string): string => {
    const [word, color] = verdicts[state];
    return `${painted(word, color, style)} ${what}`;
  };
  if (need !== null) return said(needState(result, need), need);
  const states = levelNames.map((name) => needState(result, name));
  const most = states.lastIndexOf('granted');
  const perhaps = states.includes('unknown') ? ', perhaps more' : '';
  if (most >= 0) return said('granted', `${levelNames[most]}${perhaps}`);
  return said(perhaps ? 'unknown' : 'denied', 'read or write');
}

/** What people ask for, then the rights by name; each by side and together. */
function* tableLines({ bits, masks }: AccessResult, style: Style): Iterable<string> {
  const stateOf = (mask: number, { granted, denied }: { granted: number; denied: number }): Tri =>
    (denied & mask) !== 0 ? 'denied' : (granted & mask) >>> 0 === mask ? 'granted' : 'unknown';
  yield '';
  yield row('right', 'share', 'folder', 'together');
  for (const name of levelNames) {
    const { mask } = levels[name];
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
  let label = 'because';
  for (const reason of reasons) {
    yield* labelled(label, reason, style);
    label = '';
  }
}

/** Commands for each side that is short, to print and never to run. */
function* mendLines({ result, token, place, ...answer }: AccessAnswer, level: Level | null, style: Style) {
  if (level === null) {
    if (result.masks.both.granted !== FULL)
      yield* labelled('mend', 'With --need the commands that grant what is needed stand here.', style);
    return;
  }
  const { mask, right, words } = levels[level];
  const commandsOf = (side: Side): string[] => {
    if (answer[side].descriptor === null) return [];
    const { denied, inherited, grant } = shortageOf(result, side, mask);
    for (const { index } of inherited) atParent.push(`ACE ${index}`);
    const { share, scope, folder } = place;
    const short = result.bits.some((bit) => (bit.bit & mask) !== 0 && bit[side] !== 'granted');
    if (!short) return [];
    const commands = grantCommands({ side, share, scope, folder, sid: token.user, right, denied, grant });
    // What is below a file cannot inherit from it.
    return place.isFile ? commands.map((command) => command.replace(/:\(OI\)\(CI\)(?=\w+"$)/, ':')) : commands;
  };
  const atParent: string[] = [];
  const commands = sides.flatMap(commandsOf);
  if (commands.length > 0) {
    const text = `Grant ${sidWords(token.user)} ${words} where it is short, as administrator${place.on === null ? ' on the computer of the share, with the names put in' : ''}:`;
    const remedy = { text, commands, ...(place.on === null ? {} : { on: place.on }) };
    yield* remedyLines('mend', remedy, { target: '' }, style);
  }
  if (atParent.length > 0)
    yield* labelled(
      commands.length > 0 ? '' : 'mend',
      `${atParent.join(', ')} of the folder is inherited: remove it at the folder above that defines it.`,
      style,
    );
}

function* noteLines(notes: readonly string[], style: Style): Iterable<string> {
  if (notes.length > 0) yield '';
  for (const note of notes) yield* wrapped(`${marked('none', 'NOTE', style)}  `, note, labelIndent, style);
}
