import type { Reading } from '../model/answer.ts';

/** What Windows does when a service dies, in the order of the deaths; what is configured last is repeated. */
export interface FailureActions {
  /** After so many seconds without a death Windows counts from the beginning; null is never. */
  resetPeriodS: number | null;
  actions: { type: FailureActionType; delayMs: number }[];
}
export type FailureActionType = 'none' | 'restart' | 'reboot' | 'run-command' | 'own-restart' | `unknown ${number}`;

const types: readonly FailureActionType[] = ['none', 'restart', 'reboot', 'run-command', 'own-restart'];
const headerBytes = 20;
const actionBytes = 8;
/** More than any tool sets; a count beyond it is no count. */
const mostActions = 64;
const never = 0xffffffff;

/**
 * Reads the registry's `FailureActions`, given as hexadecimal digits: the 32-bit layout of SERVICE_FAILURE_ACTIONS (MS-SCMR),
 * little endian, of five DWORDs (reset period, two unused offsets, count and offset of the actions) and then the actions.
 */
export function decodeFailureActions(hex: string): Reading<FailureActions> {
  if (!/^(?:[0-9a-f]{2})*$/i.test(hex)) return malformed('it holds something other than bytes');
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  if (bytes.length < headerBytes) return malformed(`it has ${bytes.length} bytes of at least ${headerBytes}`);
  const view = new DataView(bytes.buffer);
  const word = (at: number): number => view.getUint32(at, true);
  const [period, count, offset] = [word(0), word(12), word(16)];
  if (count > mostActions) return malformed(`it claims ${count} actions`);
  if (count > 0 && (offset < headerBytes || offset + count * actionBytes > bytes.length))
    return malformed(`its ${count} actions lie outside its ${bytes.length} bytes`);
  const actions = Array.from({ length: count }, (_, index) => {
    const at = offset + index * actionBytes;
    const type = word(at);
    return { type: types[type] ?? (`unknown ${type}` as const), delayMs: word(at + 4) };
  });
  return { value: { resetPeriodS: period === never ? null : period, actions } };
}

/** Whether Windows starts the service again, or the machine, when it dies. */
export function isRestarted({ actions }: FailureActions): boolean {
  return actions.some(({ type }) => type === 'restart' || type === 'reboot');
}

const malformed = (message: string) => ({ failed: 'malformed' as const, message });
