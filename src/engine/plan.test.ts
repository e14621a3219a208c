import { describe, expect, test } from 'vitest';
import { checkOf, factOf, registryOf } from '../../test/product/estate.ts';
import { anywhere, here, optional } from '../model/check.ts';
import { emptyConfiguration } from '../model/configuration.ts';
import { neededFacts, questions, selectChecks } from './plan.ts';

const checks = [
  checkOf('pxe-one'),
  checkOf('capture-one', { area: 'capture', gate: { capture: 'blocking', pxe: 'advisory' } }),
  checkOf('content-one', { area: 'content', gate: { deploy: 'blocking' } }),
];
const none = { operations: [], check: [], skip: [] } as const;
const chosen = (selection: Partial<Parameters<typeof selectChecks>[1]>): string[] =>
  selectChecks(checks, { ...none, ...selection }).map(({ check, selected }) => `${selected ? '+' : '-'}${check.id}`);

describe('the choice of checks', () => {
  test.each([
    [{}, ['+pxe-one', '+capture-one', '+content-one']],
    [{ check: ['capture-one'] }, ['-pxe-one', '+capture-one', '-content-one']],
    [{ check: ['pxe', 'content-one'] }, ['+pxe-one', '-capture-one', '+content-one']],
    [{ skip: ['content'] }, ['+pxe-one', '+capture-one', '-content-one']],
    [{ check: ['pxe'], skip: ['pxe-one'] }, ['-pxe-one', '-capture-one', '-content-one']],
  ])('by name and area: %j', (selection, expected) => expect(chosen(selection)).toEqual(expected));

  test('by operation leaves out what belongs to none of them, advisory checks included', () => {
    expect(chosen({ operations: ['pxe'] })).toEqual(['+pxe-one', '+capture-one']);
    expect(chosen({ operations: ['deploy', 'capture'] })).toEqual(['+capture-one', '+content-one']);
    expect(chosen({ operations: ['policy'] })).toEqual([]);
  });
});

describe('the facts needed', () => {
  const registry = registryOf(
    factOf('loop', { after: ['loop'] }),
    factOf('root'),
    factOf('branch', { after: ['root', 'loop'] }),
    factOf('leaf', { after: ['branch'] }),
    factOf('unused'),
  );

  test('are those of the checks and those that lead to them, once each, in the order of the registry', () => {
    const needs = [
      checkOf('a', { needs: { leaf: optional(anywhere('leaf')), root: here('root') } }),
      checkOf('b', { needs: { leaf: here('leaf') } }),
    ];
    expect(neededFacts(needs, registry).map(({ name }) => name)).toEqual(['loop', 'root', 'branch', 'leaf']);
    expect(neededFacts([], registry)).toEqual([]);
  });

  test('ask what configuration and known answers lead to', () => {
    const known = {
      targets: () => [{ name: 'DP01', roles: [], aliases: [] }],
      target: () => undefined,
      answers: () => [],
    };
    const asked = questions([registry['root']!, registry['leaf']!], emptyConfiguration, known);
    expect(asked.map(({ fact, question }) => `${fact.name} ${question.host}`)).toEqual(['root DP01', 'leaf DP01']);
  });
});
