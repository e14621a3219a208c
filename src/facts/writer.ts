import { open } from 'node:fs/promises';
import type { GatheredFact, GatheredHost, Gathering } from '../model/gathering.ts';
import { UsageError } from '../model/usage-error.ts';
import { encodeFacts, FactsEncoder, type FactsEnd, type FactsHeader } from './encode.ts';

/** Takes text, and is ready for more when its promise is. */
export type Print = (text: string) => Promise<void> | void;

/** Where the text goes: written in pieces, one after the other, and closed once. */
interface Sink {
  write: Print;
  close(): Promise<void>;
}

/** This much text may wait to be written before whoever adds to it has to wait. In characters. */
const waitingText = 1024 * 1024;

/**
 * Makes sure, before anything is read, that a facts file can be written: the folder is there and may be written to, and
 * what lies there is a facts file or empty. Anything else is somebody's, and is not replaced.
 */
export async function demandWritable(file: string): Promise<void> {
  const handle = await open(file, 'a+').catch((error: unknown) => {
    throw unwritable(file, error);
  });
  try {
    const start = Buffer.alloc(64);
    const { bytesRead } = await handle.read(start, 0, start.length, 0);
    if (bytesRead === 0 || start.toString('latin1', 0, bytesRead).startsWith('{"kind":"header"')) return;
    throw new UsageError(`The file ${file} is there and is no facts file; name another, or move it away.`);
  } finally {
    await handle.close();
  }
}

/**
 * A facts file that grows while a gathering goes on, at the path `to` or through a function that prints. An existing
 * file is replaced. Throws a UsageError where the file cannot be written.
 */
export async function openFactsWriter(to: string | Print, header: FactsHeader): Promise<FactsWriter> {
  const writer = new FactsWriter(typeof to === 'string' ? await fileSink(to) : { write: to, close: async () => {} });
  await writer.header(header);
  return writer;
}

/**
 * Lines go out in the order of the calls, each as soon as the one before it is out. A promise asks for patience: it is
 * kept when there is room for more, and broken when writing failed, then and ever after. To ignore it is allowed: then
 * `end` says it.
 */
export class FactsWriter {
  /** Lines so far. */
  readonly written = { hosts: 0, facts: 0 };
  #encoder = new FactsEncoder();
  #sink: Sink;
  #waiting: string[] = [];
  #waitingLength = 0;
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;
  #failure: { error: unknown } | null = null;
  #isOver = false;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** The first line, once. */
  header(header: FactsHeader): Promise<void> {
    return this.#add(this.#encoder.header(header));
  }

  /**
   * A machine, before its facts. A later line of the same name replaces this one; one with another target among its
   * aliases takes over what was written of that.
   */
  host(host: GatheredHost): Promise<void> {
    this.written.hosts += 1;
    return this.#add(this.#encoder.host(host));
  }

  fact(fact: GatheredFact): Promise<void> {
    this.written.facts += 1;
    return this.#add(this.#encoder.fact(fact));
  }

  /** The last lines; when the promise is kept, all is written and the file is closed. */
  async end(end: FactsEnd): Promise<void> {
    this.#add(this.#encoder.end(end));
    await this.#close();
  }

  /** Closes the file as it is, which reads as one that was cut short. Nothing where it is closed already. */
  async abandon(): Promise<void> {
    if (!this.#isOver) await this.#close().catch(() => {});
  }

  async #close(): Promise<void> {
    this.#isOver = true;
    await this.#writing;
    try {
      await this.#sink.close();
    } catch (error) {
      this.#failure ??= { error };
    }
    if (this.#failure) throw this.#failure.error;
  }

  #add(text: string): Promise<void> {
    if (this.#isOver) throw new Error('The facts file is closed.');
    if (!this.#failure) {
      this.#waiting.push(text);
      this.#waitingLength += text.length;
      if (!this.#isWriting) this.#writing = this.#write();
    }
    const room = this.#room();
    // Whoever does not wait must not bring the program down.
    room.catch(() => {});
    return room;
  }

  async #room(): Promise<void> {
    if (this.#waitingLength > waitingText) await this.#writing;
    if (this.#failure) throw this.#failure.error;
  }

  /** Until nothing waits. What gathers during one write goes out with the next. */
  async #write(): Promise<void> {
    this.#isWriting = true;
    try {
      while (this.#waitingLength > 0) {
        const text = this.#waiting.join('');
        this.#waiting = [];
        this.#waitingLength = 0;
        await this.#sink.write(text);
      }
    } catch (error) {
      this.#failure = { error };
      this.#waiting = [];
      this.#waitingLength = 0;
    }
    this.#isWriting = false;
  }
}

/** Writes a gathering that is there as a whole. An existing file is replaced. */
export async function writeFactsFile(file: string, gathering: Gathering): Promise<void> {
  const sink = await fileSink(file);
  try {
    for (const text of encodeFacts(gathering)) await sink.write(text);
  } finally {
    await sink.close();
  }
}

async function fileSink(file: string): Promise<Sink> {
  const failed = (error: unknown): never => {
    throw unwritable(file, error);
  };
  const handle = await open(file, 'w').catch(failed);
  return {
    write: (text) => handle.appendFile(text).catch(failed),
    close: () => handle.close().catch(failed),
  };
}

function unwritable(file: string, error: unknown): UsageError {
  const { code = '' } = error as NodeJS.ErrnoException;
  const why =
    {
      ENOENT: 'its folder does not exist',
      EISDIR: 'it is a folder',
      EACCES: 'access is denied',
      ENOSPC: 'the disk is full',
    }[code] ?? code;
  return new UsageError(
    `The facts file ${file} cannot be written: ${why}; name one in a folder that can be written to.`,
  );
}
