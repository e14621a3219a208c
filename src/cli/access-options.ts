import type { Remoting } from '../model/target.ts';
import type { Reaching } from './options.ts';

/** What may be needed, weakest first: Read of a share, Read and Write, Change (Modify), Full Control. */
export const needs = ['read', 'read-write', 'change', 'full'] as const;
export type Need = (typeof needs)[number];

export const accessFormats = ['text', 'json'] as const;
export type AccessFormat = (typeof accessFormats)[number];

/** Base SIDs of the machine that printed a descriptor; what is not there was not given. */
export interface GivenSids {
  machineSid?: string;
  domainSid?: string;
  rootDomainSid?: string;
}

/** The option of each, after `--share-` or `--folder-`. */
export const sidOptions = {
  machineSid: 'machine-sid',
  domainSid: 'domain-sid',
  rootDomainSid: 'root-domain-sid',
} as const;

/** Who asks, what for, and how it is told. */
interface Asked {
  /** `system`, or the file of a token. */
  token: string;
  need: Need | null;
  shareSids: GivenSids;
  folderSids: GivenSids;
  format: AccessFormat;
  color: boolean;
}

/** Descriptors from the command line; null: that side was not given. */
export interface GivenDescriptors extends Asked {
  source: 'given';
  shareSddl: string | null;
  folderSddl: string | null;
}

/** Descriptors that the host of a share is asked for. */
export interface SharePath extends Asked, Reaching {
  source: 'path';
  path: string;
  /** Which of several shares of that name. */
  scope: string | null;
  config: string | null;
  remoting: Remoting;
}

export type AccessOptions = { command: 'access' } & (GivenDescriptors | SharePath | { source: 'batch' });
