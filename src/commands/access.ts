import path from 'node:path';
import { type AccessOptions, type GivenDescriptors, sidOptions } from '../cli/access-options.ts';
import { readText } from '../cli/config.ts';
import { quoted } from '../cli/values.ts';
import { UsageError } from '../model/usage-error.ts';
import { type AccessAnswer, type AccessSide, accessText, needState } from '../report/access-text.ts';
import type { Style } from '../report/style.ts';
import { visibleJson } from '../report/visible.ts';
import type { Surroundings } from '../surroundings.ts';
import { type AliasContext, evaluateParsed, providerSystemToken, type Token } from '../windows/access.ts';
import { baseOf } from '../windows/sid.ts';
import { descriptorFrom } from './access-descriptor.ts';

/** Both sides of an access, and what is to be said of them. */
export type AccessSubject = Pick<AccessAnswer, 'share' | 'folder' | 'place' | 'notes'>;

/** Says what an account may do. Its exit code answers what is needed: 0 granted, 1 denied, 3 unknown. */
export async function access(options: AccessOptions, around: Surroundings, style: Style): Promise<number> {
  if (options.source === 'batch') {
    const { batch } = await import('./access-batch.ts');
    return batch(around);
  }
  const { need, format } = options;
  // Wrong input is said before anybody is asked.
  const { token, from } = await tokenOf(options.token, around);
  const subject =
    options.source === 'given' ? given(options) : await (await import('./access-path.ts')).ofPath(options, around);
  const { share, folder } = subject;
  const result = evaluateParsed({
    share: share.descriptor,
    folder: folder.descriptor,
    token,
    shareAliases: share.aliases,
    folderAliases: folder.aliases,
  });
  const states = { granted: 0, denied: 1, unknown: 3 };
  const answered = need === null ? (result.masks.both.unknown === 0 ? 0 : 3) : states[needState(result, need)];
  const exitCode = around.signal.aborted ? 130 : answered;
  if (format === 'json') {
    for (const side of ['share', 'folder'] as const)
      if (subject[side].unread !== null) around.tell(`${side}: ${subject[side].unread}`);
    await around.print(`${visibleJson(JSON.stringify(result, null, 2))}\n`);
    return exitCode;
  }
  const usual = options.token === 'system' ? ('full' as const) : null;
  const answer: AccessAnswer = { ...subject, result, token, tokenFrom: from, need, usual, exitCode };
  for (const chunk of accessText(answer, style)) await around.print(chunk);
  return exitCode;
}

async function tokenOf(name: string, { cwd }: Surroundings): Promise<{ token: Token; from: string }> {
  if (name === 'system') {
    const from =
      "An SMS Provider on the computer of the share comes as SYSTEM. One elsewhere comes as its computer's account, whose token --token takes as a file.";
    return { token: providerSystemToken(), from };
  }
  const option = `--token ${quoted(name)}`;
  const what = 'it is system, or a JSON file of a token';
  const text = await readText(path.resolve(cwd, name), { option, name, what, format: 'JSON' });
  let data: unknown;
  try {
    data = JSON.parse(text!);
  } catch {
    throw new UsageError(`${option} is not JSON; ${what}.`);
  }
  const { tokenFrom } = await import('../cli/access-input.ts');
  const token = tokenFrom(data, option);
  const groups = token.groups.length === 1 ? '1 group' : `${token.groups.length} groups`;
  const whole = token.groupsComplete ? 'complete' : 'not complete, so a group of a domain may be missing';
  return { token, from: `The token of ${name}: ${groups}, ${whole}.` };
}

function given({ shareSddl, folderSddl, shareSids, folderSids }: GivenDescriptors): AccessSubject {
  const share = givenSide('share', shareSddl, shareSids);
  const folder = givenSide('folder', folderSddl, folderSids);
  return {
    share,
    folder,
    place: {
      name: 'the descriptors given',
      on: null,
      share: '<share>',
      scope: null,
      folder: '<folder>',
      isFile: false,
    },
    notes: [...missingSids('share', share), ...missingSids('folder', folder)],
  };
}

/** Aliases in the entries of a descriptor whose SID only an option tells, a sentence for each option. */
function missingSids(side: 'share' | 'folder', { descriptor, aliases }: AccessSide): string[] {
  const written = (descriptor?.dacl?.aces ?? []).map(({ sid }) => sid);
  return (Object.keys(sidOptions) as (keyof AliasContext)[]).flatMap((base) => {
    const open = [...new Set(written.filter((alias) => aliases[base] === undefined && baseOf(alias) === base))];
    if (open.length === 0) return [];
    return [`${side}: whom ${open.join(' and ')} stands for is not known without --${side}-${sidOptions[base]}.`];
  });
}

function givenSide(side: string, sddl: string | null, aliases: AliasContext): AccessSide {
  const option = `--${side}-sddl`;
  if (sddl === null) return { descriptor: null, aliases, unread: `not known, since ${option} was not given` };
  const read = descriptorFrom(sddl, option);
  if ('wrong' in read) throw new UsageError(read.wrong);
  return { descriptor: read, aliases, unread: null };
}
