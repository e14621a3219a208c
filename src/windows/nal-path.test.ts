import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNalPath } from './nal-path.ts';

const nal = (host: string, site: string, display = host) =>
  `["Display=\\\\${display}\\"]MSWNET:["SMS_SITE=${site}"]\\\\${host}\\`;

test('host and site code come out upper-cased', () => {
  const expected = { host: 'DP1.CONTOSO.COM', siteCode: 'PS1' };
  expect(parseNalPath('["Display=\\\\DP1.CONTOSO.COM\\"]MSWNET:["SMS_SITE=PS1"]\\\\DP1.CONTOSO.COM\\')).toEqual(
    expected,
  );
  expect(parseNalPath(nal('dp1.contoso.com', 'ps1').replace('MSWNET', 'MsWNet'))).toEqual(expected);
  expect(parseNalPath(` ${nal('DP1.contoso.com', 'PS1')}\r\n`)).toEqual(expected);
});

test('the host is the one behind MSWNET, whatever is displayed', () => {
  expect(parseNalPath(nal('DP2', 'AB3', 'The old server'))).toEqual({ host: 'DP2', siteCode: 'AB3' });
  expect(parseNalPath(`${nal('DP2', 'AB3')}SMSDP$\\`)?.host).toBe('DP2');
  expect(parseNalPath(nal('DP2', 'AB3').slice(0, -1))?.host).toBe('DP2');
});

test.each([
  '',
  '\\\\DP1\\',
  'MSWNET:["SMS_SITE=PS1"]\\\\DP1\\',
  nal('', 'PS1'),
  nal('DP1', 'PS'),
  nal('DP1', 'PS12'),
  nal('DP 1', 'PS1'),
  nal('DP1', 'PS1').replace('MSWNET', 'AZURE'),
  nal('DP1', 'PS1').replace('"]MSWNET', 'MSWNET'),
])('%s is no NAL path', (text) => {
  expect(parseNalPath(text)).toBeNull();
});

test('any text gives an answer', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('["Display=', '\\\\', '"]', 'MSWNET:', '["SMS_SITE=', 'PS1', 'DP1', '"', '\\', 'é')),
      (parts) => {
        const parsed = parseNalPath(parts.join(''));
        if (parsed !== null) expect(parsed.siteCode).toHaveLength(3);
      },
    ),
    { seed: 20240102, numRuns: 5000 },
  );
});
