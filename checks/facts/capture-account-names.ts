import type { Placed } from '../../src/model/answer.ts';
import { type AccountToken, accountParts } from './capture.ts';

/** `domain\user`, as the class of the capture step asks for it. */
export const captureForm = /^(?!\.\\)[^\\@/"[\]:|<>+=;,?*]+\\[^\\@/"[\]:|<>+=;,?*]+$/;

/** Whether two texts name one account: by SID where both were read, else by their words. */
export function sameAccount(tokens: readonly Placed<AccountToken>[]) {
  const sids = new Map<string, string>();
  for (const { params, answer } of tokens)
    if (answer.status === 'ok' && 'value' in answer.data.sid)
      sids.set(keyOf(String(params['domain']), String(params['account'])), answer.data.sid.value);
  const sidOf = (account: string): string | undefined => {
    const parts = accountParts(account);
    return parts ? sids.get(keyOf(parts.domain, parts.account)) : undefined;
  };
  return (one: string, other: string): 'yes' | 'no' | 'unknown' => {
    const [first, second] = [one.trim().toLowerCase(), other.trim().toLowerCase()];
    if (first === second) return 'yes';
    const [a, b] = [sidOf(first), sidOf(second)];
    if (a !== undefined && b !== undefined) return a === b ? 'yes' : 'no';
    const equal = byName(first, second);
    // The name before an @ need not be the one after a backslash, nor the text behind it a domain.
    return equal === 'no' && ((second.includes('@') && !first.includes('@')) || isNoName(second)) ? 'unknown' : equal;
  };
}

/** Neither a name alone nor one with its domain. */
const isNoName = (account: string): boolean => accountParts(account) === null && /[\\@/]/.test(account);

const keyOf = (domain: string, account: string): string => `${domain}\\${account}`.toLowerCase();

function byName(one: string, other: string): 'yes' | 'no' | 'unknown' {
  const [a, b] = [accountParts(one), accountParts(other)];
  if (!a || !b) {
    // A name without a domain may be that of any.
    const [bare, full] = a ? [other, a] : [one, b];
    return bare === full?.account ? 'unknown' : 'no';
  }
  if (a.account !== b.account) return 'no';
  if (a.domain === b.domain) return 'yes';
  const [short, long] = [a.domain, b.domain].sort((x, y) => x.length - y.length) as [string, string];
  // The NetBIOS name of a domain mostly is the first part of its DNS name, and need not be.
  if (long.startsWith(`${short}.`)) return 'yes';
  return short.includes('.') === long.includes('.') ? 'no' : 'unknown';
}
