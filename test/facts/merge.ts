import { expect } from 'vitest';
import { encodeFacts } from '../../src/facts/encode.ts';
import { mergeGatherings } from '../../src/facts/merge.ts';
import type { GatheredFact, Gathering } from '../../src/model/gathering.ts';
import { gathering } from './sample.ts';
import { readBytes } from './stream.ts';

type Parts = Parameters<typeof gathering>[0];

/** What comes of it from memory, after it was seen that from files comes the same. */
export function merge(...list: Parts[]): Omit<Gathering, 'facts'> & { facts: GatheredFact[] } {
  const gatherings = list.map(gathering);
  const files = gatherings.map((each) => readBytes(Buffer.from([...encodeFacts(each)].join(''))));
  const [{ facts, ...merged }, { facts: same, ...rest }] = [gatherings, files].map((each) =>
    mergeGatherings(each, { configuration: null }),
  ) as [Gathering, Gathering];
  const all = merged.hosts.flatMap(({ target }) => facts.of(target));
  expect(rest).toEqual(merged);
  expect(merged.hosts.flatMap(({ target }) => same.of(target))).toEqual(all);
  return { ...merged, facts: all };
}
