import { PassThrough } from 'node:stream';
import { checks } from '../../checks/index.ts';
import { parseArguments } from '../../src/cli/args.ts';
import { perform } from '../../src/commands/index.ts';
import type { Surroundings } from '../../src/surroundings.ts';
import { folder } from './program.ts';

export interface Printed {
  code: number;
  stdout: string;
  stderr: string;
}

/** Carries out a command line in this process: for many scenarios, which would otherwise load the program each. */
export async function runHere(words: readonly string[], input: readonly Uint8Array[] = []): Promise<Printed> {
  const parsed = parseArguments(words, {
    checkIds: checks.map(({ id }) => id),
    areas: [...new Set(checks.map(({ area }) => area))],
    version: '0.0.0',
    columns: 80,
  });
  if (parsed.kind === 'text') throw new Error(`no command to carry out: ${words.join(' ')}`);
  let stdout = '';
  let stderr = '';
  const told = new PassThrough();
  const tell = (text: string): void => {
    stderr += text;
  };
  told.setEncoding('utf8').on('data', tell);
  const around: Surroundings = {
    cwd: folder,
    env: {},
    home: folder,
    stdin: async () => Buffer.concat(input),
    async *input() {
      yield* input;
    },
    async print(text) {
      stdout += text;
    },
    tell: (line) => tell(`${line}\n`),
    stderr: told as unknown as NodeJS.WriteStream,
    terminal: { stdout: false, stderr: false, unicode: true, columns: 80, color: false },
    now: () => new Date().toISOString(),
    signal: new AbortController().signal,
    operator: 'operator',
    localNames: [],
    version: '0.0.0',
  };
  const code = await perform(parsed.options, around);
  return { code, stdout, stderr };
}
