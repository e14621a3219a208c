import type { Operation } from '../model/operation.ts';
import type { Remoting } from '../model/target.ts';
import type { AccessOptions } from './access-options.ts';
import type { ContentHashOptions, ContentVerifyOptions } from './content-options.ts';

/** What options say in place of the site file. Null: not given. */
export interface Overrides {
  siteServer: string | null;
  siteCode: string | null;
  distributionPoints: string[] | null;
  pxeServers: string[] | null;
  taskSequence: string | null;
  packages: string[] | null;
  hashWorkers: number | null;
  captureDestination: string | null;
  captureAccount: string | null;
  captureTaskSequence: string | null;
  captureMedia: string | null;
  referenceComputer: string | null;
  /** `--target`; together with the list they replace the site file's targets. */
  targets: string[] | null;
  /** `--targets`: a file, or `-` for standard input. */
  targetList: string | null;
  /** What the options say of it; each replaces that key of the site file's `remoting`. */
  remoting: Remoting;
}

export const noOverrides: Overrides = {
  siteServer: null,
  siteCode: null,
  distributionPoints: null,
  pxeServers: null,
  taskSequence: null,
  packages: null,
  hashWorkers: null,
  captureDestination: null,
  captureAccount: null,
  captureTaskSequence: null,
  captureMedia: null,
  referenceComputer: null,
  targets: null,
  targetList: null,
  remoting: {},
};

export const formats = ['text', 'json', 'junit'] as const;
export type Format = (typeof formats)[number];

export const schemaNames = ['config', 'facts', 'report', 'content', 'access'] as const;
export type SchemaName = (typeof schemaNames)[number];

/** Options of the commands that start a PowerShell. */
export interface Reaching {
  powershell: string | null;
  /** Name of a lab scenario to read in place of real machines. */
  lab: string | null;
}

/** How many machines at a time, and milliseconds for everything of one, where nobody says otherwise. */
export const usualThrottle = 32;
export const usualHostTimeoutMs = 300_000;

/** Options of the commands that ask machines. */
export interface Asking extends Reaching {
  config: string | null;
  overrides: Overrides;
  /** Empty: every operation that is configured or found. */
  operations: Operation[];
  /** Ids of checks and areas; empty: all. */
  checks: string[];
  skip: string[];
  factTimeoutMs: number;
  /** How many machines at a time, 1 to 256. */
  throttle: number;
  /** Longest time for everything of one machine in one round trip. */
  hostTimeoutMs: number;
  /** Longest time for the whole run; null: no limit. */
  runTimeoutMs: number | null;
  debug: boolean;
}

/** Options of the commands that show a report. */
export interface Showing {
  format: Format;
  verbose: boolean;
  /** Leaves out the machines on which nothing failed. */
  onlyFailing: boolean;
  strict: boolean;
  /** False where `--no-color` forbids it; whether the terminal can is not known here. */
  color: boolean;
}

export type RunOptions = {
  command: 'run' /** `file` null: a name made up from site and time. */;
  save: { file: string | null } | null;
} & Asking &
  Showing;
export type GatherOptions = {
  command: 'gather' /** Null: a name made up from site and time; `-`: stdout. */;
  output: string | null;
} & Asking;
export type JudgeOptions = { command: 'judge'; files: string[]; config: string | null } & Showing;
type ListOptions = { command: 'list' };
type ExplainOptions = { command: 'explain'; check: string };
type DoctorOptions = { command: 'doctor' } & Reaching;
type SchemaOptions = { command: 'schema'; name: SchemaName };

/** What the command line asks for, checked and frozen. */
export type Options =
  | RunOptions
  | GatherOptions
  | JudgeOptions
  | AccessOptions
  | ContentVerifyOptions
  | ContentHashOptions
  | ListOptions
  | ExplainOptions
  | DoctorOptions
  | SchemaOptions;
