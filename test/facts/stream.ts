import { FactsEncoder } from '../../src/facts/encode.ts';
import { RangedFacts } from '../../src/facts/ranges.ts';
import { FactsScan } from '../../src/facts/scan.ts';
import type { GatheredFact, GatheredHost, Gathering } from '../../src/model/gathering.ts';
import { hostKey } from '../../src/model/target.ts';
import type { Event } from './arbitrary.ts';

/** A facts file that is not on disk, scanned in chunks of so many bytes, in turn. */
export function readBytes(bytes: Buffer, file = 'f', chunks: readonly number[] = [65_536]) {
  const scan = new FactsScan(file);
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const end = start + chunks[turn % chunks.length]!;
    // Overwritten afterwards, as a reader's buffer is.
    const chunk = Buffer.from(bytes.subarray(start, end));
    scan.push(chunk);
    chunk.fill('x');
    start = end;
  }
  const { gathering, machines } = scan.finish();
  const facts = new RangedFacts(machines, (ranges) =>
    Buffer.concat(ranges.map(([start, end]) => bytes.subarray(start, end))),
  );
  return { ...gathering, facts, machines };
}

/** The lines of a file: header, one for each event, end and footer. */
export function linesOf(frame: Omit<Gathering, 'hosts' | 'facts'>, events: readonly Event[]): string[] {
  const encoder = new FactsEncoder();
  return [
    encoder.header(frame),
    ...events.map((event) => ('host' in event ? encoder.host(event.host) : encoder.fact(event.fact))),
    ...encoder.end(frame).split(/(?<=\n)/),
  ];
}

/** The same rules as the product's, put down without regard to time: hosts by key, and the facts of each. */
export function machinesOf(events: readonly Event[]): {
  hosts: Map<string, GatheredHost>;
  facts: Map<string, GatheredFact[]>;
} {
  const hosts = new Map<string, GatheredHost>();
  const owners = new Map<string, string>();
  const named = new Map<string, string>();
  const placed: { key: string; fact: GatheredFact }[] = [];
  for (const event of events) {
    if ('fact' in event) {
      const own = hostKey(event.fact.target);
      const key = owners.get(own) ?? own;
      if (!placed.some((one) => one.key === key)) named.set(key, hosts.get(key)?.target ?? event.fact.target);
      placed.push({ key, fact: event.fact });
      continue;
    }
    const { host } = event;
    const key = hostKey(host.target);
    hosts.set(key, host);
    owners.delete(key);
    named.set(key, host.target);
    for (const alias of host.aliases.map(hostKey).filter((name) => name !== key)) {
      hosts.delete(alias);
      for (const one of placed) if (one.key === alias) one.key = key;
      for (const [name, owner] of owners) if (owner === alias) owners.set(name, key);
      owners.set(alias, key);
    }
  }
  const facts = new Map<string, GatheredFact[]>();
  for (const { key, fact } of placed) {
    const list = facts.get(key) ?? [];
    facts.set(key, [...list, { ...fact, target: named.get(key)! }]);
  }
  return { hosts, facts };
}
