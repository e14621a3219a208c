import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

interface LockOptions {
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
  /** Told once if somebody else holds the lock. */
  readonly onWait: () => void;
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly since: number;
}

let taken = 0;

/**
 * Takes a lock directory and gives the function that releases it. A lock whose process is dead, or that is older than
 * twice the deadline, is broken. It saves double work and no more: whoever breaks it wrongly does harm to nobody,
 * because what is guarded ends with an atomic rename.
 */
export async function holdLock(folder: string, options: LockOptions): Promise<() => Promise<void>> {
  const end = Date.now() + options.deadlineMs;
  const mine = `${folder}.${process.pid}-${taken++}`;
  const owner: Owner = { pid: process.pid, host: hostname(), since: Date.now() };
  for (let waited = false; ; waited = true) {
    options.signal?.throwIfAborted();
    if (await take(folder, mine, { ...owner, since: Date.now() }))
      return async () => await rm(folder, { recursive: true, force: true });
    if (await isStale(folder, 2 * options.deadlineMs)) {
      await breakLock(folder, mine);
      continue;
    }
    if (Date.now() > end) throw new Error(`Waited too long for another process to finish: ${folder} is still there.`);
    if (!waited) options.onWait();
    await sleep(200, undefined, options.signal ? { signal: options.signal } : {});
  }
}

/** A rename of a filled folder: owner and lock appear together, and the rename fails while another one is there. */
async function take(folder: string, mine: string, owner: Owner): Promise<boolean> {
  await mkdir(mine, { recursive: true });
  await writeFile(join(mine, 'owner.json'), JSON.stringify(owner));
  try {
    await rename(mine, folder);
    return true;
  } catch {
    await rm(mine, { recursive: true, force: true });
    return false;
  }
}

async function breakLock(folder: string, mine: string): Promise<void> {
  const aside = `${mine}.broken`;
  // Whoever renames it breaks it; the others find nothing and go on.
  await rename(folder, aside).catch(() => undefined);
  await rm(aside, { recursive: true, force: true });
}

async function isStale(folder: string, maximumAgeMs: number): Promise<boolean> {
  const text = await readFile(join(folder, 'owner.json'), 'utf8').catch(() => undefined);
  // Gone between two looks: not stale, the next try takes it.
  if (text === undefined) return false;
  let owner: Owner;
  try {
    owner = JSON.parse(text) as Owner;
  } catch {
    return true;
  }
  if (Date.now() - owner.since > maximumAgeMs) return true;
  return owner.host === hostname() && !isAlive(owner.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, but another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
