/**
 * Security identifiers: the SDDL aliases, the bases some of them hang on, and English names for display.
 * SIDs decide, names are only shown: Windows localises account names, so nothing here compares a name.
 */

/**
 * Base SIDs of the machine that printed an SDDL text (`S-1-5-21-…`, without a RID). A missing member means that it was
 * not collected. On a domain controller `machineSid` is the domain SID.
 */
export interface AliasContext {
  machineSid?: string;
  domainSid?: string;
  rootDomainSid?: string;
}

/** SIDs the tool itself decides on. */
export const SID = {
  everyone: 'S-1-1-0',
  local: 'S-1-2-0',
  consoleLogon: 'S-1-2-1',
  ownerRights: 'S-1-3-4',
  network: 'S-1-5-2',
  service: 'S-1-5-6',
  authenticatedUsers: 'S-1-5-11',
  thisOrganization: 'S-1-5-15',
  system: 'S-1-5-18',
  administrators: 'S-1-5-32-544',
  users: 'S-1-5-32-545',
  systemIntegrity: 'S-1-16-16384',
} as const;

/** Aliases that mean the same SID everywhere; the numbers of the second list are RIDs of `S-1-5-32`. */
const FIXED_ALIASES: ReadonlyMap<string, string> = new Map([
  ...Object.entries({
    WD: 'S-1-1-0',
    CO: 'S-1-3-0',
    CG: 'S-1-3-1',
    OW: 'S-1-3-4',
    NU: 'S-1-5-2',
    IU: 'S-1-5-4',
    SU: 'S-1-5-6',
    AN: 'S-1-5-7',
    ED: 'S-1-5-9',
    PS: 'S-1-5-10',
    AU: 'S-1-5-11',
    RC: 'S-1-5-12',
    SY: 'S-1-5-18',
    LS: 'S-1-5-19',
    NS: 'S-1-5-20',
    WR: 'S-1-5-33',
    UD: 'S-1-5-84-0-0-0-0-0',
    AC: 'S-1-15-2-1',
    AS: 'S-1-18-1',
    SS: 'S-1-18-2',
    LW: 'S-1-16-4096',
    ME: 'S-1-16-8192',
    MP: 'S-1-16-8448',
    HI: 'S-1-16-12288',
    SI: 'S-1-16-16384',
  }),
  ...Object.entries({
    ...{ BA: 544, BU: 545, BG: 546, PU: 547, AO: 548, SO: 549, PO: 550, BO: 551, RE: 552, RU: 554, RD: 555, NO: 556 },
    ...{ MU: 558, LU: 559, IS: 568, CY: 569, ER: 573, CD: 574, RA: 575, ES: 576, MS: 577, HA: 578, AA: 579, RM: 580 },
    ...{ HO: 584, SH: 585 },
  }).map(([alias, rid]): [string, string] => [alias, `S-1-5-32-${rid}`]),
]);

/** An alias below one of three bases, and the SID that it last meant: most texts of one reading have the same base. */
interface RelativeAlias {
  readonly base: keyof AliasContext;
  readonly rid: number;
  last: { base: string; sid: string };
}

/** Aliases whose SID depends on the machine or domain that printed the text. */
const RELATIVE_ALIASES: ReadonlyMap<string, RelativeAlias> = new Map(
  Object.entries({
    machineSid: { LA: 500, LG: 501 },
    domainSid: {
      ...{ DA: 512, DU: 513, DG: 514, DC: 515, DD: 516, CA: 517, PA: 520, CN: 522, AP: 525, KA: 526, RS: 553 },
    },
    rootDomainSid: { RO: 498, SA: 518, EA: 519, EK: 527 },
  }).flatMap(([base, rids]) =>
    Object.entries(rids).map(([alias, rid]): [string, RelativeAlias] => [
      alias,
      { base: base as keyof AliasContext, rid, last: { base: '', sid: '' } },
    ]),
  ),
);

/** Whether two upper-case letters are an SDDL SID alias (MS-DTYP 2.5.1.1). */
export function isSidAlias(letters: string): boolean {
  return FIXED_ALIASES.has(letters) || RELATIVE_ALIASES.has(letters);
}

/**
 * The SID an SDDL text means: `S-1-…` as it is, an alias by the table. `null` for an alias whose base SID was not
 * collected (it may be anyone) and for text that is neither.
 */
export function resolveSid(written: string, aliases: AliasContext): string | null {
  if (written.startsWith('S-')) return written;
  const fixed = FIXED_ALIASES.get(written);
  if (fixed !== undefined) return fixed;
  const relative = RELATIVE_ALIASES.get(written);
  const base = relative && aliases[relative.base];
  if (!relative || !base) return null;
  if (relative.last.base !== base) relative.last = { base, sid: `${base.toUpperCase()}-${relative.rid}` };
  return relative.last.sid;
}

const SID_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'S-1-0-0': 'NULL SID',
    'S-1-1-0': 'Everyone',
    'S-1-2-0': 'LOCAL',
    'S-1-2-1': 'CONSOLE LOGON',
    'S-1-3-0': 'CREATOR OWNER',
    'S-1-3-1': 'CREATOR GROUP',
    'S-1-3-4': 'OWNER RIGHTS',
    'S-1-5-2': 'NETWORK',
    'S-1-5-3': 'BATCH',
    'S-1-5-4': 'INTERACTIVE',
    'S-1-5-6': 'SERVICE',
    'S-1-5-7': 'ANONYMOUS LOGON',
    'S-1-5-9': 'ENTERPRISE DOMAIN CONTROLLERS',
    'S-1-5-10': 'SELF',
    'S-1-5-11': 'Authenticated Users',
    'S-1-5-12': 'RESTRICTED',
    'S-1-5-13': 'TERMINAL SERVER USER',
    'S-1-5-14': 'REMOTE INTERACTIVE LOGON',
    'S-1-5-15': 'This Organization',
    'S-1-5-18': 'SYSTEM',
    'S-1-5-19': 'LOCAL SERVICE',
    'S-1-5-20': 'NETWORK SERVICE',
    'S-1-5-33': 'WRITE RESTRICTED',
    'S-1-5-80-0': 'ALL SERVICES',
    'S-1-5-84-0-0-0-0-0': 'USER MODE DRIVERS',
    'S-1-5-113': 'Local account',
    'S-1-5-114': 'Local account and member of Administrators group',
    'S-1-15-2-1': 'ALL APPLICATION PACKAGES',
    'S-1-16-4096': 'Low Mandatory Level',
    'S-1-16-8192': 'Medium Mandatory Level',
    'S-1-16-8448': 'Medium Plus Mandatory Level',
    'S-1-16-12288': 'High Mandatory Level',
    'S-1-16-16384': 'System Mandatory Level',
    'S-1-18-1': 'Authentication authority asserted identity',
    'S-1-18-2': 'Service asserted identity',
    'S-1-5-32-544': 'Administrators',
    'S-1-5-32-545': 'Users',
    'S-1-5-32-546': 'Guests',
    'S-1-5-32-547': 'Power Users',
    'S-1-5-32-548': 'Account Operators',
    'S-1-5-32-549': 'Server Operators',
    'S-1-5-32-550': 'Print Operators',
    'S-1-5-32-551': 'Backup Operators',
    'S-1-5-32-552': 'Replicator',
    'S-1-5-32-554': 'Pre-Windows 2000 Compatible Access',
    'S-1-5-32-555': 'Remote Desktop Users',
    'S-1-5-32-556': 'Network Configuration Operators',
    'S-1-5-32-558': 'Performance Monitor Users',
    'S-1-5-32-559': 'Performance Log Users',
    'S-1-5-32-568': 'IIS_IUSRS',
    'S-1-5-32-569': 'Cryptographic Operators',
    'S-1-5-32-573': 'Event Log Readers',
    'S-1-5-32-574': 'Certificate Service DCOM Access',
    'S-1-5-32-575': 'RDS Remote Access Servers',
    'S-1-5-32-576': 'RDS Endpoint Servers',
    'S-1-5-32-577': 'RDS Management Servers',
    'S-1-5-32-578': 'Hyper-V Administrators',
    'S-1-5-32-579': 'Access Control Assistance Operators',
    'S-1-5-32-580': 'Remote Management Users',
    'S-1-5-32-584': 'User Mode Hardware Operators',
    'S-1-5-32-585': 'OpenSSH Users',
  }),
);

/** Names by RID below a machine or domain SID. Accounts from 1000 up have no fixed name. */
const RID_NAMES: Readonly<Record<string, string>> = {
  498: 'Enterprise Read-only Domain Controllers',
  500: 'Administrator',
  501: 'Guest',
  502: 'krbtgt',
  512: 'Domain Admins',
  513: 'Domain Users',
  514: 'Domain Guests',
  515: 'Domain Computers',
  516: 'Domain Controllers',
  517: 'Cert Publishers',
  518: 'Schema Admins',
  519: 'Enterprise Admins',
  520: 'Group Policy Creator Owners',
  521: 'Read-only Domain Controllers',
  522: 'Cloneable Domain Controllers',
  525: 'Protected Users',
  526: 'Key Admins',
  527: 'Enterprise Key Admins',
  553: 'RAS and IAS Servers',
};

/** The English name of a well-known SID (`S-1-5-18` gives `SYSTEM`), for display only; `null` if it has none. */
export function sidName(sid: string): string | null {
  const upper = sid.toUpperCase();
  const rid = /^S-1-5-21-\d+-\d+-\d+-(\d+)$/.exec(upper)?.[1];
  return (rid === undefined ? SID_NAMES.get(upper) : RID_NAMES[rid]) ?? null;
}
