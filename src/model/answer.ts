/** Why something could not be read. "Could not read" is a value, never an empty list. */
export const failureKinds = [
  'unreachable',
  'authentication',
  'denied',
  'missing-command',
  'not-supported',
  'not-found',
  'timeout',
  'interrupted',
  'malformed',
  'script-error',
] as const;
export type FailureKind = (typeof failureKinds)[number];

export interface Failure {
  failed: FailureKind;
  message: string;
}

/** A part of a fact that is read on its own: its value, or why it could not be read. */
export type Reading<T> = { value: T } | Failure;

export function wasRead<T>(reading: Reading<T>): reading is { value: T } {
  return 'value' in reading;
}

/** When and on which boot a fact was read; ISO 8601 UTC and milliseconds. */
export interface Provenance {
  bootTime: string | null;
  collectedAt: string;
  durationMs: number;
}

/** What became of one question. */
export type Answer<T> =
  | ({ status: 'ok'; data: T } & Provenance)
  | ({ status: 'failed' } & Failure & Provenance)
  | { status: 'not-asked' };

/** One answer of several, with the machine and the parameters it belongs to. */
export interface Placed<T, A = Answer<T>> {
  target: string;
  params: Params;
  answer: A;
}

/** Parameters of a question: plain data, part of its identity. */
export type Params = { [key: string]: string | number | boolean | string[] };
