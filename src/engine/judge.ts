import type { Answer, Failure, Placed } from '../model/answer.ts';
import type { Check, Found, Messages, Need } from '../model/check.ts';
import type { Configuration } from '../model/configuration.ts';
import type { FactRegistry } from '../model/fact.ts';
import { type Finding, type FindingKey, outcomeOf } from '../model/finding.ts';
import type { GatheredHost, Gathering } from '../model/gathering.ts';
import { canonicalJson, compareText, type Json } from '../model/json.ts';
import type { CheckResult } from '../model/report.ts';
import { Answers } from './known.ts';
import { type Selection, selectChecks } from './plan.ts';
import { reachabilityResults, unreachedKey } from './reachability.ts';

/** A result before the run's operations give it its weight. */
export type Judged = Omit<CheckResult, 'gate'> & { gate: Check['gate'] };

/** Judges every selected check on every target it applies to. Pure; order of catalogue, then target. */
export function judgeAll(
  gathering: Gathering,
  checks: readonly Check[],
  registry: FactRegistry,
  selection: Selection,
): Judged[] {
  const hosts = [...gathering.hosts].sort((a, b) => compareText(a.target, b.target));
  const judge = new Judge({ ...gathering, hosts }, registry);
  const results = selectChecks(checks, selection).flatMap(({ check, selected }) =>
    selected ? judge.check(check) : [skipped(check)],
  );
  return [...reachabilityResults(hosts, results), ...results];
}

class Judge {
  #hosts: GatheredHost[];
  #configuration: Configuration;
  #registry: FactRegistry;
  #answers: Answers;

  constructor(gathering: Gathering, registry: FactRegistry) {
    this.#hosts = gathering.hosts;
    this.#configuration = gathering.configuration;
    this.#registry = registry;
    this.#answers = new Answers(registry, gathering.facts);
  }

  check(check: Check): Judged[] {
    const hosts = this.#hosts.filter((host) => host.roles.some((role) => check.appliesTo.includes(role)));
    if (hosts.length === 0) return [result(check, '', [notAsked(check, '')])];
    return hosts.map((host) => this.#on(host, check));
  }

  #on(host: GatheredHost, check: Check): Judged {
    const { target } = host;
    if ('failed' in host) return result(check, target, [blocked(check, target, host)]);
    const needs = Object.entries(check.needs).map(([name, need]) => ({
      name,
      need,
      answers: this.#answersTo(need, target),
    }));
    const required = needs.filter(({ need }) => !need.optional);
    const unread = required.flatMap(({ need, answers }) => this.#failures(check, target, need, answers));
    if (unread.length > 0) return result(check, target, unread);
    const unasked =
      required.some(({ answers }) => answers.length === 0) || needs.every(({ answers }) => answers.length === 0);
    if (unasked) return result(check, target, [notAsked(check, target)]);
    const facts: { [name: string]: unknown } = {};
    for (const { name, need, answers } of needs) facts[name] = this.#given(need, answers);
    const { identity, aliases, roles } = host;
    try {
      const context = { target: { name: target, aliases, roles }, identity, configuration: this.#configuration };
      const found = [...check.judge(facts as never, context)];
      const failures = needs
        .filter(({ need }) => need.optional)
        .flatMap(({ need, answers }) => this.#failures(check, target, need, answers));
      return result(check, target, [...found.map((finding) => worded(check, target, finding)), ...failures]);
    } catch (error) {
      // The one guard around a judge: a bug costs its own check the answer and no other.
      const reason = `the check itself failed: ${error instanceof Error ? error.message : String(error)}`;
      return { ...result(check, target, []), outcome: 'error', reason };
    }
  }

  #answersTo(need: Need, target: string): Placed<unknown>[] {
    const answers = this.#answers.of(need.fact);
    return need.where === 'here' ? answers.filter((placed) => placed.target === target) : answers;
  }

  /** A required answer comes without its failures, and a single one without its place. */
  #given(need: Need, answers: Placed<unknown>[]): unknown {
    if (need.where === 'here' && !this.#registry[need.fact]?.parametric)
      return answers[0]?.answer ?? ({ status: 'not-asked' } satisfies Answer<unknown>);
    return answers;
  }

  #failures(check: Check, target: string, need: Need, answers: Placed<unknown>[]): Finding[] {
    return answers.flatMap(({ target: where, params, answer }) => {
      if (answer.status !== 'failed') return [];
      const host = this.#hosts.find((other) => other.target === where);
      const subject = [
        need.fact,
        ...(where === target ? [] : [where]),
        ...(Object.keys(params).length > 0 ? [canonicalJson(params)] : []),
      ].join(' ');
      const title = this.#registry[need.fact]?.title ?? need.fact;
      return [unreadFinding({ check, target, subject, title, where, failure: answer, host })];
    });
  }
}

function unreadFinding(of: {
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

function blocked(check: Check, target: string, host: GatheredHost & Failure): Finding {
  return {
    check: check.id,
    target,
    code: 'not-reached',
    subject: '',
    level: 'unknown',
    text: `${target} was not reached: ${host.message}`,
    arguments: { failed: host.failed, message: host.message, on: target },
    evidence: [],
    causedBy: unreachedKey(host),
  };
}

function notAsked(check: Check, target: string): Finding {
  const { configuration, option } = check.askedBy;
  return {
    check: check.id,
    target,
    code: 'not-asked',
    subject: '',
    level: 'not-applicable',
    text: `Nobody asked. To ask it: ${configuration.trim()} (or ${option})`,
    arguments: { configuration, option },
    evidence: [],
  };
}

/** Adds to what a judge found the wording that its check declares for the code. */
function worded(check: Check, target: string, found: Found<Messages>): Finding {
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

function result(check: Check, target: string, findings: Finding[]): Judged {
  const outcome = outcomeOf(findings);
  const { fine, broken } = check.titles;
  const silent = outcome === 'unknown' || outcome === 'blocked' || outcome === 'not-applicable' || outcome === 'manual';
  const reason = silent
    ? (findings.find((finding) => finding.level === (outcome === 'blocked' ? 'unknown' : outcome))?.text ?? null)
    : null;
  return {
    check: check.id,
    area: check.area,
    title: outcome === 'fail' || outcome === 'warn' ? broken : fine,
    target,
    gate: check.gate,
    outcome,
    reason,
    waived: false,
    stale: false,
    findings,
  };
}

function skipped(check: Check): Judged {
  return { ...result(check, '', []), outcome: 'skipped', reason: 'deselected' };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
