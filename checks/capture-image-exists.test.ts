import { expect, test } from 'vitest';
import type { Json } from '../src/model/json.ts';
import { accountToken, captureSequence, captureStep, dfsTargets } from '../test/checks/capture.ts';
import {
  type Changes,
  estate,
  fullAccess,
  noSite,
  partError,
  share,
  shareRows,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './capture-image-exists.ts';

const healthy = estate().configuration.capture!;
const image = (parts: { [key: string]: Json } = {}): { [key: string]: Json } => ({
  image: {
    value: {
      path: 'D:\\Captures\\image.wim',
      bytes: 12.3e9,
      lastWriteTime: '2026-02-20T10:30:00Z',
      attributes: 0x20,
      sddl: { value: fullAccess },
      ...parts,
    },
  },
});
const there = (
  parts: { [key: string]: Json } = {},
  ofShare: { [key: string]: Json } = {},
  facts: Changes['facts'] = {},
): Changes => ({
  facts: { 'share-security': share({ ...image(parts), ...ofShare }), ...facts },
});
const step = (account: string | null): Changes['facts'] => ({
  'capture-sequence': captureSequence({ steps: [captureStep({ account })] }),
});
const unnamed: Changes = {
  configuration: { capture: { ...healthy, destination: '\\\\CM01\\Captures$', account: null } },
  params: { 'share-security': { share: 'Captures$', path: '', file: '' } },
};

judges(check, [
  ['no image', {}, 'pass'],
  ['an image', there(), 'warn exists'],
  ['an image of a cluster role', there({}, { scopeName: 'CM01' }), 'warn exists'],
  ['an image that only administrators may delete', there({ sddl: { value: 'O:BAG:SYD:(A;;FA;;;BA)' } }), 'warn exists'],
  ['an image whose descriptor was not read', there({ sddl: partError }), 'warn exists'],
  ['an image without a descriptor', there({ sddl: { value: null } }), 'warn exists'],
  ['an image, and the share unread', there({}, { sddl: null }), 'warn exists'],
  [
    'an image, and the groups unread',
    there(
      { sddl: { value: 'O:BAG:SYD:(A;;FA;;;DU)' } },
      {},
      { 'account-token': accountToken(2113, [], { groups: partError }) },
    ),
    'warn exists',
  ],
  [
    'an image, and the account unread',
    there({}, {}, { 'account-token': unread() }),
    'unknown exists fact-unread fact-unread',
  ],
  ['an image of exactly 60 GB', there({ bytes: 60e9 }), 'warn exists'],
  ['an image of more', there({ bytes: '60000000001' }), 'warn exists large'],
  ['an image of no bytes', there({ bytes: 0 }), 'warn exists'],
  [
    'a variable for an account',
    { ...there({}, {}, step('%A%')), configuration: { capture: { ...healthy, account: null } } },
    'warn exists',
  ],
  [
    'no account',
    { ...there({}, {}, step(null)), configuration: { capture: { ...healthy, account: null } } },
    'warn exists',
  ],
  [
    'an account without a domain',
    { ...there({}, {}, step('svc')), configuration: { capture: { ...healthy, account: null } } },
    'warn exists',
  ],
  [
    'whether there is one was not read',
    { facts: { 'share-security': share({ image: partError }) } },
    'unknown image-unread',
  ],
  ['an image of a role that the destination does not name', there({}, { scopeName: 'FSROLE' }), 'blocked place-unread'],
  ['no such share', { facts: { 'share-security': shareRows() } }, 'blocked place-unread'],
  [
    'no target of DFS is online',
    { facts: { 'dfs-targets': dfsTargets({ namespacePath: '\\\\CM01\\Captures$' }) } },
    'blocked place-unread',
  ],
  ['the destination names no file', unnamed, 'not-applicable no-file'],
  ['the share unread', { facts: { 'share-security': unread() } }, 'unknown fact-unread'],
  ['nothing asked', { ...noSite, hosts: [] }, 'not-applicable not-asked'],
]);

const text = (changes: Changes): string => resultOf(check, estate(changes)).findings[0]!.text;
const begins = '\\\\CM01\\Captures$\\image.wim exists (12 GB, 2026-02-20 10:30 UTC) and will be overwritten.';

test.each([
  ['who may overwrite it needs no word', there(), ''],
  [
    'who may not, by which side',
    there({ sddl: { value: 'O:BAG:SYD:(A;;FA;;;SY)(A;;0x1301bd;;;AU)' } }),
    ' CONTOSO\\svc-capture may not overwrite it: file: no ACE grants FILE_WRITE_DATA to CONTOSO\\svc-capture (S-1-5-21-4-5-6-2113).',
  ],
  ['an attribute', there({ attributes: 0x21 }), ' It is read-only, so nobody may write to it.'],
  [
    'a deny on the share',
    there({}, { sddl: 'O:BAG:SYD:(D;;SD;;;AU)(A;;FA;;;WD)' }),
    ' CONTOSO\\svc-capture may not overwrite it: share: ACE 1 (D;;SD;;;AU) denies delete to Authenticated Users (S-1-5-11).',
  ],
  [
    'what is not known',
    there({ sddl: partError }),
    " Whether CONTOSO\\svc-capture may overwrite it is not known: the file's security descriptor: Access is denied.",
  ],
] as [string, Changes, string][])('%s', (_, changes, ends) => {
  expect(text(changes)).toBe(begins + ends);
});
