import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Check } from '../../src/model/check.ts';
import { type Finding, type FindingKey, outcomeOf } from '../../src/model/finding.ts';
import type { CheckResult, RunReport } from '../../src/model/report.ts';
import { checkExplanation, reportIn } from '../../src/report/index.ts';
import type { Style } from '../../src/report/style.ts';
import { checkPage } from '../docs/check-page.ts';
import { finding, plain, report, result, sampleCheck } from './sample.ts';

const titles: { [id: string]: [fine: string, broken: string] } = {
  'pxe-start-failure': ['The PXE responder started by itself', 'The PXE responder could not start'],
  'pxe-responder-stopped': ['The PXE responder runs', 'The PXE responder does not run'],
  'pxe-provider-not-loaded': ['SMSPXE is loaded', 'The PXE responder runs without SMSPXE'],
  'pxe-certificate-rejected': ['The certificate is accepted', 'The certificate is rejected'],
};
const checks: Check[] = Object.entries(titles).map(([id, [fine, broken]]) => ({
  ...sampleCheck,
  id,
  area: 'pxe',
  titles: { fine, broken },
}));

type Parts = Partial<Finding> & Pick<Finding, 'check' | 'code' | 'level' | 'text'>;
const keyOf = ({ check, target, code, subject }: Finding): FindingKey => ({ check, target, code, subject });

const startFailure = (target: string, parts: Partial<Parts> = {}): Finding =>
  finding({
    check: 'pxe-start-failure',
    target,
    code: 'runtime',
    subject: 'WDSServer',
    level: 'fail',
    text: `SMSPXE on ${target} could not load: the Visual C++ runtime is missing.`,
    evidence: [{ fact: 'pxe-events', target, seen: 'SideBySide 33 names smspxe.dll' }],
    because: 'WDSServer stops when its provider does not load.',
    leadsTo: '0x36B1 (14001)',
    remedy: {
      text: 'Install the runtime that the site server has, then start it, as administrator:',
      on: target,
      commands: ['Start-Service -Name WDSServer'],
    },
    ...parts,
  });

const stopped = (target: string, cause: Finding, parts: Partial<Parts> = {}): Finding =>
  finding({
    check: 'pxe-responder-stopped',
    target,
    code: 'stopped',
    subject: 'WDSServer',
    level: 'fail',
    text: `WDSServer on ${target} is stopped, ${target.slice(-1)} h 12 min after the restart.`,
    evidence: [{ fact: 'pxe-services', target, seen: 'WDSServer: Stopped', expected: 'Running' }],
    because: 'Nothing answers PXE requests until it runs.',
    leadsTo: 'PXE-E55: ProxyDHCP service did not reply to request on port 4011',
    remedy: {
      text: 'Start it and see whether it stays, as administrator:',
      on: target,
      commands: ['Start-Service -Name WDSServer'],
    },
    causedBy: keyOf(cause),
    ...parts,
  });

const notJudged = (target: string, cause: Finding): Finding =>
  finding({
    check: 'pxe-provider-not-loaded',
    target,
    code: 'not-running',
    level: 'unknown',
    text: `Whether SMSPXE is loaded on ${target} shows when WDSServer runs.`,
    causedBy: keyOf(cause),
  });

/** One result for each finding, and each finding's machine. */
function reportOf(findings: Finding[]): RunReport {
  const targets = [...new Set(findings.map(({ target }) => target))];
  return report(
    findings.map((one) =>
      result({
        check: one.check,
        area: 'pxe',
        target: one.target,
        outcome: outcomeOf([one]),
        title: titles[one.check]?.[1] ?? one.check,
        findings: [one],
      }),
    ),
    {
      verdict: 'no-go',
      exitCode: 1,
      operations: [{ name: 'pxe', verdict: 'no-go', reason: null }],
      targets: targets.map((name) => ({ name, aliases: [], roles: ['distribution-point'], reached: true })),
    },
  );
}
const text = (of: RunReport, style: Partial<Style> = {}): string =>
  [...reportIn('text', of, checks, { ...plain, ...style })].join('');
const blocks = (of: string): string[] => of.split('\n').filter((line) => /^\S [A-Z ]+ {2}/.test(line));
const golden = (name: string): string => `../golden/report/${name}.txt`;

const names = ['DP01', 'DP02', 'DP03', 'DP04'];
const one = reportOf([
  startFailure('DP01'),
  stopped('DP01', startFailure('DP01')),
  notJudged('DP01', startFailure('DP01')),
]);
const fleet = reportOf([
  ...names.map((name) => startFailure(name)),
  ...names.map((name) => stopped(name, startFailure(name))),
  ...names.map((name) => notJudged(name, startFailure(name))),
]);

describe('what follows from a cause', () => {
  test('stands under it, and is counted with it', async () => {
    await expect(text(one)).toMatchFileSnapshot(golden('consequences'));
    expect(text(one).split('\n')[1]).toBe('1 cause to mend; 0 passed, 0 do not apply.');
    expect(blocks(text(one, { onlyFailing: true }))).toHaveLength(1);
    expect(text(one, { verbose: true })).toContain(
      'so       WDSServer on DP01 is stopped, 1 h 12 min after the restart.\n                 DP01: WDSServer: Stopped (expected Running)\n',
    );
  });

  test('is rolled up with it', async () => {
    await expect(text(fleet)).toMatchFileSnapshot(golden('consequences-fleet'));
    expect(blocks(text(fleet))).toHaveLength(1);
  });

  test('is told without names where it is the same on all, and of one machine as it is', () => {
    const same = (name: string) => stopped(name, startFailure(name), { text: `WDSServer on ${name} is stopped.` });
    const causes = names.map((name) => startFailure(name));
    expect(text(reportOf([...causes, ...names.slice(1).map(same)]))).toContain(
      'so       3 machines: WDSServer on the machine is stopped.\n',
    );
    expect(text(reportOf([...causes, same('DP02')]))).toContain('so       WDSServer on DP02 is stopped.\n');
  });

  test('is a block of its own where its cause is waived or not there', () => {
    const waived = structuredClone(one);
    waived.results[0]!.waived = true;
    expect(blocks(text(waived))[0]).toContain('✖ FAIL  WDSServer on DP01 is stopped');
    const alone = reportOf([stopped('DP01', startFailure('DP01'))]);
    expect(blocks(text(alone))).toEqual(['✖ FAIL  WDSServer on DP01 is stopped, 1 h 12 min after the restart.']);
    expect(text(alone)).toContain('1 cause to mend;');
  });

  test('is not told where it is waived itself', () => {
    const waived = structuredClone(one);
    waived.results[1]!.waived = true;
    expect(text(waived)).not.toContain('is stopped');
  });

  test('makes of a warning a cause to mend, where something fails', () => {
    const cause = startFailure('DP01', { level: 'warn' });
    const failing = text(reportOf([cause, stopped('DP01', cause)]));
    expect(blocks(failing)).toEqual(['✖ FAIL  SMSPXE on DP01 could not load: the Visual C++ runtime is missing.']);
    expect(failing).toContain('\n1 cause to mend;');
    const warning = text(reportOf([cause, stopped('DP01', cause, { level: 'warn' })]));
    expect(blocks(warning)).toEqual(['! WARN  SMSPXE on DP01 could not load: the Visual C++ runtime is missing.']);
    expect(warning).toContain('\n1 warning;');
  });

  test('decides whether the block does', () => {
    const cause = startFailure('DP01');
    const of = (causes: CheckResult['gate'], follows: CheckResult['gate']): string => {
      const both = reportOf([cause, stopped('DP01', cause)]);
      both.results[0]!.gate = causes;
      both.results[1]!.gate = follows;
      return text(both);
    };
    expect(of('advisory', 'blocking')).not.toContain('weight');
    expect(of('blocking', 'advisory')).not.toContain('weight');
    expect(of('advisory', 'advisory')).toContain('weight   advisory');
  });

  test('on another machine stands under its cause as well', () => {
    const cause = startFailure('CM01');
    const all = text(reportOf([cause, ...names.map((name) => stopped(name, cause))]));
    expect(blocks(all)).toHaveLength(1);
    expect(all).toContain('so       pxe-responder-stopped on 4 machines\n');
    // To be started there: the command of the cause is for another machine.
    expect(all).toContain(
      'then     Start it and see whether it stays, as administrator:\n                 on each of them:\n',
    );
  });

  test('tells what is still to run, and neither what was told nor where to look for a cause', () => {
    const cause = startFailure('DP01');
    const follows = (parts: Partial<Parts>) => text(reportOf([cause, stopped('DP01', cause, parts)]));
    const restart = { text: 'Restart it:', commands: ['Restart-Service -Name WDSServer'] };
    expect(follows({ remedy: restart })).toContain(
      'then     Restart it:\n                 on DP01:\n                 Restart-Service -Name WDSServer\n',
    );
    expect(follows({})).not.toContain('        then ');
    expect(follows({ remedy: { text: 'Read its events.' } })).not.toContain('Read its events.');
    expect(follows({ leadsTo: '0x36B1 (14001)' }).match(/0x36B1/g)).toHaveLength(1);
  });

  test('of more than one reads the rest is counted, unless all is asked for', () => {
    const cause = startFailure('DP01');
    const many = reportOf([
      cause,
      ...Array.from({ length: 11 }, (_, index) =>
        stopped('DP01', cause, { subject: `S${index}`, text: `S${index} stops.` }),
      ),
    ]);
    expect(text(many)).toContain('S7 stops.\n                 and 3 more, shown with --verbose\n');
    expect(text(many, { verbose: true })).toContain('S10 stops.\n');
  });
});

test('no fault is told twice or not at all, whatever is the cause of what', () => {
  const ids = Object.keys(titles);
  const parts = fc.record({
    level: fc.constantFrom('fail', 'warn'),
    target: fc.constantFrom('DP01', 'DP02'),
    cause: fc.option(fc.nat({ max: 7 })),
    waived: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 6 }), (list) => {
      const findings = list.map(({ level, target }, index) =>
        finding({ check: ids[index % 4]!, code: `c${index}`, level, target, text: `Text-${index}.` }),
      );
      for (const [index, { cause }] of list.entries()) {
        const of = cause === null ? undefined : findings[cause];
        if (cause !== null)
          findings[index]!.causedBy = of ? keyOf(of) : keyOf(finding({ ...findings[index]!, code: 'x' }));
      }
      const of = reportOf(findings);
      for (const [index, { waived }] of list.entries()) of.results[index]!.waived = waived;
      const all = text(of);
      for (const [index, { waived }] of list.entries())
        expect(all.split(`Text-${index}.`)).toHaveLength(waived ? 1 : 2);
    }),
    { seed: 20261122, numRuns: 300 },
  );
});

test('in junit it fails its own case, which says what the cause is', () => {
  const xml = [...reportIn('junit', one, checks, plain)].join('');
  expect(xml.match(/<failure /g)).toHaveLength(2);
  expect(xml).toContain(
    'message="WDSServer on DP01 is stopped, 1 h 12 min after the restart. (caused by pxe-start-failure/runtime of WDSServer on DP01)"',
  );
  expect(xml).toContain('\n  (caused by pxe-start-failure/runtime of WDSServer on DP01)\n');
});

test('a message says what it explains, in the terminal and on the page of its check', () => {
  const explains = ['pxe-responder-stopped/stopped', 'pxe-provider-not-loaded'];
  const check: Check = { ...sampleCheck, messages: { bad: { level: 'fail', text: () => 'It is bad.', explains } } };
  expect([...checkExplanation(check, plain)].join('')).toContain(
    'fail:       It is bad.\n  explains  pxe-responder-stopped/stopped, pxe-provider-not-loaded\n',
  );
  expect(checkPage(check)).toContain(
    '- explains, on the same machine: [pxe-responder-stopped/stopped](pxe-responder-stopped.md#stopped), [pxe-provider-not-loaded](pxe-provider-not-loaded.md)\n',
  );
});
