import { describe, expect, test } from 'vitest';
import type { Json } from '../src/model/json.ts';
import {
  dpRegistry,
  estate,
  healthyHosts,
  logRecord,
  noSite,
  partError,
  service,
  services,
  sitePoint,
  smspxeLog,
  stopped,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './pxe-certificate-rejected.ts';

const loadedAt = (seconds: number) => logRecord('PXE Provider loaded.', seconds);
const loaded = loadedAt(42);
const answered = (seconds: number) => logRecord('MP_LookupDevice succeeded: 1 2 1', seconds);
const expired = (seconds: number) =>
  logRecord('PXE Provider failed to read configuration parameters. (Error: 800B0101; Source: Windows)', seconds);
const store = (seconds: number) =>
  logRecord('Failed to create certificate store from encoded certificate. (Error: 80092002)', seconds);
const connection = (seconds: number) => logRecord('PXE Provider failed to initialize MP connection.', seconds);
const untimed = '<![LOG[Failed to create certificate store from encoded certificate]LOG]!><time="x" date="y">';
const log = (...records: string[]) => ({ 'smspxe-log': smspxeLog(records) });
const noList = (list: Json) => ({ 'distribution-point': dpRegistry({}, { issuingCertificateList: list }) });
/** The log, and before it what rolled over. */
const rolled = (before: Json, now: Json) => ({
  'smspxe-log': {
    tried: [],
    files: [before, now].map((records, index) => ({
      path: `D:\\SMS_DP$\\sms\\logs\\SMSPXE.lo${index === 0 ? '_' : 'g'}`,
      bytes: 9000,
      lastWriteTime: '2026-03-02T14:00:00Z',
      readBytes: 9000,
      records,
      truncated: false,
    })),
  },
});
const sccm = {
  'pxe-services': services(service('SccmPxe'), service('WDSServer', stopped)),
  'site-distribution-points': sitePoint({ IsPXE: 1, SccmPxe: 1 }),
};

judges(check, [
  ['no complaint', {}, 'pass'],
  ['no complaint, without a site', noSite, 'pass'],
  ['an empty log', { facts: log() }, 'pass'],
  // Each complaint
  ['expired', { facts: log(loaded, expired(43)) }, 'fail certificate-expired'],
  [
    'configuration unread for another reason',
    { facts: log(loaded, logRecord('PXE Provider failed to read configuration parameters. (80070005)', 43)) },
    'warn configuration-unread',
  ],
  ['the store', { facts: log(loaded, store(43)) }, 'fail certificate-store'],
  [
    'the store, no list',
    { facts: { ...log(loaded, store(43)), ...noList({ value: false }) } },
    'fail certificate-store',
  ],
  ['the store, list unread', { facts: { ...log(loaded, store(43)), ...noList(partError) } }, 'fail certificate-store'],
  ['no list alone is no complaint', { facts: noList({ value: false }) }, 'pass'],
  ['the management point', { facts: log(loaded, connection(43)) }, 'warn mp-connection'],
  [
    'the management point, because of the store',
    { facts: log(loaded, store(43), connection(44)) },
    'fail certificate-store mp-connection',
  ],
  [
    'all three',
    { facts: log(loaded, expired(43), store(43), connection(44)) },
    'fail certificate-expired certificate-store mp-connection',
  ],
  ['the same, twice', { facts: log(store(43), store(90)) }, 'fail certificate-store'],
  [
    'a message that failed',
    { facts: log(loaded, logRecord('PXE Provider failed to process message.', 43)) },
    'warn message-failed',
  ],
  ['SccmPxe complains as well', { facts: { ...sccm, ...log(store(43)) } }, 'fail certificate-store'],
  [
    'WDS is stopped',
    { facts: { ...log(expired(43)), 'pxe-services': services(service('WDSServer', stopped)) } },
    'fail certificate-expired',
  ],
  // Older than the boot, or mended since
  ['before the restart', { facts: log(store(-3600), loaded) }, 'pass'],
  ['a client was looked up since', { facts: log(loaded, store(43), connection(44), answered(600)) }, 'pass'],
  ['a client was looked up before', { facts: log(loaded, answered(600), store(700)) }, 'fail certificate-store'],
  ['one mended, one not', { facts: log(expired(43), answered(600), connection(700)) }, 'warn mp-connection'],
  // The process started 41.1 s after the machine.
  ['loaded after the complaint, in the same start', { facts: log(store(43), loadedAt(90)) }, 'fail certificate-store'],
  ['loaded by a newer process', { facts: log(store(41), loadedAt(42)) }, 'pass'],
  [
    'one of a newer process, one of this',
    { facts: log(expired(40), loadedAt(42), connection(43)) },
    'warn mp-connection',
  ],
  ['a newer process that has not loaded', { facts: log(loadedAt(20), store(30)) }, 'fail certificate-store'],
  ['loaded again, and then a newer process', { facts: log(store(20), loadedAt(30)) }, 'unknown log-unread'],
  [
    'loaded again, the start of the process unread',
    {
      facts: {
        ...log(store(43), loadedAt(90)),
        'pxe-services': services(service('WDSServer', { processStarted: partError })),
      },
    },
    'unknown log-unread',
  ],
  [
    'loaded again, and WDS is stopped now',
    { facts: { ...log(store(43), loadedAt(90)), 'pxe-services': services(service('WDSServer', stopped)) } },
    'unknown log-unread',
  ],
  // What the log does not say
  ['no log', { facts: { 'smspxe-log': { tried: [], files: [] } } }, 'unknown log-unread'],
  ['log unread', { facts: { 'smspxe-log': smspxeLog([], { records: partError }) } }, 'unknown log-unread'],
  ['a complaint without a time', { facts: log(loaded, untimed) }, 'unknown log-unread'],
  ['a complaint without a time, and one with', { facts: log(untimed, store(43)) }, 'fail certificate-store'],
  [
    'the management point, and a complaint without a time',
    { facts: log(untimed, connection(43)) },
    'unknown log-unread mp-connection',
  ],
  [
    'cut, and not loaded in what is left',
    { facts: { 'smspxe-log': smspxeLog([], { readBytes: 10 }) } },
    'unknown log-unread',
  ],
  [
    'cut, and the store',
    { facts: { 'smspxe-log': smspxeLog([store(43)], { readBytes: 10 }) } },
    'fail certificate-store',
  ],
  ['rolled over', { facts: rolled({ value: [store(43)] }, { value: [] }) }, 'fail certificate-store'],
  ['rolled over, mended since', { facts: rolled({ value: [store(43)] }, { value: [answered(600)] }) }, 'pass'],
  [
    'rolled over, what came since is unread',
    { facts: rolled({ value: [store(43)] }, partError) },
    'unknown log-unread',
  ],
  [
    'rolled over, what came before is unread',
    { facts: rolled(partError, { value: [store(43)] }) },
    'fail certificate-store',
  ],
  // No responder, row 1
  [
    'no PXE',
    { facts: { 'distribution-point': dpRegistry({ IsPXE: 0 }), 'site-distribution-points': sitePoint({ IsPXE: 0 }) } },
    'not-applicable no-responder',
  ],
  ['no service', { facts: { 'pxe-services': services() } }, 'blocked responder-unclear'],
  ['log not to be had', { facts: { 'smspxe-log': unread() } }, 'unknown fact-unread'],
  ['boot unread', { facts: { boot: unread() } }, 'unknown fact-unread'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);

describe('what is said', () => {
  test('of the list of certificates', () => {
    const said = (list: Json): string =>
      resultOf(check, estate({ facts: { ...log(store(43)), ...noList(list) } })).findings[0]!.text;
    expect(said({ value: false })).toContain('IssuingCertificateList is missing');
    expect(said({ value: true })).toContain('IssuingCertificateList is there');
    expect(said(partError)).toContain('could not be read');
  });

  test('the management point follows from the certificate', () => {
    const { findings } = resultOf(check, estate({ facts: log(store(43), connection(44)) }));
    expect(findings.find(({ code }) => code === 'mp-connection')?.causedBy?.code).toBe('certificate-store');
  });
});
