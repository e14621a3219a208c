import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Failure } from '../model/answer.ts';
import { childEnvironment, diedFailure, newMarker, notStarted, switches } from './child.ts';
import { type AnswerCollector, AnswerStream } from './envelope.ts';
import { killChild } from './kill-tree.ts';
import { remember } from './living.ts';
import type { Shell } from './transport.ts';
import type { Watchdog } from './watchdog.ts';

/** The library prints its own delimiters beside our lines. */
const libraryMarker = /^[0-9A-Za-z]{16}$/;

/** How long to wait for what a child printed before it ended, and for the news that it has. */
const drainMs = 200;
const lastWordsMs = 500;

/** What we use of node-powershell. Process and exitPromise are not public there, but nothing else gives a tree kill. */
interface Library {
  readonly process: ChildProcess;
  readonly streams: { stdin: Writable; stdout: Readable; stderr: Readable };
  readonly history: unknown[];
  exitPromise: Promise<void>;
  invoke(line: string): Promise<unknown>;
}
export type LibraryClass = new (options: object) => Library;

/** The child behind a session: node-powershell, with what it does wrong kept inside this file. */
export class SessionChild {
  readonly marker = newMarker();
  #library: Library;
  #process: ChildProcess;
  #stream: AnswerStream;
  #collector: AnswerCollector | undefined;
  #watchdog: Watchdog | undefined;
  #ended: Promise<Failure>;
  #leave = (): void => {};
  #spoke = false;

  /** Starts a child; in the same tick its first request must be made: a missing executable is an unhandled rejection else. */
  static start(shell: Shell, PowerShell: LibraryClass): SessionChild | Failure {
    // It would replace the executable.
    delete process.env.NODE_POWERSHELL;
    try {
      return new SessionChild(shell, PowerShell);
    } catch (error) {
      return notStarted(error instanceof Error ? error.message : String(error));
    }
  }

  private constructor(shell: Shell, PowerShell: LibraryClass) {
    this.#library = new PowerShell({
      executable: shell.executable,
      executableOptions: { ...switches },
      spawnOptions: { env: childEnvironment(shell), windowsHide: true },
      throwOnInvocationError: false,
    });
    this.#process = this.#library.process;
    remember(this.#process);
    this.#stream = new AnswerStream(this.marker, (id, kind, json) => {
      if (this.#collector) this.#collector.line(id, kind, json);
      else this.#spoke = true;
    });
    const { stdin, stdout, stderr } = this.#library.streams;
    stdout.on('data', (text: string) => {
      this.#watchdog?.alive();
      this.#stream.feed(text);
    });
    stderr.on('data', (text: string) => this.#stream.addNoise(text));
    // The library listens for the first error only; a later EPIPE would end Node.
    stdin.on('error', () => {});
    this.#ended = new Promise<Failure>((resolve) => {
      this.#process.once('error', (error) => resolve(notStarted(error.message)));
      this.#process.once('exit', (code, signal) => {
        const tell = (): void => {
          this.#stream.end();
          resolve(diedFailure(code, signal, this.#noise()));
        };
        // What it printed last may still be on its way; what it started may hold the pipes open for ever.
        this.#process.once('close', tell);
        setTimeout(tell, drainMs).unref();
      });
    });
    const left = (): void => this.#leave();
    this.#library.exitPromise.then(left, left);
  }

  /** Resolves when the library thinks that the request is over, by its delimiters or because the child has ended. */
  async invoke(line: string, collector: AnswerCollector, watchdog: Watchdog): Promise<'done'> {
    this.#collector = collector;
    this.#watchdog = watchdog;
    // The library races every call against one promise of the exit, which would keep each answer until the child ends.
    this.#library.exitPromise = new Promise((resolve) => {
      this.#leave = resolve;
    });
    try {
      await this.#library.invoke(line);
    } catch {
      // Whatever it was, the answer says more.
    }
    return 'done';
  }

  /** Between requests. The library leaves both streams paused, where a child could block on what it still prints. */
  idle(): void {
    this.#collector = undefined;
    this.#watchdog = undefined;
    this.#library.history.length = 0;
    this.#library.streams.stdout.resume();
    this.#library.streams.stderr.resume();
  }

  /** Whether it has ended, or has answered something that nobody asked. */
  get spoilt(): boolean {
    return this.#spoke || this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Why there is no answer: how the child ended; one that lives has ended the request with nothing of ours. */
  async lastWords(): Promise<Failure> {
    let timer: NodeJS.Timeout | undefined;
    const silent = new Promise<Failure>((resolve) => {
      const failure: Failure = { failed: 'malformed', message: 'it ended the request without an answer' };
      timer = setTimeout(() => resolve(failure), lastWordsMs);
    });
    const failure = await Promise.race([this.#ended, silent]);
    clearTimeout(timer);
    return failure;
  }

  /** What was printed beside the answers since it was last asked. */
  takeNoise(): string[] {
    const noise = this.#noise();
    this.#stream.noise.length = 0;
    return noise;
  }

  #noise(): string[] {
    return this.#stream.noise.filter((line) => !libraryMarker.test(line));
  }

  async kill(): Promise<void> {
    await killChild(this.#process);
  }
}
