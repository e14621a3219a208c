import type { Check } from '../model/check.ts';
import {
  type Finding,
  type FindingKey,
  findingKey,
  type Level,
  outcomeOf,
  reachabilityCheck,
} from '../model/finding.ts';
import type { Judged } from './judge.ts';

/** Codes of a check that a message explains. */
interface Explained {
  check: string;
  codes: ReadonlySet<string>;
}

/** What the messages of a catalogue explain: by check, then by code. Checks that explain nothing are not in it. */
export type Explanations = ReadonlyMap<string, ReadonlyMap<string, readonly Explained[]>>;

/**
 * Reads `explains` of every message. A check named without a code stands for the messages that it declares: that a fact
 * of its own could not be read has a reason of its own.
 */
export function explanationsOf(checks: readonly Check[]): Explanations {
  const declared = new Map(checks.map(({ id, messages }) => [id, Object.keys(messages)]));
  const explanations = new Map<string, Map<string, Explained[]>>();
  for (const { id, messages } of checks) {
    for (const [code, { explains }] of Object.entries(messages)) {
      if (!explains) continue;
      const explained = explains.map((reference): Explained => {
        const [check = '', only] = reference.split('/');
        return { check, codes: new Set(only === undefined ? declared.get(check) : [only]) };
      });
      const known = explanations.get(id);
      if (known) known.set(code, explained);
      else explanations.set(id, new Map([[code, explained]]));
    }
  }
  return explanations;
}

/** A proven fault explains what is proven and what is open; an open question explains open questions alone. */
const explainable: { [level in Level]?: readonly Level[] } = {
  fail: ['fail', 'warn', 'unknown'],
  warn: ['fail', 'warn', 'unknown'],
  unknown: ['unknown'],
};

/**
 * Gives the findings of one machine their causes: each the first that explains it, in the order of the catalogue and
 * of findings. What a judge named stays. Nothing is added, left out or moved; a machine without a finding that explains
 * another comes back as it is.
 */
export function linkedOn(results: readonly Judged[], explanations: Explanations): readonly Judged[] {
  const explaining = findingsThatExplain(results, explanations);
  if (explaining.length === 0) return results;
  const findings = results.flatMap((result) => result.findings);
  const causes = new Map<string, FindingKey>();
  for (const finding of findings) if (finding.causedBy) causes.set(findingKey(finding), finding.causedBy);
  const linked = new Map<Finding, FindingKey>();
  for (const { cause, explained } of explaining) {
    for (const finding of findings) {
      if (finding.causedBy || linked.has(finding) || !explainable[cause.level]?.includes(finding.level)) continue;
      if (!explained.some(({ check, codes }) => check === finding.check && codes.has(finding.code))) continue;
      if (chainFrom(cause, causes).includes(findingKey(finding))) continue;
      linked.set(finding, keyOf(cause));
      causes.set(findingKey(finding), keyOf(cause));
    }
  }
  return results.map((result) => withCauses(result, (finding) => linked.get(finding)));
}

/** Every cause replaced by the beginning of its chain, as far as that is among the findings. */
export function rootedCauses(results: readonly Judged[]): Judged[] {
  const named = new Set<string>();
  const checks = new Set<string>();
  for (const { findings } of results) {
    for (const { causedBy } of findings) {
      // That a machine does not answer has no cause of its own.
      if (!causedBy || causedBy.check === reachabilityCheck) continue;
      named.add(findingKey(causedBy));
      checks.add(causedBy.check);
    }
  }
  const causes = new Map<string, FindingKey>();
  const present = new Set<string>();
  for (const { check, findings } of checks.size > 0 ? results : []) {
    for (const finding of checks.has(check) ? findings : []) {
      const key = findingKey(finding);
      if (!named.has(key)) continue;
      present.add(key);
      if (finding.causedBy) causes.set(key, finding.causedBy);
    }
  }
  // Without a cause that has a cause there is no chain.
  if (causes.size === 0) return [...results];
  return results.map((result) => withCauses(result, ({ causedBy }) => causedBy && rootOf(causedBy, causes, present)));
}

function findingsThatExplain(results: readonly Judged[], explanations: Explanations) {
  const explaining: { cause: Finding; explained: readonly Explained[] }[] = [];
  for (const { check, findings } of results) {
    const byCode = findings.length > 0 ? explanations.get(check) : undefined;
    if (!byCode) continue;
    for (const cause of findings) {
      const explained = byCode.get(cause.code);
      if (explained) explaining.push({ cause, explained });
    }
  }
  return explaining;
}

/** The finding itself, its cause, the cause of that and so on. */
function chainFrom(start: FindingKey, causes: ReadonlyMap<string, FindingKey>): string[] {
  const chain: string[] = [];
  for (let at: FindingKey | undefined = start; at; at = causes.get(chain.at(-1)!)) {
    const key = findingKey(at);
    if (chain.includes(key)) break;
    chain.push(key);
  }
  return chain;
}

/** A circle, which only judges can make, has no beginning: the cause that was named stays. */
function rootOf(named: FindingKey, causes: ReadonlyMap<string, FindingKey>, present: ReadonlySet<string>): FindingKey {
  const seen = new Set<string>();
  let root = named;
  for (;;) {
    const key = findingKey(root);
    if (seen.has(key)) return named;
    seen.add(key);
    const next = causes.get(key);
    if (!next || (next.check !== reachabilityCheck && !present.has(findingKey(next)))) return root;
    root = next;
  }
}

/** The result with other causes, and the outcome that they make of it. */
function withCauses(result: Judged, causeOf: (finding: Finding) => FindingKey | undefined): Judged {
  let isChanged = false;
  const findings = result.findings.map((finding) => {
    const causedBy = causeOf(finding);
    if (!causedBy || causedBy === finding.causedBy) return finding;
    isChanged = true;
    return { ...finding, causedBy };
  });
  return isChanged ? { ...result, findings, outcome: outcomeOf(findings) } : result;
}

const keyOf = ({ check, target, code, subject }: FindingKey): FindingKey => ({ check, target, code, subject });
