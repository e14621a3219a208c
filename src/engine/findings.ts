import type { Failure } from '../model/answer.ts';
import type { Check, Found, Messages } from '../model/check.ts';
import type { Finding, FindingKey } from '../model/finding.ts';
import type { GatheredHost } from '../model/gathering.ts';
import type { Json } from '../model/json.ts';
import { unreachedKey } from './reachability.ts';

/** Findings that the engine makes itself, and the wording of those that a judge makes. */

/** What is said of an answer that failed. */
export function unreadFinding(of: {
  check: Check;
  target: string;
  subject: string;
  title: string;
  where: string;
  failure: Failure;
  host: GatheredHost | undefined;
}): Finding {
  const { check, target, subject, title, where, failure, host } = of;
  const cause: { causedBy?: FindingKey } = host && 'failed' in host ? { causedBy: unreachedKey(host) } : {};
  return {
    check: check.id,
    target,
    code: 'fact-unread',
    subject,
    level: 'unknown',
    text: `${capital(title)} on ${where} could not be read: ${failure.message}`,
    arguments: { failed: failure.failed, message: failure.message, on: where, what: title },
    evidence: [],
    ...(failure.failed === 'denied' || failure.failed === 'authentication'
      ? { remedy: { text: `Run it with the rights that it needs: ${check.rights}`, on: where } }
      : {}),
    ...cause,
  };
}

/** A machine that answered. */
export type Reached = Exclude<GatheredHost, Failure>;

/** What is said of every check that a machine keeps from being judged: made once, since an estate has many of them. */
export function whyNotReached(host: GatheredHost & Failure) {
  const { target, failed, message } = host;
  return {
    text: `${target} was not reached: ${message}`,
    arguments: { failed, message, on: target },
    evidence: [],
    causedBy: unreachedKey(host),
  };
}

export function blocked(check: Check, { target }: GatheredHost, why: ReturnType<typeof whyNotReached>): Finding {
  return { check: check.id, target, code: 'not-reached', subject: '', level: 'unknown', ...why };
}

/** The code of a question that nobody asked; a check that has to judge to know it declares one of its own by that name. */
export const notAskedCode = 'not-asked';

/** What would ask a question that nobody asked. */
export function notAsked(check: Check, target: string): Finding {
  const { configuration, option } = check.askedBy;
  return {
    check: check.id,
    target,
    code: notAskedCode,
    subject: '',
    level: 'not-applicable',
    text: `Nobody asked. To ask it: ${configuration.trim()} (or ${option})`,
    arguments: { configuration, option },
    evidence: [],
  };
}

/** Adds to what a judge found the wording that its check declares for the code. */
export function worded(check: Pick<Check, 'id' | 'messages'>, target: string, found: Found<Messages>): Finding {
  const message = check.messages[found.code];
  if (!message) throw new Error(`it found ${found.code}, which it does not declare`);
  const { because, leadsTo, remedy } = message;
  return {
    check: check.id,
    target,
    code: found.code,
    subject: found.subject ?? '',
    level: message.level,
    text: message.text(found.args),
    arguments: found.args as { [name: string]: Json },
    evidence: found.evidence ?? [],
    ...(because === undefined ? {} : { because: typeof because === 'string' ? because : because(found.args) }),
    ...(leadsTo === undefined ? {} : { leadsTo }),
    ...(remedy === undefined ? {} : { remedy: remedy(found.args) }),
    ...(found.causedBy === undefined ? {} : { causedBy: found.causedBy }),
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
