import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { everything, finding, plain, report, result, sampleCheck } from '../../test/report/sample.ts';
import type { RunReport } from '../model/report.ts';
import { checkExplanation, checkList, reportIn } from './index.ts';
import { reportSchema, reportSchemaFitsType } from './report-schema.ts';
import type { Style } from './style.ts';

const checks = [sampleCheck];
const text = (of: RunReport, style: Partial<Style> = {}): string =>
  [...reportIn('text', of, checks, { ...plain, ...style })].join('');
const junit = (of: RunReport): string => [...reportIn('junit', of, checks, plain)].join('');
const golden = (name: string): string => `../../test/golden/report/${name}.txt`;

const hostile = 'a\x1b[2J\x07\r\n\t\x9b31m\u202eevil\u2028\ud800 <&"\'>]]> \ufffe é 漢 😀 end';

/** A report whose every text is the one given. */
function withText(value: string): RunReport {
  const key = { check: value, target: value, code: value, subject: value };
  const all = (level: 'fail' | 'warn' | 'unknown' | 'manual' | 'info') =>
    finding({
      ...key,
      level,
      text: value,
      arguments: { value },
      evidence: [{ fact: value, target: value, seen: value, expected: value }],
      because: value,
      leadsTo: value,
      remedy: { text: value, on: value, commands: [value] },
    });
  const outcomes = ['fail', 'warn', 'unknown', 'manual', 'pass', 'not-applicable', 'skipped', 'error'] as const;
  const results = outcomes.map((outcome) =>
    result({
      check: value,
      area: value,
      title: value,
      target: value,
      outcome,
      reason: value,
      findings:
        outcome === 'error'
          ? []
          : [all(outcome === 'pass' || outcome === 'not-applicable' || outcome === 'skipped' ? 'info' : outcome)],
    }),
  );
  return report(results, {
    site: value,
    notes: [value],
    operations: [{ name: 'capture', verdict: 'no-go', reason: value }],
    targets: [{ name: value, aliases: [value], roles: [], reached: false }],
    causes: [{ finding: key, consequences: [key] }],
  });
}

describe('text', () => {
  test('one of everything', async () => {
    await expect(text(everything)).toMatchFileSnapshot(golden('text'));
    await expect(text(everything, { verbose: true, factsFile: 'PS1.facts.ndjson' })).toMatchFileSnapshot(
      golden('verbose'),
    );
    await expect(text(everything, { unicode: false })).toMatchFileSnapshot(golden('ascii'));
    await expect(text(everything, { columns: 50 })).toMatchFileSnapshot(golden('narrow'));
  });

  test('colour adds to the words and takes nothing away', () => {
    const colored = text(everything, { color: true });
    expect(colored).toContain('\x1b[31m✖ FAIL\x1b[39m');
    expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(text(everything));
  });

  test('a short report says its verdict once, a long one again at its end', () => {
    const short = text(report([result({ check: 'a', outcome: 'pass' })]));
    expect(short.match(/^GO for capture/gm)).toHaveLength(1);
    const long = text(everything).trimEnd().split('\n');
    expect(long.length).toBeGreaterThan(24);
    expect(long.at(-1)).toBe(long[0]);
  });

  test('says when it saw only one machine', () => {
    const alone = report([], { site: null, verdict: 'cannot-tell', operations: [], exitCode: 3 });
    expect(text(alone).split('\n')[0]).toBe('CANNOT TELL, as far as this machine can tell · 2026-11-22 14:02 UTC');
  });

  test('says of which operation not everything was asked, and how much of it', () => {
    const reason = '7 of the 24 questions that decide it were not asked';
    const operations = [
      { name: 'capture', verdict: 'go', reason },
      { name: 'pxe', verdict: 'go', reason: null },
    ] as const;
    expect(
      text(report([], { verdict: 'go', operations: [...operations] }), { columns: 120 })
        .split('\n')
        .slice(0, 2),
    ).toEqual([
      'GO for pxe · GO for capture, as far as it was asked · site PS1 · 2026-11-22 14:02 UTC',
      `capture: ${reason}`,
    ]);
  });

  test('no line is longer than the console, save commands and words that cannot be broken', () => {
    for (const columns of [40, 80, 120]) {
      for (const line of text(everything, { columns }).split('\n')) {
        const isCommand = line.includes('Grant-SmbShareAccess') || line.includes('$n = ');
        // A head with its operations, and the longest of the words that a path or an id is.
        if (!isCommand && line.trim().includes(' ') && columns > 40 && !/^(NO-GO|GO|CANNOT)/.test(line)) {
          expect(line.length).toBeLessThanOrEqual(columns);
        }
      }
    }
    expect(text(everything, { columns: 40 })).toContain(
      "Grant-SmbShareAccess -Name 'Captures$' -AccountName $n -AccessRight Full -Force",
    );
  });

  test('a consequence stands under its cause and nowhere else', () => {
    const all = text(everything);
    expect(all).toContain('so open  capture-file-probe on CM01');
    expect(all.match(/capture-file-probe/g)).toHaveLength(1);
  });

  test('an unfinished reading is said', () => {
    expect(text(report([], { complete: false, notes: ['a differs.'] }))).toContain(
      'note Not everything that was asked is here: the reading ended early.\nnote a differs.\n',
    );
  });
});

describe('text from elsewhere', () => {
  const forbidden = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2066-\u2069]/;
  test('reaches no terminal as it is, in any format', () => {
    for (const format of ['text', 'json', 'junit'] as const) {
      for (const verbose of [true, false]) {
        const out = [...reportIn(format, withText(hostile), checks, { ...plain, verbose, factsFile: hostile })].join(
          '',
        );
        expect(out).not.toMatch(forbidden);
        expect(out).not.toMatch(/\p{Surrogate}/u);
      }
    }
    expect(text(withText(hostile))).toContain('a\\x1b[2J\\x07\\x0d\\x0a\\x09\\x9b31m\\u202eevil\\u2028\\ud800');
    expect(text(withText(hostile), { unicode: false, verbose: true })).toMatch(/^[\x0a\x20-\x7e]*$/);
  });

  test('whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (value) => {
        const of = withText(value);
        expect(text(of)).not.toMatch(forbidden);
        expect(text(of, { unicode: false })).toMatch(/^[\x0a\x20-\x7e]*$/);
        expect(JSON.parse([...reportIn('json', of, checks, plain)].join(''))).toEqual(of);
        valid(junit(of));
      }),
      { seed: 20261122, numRuns: 150 },
    );
  });
});

describe('json', () => {
  test('is the report, and fits its schema', () => {
    const parsed = JSON.parse([...reportIn('json', everything, checks, plain)].join(''));
    expect(parsed).toEqual(everything);
    expect(reportSchemaFitsType).toBe(true);
    expect(reportSchema.parse(parsed)).toEqual(everything);
    expect(reportSchema.safeParse({ ...parsed, extra: 1 }).success).toBe(false);
  });
});

const xsd = XsdValidator.fromDoc(
  XmlDocument.fromBuffer(readFileSync(new URL('../../test/junit/jenkins-junit.xsd', import.meta.url))),
);

/** Throws where the text is not XML, or not JUnit's. */
function valid(xml: string): void {
  const document = XmlDocument.fromString(xml);
  try {
    xsd.validate(document);
  } finally {
    document.dispose();
  }
}

describe('junit', () => {
  test('is valid against the schema', async () => {
    valid(junit(everything));
    valid(junit(report([])));
    valid(junit(withText(hostile)));
    expect(() => valid(junit(everything).replace('<testcase ', '<testcase2 '))).toThrow();
    await expect(junit(everything)).toMatchFileSnapshot('../../test/golden/report/junit.xml');
  });

  test('reads back the text that was put in', () => {
    const document = XmlDocument.fromString(junit(withText('<&"\'>]]>')));
    expect(document.get('//testcase/failure/@message')?.content).toBe('<&"\'>]]> <&"\'>]]>');
    document.dispose();
  });

  const table = [
    ['pass', 'blocking', null],
    ['warn', 'blocking', null],
    ['fail', 'blocking', 'failure'],
    ['fail', 'advisory', 'failure'],
    ['error', 'advisory', 'error'],
    ['unknown', 'blocking', 'error'],
    ['blocked', 'blocking', 'error'],
    ['manual', 'blocking', 'error'],
    ['unknown', 'advisory', 'skipped'],
    ['blocked', 'advisory', 'skipped'],
    ['manual', null, 'skipped'],
    ['not-applicable', 'blocking', 'skipped'],
    ['skipped', 'blocking', 'skipped'],
  ] as const;
  test.each(table)('%s on a check that is %s', (outcome, gate, element) => {
    const document = XmlDocument.fromString(junit(report([result({ check: 'a', outcome, gate })])));
    const names = document.find('//testcase/*').map((node) => (node as unknown as { name: string }).name);
    expect(names).toEqual([...(element === null ? [] : [element]), 'system-out']);
    const counts = ['failures', 'errors', 'skipped'].map((name) => document.get(`//testsuite/@${name}`)?.content);
    expect(counts).toEqual(['failure', 'error', 'skipped'].map((name) => (name === element ? '1' : '0')));
    document.dispose();
  });
});

describe('the catalogue', () => {
  test('as a list', async () => {
    await expect([...checkList(checks, plain)].join('')).toMatchFileSnapshot(golden('list'));
  });

  test('one check explained', async () => {
    await expect([...checkExplanation(sampleCheck, plain)].join('')).toMatchFileSnapshot(golden('explain'));
    expect([...checkExplanation(sampleCheck, { ...plain, unicode: false })].join('')).toMatch(/^[\x0a\x20-\x7e]*$/);
  });
});

test('what something waived keeps from being judged is said by itself', () => {
  const cause = { check: 'a', target: 'CM01', code: 'c', subject: '' };
  const of = report([
    result({
      check: 'a',
      outcome: 'fail',
      waived: true,
      findings: [finding({ ...cause, level: 'fail', text: 'A is broken.' })],
    }),
    result({
      check: 'b',
      outcome: 'blocked',
      findings: [finding({ check: 'b', code: 'd', level: 'unknown', text: 'Not read.', causedBy: cause })],
    }),
  ]);
  expect(text(of)).toContain('? NOT JUDGED  CM01, 1 check: A is broken.');
  expect(text(of)).not.toContain('FAIL');
});

test('facts that end early make the first line worse than the operations', () => {
  const of = report([], { verdict: 'cannot-tell', complete: false, exitCode: 3 });
  expect(text(of).split('\n')[0]).toBe('CANNOT TELL for capture · site PS1 · 2026-11-22 14:02 UTC');
});

test('what would let it be judged is said by the kind of failure', () => {
  const unread = (failed: string) =>
    text(
      report([
        result({
          check: 'a',
          outcome: 'unknown',
          findings: [
            finding({
              check: 'a',
              code: 'fact-unread',
              level: 'unknown',
              text: `Services on CM01: ${failed}.`,
              arguments: { failed },
            }),
          ],
        }),
      ]),
    );
  expect(unread('timeout')).toContain('? NOT JUDGED  1 check: Services on CM01: timeout.');
  expect(unread('timeout')).toContain('to judge give it longer with --fact-timeout <seconds>');
  expect(unread('script-error')).toContain('to judge this is a fault of osd-preflight itself');
  expect(unread('not-found')).toContain('more     osd-preflight explain a');
});
