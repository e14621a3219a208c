import type { Failure } from '../model/answer.ts';
import type { Target } from '../model/target.ts';
import type { Limits, Reply, Request, Transport } from './transport.ts';
import { interrupted } from './watchdog.ts';

/** One question to a machine. `rows`: many are expected, which a process of its own carries better than a session. */
export interface Asked {
  request: Request;
  rows: boolean;
  limits: Limits;
}

/** A machine that can be asked. */
export interface Connection {
  /**
   * Puts questions, all in one round trip where the machine is a remote one. `onReply` is called once for each question
   * with its place in the list, as the answers come, and for all of them before this resolves. Never throws for what
   * the far side does.
   */
  ask(questions: readonly Asked[], onReply: (reply: Reply, index: number) => void): Promise<void>;
  close(): Promise<void>;
}

/** Reaches machines. `connect` answers with a failure and does not throw. */
export interface Connector {
  connect(target: Target, signal: AbortSignal): Promise<Connection | Failure>;
  /** Names under which a target is this machine itself; they are read locally. */
  localNames: string[];
  /** How many machines may be dealt with at a time. */
  width: number;
  close(): Promise<void>;
}

/** A connection that puts its questions one after the other: small ones through `session`, rows through `bulk`. */
export function oneByOne(session: Transport, bulk: Transport): Connection {
  return {
    async ask(questions, onReply) {
      for (const [index, { request, rows, limits }] of questions.entries()) {
        const reply = limits.signal?.aborted ? unasked() : await (rows ? bulk : session).request(request, limits);
        onReply(reply, index);
      }
    },
    async close() {
      await Promise.all([session.close(), bulk.close()]);
    },
  };
}

function unasked(): Reply {
  return { ok: false, ...interrupted(), noise: [], durationMs: 0 };
}

/** The reply to a single question. */
export async function replyTo(connection: Connection, question: Asked): Promise<Reply> {
  let reply: Reply | undefined;
  await connection.ask([question], (only) => {
    reply = only;
  });
  return reply!;
}
