import { wasRead } from '../src/model/answer.ts';
import { here } from '../src/model/check.ts';
import type { Evidence } from '../src/model/finding.ts';
import { invalidStateLine } from '../src/windows/sysprep-log.ts';
import { onReferenceComputer, referenceRights, unreadMessages, unreadParts } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type State = { on: string; state: string };

const complete = 'IMAGE_STATE_COMPLETE';
const startAgain = 'Start from a fresh build of the reference computer.';
const keepLogs =
  'Build the reference computer again: Sysprep cannot roll back. Before the next run, save these folders with what is below them, since each run empties setupact.log:';

export default defineCheck({
  id: 'capture-computer-image-state',
  ...onReferenceComputer,
  titles: {
    fine: 'Windows Setup and Sysprep left the reference computer ready',
    broken: 'Windows Setup or Sysprep left the reference computer half-way',
  },
  why: 'Sysprep runs on an installation that Setup completed, and not again where it failed before.',
  needs: { sysprep: here('reference-sysprep') },
  gate: { capture: 'blocking' },
  rights: referenceRights,
  sources: [
    'Microsoft: Windows Setup states',
    'Microsoft: A fatal error occurred while trying to Sysprep the machine',
    'Field: GeneralizationState and CleanupState below Setup\\Status\\SysprepStatus',
  ],
  messages: {
    generalized: {
      level: 'warn',
      text: ({ on, state }: State) => `${on} is already generalized (${state}).`,
      because: 'Sysprep has run, and the next start of Windows undoes what it prepared.',
      remedy: ({ on }: State) => ({ text: startAgain, on }),
    },
    'setup-failed': {
      level: 'warn',
      text: ({ on, state }: State) => `A phase of Windows Setup failed or still runs on ${on} (${state}).`,
      because: 'Where no phase runs, Windows calls this state an installation that cannot be deployed.',
      remedy: ({ on }: State) => ({
        text: 'If Setup is not running, build the reference computer again; finishing the first sign-in does not help.',
        on,
      }),
    },
    'audit-mode': {
      level: 'warn',
      text: ({ on, state }: State) => `${on} is in audit mode (${state}).`,
      because: 'The state is the usual one of audit mode; whether a phase of Setup failed cannot be told from it.',
      remedy: ({ on }: State) => ({
        text: 'If it is in audit mode on purpose, look whether Setup recorded an error:',
        on,
        commands: ["Get-Content -LiteralPath 'C:\\Windows\\Panther\\setuperr.log' -Tail 20"],
      }),
    },
    'setup-unfinished': {
      level: 'warn',
      text: ({ on, state }: State) => `Windows Setup has not finished on ${on} (${state}).`,
      because: `Sysprep expects ${complete}.`,
      remedy: ({ on }: State) => ({ text: 'Let Setup finish, and check again.', on }),
    },
    'state-unexpected': {
      level: 'warn',
      text: ({ on, state }: State) => `The image state of ${on} is ${state}, which is not documented.`,
      because: `Sysprep expects ${complete}.`,
      remedy: ({ on }: State) => ({ text: startAgain, on }),
    },
    'sysprep-failed': {
      level: 'warn',
      text: ({ on, which }: { on: string; which: string }) => `Sysprep failed on ${on} before (${which}).`,
      because: 'Sysprep refuses to run again on what a failed run left behind.',
      leadsTo: 'A fatal error occurred while trying to sysprep the machine.',
      remedy: ({ on }: { on: string }) => ({
        text: keepLogs,
        on,
        commands: [
          'robocopy.exe C:\\Windows\\Panther C:\\SysprepLogs\\Setup /E',
          'robocopy.exe C:\\Windows\\System32\\Sysprep\\Panther C:\\SysprepLogs\\Sysprep /E',
        ],
      }),
    },
    'setup-failed-or-audit': {
      level: 'unknown',
      text: ({ on, state, why }: State & { why: string }) =>
        `Whether a phase of Windows Setup failed on ${on} is not known: the image state is ${state}, as in audit mode, and ${why}.`,
    },
    'state-missing': {
      level: 'unknown',
      text: ({ on }: { on: string }) => `${on} has no image state in its registry.`,
    },
    'log-cut': {
      level: 'unknown',
      text: ({ on }: { on: string }) =>
        `Whether Sysprep failed on ${on} before is not known: only a part of setuperr.log was read.`,
    },
    ...unreadMessages,
  },
  *judge({ sysprep: { data } }, { target: { name: on } }) {
    const { imageState, auditBoot, generalizationState, cleanupState, setupErr } = data;
    const state = wasRead(imageState) ? imageState.value : null;
    yield* unreadParts(on, [['The image state', imageState]]);
    const evidence: Evidence[] = [
      { fact: 'reference-sysprep', target: on, seen: `ImageState ${state}`, expected: complete },
    ];
    if (wasRead(imageState) && state === null) yield { code: 'state-missing', args: { on } };
    else if (state === 'IMAGE_STATE_UNDEPLOYABLE' && !wasRead(auditBoot)) {
      const why = 'whether it is in audit mode could not be read';
      yield { code: 'setup-failed-or-audit', args: { on, state, why }, evidence };
    } else if (state !== null && state !== complete) {
      const isAudit = wasRead(auditBoot) && (auditBoot.value ?? 0) !== 0;
      yield { code: codeOf(state, isAudit), args: { on, state }, evidence };
    }
    // What Sysprep leaves on its way is no failure once it went through.
    if (state !== null && generalized.test(state)) return;

    yield* unreadParts(on, [
      ['GeneralizationState', generalizationState],
      ['CleanupState', cleanupState],
      ['setuperr.log of Sysprep', setupErr],
    ]);
    const log = wasRead(setupErr) ? setupErr.value : null;
    const line = invalidStateLine(log?.lines ?? []);
    const left = [
      ['GeneralizationState', generalizationState, 7],
      ['CleanupState', cleanupState, 2],
    ] as const;
    const signs = [
      ...(line ? ['"Not running DLLs" in setuperr.log'] : []),
      ...left.flatMap(([name, value, fine]) =>
        wasRead(value) && value.value !== null && value.value !== fine ? [`${name} ${value.value}`] : [],
      ),
    ];
    if (signs.length > 0) {
      const seen = signs.map((each): Evidence => ({ fact: 'reference-sysprep', target: on, seen: each }));
      yield { code: 'sysprep-failed', args: { on, which: signs.join(', ') }, evidence: seen };
    } else if (log?.truncated) yield { code: 'log-cut', args: { on } };
  },
});

const generalized = /^IMAGE_STATE_GENERALIZE_RESEAL_TO_(OOBE|AUDIT)$/;

function codeOf(state: string, isAudit: boolean) {
  if (generalized.test(state)) return 'generalized';
  if (state === 'IMAGE_STATE_UNDEPLOYABLE') return isAudit ? 'audit-mode' : 'setup-failed';
  return /^IMAGE_STATE_SPECIALIZE_RESEAL_TO_(OOBE|AUDIT)$/.test(state) ? 'setup-unfinished' : 'state-unexpected';
}
