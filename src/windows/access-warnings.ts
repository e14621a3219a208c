/** What a descriptor holds, or lacks, that limits the judgement of it. */
import type { Token } from './access-token.ts';
import { aceText, type SddlAce, type SecurityDescriptor } from './sddl.ts';
import { SID } from './sid.ts';

/** An empty user is not what a token has, but what is left of one that was not read whole. */
export function tokenWarnings({ user }: Token): string[] {
  return user ? [] : ['token: it names no user, so any account it does not list as a group may be its own'];
}

/** Warnings for one side, each led by the side's name. Inherit-only ACEs do not count here: they decide nothing. */
export function descriptorWarnings(
  side: 'share' | 'folder',
  descriptor: SecurityDescriptor | null,
  token: Token,
): string[] {
  if (descriptor === null) return [`${side}: the security descriptor was not read`];
  const lines: string[] = [];
  const missing = [descriptor.owner === null ? 'owner' : '', descriptor.group === null ? 'group' : ''].filter(Boolean);
  if (missing.length > 0) {
    lines.push(`no ${missing.join(' and no ')} in the descriptor; Windows may refuse every access to it`);
  }
  if (descriptor.dacl === null)
    lines.push('no DACL in the descriptor, which grants everything to everybody; a text that was cut looks the same');
  descriptor.dacl?.aces.forEach((ace, i) => {
    const note = ace.flags.includes('IO') ? null : daclNote(ace);
    if (note !== null) lines.push(`ACE ${i + 1} ${aceText(ace)}: ${note}`);
  });
  descriptor.sacl?.aces.forEach((ace, i) => {
    const note = ace.flags.includes('IO') ? null : saclNote(ace, token);
    if (note !== null) lines.push(`SACL ACE ${i + 1} ${aceText(ace)}: ${note}`);
  });
  // A plain reading of a folder never returns the SACL, so its absence proves nothing. A share has no label or policy.
  if (side === 'folder' && descriptor.sacl === null) {
    lines.push('SACL not read; a mandatory label or a central access policy would not be seen');
  }
  return lines.map((line) => `${side}: ${line}`);
}

function daclNote(ace: SddlAce): string | null {
  switch (ace.type) {
    case 'A':
    case 'D':
      return null;
    case 'OA':
      return ace.objectType === null ? null : 'unsupported ACE, its object type means nothing here: it grants nothing';
    case 'OD':
      return ace.objectType === null ? null : 'unsupported ACE, its object type means nothing here: its bits are open';
    case 'XA':
    case 'ZA':
      return 'condition not evaluated: counted as not granting';
    case 'XD':
      return 'condition not evaluated: counted as denying';
    default:
      return 'unsupported ACE in a DACL: ignored';
  }
}

function saclNote(ace: SddlAce, token: Token): string | null {
  switch (ace.type) {
    case 'ML':
      return token.user === SID.system || token.groups.some(({ sid }) => sid === SID.systemIntegrity)
        ? 'mandatory label: does not block SYSTEM'
        : 'mandatory label: not evaluated, it may block a token of lower integrity';
    case 'SP':
      return 'central access policy: not evaluated, it may narrow what is granted';
    case 'TL':
      return 'process trust label: not evaluated';
    case 'FL':
      return 'access filter: not evaluated';
    case 'A':
    case 'D':
    case 'OA':
    case 'OD':
    case 'XA':
    case 'XD':
    case 'ZA':
      return 'belongs into a DACL: ignored where it stands';
    default:
      return null;
  }
}
