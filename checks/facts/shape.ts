import { z } from 'zod';
import type { Reading } from '../../src/model/answer.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import type { Fact, Known, Question } from '../../src/model/fact.ts';
import type { Role } from '../../src/model/target.ts';
import { failureOf } from '../../src/windows/error-record.ts';

export const text = z.string();
export const maybeText = z.string().nullable();
export const count = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);
export const time = z.iso.datetime({ precision: null });
/** A part that was read on its own: `{value}`, or `{error}` with the record of its error. */
export const reading = <T>(value: z.ZodType<T>) =>
  z.union([
    z.object({ value }).transform((part): Reading<T> => ({ value: part.value as T })),
    z.object({ error: z.unknown() }).transform((part): Reading<T> => failureOf(part.error)),
  ]);

/** A value that may be missing or of the wrong type: what it is, null without it, or that it is something else. */
export const ifPresent = <T>(value: z.ZodType<T>) =>
  z.unknown().transform((raw): Reading<T | null> => {
    if (raw === null || raw === undefined) return { value: null };
    const result = value.safeParse(raw);
    return result.success
      ? { value: result.data }
      : { failed: 'malformed', message: 'it is of another type than Windows uses' };
  });
export const whole = z.number().int();
/** Bytes as a snippet writes them: `hex:` and two digits for each. */
export const binary = z
  .string()
  .regex(/^hex:(?:[0-9A-Fa-f]{2})*$/)
  .transform((value) => value.slice('hex:'.length).toLowerCase());

interface Parts<T, P extends boolean> {
  name: string;
  title: string;
  parametric: P;
  yields?: 'one' | 'rows';
  after?: string[];
  cut?: NonNullable<Fact<T, P>['cut']>;
  schema: z.ZodType<T>;
  ask: Fact<T, P>['ask'];
}

/** One entry of the registry: decoder by schema, questions by `ask`. */
export function fact<T, const P extends boolean>({
  schema,
  yields = 'one',
  after = [],
  ...rest
}: Parts<T, P>): Fact<T, P> {
  return { ...rest, yields, after, decode: (raw) => parsed(schema, raw) };
}

/** Throws the first thing that is wrong, in one clause. */
function parsed<T>(schema: z.ZodType<T>, raw: unknown): T {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Error(`${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unexpected'}`);
}

/** The question without parameters to every machine that plays one of these parts, in the first of them that it plays. */
export const onRoles =
  (...roles: Role[]) =>
  (_: Configuration, known: Known): Question[] => {
    const asked = new Map<string, Role>();
    for (const role of roles) for (const { name } of known.targets(role)) if (!asked.has(name)) asked.set(name, role);
    return [...asked].map(([host, role]) => ({ host, role, params: {} }));
  };
