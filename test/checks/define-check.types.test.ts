import { expect, test } from 'vitest';
import { defineCheck } from '../../checks/facts.ts';
import { anywhere, here, optional } from '../../src/model/check.ts';

/**
 * What must not compile. `tsc --noEmit` judges this file: a `@ts-expect-error` over a line that does compile is itself
 * an error. Nothing here runs but that it loads.
 */

const common = {
  id: 'types',
  area: 'pxe',
  titles: { fine: 'fine', broken: 'broken' },
  why: 'why',
  appliesTo: ['distribution-point'],
  gate: { pxe: 'blocking' },
  askedBy: { configuration: 'x', option: '-x' },
  rights: 'none',
  sources: ['none'],
} as const;
const open = { ...common, appliesTo: ['distribution-point' as const], sources: ['none'] };
const messages = {
  plain: { level: 'info', text: () => 'plain' },
  counted: {
    level: 'fail',
    text: ({ count }: { count: number }) => `${count}`,
    remedy: ({ on }: { on: string }) => ({ text: 'mend', on }),
  },
} as const;
const needs = {
  boot: here('boot'),
  site: optional(anywhere('site-packages')),
  library: here('content-library'),
  services: optional(here('pxe-services')),
};

const lawful = defineCheck({
  ...open,
  needs,
  messages,
  judge({ boot, site, library, services }) {
    // A single answer, required: its data are there.
    const time: string = boot.data.lastBootUpTime;
    // A list with places, optional: each may have failed.
    const read = site.filter(({ answer }) => answer.status === 'ok').length;
    // A fact with parameters gives a list here, too.
    const folders = library.map(({ params, answer }) => `${String(params['packages'])} ${answer.data.path}`);
    const known = services.status === 'ok' ? services.data.services.length : 0;
    return [{ code: 'counted', args: { count: read + folders.length + known, on: time } }];
  },
});

const refused = [
  defineCheck({
    ...open,
    // @ts-expect-error a need that is no fact
    needs: { boot: here('bot') },
    messages,
    judge: () => [],
  }),
  defineCheck({
    ...open,
    needs,
    messages,
    // @ts-expect-error a fact that is not among the needs
    judge: ({ provider }) => (provider ? [] : []),
  }),
  defineCheck({
    ...open,
    needs,
    messages,
    // @ts-expect-error a code that is not among the messages
    judge: () => [{ code: 'unknown-code', args: {} }],
  }),
  defineCheck({
    ...open,
    needs,
    messages,
    // @ts-expect-error an argument of the text is missing
    judge: () => [{ code: 'counted', args: { on: 'CM01' } }],
  }),
  defineCheck({
    ...open,
    needs,
    messages,
    // @ts-expect-error an argument of the remedy is missing
    judge: () => [{ code: 'counted', args: { count: 1 } }],
  }),
  defineCheck({
    ...open,
    needs,
    messages,
    // @ts-expect-error an argument of another type
    judge: () => [{ code: 'counted', args: { count: '1', on: 'CM01' } }],
  }),
  defineCheck({
    ...open,
    needs,
    messages,
    // @ts-expect-error no arguments at all
    judge: () => [{ code: 'counted' }],
  }),
  defineCheck({
    ...open,
    needs,
    messages,
    // @ts-expect-error a judge that waits
    judge: async () => [],
  }),
  defineCheck({
    ...open,
    needs,
    messages,
    // @ts-expect-error a generator that waits
    async *judge() {},
  }),
  defineCheck({
    ...open,
    needs,
    messages,
    // @ts-expect-error an optional answer may have failed, so its data may not be there
    judge: ({ services }) => (services.data ? [] : []),
  }),
  defineCheck({
    ...open,
    needs,
    messages,
    // @ts-expect-error a fact with parameters gives a list
    judge: ({ library }) => (library.data ? [] : []),
  }),
  defineCheck({
    ...open,
    needs,
    // @ts-expect-error a level that does not exist
    messages: { plain: { level: 'fatal', text: () => 'plain' } },
    judge: () => [],
  }),
  defineCheck({
    ...open,
    // @ts-expect-error an operation that does not exist
    gate: { capturing: 'blocking' },
    needs,
    messages,
    judge: () => [],
  }),
];

test('the definitions load', () => {
  expect([lawful, ...refused].every(({ id }) => id === 'types')).toBe(true);
});
