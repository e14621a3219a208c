import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../lab/scenario.ts';
import { mustSkip, probeHost } from './probe.ts';

const boot = Date.parse('2026-01-12T10:00:00Z');
const iso = (moment: number): string => new Date(moment).toISOString();
const sources = ['Service Control Manager', 'SideBySide', 'Example', 'example two'];
const logs = ['System', 'Application'] as const;

/** Moments lie close together, so that events meet at one and bounds meet them. */
const moment = fc.integer({ min: 0, max: 40 }).map((step) => boot + step * 500);
const event = fc.record({
  source: fc.constantFrom(...sources),
  id: fc.integer({ min: 1, max: 4 }),
  at: moment,
  log: fc.constantFrom(...logs),
  repeat: fc.integer({ min: 1, max: 12 }),
  everySeconds: fc.constantFrom(0, 0.5, 1, 7),
});
type Drawn<T> = T extends fc.Arbitrary<infer V> ? V : never;
type Event = Drawn<typeof event>;

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const question = fc.record({
  log: fc.constantFrom(...logs),
  ids: maybe(fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 })),
  since: maybe(moment),
  most: maybe(fc.integer({ min: 1, max: 30 })),
  oldest: fc.boolean(),
});
type Question = Drawn<typeof question>;

/** What is printed of a record is its id, its time and its place in the scenario, or -1 for one that Windows wrote. */
const ask = `$ask = {
  param($Filter, $More)
  , @(foreach ($e in @(Get-WinEvent -FilterHashtable $Filter @More -ErrorAction SilentlyContinue)) {
    $place = $(if ($e.Properties.Count -eq 1) { $e.Properties[0].Value } else { -1 })
    '{0} {1} {2}' -f $e.Id, [System.DateTimeOffset]::new($e.TimeCreated).ToUnixTimeMilliseconds(), $place
  })
}`;

function codeOf({ log, ids, since, most, oldest }: Question): string {
  const filter = [`LogName = '${log}'`, ids && `Id = ${ids}`, since && `StartTime = '${iso(since)}'`];
  const more = [most && `MaxEvents = ${most}`, oldest && 'Oldest = $true'];
  return `& $ask @{ ${filter.filter(Boolean).join('; ')} } @{ ${more.filter(Boolean).join('; ')} }`;
}

/** Every copy of every event of a log, oldest first, among what Windows writes before all others. */
function recordsOf(events: readonly Event[], log: string, cleared: number | undefined) {
  const copies = events.flatMap((said, place) =>
    Array.from({ length: said.log === log ? said.repeat : 0 }, (_, copy) => ({
      id: said.id,
      at: said.at - copy * said.everySeconds * 1000,
      place,
    })),
  );
  const old = { id: log === 'System' ? 6005 : 1704, at: boot - 60 * 86_400_000, place: -1 };
  if (cleared === undefined) return inOrder([old, ...copies]);
  // Of the Application log, which leaves a record of it in the other.
  if (log === 'System') return inOrder([old, { id: 104, at: cleared, place: -1 }, ...copies]);
  return inOrder(copies.filter(({ at }) => at >= cleared));
}

const inOrder = <T extends { at: number; place: number }>(records: readonly T[]): T[] =>
  records.toSorted((a, b) => a.at - b.at || a.place - b.place);

function answerOf(events: readonly Event[], cleared: number | undefined, asked: Question): string[] {
  const { ids, since = 0, most = Number.POSITIVE_INFINITY } = asked;
  const found = recordsOf(events, asked.log, cleared).filter(
    ({ id, at }) => at >= since && (ids?.includes(id) ?? true),
  );
  if (!asked.oldest) found.reverse();
  return found.slice(0, most).map(({ id, at, place }) => `${id} ${at} ${place}`);
}

describe.skipIf(mustSkip)('logs of any events', () => {
  const example = fc.record({
    events: fc.array(event, { minLength: 3, maxLength: 25 }),
    cleared: maybe(moment),
    questions: fc.array(question, { minLength: 40, maxLength: 40 }),
  });
  test.each(fc.sample(example, { seed: 20261122, numRuns: 3 }))(
    'answer what is asked of them, in its order',
    async ({ events, cleared, questions }) => {
      const said = events.map(({ at, ...rest }, place) => ({ ...rest, at: iso(at), texts: [place] }));
      const scenario = {
        title: 't',
        story: 's',
        expect: 'go',
        now: iso(boot + 3_600_000),
        hosts: {
          DP1: {
            bootTime: iso(boot),
            machineSid: 'S-1-5-21-1-2-3',
            events: said,
            eventLogs: cleared === undefined ? {} : { Application: { clearedAt: iso(cleared) } },
          },
        },
      };
      const host = await probeHost(parseScenario(JSON.stringify(scenario), 'any.yaml'), 'DP1');
      try {
        const expected = questions.map((asked) => answerOf(events, cleared, asked));
        expect(await host.run([ask, ...questions.map(codeOf)].join('\n'))).toEqual({ values: expected });
      } finally {
        await host.close();
      }
    },
  );
});
