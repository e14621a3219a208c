/** Security identifiers: the SDDL aliases, and the bases some of them hang on. */

/**
 * Base SIDs of the machine that printed an SDDL text (`S-1-5-21-…`, without a RID). A missing member means that it was
 * not collected. On a domain controller `machineSid` is the domain SID.
 */
export interface AliasContext {
  machineSid?: string;
  domainSid?: string;
  rootDomainSid?: string;
}

export { sidName } from './sid-names.ts';

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

/** Which base SID an alias hangs on; null for one that is the same everywhere, and for text that is none. */
export function baseOf(written: string): keyof AliasContext | null {
  return RELATIVE_ALIASES.get(written)?.base ?? null;
}

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
