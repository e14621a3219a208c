import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mustSkip, shell } from '../lab/probe.ts';
import {
  descendants,
  type Ended,
  type Environment,
  folder,
  killPrograms,
  left,
  leftFolders,
  powerShellMustBeThereInCi,
  run,
  type Started,
  start,
} from './program.ts';

const patience = 120_000;
/** A process needs a moment to end; one that is still there after this was left behind. */
const longEnough = 20_000;
const held = join(folder, 'held');
const holding = join(folder, 'holding.mjs');

/**
 * A PowerShell that keeps one request of one machine from its engine, as a read that never ends; with HOLD_AFTER it
 * passes that many rows of the answer on, as one that ends in the middle.
 */
const holdingShell = `#!${process.execPath}
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const { REAL_SHELL, HOLD_HOST, HOLD_READ, HOLD_STAYS, HOLD_AFTER, COMPUTERNAME } = process.env;
const real = spawn(REAL_SHELL, process.argv.slice(2), { stdio: ['pipe', HOLD_AFTER ? 'pipe' : 'inherit', 'inherit'] });
let isAsked = false;
let isHeld = false;
const hold = () => {
  isHeld = true;
  writeFileSync(${JSON.stringify(held)}, '');
};
process.stdin.on('data', (chunk) => {
  isAsked ||= COMPUTERNAME === HOLD_HOST && chunk.includes(HOLD_READ);
  if (isAsked && !isHeld && !HOLD_AFTER) hold();
  if (!isHeld || HOLD_AFTER) real.stdin.write(chunk);
});
process.stdin.on('end', () => isHeld && HOLD_STAYS || real.stdin.end());
let rows = 0;
if (HOLD_AFTER) createInterface(real.stdout).on('line', (line) => {
  if (isHeld) return;
  process.stdout.write(line + '\\n');
  if (!isAsked || !line.includes(' item ') || ++rows != HOLD_AFTER) return;
  isHeld = true;
  // The real one may be done with all its rows by now; this one is in the middle of them until it is ended.
  setInterval(() => undefined, 1000);
  // What was passed on is to be read before somebody acts on it.
  setTimeout(hold, 300);
});
real.on('exit', (code) => isHeld || process.exit(code ?? 1));
`;

/** Starts a run that comes to a halt at a request, and waits until it is there. */
async function heldAt(read: string, words: readonly string[] = [], after?: number): Promise<Started> {
  const env: Environment = {
    ...shell!.env,
    REAL_SHELL: shell!.executable,
    HOLD_HOST: 'DP01',
    HOLD_READ: read,
    // Rows have a process of their own, whose input ends with the request; a session's ends with the program.
    HOLD_AFTER: after?.toString(),
    HOLD_STAYS: read.startsWith('Read-Content') ? '1' : undefined,
  };
  const program = start(['run', '--lab', 'healthy', '--powershell', holding, ...words], env);
  let isOver = false;
  void program.ended.then(() => {
    isOver = true;
  });
  while (!existsSync(held)) {
    if (isOver) throw new Error(`it ended before ${read} was asked: ${program.stderr()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(descendants().length).toBeGreaterThan(after === undefined ? 2 : 0);
  return program;
}

async function expectInterrupted(ended: Ended): Promise<void> {
  expect(ended.code).toBe(130);
  expect(ended.stdout).toMatch(/^CANNOT TELL/);
  expect(ended.stdout).toMatch(/The reading was interrupted/);
  expect(ended.stdout).toMatch(/exit code 130\n/);
  expect(ended.stderr).not.toMatch(/\n\s+at /);
  expect(await left(longEnough)).toEqual([]);
  expect(leftFolders()).toEqual([]);
}

powerShellMustBeThereInCi();

// Signals to groups and the list of processes are Linux's; the tree is ended the same way elsewhere.
describe.skipIf(mustSkip || process.platform !== 'linux')('Ctrl-C', { timeout: patience }, () => {
  beforeAll(() => {
    writeFileSync(holding, holdingShell);
    chmodSync(holding, 0o755);
  });
  beforeEach(() => rmSync(held, { force: true }));
  afterEach(killPrograms);

  test('while a machine is being reached', async () => {
    const program = await heldAt('Read-HostIdentity');
    program.child.kill('SIGINT');
    await expectInterrupted(await program.ended);
  });

  test('while a fact is read keeps what was read before, in the report and in the file', async () => {
    const program = await heldAt('Read-ContentLibrary', ['--save', 'cut.ndjson']);
    program.child.kill('SIGINT');
    const ended = await program.ended;
    await expectInterrupted(ended);
    expect(ended.stdout).toMatch(/passed \d+ .*capture-share-provider-access/s);
    const judged = await run(['judge', 'cut.ndjson']);
    expect(judged).toMatchObject({ code: 3, stdout: expect.stringMatching(/^CANNOT TELL/) });
    expect(judged.stdout).toMatch(/passed \d+ .*capture-share-provider-access/s);
    expect(readFileSync(join(folder, 'cut.ndjson'), 'utf8')).toContain('"failed":"interrupted"');
  });

  test('while rows are read, to every process at once, as a terminal sends it', async () => {
    const program = await heldAt('Read-ContentBlobs');
    process.kill(-program.child.pid!, 'SIGINT');
    await expectInterrupted(await program.ended);
  });

  test('while bytes are read keeps the files that were read by then', async () => {
    const program = await heldAt('Read-ContentBlobs', ['--save', 'part.ndjson'], 2);
    program.child.kill('SIGINT');
    await expectInterrupted(await program.ended);
    const facts = readFileSync(join(folder, 'part.ndjson'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('"fact":"content-blobs"'))
      .map((line) => JSON.parse(line) as { data: object[] });
    expect(facts).toMatchObject([{ data: [{ kind: 'blob' }, { kind: 'blob' }, { kind: 'cut' }] }]);
    const judged = await run(['judge', 'part.ndjson']);
    expect(judged).toMatchObject({ code: 3, stdout: expect.stringMatching(/^CANNOT TELL/) });
  });

  test('while the first engine starts', async () => {
    const program = start(['run', '--lab', 'access-denied']);
    await program.said('waiting');
    program.child.kill('SIGINT');
    await expectInterrupted(await program.ended);
  });

  // The second one can fall between the moment in which the engines are stopped and that in which they are killed.
  test.each([0, 5, 20, 60])('a second time after %i ms ends at once, and leaves nothing', async (wait) => {
    const program = await heldAt('Read-WdsSettings');
    program.child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, wait));
    program.child.kill('SIGINT');
    expect((await program.ended).code).toBe(130);
    expect(await left(longEnough)).toEqual([]);
  });

  test('a read that takes too long is given up, and the rest is judged', async () => {
    const program = await heldAt('Read-WdsSettings', ['--fact-timeout', '10']);
    const ended = await program.ended;
    expect(ended.code).toBe(3);
    expect(ended.stdout).toMatch(/no (sign of life|complete answer)\s+within\s+10\s+s/);
    expect(ended.stdout).toMatch(/^CANNOT TELL for [^·]*pxe/);
    expect(ended.stdout).toMatch(/passed \d+ .*capture-share-provider-access/s);
    expect(await left(longEnough)).toEqual([]);
  });

  test('when the program itself is killed, the engines end by themselves', async () => {
    const program = start(['run', '--lab', 'healthy']);
    await program.said('reading');
    expect(descendants().length).toBeGreaterThan(1);
    program.child.kill('SIGKILL');
    expect(await program.ended).toMatchObject({ signal: 'SIGKILL', code: null });
    expect(await left(longEnough)).toEqual([]);
  });
});
