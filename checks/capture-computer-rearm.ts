import { wasRead } from '../src/model/answer.ts';
import { anywhere, here, optional } from '../src/model/check.ts';
import { stepsOf } from './facts/capture-steps.ts';
import { onReferenceComputer, referenceRights, unreadMessages, unreadParts } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };

/** Windows 8.1 and Windows Server 2012 R2: the last that Microsoft documents this of. */
const lastDocumented = 9600;
const mend = () => ({
  text: 'Build the image anew. While it is being built leave the activation alone: "Do not reset activation flag" of Prepare Windows for Capture, or SkipRearm in the answer file, but never in the answer file that deploys.',
});
const leadsTo = 'Sysprep stops with 0xC004D307.';

export default defineCheck({
  id: 'capture-computer-rearm',
  ...onReferenceComputer,
  titles: { fine: 'The activation of the image can be reset', broken: 'No rearm of the activation is left' },
  why: 'Sysprep resets the activation of Windows, and an image has only so many of these resets.',
  needs: {
    activation: here('reference-activation'),
    system: here('reference-system'),
    sequence: optional(anywhere('capture-sequence')),
  },
  gate: { capture: 'blocking' },
  rights: referenceRights,
  sources: [
    'Microsoft: Error when you run sysprep /generalize (KB 929828)',
    'Microsoft: SoftwareLicensingService class',
    'Microsoft: SMS_TaskSequence_PrepareOSAction class',
  ],
  messages: {
    ...unreadMessages,
    'used-up-documented': {
      level: 'fail',
      text: ({ on }: On) => `No rearm is left on ${on}.`,
      leadsTo,
      remedy: mend,
    },
    'used-up': {
      level: 'warn',
      text: ({ on }: On) => `No rearm is left on ${on}.`,
      because:
        'Microsoft documents that Sysprep stops there for Windows up to 8.1 and Server 2012 R2; this one is newer.',
      leadsTo,
      remedy: mend,
    },
    kept: {
      level: 'info',
      text: ({ on, step }: On & { step: string }) =>
        `No rearm is left on ${on}, and the step "${step}" leaves the activation as it is.`,
    },
    'not-told': {
      level: 'unknown',
      text: ({ on }: On) => `Windows on ${on} does not tell how many rearms are left.`,
      remedy: ({ on }: On) => ({
        text: 'See the line "Remaining Windows rearm count":',
        on,
        commands: ['slmgr.vbs /dlv'],
      }),
    },
  },
  *judge({ activation: { data }, system, sequence }, { target: { name: on } }) {
    if (data.remainingRearms === null) {
      yield { code: 'not-told', args: { on } };
      return;
    }
    if (data.remainingRearms > 0) return;
    const evidence = [
      { fact: 'reference-activation', target: on, seen: `RemainingWindowsReArmCount ${data.remainingRearms}` },
    ];
    const read = sequence.flatMap(({ answer }) => (answer.status === 'ok' ? [answer.data] : []));
    const steps = read.flatMap((data) => stepsOf(data, 'prepare-windows'));
    // Of a sequence that was cut a later step may reset it.
    const isWhole = read.every(({ truncated }) => !truncated);
    if (isWhole && steps.length > 0 && steps.every(({ keepsActivation }) => keepsActivation === true)) {
      yield { code: 'kept', args: { on, step: steps[0]!.name ?? steps[0]!.class }, evidence };
      return;
    }
    const { windows } = system.data;
    yield* unreadParts(on, [['The version of Windows', windows]]);
    if (!wasRead(windows)) return;
    const isDocumented = windows.value.build <= lastDocumented;
    yield { code: isDocumented ? 'used-up-documented' : 'used-up', args: { on }, evidence };
  },
});
