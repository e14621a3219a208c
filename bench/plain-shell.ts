import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { childEnvironment } from '../src/transport/child.ts';
import { remember } from '../src/transport/living.ts';
import type { Shell } from '../src/transport/transport.ts';

/**
 * The alternative: a PowerShell that reads lines of code and prints lines, and nothing else. No deadlines, no framing,
 * no proof that what came back is an answer.
 */
export class PlainShell {
  #child: ChildProcessWithoutNullStreams;
  #lines: AsyncIterator<string>;

  constructor({ executable, env }: Pick<Shell, 'executable' | 'env'>) {
    const shell = { executable, env, scripts: [] };
    this.#child = spawn(executable, ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', '-'], {
      env: childEnvironment(shell),
    });
    const child = this.#child;
    remember(child);
    child.stderr.on('data', (text: Buffer) => process.stderr.write(text));
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Runs one line of code that prints one line. */
  async ask(line: string): Promise<string> {
    this.#child.stdin.write(`${line}\n`);
    return await this.#next();
  }

  /** Runs lines of code to their end, and answers with all that was printed. */
  async run(lines: readonly string[]): Promise<string[]> {
    const closed = once(this.#child, 'close');
    this.#child.stdin.end(lines.map((line) => `${line}\n`).join(''));
    const printed: string[] = [];
    for (let next = await this.#lines.next(); !next.done; next = await this.#lines.next()) printed.push(next.value);
    await closed;
    return printed;
  }

  async close(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.stdin.end();
    await closed;
  }

  async #next(): Promise<string> {
    const next = await this.#lines.next();
    if (next.done) throw new Error('The plain PowerShell ended before it answered.');
    return next.value;
  }
}

/** The line that loads files. */
export function loading(scripts: readonly string[]): string {
  return scripts.map((script) => `. ${quoted(script)}`).join('; ');
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
