import { visible } from '../report/visible.ts';

const targetStates = ['waiting', 'reading', 'done', 'failed'] as const;
type TargetState = (typeof targetStates)[number];

/** What becomes of a target. Where it is waited for, the text says on what, and for how long at most. */
export interface ProgressEvent {
  kind: 'target';
  target: string;
  state: TargetState;
  text: string;
}

/** What is known of each target, as rows of a bounded number. */
export class ProgressRows {
  readonly #targets = new Map<string, ProgressEvent>();
  readonly #unicode: boolean;
  readonly #limit: number;
  #frame = 0;

  constructor(request: { unicode: boolean; limit: number }) {
    this.#unicode = request.unicode;
    this.#limit = request.limit;
  }

  /** Whether the event changes the state of its target. */
  take(event: ProgressEvent): boolean {
    const before = this.#targets.get(event.target);
    this.#targets.set(event.target, event);
    return before?.state !== event.state;
  }

  /** One row for each target; where there are more than fit, the last row counts the rest. */
  rows(over: boolean): string[] {
    this.#frame += 1;
    const events = [...this.#targets.values()];
    const single = events.length <= this.#limit ? events : events.slice(0, this.#limit - 1);
    const width = Math.max(0, ...single.map(({ target }) => visible(target).length));
    const rows = single.map((event) => this.#row(event, over, width));
    return single.length === events.length ? rows : [...rows, this.#rest(events.slice(single.length), over)];
  }

  /** The target's line where nothing can be redrawn. */
  line({ target, state, text }: ProgressEvent): string {
    return this.#ascii(`${target}: ${state}${text === '' ? '' : `, ${text}`}`);
  }

  #row({ target, state, text }: ProgressEvent, over: boolean, width: number): string {
    return `${this.#symbol(state, over)} ${this.#ascii(target).padEnd(width)}  ${this.#ascii(text)}`.trimEnd();
  }

  #rest(events: ProgressEvent[], over: boolean): string {
    const counts = targetStates
      .map((state) => ({ state, count: events.filter((event) => event.state === state).length }))
      .filter(({ count }) => count > 0);
    const failed = counts.some(({ state }) => state === 'failed');
    const open = counts.some(({ state }) => state === 'waiting' || state === 'reading');
    const text = counts.map(({ state, count }) => `${count} ${state}`).join(', ');
    return `${this.#symbol(open ? 'reading' : failed ? 'failed' : 'done', over)} and ${events.length} more: ${text}`;
  }

  #symbol(state: TargetState, over: boolean): string {
    if (state === 'done') return this.#unicode ? '✔' : 'ok';
    if (state === 'failed') return this.#unicode ? '✖' : '!!';
    if (over) return this.#unicode ? '–' : '--';
    const frames = this.#unicode ? '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏' : '-\\|/';
    const frame = frames[this.#frame % frames.length]!;
    return this.#unicode ? frame : `${frame} `;
  }

  #ascii(text: string): string {
    const safe = visible(text);
    return this.#unicode ? safe : safe.replace(/[^\x20-\x7e]/gu, '?');
  }
}
