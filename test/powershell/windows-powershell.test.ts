import { describe, expect, test } from 'vitest';
import { findPowerShell } from '../../lab/powershell.ts';
import { cimClasses, commands } from './allowed.ts';
import { methods, properties } from './allowed-members.ts';
import { accelerators, types } from './allowed-types.ts';
import { findViolations } from './find-violations.ts';
import { type FrameworkType, frameworkTypes, membersOf } from './framework-members.ts';
import { describeWith } from './required.ts';
import { readSnippets } from './snippet-files.ts';
import { parseTexts, type Shell } from './syntax-tree.ts';
import type { MemberUse } from './violation.ts';
import { loadTables, type WindowsTables } from './windows-tables.ts';

const tables = await loadTables();
const edition = (start: string) => Object.entries(tables.editions).find(([name]) => name.startsWith(start))![1];

/** The parameters of a command in an edition. */
function parametersIn(modules: WindowsTables['editions'][string], command: string): readonly string[] | undefined {
  return Object.values(modules).flatMap((each) => (Object.hasOwn(each, command) ? [each[command]!] : []))[0];
}

describe('commands', () => {
  const common = 'ErrorAction';
  for (const [name, { parameters, windowsModule }] of Object.entries(commands)) {
    const wanted = Object.keys(parameters).filter((parameter) => parameter !== common);
    test(`${name} is as 5.1 has it`, () => {
      expect(parametersIn(edition('Windows PowerShell 5.1'), name)).toEqual(expect.arrayContaining(wanted));
    });

    test(`${name} is as 7 has it, or comes with Windows`, () => {
      const known = parametersIn(edition('PowerShell 6.1'), name);
      if (windowsModule) expect(known).toBeUndefined();
      else expect(known).toEqual(expect.arrayContaining(wanted));
    });
  }

  test('come with every class that they return', () => {
    const returned = Object.values(commands).flatMap(({ returns }) => returns ?? []);
    const missing = [...Object.keys(cimClasses), ...returned].filter((name) => !Object.hasOwn(tables.classes, name));
    expect(missing).toEqual([]);
  });
});

const framework = await frameworkTypes();
const shell = await findPowerShell({ onLine: () => undefined });

describeWith('.NET Framework 4.6.2', framework ? undefined : 'There is no .NET 10 SDK here.', () => {
  const known = framework as ReadonlyMap<string, FrameworkType>;

  test('has every type on the lists', () => {
    const wanted = [types, methods, properties].flatMap((list) => Object.values(list)).flat() as unknown[];
    const named = [
      ...Object.keys(types),
      ...Object.values(accelerators),
      ...wanted.filter((each) => typeof each === 'string'),
    ];
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  test('has every static member on the list', () => {
    const missing = Object.entries(types).flatMap(([type, allowed]) =>
      (allowed.static ?? [])
        .filter((name) => !find(known, type, name === 'new' ? '.ctor' : name, name !== 'new'))
        .map((name) => `${type}::${name}`),
    );
    expect(missing).toEqual([]);
  });

  test('has every method and property on the lists, in each type that is named for it', () => {
    const missing = [methods, properties].flatMap((list) =>
      Object.entries(list).flatMap(([name, owners]) =>
        owners.filter((owner) => !find(known, owner, name, false)).map((owner) => `${owner}.${name}`),
      ),
    );
    expect(missing).toEqual([]);
  });

  test.skipIf('missing' in shell)("takes the snippets' calls with as many arguments", async () => {
    const texts = await readSnippets();
    const trees = await parseTexts(
      shell as Shell,
      texts.map(({ text }) => text),
    );
    const files = texts.map((file, index) => ({ ...file, tree: trees[index]! }));
    const { members } = findViolations(files, tables);
    expect(members.length).toBeGreaterThan(100);
    expect(members.filter((member) => !takes(known, member))).toEqual([]);
  });

  test('lacks what came with .NET Core, and is told from it by the number of arguments', () => {
    const call = (type: string | undefined, name: string, count: number) => takes(known, { type, name, count, at: '' });
    expect(call('System.Convert', 'ToHexString', 1)).toBe(false);
    expect(call('System.IO.FileStream', 'new', 2)).toBe(true);
    expect(call('System.IO.FileStream', 'new', 9)).toBe(false);
    expect(call(undefined, 'Replace', 2)).toBe(true);
    expect(call(undefined, 'Replace', 3)).toBe(false);
    expect(call(undefined, 'TrimEnd', 0)).toBe(true);
  });
});

function find(known: ReadonlyMap<string, FrameworkType>, type: string, name: string, isStatic: boolean): boolean {
  return membersOf(known, type, name).some((member) => member.isStatic === isStatic);
}

/** Whether some overload of the member, in some type that is listed for it, has as many parameters. */
function takes(known: ReadonlyMap<string, FrameworkType>, { type, name, count }: MemberUse): boolean {
  const owners = type !== undefined ? [type] : count === undefined ? properties[name] : methods[name];
  const overloads = (owners ?? []).flatMap((owner) => membersOf(known, owner, type && name === 'new' ? '.ctor' : name));
  if (count === undefined) return overloads.some(({ kind }) => kind === 'property' || kind === 'field');
  return overloads.some(
    ({ fewest, most, kind }) => /method|constructor/.test(kind) && fewest <= count && count <= most,
  );
}
