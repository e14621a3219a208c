import type { Answer, Placed } from '../model/answer.ts';
import type { Check, Need } from '../model/check.ts';
import type { Configuration } from '../model/configuration.ts';
import type { FactRegistry } from '../model/fact.ts';
import { type Finding, outcomeOf } from '../model/finding.ts';
import type { GatheredHost, Gathering, HostFacts } from '../model/gathering.ts';
import { canonicalJson, compareText } from '../model/json.ts';
import type { Operation } from '../model/operation.ts';
import type { CheckResult } from '../model/report.ts';
import { explanationsOf, linkedOn, rootedCauses } from './consequences.ts';
import { blocked, notAsked, type Reached, unreadFinding, whyNotReached, worded } from './findings.ts';
import { Answers } from './known.ts';
import { Leads, type UnreadFact } from './leads.ts';
import { factsFromElsewhere, type Selection, selectChecks } from './plan.ts';
import { reachabilityResults } from './reachability.ts';
import { operationsOf } from './verdict.ts';

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
    operationsOf(selection.operations, gathering.configuration, []),
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
      return judged.length > 0 ? judged : [result(check, '', judge.unasked(check, ''))];
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
  #leads: Leads;
  #operations: readonly Operation[];

  constructor(
    gathering: Gathering,
    registry: FactRegistry,
    checks: readonly Check[],
    operations: readonly Operation[],
  ) {
    const { hosts, configuration, facts } = gathering;
    this.#hosts = new Map(hosts.map((host) => [host.target, host]));
    this.#configuration = configuration;
    this.#registry = registry;
    this.#facts = facts;
    this.#anywhere = new Answers(registry);
    this.#leads = new Leads(gathering, registry);
    this.#operations = operations;
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
    if (unasked) return result(check, target, this.unasked(check, target));
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

  /**
   * Why nobody asked what a check looks at: it is not configured, or what would have led there could not be read. That
   * counts where the check decides something that is about to be done.
   */
  unasked(check: Check, target: string): Finding[] {
    const decides = this.#operations.some((operation) => check.gate[operation] === 'blocking');
    const lost = decides ? this.#leads.lost(check) : [];
    return lost.length > 0 ? lost.map((placed) => this.#unread(check, target, placed)) : [notAsked(check, target)];
  }

  /** A required answer comes without its failures, and a single one without its place. */
  #given(need: Need, answers: readonly Placed<unknown>[]): unknown {
    if (need.where === 'here' && !this.#registry[need.fact]?.parametric)
      return answers[0]?.answer ?? ({ status: 'not-asked' } satisfies Answer<unknown>);
    return answers;
  }

  #failures(check: Check, target: string, { fact }: Need, answers: readonly Placed<unknown>[]): Finding[] {
    return answers.flatMap(({ target: where, params, answer }) =>
      answer.status === 'failed' ? [this.#unread(check, target, { fact, target: where, params, failure: answer })] : [],
    );
  }

  #unread(check: Check, target: string, { fact, target: where, params, failure }: UnreadFact): Finding {
    const subject = [
      fact,
      ...(where === target ? [] : [where]),
      ...(Object.keys(params).length > 0 ? [canonicalJson(params)] : []),
    ].join(' ');
    const title = this.#registry[fact]?.title ?? fact;
    return unreadFinding({ check, target, subject, title, where, failure, host: this.#hosts.get(where) });
  }
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
