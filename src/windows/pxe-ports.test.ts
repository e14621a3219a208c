import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dnsPortsInRange, foreignOwners, hasCurrentWdsDefaults, type UdpEndpoints } from './pxe-ports.ts';

const wds = { name: 'WDSServer', processId: 1234 };

describe('foreignOwners', () => {
  const owners = (of: Partial<UdpEndpoints>) =>
    foreignOwners({ ports: [], transportRange: [], processes: [], ...of }, wds).map(({ process, ports }) => [
      process.processId,
      ...ports,
    ]);
  const at = (port: number, processId: number) => ({ port, processId, address: '0.0.0.0' });

  test('each process once, with its ports in order', () => {
    expect(owners({ ports: [at(4011, 5), at(69, 5), at(69, 5), at(69, 6), at(4011, 1234)] })).toEqual([
      [5, 69, 4011],
      [6, 69],
    ]);
  });

  test('the responder by its process or by its service, and DHCP on 67 alone', () => {
    const processes = [
      { processId: 7, name: 'svchost.exe', services: ['wdsserver'] },
      { processId: 8, name: 'svchost.exe', services: ['DHCPServer'] },
    ];
    expect(owners({ ports: [at(69, 7), at(69, 1234), at(67, 8), at(4011, 8)], processes })).toEqual([[8, 4011]]);
  });

  test('a responder without a process owns nothing', () => {
    const stopped = { name: 'WDSServer', processId: 0 };
    expect(foreignOwners({ ports: [at(69, 0)], transportRange: [], processes: [] }, stopped)).toHaveLength(1);
  });

  test('no port is lost: each is the responder’s, DHCP’s or somebody’s', () => {
    const endpoint = fc.record({
      port: fc.constantFrom(67, 69, 4011),
      processId: fc.constantFrom(0, 5, 8, 1234),
      address: fc.constantFrom('0.0.0.0', '::'),
    });
    const processes = [{ processId: 8, name: null, services: ['DHCPServer'] }];
    fc.assert(
      fc.property(fc.array(endpoint, { maxLength: 12 }), (ports) => {
        const found = foreignOwners({ ports, transportRange: [], processes }, wds);
        return ports.every(
          ({ port, processId }) =>
            (processId === 1234 || (processId === 8 && port === 67)) !==
            found.some((owner) => owner.process.processId === processId && owner.ports.includes(port)),
        );
      }),
      { seed: 20261122, numRuns: 200 },
    );
  });
});

test('dnsPortsInRange counts those of DNS alone', () => {
  const processes = [
    { processId: 1, name: 'dns.exe', services: ['dns'] },
    { processId: 2, name: 'x.exe', services: [] },
  ];
  const transportRange = [1, 2, 3].map((processId) => ({ processId, count: 10 * processId }));
  expect(dnsPortsInRange({ ports: [], transportRange, processes })).toBe(10);
});

test.each([
  ['6.0.6002', false],
  ['6.1.7601', false],
  ['6.2.9200', true],
  ['6.3.9600', true],
  ['10.0.20348', true],
  ['5.2.3790', false],
  ['', null],
  ['Windows', null],
  [null, null],
])('hasCurrentWdsDefaults %s', (version, expected) => {
  expect(hasCurrentWdsDefaults(version)).toBe(expected);
});
