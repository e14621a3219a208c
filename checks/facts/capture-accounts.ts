import type { Placed } from '../../src/model/answer.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import { accountParts } from './capture.ts';
import { type KnownAccounts, type NetworkIdentity, networkIdentity } from './capture-identities.ts';
import type { ShareHost } from './capture-shares.ts';
import { type CaptureSequence, captureAccounts, holdsVariable, stepsOf } from './capture-steps.ts';

/** The accounts of capture steps that have their value only while the task sequence runs, where nobody gave it. */
export function variableAccounts({ capture }: Configuration, sequences: readonly Placed<CaptureSequence>[]): string[] {
  if (capture?.account && !holdsVariable(capture.account)) return [];
  const accounts = sequences.flatMap(({ answer }) =>
    answer.status === 'ok' ? stepsOf(answer.data, 'capture').map(({ account }) => account ?? '') : [],
  );
  return [...new Set([...accounts, capture?.account ?? ''].filter(holdsVariable))];
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
