import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath, stdout } from 'node:process';
import { execa } from 'execa';
import { readFactsFile, writeFactsFile } from '../src/facts/file.ts';
import type { GatheredHost, Gathering } from '../src/model/gathering.ts';
import { builtProgram, recordedFacts, stories } from './stories.ts';

/** What differs between two machines that gather from the same scenario: it is left out of a recording. */
export function withoutMachine(gathering: Gathering): Gathering {
  const hosts = gathering.hosts.map((host): GatheredHost => {
    if (!('identity' in host)) return host;
    const { powerShell } = host.identity;
    return { ...host, identity: { ...host.identity, powerShell: { ...powerShell, path: null } } };
  });
  const { facts } = gathering;
  const timeless = { of: (target: string) => facts.of(target).map((fact) => ({ ...fact, durationMs: 0 })) };
  return { ...gathering, operator: 'demo', hosts, facts: timeless };
}

/** Gathers a story's facts through the live pipeline. */
export async function gatherStory(story: string): Promise<Gathering> {
  const folder = await mkdtemp(join(tmpdir(), 'osd-record-'));
  try {
    const file = join(folder, 'facts.ndjson');
    await execa(execPath, [builtProgram(), 'gather', '--lab', story, '--output', file], { stdin: 'ignore' });
    return withoutMachine(await readFactsFile(file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Records every story of the demo anew. */
export async function record(): Promise<void> {
  for (const story of stories) {
    await writeFactsFile(recordedFacts(story), await gatherStory(story));
    stdout.write(`recorded ${story}\n`);
  }
}

if (process.argv[1]?.endsWith('record.js')) await record();
