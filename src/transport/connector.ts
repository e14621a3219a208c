import type { Failure } from '../model/answer.ts';
import type { Target } from '../model/target.ts';
import type { Transport } from './transport.ts';

/** A machine that can be asked. Small facts go through one session; rows by the thousand through a process of their own. */
export interface Connection {
  session: Transport;
  bulk: Transport;
  close(): Promise<void>;
}

/** Reaches machines. `connect` answers with a failure and does not throw. */
export interface Connector {
  connect(target: Target, signal: AbortSignal): Promise<Connection | Failure>;
  /** Names under which a target is this machine itself; they are read locally. */
  localNames: string[];
  close(): Promise<void>;
}
