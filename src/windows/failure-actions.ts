import type { Reading } from '../model/answer.ts';

export type FailureAction = {
  type: 'none' | 'restart' | 'reboot' | 'run-command' | 'own-restart' | `unknown ${number}`;
  delayMs: number;
};
/** What Windows does when a service dies. `resetPeriodS` is 4294967295 where failures are never forgotten. */
export interface FailureActions {
  resetPeriodS: number;
  actions: FailureAction[];
}

const types = ['none', 'restart', 'reboot', 'run-command', 'own-restart'] as const;
const headBytes = 20;
/** Windows shows three; more than this is no list of actions. */
const mostActions = 64;

/**
 * Reads the registry's `FailureActions`, bytes as hexadecimal digits: five DWORDs, little endian (reset period, two
 * offsets of texts, the number of actions, their offset), then two DWORDs for each action (MS-SCMR, 32-bit layout).
 */
export function failureActionsIn(hex: string): Reading<FailureActions> {
  const bytes = Buffer.from(hex, 'hex');
  const malformed = (message: string): Reading<FailureActions> => ({
    failed: 'malformed',
    message: `FailureActions: ${message}`,
  });
  if (bytes.length * 2 !== hex.length) return malformed('not bytes');
  if (bytes.length < headBytes) return malformed(`${bytes.length} bytes, too short for its head of ${headBytes}`);
  const [resetPeriodS, count, offset] = [0, 12, 16].map((at) => bytes.readUInt32LE(at)) as [number, number, number];
  if (count === 0) return { value: { resetPeriodS, actions: [] } };
  if (count > mostActions) return malformed(`${count} actions, which cannot be`);
  if (offset < headBytes) return malformed(`its actions begin at ${offset}, within its head`);
  if (offset + count * 8 > bytes.length)
    return malformed(`${count} actions from byte ${offset} do not fit in ${bytes.length} bytes`);
  const actions = Array.from({ length: count }, (_, index): FailureAction => {
    const at = offset + index * 8;
    const type = bytes.readUInt32LE(at);
    return { type: types[type] ?? `unknown ${type}`, delayMs: bytes.readUInt32LE(at + 4) };
  });
  return { value: { resetPeriodS, actions } };
}

/** Whether Windows restarts the service at least once. */
export const restarts = ({ actions }: FailureActions): boolean =>
  actions.some(({ type }) => type === 'restart' || type === 'own-restart');

/** The actions in words: `restart after 60 s, none`. */
export function failureActionsInWords({ actions }: FailureActions): string {
  const words = actions.map(({ type, delayMs }) => (type === 'none' ? type : `${type} after ${delayMs / 1000} s`));
  return words.join(', ') || 'none';
}
