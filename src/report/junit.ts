import XMLBuilder from 'fast-xml-builder';
import type { Finding } from '../model/finding.ts';
import type { CheckResult, RunReport } from '../model/report.ts';
import { visible } from './visible.ts';

/** How a result reads in JUnit's four words. */
type Kind = 'passed' | 'failure' | 'error' | 'skipped';

/**
 * A fail is a failure. What could not be judged is an error where it keeps the operation from being judged, and
 * skipped where it only advises; so is what does not apply, was left out, or is waived.
 */
function kindOf({ outcome, gate, waived, stale }: CheckResult): Kind {
  if (waived) return 'skipped';
  if (stale && gate === 'blocking') return 'error';
  if (outcome === 'fail') return 'failure';
  if (outcome === 'error') return 'error';
  if (outcome === 'pass' || outcome === 'warn') return 'passed';
  if (outcome === 'not-applicable' || outcome === 'skipped') return 'skipped';
  return gate === 'blocking' ? 'error' : 'skipped';
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

/** JUnit XML: a suite for each target, a case for each check. */
export function* junitReport(report: RunReport): Iterable<string> {
  const suites = new Map<string, CheckResult[]>();
  for (const result of report.results) {
    const suite = suites.get(result.target);
    if (suite) suite.push(result);
    else suites.set(result.target, [result]);
  }
  // The outermost element is written in two halves, so that only one suite at a time is in memory.
  const [open, close] = halves({
    '@name': `osd-preflight: ${report.verdict}`,
    ...totals(report.results),
    '@time': seconds(report),
  });
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `${open}\n`;
  let id = 0;
  for (const [target, results] of suites) {
    yield builder.build({ testsuite: suiteOf(target, results, report, id) });
    id += 1;
  }
  yield `${close}\n`;
}

function halves(attributes: { [name: string]: string }): [string, string] {
  const whole = builder.build({ testsuites: { ...attributes, '#text': '' } }).trim();
  const open = whole.replace(/\s*(?:\/>|><\/testsuites>)$/, '>');
  return [open, '</testsuites>'];
}

function totals(results: readonly CheckResult[]): { [name: string]: string } {
  const count = (kind: Kind): string => String(results.filter((result) => kindOf(result) === kind).length);
  return { '@tests': String(results.length), '@failures': count('failure'), '@errors': count('error') };
}

function suiteOf(target: string, results: CheckResult[], report: RunReport, id: number): object {
  return {
    '@name': attribute(target === '' ? 'no machine' : target),
    '@hostname': attribute(target === '' ? 'none' : target),
    '@id': String(id),
    '@package': 'osd-preflight',
    ...totals(results),
    '@skipped': String(results.filter((result) => kindOf(result) === 'skipped').length),
    // JUnit's form has no zone; this is UTC.
    '@timestamp': report.startedAt.slice(0, 19),
    '@time': seconds(report),
    testcase: results.map(testCase),
  };
}

function testCase(result: CheckResult): object {
  const kind = kindOf(result);
  const lines = result.findings.flatMap((finding) => [
    `${finding.level}: ${finding.text}`,
    ...(causeOf(finding) ? [`  ${causeOf(finding)}`] : []),
    ...finding.evidence.map(({ target, seen }) => `  seen ${target}: ${seen}`),
    ...(finding.because ? [`  because ${finding.because}`] : []),
    ...(finding.leadsTo ? [`  leads to ${finding.leadsTo}`] : []),
    ...(finding.remedy
      ? [`  mend ${finding.remedy.text}`, ...(finding.remedy.commands ?? []).map((text) => `    ${text}`)]
      : []),
  ]);
  const loud = result.findings.filter(({ level }) => level !== 'info');
  const message = [result.reason, ...loud.flatMap((finding) => [finding.text, causeOf(finding)])]
    .filter((text) => text !== null)
    .join(' ');
  const fault = {
    '@type': `${result.waived ? 'waived' : result.outcome}${result.gate === 'advisory' ? ' (advisory)' : ''}`,
    '@message': attribute(message === '' ? result.title : message),
    '#text': content(lines),
  };
  return {
    '@classname': `osd-preflight.${attribute(result.area)}`,
    '@name': attribute(result.check),
    // A report does not say how long each check took: its facts are shared.
    '@time': '0',
    ...(kind === 'skipped' ? { skipped: content([`${result.waived ? 'waived' : result.outcome}: ${message}`]) } : {}),
    ...(kind === 'error' ? { error: fault } : {}),
    ...(kind === 'failure' ? { failure: fault } : {}),
    'system-out': content(kind === 'failure' || kind === 'error' ? [result.title] : [result.title, ...lines]),
  };
}

/** `(caused by pxe-start-failure/runtime on DP01)`, of what failed or warns; null where it stands for itself. */
function causeOf({ level, causedBy }: Finding): string | null {
  if (!causedBy || (level !== 'fail' && level !== 'warn')) return null;
  const { check, code, subject, target } = causedBy;
  return `(caused by ${check}/${code}${subject === '' ? '' : ` of ${subject}`}${target === '' ? '' : ` on ${target}`})`;
}

function seconds(report: RunReport): string {
  const milliseconds = Date.parse(report.finishedAt) - Date.parse(report.startedAt);
  return (Math.max(0, milliseconds || 0) / 1000).toFixed(3);
}

/** XML forbids most control characters even as references; they are spelled out, as in the other reports. */
function attribute(text: string): string {
  return visible(text);
}

function content(lines: readonly string[]): string {
  return lines.map(visible).join('\n');
}
