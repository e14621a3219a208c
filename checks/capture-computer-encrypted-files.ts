import { wasRead } from '../src/model/answer.ts';
import { here, optional } from '../src/model/check.ts';
import { countText } from '../src/model/sizes.ts';
import { quotedForBoth } from '../src/windows/powershell-text.ts';
import { onReferenceComputer, referenceRights, unreadMessages, unreadParts } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };
type Files = On & { files: string; example: string | null };

const mostRoles = 15;
const mostFiles = 5;

export default defineCheck({
  id: 'capture-computer-encrypted-files',
  ...onReferenceComputer,
  titles: {
    fine: 'The reference computer has no files that Sysprep makes unreadable',
    broken: 'The reference computer has files that Sysprep makes unreadable',
  },
  why: 'Once Sysprep has run, what the Encrypting File System encrypted can be neither read nor recovered.',
  needs: { files: here('reference-encrypted-files'), system: optional(here('reference-system')) },
  gate: { capture: 'advisory' },
  rights: referenceRights,
  sources: ['Microsoft: Sysprep (System Preparation) Overview', 'Microsoft: Sysprep support for server roles'],
  messages: {
    'encrypted-files': {
      level: 'warn',
      text: ({ on, files, example }: Files) =>
        `${files} on ${on} will be unreadable in the image${example === null ? '' : `, for example ${example}`}.`,
      because: 'Sysprep takes the keys of the Encrypting File System away.',
      remedy: ({ on, example }: Files) => ({
        text: 'Decrypt the files as the user who encrypted them, or delete them. The first line lists the encrypted files of all drives:',
        on,
        commands: ['cipher.exe /u /n', ...(example === null ? [] : [`cipher.exe /d ${quotedForBoth(example)}`])],
      }),
    },
    roles: {
      level: 'info',
      text: ({ on, roles }: On & { roles: string }) => `${on} has these roles and features: ${roles}.`,
      because: 'Not every role works after Sysprep.',
      remedy: ({ on }: On) => ({
        text: 'Compare them with the list of roles that Sysprep supports, and install the others after deployment.',
        on,
      }),
    },
    'search-incomplete': {
      level: 'unknown',
      text: ({ on, why }: On & { why: string }) => `Whether ${on} has encrypted files is not known: ${why}.`,
      remedy: ({ on }: On) => ({
        text: 'List the encrypted files of all drives, as administrator:',
        on,
        commands: ['cipher.exe /u /n'],
      }),
    },
    'roles-missing': {
      level: 'unknown',
      text: ({ on }: On) => `Which roles ${on} has is not known: it is a server, and Windows has no list of them.`,
    },
    ...unreadMessages,
  },
  *judge({ files: { data }, system }, { target: { name: on } }) {
    const { files, count, unread, truncated } = data;
    const isWhole = unread === 0 && !truncated;
    if (count > 0) {
      const number = `${isWhole ? '' : 'At least '}${countText(count)} encrypted ${count === 1 ? 'file' : 'files'}`;
      const evidence = files
        .slice(0, mostFiles)
        .map((path) => ({ fact: 'reference-encrypted-files', target: on, seen: path }));
      yield { code: 'encrypted-files', args: { on, files: number, example: files[0] ?? null }, evidence };
    } else if (!isWhole) {
      const folders = unread === 1 ? '1 folder' : `${countText(unread)} folders`;
      const why = truncated ? 'the search came to its bound' : `${folders} could not be looked into`;
      yield { code: 'search-incomplete', args: { on, why } };
    }

    if (system.status !== 'ok') return;
    const { windows, features } = system.data;
    yield* unreadParts(on, [['Whether it is a server', windows]]);
    // 2 and 3 are servers.
    if (!wasRead(windows) || windows.value.productType === 1) return;
    yield* unreadParts(on, [['The list of roles', features]]);
    if (!wasRead(features)) return;
    if (features.value === null) yield { code: 'roles-missing', args: { on } };
    else if (features.value.length > 0)
      yield { code: 'roles', args: { on, roles: listed(features.value.map(({ name }) => name)) } };
  },
});

function listed(names: string[]): string {
  const more = names.length - mostRoles;
  return `${names.slice(0, mostRoles).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
