import { describe, expect, test } from 'vitest';
import { merge } from '../../test/facts/merge.ts';
import { fact, gathering, host, silentHost } from '../../test/facts/sample.ts';
import { linesOf, readBytes } from '../../test/facts/stream.ts';
import type { Gathering } from '../model/gathering.ts';
import { mergeGatherings } from './merge.ts';

describe('facts of a name without a host line', () => {
  const stray = (target: string, parts: Parameters<typeof fact>[0]): Gathering => {
    const facts = [fact({ target, ...parts })];
    const text = linesOf(
      gathering({}),
      facts.map((each) => ({ fact: each })),
    ).join('');
    return readBytes(Buffer.from(text));
  };

  test('keep it, or take the one by which another file knows the machine', () => {
    const known = gathering({ hosts: [host('CM01', {}, [], ['10.0.0.7'])], facts: [fact({})] });
    const list = [stray('10.0.0.7', { fact: 'shares' }), known, stray('DP09', { data: 1 }), stray('dp09', { data: 2 })];
    const { facts, hosts } = mergeGatherings(list, { configuration: null });
    expect(hosts).toEqual(known.hosts);
    expect(facts.of('CM01')).toEqual([fact({}), fact({ fact: 'shares' })]);
    expect(facts.of('dp09.')).toEqual([fact({ target: 'DP09', data: 1 })]);
    expect(facts.of('DP10')).toEqual([]);
  });
});

describe('hosts', () => {
  const cm = { machineName: 'CM01', names: ['CM01', 'cm01.contoso.com'] };

  test('the same machine under two names is one target', () => {
    const merged = merge(
      { hosts: [host('cm01.contoso.com', cm, ['site-server'])], facts: [fact({ target: 'cm01.contoso.com' })] },
      {
        hosts: [host('CM01', cm, ['distribution-point'], ['localhost'])],
        facts: [fact({ target: 'CM01', fact: 'shares' })],
      },
    );
    expect(merged.hosts).toEqual([
      host('cm01.contoso.com', cm, ['site-server', 'distribution-point'], ['CM01', 'localhost']),
    ]);
    expect(merged.facts.map(({ target, fact: name }) => [target, name])).toEqual([
      ['cm01.contoso.com', 'services'],
      ['cm01.contoso.com', 'shares'],
    ]);
  });

  test('reached before not reached, in either order; the first name stays', () => {
    const silent = {
      hosts: [silentHost('ref01.contoso.com', ['reference-computer'])],
      facts: [fact({ target: 'ref01.contoso.com', failed: 'unreachable', bootTime: null })],
    };
    const spoken = {
      hosts: [host('REF01', { names: ['REF01', 'ref01.contoso.com'] })],
      facts: [fact({ target: 'REF01' })],
    };
    const merged = merge(silent, spoken);
    expect(merged.hosts).toMatchObject([
      {
        target: 'ref01.contoso.com',
        aliases: ['REF01'],
        roles: ['reference-computer'],
        identity: { machineName: 'REF01' },
      },
    ]);
    expect(merged.facts).toEqual([fact({ target: 'ref01.contoso.com' })]);
    expect(merge(spoken, silent).hosts).toMatchObject([
      { target: 'REF01', aliases: ['ref01.contoso.com'], roles: ['reference-computer'] },
    ]);
  });

  test('clones share a SID and not a name; names alone do not make one machine', () => {
    expect(merge({ hosts: [host('A')] }, { hosts: [host('B')] }).hosts).toHaveLength(2);
    const nameless = { machineName: 'X', machineSid: null };
    expect(merge({ hosts: [host('A', nameless)] }, { hosts: [host('B', nameless)] }).hosts).toHaveLength(2);
  });

  test('a name that two machines answer to tells neither', () => {
    const merged = merge(
      { hosts: [host('A', { names: ['A', 'old.contoso.com'] }), host('B', { names: ['B', 'old.contoso.com'] })] },
      { hosts: [silentHost('old.contoso.com')] },
    );
    expect(merged.hosts.map(({ target }) => target)).toEqual(['A', 'B', 'old.contoso.com']);
  });

  test('of two installations under one name the later one counts, and the other is named', () => {
    const old = host('REF01', { machineSid: 'S-1-5-21-9', bootTime: '2026-11-01T06:00:00Z' });
    const merged = merge(
      { hosts: [old], facts: [fact({ target: 'REF01', fact: 'disk' })] },
      { hosts: [host('REF01')], facts: [fact({ target: 'REF01' })] },
    );
    expect(merged.hosts).toEqual([host('REF01')]);
    expect(merged.facts).toEqual([fact({ target: 'REF01' })]);
    expect(merged.notes).toEqual([
      'facts file 1 was read from another installation of REF01; what it says of it is left out.',
    ]);
  });
});
