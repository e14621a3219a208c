import { MachineNames } from '../engine/machine-names.ts';
import type { GatheredHost } from '../model/gathering.ts';
import { hostKey } from '../model/target.ts';
import type { BootSeen } from './boots.ts';

/** What a file holds of one machine. Facts are places in the file, so that memory does not grow with them. */
export interface Machine {
  /** As its host line spells it, else as the first fact does. */
  name: string;
  host: GatheredHost | null;
  /** Start and end of each run of its facts, in bytes, by turns. */
  ranges: number[];
  boots: BootSeen[];
}

/**
 * The machines of one file, line by line. The last host line of a name counts, and one that has another target's name
 * among its aliases takes over what was said of that.
 */
export class Machines {
  #names = new MachineNames();
  #machines = new Map<string, Machine>();

  host(host: GatheredHost): void {
    const others = this.#names.host(host);
    const machine = this.#machine(hostKey(host.target), host.target);
    machine.name = host.target;
    machine.host = host;
    for (const other of others) this.#takeOver(machine, other);
  }

  /** A fact whose line goes from `start` up to `end`. */
  fact(target: string, boot: BootSeen, start: number, end: number): void {
    const { ranges, boots } = this.#machine(this.#names.keyOf(target), target);
    if (ranges.at(-1) === start) ranges[ranges.length - 1] = end;
    else ranges.push(start, end);
    addBoot(boots, boot);
  }

  /** The machine of this name; not one that has it as an alias. */
  get(target: string): Machine | undefined {
    return this.#machines.get(hostKey(target));
  }

  /** In the order in which they were first named. */
  all(): Iterable<Machine> {
    return this.#machines.values();
  }

  #machine(key: string, name: string): Machine {
    let machine = this.#machines.get(key);
    if (!machine) {
      machine = { name, host: null, ranges: [], boots: [] };
      this.#machines.set(key, machine);
    }
    return machine;
  }

  #takeOver(machine: Machine, key: string): void {
    const other = this.#machines.get(key);
    if (!other) return;
    this.#machines.delete(key);
    machine.ranges = machine.ranges.length === 0 ? other.ranges : machine.ranges.concat(other.ranges);
    for (const boot of other.boots) addBoot(machine.boots, boot);
  }
}

function addBoot(boots: BootSeen[], boot: BootSeen): void {
  const known = boots.find(({ bootTime }) => bootTime === boot.bootTime);
  if (!known) boots.push(boot);
  else if (boot.read) known.read = true;
}
