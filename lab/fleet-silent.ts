import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A thread that listens and then never comes back to accept: nothing of it can outlive the process. */
const listening = `
const { parentPort, workerData } = require('node:worker_threads');
const { createServer } = require('node:net');
let missing = workerData.addresses.length;
for (const host of workerData.addresses) {
  createServer().listen({ host, port: workerData.port, backlog: 1 }, () => {
    missing -= 1;
    if (missing > 0) return;
    parentPort.postMessage('listening');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
}`;

/** A connect on loopback that takes longer will not come to pass. */
const hangsMs = 200;
/** More than any kernel makes of a backlog of one. */
const mostWaiting = 32;

/**
 * Makes addresses silent, as a machine behind a dead link is: the listener's queue is filled, and the kernel drops what
 * comes then. Throws where connecting still works. Answers with the function that lets go of them.
 */
export async function listenSilently(addresses: readonly string[], port: number): Promise<() => Promise<void>> {
  if (addresses.length === 0) return async () => undefined;
  const worker = new Worker(listening, { eval: true, execArgv: [], workerData: { addresses, port } });
  const waiting: Socket[] = [];
  const release = async (): Promise<void> => {
    for (const socket of waiting) socket.destroy();
    await worker.terminate();
  };
  try {
    await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await Promise.all(addresses.map((address) => fill(address, port, waiting)));
  } catch (error) {
    await release();
    throw error;
  }
  worker.unref();
  return release;
}

async function fill(host: string, port: number, waiting: Socket[]): Promise<void> {
  for (let count = 0; count < mostWaiting; count++) {
    const socket = connect({ host, port });
    socket.unref();
    socket.on('error', () => undefined);
    waiting.push(socket);
    const connected = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), hangsMs);
      socket.once('connect', () => {
        clearTimeout(timer);
        resolve(true);
      });
    });
    if (!connected) {
      socket.destroy();
      return;
    }
  }
  throw new Error(`The fleet lab could not make ${host} silent: this kernel goes on answering for a full queue.`);
}
