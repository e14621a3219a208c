// Longer than most: one message for each way in which the steps of a capture can be set up wrong.
import { anywhere } from '../src/model/check.ts';
import { danglingReference, textFaults } from '../src/windows/capture-steps.ts';
import { clientFate, nameOf, type Preparation, stepFaults } from './facts/capture-step-faults.ts';
import { captureStepClasses, stepsOf } from './facts/capture-steps.ts';
import { defineCheck } from './facts.ts';

type Sequence = { sequence: string };
type Step = Sequence & { step: string };
type Text = Step & { property: string; length: number; most: number };

/** What each preparation is for (`capture-readiness` 6); a sequence may do the same by steps of another kind. */
const preparations: { [Kind in Preparation]: { does: string; step: string; because: string } } = {
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
};

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
      yield* stepFaults(data, id, named);
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
