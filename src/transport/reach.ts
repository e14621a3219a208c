import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import type { Failure } from '../model/answer.ts';
import { interrupted } from './watchdog.ts';

const resolveMs = 10_000;
const connectMs = 3_000;

/** Why nothing can be asked there, found in order: the name, then the port. Undefined where something listens. */
export async function unreachable(host: string, port: number, signal: AbortSignal): Promise<Failure | undefined> {
  if (signal.aborted) return interrupted();
  const found = await Promise.race([addresses(host), pause(resolveMs, signal)]);
  if (signal.aborted) return interrupted();
  if (found === undefined) return failure(`the name gives no answer within ${resolveMs / 1000} s`);
  if (found.length === 0) return failure('the name does not resolve');
  const names = `(name resolves to ${found.map(({ address }) => address).join(', ')})`;
  // All at once: one address of several that is dead must not use up the time of the others.
  const attempts = found.map(({ address }) => attempt(address, port, signal));
  const ends = await Promise.all(attempts);
  if (ends.includes('open')) return undefined;
  if (signal.aborted) return interrupted();
  if (ends.includes('silent')) return failure(`no answer on TCP ${port} within ${connectMs / 1000} s ${names}`);
  return failure(
    ends.includes('refused') ? `TCP ${port} is closed there ${names}` : `no way to TCP ${port} there ${names}`,
  );
}

function failure(message: string): Failure {
  return { failed: 'unreachable', message };
}

async function addresses(host: string): Promise<LookupAddress[]> {
  try {
    return await lookup(host, { all: true });
  } catch {
    return [];
  }
}

function pause(ms: number, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve(undefined);
    }
    signal.addEventListener('abort', done);
    timer.unref();
  });
}

function attempt(address: string, port: number, signal: AbortSignal): Promise<'open' | 'refused' | 'silent' | 'lost'> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, signal });
    const end = (how: 'open' | 'refused' | 'silent' | 'lost'): void => {
      socket.destroy();
      resolve(how);
    };
    socket.setTimeout(connectMs, () => end('silent'));
    socket.once('connect', () => end('open'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED' ? 'refused' : 'lost'));
  });
}
