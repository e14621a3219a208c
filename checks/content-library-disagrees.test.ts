import { describe, expect, test } from 'vitest';
import type { Failure } from '../src/model/answer.ts';
import type { Json } from '../src/model/json.ts';
import { edited, libraryOf, wanted } from '../test/checks/content.ts';
import {
  estate,
  healthyHosts,
  healthySite,
  libraryLists,
  noSite,
  partError,
  sequence,
  site,
  unread,
} from '../test/checks/gathering.ts';
import { judged, judges, resultOf } from '../test/checks/table.ts';
import check from './content-library-disagrees.ts';

const lists = (parts: { [key: string]: Json }) => ({ facts: { 'content-library-list': libraryLists(parts) } });
const answer = (given: Json | Failure) => ({ facts: { 'content-library-list': given } });
const ids = (...list: string[]): Json => ({ value: list });
const both = ['PS100005', 'PS100012'];
const noRecord = lists({ recorded: ids('PS100005') });
const absent: Json = {
  error: {
    types: [],
    hresults: ['0x80041010'],
    native: 'InvalidClass',
    id: 'HRESULT 0x80041010',
    message: 'Invalid class',
  },
};
const stand = (parts: object) => ({ 'site-packages': site(healthySite[0]!, { ...healthySite[1]!, ...parts }) });
const others = Array.from({ length: 12 }, (_, i) => `PS2${String(i).padStart(5, '0')}`);
const alone = { ...noSite, configuration: { ...noSite.configuration, packages: both } };

judges(check, [
  ['both name the same', {}, 'pass'],
  ['in another spelling', lists({ listed: ids('ps100005', 'ps100012') }), 'pass'],
  ['without a site', alone, 'pass'],
  ['a record is missing', noRecord, 'fail record-missing'],
  ['a record is missing, without a site', { ...alone, ...noRecord }, 'fail record-missing'],
  ['a package is not listed', lists({ listed: ids('PS100005') }), 'fail not-listed'],
  ['one each', lists({ listed: ids('PS100005'), recorded: ids('PS100012') }), 'fail not-listed record-missing'],
  ['neither names it', lists({ listed: ids('PS100005'), recorded: ids('PS100005') }), 'pass'],
  [
    'while it is being updated',
    { facts: { ...noRecord.facts, ...stand({ status: { state: 7 } }) } },
    'blocked in-motion',
  ],
  ['out of scope, listed alone', lists({ listed: ids(...both, ...others) }), 'pass others-without-record'],
  ['out of scope, recorded alone', lists({ recorded: ids(...both, ...others) }), 'pass others-not-listed'],
  ['an empty list', lists({ listed: ids() }), 'fail not-listed not-listed'],
  // What was not read
  ['no such class', lists({ listed: absent }), 'pass no-list'],
  ['the list denied', lists({ listed: partError }), 'unknown list-unread'],
  ['the records denied', lists({ recorded: partError }), 'unknown records-unread'],
  ['more than are read', lists({ truncated: true }), 'unknown list-cut'],
  ['no content library', lists({ recorded: { value: null } }), 'not-applicable no-library'],
  ['unread', answer(unread()), 'unknown fact-unread'],
  ['not asked', { without: ['content-library-list'] }, 'not-applicable not-asked'],
  [
    'references that are cut',
    { facts: { 'task-sequence': sequence({ truncated: true }) } },
    'blocked scope-incomplete',
  ],
  ['site unread', { facts: { 'site-packages': unread() } }, 'unknown fact-unread'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);

describe('what it says', () => {
  test('packages out of scope are counted, with a few of them', () => {
    const [finding] = resultOf(check, estate(lists({ listed: ids(...both, ...others) }))).findings;
    expect(finding?.text).toBe(
      'DP01 lists 12 further packages that its content library does not record: PS200000, PS200001, PS200002, PS200003, PS200004 and 7 more.',
    );
  });

  test('a package that the library lacks is one fault', () => {
    const { rows } = libraryOf(wanted);
    const gone = edited(rows, 'package', 'PS100012', { ini: { value: null }, refs: [] });
    const results = judged(estate({ facts: { ...noRecord.facts, 'content-library': gone } }));
    const finding = results.flatMap(({ findings }) => findings).find(({ code }) => code === 'record-missing');
    expect(finding?.causedBy).toMatchObject({ check: 'content-not-current', code: 'library-disagrees' });
  });
});
