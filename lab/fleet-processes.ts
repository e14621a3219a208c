import { readdir, readFile } from 'node:fs/promises';

/** The far sides of one host: processes of ours that have its folder in their environment. Linux has it in /proc. */
async function farSides(hostFolder: string): Promise<number[]> {
  const mark = `OSD_LAB_HOST=${hostFolder}`;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(mark) ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

/** Sends a signal to the far sides of one host, and says to how many. */
export async function signalFarSides(hostFolder: string, signal: NodeJS.Signals): Promise<number> {
  const pids = await farSides(hostFolder);
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
  return pids.length;
}
