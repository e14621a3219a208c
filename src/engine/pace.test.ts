import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countText, shareText, sizeText } from '../model/sizes.ts';
import { paceText } from './pace.ts';

const gb = 1e9;
const mb = 1e6;

test.each([
  ['a rate, and the rest by it', 1.2 * gb, 4 * gb, 3871, '1.2 of 4.0 GB, 310 MB/s, 10 s left'],
  ['minutes, rounded up', gb, 100 * gb, 2000, '1.0 of 100 GB, 500 MB/s, 4 min left'],
  ['hours and minutes', 100 * mb, 42_100 * mb, 10_000, '0.1 of 42 GB, 10 MB/s, 1 h 10 min left'],
  ['whole hours', mb, 36_001 * mb, 1000, '0.0 of 36 GB, 1.0 MB/s, 10 h left'],
  ['a second short of a minute is one', 10 * mb, 609 * mb, 1000, '10 of 609 MB, 10 MB/s, 1 min left'],
  ['the first second tells no rate', gb, 4 * gb, 999, '1.0 of 4.0 GB'],
  ['nothing done tells no rate', 0, 4 * gb, 60_000, '0.0 of 4.0 GB'],
  ['nothing to do', 0, 0, 60_000, '0 of 0 bytes'],
  ['all done', 4 * gb, 4 * gb, 10_000, '4.0 of 4.0 GB, 400 MB/s, 0 s left'],
  ['more done than there was', 5 * gb, 4 * gb, 10_000, '4.0 of 4.0 GB, 400 MB/s, 0 s left'],
  ['less than nothing done', -1, 10, 2000, '0 of 10 bytes'],
  ['less than a byte a second', 1, 10, 10_000, '1 of 10 bytes, 0 bytes/s, 2 min left'],
  ['a clock that was set back', 1, 10, -5, '1 of 10 bytes'],
])('%s', (_what, done, total, sinceMs, text) => {
  expect(paceText({ done, total, sinceMs })).toBe(text);
});

test('no numbers divide by zero', () => {
  const whole = fc.integer({ min: 0, max: 2 ** 50 });
  fc.assert(
    fc.property(whole, whole, whole, (done, total, sinceMs) => {
      expect(paceText({ done, total, sinceMs })).not.toMatch(/NaN|Infinity|-|undefined/);
    }),
    { seed: 20261122, numRuns: 500 },
  );
});

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 KB'],
  [9949, '9.9 KB'],
  [9950, '10 KB'],
  [999_499, '999 KB'],
  [999_500, '1.0 MB'],
  [5_600_000_000, '5.6 GB'],
  [7.3e15, '7300 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

test('a share is in the unit of the whole', () => expect(shareText(12_000, 2_000_000)).toBe('0.0 of 2.0 MB'));

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1_234_567, '1,234,567'],
])('%d is %s', (count, text) => {
  expect(countText(count)).toBe(text);
});
