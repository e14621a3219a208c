import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostKey, roles, ways } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import type { NamedHost } from './hosts.ts';
import { parseTargetList } from './target-list.ts';

const names = (text: string): string[] => parseTargetList(text, 'hosts').map(({ name }) => name);

describe('one a line', () => {
  test.each([
    ['DP01\nDP02\n', ['DP01', 'DP02']],
    ['# all\r\n\r\n  DP01  # the first\r\n\tDP02', ['DP01', 'DP02']],
    ['DP01\rDP02', ['DP01', 'DP02']],
    ['DP01\ndp01.\nDP01.contoso.com\n10.0.0.1\nfe80::1\n', ['DP01', 'DP01.contoso.com', '10.0.0.1', 'fe80::1']],
    // Only "name" is a header by itself; machines may be called what a column is called.
    ['user\nport\n', ['user', 'port']],
  ])('%j', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });
});

describe('JSON', () => {
  test('names and objects', () => {
    const text = '[ "A", { "name": "B", "port": 22, "via": "ssh", "roles": ["site-server"], "useSsl": false } ]';
    expect(parseTargetList(text, 'hosts')).toEqual([
      { name: 'A' },
      { name: 'B', port: 22, via: 'ssh', roles: ['site-server'], useSsl: false },
    ]);
  });

  test('one alone, as Windows PowerShell writes a list of one', () => {
    expect(names('\r\n{ "name": "A" }')).toEqual(['A']);
  });
});

describe('CSV', () => {
  test('columns in any order and case, with quotes, comments and blank lines', () => {
    const text = [
      '#TYPE System.Management.Automation.PSCustomObject',
      '',
      '"Roles","Name" , PORT,keyfile,useSSL',
      '"site-server;pxe-server",A,22,"C:\\keys\\a ""1"", b",True',
      '# none',
      'pxe-server  share-host , B,,,false',
      '"",C,,,""',
    ].join('\r\n');
    expect(parseTargetList(text, 'hosts')).toEqual([
      { name: 'A', port: 22, keyFile: 'C:\\keys\\a "1", b', useSsl: true, roles: ['site-server', 'pxe-server'] },
      { name: 'B', useSsl: false, roles: ['pxe-server', 'share-host'] },
      { name: 'C' },
    ]);
  });

  test('one column', () => {
    expect(names('name\nA\nB')).toEqual(['A', 'B']);
    expect(names('"Name"\n"A"\n')).toEqual(['A']);
  });
});

test('a host that is named twice is one, with the roles and details of both', () => {
  const text = 'name,port,user,roles\nA,22,,pxe-server\nB,,,\na.,,osd,site-server;pxe-server\nA,22,osd,\n';
  expect(parseTargetList(text, 'hosts')).toEqual([
    { name: 'A', port: 22, user: 'osd', roles: ['site-server', 'pxe-server'] },
    { name: 'B' },
  ]);
});

describe('refused, in one sentence that says where', () => {
  const host = 'but a host is named by its computer name, DNS name or IP address, such as CM01.contoso.com';
  const keys = 'name, address, port, via, user, keyFile, configurationName, useSsl, credential, roles';
  const bad: [text: string, sentence: string][] = [
    ['', 'hosts names no host; give one a line, or a JSON array, or CSV with a header.'],
    [' \r\n# DP01\n', 'hosts names no host;'],
    ['[]', 'hosts names no host;'],
    ['name,port\n', 'hosts names no host;'],
    ['A\n\n# c\nCM 01\n', `hosts line 4 is "CM 01", ${host}.`],
    ['A\n-oProxyCommand=x\n', `hosts line 2 is "-oProxyCommand=x", ${host}.`],
    ['A\nB:22\n', `hosts line 2 is "B:22", ${host}.`],
    ['A#b\n', `hosts line 1 is "A#b", ${host}.`],
    ['A\n10.0.0.300', `hosts line 2 is "10.0.0.300", ${host}.`],
    ['A\nB\x1b[2J', `hosts line 2 is "B\\u001b[2J", ${host}.`],
    ['A\0\n', `hosts line 1 is "A\\u0000", ${host}.`],
    [
      'A, B\n',
      `hosts line 1 is "A, B", ${host}; a list with columns begins with a line of their names, such as name,port.`,
    ],
    ['Hostname;IP\nA;1\n', 'a list with columns begins with a line of their names, such as name,port.'],

    ['[\n"A",\n"B"\n', 'hosts line 3 is not JSON: it ends too early.'],
    ['[\n"A",\n]\n', "hosts line 3 is not JSON: Unexpected token ']'."],
    ['[', 'hosts line 1 is not JSON: it ends too early.'],
    ['[{"name": "A\nB"}]', 'hosts line 1 is not JSON: Bad control character in string literal.'],
    ['["A at position 9",\n "B", C]', "hosts line 2 is not JSON: Unexpected token 'C'."],
    ['[\n"A"\n"B"\n]\n', "hosts line 3 is not JSON: Expected ',' or ']' after array element."],
    ['[\r\n"A",\r\nB\r\n]', "hosts line 3 is not JSON: Unexpected token 'B'."],
    ['["A",\n"\x1b\n"]', 'hosts line 2 is not JSON: Bad control character in string literal.'],
    ['[\x1b\n]', "hosts line 1 is not JSON: Unexpected token '\\x1b'."],
    ['[]\n[]', 'hosts line 2 is not JSON: Unexpected non-whitespace character after JSON.'],
    ['["A", "CM 01"]', `hosts entry 2 is "CM 01", ${host}.`],
    ['["A", 5]', `hosts entry 2 is 5, but a host is a name, or a map with ${keys}.`],
    ['[null]', 'hosts entry 1 is null, but a host is'],
    ['[["A"]]', 'hosts entry 1 is a list, but a host is'],
    [`[${'['.repeat(100_000)}${']'.repeat(100_000)}]`, 'hosts entry 1 is a list, but a host is'],
    [`[{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`, 'hosts entry 1: "name" is [...], but text is expected'],
    ['[{}]', 'hosts entry 1: "name" is missing.'],
    ['[{"name": ""}]', 'hosts entry 1: "name" is empty;'],
    [
      '["A", {"name": "B", "prot": 1}]',
      `hosts entry 2: the key "prot" is unknown; allowed are ${keys}. Did you mean "port"?`,
    ],
    ['[{"name": "B", "__proto__": {"port": 1}}]', 'hosts entry 1: the key "__proto__" is unknown;'],
    ['[{"name": "B", "port": 70000}]', 'hosts entry 1: "port" is 70000, but a port is a number from 1 to 65535.'],
    ['[{"name": "B", "via": "telnet"}]', 'hosts entry 1: "via" is "telnet", but allowed are local, winrm, ssh.'],
    [
      '[{"name": "B", "roles": ["site-server", "pxe-sever"]}]',
      'hosts entry 1: "roles[1]" is "pxe-sever", but allowed are site-server, sms-provider, distribution-point, pxe-server, share-host, reference-computer. Did you mean "pxe-server"?',
    ],
    [
      '[{"name": "B", "via": "ssh", "credential": "c"}]',
      'hosts entry 1: "credential" is "c", but it goes with winrm, and "via" is ssh here.',
    ],
    [
      '[{"name": "B", "password": "hunter2"}]',
      'hosts entry 1: the key "password" is not allowed: passwords have no place',
    ],
    ['[{"name": "B", "credential": {"password": "hunter2"}}]', 'hosts entry 1: "credential" is not a name;'],
    [
      '["A", {"name": "a", "port": 1}, {"name": "A", "port": 2}]',
      'hosts names A in entries 2 and 3 with a different port: 1 and 2.',
    ],

    ['name,prot\nA,1\n', `hosts line 1: the column "prot" is unknown; allowed are ${keys}. Did you mean "port"?`],
    ['name,password\nA,hunter2\n', 'hosts line 1: the column "password" is not allowed: passwords have no place'],
    ['name,port,Port\n', 'hosts line 1 names the column "port" twice.'],
    ['port,via\n1,ssh\n', 'hosts line 1 has no column "name".'],
    ['name;port\nA;1\n', 'hosts line 1: the columns are separated by commas, as in name,port,via.'],
    ['name\tport\nA\t1\n', 'hosts line 1: the columns are separated by commas'],
    ['name,port\nA,1\nB\n', 'hosts line 3 has 1 value, but the header names 2 columns.'],
    ['name,port\nA,1,\n', 'hosts line 2 has 3 values, but the header names 2 columns.'],
    ['name,port\nA,1,', 'hosts line 2 has 3 values, but the header names 2 columns.'],
    ['name,port\n,1\n', 'hosts line 2: "name" is missing.'],
    ['name,port\n\n# c\n"A\n",1\nB,x\n', `hosts line 6: "port" is "x", but a whole number is expected here.`],
    ['name,port\nA,-1\n', 'hosts line 2: "port" is "-1", but a whole number is expected here.'],
    ['name,port\nA,0\n', 'hosts line 2: "port" is 0, but a port is a number from 1 to 65535.'],
    ['name,useSsl\nA,1\n', 'hosts line 2: "useSsl" is "1", but true or false is expected here.'],
    ['name,roles\nA,site-server;dp\n', 'hosts line 2: "roles[1]" is "dp", but allowed are site-server,'],
    ['name,port\n-x,1\n', `hosts line 2: "name" is "-x", ${host}.`],
    ['name,user\n"A,1\n', 'hosts line 2: a quote stands where it cannot;'],
    ['name,user\nA,a"b\n', 'hosts line 2: a quote stands where it cannot;'],
    ['name,user\nA,"a"b\n', 'hosts line 2: a quote stands where it cannot;'],
    [
      'name,via,port\nA,ssh,1\nB,ssh,2\na.,winrm,1\n',
      'hosts names a. in lines 2 and 4 with a different via: "ssh" and "winrm".',
    ],
  ];
  test.each(bad)('%j'.slice(0, 60), (text, sentence) => {
    let error: unknown = null;
    try {
      parseTargetList(text, 'hosts');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(sentence);
    expect((error as UsageError).message).not.toMatch(/[\x00-\x1f\x7f]|hunter2/);
  });
});

describe('lists of a hundred thousand', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => `DP${index}.contoso.com`);
  // Ten times what they take on a slow machine; a square would take hours.
  const limit = 20_000;

  test.each([
    ['lines', () => many.join('\n')],
    ['JSON names', () => JSON.stringify(many)],
    ['JSON objects', () => JSON.stringify(many.map((name) => ({ name, port: 22, roles: ['site-server'] })))],
    ['CSV', () => `name,via,roles\n${many.map((name) => `"${name}",ssh,site-server;pxe-server`).join('\n')}`],
  ])(
    'as %s',
    (_, text) => {
      expect(parseTargetList(text(), 'hosts')).toHaveLength(many.length);
    },
    limit,
  );

  test('of the same host', { timeout: limit }, () => {
    expect(parseTargetList(many.map(() => 'DP01').join('\n'), 'hosts')).toEqual([{ name: 'DP01' }]);
  });

  test.each([
    ['a quote that never ends', `name,user\nA,"${'x'.repeat(1_000_000)}`],
    ['blanks before a stray quote', `name,user\nA,${' '.repeat(1_000_000)}"a"b`],
    ['nothing but comments', '# none\n'.repeat(300_000)],
    ['an array that never ends', `[${'"A",\n'.repeat(100_000)}`],
    ['one long line', 'a'.repeat(1_000_000)],
  ])(
    'refused as soon: %s',
    (_, text) => {
      expect(() => parseTargetList(text, 'hosts')).toThrow(UsageError);
    },
    limit,
  );
});

describe('what was written in one of the formats is read as it was', () => {
  const name = fc.oneof(
    fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,13}[A-Za-z0-9]$/),
    fc.domain().filter((text) => text.length < 200),
    fc.ipV4(),
    fc.ipV6(),
  );
  const word = fc.stringMatching(/^[^\s\p{Cc}-][^\p{Cc}]{0,20}$/u).filter((text) => text === text.trim());
  const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
  const common = { name, address: optional(name), port: optional(fc.integer({ min: 1, max: 65_535 })) };
  const parts = optional(fc.subarray([...roles], { minLength: 1 }));
  const anyHost: fc.Arbitrary<NamedHost> = fc.oneof(
    fc.record({
      ...common,
      roles: parts,
      via: fc.constantFrom('ssh' as const, undefined),
      user: optional(word),
      keyFile: optional(word),
    }),
    fc.record({
      ...common,
      roles: parts,
      via: fc.constantFrom('winrm' as const, undefined),
      configurationName: optional(word),
      useSsl: optional(fc.boolean()),
      credential: optional(word),
    }),
    fc.record({ name, via: fc.constantFrom(...ways) }),
  );
  const hosts = fc.uniqueArray(anyHost, { minLength: 1, maxLength: 20, selector: (host) => hostKey(host.name) });
  // A failure prints its seed and path, which go in here to see it again.
  const settings: fc.Parameters<unknown> = { seed: 20_261_122, numRuns: 150 };

  const columns = [
    'roles',
    'credential',
    'useSsl',
    'configurationName',
    'keyFile',
    'user',
    'via',
    'port',
    'address',
    'name',
  ] as const;
  const cell = (value: unknown): string => {
    const text = Array.isArray(value) ? value.join(';') : String(value ?? '');
    return /[",#]|^$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const csv = (list: NamedHost[], end: string): string =>
    [columns.join(','), ...list.map((host) => columns.map((column) => cell(host[column])).join(','))].join(end);

  test('lines', () => {
    const noise = fc.constantFrom('', '\n', '  # note', '\r\n# note');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, noise), { minLength: 1 }), (list) => {
        // A first line that reads "name" is a header.
        fc.pre(list[0]![0].toLowerCase() !== 'name');
        const unique = [
          ...new Map(
            list
              .map(([each]) => each)
              .reverse()
              .map((each) => [hostKey(each), each]),
          ).keys(),
        ];
        const read = names(list.map(([each, after]) => `${each}${after}`).join('\n'));
        expect(read.map(hostKey).sort()).toEqual(unique.sort());
        expect(read).toEqual(read.filter((each) => list.some(([written]) => written === each)));
      }),
      settings,
    );
  });

  test('JSON', () => {
    fc.assert(
      fc.property(hosts, fc.constantFrom(undefined, 2), (list, indent) => {
        expect(parseTargetList(JSON.stringify(list, null, indent), 'hosts')).toEqual(list);
      }),
      settings,
    );
  });

  test('CSV', () => {
    fc.assert(
      fc.property(hosts, fc.constantFrom('\n', '\r\n'), (list, end) => {
        expect(parseTargetList(csv(list, end), 'hosts')).toEqual(list);
      }),
      settings,
    );
  });

  test('any text is read or refused in one sentence, and nothing else', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...'[]{}",:;#\\ \n\rAname0'), maxLength: 60 }),
      fc.json(),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('', 'name,port\n', '['), (body, head) => {
        try {
          expect(parseTargetList(head + body, 'hosts').length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          expect((error as UsageError).message).toMatch(/^hosts [^\p{Cc}]+[.?]$/u);
        }
      }),
      { ...settings, numRuns: 1000 },
    );
  });
});
