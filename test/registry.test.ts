import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { facts, hostIdentity } from '../checks/facts.ts';
import { checks } from '../checks/index.ts';
import { explanationsOf } from '../src/engine/consequences.ts';
import type { Check } from '../src/model/check.ts';
import { readerOf } from '../src/model/fact.ts';
import { operations } from '../src/model/operation.ts';
import { packageFolder } from '../src/transport/snippets.ts';
import { checkOf } from './product/estate.ts';

const top = packageFolder();
const listed = (folder: string, ending: string): string[] =>
  readdirSync(join(top, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));

describe('checks', () => {
  test('every check file is in the catalogue and the other way round', () => {
    const files = listed('checks', '.ts').filter(
      (name) => !name.endsWith('.test') && name !== 'index' && name !== 'facts',
    );
    expect(checks.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  test.each(checks.map((check) => [check.id, check] as const))(
    '%s is tested, documented, sourced and can be asked for',
    (id, check) => {
      expect(existsSync(join(top, 'checks', `${id}.test.ts`)), 'a test beside it').toBe(true);
      expect(existsSync(join(top, 'docs', 'checks', `${id}.md`)), 'a page in docs/checks').toBe(true);
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
      expect(check.sources.length).toBeGreaterThan(0);
      expect(check.appliesTo.length).toBeGreaterThan(0);
      expect(Object.keys(check.gate).every((name) => (operations as readonly string[]).includes(name))).toBe(true);
      expect(Object.keys(check.gate).length).toBeGreaterThan(0);
      for (const text of [
        check.why,
        check.rights,
        check.titles.fine,
        check.titles.broken,
        check.askedBy.configuration,
        check.askedBy.option,
      ]) {
        expect(text.trim()).not.toBe('');
      }
      expect(check.titles.fine).not.toBe(check.titles.broken);
    },
  );

  test.each(checks.map((check) => [check.id, check] as const))('%s says for every fail what mends it', (_, check) => {
    const speechless = Object.entries(check.messages).filter(
      ([, { level, remedy }]) => level === 'fail' && remedy === undefined,
    );
    expect(speechless.map(([code]) => code)).toEqual([]);
  });
});

describe('what messages explain', () => {
  test('is there', () => expect(unknownReferences(checks)).toEqual([]));
  test('explains none of them in turn', () => expect(circlesIn(checks)).toEqual([]));

  const catalogue = (explains: { [check: string]: string[] }): Check[] =>
    Object.entries(explains).map(([id, list]) =>
      checkOf(id, { messages: { bad: { level: 'fail', text: () => '', explains: list }, said: { level: 'info' } } }),
    );

  test.each([
    [{ one: ['two/good'], two: [] }, ['one/bad: two/good']],
    [{ one: ['three', 'two/'], two: [] }, ['one/bad: three', 'one/bad: two/']],
    [{ one: ['two/bad/x', 'two', 'two/said'], two: [] }, ['one/bad: two/bad/x']],
  ])('that is not there is refused: %j', (explains, refused) => {
    expect(unknownReferences(catalogue(explains))).toEqual(refused);
  });

  test.each([
    [{ one: ['two'], two: ['three/bad'], three: [] }, []],
    [{ one: ['two/said'], two: ['one/bad'] }, []],
    [{ one: ['one'] }, ['one/bad']],
    [{ one: ['two'], two: ['one'] }, ['one/bad', 'two/bad']],
    [{ zero: ['one'], one: ['two/bad'], two: ['three'], three: ['one'] }, ['one/bad', 'two/bad', 'three/bad']],
  ])('in a circle is refused: %j', (explains, refused) => {
    expect(circlesIn(catalogue(explains))).toEqual(refused);
  });
});

/** Each `check/code: reference` that names no check, or no message of it. */
function unknownReferences(catalogue: readonly Check[]): string[] {
  const known = new Set(
    catalogue.flatMap(({ id, messages }) => [id, ...Object.keys(messages).map((c) => `${id}/${c}`)]),
  );
  return catalogue.flatMap(({ id, messages }) =>
    Object.entries(messages).flatMap(([code, { explains = [] }]) =>
      explains.filter((reference) => !known.has(reference)).map((reference) => `${id}/${code}: ${reference}`),
    ),
  );
}

/** Messages that explain themselves, at once or through others. */
function circlesIn(catalogue: readonly Check[]): string[] {
  const explanations = explanationsOf(catalogue);
  const explainedBy = (message: string): string[] => {
    const [check = '', code = ''] = message.split('/');
    const explained = explanations.get(check)?.get(code) ?? [];
    return explained.flatMap((of) => [...of.codes].map((one) => `${of.check}/${one}`));
  };
  const followersOf = (message: string): Set<string> => {
    const found = new Set(explainedBy(message));
    for (const one of found) for (const next of explainedBy(one)) found.add(next);
    return found;
  };
  const messages = [...explanations].flatMap(([check, byCode]) => [...byCode.keys()].map((code) => `${check}/${code}`));
  return messages.filter((message) => followersOf(message).has(message));
}

describe('facts', () => {
  const known = [hostIdentity, ...Object.values(facts)];

  test('every fact has a snippet and every snippet a fact', () => {
    const snippets = listed('ps', '.ps1').filter((name) => !name.startsWith('_'));
    expect(known.map(({ name }) => name).sort()).toEqual(snippets.sort());
  });

  test('every fact goes by the key under which it is registered, and leads to facts that exist', () => {
    for (const [key, fact] of Object.entries(facts)) {
      expect(fact.name).toBe(key);
      expect(fact.title).not.toBe('');
      for (const earlier of fact.after) expect(Object.keys(facts)).toContain(earlier);
    }
  });

  test('every need is a fact, and every fact is needed or leads to one that is', () => {
    const needed = checks.flatMap((check) => Object.values(check.needs).map((need) => need.fact));
    for (const name of needed) expect(Object.keys(facts)).toContain(name);
    const leading = Object.values(facts).flatMap((fact) => fact.after);
    expect(Object.keys(facts).filter((name) => !needed.includes(name) && !leading.includes(name))).toEqual([]);
  });

  test.each(known.map(({ name }) => name))('the snippet of %s defines the function that is called', (name) => {
    expect(readFileSync(join(top, 'ps', `${name}.ps1`), 'utf8')).toContain(`function ${readerOf(name)} {`);
  });
});
