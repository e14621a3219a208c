import type { Failure, Params } from './answer.ts';
import type { Configuration } from './configuration.ts';
import type { Json } from './json.ts';
import type { Operation } from './operation.ts';
import type { HostIdentity, Role } from './target.ts';

/** A machine that was asked: what it says it is, or why it could not be reached. */
export type GatheredHost = {
  target: string;
  aliases: string[];
  roles: Role[];
} & ({ identity: HostIdentity } | Failure);

/** One answer as it came over the wire, before decoding. Times are ISO 8601 UTC. */
export type GatheredFact = {
  target: string;
  fact: string;
  params: Params;
  bootTime: string | null;
  collectedAt: string;
  durationMs: number;
} & ({ data: Json } | Failure);

/** Facts given out machine by machine, so that not all of an estate need be in memory at once. */
export interface HostFacts {
  /** The answers of one target, in the order in which they came. Asking again reads again. */
  of(target: string): readonly GatheredFact[];
  /** False where none of these facts was asked of a target, which spares reading it. Left out: any may have been. */
  mayHave?(target: string, facts: ReadonlySet<string>): boolean;
}

/** Everything that one `gather` read: a facts file in memory. A run is gather and judge. */
export interface Gathering {
  tool: string;
  /** Ids of the checks whose questions were asked. */
  checkSet: string[];
  gatheredAt: string;
  finishedAt: string;
  /** Who ran it, as the operating system names them. */
  operator: string;
  /** The operations asked for with `--for`; empty: those that are configured or found. */
  operations: Operation[];
  configuration: Configuration;
  hosts: GatheredHost[];
  facts: HostFacts;
  /** False when the reading was interrupted or the file is cut short. */
  complete: boolean;
  notes: string[];
}
