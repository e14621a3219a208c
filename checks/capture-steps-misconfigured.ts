// Longer than most: one message for each way in which the steps of a capture can be set up wrong.
import { anywhere } from '../src/model/check.ts';
import { danglingReference, environments, osDeployment, stepOrder, textFaults } from '../src/windows/capture-steps.ts';
import {
  type CaptureSequence,
  type CaptureStep,
  type CaptureStepKind,
  captureStepClasses,
  stepsOf,
} from './facts/capture-steps.ts';
import { defineCheck } from './facts.ts';

type Sequence = { sequence: string };
type Step = Sequence & { step: string };
type Text = Step & { property: string; length: number; most: number };

/** What each preparation is for (`capture-readiness` 6); a sequence may do the same by steps of another kind. */
const preparations = {
  'prepare-client': {
    does: 'prepares the client of Configuration Manager',
    step: 'Prepare ConfigMgr Client for Capture',
    because: 'Without it the image keeps the identity of the client.',
  },
  'prepare-windows': {
    does: 'prepares Windows',
    step: 'Prepare Windows for Capture',
    because: 'It runs Sysprep and restarts into Windows PE, the only place where the capture step runs.',
  },
} as const;
type Preparation = keyof typeof preparations;

const again = () => ({ text: 'Remove the step and add it anew: its environment is right by default.' });
const shorten = () => ({ text: 'Shorten it in the properties of the step.' });

export default defineCheck({
  id: 'capture-steps-misconfigured',
  area: 'capture',
  titles: { fine: 'The capture steps of the task sequence are in order', broken: 'The capture steps are set up wrong' },
  why: 'The capture step is the last of a long sequence: what is wrong with it shows after an hour.',
  needs: { sequence: anywhere('capture-sequence') },
  appliesTo: ['site-server'],
  gate: { capture: 'blocking' },
  askedBy: {
    configuration: 'site: { server: CM01.contoso.com }, capture: { taskSequence: PS100043 }',
    option: '--site-server CM01.contoso.com --capture-task-sequence PS100043',
  },
  rights: 'read-only analyst in Configuration Manager',
  sources: [
    'Microsoft: Task sequence steps',
    'Microsoft: SMS_TaskSequence_CaptureSystemImageAction, SMS_TaskSequence_PrepareOSAction and SMS_TaskSequence_PrepareSMSClientAction classes',
    'Microsoft: SMS_TaskSequencePackage class',
  ],
  messages: {
    'not-found': {
      level: 'fail',
      text: ({ sequence }: Sequence) => `The site has no task sequence ${sequence}.`,
      remedy: () => ({ text: 'Correct capture.taskSequence, or taskSequence.' }),
    },
    'no-capture-step': {
      level: 'fail',
      text: ({ sequence }: Sequence) => `${sequence} has no enabled step that captures an image.`,
      remedy: () => ({ text: 'Enable the step Capture Operating System Image, or add it as the last one.' }),
    },
    'not-a-capture': {
      level: 'not-applicable',
      text: ({ sequence }: Sequence) =>
        `${sequence} captures nothing. If another does: capture: { taskSequence: PS100043 } (or --capture-task-sequence PS100043)`,
    },
    'dangling-reference': {
      level: 'fail',
      text: ({ sequence }: Sequence) => `${sequence} refers to a package that the site does not have.`,
      remedy: () => ({
        text: 'Open it in the editor, and replace or remove the steps whose package is missing.',
      }),
    },
    'references-not-told': {
      level: 'unknown',
      text: ({ sequence }: Sequence) =>
        `The site does not tell whether every package that ${sequence} refers to is there.`,
      remedy: () => ({ text: 'Open it in the editor: it names what is missing.' }),
    },
    'wrong-environment': {
      level: 'fail',
      text: ({ step, environment, expected }: Step & { environment: string; expected: string }) =>
        `The step "${step}" is set to run in ${environment}; it runs only in ${expected}.`,
      remedy: again,
    },
    'environment-not-told': {
      level: 'unknown',
      text: ({ step }: Step) => `The site does not tell in which environment the step "${step}" runs.`,
      remedy: again,
    },
    'wrong-order': {
      level: 'fail',
      text: ({
        step,
        position,
        later,
        laterPosition,
      }: Step & { position: number; later: string; laterPosition: number }) =>
        `The step "${step}" (${position}) comes before "${later}" (${laterPosition}), and has to come after it.`,
      because:
        'First the client is prepared, then Windows, which restarts into the boot image, and then the image is captured.',
      remedy: () => ({ text: 'Put the steps in that order.' }),
    },
    'shuts-down': {
      level: 'fail',
      text: ({ step, later }: Step & { later: string }) =>
        `The step "${step}" shuts the computer down; "${later}" after it never starts.`,
      remedy: () => ({ text: 'Clear "Shutdown the computer after running this action" in that step.' }),
    },
    'may-shut-down': {
      level: 'warn',
      text: ({ step, later }: Step & { later: string }) =>
        `The step "${step}" shuts the computer down where its condition holds; "${later}" after it then never starts.`,
      remedy: () => ({ text: 'See that the condition does not hold where an image is captured.' }),
    },
    'not-prepared': {
      level: 'warn',
      text: ({ sequence, kind }: Sequence & { kind: Preparation }) =>
        `No enabled step of ${sequence} ${preparations[kind].does} before the image is captured.`,
      because: ({ kind }: { kind: Preparation }) => preparations[kind].because,
      remedy: ({ kind }: { kind: Preparation }) => ({
        text: `Add or enable the step ${preparations[kind].step}, unless other steps do what it does.`,
      }),
    },
    'text-missing': {
      level: 'fail',
      text: ({ step, property }: Step & { property: string }) => `${property} of the step "${step}" is not set.`,
      remedy: () => ({ text: 'Set it in the properties of the step; the version may be empty.' }),
    },
    'text-too-long': {
      level: 'fail',
      text: ({ step, property, length, most }: Text) =>
        `${property} of the step "${step}" has ${length} characters; the limit is ${most}.`,
      remedy: shorten,
    },
    'text-maybe-too-long': {
      level: 'warn',
      text: ({ step, property, length, most }: Text) =>
        `${property} of the step "${step}" has ${length} characters; one document allows ${most}, another more.`,
      remedy: shorten,
    },
    truncated: {
      level: 'unknown',
      text: ({ sequence }: Sequence) => `${sequence} has steps that were not looked at.`,
    },
    'only-conditional': {
      level: 'warn',
      text: ({ steps }: Sequence & { steps: string[] }) =>
        `Whether ${steps.map((step) => `"${step}"`).join(', ')} ${steps.length === 1 ? 'runs' : 'run'} is decided by a condition, at run time; no other step does the same.`,
      remedy: () => ({ text: 'See that the condition holds on the reference computer, for every one of these steps.' }),
    },
    conditional: {
      level: 'info',
      text: ({ step }: Step) => `Whether the step "${step}" runs is decided by a condition, at run time.`,
    },
    client: {
      level: 'info',
      text: ({ sequence, fate }: Sequence & { fate: string }) =>
        `The client of Configuration Manager ${fate} (${sequence}).`,
    },
  },
  *judge({ sequence }, { configuration }) {
    for (const { target, params, answer } of sequence) {
      const { data } = answer;
      const id = String(params['taskSequence']);
      const named = { sequence: data.name ? `${id} (${data.name})` : id };
      if (!data.found) {
        yield { code: 'not-found', subject: id, args: named };
        continue;
      }
      const capturing = stepsOf(data, 'capture');
      if (data.truncated) yield { code: 'truncated', subject: id, args: named };
      if (capturing.length === 0) {
        // Whoever disabled the step means this one to capture.
        const isMeant =
          configuration.capture?.taskSequence === id ||
          data.steps.some((step) => step.class === captureStepClasses.capture);
        if (!data.truncated) yield { code: isMeant ? 'no-capture-step' : 'not-a-capture', subject: id, args: named };
        continue;
      }
      if (data.flags === null) yield { code: 'references-not-told', subject: id, args: named };
      else if ((data.flags & danglingReference) !== 0)
        yield {
          code: 'dangling-reference',
          subject: id,
          args: named,
          evidence: [{ fact: 'capture-sequence', target, seen: `TaskSequenceFlags ${data.flags}` }],
        };
      for (const kind of stepOrder) for (const step of stepsOf(data, kind)) yield* faultsOf(step, kind, data, named);
      const unsure = stepOrder.filter((kind) => isConditional(kind, data)).flatMap((kind) => stepsOf(data, kind));
      if (unsure.length > 0)
        yield { code: 'only-conditional', subject: id, args: { ...named, steps: [...new Set(unsure.map(nameOf))] } };
      yield* orderOf(data, named);
      for (const kind of ['prepare-client', 'prepare-windows'] as const)
        if (!data.truncated && stepsOf(data, kind).length === 0)
          yield { code: 'not-prepared', subject: kind, args: { ...named, kind } };
      for (const step of capturing) {
        for (const fault of textFaults(step)) {
          const args = { ...named, step: nameOf(step), ...fault };
          const found = { subject: `step ${step.position} ${fault.property}` };
          if (fault.kind === 'missing') yield { code: 'text-missing', ...found, args };
          else {
            const code = fault.kind === 'too-long' ? 'text-too-long' : 'text-maybe-too-long';
            yield { code, ...found, args: { ...args, length: fault.length, most: fault.most } };
          }
        }
      }
      const fate = clientFate(data);
      if (fate !== null) yield { code: 'client', subject: id, args: { ...named, fate } };
    }
  },
});

const nameOf = (step: CaptureStep): string => step.name ?? step.class;

/** There are such steps, and none that runs whatever the conditions are. */
function isConditional(kind: CaptureStepKind, data: CaptureSequence): boolean {
  const steps = stepsOf(data, kind);
  return steps.length > 0 && steps.every(({ conditional }) => conditional);
}

/** What is wrong with one step for itself. */
function* faultsOf(step: CaptureStep, kind: CaptureStepKind, data: CaptureSequence, named: Sequence) {
  const args = { ...named, step: nameOf(step) };
  const subject = `step ${step.position}`;
  const expected = environments[kind];
  if (!step.environment) yield { code: 'environment-not-told' as const, subject, args };
  else if (step.environment.toLowerCase() !== expected.toLowerCase())
    yield { code: 'wrong-environment' as const, subject, args: { ...args, environment: step.environment, expected } };
  const later = stepsOf(data, 'capture').find(({ position }) => position > step.position);
  if (step.shutsDown === true && later) {
    const code = step.conditional ? ('may-shut-down' as const) : ('shuts-down' as const);
    yield { code, subject, args: { ...args, later: nameOf(later) } };
  }
  if (step.conditional && !isConditional(kind, data)) yield { code: 'conditional' as const, subject, args };
}

/**
 * The first step of each kind that comes before all of a kind that has to run earlier. Where one runs before it, the later
 * ones belong to another way through the sequence.
 */
function* orderOf(data: CaptureSequence, named: Sequence) {
  for (const [index, kind] of stepOrder.entries()) {
    const [step] = stepsOf(data, kind);
    // The first of its kind stands for all: where it comes later, they do.
    const earlier = stepOrder.slice(0, index).flatMap((each) => stepsOf(data, each).slice(0, 1));
    const later = step && earlier.find(({ position }) => position > step.position);
    if (step && later)
      yield {
        code: 'wrong-order' as const,
        subject: `step ${step.position}`,
        args: {
          ...named,
          step: nameOf(step),
          position: step.position,
          later: nameOf(later),
          laterPosition: later.position,
        },
      };
  }
}

/** What becomes of the client; the documents contradict each other, so it is only told. Null: nothing is said of it. */
function clientFate(data: CaptureSequence): string | null {
  const prepare = stepsOf(data, 'prepare-client')[0];
  if (data.type !== osDeployment || !prepare) return null;
  const isRemoved = data.variables.some(
    ({ name, value, enabled, position }) =>
      enabled &&
      position < prepare.position &&
      /^SMSTSUninstallCCMClient$/i.test(name) &&
      value?.toUpperCase() === 'TRUE',
  );
  return isRemoved
    ? 'is removed at the next restart'
    : 'stays in the image, generalized, or is removed: the documents differ';
}
