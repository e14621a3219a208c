import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutAddresses, withoutNames, withoutPorts } from '../../src/report/own-names.ts';

const without = withoutNames([
  { name: 'DP01.contoso.com', aliases: ['DP01', 'pxe.contoso.com'], roles: [], reached: true },
  { name: 'on', aliases: [], roles: [], reached: true },
  { name: '10.0.0.7', aliases: [], roles: [], reached: true },
]);
const said = (text: string, target = 'DP01.contoso.com'): string => without(text, target, 'the machine');

describe('the names of a machine', () => {
  test.each([
    ['WDS on DP01.contoso.com is stopped.', 'WDS on the machine is stopped.'],
    ['WDS on dp01 is stopped, and on pxe.contoso.com.', 'WDS on the machine is stopped, and on the machine.'],
    ['DP01 was not reached: DP01', 'The machine was not reached: the machine'],
    ["The record of DP01's library (DP01)", "The record of the machine's library (the machine)"],
    ['\\\\DP01\\Captures$ and CONTOSO\\DP01$', '\\\\<machine>\\Captures$ and CONTOSO\\<machine>$'],
    ['DP01:22 refused, DP01: nothing, ssh root@DP01', '<machine>:22 refused, the machine: nothing, ssh root@<machine>'],
  ])('%s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  test.each(['DP010', 'XDP01', 'DP01-b', 'DP01_b', 'DP01.example.org', 'x.DP01', 'éDP01', 'CM01', ''])(
    'are not in %s',
    (text) => {
      expect(said(`On ${text} nothing.`)).toBe(`On ${text} nothing.`);
    },
  );

  test('are taken as they are written where they could be words', () => {
    expect(said('On on: it is on.', 'on')).toBe('On the machine: it is the machine.');
  });

  test('may be an address, whose first part is no name', () => {
    expect(said('10.0.0.7 has 10 files.', '10.0.0.7')).toBe('The machine has 10 files.');
  });

  test('may be unknown, or none', () => {
    expect(said('DP09 is off.', 'DP09')).toBe('The machine is off.');
    expect(said('Nothing is asked.', '')).toBe('Nothing is asked.');
  });

  test('may be anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), (name) => {
        expect(without(`"${name}"`, name, 'each of them')).toBe('"each of them"');
      }),
      { seed: 20261122, numRuns: 200 },
    );
  });
});

test.each([
  ['no answer within 3 s (10.0.4.17)', 'no answer within 3 s'],
  ['10.0.4.17 and fe80::1%eth0 say no', '<address> and <address> say no'],
  ['2001:db8:0:0:0:0:0:1 is not ::1', '<address> is not <address>'],
  ['Windows 10.0.20348.1, at 14:02:07, version 1.2.3.4.5', 'Windows 10.0.20348.1, at 14:02:07, version 1.2.3.4.5'],
])('addresses in %s', (text, expected) => {
  expect(withoutAddresses(text)).toBe(expected);
});

test('ports', () => {
  expect(withoutPorts('TCP 22, port 5985, <machine>:22, <address>:40022, 3 s, 14:02')).toBe(
    'TCP <port>, port <port>, <machine>:<port>, <address>:<port>, 3 s, 14:02',
  );
});
