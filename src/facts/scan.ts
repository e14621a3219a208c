import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Gathering } from '../model/gathering.ts';
import { UsageError } from '../model/usage-error.ts';
import { footer, footerStart } from './encode.ts';
import { isWholeLine, readHeader, readLine } from './line.ts';
import { Machines } from './machines.ts';
import type { LineOf } from './schema.ts';

/** All that a file holds but its facts, and where those are. */
export interface Scanned {
  gathering: Omit<Gathering, 'facts'>;
  machines: Machines;
}

/** No answer is this long: what has no line feed for so many bytes is not held in memory to look for one. */
const longestLine = 256 * 1024 * 1024;
const lineFeed = 0x0a;

/**
 * Goes through the bytes of a facts file once, in chunks of any size: every line is checked, every byte hashed. Throws
 * a UsageError that names the file and, where it can, the line.
 */
export class FactsScan {
  #file: string;
  #hash = createHash('sha256');
  #header: LineOf<'header'> | null = null;
  #end: LineOf<'end'> | null = null;
  #machines = new Machines();
  #lastTime = '';
  /** The first line that is wrong. That the file was changed says more than what the change made of it: see #verify. */
  #fault: UsageError | null = null;
  #footer = false;
  #lines = 0;
  /** Offset of the line that is under way, and what came of it in earlier chunks. */
  #at = 0;
  #begun: Buffer[] = [];
  #begunBytes = 0;

  /** `file` is for the sentences. */
  constructor(file: string) {
    this.#file = file;
  }

  /** The next bytes; they may be overwritten afterwards. */
  push(chunk: Buffer): void {
    let start = 0;
    for (let feed = chunk.indexOf(lineFeed); feed >= 0; feed = chunk.indexOf(lineFeed, start)) {
      this.#line(this.#joined(chunk.subarray(start, feed + 1)));
      start = feed + 1;
    }
    if (start === chunk.length) return;
    if (this.#footer) throw this.#joinedFiles();
    this.#begun.push(Buffer.from(chunk.subarray(start)));
    this.#begunBytes += chunk.length - start;
    if (this.#begunBytes > longestLine)
      throw new UsageError(`${this.#where()} is longer than ${longestLine / 1024 ** 2} MiB: it is no facts file.`);
  }

  /** Behind the last byte. */
  finish(): Scanned {
    const tail = this.#joined(Buffer.alloc(0));
    if (this.#header === null) {
      this.#demandUtf8(tail);
      throw new UsageError(
        `${this.#where()} is not the header of a facts file: ${tail.length === 0 ? 'the file is empty' : 'it is cut short'}.`,
      );
    }
    // Behind the last line feed stands nothing, or a line that was cut, maybe in the middle of a character.
    if (isWholeLine(tail.toString())) this.#content(tail);
    if (this.#fault) throw this.#fault;
    if (this.#footer && this.#end === null)
      throw new UsageError(`${this.#file} has a footer but no "end" line; it was not written by this tool.`);
    const { config: configuration, kind: _kind, schema: _schema, ...header } = this.#header;
    const cut = `${this.#file} has no footer: it is cut short after line ${this.#lines}, and judged as far as it goes.`;
    const hosts = [...this.#machines.all()].flatMap(({ host }) => host ?? []);
    return {
      gathering: {
        ...header,
        configuration,
        hosts,
        finishedAt: this.#end?.finishedAt ?? this.#lastTime,
        complete: this.#footer && this.#end!.complete,
        notes: [...(this.#end?.notes ?? []), ...(this.#footer ? [] : [cut])],
      },
      machines: this.#machines,
    };
  }

  /** A whole line with its line feed. */
  #line(bytes: Buffer): void {
    if (this.#footer) throw this.#joinedFiles();
    // Without a header it is no facts file, whatever else it looks like.
    if (this.#header && bytes.toString('latin1', 0, footerStart.length) === footerStart) {
      this.#verify(bytes);
    } else {
      this.#hash.update(bytes);
      this.#content(bytes);
      this.#at += bytes.length;
    }
  }

  #content(bytes: Buffer): void {
    if (this.#fault === null) {
      this.#demandUtf8(bytes);
      const text = bytes.toString('utf8', 0, bytes.at(-1) === lineFeed ? bytes.length - 1 : bytes.length);
      if (this.#header === null) {
        this.#header = readHeader(text, this.#where());
        this.#lastTime = this.#header.gatheredAt;
      } else {
        this.#take(text, bytes.length);
      }
    }
    this.#lines += 1;
  }

  #take(text: string, length: number): void {
    try {
      const { kind, value } = readLine(text, this.#where());
      if (kind === 'fact') {
        if (Date.parse(value.collectedAt) > Date.parse(this.#lastTime)) this.#lastTime = value.collectedAt;
        const boot = { bootTime: value.bootTime, read: 'data' in value };
        this.#machines.fact(value.target, boot, this.#at, this.#at + length);
      } else if (kind === 'host') {
        const { kind: _kind, ...host } = value;
        this.#machines.host(host);
      } else if (kind === 'end' && this.#end === null) this.#end = value;
      else if (kind === 'footer')
        throw new UsageError(
          `${this.#where()} is a footer in another spelling: the file was changed after it was written.`,
        );
      else throw new UsageError(`${this.#where()} is a second "${kind}" line; a facts file has one.`);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#fault = error;
    }
  }

  #verify(line: Buffer): void {
    if (line.toString() !== footer(this.#lines, this.#hash.digest('hex'))) {
      throw new UsageError(
        `${this.#where()}: the hash or the count of lines does not fit; the file was changed after it was written.`,
      );
    }
    this.#footer = true;
    this.#lines += 1;
  }

  /** The line under way, with the last of it. */
  #joined(last: Buffer): Buffer {
    if (this.#begun.length === 0) return last;
    const whole = Buffer.concat([...this.#begun, last]);
    this.#begun = [];
    this.#begunBytes = 0;
    return whole;
  }

  #joinedFiles(): UsageError {
    return new UsageError(
      `${this.#file} line ${this.#lines} is the footer, but more follows: give facts files one by one, not joined.`,
    );
  }

  /** Not a byte may be replaced or dropped on the way, or the hash would prove nothing. */
  #demandUtf8(bytes: Buffer): void {
    if (this.#header === null && bytes[0] === 0xff && bytes[1] === 0xfe) {
      throw new UsageError(
        `${this.#file} line 1 is UTF-16, as ">" writes in Windows PowerShell; use "gather --output <file>" there.`,
      );
    }
    if (!isUtf8(bytes)) {
      throw new UsageError(
        `${this.#file} is not UTF-8 text: it is no facts file, or it was changed after it was written.`,
      );
    }
  }

  #where(): string {
    return `${this.#file} line ${this.#lines + 1}`;
  }
}
