import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contentsMissing,
  isListed,
  isReadable,
  type LibraryEntry,
  type PackageState,
  packageState,
  referenceVersionDiffers,
  type SitePackage,
} from './package-state.ts';

const known: SitePackage = {
  package: 'PS100012',
  name: 'Client',
  type: 0,
  sourceVersion: 3,
  storedVersion: 3,
  sourceSite: 'PS1',
  flags: 0,
  sourceFlag: 2,
};
const application = { ...known, type: 8, sourceVersion: 1 };
const at = (version: number | null | 'malformed'): LibraryEntry & { present: true } => ({
  present: true,
  version,
  refs: [typeof version === 'number' ? `PS100012.${version}` : 'Content_a.1'],
});
const status = (state = 0, sourceVersion = 3) => ({ state, sourceVersion });
const absent: LibraryEntry = { present: false };

type Arguments = Parameters<typeof packageState>;
const rows: [string, Arguments, PackageState][] = [
  ['all agree', [known, status(), true, at(3)], 'current'],
  ['nobody asked the library', [known, status(), true, null], 'current'],
  ['not at the site', [undefined, status(), true, at(3)], 'unknown-to-site'],
  ['flag "no package"', [{ ...known, flags: 0x10000000 }, undefined, false, absent], 'no-content'],
  ['flags as a signed number', [{ ...known, flags: -0x70000000 }, undefined, false, absent], 'no-content'],
  ['another flag', [{ ...known, flags: 0x04000000 }, status(), true, at(3)], 'current'],
  ['no source', [{ ...known, sourceFlag: 1 }, undefined, true, null], 'no-content'],
  ['no row and no target', [known, undefined, false, at(3)], 'not-targeted'],
  ['a target without a row', [known, undefined, true, at(3)], 'pending'],
  ['installing', [known, status(1, 2), true, at(2)], 'pending'],
  ['retrying', [known, status(2), true, at(3)], 'pending'],
  ['failed', [known, status(3), true, at(3)], 'failed'],
  ['removal pending', [known, status(4), true, at(3)], 'removing'],
  ['removal retrying', [known, status(5), true, at(3)], 'removing'],
  ['removal failed', [known, status(6), true, at(3)], 'removing'],
  ['updating', [known, status(7), true, at(3)], 'updating'],
  ['monitored', [known, status(8), true, at(3)], 'ask-status-message'],
  ['a state without a document', [known, status(9), true, at(3)], 'state-unknown'],
  ['a negative state', [known, status(-1), true, at(3)], 'state-unknown'],
  ['older here', [known, status(0, 2), true, at(2)], 'stale'],
  ['newer here', [known, status(0, 4), true, at(4)], 'site-behind'],
  ['the library has an older one', [known, status(), true, at(2)], 'library-disagrees'],
  ['the library has none', [known, status(), true, absent], 'library-disagrees'],
  ['the library has none, monitored', [known, status(8), true, absent], 'library-disagrees'],
  ['the record is unread', [known, status(), true, 'unread'], 'library-unread'],
  ['the record has no version, and contents of another form', [known, status(), true, at(null)], 'current'],
  [
    'the record has no version, and an older content',
    [known, status(), true, { ...at(null), refs: ['PS100012.2'] }],
    'library-disagrees',
  ],
  [
    'the record lists another version than its own',
    [known, status(), true, { ...at(3), refs: ['PS100012.2'] }],
    'library-disagrees',
  ],
  [
    'the record does not list its own version',
    [known, status(), true, { ...at(3), refs: ['Content_a.1'] }],
    'library-disagrees',
  ],
  ['the record lists no content', [known, status(), true, { ...at(3), refs: [] }], 'library-unread'],
  ['the record has a broken version', [known, status(), true, at('malformed')], 'library-unread'],
  ['stale leads over what is unread', [known, status(0, 2), true, 'unread'], 'stale'],
  ['an application has version 1', [application, status(0, 1), true, at(null)], 'current'],
  ['an application, other versions everywhere', [application, status(0, 7), true, at(9)], 'current'],
  ['an application that the library lacks', [application, status(0, 1), true, absent], 'library-disagrees'],
  ['an application whose record is unread', [application, status(0, 1), true, 'unread'], 'library-unread'],
];

const two = { ...at(null), refs: ['Content_a.1', 'CONTENT_B.12'] };
const behind = { ...known, storedVersion: 2 };
const message = (messageId: number) => ({ message: { messageId } });
const more: typeof rows = [
  [
    'the record lists an older content as well',
    [known, status(), true, { ...at(3), refs: ['PS100012.2', 'PS100012.3'] }],
    'current',
  ],
  ['validated: hash invalid', [known, status(), true, at(3), message(2382)], 'validation-bad'],
  ['validated: missing or corrupt', [known, status(), true, at(3), message(2383)], 'validation-bad'],
  ['validated: right', [known, status(), true, at(3), message(2384)], 'current'],
  ['distributed', [known, status(), true, at(3), message(2330)], 'current'],
  ['no message', [known, status(), true, at(3), { message: null }], 'current'],
  ['monitored, validated: hash invalid', [known, status(8), true, at(3), message(2382)], 'validation-bad'],
  ['monitored, validated: missing or corrupt', [known, status(8), true, at(3), message(2383)], 'validation-bad'],
  ['monitored, validated: right', [known, status(8), true, at(3), message(2384)], 'current'],
  ['monitored, another message', [known, status(8), true, at(3), message(2380)], 'ask-status-message'],
  ['monitored, no message', [known, status(8), true, at(3), { message: null }], 'ask-status-message'],
  ['stale leads over a message', [known, status(0, 2), true, at(2), message(2383)], 'stale'],
  ['failed leads over a message', [known, status(3), true, at(3), message(2384)], 'failed'],
  ['no snapshot at its own site', [behind, status(), true, at(3), { siteCode: 'ps1' }], 'no-snapshot'],
  ['no snapshot at all', [{ ...known, storedVersion: 0 }, status(), true, at(3), { siteCode: 'PS1' }], 'no-snapshot'],
  [
    'an older snapshot elsewhere',
    [{ ...known, storedVersion: 0 }, status(), true, at(3), { siteCode: 'PS2' }],
    'current',
  ],
  ['an older snapshot, the site unnamed', [behind, status(), true, at(3), { siteCode: null }], 'current'],
  ['no snapshot, and stale', [behind, status(0, 2), true, at(2), { siteCode: 'PS1' }], 'stale'],
  [
    'no snapshot, and validated bad',
    [behind, status(), true, at(3), { siteCode: 'PS1', ...message(2383) }],
    'validation-bad',
  ],
  [
    'an application has no snapshot to speak of',
    [{ ...application, storedVersion: 0 }, status(), true, two, { siteCode: 'PS1' }],
    'current',
  ],
  [
    'an application with all its contents',
    [application, status(0, 1), true, two, { contents: ['Content_b', 'content_A.1'] }],
    'current',
  ],
  [
    'an application without one of them',
    [application, status(0, 1), true, two, { contents: ['Content_a', 'Content_c'] }],
    'contents-missing',
  ],
  [
    'an application of which the site knows no content',
    [application, status(0, 1), true, two, { contents: [] }],
    'current',
  ],
  [
    'an application whose contents are unread',
    [application, status(0, 1), true, two, { contents: 'unread' }],
    'contents-unread',
  ],
  [
    'an application whose library nobody asked',
    [application, status(0, 1), true, null, { contents: ['Content_c'] }],
    'current',
  ],
  [
    'a driver package names its content by its version',
    [{ ...known, type: 3 }, status(), true, at(3), { contents: ['Content_d'] }],
    'current',
  ],
];

test.each([...rows, ...more])('%s', (_, facts, expected) => {
  expect(packageState(...facts)).toBe(expected);
});

describe('whatever the facts', () => {
  const version = fc.integer({ min: 1, max: 4 });
  const library: fc.Arbitrary<Arguments[3]> = fc.oneof(
    fc.constantFrom(null, 'unread' as const, absent, at(null), at('malformed')),
    version.map((each) => at(each)),
  );

  test('current means state 0, and three equal versions of what has versions', () => {
    fc.assert(
      fc.property(
        version,
        version,
        fc.integer({ min: 0, max: 9 }),
        fc.boolean(),
        library,
        fc.constantFrom(0, 8),
        (source, here, state, targeted, entry, type) => {
          const is = packageState({ ...known, type, sourceVersion: source }, status(state, here), targeted, entry);
          if (is !== 'current') return;
          expect(state).toBe(0);
          expect(entry).not.toBe('unread');
          expect(entry).not.toEqual(absent);
          if (type !== 8) expect([source, entry]).toEqual([here, entry === null ? null : at(here)]);
        },
      ),
      { seed: 20261122 },
    );
  });
});

test.each([
  ['Content_a', ['Content_a.1'], []],
  ['Content_a.1', ['content_A.1'], []],
  ['Content_a', ['Content_a.1.2'], ['Content_a']],
  ['Content_a', ['Content_ab.1'], ['Content_a']],
  ['Content_a', [], ['Content_a']],
])('the content %s in %j', (id, refs, missing) => {
  expect(contentsMissing([id], refs)).toEqual(missing);
});

test.each([
  ['all agree', known, status(), 3, false],
  ['the reference alone is older', known, status(), 2, true],
  ['the reference alone is newer', known, status(), 4, true],
  ['the site says none', known, status(), null, false],
  ['the others differ, which is said already', known, status(0, 2), 2, false],
  ['no status', known, undefined, 2, false],
  ['an application', application, status(0, 1), 7, false],
] as [string, SitePackage, ReturnType<typeof status> | undefined, number | null, boolean][])(
  'version in SMS_TaskSequenceReferenceDps: %s',
  (_, site, here, reference, differs) => {
    expect(referenceVersionDiffers(site, here, reference)).toBe(differs);
  },
);

test.each([
  ['current', true],
  ['ask-status-message', true],
  ['library-disagrees', true],
  ['library-unread', true],
  ['site-behind', true],
  ['stale', false],
  ['pending', false],
  ['failed', true],
  ['contents-missing', true],
  ['contents-unread', true],
  ['validation-bad', true],
  ['no-snapshot', true],
  ['removing', false],
  ['updating', false],
  ['not-targeted', false],
  ['unknown-to-site', false],
  ['no-content', false],
  ['state-unknown', false],
] as [PackageState, boolean][])('the files of a package that is %s are read: %j', (state, readable) => {
  expect(isReadable(state)).toBe(readable);
  // An old version is listed, although its bytes are not read.
  expect(isListed(state)).toBe(readable || state === 'stale');
});
