import { wasRead } from '../src/model/answer.ts';
import { anywhere, here, optional } from '../src/model/check.ts';
import { captureSequenceId, stepsOf } from './facts/capture-steps.ts';
import { onReferenceComputer, referenceRights, unreadMessages, unreadParts } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type Prepared = { on: string; build: number; step: string };

/** Windows 11 24H2 and Windows Server 2025. */
const firstAffected = 26100;

export default defineCheck({
  id: 'capture-computer-sysprep-as-system',
  ...onReferenceComputer,
  titles: {
    fine: 'This Windows may be prepared by a task sequence',
    broken: 'This Windows should not be prepared by a task sequence',
  },
  why: 'Steps of a task sequence run as SYSTEM, and from Windows 11 24H2 on Sysprep as SYSTEM leaves packages of the sign-in screen unregistered.',
  needs: { system: here('reference-system'), sequence: optional(anywhere('capture-sequence')) },
  gate: { capture: 'blocking' },
  rights: referenceRights,
  sources: [
    'Microsoft: Sysprep as SYSTEM on Windows 11 (sysprep-as-system-windows-11)',
    'Microsoft: Sysprep overview',
    'Microsoft: Accounts used in Configuration Manager (task sequence run as account)',
  ],
  messages: {
    ...unreadMessages,
    'as-system': {
      level: 'warn',
      text: ({ on, build, step }: Prepared) =>
        `${on} has build ${build} of Windows, and the step "${step}" runs Sysprep as SYSTEM.`,
      because:
        'Computers deployed from the image may show a black screen after the sign-in, or lack the Start menu and Settings, at once or after a later update.',
      remedy: () => ({
        text: 'Test the image with a first sign-in, and again after the next update of Windows. Else run Sysprep in the session of an administrator and capture from Windows PE.',
      }),
    },
    'sequence-unknown': {
      level: 'info',
      text: ({ on, build }: { on: string; build: number }) =>
        `${on} has build ${build} of Windows, in which Sysprep must not run as SYSTEM, as the step Prepare Windows for Capture runs it; no task sequence was read.`,
    },
    truncated: {
      level: 'unknown',
      text: ({ on, build }: { on: string; build: number }) =>
        `Whether a step runs Sysprep as SYSTEM on ${on}, which has build ${build} of Windows, is not known: the task sequence has steps that were not looked at.`,
    },
  },
  *judge({ system: { data }, sequence }, { target: { name: on }, configuration }) {
    yield* unreadParts(on, [['The version of Windows', data.windows]]);
    if (!wasRead(data.windows) || data.windows.value.build < firstAffected) return;
    const { build, version } = data.windows.value;
    const evidence = [
      { fact: 'reference-system', target: on, seen: `Windows ${version}`, expected: 'below 10.0.26100' },
    ];
    const read = sequence.flatMap(({ answer }) => (answer.status === 'ok' ? [answer.data] : []));
    const isAsked = sequence.length > 0 && captureSequenceId(configuration) !== null;
    // One that the site does not have prepares nothing, and says nothing of the one that will.
    if (!isAsked || read.some(({ found }) => !found)) {
      yield { code: 'sequence-unknown', args: { on, build }, evidence };
      return;
    }
    const steps = read.flatMap((data) => stepsOf(data, 'prepare-windows'));
    if (steps.length === 0 && read.some(({ truncated }) => truncated))
      yield { code: 'truncated', args: { on, build }, evidence };
    for (const { name, class: kind } of steps)
      yield { code: 'as-system', subject: name ?? kind, args: { on, build, step: name ?? kind }, evidence };
  },
});
