import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureActionsIn, failureActionsInWords, restarts } from './failure-actions.ts';

const words = (...values: number[]): string =>
  values
    .map((value) => {
      const bytes = new DataView(new ArrayBuffer(4));
      bytes.setUint32(0, value, true);
      return [0, 1, 2, 3].map((at) => bytes.getUint8(at).toString(16).padStart(2, '0')).join('');
    })
    .join('');

describe('failureActionsIn', () => {
  test('restart, restart, none', () => {
    const hex = '805101000000000000000000030000001400000001000000' + '60ea00000100000060ea00000000000000000000';
    expect(failureActionsIn(hex)).toEqual({
      value: {
        resetPeriodS: 86400,
        actions: [
          { type: 'restart', delayMs: 60000 },
          { type: 'restart', delayMs: 60000 },
          { type: 'none', delayMs: 0 },
        ],
      },
    });
  });

  test.each([
    ['no action', words(86400, 0, 0, 0, 0), { resetPeriodS: 86400, actions: [] }],
    ['never reset', words(0xffffffff, 0, 0, 0, 20), { resetPeriodS: 0xffffffff, actions: [] }],
    [
      'every kind of action',
      words(0, 0, 0, 4, 20, 2, 1, 3, 2, 4, 3, 9, 4),
      {
        resetPeriodS: 0,
        actions: [
          { type: 'reboot', delayMs: 1 },
          { type: 'run-command', delayMs: 2 },
          { type: 'own-restart', delayMs: 3 },
          { type: 'unknown 9', delayMs: 4 },
        ],
      },
    ],
    [
      'actions behind a gap',
      words(0, 0, 0, 1, 24, 7, 1, 5),
      { resetPeriodS: 0, actions: [{ type: 'restart', delayMs: 5 }] },
    ],
  ])('%s', (_, hex, value) => {
    expect(failureActionsIn(hex)).toEqual({ value });
  });

  test.each([
    ['nothing', ''],
    ['two bytes', '8051'],
    ['half a byte', '805'],
    ['one byte short of a header', words(1, 0, 0, 0, 20).slice(2)],
    ['a count without actions', words(1, 0, 0, 3, 20)],
    ['one byte short of its actions', words(1, 0, 0, 1, 20, 1, 1).slice(2)],
    ['an absurd count', words(1, 0, 0, 0xffffffff, 20)],
    ['an offset inside the header', words(1, 0, 0, 1, 4, 1, 1)],
    ['an offset outside', words(1, 0, 0, 1, 0xfffffff8, 1, 1)],
    ['no hexadecimal digits', 'zz'],
  ])('%s is a failure', (_, hex) => {
    expect(failureActionsIn(hex)).toEqual({ failed: 'malformed', message: expect.stringMatching(/./) });
  });

  test('any bytes are actions or a failure', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const read = failureActionsIn(Buffer.from(bytes).toString('hex'));
        if ('value' in read) expect(read.value.actions.length * 8 + 20).toBeLessThanOrEqual(bytes.length);
        else expect(read.failed).toBe('malformed');
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });
});

test.each([
  [['none', 'restart'], true, 'none, restart after 1.5 s'],
  [['own-restart'], true, 'own-restart after 1.5 s'],
  [['reboot'], false, 'reboot after 1.5 s'],
  [['none', 'run-command'], false, 'none, run-command after 1.5 s'],
  [[], false, 'none'],
] as const)('%j: it is started again: %s', (types, restarted, words) => {
  const actions = { resetPeriodS: 0, actions: types.map((type) => ({ type, delayMs: 1500 })) };
  expect(restarts(actions)).toBe(restarted);
  expect(failureActionsInWords(actions)).toBe(words);
});
