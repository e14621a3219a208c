import * as z from 'zod';
import { UsageError } from '../model/usage-error.ts';
import { schemaSentence } from './schema-sentences.ts';
import { baseSidForm, sidForm } from './values.ts';

const sid = z.string().refine(sidForm.test, sidForm.allowed);
const baseSid = z.string().refine(baseSidForm.test, baseSidForm.allowed);

const attributes = 'the attributes of a group are a number of 32 bits; 7 is a normal group';
const group = z.strictObject({
  sid,
  // A script that reads them as a signed number shows those of a logon session below zero.
  attributes: z
    .number()
    .refine((value) => Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 32, attributes),
});

const maybe = `${sidForm.allowed}; one that ends in -* stands for all that begin so`;
const token = z.strictObject({
  user: sid,
  groups: z.array(group),
  groupsComplete: z.boolean(),
  maybeGroups: z.array(z.string().refine((text) => sidForm.test(text.replace(/-\*$/, '')), maybe)).exactOptional(),
  privileges: z
    .array(z.string().regex(/^Se[A-Za-z]+$/, 'a privilege has a name such as SeTakeOwnershipPrivilege'))
    .exactOptional(),
});

const aliases = z.strictObject({
  machineSid: baseSid.exactOptional(),
  domainSid: baseSid.exactOptional(),
  rootDomainSid: baseSid.exactOptional(),
});

const input = z.strictObject({
  shareSddl: z.string().nullable(),
  folderSddl: z.string().nullable(),
  token,
  shareAliases: aliases,
  folderAliases: aliases,
});

type Token = z.infer<typeof token>;

/** A token as a person or a script wrote it. `where` names the file; throws a UsageError that names the part. */
export function tokenFrom(data: unknown, where: string): Token {
  const read = checked(token, data, where, 'a JSON object with user, groups and groupsComplete', tokenKeys);
  demandEachOnce(read.groups, where, 'groups');
  return read;
}

/** One `AccessInput` of `access --batch`. `where` names the line; throws a UsageError that names the part. */
export function accessInputFrom(data: unknown, where: string): z.infer<typeof input> {
  const keys = Object.keys(input.shape);
  const read = checked(
    input,
    data,
    where,
    `a JSON object with ${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}`,
    (path) => (path.length === 0 ? keys : path[0] === 'token' ? tokenKeys(path.slice(1)) : Object.keys(aliases.shape)),
  );
  demandEachOnce(read.token.groups, where, 'token.groups');
  return read;
}

const tokenKeys = (path: readonly PropertyKey[]): string[] =>
  Object.keys(path.length === 0 ? token.shape : group.shape);

function checked<T extends z.ZodType>(
  schema: T,
  data: unknown,
  where: string,
  wanted: string,
  keys: (path: readonly PropertyKey[]) => string[],
): z.infer<T> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new UsageError(`${where}: ${wanted} is expected.`);
  throw schemaSentence(result.error, { data, file: where, keys, line: () => null });
}

/** A group that is there twice may be enabled once and for denying only once: then nobody knows which is meant. */
function demandEachOnce(groups: Token['groups'], where: string, list: string): void {
  const seen = new Map<string, number>();
  for (const [index, { sid: written }] of groups.entries()) {
    const key = written.toUpperCase();
    const before = seen.get(key);
    if (before !== undefined)
      throw new UsageError(
        `${where}: "${list}[${index}].sid" is "${written}", which "${list}[${before}]" names already; a group is allowed once.`,
      );
    seen.set(key, index);
  }
}
