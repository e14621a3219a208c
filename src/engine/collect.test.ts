import { describe, expect, test } from 'vitest';
import { collection, connectorOf, factOf, identityOf } from '../../test/product/estate.ts';
import { emptyConfiguration } from '../model/configuration.ts';
import type { Fact, Question } from '../model/fact.ts';
import { type CollectEvent, collect } from './collect.ts';

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
    const { facts } = await collect(collection({ connector, facts: [step] }));
    expect(facts.map(({ params }) => params)).toEqual([0, 1, 2, 3].map((value) => ({ value })));
    expect(log.filter((line) => line === 'DP01 Read-Step')).toHaveLength(4);
  });

  test('comes to an end even where a fact asks for itself for ever', async () => {
    const step: Fact<{ value: unknown }, boolean> = factOf('step', {
      ask: (_, known) => [{ host: 'DP01', role: 'distribution-point', params: { n: known.answers(step).length } }],
    });
    const { connector } = connectorOf({ DP01: { answers: { 'Read-Step': [{ value: 1 }] } } });
    expect((await collect(collection({ connector, facts: [step] }))).facts.length).toBeLessThan(50);
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
    const { hosts, facts } = await collect(collection({ connector, facts: [list, leaf] }));
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
      capture: { destination: '\\\\files\\C$\\a.wim', account: null },
    };
    const { connector, log, open } = connectorOf({
      DP01: { answers: { 'Read-Color': [{ value: 1 }] } },
      files: { identity: identityOf('DP01') },
    });
    const { hosts } = await collect(collection({ connector, configuration, facts: [color] }));
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
    return (await collect(collection({ connector, facts: [color] }))).facts[0];
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
    const { facts } = await collect(collection({ connector, facts: [color, next] }));
    expect(facts).toMatchObject([{ fact: 'color', data: 'red' }]);
  });

  test('rows may be none or many', async () => {
    const rows = factOf('rows', { yields: 'rows' });
    const { connector } = connectorOf({
      DP01: { answers: { 'Read-Rows': [] } },
      DP02: { answers: { 'Read-Rows': [1, 2, 3] } },
    });
    const { facts } = await collect(collection({ connector, configuration: two, facts: [rows] }));
    expect(facts).toMatchObject([{ data: [] }, { data: [1, 2, 3] }]);
  });

  test('a machine that is not reached fails what is asked of it, and no other', async () => {
    const { connector, log } = connectorOf({ DP02: { answers: { 'Read-Color': [{ value: 1 }] } } });
    const { hosts, facts, complete } = await collect(collection({ connector, configuration: two, facts: [color] }));
    const failure = { failed: 'unreachable', message: 'the name DP01 does not resolve' };
    expect(hosts).toMatchObject([{ target: 'DP01', ...failure }, { target: 'DP02' }]);
    expect(facts).toMatchObject([
      { target: 'DP01', ...failure },
      { target: 'DP02', data: { value: 1 } },
    ]);
    expect(log.filter((line) => line === 'connect DP01')).toHaveLength(1);
    expect(complete).toBe(true);
  });

  test.each([
    ['another shape', { name: 'x' }, 'malformed', /shape than expected: machineName/],
    ['nothing', undefined, 'malformed', /returned nothing/],
  ])('a machine whose identity is %s was not reached', async (_, identity, failed, message) => {
    const answers = identity === undefined ? { 'Read-HostIdentity': [] } : {};
    const { connector, open } = connectorOf({ DP01: { identity, answers } });
    const { hosts } = await collect(collection({ connector, facts: [color] }));
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
            expect(signal).toBe(controller.signal);
            controller.abort();
            return { failed: 'interrupted', message: 'the run was interrupted' };
          },
        },
      },
    });
    const other = factOf('other');
    const configuration = { ...two, pxeServers: [{ name: 'WDS01' }] };
    const { hosts, facts, complete } = await collect(
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
    const { hosts, complete } = await collect(collection({ connector, facts: [color], signal: AbortSignal.abort() }));
    expect(complete).toBe(false);
    expect(hosts).toMatchObject([{ target: 'DP01', failed: 'interrupted' }]);
    expect(log).toEqual(['close']);
  });
});

test('events say on whom and on what is waited, and for how long at most', async () => {
  const events: CollectEvent[] = [];
  const { connector } = connectorOf({ DP01: { answers: { 'Read-Color': [{ value: 1 }] } } });
  await collect(
    collection({ connector, configuration: two, facts: [color], onEvent: (event) => events.push(event), idleMs: 5000 }),
  );
  expect(events.slice(0, 4)).toMatchObject([
    { target: 'DP01', state: 'waiting', text: 'connecting, for at most 5 s' },
    { target: 'DP01', state: 'reading', text: expect.stringContaining('administrator') },
    { target: 'DP02', state: 'waiting' },
    { target: 'DP02', state: 'failed', text: 'the name DP02 does not resolve' },
  ]);
  expect(events).toContainEqual({ target: 'DP01', state: 'reading', text: 'the color, for at most 5 s' });
  expect(events.at(-1)).toEqual({ target: 'DP01', state: 'done', text: '1 fact read' });
});
