import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { setMaxListeners } from 'node:events';
import { connect, isIP } from 'node:net';
import type { Failure } from '../model/answer.ts';
import { interrupted } from './watchdog.ts';

const resolveMs = 10_000;
const connectMs = 3_000;
/** As much as a server may say before its greeting. */
const mostBefore = 8 * 1024;

/**
 * Why nothing can be asked there, found in order: the name, the port, and for ssh the greeting, which a frozen sshd never
 * sends. Undefined where something listens.
 */
export async function unreachable(
  host: string,
  port: number,
  signal: AbortSignal,
  greeting: 'SSH-' | '' = '',
): Promise<Failure | undefined> {
  if (signal.aborted) return interrupted();
  // One signal for a whole estate is listened to in many places at once, which is no leak.
  setMaxListeners(0, signal);
  const found = await addresses(host, signal);
  if (signal.aborted) return interrupted();
  if (found === undefined) return failure(`the name gives no answer within ${resolveMs / 1000} s`);
  if (found.length === 0) return failure('the name does not resolve');
  const names = `(name resolves to ${found.map(({ address }) => address).join(', ')})`;
  // All at once: one address of several that is dead must not use up the time of the others.
  const ends = await Promise.all(found.map(({ address }) => attempt({ address, port, greeting }, signal)));
  if (ends.includes('open')) return undefined;
  if (signal.aborted) return interrupted();
  const worst = order.find((end) => ends.includes(end))!;
  return failure(`${sentences[worst](port)} ${names}`);
}

type End = 'open' | 'mute' | 'stranger' | 'hung-up' | 'silent' | 'refused' | 'lost';

/** Of several addresses the one that came furthest is told of. */
const order = ['mute', 'stranger', 'hung-up', 'silent', 'refused', 'lost'] as const;

const sentences: Record<(typeof order)[number], (port: number) => string> = {
  mute: (port) => `TCP ${port} is open there, but sshd says nothing within ${connectMs / 1000} s`,
  stranger: (port) => `what listens on TCP ${port} there is no sshd`,
  'hung-up': (port) => `TCP ${port} there hangs up before sshd has said anything`,
  silent: (port) => `no answer on TCP ${port} within ${connectMs / 1000} s`,
  refused: (port) => `TCP ${port} is closed there`,
  lost: (port) => `no way to TCP ${port} there`,
};

function failure(message: string): Failure {
  return { failed: 'unreachable', message };
}

/** Node looks names up in four threads, which files need too: more at once would only wait there, on their own clocks. */
const lookupsAtOnce = 3;
let lookups = 0;
const lookupQueue: (() => void)[] = [];

/** Undefined where the name service is silent; no addresses where it knows none. */
async function addresses(host: string, signal: AbortSignal): Promise<LookupAddress[] | undefined> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  if (lookups < lookupsAtOnce) lookups++;
  else if (!(await turnToLookUp(signal))) return undefined;
  // A thread is free again when its lookup has ended, and not when nobody waits for it any more.
  const found = lookup(host, { all: true })
    .catch(() => [])
    .finally(() => {
      const next = lookupQueue.shift();
      if (next) next();
      else lookups--;
    });
  const { over, stop } = pause(resolveMs, signal);
  return await Promise.race([found, over]).finally(stop);
}

/** False where the signal came first; then no turn is taken. */
function turnToLookUp(signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const turn = (): void => {
      signal.removeEventListener('abort', leave);
      resolve(true);
    };
    const leave = (): void => {
      const place = lookupQueue.indexOf(turn);
      if (place !== -1) lookupQueue.splice(place, 1);
      resolve(false);
    };
    lookupQueue.push(turn);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
  });
}

interface Pause {
  /** Resolves after the time, or when the signal says so. */
  over: Promise<undefined>;
  stop(): void;
}

function pause(ms: number, signal: AbortSignal): Pause {
  let stop = (): void => {};
  const over = new Promise<undefined>((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve(undefined);
    }
    signal.addEventListener('abort', done);
    stop = done;
    if (signal.aborted) done();
  });
  return { over, stop };
}

function attempt({ address, port, greeting }: Door, signal: AbortSignal): Promise<End> {
  return new Promise((resolve) => {
    // Not with the signal: Node leaves a listener of each socket on it, and an estate has a hundred thousand.
    const socket = connect({ host: address, port });
    const cut = (): void => end('lost');
    signal.addEventListener('abort', cut, { once: true });
    let connected = false;
    let said = '';
    const end = (how: End): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cut);
      socket.destroy();
      resolve(how);
    };
    // Not the socket's own: whoever sends a byte now and then would put it off for ever.
    let timer = setTimeout(() => end('silent'), connectMs);
    socket.once('connect', () => {
      if (greeting === '') return end('open');
      connected = true;
      clearTimeout(timer);
      timer = setTimeout(() => end(said === '' ? 'mute' : 'stranger'), connectMs);
    });
    socket.on('data', (bytes) => {
      said += bytes.toString('latin1');
      // Lines may come before the greeting (RFC 4253, 4.2).
      if (said.split('\n').some((line) => line.startsWith(greeting))) end('open');
      else if (said.length > mostBefore) end('stranger');
    });
    socket.once('end', () => end(said === '' ? 'hung-up' : 'stranger'));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (connected) end('hung-up');
      else end(error.code === 'ECONNREFUSED' ? 'refused' : 'lost');
    });
  });
}

interface Door {
  address: string;
  port: number;
  greeting: string;
}
