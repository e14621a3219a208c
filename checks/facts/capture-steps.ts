import { z } from 'zod';
import type { Placed } from '../../src/model/answer.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import type { Fact } from '../../src/model/fact.ts';
import { fact, maybeText, text, whole } from './shape.ts';
import { onSite } from './site.ts';

/** The steps of a capture, by the class that each is of. */
export const captureStepClasses = {
  capture: 'SMS_TaskSequence_CaptureSystemImageAction',
  'prepare-windows': 'SMS_TaskSequence_PrepareOSAction',
  'prepare-client': 'SMS_TaskSequence_PrepareSMSClientAction',
} as const;
export type CaptureStepKind = keyof typeof captureStepClasses;

/** One of those steps as the site has it. A property that its class does not have is null. */
export interface CaptureStep {
  class: string;
  name: string | null;
  description: string | null;
  /** Among all steps of the sequence, walked down into groups; 1 is the first. */
  position: number;
  /** False also where a group around it is disabled. */
  enabled: boolean;
  /** It, or a group around it, has a condition: whether it runs is decided at run time. */
  conditional: boolean;
  /** `SupportedEnvironment`: WinPE, FullOS, WinPEandFullOS. */
  environment: string | null;
  destination: string | null;
  account: string | null;
  imageVersion: string | null;
  imageCreator: string | null;
  imageDescription: string | null;
  /** `ShutdownPreparedOs`. */
  shutsDown: boolean | null;
  keepsActivation: boolean | null;
}

/** A step that sets a variable, with what `CaptureStep` has too; the value is null where the editor does not show it. */
export interface CaptureVariable {
  name: string;
  value: string | null;
  position: number;
  enabled: boolean;
  conditional: boolean;
}

/** What the capture task sequence does, as far as capturing goes; what it runs as steps is part of it. */
export interface CaptureSequence {
  found: boolean;
  name: string | null;
  /** 1 generic, 2 OS deployment. */
  type: number | null;
  /** Bit 0: it refers to a package that the site does not have. */
  flags: number | null;
  bootImage: string | null;
  steps: CaptureStep[];
  /** Steps that set one of OSDCaptureDestination, OSDCaptureAccount, SMSTSUninstallCCMClient: of no others is the value read. */
  variables: CaptureVariable[];
  /** There are steps that were not read: too many, or those of a task sequence that a step runs. */
  truncated: boolean;
}

/** The task sequence that captures: the one named for it, else the configured one. */
export function captureSequenceId({ capture, taskSequence }: Configuration): string | null {
  return capture?.taskSequence ?? taskSequence;
}

export const captureSequence: Fact<CaptureSequence, true> = fact({
  name: 'capture-sequence',
  title: 'the capture steps of the task sequence',
  parametric: true,
  after: ['sms-providers'],
  schema: z.object({
    found: z.boolean(),
    name: maybeText,
    type: whole.nullable(),
    flags: whole.nullable(),
    bootImage: maybeText,
    steps: z.array(
      z.object({
        class: text,
        name: maybeText,
        description: maybeText,
        position: whole,
        enabled: z.boolean(),
        conditional: z.boolean(),
        environment: maybeText,
        destination: maybeText,
        account: maybeText,
        imageVersion: maybeText,
        imageCreator: maybeText,
        imageDescription: maybeText,
        shutsDown: z.boolean().nullable(),
        keepsActivation: z.boolean().nullable(),
      }),
    ),
    variables: z.array(
      z.object({ name: text, value: maybeText, position: whole, enabled: z.boolean(), conditional: z.boolean() }),
    ),
    truncated: z.boolean(),
  }),
  ask: (configuration, known) => {
    const id = captureSequenceId(configuration);
    return id === null ? [] : onSite(configuration, known, { taskSequence: id });
  },
});

/** The enabled steps of a kind, in the order in which they run. */
export function stepsOf({ steps }: CaptureSequence, kind: CaptureStepKind): CaptureStep[] {
  return steps.filter((step) => step.enabled && step.class === captureStepClasses[kind]);
}

/** Whether something is captured at all: it is configured, or the task sequence does it. */
export function isCapturing(
  { capture, referenceComputer }: Configuration,
  sequences: readonly Placed<CaptureSequence>[],
): boolean {
  return (
    capture !== null ||
    referenceComputer !== null ||
    sequences.some(({ answer }) => answer.status === 'ok' && stepsOf(answer.data, 'capture').length > 0)
  );
}

/** Whether a text holds a variable that has its value only while the task sequence runs. */
export function holdsVariable(value: string): boolean {
  return /%[^%]+%/.test(value);
}

/** A path of the capture with where it comes from. */
export interface CaptureDestination {
  path: string;
  from: 'configuration' | 'task sequence';
}

/**
 * Where the image will be written: as configured, and as the capture steps say, each once. A path with a variable, or one
 * that a step before sets by a variable, is not among them.
 */
export function captureDestinations(
  { capture }: Configuration,
  sequences: readonly Placed<CaptureSequence>[],
): CaptureDestination[] {
  const configured = capture?.destination ?? null;
  const paths = sequences.flatMap(({ answer }) =>
    answer.status === 'ok' ? stepsOf(answer.data, 'capture').map(({ destination }) => destination ?? '') : [],
  );
  const all: CaptureDestination[] = [
    ...(configured === null ? [] : [{ path: configured, from: 'configuration' } as const]),
    ...paths
      .filter((path) => path !== '' && !holdsVariable(path))
      .map((path) => ({ path, from: 'task sequence' }) as const),
  ];
  return [...new Map(all.reverse().map((each) => [each.path.toLowerCase(), each])).values()].reverse();
}

/**
 * What OSDCaptureAccount may hold when a capture step begins, as steps before it set it: the last counts, and one with a
 * condition may have run or not. The variable itself where the editor does not show the value, and where it may be that nobody
 * set it for a step without an account.
 */
export function accountsSetBefore(
  { position, account }: Pick<CaptureStep, 'position' | 'account'>,
  { variables }: CaptureSequence,
): string[] {
  let held: string[] = [''];
  for (const { name, value, enabled, conditional, position: at } of variables) {
    if (!enabled || at >= position || !/^OSDCaptureAccount$/i.test(name)) continue;
    held = [...(conditional ? held : []), value ?? `%${name}%`];
  }
  const set = [...new Set(held.filter(Boolean))];
  return set.length > 0 && held.includes('') && !account ? [...set, '%OSDCaptureAccount%'] : set;
}

/** The accounts of the capture steps, each with what a step before it sets by the variable. */
export function stepAccounts(sequences: readonly Placed<CaptureSequence>[]): string[] {
  return sequences.flatMap(({ answer }) =>
    answer.status === 'ok'
      ? stepsOf(answer.data, 'capture').flatMap((step) => [
          ...(step.account ? [step.account] : []),
          ...accountsSetBefore(step, answer.data),
        ])
      : [],
  );
}

/** The accounts that write the image, `DOMAIN\name`: as configured, and as the task sequence says, each once. */
export function captureAccounts({ capture }: Configuration, sequences: readonly Placed<CaptureSequence>[]): string[] {
  const accounts = [...(capture?.account ? [capture.account] : []), ...stepAccounts(sequences)].filter(
    (account) => !holdsVariable(account),
  );
  return [...new Map(accounts.map((account) => [account.toLowerCase(), account])).values()];
}
