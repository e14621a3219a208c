import { compareText } from '../model/json.ts';
import {
  type CheckResult,
  consequencesIn,
  type Fault,
  faultKey,
  faultLevels,
  isFault,
  warningsThatFail,
} from '../model/report.ts';

/**
 * The roll-up of a report: every fault once, with the machines that have it. What is waived, and what only follows from
 * another finding, is left out. Order: fails, then unknowns, then warnings; in each the most machines first, then by
 * check, code and subject, so that it is the same in whatever order machines answered.
 */
export function faultsOf(results: readonly CheckResult[]): Fault[] {
  const known = new Map<string, { fault: Fault; targets: Set<string> }>();
  const consequences = consequencesIn(results);
  const failing = warningsThatFail(consequences);
  for (const { waived, findings } of results) {
    if (waived) continue;
    for (const finding of findings) {
      if (!isFault(finding) || consequences.has(finding)) continue;
      const level = failing.has(finding) ? 'fail' : finding.level;
      const { check, code, subject } = finding;
      const key = faultKey({ check, code, subject, level });
      let entry = known.get(key);
      if (!entry) {
        entry = { fault: { check, code, subject, level, targets: [] }, targets: new Set() };
        known.set(key, entry);
      }
      if (finding.target !== '') entry.targets.add(finding.target);
    }
  }
  const faults = [...known.values()].map(({ fault, targets }) => ({
    ...fault,
    targets: [...targets].sort(compareText),
  }));
  return faults.sort(worstFirst);
}

function worstFirst(a: Fault, b: Fault): number {
  return (
    faultLevels.indexOf(a.level) - faultLevels.indexOf(b.level) ||
    b.targets.length - a.targets.length ||
    compareText(a.check, b.check) ||
    compareText(a.code, b.code) ||
    compareText(a.subject, b.subject)
  );
}
