import { wasRead } from '../src/model/answer.ts';
import { here, optional } from '../src/model/check.ts';
import type { Evidence } from '../src/model/finding.ts';
import { setupMoment } from '../src/windows/setup-log.ts';
import { servicingRefusal } from '../src/windows/sysprep-log.ts';
import { onReferenceComputer, referenceRights, unreadMessages, unreadParts } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };
type Which = On & { which: string };
type Logged = On & { at: string; said: string };

const leadsTo =
  'Audit mode cannot be turned on if reserved storage is in use. An update or servicing operation may be using reserved storage. (hr = 0x800F0975)';
const finish = ({ on }: On) => ({
  text: 'Install updates until none is left, restart, and check again:',
  on,
  commands: ['Restart-Computer'],
});
const said = ({ said: line }: Logged): string => `setupact.log of Sysprep: ${line}`;

export default defineCheck({
  id: 'capture-computer-servicing',
  ...onReferenceComputer,
  titles: {
    fine: 'Windows on the reference computer is done with its updates',
    broken: 'Windows on the reference computer is not done with its updates',
  },
  why: 'Sysprep refuses to run while Windows services itself or uses the storage that it reserves for that.',
  needs: { servicing: here('reference-servicing'), sysprep: optional(here('reference-sysprep')) },
  gate: { capture: 'blocking' },
  rights: referenceRights,
  sources: [
    'Microsoft: Windows 11 image capture fails',
    'Field: keys of a pending restart, ReserveManager\\ActiveScenario',
  ],
  messages: {
    pending: {
      level: 'fail',
      text: ({ on, which }: Which) => `Windows on ${on} waits for a restart or services itself (${which}).`,
      because: 'Sysprep stops until that is done.',
      leadsTo,
      remedy: finish,
    },
    'storage-in-use': {
      level: 'fail',
      text: ({ on, scenario }: On & { scenario: number }) =>
        `Windows on ${on} uses its reserved storage (ActiveScenario ${scenario}).`,
      because: 'Sysprep stops while an update or another servicing operation has it.',
      leadsTo,
      remedy: ({ on }: On) => ({
        ...finish({ on }),
        commands: ['Restart-Computer', 'DISM.exe /Online /Get-ReservedStorageState'],
      }),
    },
    refused: {
      level: 'fail',
      text: ({ on, at }: Logged) =>
        `Sysprep on ${on} refused at ${at}, since the last restart, because Windows serviced itself.`,
      because: said,
      leadsTo,
      remedy: finish,
    },
    'refused-before': {
      level: 'warn',
      text: ({ on, at }: Logged) =>
        `Sysprep on ${on} refused at ${at}, before the last restart, because Windows serviced itself.`,
      because: said,
      leadsTo,
      remedy: finish,
    },
    renames: {
      level: 'warn',
      text: ({ on, count }: On & { count: number }) =>
        `${count === 1 ? '1 file' : `${count} files`} on ${on} will be renamed or deleted at the next start (PendingFileRenameOperations).`,
      because: 'Installers leave such entries, and so do updates; alone they seldom stop Sysprep.',
      remedy: finish,
    },
    'refused-sometime': {
      level: 'unknown',
      text: ({ on, why }: On & { why: string }) =>
        `Whether Sysprep on ${on} refused since the last restart, because Windows serviced itself, is not known: ${why}.`,
    },
    ...unreadMessages,
  },
  *judge({ servicing: { data }, sysprep }, { target: { name: on } }) {
    const { pendingKeys, activeScenario, pendingRenames } = data;
    const log = sysprep.status === 'ok' ? sysprep.data : null;
    yield* unreadParts(on, [
      ['The keys of a pending restart', pendingKeys],
      ['The use of reserved storage', activeScenario],
      ['PendingFileRenameOperations', pendingRenames],
      ...(log ? [['setupact.log of Sysprep', log.setupAct] as const] : []),
    ]);
    const see = (seen: string): Evidence[] => [{ fact: 'reference-servicing', target: on, seen }];
    const keys = wasRead(pendingKeys) ? pendingKeys.value : [];
    if (keys.length > 0) {
      const which = keys.join(', ');
      yield { code: 'pending', args: { on, which }, evidence: see(`below CurrentVersion: ${which}`) };
    }
    const scenario = (wasRead(activeScenario) && activeScenario.value) || 0;
    if (scenario !== 0)
      yield { code: 'storage-in-use', args: { on, scenario }, evidence: see(`ActiveScenario ${scenario}`) };
    const count = wasRead(pendingRenames) ? pendingRenames.value : 0;
    // Beside the keys the same restart clears them.
    if (count > 0 && keys.length === 0) yield { code: 'renames', args: { on, count } };

    if (!log || !wasRead(log.setupAct) || log.setupAct.value === null) return;
    const { lines, truncated } = log.setupAct.value;
    const line = servicingRefusal(lines);
    if (!line) {
      if (truncated) yield { code: 'refused-sometime', args: { on, why: 'only a part of setupact.log was read' } };
      return;
    }
    const at = setupMoment(line, log.aheadOfUtc);
    const text = line.text.length > 300 ? `${line.text.slice(0, 300)}…` : line.text;
    const evidence = [{ fact: 'reference-sysprep', target: on, seen: text }];
    if (at === null || !wasRead(log.bootTime)) {
      const why = at === null ? 'the line in setupact.log has no time' : 'the time of the restart could not be read';
      yield { code: 'refused-sometime', args: { on, why }, evidence };
      return;
    }
    const isBefore = Date.parse(at) < Date.parse(log.bootTime.value);
    const args = { on, at: `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`, said: text };
    yield { code: isBefore ? 'refused-before' : 'refused', args, evidence };
  },
});
