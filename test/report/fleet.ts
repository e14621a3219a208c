import type { Check } from '../../src/model/check.ts';
import { type Finding, reachabilityCheck } from '../../src/model/finding.ts';
import type { CheckResult, RunReport } from '../../src/model/report.ts';
import { finding, report, result, sampleCheck } from './sample.ts';

const check = (id: string, area: Check['area'], fine: string, broken: string): Check => ({
  ...sampleCheck,
  id,
  area,
  titles: { fine, broken },
});

/** The checks that {@link fleetReport} has results of, in the order of a catalogue. */
export const fleetChecks: Check[] = [
  check('pxe-responder-missing', 'pxe', 'One service is set up to answer PXE', 'No service answers PXE'),
  check('pxe-responder-start-type', 'pxe', 'The PXE responder starts with Windows', 'The PXE responder starts late'),
  check('pxe-responder-stopped', 'pxe', 'The PXE responder runs', 'The PXE responder does not run'),
  check('capture-share', 'capture', 'The share can be written to', 'The share cannot be written to'),
  check('content-not-current', 'content', 'The content is current', 'The content is not current'),
  check('content-damaged', 'content', 'The content is intact', 'The content is damaged'),
  check('policy-proxy', 'capture', 'No proxy is in the way', 'A proxy is in the way'),
  check('recapture', 'capture', 'The machine was installed afresh', 'The machine was captured before'),
];

/** What becomes of a machine of the fleet. */
export type Fate = 'fine' | 'stopped' | 'stale' | 'late' | 'silent' | 'refusing' | 'denied' | 'idle' | 'confirm';

/** `DP00007.contoso.com`, whatever the size of the fleet. */
export const nameOf = (index: number): string => `DP${String(index + 1).padStart(5, '0')}.contoso.com`;

/** A report on `size` machines with nine results each; `fateOf` says what becomes of each, by its number from 0. */
export function fleetReport(size: number, fateOf: (index: number) => Fate): RunReport {
  const fates = Array.from({ length: size }, (_, index) => ({ name: nameOf(index), index, fate: fateOf(index) }));
  const isReached = (fate: Fate): boolean => fate !== 'silent' && fate !== 'refusing';
  const results = [
    ...fates.map(({ name, index, fate }) => reachability(name, index, fate)),
    ...fleetChecks.flatMap(({ id, area, titles }) =>
      fates.map(({ name, index, fate }) => {
        const base = { check: id, area, target: name, gate: area === 'pxe' ? ('blocking' as const) : null };
        const found = isReached(fate) ? findings(id, name, index, fate) : [notReached(id, name, index, fate)];
        const outcome = outcomeOfLevels(found);
        const title = outcome === 'fail' || outcome === 'warn' ? titles.broken : titles.fine;
        return result({ ...base, title, outcome, findings: found });
      }),
    ),
  ];
  const isBroken = fates.some(({ fate }) => fate === 'stopped' || fate === 'stale');
  return report(results, {
    verdict: isBroken ? 'no-go' : 'go',
    exitCode: isBroken ? 1 : 0,
    operations: [{ name: 'pxe', verdict: isBroken ? 'no-go' : 'go', reason: null }],
    targets: fates.map(({ name, fate }) => ({
      name,
      aliases: [name.split('.')[0]!],
      roles: ['distribution-point'],
      reached: isReached(fate),
    })),
    causes: results
      .flatMap((one) => one.findings)
      .filter(({ level }) => level === 'fail')
      .map(({ check: id, target, code, subject }) => ({
        finding: { check: id, target, code, subject },
        consequences:
          code === 'stale' ? [{ check: 'content-damaged', target, code: 'not-read', subject: 'PS100012' }] : [],
      })),
  });
}

function outcomeOfLevels(found: readonly Finding[]): CheckResult['outcome'] {
  const [first] = found;
  if (first === undefined || first.level === 'info') return 'pass';
  return first.level === 'unknown' && first.causedBy ? 'blocked' : first.level;
}

function failureOf(index: number, fate: Fate): { failed: string; message: string } {
  const address = `10.0.${index >> 8}.${index & 255}`;
  return fate === 'silent'
    ? { failed: 'timeout', message: `no answer on TCP 22 within 3 s (${address})` }
    : { failed: 'unreachable', message: `${nameOf(index)}:22 refused the connection` };
}

function reachability(name: string, index: number, fate: Fate): CheckResult {
  const base = { check: reachabilityCheck, area: 'target', target: name, gate: null };
  if (fate !== 'silent' && fate !== 'refusing') return result({ ...base, outcome: 'pass' });
  const { failed, message } = failureOf(index, fate);
  const text = `${name} was not reached: ${message}`;
  const one = finding({
    check: reachabilityCheck,
    target: name,
    code: failed,
    level: 'unknown',
    text,
    arguments: { failed, message },
  });
  return result({ ...base, outcome: 'unknown', reason: text, findings: [one] });
}

function notReached(id: string, target: string, index: number, fate: Fate): Finding {
  const { failed, message } = failureOf(index, fate);
  return finding({
    check: id,
    target,
    code: 'not-reached',
    level: 'unknown',
    text: `${target} was not reached: ${message}`,
    arguments: { failed, message, on: target },
    causedBy: { check: reachabilityCheck, target, code: failed, subject: '' },
  });
}

function findings(id: string, target: string, index: number, fate: Fate): Finding[] {
  const one = (parts: Pick<Finding, 'code' | 'level' | 'text'> & Partial<Finding>): Finding[] => [
    finding({ check: id, target, ...parts }),
  ];
  if (fate === 'idle' || (id === 'policy-proxy' && fate !== 'denied'))
    return one({ code: 'none', level: 'not-applicable', text: `${target} is no PXE distribution point.` });
  if (id === 'pxe-responder-stopped' && fate === 'stopped') return one(stopped(target, index));
  if (id === 'pxe-responder-start-type' && fate === 'late')
    return one({ code: 'late', level: 'warn', subject: 'WDSServer', text: `WDSServer on ${target} starts late.` });
  if (id === 'content-not-current' && fate === 'stale') return one(stale(target));
  if (id === 'content-damaged' && fate === 'stale')
    return one({
      code: 'not-read',
      level: 'unknown',
      subject: 'PS100012',
      text: `The files of PS100012 on ${target} were not read.`,
      causedBy: { check: 'content-not-current', target, code: 'stale', subject: 'PS100012' },
    });
  if (id === 'content-damaged')
    return one({ code: 'not-compared', level: 'info', text: `Content hashes of ${target} were not compared.` });
  if (id.startsWith('pxe') && fate === 'denied')
    return one({
      code: 'fact-unread',
      level: 'unknown',
      subject: 'pxe-services',
      text: `The PXE services on ${target} could not be read: Access denied`,
      arguments: { failed: 'denied', message: 'Access denied', on: target, what: 'the PXE services' },
      remedy: { text: 'Run it with the rights that it needs: local administrator', on: target },
    });
  if (id === 'recapture' && fate === 'confirm')
    return one({
      code: 'ask',
      level: 'manual',
      text: `Windows on ${target} was installed afresh since its last capture.`,
    });
  return [];
}

function stopped(target: string, index: number): Pick<Finding, 'code' | 'level' | 'text'> & Partial<Finding> {
  const up = `${index + 1} h 12 min`;
  return {
    code: 'stopped',
    level: 'fail',
    subject: 'WDSServer',
    text: `WDSServer on ${target} is stopped, ${up} after the restart.`,
    evidence: [{ fact: 'pxe-services', target, seen: `WDSServer: Stopped, up ${up}`, expected: 'Running' }],
    because: 'Nothing answers PXE requests until it runs.',
    leadsTo: 'PXE-E55: ProxyDHCP service did not reply to request on port 4011',
    remedy: {
      text: 'Start it and see whether it stays, as administrator:',
      on: target,
      commands: ['Start-Service -Name WDSServer'],
    },
  };
}

function stale(target: string): Pick<Finding, 'code' | 'level' | 'text'> & Partial<Finding> {
  return {
    code: 'stale',
    level: 'fail',
    subject: 'PS100012',
    text: `PS100012 on ${target} is version 2, and the site expects version 3.`,
    evidence: [{ fact: 'site-packages', target: 'CM01', seen: `version 2 on ${target}`, expected: 'version 3' }],
    because: 'Clients compare what they download with the hash of the version that the site expects.',
    leadsTo: '0x80091007 "The hash value is not correct."',
    remedy: { text: `Redistribute PS100012 to ${target}: properties of the package, tab Content Locations.` },
  };
}

/** The same finding on machines, one result each. */
export function on(
  names: string[],
  of: (name: string) => Partial<Finding> & Pick<Finding, 'level' | 'text'>,
): RunReport {
  const results = names.map((target) => {
    const one = finding({ check: 'a', code: 'c', target, ...of(target) });
    const outcome = one.level === 'info' || one.level === 'not-applicable' ? 'pass' : one.level;
    return result({ check: 'a', target, outcome, title: 'A is broken', findings: [one] });
  });
  return report(results, {
    targets: names.map((name) => ({ name, aliases: [], roles: [], reached: true })),
  });
}

/** Of a text report the lines that stand for one machine of the fleet each. */
export const rows = (of: string): string[] =>
  of.split('\n').filter((line) => /^\S+ [A-Z ]+ {2,}DP\d{5}\.contoso\.com(?: {2}|$)/.test(line));
