import { parseSddl, SddlError, type SecurityDescriptor } from '../windows/sddl.ts';

/** An ACL holds 64 KiB, and the smallest ACE takes 20 bytes. */
const mostAces = Math.floor((0xffff - 8) / 20);

/** A descriptor from its text, or what is wrong with the text, which `what` names. */
export function descriptorFrom(text: string, what: string): SecurityDescriptor | { wrong: string } {
  try {
    const descriptor = parseSddl(text);
    for (const [name, acl] of [['DACL', descriptor.dacl] as const, ['SACL', descriptor.sacl] as const]) {
      if (acl !== null && acl.aces.length > mostAces)
        return { wrong: `${what}: the ${name} has ${acl.aces.length} ACEs; one of Windows has room for ${mostAces}.` };
    }
    return descriptor;
  } catch (error) {
    if (error instanceof SddlError) return { wrong: `${what}: ${error.message}.` };
    throw error;
  }
}
