import { describe, expect, test } from 'vitest';
import { facts } from '../checks/facts.ts';
import { checks } from '../checks/index.ts';
import { report } from '../src/engine/run.ts';
import { readFactsFile } from '../src/facts/file.ts';
import { loadScenario } from './scenario.ts';
import { recordedFacts, stories } from './stories.ts';

describe('recorded stories', () => {
  test.each(stories)('%s gives the verdict that its scenario expects', async (story) => {
    const gathering = await readFactsFile(recordedFacts(story));
    const selection = { operations: gathering.operations, check: gathering.checkSet, skip: [] };
    const { verdict } = report(gathering, checks, facts, { selection, strict: false, interrupted: false });
    expect(verdict).toBe(loadScenario(story).expect);
  });

  test.each(stories)("%s was recorded in full and names no machine but the scenario's own", async (story) => {
    const gathering = await readFactsFile(recordedFacts(story));
    expect(gathering.complete).toBe(true);
    expect(gathering.operator).toBe('demo');
    expect(gathering.hosts.map((host) => ('identity' in host ? host.identity.powerShell.path : null))).toEqual(
      gathering.hosts.map(() => null),
    );
  });
});
