import type { Configuration } from '../model/configuration.ts';
import type { Outcome } from '../model/finding.ts';
import { type Operation, operations, type Verdict } from '../model/operation.ts';
import type { CheckResult } from '../model/report.ts';
import { notAskedCode } from './findings.ts';
import type { Judged } from './judge.ts';

const undecided: readonly Outcome[] = ['unknown', 'blocked', 'manual', 'error'];
const notJudged: readonly Outcome[] = ['not-applicable', 'skipped'];

/** The operations of a run: those asked for, else those whose subject is configured or was found on a machine. */
export function operationsOf(
  asked: readonly Operation[],
  configuration: Configuration,
  results: readonly Judged[],
): Operation[] {
  if (asked.length > 0) return operations.filter((name) => asked.includes(name));
  const { capture, referenceComputer, taskSequence, packages, pxeServers } = configuration;
  const configured: { [O in Operation]: boolean } = {
    capture: capture !== null || referenceComputer !== null,
    pxe: pxeServers.length > 0,
    deploy: taskSequence !== null || packages.length > 0,
    policy: false,
  };
  const found = (name: Operation): boolean =>
    results.some((result) => result.gate[name] === 'blocking' && !notJudged.includes(result.outcome));
  return operations.filter((name) => configured[name] || (name === 'pxe' && found(name)));
}

/**
 * No-go: an unwaived fail on a blocking check. Cannot tell: something blocking was not decided, or nothing was judged.
 * A go with a reason holds as far as it was asked: nobody asked what some blocking check looks at.
 */
export function verdictOf(
  operation: Operation,
  results: readonly Judged[],
): { verdict: Verdict; reason: string | null } {
  const blocking = results.filter((result) => result.gate[operation] === 'blocking');
  if (blocking.some((result) => result.outcome === 'fail' && !result.waived)) return { verdict: 'no-go', reason: null };
  if (blocking.some((result) => undecided.includes(result.outcome) || result.stale))
    return { verdict: 'cannot-tell', reason: null };
  if (!results.some((result) => result.gate[operation])) {
    return { verdict: 'cannot-tell', reason: `no check of this version is about ${operation}` };
  }
  if (blocking.every((result) => notJudged.includes(result.outcome))) {
    return { verdict: 'cannot-tell', reason: `no question that decides ${operation} was judged` };
  }
  return { verdict: 'go', reason: unaskedOf(blocking) };
}

/** How many checks nobody asked about on any machine; null where somebody asked about each. */
function unaskedOf(blocking: readonly Judged[]): string | null {
  const asked = new Map<string, boolean>();
  for (const { check, findings } of blocking) {
    const isAsked = findings.length === 0 || findings.some(({ code }) => code !== notAskedCode);
    asked.set(check, isAsked || asked.get(check) === true);
  }
  const unasked = [...asked.values()].filter((isAsked) => !isAsked).length;
  if (unasked === 0) return null;
  const verb = unasked === 1 ? 'was' : 'were';
  return `${unasked} of the ${asked.size} questions that decide it ${verb} not asked`;
}

const worstFirst: readonly Verdict[] = ['no-go', 'cannot-tell', 'go'];

/** The worst of all; cannot tell where there is none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? 'cannot-tell';
}

/**
 * 0 go, 1 no-go, 3 cannot tell, 4 otherwise go but a warning or an advisory fail under `--strict`, 130 interrupted.
 * 2 (usage) is never a verdict.
 */
export function exitCodeOf(
  verdict: Verdict,
  results: readonly CheckResult[],
  options: { strict: boolean; interrupted: boolean },
): number {
  if (options.interrupted) return 130;
  if (verdict === 'no-go') return 1;
  if (verdict === 'cannot-tell') return 3;
  const isStrict = ({ outcome, gate, waived }: CheckResult): boolean =>
    gate !== null && !waived && (outcome === 'warn' || outcome === 'fail');
  return options.strict && results.some(isStrict) ? 4 : 0;
}
