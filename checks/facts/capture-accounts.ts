import type { Placed } from '../../src/model/answer.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import { accountParts } from './capture.ts';
import { type KnownAccounts, type NetworkIdentity, networkIdentity } from './capture-identities.ts';
import type { ShareHost } from './capture-shares.ts';
import {
  accountsSetBefore,
  type CaptureSequence,
  captureAccounts,
  holdsVariable,
  stepAccounts,
  stepsOf,
} from './capture-steps.ts';

/** The accounts of capture steps that have their value only while the task sequence runs, where nobody gave it. */
export function variableAccounts({ capture }: Configuration, sequences: readonly Placed<CaptureSequence>[]): string[] {
  if (capture?.account && !holdsVariable(capture.account)) return [];
  return [...new Set([...stepAccounts(sequences), capture?.account ?? ''].filter(holdsVariable))];
}

/** An account that writes the image, as the host of the share knows it; null where its text names none. */
export interface CaptureAccount {
  account: string;
  identity: NetworkIdentity | null;
}

export function accountsHere(
  configuration: Configuration,
  sequences: readonly Placed<CaptureSequence>[],
  known: KnownAccounts,
  host: ShareHost,
): CaptureAccount[] {
  return captureAccounts(configuration, sequences).map((account) => {
    const parts = accountParts(account);
    return { account, identity: parts && networkIdentity(parts, account, known, host) };
  });
}

/** How an account is given to the program. */
export const giveAccount = "capture: { account: 'CONTOSO\\svc-capture' }";

/** What is said of the account that writes the image; `step` is empty for what is configured. */
export interface GivenAccount {
  account: string;
  step: string;
  /** Where it is said, for people. */
  from: string;
}

/** As configured, as the capture steps say, and as a step before them sets by the variable; each empty one too. */
export function givenAccounts(
  { capture }: Configuration,
  sequences: readonly Placed<CaptureSequence>[],
): GivenAccount[] {
  const configured = capture?.account ? [{ account: capture.account, step: '', from: 'the configuration' }] : [];
  const said = sequences.flatMap(({ params, answer }) => {
    if (answer.status !== 'ok') return [];
    return stepsOf(answer.data, 'capture').flatMap((captures) => {
      const { name, account } = captures;
      const step = name ?? 'Capture Operating System Image';
      const of = `task sequence ${answer.data.name ?? String(params['taskSequence'])}`;
      const before = accountsSetBefore(captures, answer.data).map((set) => ({
        account: set,
        step,
        from: `the variable OSDCaptureAccount of ${of}`,
      }));
      const own = { account: account ?? '', step, from: `step "${step}" of ${of}` };
      return own.account === '' && before.length > 0 ? before : [own, ...before];
    });
  });
  return [...configured, ...said];
}
