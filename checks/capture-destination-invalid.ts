import { anywhere, optional } from '../src/model/check.ts';
import { uncParts } from '../src/model/configuration.ts';
import { faultsOf, formOf, longest, onMachine } from './facts/capture-destination-faults.ts';
import { isOwn } from './facts/capture-shares.ts';
import {
  type CaptureSequence,
  type CaptureStep,
  captureDestinations,
  captureSequenceId,
  holdsVariable,
  stepsOf,
} from './facts/capture-steps.ts';
import { defineCheck } from './facts.ts';

type Said = { where: string };
type Path = Said & { path: string };

const give = {
  text: "Say what the path will be, so that the share can be judged: capture: { destination: '\\\\CM01\\Captures$\\image.wim' } (or --capture-destination).",
};
const fromConfiguration = 'the configuration';
const correct = ({ where }: Said) => ({
  text: `Enter the full path of a file on a share that exists, such as \\\\server\\share\\folder\\image.wim, ${
    where === fromConfiguration ? 'as capture.destination (or --capture-destination)' : `in ${where}`
  }.`,
});

export default defineCheck({
  id: 'capture-destination-invalid',
  area: 'capture',
  titles: {
    fine: 'The destination of the capture is a file on a share',
    broken: 'The destination of the capture is wrong',
  },
  why: 'The capture step runs last, in Windows PE; where its path is wrong it fails after everything else is done.',
  needs: {
    providers: optional(anywhere('sms-providers')),
    sequence: optional(anywhere('capture-sequence')),
    share: optional(anywhere('share-security')),
  },
  appliesTo: ['site-server', 'share-host'],
  gate: { capture: 'blocking' },
  askedBy: {
    configuration: 'site: { server: CM01.contoso.com }, capture: { taskSequence: PS100043 }',
    option: '--site-server CM01.contoso.com --capture-task-sequence PS100043',
  },
  rights: 'read-only analyst in Configuration Manager',
  sources: [
    'Microsoft: SMS_TaskSequence_CaptureSystemImageAction class',
    'Microsoft: Create a task sequence to capture an OS',
  ],
  messages: {
    missing: {
      level: 'fail',
      text: ({ where }: Said) => `There is no destination in ${where}.`,
      remedy: correct,
    },
    'too-long': {
      level: 'fail',
      text: ({ where, length }: Said & { length: number }) =>
        `The destination of ${where} has ${length} characters; the limit is ${longest}.`,
      remedy: correct,
    },
    'not-unc': {
      level: 'fail',
      text: ({ where, path }: Path) => `The destination of ${where} is no UNC path: ${path} ${formOf(path)}.`,
      because: ({ path }: Path) =>
        onMachine.test(path)
          ? 'In Windows PE a letter may be another disk than in Windows.'
          : 'The step writes to a file on a share, and names it by server and share.',
      remedy: correct,
    },
    'own-machine': {
      level: 'fail',
      text: ({ where, path, host }: Path & { host: string }) =>
        `The destination of ${where}, ${path}, names the machine that asks: ${host}.`,
      because: 'The image is written from Windows PE, in which that is Windows PE itself, and has no shares.',
      remedy: correct,
      explains: ['capture-share-name-refused/refused'],
    },
    'on-reference-computer': {
      level: 'fail',
      text: ({ where, path, on }: Path & { on: string }) =>
        `The destination of ${where}, ${path}, is on ${on}, the computer that is captured.`,
      because:
        'The image is written from Windows PE, and Windows on that computer, which has the share, does not run then.',
      remedy: correct,
    },
    'no-wim': {
      level: 'warn',
      text: ({ where, path }: Path) => `The destination of ${where}, ${path}, names no .wim file.`,
      because: 'Microsoft says "share and WIM file" in one place and "shared folder" in another.',
      remedy: correct,
    },
    variable: {
      level: 'unknown',
      text: ({ where, path }: Path) =>
        `The destination of ${where} is ${path}: the variable has its value only while the task sequence runs.`,
      remedy: () => give,
    },
    'variable-set': {
      level: 'unknown',
      text: ({ where }: Said) =>
        `A step before ${where} sets OSDCaptureDestination; whether that or the field of the step counts is not documented.`,
      remedy: () => give,
    },
    'variable-alone': {
      level: 'unknown',
      text: ({ where }: Said) =>
        `There is no destination in ${where}; a step before it sets OSDCaptureDestination, which has its value only while the task sequence runs.`,
      remedy: () => give,
    },
    truncated: {
      level: 'unknown',
      text: ({ sequence }: { sequence: string }) =>
        `Where each capture step of ${sequence} writes to is not known: it has steps that were not looked at.`,
    },
    'steps-not-asked': {
      level: 'unknown',
      text: ({ sequence }: { sequence: string }) =>
        `Where the capture step of ${sequence} writes to is not known: the facts end before the site was asked.`,
    },
    'judged-elsewhere': {
      level: 'not-applicable',
      text: ({ server }: { server: string }) =>
        `The destination comes from the task sequence, which is judged on ${server}.`,
    },
    'not-asked': {
      level: 'not-applicable',
      text: () => 'Nobody said which task sequence captures. To ask it: capture: { taskSequence: PS100043 }',
    },
    'no-step': {
      level: 'not-applicable',
      text: ({ server }: { server: string }) => `No enabled step of the task sequence on ${server} captures an image.`,
    },
  },
  *judge({ providers, sequence }, { target, identity, configuration }) {
    const { capture, site } = configuration;
    const isSite = target.roles.includes('site-server');
    const configured = capture?.destination ?? null;
    const own = target.roles.includes('share-host') ? configured : null;
    if (own !== null) yield* faultsOf(own, fromConfiguration);
    const isCaptured = target.roles.includes('share-host') && target.roles.includes('reference-computer');
    if (isCaptured) {
      const all = captureDestinations(configuration, sequence);
      const named = all.filter(({ path }) => isOwn(uncParts(path)?.host ?? '', { target, identity }));
      // Where none names it, DFS has led here.
      for (const { path, from } of named.length > 0 ? named : all) {
        const args = { where: `the ${from}`, path, on: target.name };
        yield { code: 'on-reference-computer', subject: path, args };
      }
    }
    if (!isSite) {
      if (own === null && !isCaptured)
        yield { code: 'judged-elsewhere', args: { server: site?.server.name ?? 'the site server' } };
      return;
    }
    const wanted = captureSequenceId(configuration);
    if (wanted === null) {
      if (own === null) yield { code: 'not-asked', args: {} };
      return;
    }
    // Where the list of providers failed, the engine says that.
    if (sequence.length === 0 && providers.every(({ answer }) => answer.status === 'ok'))
      yield { code: 'steps-not-asked', args: { sequence: wanted } };
    const answers = sequence.flatMap(({ answer }) => (answer.status === 'ok' ? [answer.data] : []));
    const steps = answers.flatMap((data) => stepsOf(data, 'capture').map((step) => ({ step, data })));
    const isCut = answers.some(({ truncated }) => truncated);
    if (isCut) yield { code: 'truncated', args: { sequence: wanted } };
    else if (steps.length === 0 && answers.length > 0 && own === null)
      yield { code: 'no-step', args: { server: target.name } };
    // What a variable will hold is what the user says it will.
    const isGiven = configured !== null && !holdsVariable(configured);
    for (const { step, data } of steps) {
      const where = `the step "${step.name ?? step.class}"`;
      const subject = `step ${step.position}`;
      const isSet = isSetBefore(step, data);
      for (const found of faultsOf(step.destination, where))
        if (!(found.code === 'missing' && isSet) && !(found.code === 'variable' && isGiven))
          yield { ...found, subject };
      if (isSet && !isGiven)
        yield { code: step.destination ? 'variable-set' : 'variable-alone', subject, args: { where } };
    }
  },
});

function isSetBefore({ position }: CaptureStep, { variables }: CaptureSequence): boolean {
  return variables.some(
    (each) => each.enabled && each.position < position && /^OSDCaptureDestination$/i.test(each.name),
  );
}
