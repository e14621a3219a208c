import { readdir, readFile } from 'node:fs/promises';

/**
 * The far sides of one address of a fleet, by what sshd puts into their environment: the fleet's folder, and the
 * address that was called. Linux shows it in /proc.
 */
async function farSides(folder: string, address: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = (await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')).split('\0');
      const called = environment.find((entry) => entry.startsWith('SSH_CONNECTION='))?.split(' ')[2];
      return called === address && environment.includes(`OSD_LAB_FLEET=${folder}`) ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

/** Sends a signal to the far sides of one address, and says to how many. */
export async function signalFarSides(folder: string, address: string, signal: NodeJS.Signals): Promise<number> {
  const pids = await farSides(folder, address);
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
  return pids.length;
}
