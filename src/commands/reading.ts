import { basename, resolve } from 'node:path';
import type { Progress } from '../cli/progress.ts';
import type { VerifyProgress } from '../content/library-verdict.ts';
import { paceText } from '../engine/pace.ts';
import { countText } from '../model/sizes.ts';
import type { Surroundings } from '../surroundings.ts';

/** The first line comes when one would begin to wonder, the others seldom enough for a log. */
const firstLineMs = 1000;
const lineMs = 10_000;

/** What stderr says while files of this machine are read: a row that is redrawn on a terminal, else a line now and then. */
export class Reading {
  readonly #what: string;
  readonly #around: Surroundings;
  readonly #row: Progress | null;
  #due: number;
  #bytesSince: number;

  private constructor(what: string, around: Surroundings, row: Progress | null) {
    this.#what = what;
    this.#around = around;
    this.#row = row;
    this.#bytesSince = this.#now;
    this.#due = this.#now + firstLineMs;
  }

  /** Of a folder: its name alone leaves room for the rest of the row. */
  static async of(folder: string, around: Surroundings): Promise<Reading> {
    const what = basename(resolve(folder)) || folder;
    const { terminal, stderr } = around;
    if (!terminal.stderr) return new Reading(what, around, null);
    const { createProgress } = await import('../cli/progress.ts');
    return new Reading(what, around, createProgress({ stream: stderr, terminal: true, unicode: terminal.unicode }));
  }

  /** How long bytes were read, in milliseconds: since the last list. */
  get milliseconds(): number {
    return Math.max(0, this.#now - this.#bytesSince);
  }

  take(progress: VerifyProgress): void {
    if (progress.stage === 'hashing') {
      const { bytes: done, ofBytes: total } = progress;
      this.#say(`hashing ${paceText({ done, total, sinceMs: this.milliseconds })}`);
      return;
    }
    this.#bytesSince = this.#now;
    const { contents, ofContents, files } = progress;
    this.#say(`reading lists: ${countText(contents)} of ${countText(ofContents)}, ${countText(files)} files`);
  }

  /** Leaves the last state on a terminal. */
  async end(isDone: boolean, text: string): Promise<void> {
    const state = isDone ? 'done' : 'failed';
    this.#row?.update({ kind: 'target', target: this.#what, state, text });
    await this.#row?.stop();
  }

  #say(text: string): void {
    if (this.#row) this.#row.update({ kind: 'target', target: this.#what, state: 'reading', text });
    else if (this.#now >= this.#due) {
      this.#due = this.#now + lineMs;
      this.#around.tell(`${this.#what}: ${text}`);
    }
  }

  get #now(): number {
    return Date.parse(this.#around.now());
  }
}
