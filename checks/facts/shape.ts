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

interface Parts<T, P extends boolean> {
  name: string;
  title: string;
  parametric: P;
  yields?: 'one' | 'rows';
  after?: string[];
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
