import type { Answer, Failure, Placed } from '../model/answer.ts';
import type { Check, Found, Messages, Need } from '../model/check.ts';
import type { Configuration } from '../model/configuration.ts';
import type { FactRegistry } from '../model/fact.ts';
import { type Finding, type FindingKey, outcomeOf } from '../model/finding.ts';
import type { GatheredHost, Gathering, HostFacts } from '../model/gathering.ts';
import { canonicalJson, compareText, type Json } from '../model/json.ts';
import type { CheckResult } from '../model/report.ts';
import { explanationsOf, linkedOn, rootedCauses } from './consequences.ts';
import { Answers } from './known.ts';
import { factsFromElsewhere, type Selection, selectChecks } from './plan.ts';
import { reachabilityResults, unreachedKey } from './reachability.ts';

/** A result before the run's operations give it its weight. */
export type Judged = Omit<CheckResult, 'gate'> & { gate: Check['gate'] };

/**
 * Judges every selected check on every target it applies to. Pure; order of catalogue, then target. Machine by machine,
 * so that the facts of one alone are in memory, beside those that checks look at from elsewhere.
 */
export function judgeAll(
  gathering: Gathering,
  checks: readonly Check[],
  registry: FactRegistry,
  selection: Selection,
): Judged[] {
  const hosts = [...gathering.hosts].sort((a, b) => compareText(a.target, b.target));
  const chosen = selectChecks(checks, selection).map((each) => ({ ...each, results: [] as Judged[] }));
  const judging = chosen.filter(({ selected }) => selected);
  const judge = new Judge(
    { ...gathering, hosts },
    registry,
    judging.map(({ check }) => check),
  );
  const explanations = explanationsOf(judging.map(({ check }) => check));
  for (const host of hosts) {
    const fitting = judging.filter(({ check }) => host.roles.some((role) => check.appliesTo.includes(role)));
    if ('failed' in host) {
      const notReached = whyNotReached(host);
      for (const { check, results } of fitting)
        results.push(result(check, host.target, [blocked(check, host, notReached)]));
    } else {
      const answers = judge.answersHere(host);
      const found = fitting.map(({ check }) => judge.on(host, check, answers));
      for (const [index, linked] of linkedOn(found, explanations).entries()) fitting[index]!.results.push(linked);
    }
  }
  const results = rootedCauses(
    chosen.flatMap(({ check, selected, results: judged }) => {
      if (!selected) return [skipped(check)];
      return judged.length > 0 ? judged : [result(check, '', [notAsked(check, '')])];
    }),
  );
  return [...reachabilityResults(hosts, results), ...results];
}

class Judge {
  #hosts: Map<string, GatheredHost>;
  #configuration: Configuration;
  #registry: FactRegistry;
  #facts: HostFacts;
  /** What checks look at from elsewhere, of every machine. */
  #anywhere: Answers;

  constructor({ hosts, configuration, facts }: Gathering, registry: FactRegistry, checks: readonly Check[]) {
    this.#hosts = new Map(hosts.map((host) => [host.target, host]));
    this.#configuration = configuration;
    this.#registry = registry;
    this.#facts = facts;
    this.#anywhere = new Answers(registry);
    const wanted = factsFromElsewhere(checks);
    if (wanted.size === 0) return;
    for (const { target } of hosts) {
      if (facts.mayHave?.(target, wanted) === false) continue;
      for (const fact of facts.of(target)) if (wanted.has(fact.fact)) this.#anywhere.add(fact);
    }
  }

  answersHere({ target }: GatheredHost): Answers {
    return new Answers(this.#registry, this.#facts.of(target));
  }

  on(host: Reached, check: Check, own: Answers): Judged {
    const { target } = host;
    const needs = Object.entries(check.needs).map(([name, need]) => ({
      name,
      need,
      answers: (need.where === 'here' ? own : this.#anywhere).of(need.fact),
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
      const found = Array.from(check.judge(facts as never, context), (finding) => worded(check, target, finding));
      const failures = needs
        .filter(({ need }) => need.optional)
        .flatMap(({ need, answers }) => this.#failures(check, target, need, answers));
      // Put together only where there is something: an array that grows takes room for sixteen, for every result.
      return result(check, target, failures.length > 0 ? found.concat(failures) : found.slice());
    } catch (error) {
      // The one guard around a judge: a bug costs its own check the answer and no other.
      const reason = `the check itself failed: ${error instanceof Error ? error.message : String(error)}`;
      return { ...result(check, target, []), outcome: 'error', reason };
    }
  }

  /** A required answer comes without its failures, and a single one without its place. */
  #given(need: Need, answers: readonly Placed<unknown>[]): unknown {
    if (need.where === 'here' && !this.#registry[need.fact]?.parametric)
      return answers[0]?.answer ?? ({ status: 'not-asked' } satisfies Answer<unknown>);
    return answers;
  }

  #failures(check: Check, target: string, need: Need, answers: readonly Placed<unknown>[]): Finding[] {
    return answers.flatMap(({ target: where, params, answer }) => {
      if (answer.status !== 'failed') return [];
      const host = this.#hosts.get(where);
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

type Reached = Exclude<GatheredHost, Failure>;

/** What is said of every check that a machine keeps from being judged: made once, since an estate has many of them. */
function whyNotReached(host: GatheredHost & Failure) {
  const { target, failed, message } = host;
  return {
    text: `${target} was not reached: ${message}`,
    arguments: { failed, message, on: target },
    evidence: [],
    causedBy: unreachedKey(host),
  };
}

function blocked(check: Check, { target }: GatheredHost, why: ReturnType<typeof whyNotReached>): Finding {
  return { check: check.id, target, code: 'not-reached', subject: '', level: 'unknown', ...why };
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
