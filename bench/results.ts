import type { Benchmark, Row } from './benchmark.ts';

/** What one benchmark came to. */
export interface Result {
  rows: readonly Row[];
  /** A day, `2026-03-02`, and how many programs wanted to run beside it, on average. */
  day: string;
  load: string;
}

const start = '# Results of the benchmarks';
const sectionStart = (name: string): string => `## ${name}: `;

/**
 * The page with all results. What was not measured this time stays as `before` has it, if that was measured on the same
 * machine; figures of two machines are not mixed.
 */
export function renderResults(
  catalogue: readonly Benchmark[],
  results: ReadonlyMap<string, Result>,
  machine: string,
  before: string,
): string {
  const machineLine = `Machine: ${machine}.`;
  const kept = before.includes(`\n${machineLine}\n`) ? before : '';
  const sections = catalogue.map((benchmark) => {
    const result = results.get(benchmark.name);
    return result ? section(benchmark, result) : (sectionOf(kept, benchmark.name) ?? unmeasured(benchmark));
  });
  return `${[
    start,
    'Written by `npm run bench`; `docs/fleet.md` says how. Every ratio was measured in one run, in turns with its plain\nalternative: medians, and in brackets from the 10th to the 90th percentile. The machine is shared with other work.',
    machineLine,
    ...sections,
  ].join('\n\n')}\n`;
}

function section({ name, title, how }: Benchmark, { rows, day, load }: Result): string {
  const missed = rows.filter(({ met }) => met === false);
  return [
    `${sectionStart(name)}${title}`,
    how,
    [
      '| what | wanted | measured | plain alternative | ratio | |',
      '| --- | --- | --- | --- | --- | --- |',
      ...rows.map(({ what, wanted, measured, plain, ratio, met }) =>
        tableLine([what, wanted, measured, plain, ratio, met === null ? '' : met ? 'met' : '**missed**']),
      ),
    ].join('\n'),
    ...missed.map(({ what, why }) => `Missed, ${what}: ${why}.`),
    `Measured on ${day}; load average before it: ${load}.`,
  ].join('\n\n');
}

const tableLine = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function unmeasured({ name, title, how }: Benchmark): string {
  return `${sectionStart(name)}${title}\n\n${how}\n\nNot measured on this machine yet.`;
}

/** A section of an earlier page, without the blank lines around it. */
function sectionOf(page: string, name: string): string | undefined {
  const from = page.indexOf(`\n${sectionStart(name)}`);
  if (from < 0) return undefined;
  const to = page.indexOf('\n## ', from + 1);
  return page.slice(from, to < 0 ? undefined : to).trim();
}
