import { anywhere, optional } from '../src/model/check.ts';
import { uncParts } from '../src/model/configuration.ts';
import {
  type CaptureSequence,
  type CaptureStep,
  captureSequenceId,
  holdsVariable,
  stepsOf,
} from './facts/capture-steps.ts';
import { defineCheck } from './facts.ts';

type Said = { where: string };
type Path = Said & { path: string };

/** `CaptureDestination`: AllowedLen 1-255. */
const longest = 255;
const give = {
  text: "Say what the path will be, so that the share can be judged: capture: { destination: '\\\\CM01\\Captures$\\image.wim' } (or --capture-destination).",
};
const fromConfiguration = 'the configuration';
const correct = ({ where }: Said) => ({
  text: `Enter the full path of a file on a share that exists, such as \\\\server\\share\\folder\\image.wim, ${
    where === fromConfiguration ? 'as capture.destination (or --capture-destination)' : `in ${where}`
  }.`,
});

const onMachine = /^[A-Za-z]:/;
/** What a path that is no UNC path is instead. */
function formOf(path: string): string {
  if (/^(?:\\\\[.?]\\|\\\?\?\\)/.test(path)) return 'is a path of a device';
  if (onMachine.test(path)) return 'is a path on the machine itself';
  if (path.includes('/')) return 'is written with /, and Windows wants \\ there';
  if (uncParts(path)) return 'names a server and a file, and no share between them';
  return 'is no path of the form \\\\server\\share\\folder\\image.wim';
}

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
    },
    'on-reference-computer': {
      level: 'fail',
      text: ({ on }: { on: string }) =>
        `The share that the image is written to is on ${on}, the computer that is captured.`,
      because:
        'The image is written from Windows PE, and Windows on that computer, which has the share, does not run then.',
      remedy: () => ({ text: 'Name a share of another computer as the destination.' }),
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
  *judge({ providers, sequence }, { target, configuration }) {
    const { capture, site } = configuration;
    const isSite = target.roles.includes('site-server');
    const configured = capture?.destination ?? null;
    const own = target.roles.includes('share-host') ? configured : null;
    if (own !== null) yield* faultsOf(own, fromConfiguration);
    const isCaptured = target.roles.includes('share-host') && target.roles.includes('reference-computer');
    if (isCaptured) yield { code: 'on-reference-computer', args: { on: target.name } };
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

/** What is wrong with a path; of a wrong one the extension is of no interest. */
function* faultsOf(path: string | null, where: string) {
  if (path === null || path === '') yield { code: 'missing' as const, args: { where } };
  else if (path.length > longest) yield { code: 'too-long' as const, args: { where, length: path.length } };
  else if (holdsVariable(path)) yield { code: 'variable' as const, args: { where, path } };
  else if (uncParts(path) === null || /^\\\\[^\\]+\\[^\\]+\.wim\\?$/i.test(path))
    yield { code: 'not-unc' as const, args: { where, path } };
  else if (isWhoeverAsks(uncParts(path)!.host))
    yield { code: 'own-machine' as const, args: { where, path, host: uncParts(path)!.host } };
  else if (!/[^\\]\.wim$/i.test(path)) yield { code: 'no-wim' as const, args: { where, path } };
}

/** A name or address that every machine has for itself. */
const isWhoeverAsks = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|--1\.ipv6-literal\.net)$/i.test(host);

function isSetBefore({ position }: CaptureStep, { variables }: CaptureSequence): boolean {
  return variables.some(
    (each) => each.enabled && each.position < position && /^OSDCaptureDestination$/i.test(each.name),
  );
}
