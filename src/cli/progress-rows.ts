import { visible } from '../report/visible.ts';
import { RecentTargets } from './recent-targets.ts';

/** `answered`: everything that it was asked so far; more may be asked. */
type TargetState = 'waiting' | 'reading' | 'answered' | 'done' | 'failed';

/** What becomes of a target. Where it is waited for, the text says on what, and for how long at most. */
export interface ProgressEvent {
  kind: 'target';
  target: string;
  state: TargetState;
  text: string;
}

/** More machines than this are never read at a time, so the texts of more need not be kept. */
const mostReading = 256;

/**
 * What is known of each target, as rows of a bounded number. Each event costs the same however many targets there are, and
 * of a target that is not shown only its state is kept.
 */
export class ProgressRows {
  readonly #states = new Map<string, TargetState>();
  readonly #counts = { waiting: 0, reading: 0, answered: 0, done: 0, failed: 0 };
  /** All targets while each has its row, and nothing after that. */
  readonly #few = new Map<string, ProgressEvent>();
  readonly #reading = new RecentTargets<ProgressEvent>(mostReading);
  readonly #failed: RecentTargets<ProgressEvent>;
  readonly #unicode: boolean;
  readonly #limit: number;
  readonly #expected: number;
  #frame = 0;

  /** `limit`: rows at most. `expected`: how many targets there will be, as far as that is known before. */
  constructor(request: { unicode: boolean; limit: number; expected?: number }) {
    this.#unicode = request.unicode;
    this.#limit = request.limit;
    this.#expected = request.expected ?? 0;
    this.#failed = new RecentTargets(request.limit - 1);
  }

  /** Whether there are more targets than rows. */
  get many(): boolean {
    return this.#states.size > this.#limit || this.#expected > this.#limit;
  }

  /** Of how many targets the text is kept. */
  get kept(): number {
    return this.#few.size + this.#reading.size + this.#failed.size;
  }

  /** Whether the event changes the state of its target in a way that is worth a line: between two answers nothing is. */
  take(event: ProgressEvent): boolean {
    const { target, state } = event;
    const before = this.#states.get(target);
    if (before !== state) {
      this.#states.set(target, state);
      if (before !== undefined) this.#counts[before] -= 1;
      this.#counts[state] += 1;
      if (before === 'reading') this.#reading.delete(target);
      if (before === 'failed') this.#failed.delete(target);
    }
    if (state === 'reading') this.#reading.set(target, event);
    if (state === 'failed') this.#failed.set(target, event);
    if (this.many) this.#few.clear();
    else this.#few.set(target, event);
    return before !== state && state !== 'answered' && !(before === 'answered' && state === 'reading');
  }

  /**
   * One row for each target. Where there are more than fit: those that failed or began to be read most recently, and a row
   * that counts all.
   */
  rows(over: boolean): string[] {
    this.#frame += 1;
    const shown = this.many ? this.#recent() : [...this.#few.values()];
    const width = Math.max(0, ...shown.map(({ target }) => visible(target).length));
    const rows = shown.map((event) => this.#row(event, over, width));
    return this.many ? [...rows, this.#all(over)] : rows;
  }

  /** The target's line where nothing can be redrawn. */
  line({ target, state, text }: ProgressEvent): string {
    return this.#ascii(`${target}: ${state}${text === '' ? '' : `, ${text}`}`);
  }

  /** `128 of 500 done, 3 failed, 32 reading, 337 waiting`. When it is over, those that were expected and never came do not count. */
  counts(over: boolean): string {
    const { waiting, reading, answered, done, failed } = this.#counts;
    const missing = over ? 0 : Math.max(0, this.#expected - this.#states.size);
    const rest = [
      [failed, 'failed'],
      [reading, 'reading'],
      [waiting + missing, 'waiting'],
    ].flatMap(([count, state]) => (count === 0 ? [] : [`, ${count} ${state}`]));
    return `${answered + done} of ${this.#states.size + missing} done${rest.join('')}`;
  }

  /** Failures take the room that those being read leave, and at least half of it. */
  #recent(): ProgressEvent[] {
    const room = this.#limit - 1;
    const failures = this.#failed.latest(Math.max(Math.floor(room / 2), room - this.#reading.size));
    return [...failures, ...this.#reading.latest(room - failures.length)];
  }

  #row({ target, state, text }: ProgressEvent, over: boolean, width: number): string {
    return `${this.#symbol(state, over)} ${this.#ascii(target).padEnd(width)}  ${this.#ascii(text)}`.trimEnd();
  }

  #all(over: boolean): string {
    const { waiting, reading, failed } = this.#counts;
    const open = waiting + reading > 0 || (!over && this.#states.size < this.#expected);
    return `${this.#symbol(open ? 'reading' : failed > 0 ? 'failed' : 'done', over)} ${this.counts(over)}`;
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
