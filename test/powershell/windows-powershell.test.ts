import { beforeAll, describe, expect, test } from 'vitest';
import { findPowerShell } from '../../lab/powershell.ts';
import { cimClasses, commands } from './allowed.ts';
import { accelerators, methods, properties, types } from './allowed-types.ts';
import { findViolations } from './find-violations.ts';
import { type FrameworkType, frameworkTypes, membersOf } from './framework-members.ts';
import { readSnippets } from './snippet-files.ts';
import { parseTexts } from './syntax-tree.ts';
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

describe.skipIf(framework === undefined)('.NET Framework 4.6.2', () => {
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

  describe("takes the snippets' calls", async () => {
    const shell = await findPowerShell({ onLine: () => undefined });
    let members: readonly MemberUse[] = [];
    beforeAll(async () => {
      if ('missing' in shell) return;
      const texts = await readSnippets();
      const trees = await parseTexts(
        shell,
        texts.map(({ text }) => text),
      );
      members = findViolations(
        texts.map((file, index) => ({ ...file, tree: trees[index]! })),
        tables,
      ).members;
    });

    test.skipIf('missing' in shell)('with as many arguments', () => {
      expect(members.length).toBeGreaterThan(100);
      expect(members.filter((member) => !takes(known, member))).toEqual([]);
    });
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
