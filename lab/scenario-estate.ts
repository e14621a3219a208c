import { createHash } from 'node:crypto';
import * as z from 'zod';
import { isMap, overlay, type Raw } from './overlay.ts';

/** How the door of a host behaves in the fleet lab, where every host stands behind an sshd. */
export const doors = ['open', 'refuses', 'silent', 'hangs', 'wrong-key', 'noisy-profile', 'frozen'] as const;
export type Door = (typeof doors)[number];

/** Hosts made by the number: each is one that the scenario describes, under a name of its own. */
export const estateSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9-]*$/, 'a group of an estate is named in small letters'),
  z.strictObject({
    /** `#` stands for a digit of the number: `BR###-DP` gives BR001-DP, BR002-DP and so on. */
    name: z.string().regex(/^[A-Z0-9-]*#+[A-Z0-9-]*$/, 'the name of a group holds its number once, such as BR###-DP'),
    count: z.int().min(1).max(9999),
    /** The first number. */
    from: z.int().min(0).default(1),
    /** The host of the scenario that they are like. */
    like: z.string(),
    /** Laid over that host. */
    over: z.record(z.string(), z.unknown()).default({}),
    fault: z.enum(doors).default('open'),
  }),
);

type Estate = z.infer<typeof estateSchema>;

/** The names of a group in their order. */
function namesOf({ name, count, from }: Estate[string]): string[] {
  return Array.from({ length: count }, (_, index) =>
    name.replace(/#+/, (digits) => String(from + index).padStart(digits.length, '0')),
  );
}

/**
 * A scenario with the hosts of its estate among its hosts, and in its configuration for every `@group`. Answers with
 * what is wrong as a sentence without a file's name. An estate that is not well formed is left to the scenario's schema.
 */
export function withEstate(raw: Raw): Raw | { problem: string } {
  const parsed = estateSchema.safeParse(raw.estate);
  if (raw.estate === undefined || !parsed.success) return raw;
  const hosts = isMap(raw.hosts) ? { ...raw.hosts } : {};
  const groups = new Map<string, string[]>();
  for (const [group, entry] of Object.entries(parsed.data)) {
    const like = isMap(raw.hosts) ? raw.hosts[entry.like] : undefined;
    if (!isMap(like)) return { problem: `estate.${group}.like: there is no host ${entry.like}.` };
    const names = namesOf(entry);
    groups.set(group, names);
    for (const name of names) {
      if (name in hosts) return { problem: `estate.${group}: there are two hosts ${name}.` };
      hosts[name] = overlay({ ...like, ...identityOf(name), door: entry.fault }, entry.over);
    }
  }
  const unknown = new Set<string>();
  const configuration = expand(raw.configuration, groups, unknown);
  const [first] = unknown;
  if (first !== undefined) return { problem: `configuration: there is no estate.${first.slice(1)} for ${first}.` };
  return { ...raw, hosts, ...(configuration !== undefined && { configuration }) };
}

/** What no two machines share. From the name alone, so that one more group changes no other host. */
function identityOf(name: string): Raw {
  const bytes = createHash('sha256').update(name).digest();
  const [a, b, c] = [0, 4, 8].map((at) => bytes.readUInt32BE(at));
  return { machineSid: `S-1-5-21-${a}-${b}-${c}`, computerRid: 2000 + (bytes.readUInt32BE(12) % 1_000_000) };
}

/** In lists, `@group` stands for the names of its hosts, and a map with `name: '@group'` for one map each. */
function expand(value: unknown, groups: ReadonlyMap<string, string[]>, unknown: Set<string>): unknown {
  if (isMap(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner, groups, unknown)]));
  if (!Array.isArray(value)) return value;
  return value.flatMap((item: unknown): unknown[] => {
    const said = isMap(item) ? item.name : item;
    if (typeof said !== 'string' || !said.startsWith('@')) return [expand(item, groups, unknown)];
    const names = groups.get(said.slice(1));
    if (names === undefined) unknown.add(said);
    return (names ?? []).map((name) => (isMap(item) ? { ...item, name } : name));
  });
}
