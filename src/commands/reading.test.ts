import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { Surroundings } from '../surroundings.ts';
import { Reading } from './reading.ts';

/** Only what a reading asks for; `at` is the time in milliseconds. */
function around(terminal: boolean) {
  const clock = { at: 0 };
  const told: string[] = [];
  const stderr = new PassThrough();
  const surroundings = {
    now: () => new Date(clock.at).toISOString(),
    tell: (line: string) => void told.push(line),
    stderr,
    terminal: { stderr: terminal, unicode: true, stdout: false, columns: 80, color: false },
  } as unknown as Surroundings;
  return { clock, told, stderr, surroundings };
}

test('away from a terminal: a line after a second, then one every ten', async () => {
  const { clock, told, surroundings } = around(false);
  const reading = await Reading.of('/srv/SCCMContentLib/', surroundings);
  const listing = (contents: number) =>
    reading.take({ stage: 'listing', contents, ofContents: 2000, files: contents * 10 });
  listing(1);
  clock.at = 1000;
  listing(200);
  clock.at = 5000;
  listing(2000);
  for (clock.at = 5500; clock.at <= 25_000; clock.at += 500)
    reading.take({ stage: 'hashing', bytes: clock.at * 100_000, ofBytes: 4e9 });
  expect(reading.milliseconds).toBe(20_500);
  await reading.end(true, 'read');
  expect(told).toEqual([
    'SCCMContentLib: reading lists: 200 of 2,000, 2,000 files',
    'SCCMContentLib: hashing 1.1 of 4.0 GB, 183 MB/s, 16 s left',
    'SCCMContentLib: hashing 2.1 of 4.0 GB, 131 MB/s, 15 s left',
  ]);
});

test('on a terminal the last state stays, and no line is written', async () => {
  const { told, stderr, surroundings } = around(true);
  let drawn = '';
  stderr.setEncoding('utf8').on('data', (text: string) => (drawn += text));
  const reading = await Reading.of('/srv/SCCMContentLib', surroundings);
  reading.take({ stage: 'hashing', bytes: 1, ofBytes: 4e9 });
  await reading.end(false, 'interrupted');
  expect(told).toEqual([]);
  expect(drawn).toContain('✖ SCCMContentLib  interrupted');
});
