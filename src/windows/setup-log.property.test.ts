import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSetupLine, setupMoment } from './setup-log.ts';
import { invalidStateLine, refusedPackages, servicingRefusal } from './sysprep-log.ts';

const seed = { seed: 20261122 };

const texts = [
  'Package Contoso.App_1.0.0.0_x64__8wekyb3d8bbwe was installed for a user, but not provisioned for all users.',
  "Audit mode can't be turned on if there is an active scenario.",
  'RunExternalDlls:Not running DLLs; either the machine is in an invalid state or we could not update it, dwRet = 31',
];
const whole = fc
  .tuple(fc.constantFrom('', '[0x0f0082] '), fc.constantFrom('SYSPRP ', 'IBS    ', ''), fc.constantFrom(...texts))
  .map((parts) => `2026-03-02 08:15:04, Error      ${parts.join('')}`);
const scrap = fc.oneof(
  fc.constantFrom(', ', 'Package ', '[0x', ']', '\t', '\0', '\r\n', '’', '-', ':', '9', ' '),
  fc.constantFrom(' ', 'a', '9', '\t', 'A', 'Package ', 'Audit mode can', '[0x').map((piece) => piece.repeat(5000)),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
/** A line in which pieces were cut out and others put in. */
const mutated = fc
  .tuple(whole, fc.array(fc.tuple(fc.nat(120), fc.nat(12), scrap), { maxLength: 4 }))
  .map(([line, changes]) =>
    changes.reduce((text, [at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length), line),
  );

test('20,000 mutated lines never throw', () => {
  fc.assert(
    fc.property(fc.array(mutated, { minLength: 10, maxLength: 10 }), (lines) => {
      for (const { package: name } of refusedPackages(lines)) expect(name).toMatch(/^\S{1,255}$/);
      for (const line of [servicingRefusal(lines), invalidStateLine(lines)])
        if (line) expect(setupMoment(line, 60) === null).toBe(line.local === null);
    }),
    { ...seed, numRuns: 2000 },
  );
}, 30_000);

test('what a line says comes back, whatever it is', () => {
  const text = fc.string({ unit: 'binary' }).map((each) => `x${each}y`);
  const moment = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(text, moment, fc.constantFrom('Info', 'Warning', 'Error'), (said, at, level) => {
      const time = at.toISOString();
      const raw = `${time.slice(0, 10)} ${time.slice(11, 19)}, ${level.padEnd(22)}SYSPRP ${said}`;
      const local = Math.floor(at.getTime() / 1000) * 1000;
      expect(parseSetupLine(raw)).toEqual({ text: said, local, level, component: 'SYSPRP' });
    }),
    { ...seed, numRuns: 1000 },
  );
});
