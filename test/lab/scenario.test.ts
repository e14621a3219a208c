import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hostStateFile } from '../../lab/host-state.ts';
import { estateNames, loadScenario, parseScenario, scenarioNames, withCulture } from '../../lab/scenario.ts';
import { siteFileSchema } from '../../src/cli/site-file-schema.ts';

const expected = {
  healthy: 'go',
  'access-denied': 'cannot-tell',
  'capture-share-no-system': 'no-go',
  'content-corrupt-blob': 'no-go',
  'content-stale-version': 'no-go',
  'german-host': 'go',
  'pxe-delayed-start-young': 'cannot-tell',
  'pxe-stopped-after-restart': 'no-go',
  'responder-without-wds': 'go',
  fleet: 'no-go',
};
const files = {
  drives: [],
  classFile: '/classes.ps1',
  nowhere: '/nowhere',
  labFiles: [],
  snippetFunctions: [],
  verified: '',
};

test('one scenario for each story', () => {
  const verdicts = [...scenarioNames(), ...estateNames()].map((name) => [name, loadScenario(name).expect]);
  expect(Object.fromEntries(verdicts)).toMatchObject(expected);
  expect(scenarioNames()[0]).toBe('healthy');
  expect(estateNames()).toEqual(['fleet']);
});

describe.each([...['', 'pxe', 'content'].flatMap(scenarioNames), ...estateNames()])('%s', (name) => {
  const scenario = loadScenario(name);
  test('tells a story, and every host of it can be built', () => {
    expect(scenario.story.length).toBeGreaterThan(40);
    if (scenario.configuration) expect(siteFileSchema.parse(scenario.configuration)).toBeTruthy();
    expect(scenario.configuration !== undefined || scenario.runOn !== undefined).toBe(true);
    for (const host of Object.keys(scenario.hosts)) {
      // Printable ASCII on one line: data that a 5.1 console of any code page reads the same.
      expect(hostStateFile(scenario, host, files)).toMatch(/^[\x20-\x7e]+\n$/);
    }
  });
});

const head = 'title: t\nstory: s\nexpect: go\nnow: 2026-03-02T14:00:00Z\n';
const host = '  A1: { bootTime: 2026-03-02T10:00:00Z, machineSid: S-1-5-21-1-2-3';

test.each([
  [`${head}colour: red\nhosts: {}`, 'x.yaml: colour: there is no such key here.'],
  [`${head}hosts:\n${host}, servces: {} }`, 'x.yaml: hosts.A1.servces: there is no such key here.'],
  [`${head}hosts:\n${host}, services: { W: { state: Runing } } }`, /^x\.yaml: hosts\.A1\.services\.W\.state: .+\.$/],
  [
    `${head}hosts:\n${host}, faults: [{ error: denied }] }`,
    /^x\.yaml: hosts\.A1\.faults\.0: a fault names one of .+\.$/,
  ],
  [`${head}hosts:\n${host}, registry: { SOFTWARE: {} } }`, /^x\.yaml: hosts\.A1\.registry\.SOFTWARE: .+\.$/],
  [`${head}hosts:\n${host}, shares: { S: { path: 'D:\\S', sddl: 'D:' } } }`, /^x\.yaml: hosts\.A1\.shares\.S: .+\.$/],
  [`${head}runOn: B2\nhosts:\n${host} }`, 'x.yaml: runOn: there is no host B2.'],
  [`${head.replace('go', 'maybe')}hosts: {}`, /^x\.yaml: expect: .+\.$/],
  [`${head}hosts: [`, /^x\.yaml: not YAML: .+\.$/],
  ['base: none\n', 'x.yaml: base: there is no scenario none to build on.'],
  ['- a\n', 'x.yaml: a scenario is a map of keys.'],
])('refused in one sentence: %s', (text, message) => {
  expect(() => parseScenario(text, 'x.yaml')).toThrow(message);
  try {
    parseScenario(text, 'x.yaml');
  } catch (error) {
    expect((error as Error).message).not.toContain('\n');
  }
});

test('a row that Windows could not have is refused', () => {
  const rows = (row: string) => parseScenario(`${head}hosts:\n${host}, cim: { root/cimv2: { ${row} } } }`, 'x.yaml');
  expect(() => hostStateFile(rows('Win32_Service: [{ Nmae: x }]'), 'A1', files)).toThrow('it has no property Nmae');
  expect(() => hostStateFile(rows('Win32_Nothing: [{ Name: x }]'), 'A1', files)).toThrow('there is no such class');
  expect(() => hostStateFile(rows('Win32_Service: [{ ProcessId: x }]'), 'A1', files)).toThrow('not a whole number');
});

test('a scenario can move to another culture', () => {
  const moved = withCulture(loadScenario('healthy'), 'tr-TR', 'Asia/Kolkata');
  expect(Object.values(moved.hosts).map(({ culture, timeZone }) => [culture, timeZone])).toEqual([
    ['tr-TR', 'Asia/Kolkata'],
    ['tr-TR', 'Asia/Kolkata'],
  ]);
});

test('what was added by hand is not in the copied tables, and says where it is from', () => {
  const read = (name: string) => JSON.parse(readFileSync(new URL(`../../lab/tables/${name}`, import.meta.url), 'utf8'));
  const additions = read('additions.json');
  const copied = read('windows-classes.json').classes;
  for (const [name, entry] of Object.entries<{ source?: string }>(additions.classes)) {
    expect(copied).not.toHaveProperty(name);
    expect(entry.source, name).toBeTruthy();
  }
  const commands = JSON.stringify(read('windows-commands.json').editions);
  for (const modules of Object.values<object>(additions.editions))
    for (const module of Object.values(modules))
      for (const name of Object.keys(module)) expect(commands).not.toContain(`"${name}"`);
});
