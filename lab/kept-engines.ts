import { SessionTransport } from '../src/transport/session.ts';
import type { Limits, Reply, Request, Shell, Transport } from '../src/transport/transport.ts';

/**
 * PowerShells that outlive the hosts they are: the next host with the same name, culture and time zone takes over one that
 * has everything loaded and compiled, and gives it its own state. For many scenarios one after the other.
 */
export class KeptEngines {
  #idle = new Map<string, SessionTransport[]>();
  #all: SessionTransport[] = [];

  /** A session of a host, whose state file is given; closing it keeps its engine. */
  session(shell: Shell, state: string): Transport {
    const key = JSON.stringify([shell.executable, shell.env]);
    const known = this.#idle.get(key)?.pop();
    const engine = known ?? new SessionTransport(shell);
    if (!known) this.#all.push(engine);
    let entered = !known;
    let open = true;
    return {
      request: async (request: Request, limits: Limits): Promise<Reply> => {
        if (!entered) {
          const reply = await engine.request({ read: 'Read-LabHost', parameters: { state } }, limits);
          if (!reply.ok) return reply;
          entered = true;
        }
        return engine.request(request, limits);
      },
      close: async (): Promise<void> => {
        // An engine that ended started anew with the first host's state, so it must not go on as another.
        if (open) this.#idle.set(key, [...(this.#idle.get(key) ?? []), engine]);
        open = false;
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((engine) => engine.close()));
  }
}

let kept: KeptEngines | undefined;

/** The engines that labs of this process take over; undefined where each host starts its own. */
export const keptEngines = (): KeptEngines | undefined => kept;

/** Has every lab that is opened from now on in this process take over engines; answers with what ends them. */
export function keepEngines(): () => Promise<void> {
  const engines = new KeptEngines();
  kept = engines;
  return async () => {
    kept = undefined;
    await engines.close();
  };
}
