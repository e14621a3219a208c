import { describe, expect, test } from 'vitest';
import { answerOf, factOf, registryOf, shuffled } from '../../test/product/estate.ts';
import { Answers, questionKey } from './known.ts';

const color = factOf('color', { parametric: true });

describe('answers', () => {
  test('are decoded, with what is known of the reading', () => {
    const answers = new Answers(registryOf(color), [answerOf('DP01', 'color', { data: { value: 1 } })]);
    expect(answers.of('color')).toMatchObject([
      { target: 'DP01', params: {}, answer: { status: 'ok', durationMs: 1 } },
    ]);
    expect(answers.of('shape')).toEqual([]);
  });

  test('of the wrong shape are failed ones, and say what is wrong', () => {
    const answers = new Answers(registryOf(color), [answerOf('DP01', 'color', { data: [] })]);
    expect(answers.of('color')[0]!.answer).toMatchObject({
      status: 'failed',
      failed: 'malformed',
      message: 'the answer has another shape than expected: value: is missing',
    });
  });

  test('that failed stay as they are', () => {
    const failure = { failed: 'denied', message: 'Access denied' } as const;
    const answers = new Answers(registryOf(color), [answerOf('DP01', 'color', failure)]);
    expect(answers.of('color')[0]!.answer).toMatchObject({ status: 'failed', ...failure });
  });

  test('to facts that this version does not have are left out', () => {
    expect(new Answers(registryOf(color), [answerOf('DP01', 'smell', { data: 1 })]).of('smell')).toEqual([]);
  });

  test('to one question count once: what was read before what was not', () => {
    const failure = { failed: 'timeout', message: 'late' } as const;
    const list = [failure, { data: { value: 1 } }, failure].map((outcome) => answerOf('DP01', 'color', outcome));
    expect(new Answers(registryOf(color), list).of('color')).toMatchObject([{ answer: { data: { value: 1 } } }]);
  });

  test('are forgotten, or move to another name, machine by machine', () => {
    const list = ['DP01', 'DP02', 'DP03'].map((name) => answerOf(name, 'color', { data: { value: name } }));
    const answers = new Answers(registryOf(color), list);
    answers.forget('DP02');
    answers.rename('DP03', 'CM01');
    expect(answers.of('color').map(({ target }) => target)).toEqual(['CM01', 'DP01']);
  });

  test('are in order of target and parameters, however they came', () => {
    const list = ['DP02', 'DP01'].flatMap((target) =>
      ['b', 'a', 'C'].map((id) => answerOf(target, 'color', { data: { value: id } }, { id })),
    );
    for (let seed = 0; seed < 5; seed++) {
      const answers = new Answers(registryOf(color), shuffled(list, seed));
      expect(answers.of('color').map(({ target, params }) => `${target} ${String(params['id'])}`)).toEqual([
        'DP01 C',
        'DP01 a',
        'DP01 b',
        'DP02 C',
        'DP02 a',
        'DP02 b',
      ]);
    }
  });
});

test('a question is the same whatever the order of its parameters', () => {
  expect(questionKey('color', { a: 1, b: ['x'] })).toBe(questionKey('color', { b: ['x'], a: 1 }));
  expect(questionKey('color', { a: 1 })).not.toBe(questionKey('color', { a: '1' }));
  expect(questionKey('color', {})).not.toBe(questionKey('shape', {}));
});
