import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { recordedFacts } from '../../lab/stories.ts';
import type { RunReport } from '../../src/model/report.ts';
import { folder, killPrograms, run } from './program.ts';

afterEach(killPrograms);

const site = 'site: { server: CM01.contoso.com, code: PS1 }';
const dp01 = 'distributionPoints: [DP01.contoso.com]';
const share = String.raw`capture: { destination: '\\CM01\Captures$\W11-reference.wim' }`;

async function judged(name: string, lines: string[]): Promise<{ code: number | null; report: RunReport }> {
  const config = join(folder, `${name}.yaml`);
  writeFileSync(config, `${lines.join('\n')}\n`);
  const { code, stdout } = await run(['judge', recordedFacts('healthy'), '--config', config, '--format', 'json']);
  return { code, report: JSON.parse(stdout) as RunReport };
}

describe('what the configuration names and nobody gathered is never go', () => {
  test.each<[string, string[], string]>([
    ['another distribution point', [site, 'distributionPoints: [DP02]', 'taskSequence: PS100042'], 'DP02'],
    [
      'one more distribution point',
      [site, 'distributionPoints: [DP01.contoso.com, DP02]', 'taskSequence: PS100042'],
      'DP02',
    ],
    ['another task sequence', [site, dp01, 'taskSequence: PS100099'], 'CM01.contoso.com'],
    ['one more package', [site, dp01, 'packages: [PS100012, PS1000FF]'], 'DP01.contoso.com'],
    ['another share', [site, String.raw`capture: { destination: '\\CM01\Other$\a.wim' }`], 'CM01.contoso.com'],
    ['another share host', [site, String.raw`capture: { destination: '\\FS09\img$\a.wim' }`], 'FS09'],
    ['another site', ['site: { server: CM09.contoso.com, code: XX9 }', dp01, 'taskSequence: PS100042'], 'CM09'],
    [
      'another site code',
      ['site: { server: CM01.contoso.com, code: XX9 }', dp01, 'packages: [PS100012]'],
      'CM01.contoso.com',
    ],
    ['a PXE server', ['pxeServers: [WDS01]'], 'WDS01'],
  ])('%s', async (name, lines, told) => {
    const { code, report } = await judged(name.replaceAll(' ', '-'), lines);
    expect({ code, verdict: report.verdict }).toEqual({ code: 3, verdict: 'cannot-tell' });
    expect(JSON.stringify(report.results.filter(({ outcome }) => outcome !== 'pass'))).toContain(told);
  });
});

describe('what was gathered answers a smaller question', () => {
  test.each<[string, string[]]>([
    ['the same', [site, dp01, share, 'taskSequence: PS100042']],
    ['one package of the task sequence', [site, dp01, 'packages: [PS100012]']],
    ['the share alone', [site, share]],
  ])('%s', async (name, lines) => {
    const { code, report } = await judged(name.replaceAll(' ', '-'), lines);
    expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: 'go' });
  });

  test('a machine that was gathered and is not named is said', async () => {
    const { report } = await judged('unnamed', [site, share]);
    expect(report.notes.join()).toContain('DP01.contoso.com');
  });
});
