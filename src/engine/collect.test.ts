import { describe, expect, test } from 'vitest';
import { collected, collection, connectorOf, factOf, identityOf } from '../../test/product/estate.ts';
import { emptyConfiguration, noCapture } from '../model/configuration.ts';
import type { Fact, Question } from '../model/fact.ts';
import { type CollectEvent, collect } from './collect.ts';
import { paceText } from './pace.ts';

const color = factOf('color');
const two = { ...emptyConfiguration, distributionPoints: [{ name: 'DP01' }, { name: 'DP02' }] };

describe('planning', () => {
  test('repeats until nothing new is asked, and puts the same question once', async () => {
    // Each answer leads to the next question, and every round asks all of them again.
    const step = factOf('step', {
      parametric: true,
      after: ['step'],
      ask: (_, known) => {
        const next = known
          .answers(step)
          .flatMap(({ answer }) => (answer.status === 'ok' ? [Number(answer.data.value) + 1] : []));
        return [0, ...next.filter((value) => value < 4)].map(
          (value): Question => ({ host: 'DP01', role: 'distribution-point', params: { value } }),
        );
      },
    });
    const { connector, log } = connectorOf({
      DP01: { answers: { 'Read-Step': async ({ parameters }) => [{ value: parameters['value'] }] } },
    });
    const { facts } = await collected(collection({ connector, facts: [step] }));
    expect(facts.map(({ params }) => params)).toEqual([0, 1, 2, 3].map((value) => ({ value })));
    expect(log.filter((line) => line === 'DP01 Read-Step')).toHaveLength(4);
  });

  test('comes to an end even where a fact asks for itself for ever', async () => {
    const step: Fact<{ value: unknown }, boolean> = factOf('step', {
      ask: (_, known) => [{ host: 'DP01', role: 'distribution-point', params: { n: known.answers(step).length } }],
    });
    const { connector } = connectorOf({ DP01: { answers: { 'Read-Step': [{ value: 1 }] } } });
    expect((await collected(collection({ connector, facts: [step] }))).facts.length).toBeLessThan(50);
  });

  test('asks a machine that nobody listed when a fact names it, by whatever name', async () => {
    const list = factOf('list');
    const leaf = factOf('leaf', {
      after: ['list'],
      ask: (_, known) =>
        known
          .answers(list)
          .flatMap(() => ['CM09', 'cm09.contoso.com', 'DP01.contoso.com'])
          .map((host): Question => ({ host, role: 'sms-provider', params: {} })),
    });
    const answers = { 'Read-Leaf': [{ value: 1 }] };
    const { connector, log, open } = connectorOf({
      DP01: { answers: { ...answers, 'Read-List': [{ value: 1 }] } },
      CM09: { answers },
    });
    const { hosts, facts } = await collected(collection({ connector, facts: [list, leaf] }));
    expect(hosts.map(({ target, roles }) => [target, roles])).toEqual([
      ['CM09', ['sms-provider']],
      ['DP01', ['sms-provider', 'distribution-point']],
    ]);
    expect(facts.map(({ target, fact }) => `${target} ${fact}`)).toEqual(['DP01 list', 'CM09 leaf', 'DP01 leaf']);
    expect(log.filter((line) => line.startsWith('connect'))).toEqual(['connect DP01', 'connect CM09']);
    expect(open.size).toBe(0);
    expect(log.at(-1)).toBe('close');
  });

  test('reads a machine of two names once, and puts both parts on it', async () => {
    const configuration = {
      ...two,
      distributionPoints: [{ name: 'DP01' }],
      capture: { ...noCapture, destination: '\\\\files\\C$\\a.wim' },
    };
    const { connector, log, open } = connectorOf({
      DP01: { answers: { 'Read-Color': [{ value: 1 }] } },
      files: { identity: identityOf('DP01') },
    });
    const { hosts } = await collected(collection({ connector, configuration, facts: [color] }));
    expect(hosts).toMatchObject([
      { target: 'DP01', aliases: ['DP01.contoso.com', 'files'], roles: ['distribution-point', 'share-host'] },
    ]);
    expect(log.filter((line) => line === 'files Read-Color')).toEqual([]);
    expect(open.size).toBe(0);
  });
});

describe('what goes wrong stays where it is:', () => {
  const outcomeOf = async (reaction: unknown[] | object) => {
    const { connector } = connectorOf({ DP01: { answers: { 'Read-Color': reaction as unknown[] } } });
    return (await collected(collection({ connector, facts: [color] }))).facts[0];
  };

  test('a snippet that throws', async () => {
    const failure = { failed: 'script-error', message: 'Division by zero' };
    expect(await outcomeOf(failure)).toMatchObject({ target: 'DP01', fact: 'color', ...failure });
  });

  test('a snippet that returns nothing, or two answers', async () => {
    expect(await outcomeOf([])).toMatchObject({
      failed: 'malformed',
      message: 'the snippet returned nothing where one answer was expected',
    });
    expect(await outcomeOf([{ value: 1 }, { value: 2 }])).toMatchObject({
      failed: 'malformed',
      message: 'the snippet returned 2 answers where one answer was expected',
    });
  });

  test('a wrong shape is kept as it came, and leads to no question', async () => {
    const next = factOf('next', {
      after: ['color'],
      ask: (_, known) =>
        known
          .answers(color)
          .flatMap(({ answer }) => (answer.status === 'ok' ? [{ host: 'DP01', role: 'pxe-server', params: {} }] : [])),
    });
    const { connector } = connectorOf({ DP01: { answers: { 'Read-Color': ['red'] } } });
    const { facts } = await collected(collection({ connector, facts: [color, next] }));
    expect(facts).toMatchObject([{ fact: 'color', data: 'red' }]);
  });

  test('rows may be none or many', async () => {
    const rows = factOf('rows', { title: 'rows', yields: 'rows' });
    const { connector } = connectorOf({
      DP01: { answers: { 'Read-Rows': [] } },
      DP02: { answers: { 'Read-Rows': [1, 2, 3] } },
    });
    const { facts } = await collected(collection({ connector, configuration: two, facts: [rows] }));
    expect(facts).toMatchObject([{ data: [] }, { data: [1, 2, 3] }]);
  });

  test('rows that say something each by themselves are kept where the last of them did not come', async () => {
    const cut = ({ message }: { message: string }) => ({ cut: message });
    const failure = { failed: 'timeout' as const, message: 'no sign of life within 2 s', items: [1, 2] };
    const { connector } = connectorOf({
      DP01: { answers: { 'Read-Kept': failure, 'Read-Lost': failure } },
      DP02: { answers: { 'Read-Kept': { failed: 'timeout', message: 'no sign of life within 2 s' } } },
    });
    const facts = [factOf('kept', { yields: 'rows', cut }), factOf('lost', { yields: 'rows' })];
    const read = await collected(collection({ connector, configuration: two, facts }));
    expect(read.facts.filter(({ target }) => target === 'DP01')).toMatchObject([
      { fact: 'kept', data: [1, 2, { cut: 'no sign of life within 2 s' }] },
      { fact: 'lost', failed: 'timeout' },
    ]);
    expect(read.facts.find(({ target }) => target === 'DP02')).toMatchObject({ fact: 'kept', failed: 'timeout' });
  });

  test('a machine that is not reached fails what is asked of it, and no other', async () => {
    const { connector, log } = connectorOf({ DP02: { answers: { 'Read-Color': [{ value: 1 }] } } });
    const { hosts, facts, complete } = await collected(collection({ connector, configuration: two, facts: [color] }));
    const failure = { failed: 'unreachable', message: 'the name DP01 does not resolve' };
    expect(hosts).toMatchObject([{ target: 'DP01', ...failure }, { target: 'DP02' }]);
    // Nobody looks at the facts of a machine that was not reached; the finding about it blocks its checks.
    expect(facts).toMatchObject([{ target: 'DP02', data: { value: 1 } }]);
    const shared = await collected(
      collection({ connector, configuration: two, facts: [color], shared: new Set(['color']) }),
    );
    expect(shared.facts).toMatchObject([{ target: 'DP01', ...failure }, { target: 'DP02' }]);
    // Once in each of the two runs.
    expect(log.filter((line) => line === 'connect DP01')).toHaveLength(2);
    expect(complete).toBe(true);
  });

  test.each([
    ['another shape', { name: 'x' }, 'malformed', /shape than expected: machineName/],
    ['nothing', undefined, 'malformed', /returned nothing/],
  ])('a machine whose identity is %s was not reached', async (_, identity, failed, message) => {
    const answers = identity === undefined ? { 'Read-HostIdentity': [] } : {};
    const { connector, open } = connectorOf({ DP01: { identity, answers } });
    const { hosts } = await collected(collection({ connector, facts: [color] }));
    expect(hosts).toMatchObject([{ failed, message: expect.stringMatching(message) }]);
    expect(open.size).toBe(0);
  });
});

describe('an interruption', () => {
  test('keeps what was gathered, asks no more and closes everything', async () => {
    const controller = new AbortController();
    const { connector, log, open } = connectorOf({
      DP01: { answers: { 'Read-Color': [{ value: 1 }] } },
      DP02: {
        answers: {
          'Read-Color': async (_, { signal }) => {
            expect(signal?.aborted).toBe(false);
            controller.abort();
            expect(signal?.aborted).toBe(true);
            return { failed: 'interrupted', message: 'the run was interrupted' };
          },
        },
      },
    });
    const other = factOf('other');
    const configuration = { ...two, pxeServers: [{ name: 'WDS01' }] };
    const { hosts, facts, complete } = await collected(
      collection({ connector, configuration, facts: [color, other], signal: controller.signal }),
    );
    expect(complete).toBe(false);
    expect(hosts).toHaveLength(3);
    const told = facts.map((fact) => `${fact.target} ${fact.fact} ${'data' in fact ? 'read' : fact.failed}`);
    expect(told).toContain('DP01 color read');
    expect(told).toContain('DP02 color interrupted');
    expect(told).toContain('DP02 other interrupted');
    expect(log).not.toContain('DP02 Read-Other');
    expect(open.size).toBe(0);
  });

  test('before anything was asked connects to nobody', async () => {
    const { connector, log } = connectorOf({ DP01: {} });
    const { hosts, complete } = await collected(collection({ connector, facts: [color], signal: AbortSignal.abort() }));
    expect(complete).toBe(false);
    expect(hosts).toMatchObject([{ target: 'DP01', failed: 'interrupted' }]);
    expect(log).toEqual(['close']);
  });
});

describe('many machines', () => {
  const many = (count: number) => ({
    ...emptyConfiguration,
    targets: Array.from({ length: count }, (_, index) => ({
      name: `DP${String(index).padStart(4, '0')}`,
      roles: ['distribution-point' as const],
    })),
  });

  test('are asked side by side, never more than the connector takes', async () => {
    let busy = 0;
    let most = 0;
    const machine = {
      answers: {
        'Read-Color': async () => {
          busy += 1;
          most = Math.max(most, busy);
          await new Promise((resolve) => setImmediate(resolve));
          busy -= 1;
          return [{ value: 1 }];
        },
      },
    };
    const configuration = many(60);
    const { connector } = connectorOf(Object.fromEntries(configuration.targets.map(({ name }) => [name, machine])));
    const { facts, hosts } = await collected(
      collection({ connector: { ...connector, width: 8 }, configuration, facts: [color] }),
    );
    expect(most).toBe(8);
    expect(facts).toHaveLength(60);
    expect(hosts.map(({ target }) => target)).toEqual(configuration.targets.map(({ name }) => name));
  });

  test('are told to the sink before their facts, once', async () => {
    const configuration = many(3);
    const told: string[] = [];
    const { connector } = connectorOf(
      Object.fromEntries(
        configuration.targets.map(({ name }) => [name, { answers: { 'Read-Color': [{ value: 1 }] } }]),
      ),
    );
    const sink = {
      host: ({ target }: { target: string }) => void told.push(`host ${target}`),
      fact: ({ target }: { target: string }) => void told.push(`fact ${target}`),
    };
    await collect(collection({ connector, configuration, facts: [color], sink }));
    expect(told).toEqual(configuration.targets.flatMap(({ name }) => [`host ${name}`, `fact ${name}`]));
  });

  test('that are one under two names are one, whichever answers first', async () => {
    for (const late of ['files', 'DP01']) {
      const identity = (name: string) => ({
        answers: {
          'Read-HostIdentity': async () => {
            if (name === late) for (let turn = 0; turn < 10; turn++) await new Promise((go) => setImmediate(go));
            return [identityOf('DP01')];
          },
          'Read-Color': [{ value: name }],
        },
      });
      const configuration = { ...emptyConfiguration, distributionPoints: [{ name: 'files' }, { name: 'DP01' }] };
      const { connector } = connectorOf({ files: identity('files'), DP01: identity('DP01') });
      const { facts, hosts } = await collected(
        collection({ connector: { ...connector, width: 2 }, configuration, facts: [color] }),
      );
      expect(hosts).toMatchObject([{ target: 'files', aliases: ['DP01', 'DP01.contoso.com'] }]);
      expect(facts.length).toBeGreaterThan(0);
      expect(facts.every((fact) => 'data' in fact)).toBe(true);
    }
  });
});

test('a machine that was restarted between two rounds is asked everything again', async () => {
  let boots = 0;
  const next = factOf('next', {
    after: ['color'],
    ask: (_, known) => known.answers(color).map(() => ({ host: 'DP01', role: 'pxe-server' as const, params: {} })),
  });
  const { connector, log } = connectorOf({
    DP01: {
      answers: {
        // It restarts after it was asked the first time.
        'Read-HostIdentity': async () => {
          boots += 1;
          return [identityOf('DP01', { bootTime: boots === 1 ? '2026-03-01T04:00:00Z' : '2026-03-02T14:00:00Z' })];
        },
        'Read-Color': [{ value: 1 }],
        'Read-Next': [{ value: 2 }],
      },
    },
  });
  const { facts, told } = await collected(collection({ connector, facts: [color, next] }));
  const read = facts.map(({ fact, bootTime }) => `${fact} ${bootTime}`);
  expect(read).toContain('color 2026-03-01T04:00:00Z');
  expect(read).toContain('color 2026-03-02T14:00:00Z');
  expect(read.filter((line) => line.startsWith('next'))).toEqual(['next 2026-03-02T14:00:00Z']);
  expect(log.filter((line) => line === 'DP01 Read-Color')).toHaveLength(2);
  expect(told.at(-1)).toMatchObject({ identity: { bootTime: '2026-03-02T14:00:00Z' } });
});

describe('a second round', () => {
  const next = factOf('next', {
    after: ['color'],
    ask: (_, known) => known.answers(color).map(() => ({ host: 'DP01', role: 'pxe-server' as const, params: {} })),
  });
  /** Says who it is once, and then otherwise. */
  const machine = (later: unknown[] | { failed: 'timeout'; message: string }, first = identityOf('DP01')) => {
    let asked = 0;
    const identity = async () => {
      asked += 1;
      return asked === 1 ? [first] : later;
    };
    return { answers: { 'Read-HostIdentity': identity, 'Read-Color': [{ value: 1 }], 'Read-Next': [{ value: 2 }] } };
  };
  const ask = async (of: ReturnType<typeof machine>) =>
    collected(collection({ connector: connectorOf({ DP01: of }).connector, facts: [color, next] }));

  test('takes nothing from a machine that does not say any more which one it is', async () => {
    const { facts, hosts } = await ask(machine({ failed: 'timeout', message: 'late' }));
    expect(facts).toMatchObject([
      { fact: 'color', data: { value: 1 } },
      { fact: 'next', failed: 'timeout', message: 'late' },
    ]);
    expect(hosts).toMatchObject([{ target: 'DP01', identity: { machineName: 'DP01' } }]);
  });

  test('in which the start is not told goes on from the one that was', async () => {
    const { facts } = await ask(machine([identityOf('DP01', { bootTime: null })]));
    expect(facts.map(({ fact, bootTime }) => [fact, bootTime])).toEqual([
      ['color', '2026-03-01T04:00:00Z'],
      ['next', '2026-03-01T04:00:00Z'],
    ]);
  });

  test('in which the start is told at last asks everything again', async () => {
    const { facts } = await ask(machine([identityOf('DP01')], identityOf('DP01', { bootTime: null })));
    expect(facts.map(({ fact, bootTime }) => [fact, bootTime])).toEqual([
      ['color', null],
      ['next', '2026-03-01T04:00:00Z'],
      ['color', '2026-03-01T04:00:00Z'],
    ]);
  });
});

test('a name that turned out to be another machine while it waited for its turn is not asked', async () => {
  let asked = 0;
  const told = async () => {
    asked += 1;
    // Its SID is read only the second time.
    return [identityOf('DP01', asked === 1 ? { machineSid: null, names: [] } : { names: [] })];
  };
  const machine = { answers: { 'Read-HostIdentity': told, 'Read-Color': [{ value: 1 }] } };
  const configuration = {
    ...emptyConfiguration,
    distributionPoints: ['10.0.0.5', '10.0.0.6', '10.0.0.7'].map((name) => ({ name })),
  };
  const { connector } = connectorOf({ '10.0.0.5': machine, '10.0.0.6': machine, '10.0.0.7': machine });
  const next = factOf('next', {
    after: ['color'],
    ask: (_, known) =>
      known.answers(color).map(({ target: host }) => ({ host, role: 'pxe-server' as const, params: {} })),
  });
  const { hosts } = await collected(collection({ connector, configuration, facts: [color, next] }));
  expect(hosts.map(({ target, aliases }) => [target, aliases])).toEqual([['10.0.0.5', ['10.0.0.6', '10.0.0.7']]]);
});

test('when the time of the run is over, that is said of what was not read, and the rest stands', async () => {
  const controller = new AbortController();
  const over = { failed: 'timeout' as const, message: 'the run was given 60 s, and they were over' };
  const { connector } = connectorOf({
    DP01: { answers: { 'Read-Color': [{ value: 1 }] } },
    DP02: {
      answers: {
        'Read-Color': async () => {
          controller.abort(over);
          return { failed: 'interrupted', message: 'cut' };
        },
      },
    },
  });
  const configuration = { ...two, pxeServers: [{ name: 'WDS01' }] };
  const { hosts, facts, complete } = await collected(
    collection({ connector, configuration, facts: [color], signal: controller.signal }),
  );
  expect(complete).toBe(true);
  expect(hosts).toMatchObject([{ target: 'DP01' }, { target: 'DP02' }, { target: 'WDS01', ...over }]);
  expect(facts).toMatchObject([
    { target: 'DP01', data: { value: 1 } },
    { target: 'DP02', ...over },
  ]);
});

test('events say on whom and on what is waited, and for how long at most', async () => {
  const events: CollectEvent[] = [];
  const { connector } = connectorOf({ DP01: { answers: { 'Read-Color': [{ value: 1 }] } } });
  await collected(
    collection({ connector, configuration: two, facts: [color], onEvent: (event) => events.push(event), idleMs: 5000 }),
  );
  expect(events.slice(0, 5)).toMatchObject([
    { target: 'DP01', state: 'waiting', text: 'connecting, for at most 5 s' },
    { target: 'DP01', state: 'reading', text: expect.stringContaining('administrator') },
    { target: 'DP01', state: 'reading', text: 'the color, for at most 5 s' },
    { target: 'DP01', state: 'answered', text: '1 fact read' },
    { target: 'DP02', state: 'waiting' },
  ]);
  expect(events).toContainEqual({ target: 'DP02', state: 'failed', text: 'the name DP02 does not resolve' });
  expect(events.at(-1)).toEqual({ target: 'DP01', state: 'done', text: '1 fact read' });
});

test('progress is told as it comes, with a rate of the bytes alone', async () => {
  const texts: string[] = [];
  let clock = Date.parse('2026-03-02T14:00:00Z');
  const rows = factOf('rows', { title: 'rows', yields: 'rows' });
  const { connector } = connectorOf({
    DP01: {
      answers: {
        'Read-Rows': async (_, { onProgress }) => {
          onProgress?.({ text: 'the list of files', done: 0, total: 0 });
          for (const [seconds, done] of [
            [100, 0],
            [2, 200_000_000],
          ] as const) {
            clock += seconds * 1000;
            onProgress?.({ text: 'hashing', done, total: 400_000_000 });
          }
          return [];
        },
      },
    },
  });
  const now = (): string => new Date(clock).toISOString();
  const onEvent = ({ text }: CollectEvent): unknown => texts.push(text);
  const configuration = { ...emptyConfiguration, distributionPoints: [{ name: 'DP01' }] };
  await collected(collection({ connector, configuration, facts: [rows], now, onEvent }));
  const told = texts.filter((text) => text.startsWith('rows: '));
  expect(told).toEqual([
    'rows: the list of files',
    `rows: ${paceText({ done: 0, total: 400_000_000, sinceMs: 0 })}`,
    `rows: ${paceText({ done: 200_000_000, total: 400_000_000, sinceMs: 2000 })}`,
  ]);
  expect(told.at(-1)).toContain('/s, 2 s left');
});
