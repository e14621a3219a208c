import { wasRead } from '../src/model/answer.ts';
import { here } from '../src/model/check.ts';
import { type TimedRecord, timedRecords } from '../src/windows/cm-log.ts';
import { moment } from '../src/windows/service-events.ts';
import { type ImageTroubleKind, readCaptureLog } from '../src/windows/smsprov-log.ts';
import { onReferenceComputer, referenceRights, unreadMessages, unreadParts } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type Failed = { on: string; when: string; code: number; kind: ImageTroubleKind };

type Stopped = { on: string; when: string; step: string; look: string; code: string | null };

/** What the number means for a capture, and what to look at. */
const meanings: Record<ImageTroubleKind, { means: string; look: string }> = {
  'access-denied': {
    means: 'the capture account was refused',
    look: 'See what capture-account-access says, and grant what is missing.',
  },
  path: { means: 'the folder or the share was not found', look: 'Correct the destination of the capture step.' },
  'in-use': { means: 'the image was in use', look: 'Close what has it open, or choose another name.' },
  host: {
    means: 'the server or the share was not found',
    look: 'Correct the destination; see that Windows PE has the network driver and the name is resolved.',
  },
  exists: { means: 'the image was there already', look: 'Move it, or choose another name.' },
  'disk-full': { means: 'there was no room for the image', look: 'Free space behind the share.' },
  session: {
    means: 'Windows PE was connected to the server as somebody else',
    look: 'Use one account for every share of that server, or another name of the server.',
  },
  logon: {
    means: 'the capture account could not log on: its name or password was wrong',
    look: 'Enter the account in the step again. A password that holds a % does not work there.',
  },
  unmapped: { means: 'the name of the capture account is not known', look: 'Correct the account of the step.' },
  'logon-right': {
    means: 'the capture account may not access that server from the network',
    look: 'Give it "Access this computer from the network" (SeNetworkLogonRight), and take it from the list that denies it.',
  },
};
const at = (time: string | null): string => (time === null ? 'at a time that is not known' : `on ${moment(time)}`);

const volumeLost = /Volume '?\\\\\?\\Volume\{[^}]+\}\\?'? not found/i;
/** Who looks for the volume of Windows in Windows PE; of others the number says that anything was not found. */
const findsVolumes = /^(?:TSBootShell|OSDCapture[A-Z]+)$/i;
const isVolumeLost = ({ text, component }: TimedRecord): boolean =>
  volumeLost.test(text) || (text.includes('80070490') && findsVolumes.test(component ?? ''));
const hookFailed = ({ text }: TimedRecord): boolean => /failed to install the setup hook/i.test(text);

/** The programs of a capture by the name that their records bear, and what to look at where one of them failed. */
const programs: { readonly [component: string]: { step: string; look: string } } = {
  osdprepareos: {
    step: 'Prepare Windows for Capture',
    look: 'It runs Sysprep: see setuperr.log and setupact.log in the folder System32\\Sysprep\\Panther of Windows, and what the checks on the reference computer say.',
  },
  osdpreparesmsclient: {
    step: 'Prepare ConfigMgr Client for Capture',
    look: 'Read what comes before that record in smsts.log.',
  },
  osdcapturesystemimage: {
    step: 'Capture Operating System Image',
    look: 'Read what comes before that record in smsts.log.',
  },
};
const programOf = ({ component }: TimedRecord) => programs[(component ?? '').toLowerCase()];
/** So near to a failure that is understood a record tells of the same one. */
const sameMs = 10 * 60_000;
const isNear = (one: string | null, other: string | null): boolean =>
  one === null || other === null || Math.abs(Date.parse(one) - Date.parse(other)) <= sameMs;

export default defineCheck({
  id: 'capture-failed-before',
  ...onReferenceComputer,
  titles: {
    fine: 'No capture of the reference computer has failed before',
    broken: 'A capture of the reference computer failed before',
  },
  why: 'What stopped the last capture stops the next one, if nobody mended it; smsts.log says who was refused and why.',
  needs: { log: here('smsts-log') },
  gate: { capture: 'advisory' },
  rights: referenceRights,
  sources: [
    'Microsoft: Log files in Configuration Manager (smsts.log)',
    'Microsoft: Windows 11 image capture fails (windows-11-image-capture-fail)',
    'Microsoft: System error codes',
  ],
  messages: {
    ...unreadMessages,
    'no-log': {
      level: 'not-applicable',
      text: ({ on }: { on: string }) => `${on} has no smsts.log, in which an earlier capture would have left a trace.`,
    },
    failed: {
      level: 'warn',
      text: ({ on, when, code, kind }: Failed) =>
        `A capture of ${on} failed ${when} with error ${code}: ${meanings[kind].means}.`,
      because: 'It was the capture account of the step that came to the share, and not the SMS Provider.',
      remedy: ({ kind }: Failed) => ({ text: meanings[kind].look }),
    },
    'step-failed': {
      level: 'warn',
      text: ({ on, when, step, code }: Stopped) =>
        `The step "${step}" reported an error on ${on} ${when}${code === null ? '' : `, ${code}`}.`,
      remedy: ({ look }: Stopped) => ({ text: look }),
    },
    'volume-not-found': {
      level: 'warn',
      text: ({ on, when }: { on: string; when: string }) =>
        `A capture of ${on} did not find the volume of Windows ${when} (0x80070490).`,
      remedy: () => ({ text: 'See what capture-computer-volumes says of the default drive letter.' }),
    },
    'hook-not-installed': {
      level: 'warn',
      text: ({ on, when }: { on: string; when: string }) =>
        `A task sequence could not install its setup hook on ${on} ${when}.`,
      because: 'A SetupComplete.cmd of somebody else is in the way; it goes into the image.',
      remedy: () => ({ text: 'See what capture-computer-leftovers says.' }),
    },
  },
  *judge({ log }, { target: { name: on } }) {
    const { clock, files } = log.data;
    if (files.length === 0) yield { code: 'no-log', args: { on } };
    yield* unreadParts(
      on,
      files.map(({ path, records }) => [path, records] as const),
    );
    const told = new Set<string>();
    const troubles = readCaptureLog(files, clock);
    for (const { code, kind, at: time, text, path } of troubles) {
      // Newest first: of one kind the last is enough.
      if (told.has(kind)) continue;
      told.add(kind);
      const evidence = [{ fact: 'smsts-log', target: on, seen: `${path}: ${text}` }];
      yield { code: 'failed', subject: kind, args: { on, when: at(time), code, kind }, evidence };
    }
    const records = timedRecords(
      files.filter(({ records }) => wasRead(records)),
      clock,
    );
    for (const [name, { step, look }] of Object.entries(programs)) {
      const found = records.findLast(
        (each) => each.type === 3 && programOf(each) === programs[name] && !isVolumeLost(each),
      );
      if (!found || troubles.some((each) => isNear(each.at, found.at))) continue;
      const code = /(?:0x)?[89a-f][0-9a-f]{7}(?![0-9a-z])/i.exec(found.text)?.[0] ?? null;
      const evidence = [{ fact: 'smsts-log', target: on, seen: `${found.path}: ${found.text}` }];
      yield { code: 'step-failed', subject: step, args: { on, when: at(found.at), step, look, code }, evidence };
    }
    for (const [code, isMeant] of [
      ['volume-not-found', isVolumeLost],
      ['hook-not-installed', hookFailed],
    ] as const) {
      const found = records.findLast(isMeant);
      if (!found) continue;
      const evidence = [{ fact: 'smsts-log', target: on, seen: `${found.path}: ${found.text}` }];
      yield { code, args: { on, when: at(found.at) }, evidence };
    }
  },
});
