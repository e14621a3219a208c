import { expect, test } from 'vitest';
import { planFleet, sshdGroups } from '../../lab/fleet-plan.ts';
import { loadScenario, parseScenario } from '../../lab/scenario.ts';

const head = `
title: t
story: s
expect: go
now: 2026-03-02T14:00:00Z
hosts:
  HQ: { bootTime: 2026-03-02T10:00:00Z, machineSid: S-1-5-21-1-2-3, services: { WDSServer: {}, W32Time: {} } }
`;
const estate = (entries: string) => parseScenario(`${head}estate:\n${entries}`, 'x.yaml');

test('hosts by the number are like one host, save for what is said of them', () => {
  const { hosts } = estate(`
  few: { name: "A##-DP", count: 3, like: HQ }
  stopped: { name: "A##-DP", from: 9, count: 2, like: HQ, fault: hangs, over: { windows: "2019", services: { W32Time: null, WDSServer: { state: Stopped } } } }
`);
  expect(Object.keys(hosts)).toEqual(['HQ', 'A01-DP', 'A02-DP', 'A03-DP', 'A09-DP', 'A10-DP']);
  expect(hosts['A02-DP']).toMatchObject({ windows: '2022', bootTime: hosts.HQ!.bootTime, door: 'open' });
  expect(hosts['A10-DP']).toMatchObject({
    windows: '2019',
    door: 'hangs',
    services: { WDSServer: { state: 'Stopped' } },
  });
  expect(hosts['A10-DP']!.services).not.toHaveProperty('W32Time');
});

test('each has an identity of its own, and the same one in every estate', () => {
  const many = Object.values(loadScenario('fleet').hosts);
  expect(new Set(many.map(({ machineSid }) => machineSid)).size).toBe(many.length);
  expect(new Set(many.map(({ computerRid }) => computerRid)).size).toBe(many.length);
  const one = estate('  few: { name: "BR###-DP", from: 7, count: 1, like: HQ }').hosts['BR007-DP'];
  const { machineSid, computerRid } = loadScenario('fleet').hosts['BR007-DP']!;
  expect(one).toMatchObject({ machineSid, computerRid });
});

test('a configuration names a group by one word', () => {
  const text = `configuration: { pxeServers: [HQ, "@few"], targets: [{ name: "@few", roles: [pxe-server] }] }\n`;
  expect(estate(`  few: { name: "A#", count: 2, like: HQ }\n${text}`).configuration).toEqual({
    pxeServers: ['HQ', 'A1', 'A2'],
    targets: [
      { name: 'A1', roles: ['pxe-server'] },
      { name: 'A2', roles: ['pxe-server'] },
    ],
  });
});

test.each([
  ['  few: { name: "A#", count: 2, like: XX }', 'x.yaml: estate.few.like: there is no host XX.'],
  ['  few: { name: "A", count: 2, like: HQ }', /^x\.yaml: estate\.few\.name: the name of a group .+\.$/],
  ['  few: { name: "A#", count: 2, like: HQ, fault: broken }', /^x\.yaml: estate\.few\.fault: .+\.$/],
  [
    '  few: { name: "A#", count: 2, like: HQ, over: { windws: x } }',
    'x.yaml: hosts.A1.windws: there is no such key here.',
  ],
  [
    '  a: { name: "A#", count: 2, like: HQ }\n  b: { name: "A#", from: 2, count: 2, like: HQ }',
    'x.yaml: estate.b: there are two hosts A2.',
  ],
  [
    '  few: { name: "A#", count: 2, like: HQ }\nconfiguration: { pxeServers: ["@many"] }',
    'x.yaml: configuration: there is no estate.many for @many.',
  ],
])('refused in one sentence: %s', (entries, message) => {
  expect(() => estate(entries)).toThrow(message);
});

test('every host has an address of its own, never that of this machine, and 17 addresses are two sshds', async () => {
  const planned = await planFleet(estate('  many: { name: "A###", count: 300, like: HQ, fault: open }'));
  expect(planned).toHaveLength(301);
  expect(new Set(planned.map(({ address }) => address)).size).toBe(301);
  for (const { address } of planned) expect(address).toMatch(/^127\.(6[4-9]|[789]\d|1[01]\d|12[0-6])\.[01]\.\d+$/);
  expect(sshdGroups(planned.slice(0, 16)).map(({ length }) => length)).toEqual([16]);
  expect(sshdGroups(planned.slice(0, 17)).map(({ length }) => length)).toEqual([16, 1]);
  const doors = (['open', 'refuses', 'silent', 'frozen'] as const).map((door, index) => ({ ...planned[index]!, door }));
  expect(sshdGroups(doors).map((group) => group.map(({ door }) => door))).toEqual([['open', 'frozen']]);
});
