import * as z from 'zod';

const environment = z.enum(['WinPE', 'FullOS', 'WinPEandFullOS']);

/** What every step has beside the properties of its class. */
const common = {
  description: z.string().nullable().default(''),
  enabled: z.boolean().default(true),
  condition: z.boolean().default(false),
};

const capture = z.strictObject({
  ...common,
  name: z.string().nullable().default('Capture Operating System Image'),
  environment: environment.nullable().default('WinPE'),
  destination: z.string().nullable().default(null),
  account: z.string().nullable().default(null),
  imageVersion: z.string().nullable().default(''),
  imageCreator: z.string().nullable().default(''),
  imageDescription: z.string().nullable().default(''),
});

const prepareWindows = z.strictObject({
  ...common,
  name: z.string().nullable().default('Prepare Windows for Capture'),
  environment: environment.nullable().default('FullOS'),
  shutsDown: z.boolean().default(false),
  keepsActivation: z.boolean().default(false),
});

const prepareClient = z.strictObject({
  ...common,
  name: z.string().nullable().default('Prepare ConfigMgr Client for Capture'),
  environment: environment.nullable().default('FullOS'),
});

const setVariable = z.strictObject({
  ...common,
  step: z.string().nullable().default('Set Task Sequence Variable'),
  environment: environment.nullable().default('WinPEandFullOS'),
  /** Of the variable. */
  name: z.string(),
  value: z.string().nullable(),
  /** Not shown in the editor, and kept elsewhere. */
  hidden: z.boolean().default(false),
});

const plain = [
  z.strictObject({ capture }),
  z.strictObject({ prepareWindows }),
  z.strictObject({ prepareClient }),
  z.strictObject({ setVariable }),
  /** A step that runs another task sequence. */
  z.strictObject({ runs: z.string(), ...common, environment: environment.nullable().default('WinPEandFullOS') }),
  /** A step that has nothing to do with capturing, by its name. */
  z.strictObject({ other: z.string(), ...common, environment: environment.nullable().default('WinPEandFullOS') }),
] as const;

interface StepGroup {
  /** Its name. */
  group: string;
  description: string | null;
  enabled: boolean;
  condition: boolean;
  steps: ScenarioStep[];
}
export type ScenarioStep = z.infer<(typeof plain)[number]> | StepGroup;

/** A step of a task sequence, or a group of them; in the order in which they run. */
export const stepSchema: z.ZodType<ScenarioStep> = z.lazy(() =>
  z.union([...plain, z.strictObject({ group: z.string(), ...common, steps: z.array(stepSchema).default([]) })]),
);
