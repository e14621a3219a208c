// Compares two facts files of one machine: what two PowerShells read must be equal, but for clocks and themselves.
import { readFileSync } from 'node:fs';
import { argv, exit, stdout } from 'node:process';

const volatile = new Set(['clock', 'localDateTime', 'powerShell', 'collectedAt', 'durationMs']);

/** The same value for equal facts: keys in order, rows in order, nothing that changes from minute to minute. */
function settled(value) {
  if (Array.isArray(value)) return value.map(settled).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([key]) => !volatile.has(key));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, settled(each)]));
}

function linesOf(file) {
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === 'host' || kind === 'fact');
  return new Map(
    lines.map((line) => [
      `${line.kind} ${line.target} ${line.fact ?? ''} ${JSON.stringify(line.params ?? {})}`,
      JSON.stringify(settled(line), null, 2),
    ]),
  );
}

const [one, other] = argv.slice(2).map(linesOf);
let different = 0;
for (const key of new Set([...one.keys(), ...other.keys()])) {
  if (one.get(key) === other.get(key)) continue;
  different += 1;
  stdout.write(`DIFFERENT ${key}\n${one.get(key) ?? 'absent'}\n---\n${other.get(key) ?? 'absent'}\n`);
}
stdout.write(`${one.size} answers compared, ${different} different\n`);
exit(different === 0 && one.size > 0 ? 0 : 1);
