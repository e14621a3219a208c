import type { Check } from '../model/check.ts';
import type { FactRegistry } from '../model/fact.ts';
import { type Finding, type FindingKey, type Outcome, outcomes } from '../model/finding.ts';
import type { Gathering } from '../model/gathering.ts';
import { compareText } from '../model/json.ts';
import type { Weight } from '../model/operation.ts';
import { type CheckResult, consequencesIn, type RunReport, reportSchemaVersion } from '../model/report.ts';
import { faultsOf } from './faults.ts';
import { judgeAll } from './judge.ts';
import type { Selection } from './plan.ts';
import { exitCodeOf, operationsOf, verdictOf, worstVerdict } from './verdict.ts';

export interface ReportOptions {
  selection: Selection;
  strict: boolean;
  interrupted: boolean;
}

/** From what was gathered to the report: everything it says can be computed again from the same facts. */
export function report(
  gathering: Gathering,
  checks: readonly Check[],
  registry: FactRegistry,
  options: ReportOptions,
): RunReport {
  const judged = judgeAll(gathering, checks, registry, options.selection);
  const chosen = operationsOf(options.selection.operations, gathering.configuration, judged);
  const verdicts = chosen.map((name) => {
    const { verdict, reason } = verdictOf(name, judged);
    // Facts that end early can prove a fault and never its absence.
    return { name, verdict: verdict === 'go' && !gathering.complete ? ('cannot-tell' as const) : verdict, reason };
  });
  const verdict = worstVerdict(verdicts.map((operation) => operation.verdict));
  const results = judged.map((result): CheckResult => {
    const weights = chosen.flatMap((name) => result.gate[name] ?? []);
    return { ...result, gate: weight(weights) };
  });
  return {
    schema: reportSchemaVersion,
    tool: gathering.tool,
    verdict,
    operations: verdicts,
    exitCode: exitCodeOf(verdict, results, options),
    startedAt: gathering.gatheredAt,
    finishedAt: gathering.finishedAt,
    site: gathering.configuration.site?.code ?? null,
    complete: gathering.complete,
    notes: chosen.length > 0 ? gathering.notes : [...gathering.notes, nothingAsked],
    targets: gathering.hosts
      .map((host) => ({
        name: host.target,
        aliases: host.aliases,
        roles: host.roles,
        reached: 'identity' in host,
      }))
      .sort((a, b) => compareText(a.name, b.name)),
    results,
    faults: faultsOf(results),
    causes: causes(results),
    counts: counts(results),
  };
}

const nothingAsked =
  'Nothing here decides an operation: this machine is no PXE server, and no capture, task sequence or package is configured.';

function weight(weights: readonly Weight[]): Weight | null {
  return weights.includes('blocking') ? 'blocking' : (weights[0] ?? null);
}

/** What is to mend, and what explains something else; each with its consequences. */
function causes(results: readonly CheckResult[]): RunReport['causes'] {
  const following = consequencesIn(results);
  const consequences = new Map<Finding, FindingKey[]>();
  for (const [finding, cause] of following) {
    const known = consequences.get(cause);
    if (known) known.push(keyOf(finding));
    else consequences.set(cause, [keyOf(finding)]);
  }
  return results
    .flatMap((result) => result.findings)
    .filter((finding) => !following.has(finding) && (finding.level === 'fail' || consequences.has(finding)))
    .map((finding) => ({ finding: keyOf(finding), consequences: consequences.get(finding) ?? [] }));
}

const keyOf = ({ check, target, code, subject }: Finding): FindingKey => ({ check, target, code, subject });

function counts(results: readonly CheckResult[]): RunReport['counts'] {
  const entries = outcomes.map((outcome): [Outcome, number] => [
    outcome,
    results.filter((result) => result.outcome === outcome).length,
  ]);
  return Object.fromEntries(entries) as RunReport['counts'];
}
