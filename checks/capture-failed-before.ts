import { wasRead } from '../src/model/answer.ts';
import { here } from '../src/model/check.ts';
import { timedRecords } from '../src/windows/cm-log.ts';
import { moment } from '../src/windows/service-events.ts';
import { type ImageTroubleKind, readCaptureLog } from '../src/windows/smsprov-log.ts';
import { onReferenceComputer, referenceRights, unreadMessages, unreadParts } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type Failed = { on: string; when: string; code: number; kind: ImageTroubleKind };

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

const volumeLost = /80070490|Volume '?\\\\\?\\Volume\{[^}]+\}\\?'? not found/i;
const hookFailed = /failed to install the setup hook/i;

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
    failed: {
      level: 'warn',
      text: ({ on, when, code, kind }: Failed) =>
        `A capture of ${on} failed ${when} with error ${code}: ${meanings[kind].means}.`,
      because: 'It was the capture account of the step that came to the share, and not the SMS Provider.',
      remedy: ({ kind }: Failed) => ({ text: meanings[kind].look }),
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
    yield* unreadParts(
      on,
      files.map(({ path, records }) => [path, records] as const),
    );
    const told = new Set<string>();
    for (const { code, kind, at: time, text, path } of readCaptureLog(files, clock)) {
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
    for (const [code, pattern] of [
      ['volume-not-found', volumeLost],
      ['hook-not-installed', hookFailed],
    ] as const) {
      const found = records.findLast(({ text }) => pattern.test(text));
      if (!found) continue;
      const evidence = [{ fact: 'smsts-log', target: on, seen: `${found.path}: ${found.text}` }];
      yield { code, args: { on, when: at(found.at) }, evidence };
    }
  },
});
