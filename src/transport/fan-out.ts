import { join } from 'node:path';
import type { Failure } from '../model/answer.ts';
import { Batch, type Ticket } from './batch.ts';
import type { Asked } from './connector.ts';
import { Conversation, type Trouble } from './conversation.ts';
import { farText, requestsText, scriptsFor } from './fan-out-lines.ts';
import type { RemoteHost, SshOptions } from './remote-host.ts';
import { packageFolder } from './snippets.ts';
import { askSsh, sshFailure } from './ssh-diagnosis.ts';
import type { Reply, Shell } from './transport.ts';
import { interrupted } from './watchdog.ts';

const largestBatch = 64;
const usualConnectMs = 20_000;

export interface FanOutOptions {
  /** The PowerShell of this machine; its scripts are what the far side loads. */
  shell: Shell;
  /** How many machines may be asked at a time. */
  throttle: number;
  /** Milliseconds for everything that is asked of one machine at a time. */
  hostMs: number;
  /** Milliseconds to open a session. */
  connectMs?: number | undefined;
  /** More options for ssh, such as a file of host keys. */
  sshOptions?: SshOptions | undefined;
  /** What the far side loads, if not what this one does. */
  remoteScripts?: readonly string[] | undefined;
  /** Loaded on this side after our own files: stand-ins, in tests. */
  localScripts?: readonly string[] | undefined;
  /** Milliseconds that a local PowerShell may be silent while it has machines to ask. */
  stuckMs?: number | undefined;
}

/**
 * Asks many machines at once over PowerShell remoting. Whoever asks waits in one queue; a local PowerShell takes the
 * next batch from it as soon as places are free, asks each machine in a job of its own, and ends with its batch.
 */
export class FanOut {
  #options: FanOutOptions;
  #local: Shell;
  #connectMs: number;
  /** The text for the far sides, by the files in it. */
  #far = new Map<string, string[]>();
  #queue: Ticket[] = [];
  #open = new Set<Ticket>();
  #batches = new Set<Batch>();
  #starting: Batch | undefined;
  #failedStarts = 0;
  #closing = new AbortController();
  #explaining = new Set<Promise<void>>();

  constructor(options: FanOutOptions) {
    this.#options = options;
    this.#connectMs = options.connectMs ?? usualConnectMs;
    const ps = join(packageFolder(), 'ps');
    const scripts = [join(ps, '_prelude.ps1'), join(ps, 'local', 'fan-out.ps1'), ...(options.localScripts ?? [])];
    this.#local = { ...options.shell, scripts };
  }

  /** All questions in one round trip. `onReply` is called once for each, and for all of them before this resolves. */
  async ask(
    remote: RemoteHost,
    questions: readonly Asked[],
    onReply: (reply: Reply, index: number) => void,
  ): Promise<void> {
    const requests = questions.map(({ request }) => request);
    // What cannot be carried at all is refused here, before it could cost others their batch.
    requestsText(requests);
    const limits = { connectMs: this.#connectMs, hostMs: this.#options.hostMs };
    const conversation = new Conversation(questions, onReply, limits, (trouble) => this.#onTrouble(ticket, trouble));
    const ticket: Ticket = { remote, requests, conversation };
    if (this.#closing.signal.aborted) conversation.fail(interrupted());
    if (conversation.over) return;
    this.#open.add(ticket);
    this.#queue.push(ticket);
    this.#advance();
    await conversation.replied;
    this.#open.delete(ticket);
    this.#queue = this.#queue.filter((other) => other !== ticket);
  }

  /** Ends everything; who still waits is told that the run was interrupted. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const { conversation } of this.#open) conversation.fail(interrupted());
    await Promise.all([...[...this.#batches].map((batch) => batch.end()), ...this.#explaining]);
  }

  /** Starts the next local PowerShell, once enough places are free to be worth one. */
  #advance(): void {
    const { throttle } = this.#options;
    if (this.#closing.signal.aborted || this.#starting || this.#queue.length === 0) return;
    if (this.#free < Math.min(this.#queue.length, Math.ceil(throttle / 4))) return;
    const events = {
      freed: () => this.#advance(),
      returned: (tickets: Ticket[]) => {
        this.#queue.unshift(...tickets.filter(({ conversation }) => !conversation.over));
      },
    };
    const batch = new Batch(this.#local, events, this.#options.stuckMs);
    this.#starting = batch;
    this.#batches.add(batch);
    void batch.ready.then((failure) => {
      if (this.#starting === batch) this.#starting = undefined;
      if (!failure) this.#handOver(batch);
      // Once may be an accident; twice in a row is this machine.
      else if (++this.#failedStarts > 1)
        for (const { conversation } of this.#queue.splice(0)) conversation.fail(failure);
      if (failure) void batch.end();
      this.#advance();
    });
    void batch.gone.then(() => {
      this.#batches.delete(batch);
      this.#advance();
    });
  }

  get #free(): number {
    let taken = 0;
    for (const { places } of this.#batches) taken += places;
    return this.#options.throttle - taken;
  }

  #handOver(batch: Batch): void {
    this.#failedStarts = 0;
    const free = this.#free;
    // No more than two for each place: what waits in one batch cannot go to another that has places free.
    const tickets = this.#queue.splice(0, Math.min(largestBatch, 2 * free));
    if (tickets.length === 0) {
      void batch.end();
      return;
    }
    const { shell, hostMs, sshOptions, remoteScripts = shell.scripts } = this.#options;
    const scripts = scriptsFor(
      remoteScripts,
      tickets.flatMap(({ requests }) => requests),
    );
    const key = scripts.join();
    const far = this.#far.get(key) ?? farText(scripts);
    this.#far.set(key, far);
    const width = Math.min(free, tickets.length);
    batch.run(far, tickets, { width, connectMs: this.#connectMs, hostMs, sshOptions });
  }

  /** A machine did not answer everything. Where ssh gave no session, ssh is asked why. */
  #onTrouble({ remote, conversation }: Ticket, trouble: Trouble): void {
    const sshKnows = trouble.why === 'failed' || trouble.why === 'late';
    if (remote.via !== 'ssh' || conversation.heard || !sshKnows || trouble.failed === 'missing-command') {
      conversation.fail(trouble);
      return;
    }
    const { shell, sshOptions } = this.#options;
    // Without the words of PowerShell, which say the same in the language of this machine.
    const late: Failure = { failed: 'timeout', message: conversation.openingSentence };
    const otherwise = conversation.lateToOpen ? late : trouble;
    const explained = askSsh(shell, remote, this.#connectMs, sshOptions, this.#closing.signal)
      .then((words) => conversation.fail((words && sshFailure(words)) ?? otherwise))
      .finally(() => this.#explaining.delete(explained));
    this.#explaining.add(explained);
  }
}
