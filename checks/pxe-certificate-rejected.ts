import { wasRead } from '../src/model/answer.ts';
import { here } from '../src/model/check.ts';
import { type LogTroubleKind, readSmsPxeLog } from '../src/windows/smspxe-log.ts';
import { inSentence } from '../src/windows/wording.ts';
import { noResponder, noResponderMessages, responderNeeds, responderOn } from './facts/responder.ts';
import { defineCheck } from './facts.ts';

type Trouble = { on: string; service: string; at: string };
type List = 'there' | 'missing' | 'unread';

const lists: { [list in List]: string } = {
  there: 'the value IssuingCertificateList is there',
  missing: 'the value IssuingCertificateList is missing',
  unread: 'whether the value IssuingCertificateList is there could not be read',
};
const securityKey = 'HKLM\\SOFTWARE\\Microsoft\\SMS\\Security';
const untilAnswered = 'Clients get no answer until the management point accepts the distribution point again.';

export default defineCheck({
  id: 'pxe-certificate-rejected',
  area: 'pxe',
  titles: {
    fine: 'SMSPXE complains about no certificate and reaches the management point',
    broken: 'SMSPXE complains about a certificate or the management point',
  },
  why: 'SMSPXE asks the management point about every client, with the certificate of the distribution point.',
  needs: { ...responderNeeds, boot: here('boot'), log: here('smspxe-log') },
  appliesTo: ['distribution-point'],
  gate: { pxe: 'blocking', deploy: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'distributionPoints: [DP01.contoso.com]', option: '--distribution-point DP01.contoso.com' },
  rights: 'local administrator on the distribution point',
  sources: [
    'Microsoft: KB 4511618',
    'Microsoft: PXE boot does not work because a self-signed certificate is not created',
    'Microsoft: Understand PXE boot',
  ],
  messages: {
    'certificate-expired': {
      level: 'fail',
      text: ({ on, at }: Trouble) =>
        `SMSPXE on ${on} could not read its configuration at ${at}: the certificate has expired (800B0101).`,
      because: 'SMSPXE answers nobody before it has read its configuration.',
      leadsTo: 'PXE Provider failed to read configuration parameters',
      explains: ['pxe-certificate-rejected/mp-connection'],
      remedy: ({ on, service }: Trouble) => ({
        text: `Clear the PXE password in the properties of the distribution point, restart ${service} with this command as administrator, and set the password again. In Distmgr.log on the site server look for "Failed to get the encrypted PXE password".`,
        on,
        commands: [`Restart-Service -Name ${service}`],
      }),
    },
    'certificate-store': {
      level: 'fail',
      text: ({ on, at, list }: Trouble & { list: List }) =>
        `SMSPXE on ${on} could not make a certificate store at ${at} (80092002), and ${lists[list]}.`,
      because: untilAnswered,
      leadsTo: 'Failed to create certificate store from encoded certificate',
      explains: ['pxe-certificate-rejected/mp-connection'],
      remedy: ({ on, service }: Trouble) => ({
        text: `Copy the value IssuingCertificateList of the key ${securityKey} from the management point to the distribution point, then restart ${service}. This shows whether it is there, on each of the two; restart ${service} on the distribution point after it is copied.`,
        on,
        commands: [`reg.exe query ${securityKey} /v IssuingCertificateList`],
      }),
    },
    'mp-connection': {
      level: 'warn',
      text: ({ on, at }: Trouble) => `SMSPXE on ${on} did not get through to the management point at ${at}.`,
      because: ({ said }: { said: string }) => `No client was looked up since. The log says: ${said}`,
      leadsTo: 'PXE Provider failed to initialize MP connection',
      remedy: () => ({
        text: 'See whether the management point answers (mpcontrol.log on it), and whether it accepts the certificate of the distribution point.',
      }),
    },
    'configuration-unread': {
      level: 'warn',
      text: ({ on, at }: Trouble) => `SMSPXE on ${on} could not read its configuration at ${at}.`,
      because: ({ said }: { said: string }) => `It answers nobody before it has. The log says: ${said}`,
      leadsTo: 'PXE Provider failed to read configuration parameters',
      remedy: ({ on }: Trouble) => ({
        text: 'Look the code up that stands in the log, and set the PXE properties of the distribution point anew.',
        on,
      }),
    },
    'message-failed': {
      level: 'warn',
      text: ({ on, at }: Trouble) => `SMSPXE on ${on} could not process a request at ${at}.`,
      because: ({ said }: { said: string }) => `No client was looked up since. The log says: ${said}`,
      leadsTo: 'PXE Provider failed to process message.',
      remedy: ({ on }: Trouble) => ({ text: 'Read what stands around it in SMSPXE.log.', on }),
    },
    'log-unread': {
      level: 'unknown',
      text: ({ on, why }: { on: string; why: string }) =>
        `Whether SMSPXE on ${on} complains about certificates is not known: ${inSentence(why)}.`,
    },
    ...noResponderMessages,
  },
  *judge(facts, { target }) {
    const on = target.name;
    const responder = responderOn(facts, target);
    if (responder.kind !== 'responder') {
      yield noResponder(responder, target);
      return;
    }
    const { lastBootUpTime, localDateTime } = facts.boot.data;
    const { files } = facts.log.data;
    const log = readSmsPxeLog(files, localDateTime);
    // What came after a complaint may stand in a newer file that could not be read.
    const readUpTo = new Set(
      files.slice(files.findLastIndex(({ records }) => !wasRead(records)) + 1).map(({ path }) => path),
    );
    const since = Math.max(Date.parse(lastBootUpTime), log.answeredAt === null ? 0 : Date.parse(log.answeredAt));
    const { processStarted } = responder.service;
    const run = { loadedAt: log.loadedAt, started: wasRead(processStarted) ? processStarted.value : null };
    const whyUnclear = new Set<string>();
    const newest = (kind: LogTroubleKind) => {
      const trouble = log.troubles.find(
        ({ kind: each, time, path }) =>
          each === kind && time !== null && Date.parse(time) > since && readUpTo.has(path),
      );
      if (!trouble?.time) return null;
      const { time, path, text } = trouble;
      const standing = standingOf(time, run);
      if (standing === 'unclear')
        whyUnclear.add('it was loaded again after a complaint, and which start of the service that was is not known');
      if (standing !== 'stands') return null;
      return {
        args: { on, service: responder.service.name, at: shown(time), said: text },
        evidence: [{ fact: 'smspxe-log', target: on, seen: `${path}, ${shown(time)}: ${text}` }],
      };
    };
    const expired = newest('certificate-expired');
    if (expired) yield { code: 'certificate-expired', ...expired };
    const store = newest('certificate-store');
    if (store) {
      const { issuingCertificateList } = facts.registry.data;
      const present = wasRead(issuingCertificateList) ? issuingCertificateList.value : null;
      const list: List = present === null ? 'unread' : present ? 'there' : 'missing';
      yield { code: 'certificate-store', ...store, args: { ...store.args, list } };
    }
    const connection = newest('mp-connection');
    if (connection) yield { code: 'mp-connection', ...connection };
    for (const code of ['configuration-unread', 'message-failed'] as const) {
      const trouble = newest(code);
      if (trouble) yield { code, ...trouble };
    }
    // A fault that is proven stays proven; anything less may hide one.
    if (expired || store) return;
    if (log.gap !== null) whyUnclear.add(log.gap);
    if (log.complaintsSince !== null && Date.parse(log.complaintsSince) > since)
      whyUnclear.add('only the newest complaints in SMSPXE.log were read');
    if (whyUnclear.size > 0) yield { code: 'log-unread', args: { on, why: [...whyUnclear].join('; ') } };
  },
});

/** `2026-03-02 11:00:52 UTC`, from ISO 8601 text that is in UTC already. */
const shown = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;

/**
 * Whether a complaint still holds. SMSPXE may load in the start that it complains in, so only a load by a process that
 * is newer than the complaint takes it back.
 */
function standingOf(
  time: string,
  { loadedAt, started }: { loadedAt: string | null; started: string | null },
): 'stands' | 'taken-back' | 'unclear' {
  const complained = Date.parse(time);
  if (loadedAt === null || Date.parse(loadedAt) <= complained) return 'stands';
  if (started === null || Date.parse(started) > Date.parse(loadedAt)) return 'unclear';
  return Date.parse(started) > complained ? 'taken-back' : 'stands';
}
