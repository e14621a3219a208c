// Builds the program before the first test, so that `npx vitest run` alone works; nothing is done where it is current.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { builtProgram } from '../../lab/stories.ts';
import { packageFolder } from '../../src/transport/snippets.ts';

export default function build(): void {
  const root = packageFolder();
  const built = statSync(builtProgram(), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['src', 'checks', 'lab'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(root, folder, name)),
  );
  if (sources.every((file) => statSync(file).mtimeMs < built)) return;
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
}
