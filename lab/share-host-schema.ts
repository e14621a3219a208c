import * as z from 'zod';
import { windowsPath } from './scenario-files.ts';

export const sid = z.string().regex(/^S-1-[0-9]+(-[0-9]+)+$/, 'a SID looks like S-1-5-21-1-2-3');

/** What the directory answers instead of groups: nobody answers, or it refuses. */
const directoryError = z.enum(['unreachable', 'denied']);

const account = z.strictObject({
  /** The computer account of a host of the scenario has one already. */
  sid: sid.optional(),
  /** Nested groups too, SIDs only; its primary group alone if it is not said: users -513, computers -515. */
  groups: z.array(sid).optional(),
  groupsError: directoryError.optional(),
  /** A computer if its name ends in $, else a user. */
  kind: z.enum(['user', 'group', 'computer', 'managed-service']).optional(),
  disabled: z.boolean().default(false),
  lockedOut: z.boolean().default(false),
  passwordExpired: z.boolean().default(false),
});

/**
 * Accounts of domains as `CONTOSO\svc-capture`, which every host knows whose DNS domain begins like that. Computer accounts of
 * hosts are among them already.
 */
export const accountsSchema = z
  .record(
    z.string().regex(/^[A-Z0-9-]{1,15}\\[^\\/@]+$/, String.raw`an account is its NetBIOS domain and name: CONTOSO\svc`),
    account.nullable(),
  )
  .default({});

const localGroup = z.strictObject({
  sid,
  members: z.union([z.literal('denied'), z.array(sid)]).default([]),
  /** Members that no longer have a name. */
  orphans: z.array(sid).default([]),
});

const volume = z.strictObject({
  /** Bytes; null: the volume does not tell, as one that is not formatted. */
  capacity: z.int().min(0).nullable(),
  free: z.int().min(0).nullable(),
  fileSystem: z.string().nullable().default('NTFS'),
  quotas: z.boolean().nullable().default(false),
});

const dfsFolder = z.strictObject({
  targets: z.array(z.strictObject({ path: z.string(), state: z.enum(['online', 'offline']).default('online') })),
  /** The root of a namespace; a folder below one if it is not said. */
  root: z.boolean().default(false),
  /** Of a folder: offline while its referrals are off. */
  state: z.enum(['online', 'offline']).default('online'),
  error: z.literal('denied').optional(),
});

/** `AvailabilityType`. */
export const availabilities = ['not-clustered', 'clustered', 'scale-out', 'csv', 'dfs'] as const;

/** `ShareState`. */
export const shareStates = ['pending', 'online', 'offline'] as const;

/** A share; its key is its name, `Captures$`, or `Captures$@FSCLU1` where another scope has that name too. */
export const shareSchema = z.strictObject({
  path: z.string(),
  sddl: z.string(),
  special: z.boolean().default(false),
  /** What its key says after the @, or `*` if it is not said. */
  scope: z.string().optional(),
  availability: z.enum(availabilities).default('not-clustered'),
  state: z.enum(shareStates).default('online'),
  description: z.string().default(''),
});

/** What the host of a share says beside its shares. */
export const shareHostSchema = {
  /** It has no accounts and groups of its own, those of its domain in their place. */
  domainController: z.boolean().default(false),
  /** By their names here, on top of those of Windows, which go by their English names; null takes one away. */
  localGroups: z.record(z.string(), localGroup.nullable()).default({}),
  /** Local accounts besides the usual two, by name: a SID, or that of one that is disabled. */
  localAccounts: z.record(z.string(), z.union([sid, z.strictObject({ sid, disabled: z.boolean() })])).default({}),
  /** By letter (`D:\`) or by the folder where it is mounted (`D:\Mounts\Wim\`); null takes C: or D: away. */
  volumes: z.record(windowsPath.regex(/\\$/, 'a volume ends in a backslash'), volume.nullable()).default({}),
  /** What DFS knows, by path; `absent`: this machine has no commands for DFS. */
  dfs: z
    .union([z.literal('absent'), z.record(z.string().regex(/^\\\\[^\\]+\\[^\\]+/), dfsFolder.nullable())])
    .default('absent'),
};
