import { CHANGE, FULL, READ, READ_WRITE } from '../windows/access.ts';
import { grantCommands, shortageOf, widenedWords } from '../windows/access-remedies.ts';
import { type Side, sidWords } from '../windows/access-words.ts';
import type { AccessAnswer } from './access-text.ts';
import type { Style } from './style.ts';
import { labelled, remedyLines } from './text-labels.ts';

/** The rights that people ask for, weakest first: masks, their names on a share, and for a sentence. */
export const accessLevels = {
  read: { mask: READ, right: 'Read', words: 'Read' },
  // A share has nothing between Read and Change.
  'read-write': { mask: READ_WRITE, right: 'Change', words: 'Change' },
  change: { mask: CHANGE, right: 'Change', words: 'Change' },
  full: { mask: FULL, right: 'Full', words: 'Full Control' },
} as const;
export type AccessLevel = keyof typeof accessLevels;
export const accessLevelNames = Object.keys(accessLevels) as AccessLevel[];

/** Commands for each side that is short, to print and never to run. */
export function* mendLines({ result, token, place, ...answer }: AccessAnswer, level: AccessLevel | null, style: Style) {
  if (level === null) {
    if (result.masks.both.granted !== FULL)
      yield* labelled('mend', 'With --need the commands that grant what is needed stand here.', style);
    return;
  }
  const { mask, right, words } = accessLevels[level];
  const commandsOf = (side: Side): string[] => {
    if (answer[side].descriptor === null) return [];
    const shortage = shortageOf(input, result, { side, mask, right });
    for (const { index } of shortage.inherited) atParent.push(`ACE ${index}`);
    if (shortage.widened) isWidened = true;
    const { share, scope, folder } = place;
    const short = result.bits.some((bit) => (bit.bit & mask) !== 0 && bit[side] !== 'granted');
    if (!short) return [];
    const commands = grantCommands({ share, scope, folder, sid: token.user, shortage });
    // What is below a file cannot inherit from it.
    return place.isFile ? commands.map((command) => command.replace(/:\(OI\)\(CI\)(?=\w+"$)/, ':')) : commands;
  };
  const input = {
    share: answer.share.descriptor,
    folder: answer.folder.descriptor,
    token,
    shareAliases: answer.share.aliases,
    folderAliases: answer.folder.aliases,
  };
  const atParent: string[] = [];
  let isWidened = false;
  const commands = (['share', 'folder'] as const).flatMap(commandsOf);
  if (commands.length > 0) {
    const names = place.on === null ? ', with the names put in' : '';
    const text = `So that ${sidWords(token.user)} has ${words}, as administrator${names}:`;
    const remedy = { text, commands, ...(place.on === null ? {} : { on: place.on }) };
    yield* remedyLines('mend', remedy, { target: '' }, style);
    if (isWidened) yield* labelled('', widenedWords, style);
  }
  if (atParent.length > 0)
    yield* labelled(
      commands.length > 0 ? '' : 'mend',
      `${atParent.join(', ')} of the folder ${atParent.length === 1 ? 'is' : 'are'} inherited from a folder above; a grant on the folder itself stands before ${atParent.length === 1 ? 'it' : 'them'}.`,
      style,
    );
}
