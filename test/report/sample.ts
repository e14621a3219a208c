import { faultsOf } from '../../src/engine/faults.ts';
import type { Check } from '../../src/model/check.ts';
import { type Finding, type FindingKey, outcomes } from '../../src/model/finding.ts';
import type { CheckResult, RunReport } from '../../src/model/report.ts';
import type { Style } from '../../src/report/style.ts';

export const plain: Style = { verbose: false, onlyFailing: false, unicode: true, color: false, columns: 80 };

export function finding(parts: Partial<Finding> & Pick<Finding, 'check' | 'code' | 'level' | 'text'>): Finding {
  return { target: 'CM01', subject: '', arguments: {}, evidence: [], ...parts };
}

export function result(parts: Partial<CheckResult> & Pick<CheckResult, 'check' | 'outcome'>): CheckResult {
  return {
    area: 'capture',
    title: `Title of ${parts.check}`,
    target: 'CM01',
    gate: 'blocking',
    reason: null,
    waived: false,
    stale: false,
    findings: [],
    ...parts,
  };
}

export function report(results: CheckResult[], parts: Partial<RunReport> = {}): RunReport {
  const counts = Object.fromEntries(
    outcomes.map((outcome) => [outcome, results.filter((one) => one.outcome === outcome).length]),
  ) as RunReport['counts'];
  return {
    schema: 'osd-preflight/report/1',
    tool: 'osd-preflight 0.1.0',
    verdict: 'go',
    operations: [{ name: 'capture', verdict: 'go', reason: null }],
    exitCode: 0,
    startedAt: '2026-11-22T14:01:48.250Z',
    finishedAt: '2026-11-22T14:02:07.000Z',
    site: 'PS1',
    complete: true,
    notes: [],
    targets: [{ name: 'CM01', aliases: [], roles: ['site-server'], reached: true }],
    results,
    faults: faultsOf(results),
    causes: [],
    counts,
    ...parts,
  };
}

const keyOf = ({ check, target, code, subject }: Finding): FindingKey => ({ check, target, code, subject });

const shareCause = finding({
  check: 'capture-share-provider-access',
  code: 'no-write',
  level: 'fail',
  subject: 'Captures$',
  text: 'The SMS Provider cannot write to \\\\CM01\\Captures$.',
  evidence: [
    {
      fact: 'share',
      target: 'CM01',
      seen: 'no entry of the share gives Write to SYSTEM (S-1-5-18); entry 1 gives Full to CONTOSO\\Domain Computers',
    },
    { fact: 'folder', target: 'CM01', seen: 'Full to SYSTEM', expected: 'Write' },
  ],
  because: 'Share and provider are both on CM01, so the provider comes as SYSTEM and not as CM01$.',
  leadsTo: '"The ConfigMgr Provider reported an error." (smsprov.log: error 5)',
  remedy: {
    text: 'on CM01, as administrator:',
    on: 'CM01',
    commands: [
      "$n = ([Security.Principal.SecurityIdentifier]'S-1-5-18').Translate([Security.Principal.NTAccount]).Value",
      "Grant-SmbShareAccess -Name 'Captures$' -AccountName $n -AccessRight Full -Force",
    ],
  },
});

const unreached = finding({
  check: 'target-reachable',
  target: 'REF01',
  code: 'unreachable',
  level: 'unknown',
  text: 'no answer on TCP 5985 within 3 s (name resolves to 10.0.4.17)',
  remedy: { text: 'start WinRM there, or run "osd-preflight run --for capture" on REF01 itself' },
});

const blocked = (check: string): CheckResult =>
  result({
    check,
    target: 'REF01',
    outcome: 'blocked',
    findings: [
      finding({
        check,
        target: 'REF01',
        code: 'blocked',
        level: 'unknown',
        text: 'REF01 was not reached.',
        causedBy: keyOf(unreached),
      }),
    ],
  });

/** One of everything, as a run of the real tool would say it. */
export const everything = report(
  [
    result({ check: shareCause.check, outcome: 'fail', findings: [shareCause] }),
    result({
      check: 'capture-file-probe',
      outcome: 'blocked',
      findings: [
        finding({
          check: 'capture-file-probe',
          code: 'not-tried',
          level: 'unknown',
          text: 'Not tried.',
          causedBy: keyOf(shareCause),
        }),
      ],
    }),
    result({
      check: 'wds-start-type',
      area: 'pxe',
      gate: 'advisory',
      outcome: 'warn',
      findings: [
        finding({
          check: 'wds-start-type',
          code: 'delayed',
          level: 'warn',
          text: 'WDS on CM01 starts two minutes late.',
        }),
      ],
    }),
    result({ check: 'target-reachable', target: 'REF01', outcome: 'unknown', findings: [unreached] }),
    blocked('reference-disk'),
    blocked('reference-join'),
    result({
      check: 'content-blobs',
      area: 'content',
      gate: 'advisory',
      outcome: 'unknown',
      findings: [
        finding({
          check: 'content-blobs',
          code: 'unread',
          level: 'unknown',
          text: 'The content library could not be read: access denied.',
        }),
      ],
    }),
    result({ check: 'broken-check', outcome: 'error', reason: 'The judge threw: x is not a function' }),
    result({
      check: 'recapture-clean-install',
      target: 'REF01',
      outcome: 'manual',
      findings: [
        finding({
          check: 'recapture-clean-install',
          target: 'REF01',
          code: 'ask',
          level: 'manual',
          text: 'The reference computer was installed afresh since its last capture',
        }),
      ],
    }),
    result({
      check: 'wds-not-running',
      area: 'pxe',
      outcome: 'pass',
      findings: [
        finding({
          check: 'wds-not-running',
          code: 'nested',
          level: 'info',
          text: 'Nested task sequences are not followed.',
        }),
      ],
    }),
    result({
      check: 'content-stale',
      area: 'content',
      outcome: 'not-applicable',
      target: '',
      reason: 'no package is named',
    }),
    result({ check: 'policy-proxy', outcome: 'skipped' }),
    result({
      check: 'waived-check',
      outcome: 'fail',
      waived: true,
      findings: [finding({ check: 'waived-check', code: 'w', level: 'fail', text: 'Waived.' })],
    }),
  ],
  {
    verdict: 'no-go',
    exitCode: 1,
    operations: [
      { name: 'capture', verdict: 'no-go', reason: null },
      { name: 'pxe', verdict: 'cannot-tell', reason: 'No blocking check of it was judged.' },
    ],
    targets: [
      { name: 'CM01', aliases: ['cm01.contoso.com'], roles: ['site-server'], reached: true },
      { name: 'REF01', aliases: [], roles: ['reference-computer'], reached: false },
    ],
    causes: [
      {
        finding: keyOf(shareCause),
        consequences: [],
      },
    ],
  },
);

/** A check as the catalogue holds it. */
export const sampleCheck: Check = {
  id: 'content-stale',
  area: 'content',
  titles: { fine: 'Each package is the version that the site expects', broken: 'A package is an older version' },
  why: 'A task sequence stops with 0x80070002 where the content is not the expected version.',
  needs: {
    library: { fact: 'library', where: 'here', optional: false },
    site: { fact: 'site', where: 'anywhere', optional: true },
  },
  appliesTo: ['distribution-point'],
  gate: { deploy: 'blocking', pxe: 'advisory' },
  askedBy: { configuration: 'packages: [PS100012]', option: '--package PS100012' },
  rights: 'local administrator on the distribution point',
  sources: ['https://learn.microsoft.com/mem/configmgr/core/plan-design/hierarchy/the-content-library'],
  messages: {
    stale: {
      level: 'fail',
      text: (args: { package: string; has: number; expected: number }) =>
        `${args.package} is version ${args.has}; the site expects ${args.expected}.`,
      because: 'The client asks for the expected version only.',
      leadsTo: '0x80070002',
      remedy: (args: { package: string }) => ({ text: `redistribute ${args.package}` }),
    },
    list: {
      level: 'warn',
      text: (args: { files: string[] }) =>
        `Files are missing: ${args.files.map((file) => file.toUpperCase()).join(', ')}.`,
    },
  },
  judge: () => [],
};
