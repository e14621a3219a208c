import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { type Fleet, findSshd } from '../../lab/fleet.ts';
import type { FleetHost } from '../../lab/fleet-plan.ts';
import { parseScenario } from '../../lab/scenario.ts';
import { mustSkip } from './probe.ts';

const found = await findSshd();

/** Without sshd or PowerShell tests of the fleet are skipped, save in CI. */
export const mustSkipFleet = mustSkip || ('missing' in found && process.env.CI !== 'true');

/** One host of each kind, and as many more as make 17 behind sshd. */
export const everyDoor = parseScenario(
  `
title: t
story: s
expect: go
now: 2026-03-02T14:00:00Z
hosts:
  HQ:
    bootTime: 2026-02-26T04:00:00Z
    machineSid: S-1-5-21-1812440771-990127344-2310057719
    services: { WDSServer: { startedAt: 2026-02-26T04:00:41Z } }
estate:
  german: { name: "GER-#", count: 1, like: HQ, over: { culture: de-DE, timeZone: Europe/Berlin, clock: 2026-03-02T14:07:00Z } }
  stopped: { name: "STOPPED-#", count: 1, like: HQ, over: { services: { WDSServer: { state: Stopped, exitCode: 1077, startedAt: null } } } }
  refusing: { name: "REFUSES-#", count: 1, like: HQ, fault: refuses }
  silent: { name: "SILENT-#", count: 2, like: HQ, fault: silent }
  hanging: { name: "HANGS-#", count: 2, like: HQ, fault: hangs }
  strange: { name: "STRANGE-#", count: 1, like: HQ, fault: wrong-key }
  noisy: { name: "NOISY-#", count: 1, like: HQ, fault: noisy-profile }
  frozen: { name: "FROZEN-#", count: 1, like: HQ, fault: frozen }
  more: { name: "MORE-##", count: 9, like: HQ }
`,
  'every-door.yaml',
);

/** The plain client on a host of a fleet; ends by itself after some seconds. `words` come after the address. */
export function ssh(
  fleet: Pick<Fleet, 'sshOptions' | 'keyFile' | 'user'>,
  { address, port }: Pick<FleetHost, 'address' | 'port'>,
  words: string[],
  input = '',
) {
  const options = Object.entries({ ...fleet.sshOptions, ConnectTimeout: '2' }).flatMap(([key, value]) => [
    '-o',
    `${key}=${value}`,
  ]);
  const where = ['-F', '/dev/null', '-i', fleet.keyFile, '-l', fleet.user, '-p', String(port), address];
  return execa('ssh', [...options, ...where, ...words], { reject: false, input, timeout: 20_000 });
}

/** Processes that have this text in their environment or among their arguments. */
export async function processesAbout(text: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const about = async (pid: string) => {
    const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
    return `${await read('environ')}${await read('cmdline')}`.includes(text);
  };
  const hits = await Promise.all(pids.map(async (pid) => ((await about(pid)) ? [Number(pid)] : [])));
  return hits.flat().filter((pid) => pid !== process.pid);
}

/** Whether anything answers there; a silent listener does not. */
export function answers({ address, port }: Pick<FleetHost, 'address' | 'port'>): Promise<boolean | 'silent'> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const end = (how: boolean | 'silent'): void => {
      socket.destroy();
      resolve(how);
    };
    socket.setTimeout(1_000, () => end('silent'));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** Waits until something holds; false after half a minute. */
export async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
  for (const end = performance.now() + 30_000; performance.now() < end; await sleep(100)) {
    if (await holds()) return true;
  }
  return false;
}
