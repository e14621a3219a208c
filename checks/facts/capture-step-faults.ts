import { environments, osDeployment, stepOrder } from '../../src/windows/capture-steps.ts';
import { type CaptureSequence, type CaptureStep, type CaptureStepKind, stepsOf } from './capture-steps.ts';

type Sequence = { sequence: string };
/** What comes before an image is captured. */
export type Preparation = Exclude<CaptureStepKind, 'capture'>;
const preparationKinds: readonly Preparation[] = ['prepare-client', 'prepare-windows'];

/** What is wrong with the steps of a capture by where they stand, whether they run, and what they leave behind. */
export function* stepFaults(data: CaptureSequence, id: string, named: Sequence) {
  for (const kind of stepOrder) for (const step of stepsOf(data, kind)) yield* faultsOf(step, kind, data, named);
  const unsure = stepOrder.filter((kind) => isConditional(kind, data)).flatMap((kind) => stepsOf(data, kind));
  if (unsure.length > 0) {
    const steps = [...new Set(unsure.map(nameOf))];
    yield { code: 'only-conditional' as const, subject: id, args: { ...named, steps } };
  }
  yield* orderOf(data, named);
  for (const kind of preparationKinds)
    if (!data.truncated && stepsOf(data, kind).length === 0)
      yield { code: 'not-prepared' as const, subject: kind, args: { ...named, kind } };
}

export const nameOf = (step: CaptureStep): string => step.name ?? step.class;

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
export function clientFate(data: CaptureSequence): string | null {
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
