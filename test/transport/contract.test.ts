import { afterAll, describe, expect, test } from 'vitest';
import { type RecordedAnswer, RecordedTransport } from '../../src/transport/recorded.ts';
import type { Progress, Transport } from '../../src/transport/transport.ts';
import {
  ask,
  closeAll,
  engine,
  engineMustBeThereInCi,
  gist,
  kinds,
  noEngine,
  opened,
  patient,
  transport,
} from './engines.ts';

// Waiting for deadlines and starts is most of the time: tests of one group run side by side, so all close at the end.
afterAll(closeAll);
engineMustBeThereInCi();

/** What one question must lead to, whoever carries it. A failure is told by its kind and a word of its message. */
const cases: {
  about: string;
  read: string;
  params: RecordedAnswer['params'];
  items?: unknown[];
  failed?: [string, RegExp];
}[] = [
  { about: 'one item', read: 'Read-Echo', params: { value: 'ä 漢 😀' }, items: [{ value: 'ä 漢 😀' }] },
  { about: 'a list as parameter', read: 'Read-Values', params: { values: ['a'] }, items: [{ value: 'a' }] },
  { about: 'rows in their order', read: 'Read-Rows', params: { count: 300 }, items: rows(300) },
  { about: 'no rows', read: 'Read-Empty', params: {}, items: [] },
  { about: 'every shape of data', read: 'Read-Shapes', params: {}, items: [shapes()] },
  { about: 'an error', read: 'Read-Throw', params: {}, failed: ['script-error', /^it went "wrong"$/] },
  { about: 'no rights', read: 'Read-Denied', params: {}, failed: ['denied', /no entry/] },
  { about: 'nothing there', read: 'Read-Absent', params: {}, failed: ['not-found', /no such log/] },
  { about: 'a missing command', read: 'Read-Uninstalled', params: {}, failed: ['missing-command', /Get-Something/] },
  { about: 'an error after rows', read: 'Read-HalfWay', params: {}, failed: ['script-error', /third row/] },
  { about: 'a type that cannot travel', read: 'Read-Unsupported', params: {}, failed: ['script-error', /TimeSpan/] },
  { about: 'a reader that is not there', read: 'Read-Nobody', params: {}, failed: ['missing-command', /Read-Nobody/] },
];

function rows(count: number): unknown[] {
  return Array.from({ length: count }, (_, i) => ({ n: i + 1, name: `row ${i + 1}` }));
}

function shapes(): unknown {
  return { nothing: null, none: [], one: [1], nested: [[[]]], map: {}, yes: true, no: false, text: '' };
}

function recording(): RecordedAnswer[] {
  return cases
    .filter(({ read }) => read !== 'Read-Nobody')
    .map(({ read, params, items, failed }) =>
      items
        ? { read, params, items }
        : { read, params, failure: { failed: failed![0], message: failed![1].source.replace(/[\^$]/g, '') } as never },
    );
}

const carriers: { name: string; absent: boolean; open: () => Transport }[] = [
  ...kinds.map((kind) => ({ name: kind, absent: noEngine, open: () => transport(kind, engine()) })),
  { name: 'recorded', absent: false, open: () => opened(new RecordedTransport(recording())) },
];

describe.each(carriers)('$name carries data:', ({ absent, open }) => {
  describe.skipIf(absent)('one after another', { concurrent: true }, () => {
    test('every question has its answer', async () => {
      const carrier = open();
      for (const { about, read, params, items, failed } of cases) {
        const reply = gist(await carrier.request({ read, parameters: params }, patient));
        if (items) expect(reply, about).toEqual({ items });
        else expect(reply, about).toEqual({ failed: failed![0], message: expect.stringMatching(failed![1]) });
      }
    });

    test('questions put at once each get their own answer', async () => {
      const carrier = open();
      const asked = [cases[0]!, cases[2]!, cases[5]!, cases[3]!];
      const replies = await Promise.all(
        asked.map(({ read, params }) => carrier.request({ read, parameters: params }, patient)),
      );
      expect(replies.map((reply) => reply.ok && reply.items)).toEqual(asked.map(({ items }) => items ?? false));
    });

    test('what the caller does to an answer does not change the next', async () => {
      const carrier = open();
      for (let round = 0; round < 2; round++) {
        const reply = await carrier.request(ask('Shapes'), patient);
        expect(gist(reply)).toEqual({ items: [shapes()] });
        if (reply.ok) (reply.items[0] as { none: unknown[] }).none.push('changed');
      }
    });

    test('an aborted question is interrupted, and close may come twice and before a question', async () => {
      const carrier = open();
      const aborted = await carrier.request(ask('Empty'), { ...patient, signal: AbortSignal.abort() });
      expect(aborted).toMatchObject({ ok: false, failed: 'interrupted' });
      await carrier.close();
      await carrier.close();
      expect(await carrier.request(ask('Empty'), patient)).toMatchObject({ ok: false, failed: 'interrupted' });
    });
  });
});

describe.skipIf(noEngine).each(kinds)('%s carries through a real PowerShell:', { concurrent: true }, (kind) => {
  test('signs of life, which keep a slow answer alive', async () => {
    const seen: Progress[] = [];
    const limits = { idleMs: 6_000, totalMs: 60_000, onProgress: (progress: Progress) => seen.push(progress) };
    const carrier = transport(kind, engine());
    expect(gist(await carrier.request(ask('Progress', { steps: 3, ms: 2_500 }), limits))).toEqual({
      items: [{ done: true }],
    });
    expect(seen).toEqual([1, 2, 3].map((done) => ({ text: 'step', done, total: 3 })));
  });

  test('an answer of 2 MiB', async () => {
    const reply = await transport(kind, engine()).request(ask('Large', { size: 2 ** 21 }), patient);
    expect(reply).toMatchObject({ ok: true, items: [{ text: expect.stringMatching(/^x{2097152}$/) }] });
  });

  test('a parameter of 1 MiB that needs escapes', async () => {
    const text = `${"it's ".repeat(2 ** 18)}ä`.slice(-(2 ** 20));
    const reply = await transport(kind, engine()).request(ask('Length', { text }), patient);
    expect(gist(reply)).toEqual({ items: [{ length: 2 ** 20, last: 0xe4 }] });
  });

  test('deadlines: without a sign of life, and in all', async () => {
    const carrier = transport(kind, engine());
    const idle = await carrier.request(ask('Sleep', { ms: 60_000 }), { idleMs: 300, totalMs: 60_000 });
    expect(gist(idle)).toEqual({ failed: 'timeout', message: 'no sign of life within 0.3 s' });
    const steps = ask('Progress', { steps: 1000, ms: 50 });
    const total = await carrier.request(steps, { idleMs: 30_000, totalMs: 600 });
    expect(gist(total)).toEqual({ failed: 'timeout', message: 'no complete answer within 0.6 s' });
    expect(await carrier.request(ask('Echo', { value: 1 }), patient)).toMatchObject({ ok: true });
  });

  test('what came before it ended, whatever ended it', async () => {
    const carrier = transport(kind, engine());
    const came = [{ n: 1 }, { n: 2 }];
    const sleeping = ask('RowsThenSleep', { ms: 60_000 });
    expect(await carrier.request(ask('HalfWay'), patient)).toMatchObject({ failed: 'script-error', items: came });
    const late = await carrier.request(sleeping, { idleMs: 1_500, totalMs: 60_000 });
    expect(late).toMatchObject({ failed: 'timeout', items: came });
    const stop = new AbortController();
    const limits = { ...patient, signal: stop.signal, onProgress: () => stop.abort() };
    expect(await carrier.request(sleeping, limits)).toMatchObject({ failed: 'interrupted', items: came });
    expect(await carrier.request(ask('Denied'), patient)).not.toHaveProperty('items');
  });

  test('a question that cannot be built is refused, and spoils nothing', async () => {
    const carrier = transport(kind, engine());
    const later = [
      carrier.request({ read: 'Read-Echo; exit', parameters: {} }, patient),
      carrier.request({ read: 'Read-Echo\nexit', parameters: {} }, patient),
      carrier.request(ask('Echo', { value: Number.NaN }), patient),
      carrier.request(ask('Echo', { 'a b': 1 }), patient),
    ];
    for (const refused of later) await expect(refused).rejects.toThrow(RangeError);
    expect(gist(await carrier.request(ask('Echo', { value: 'a\nb\r\n{' }), patient))).toEqual({
      items: [{ value: 'a\nb\r\n{' }],
    });
  });
});
