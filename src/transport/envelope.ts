import type { Failure } from '../model/answer.ts';
import { failureOf } from '../windows/error-record.ts';
import type { Outcome, Progress } from './transport.ts';

const noiseLines = 200;
const noiseWidth = 500;

/** One line of ours, with the marker that it began with; id and kind are empty where the rest of it is mangled. */
export type OnLine = (id: string, kind: string, json: string, marker: string) => void;

/** Cuts a stream into lines and tells our own from everything else. Our lines start with a marker that nothing else prints. */
export class AnswerStream {
  readonly noise: string[] = [];
  #rest = '';
  #marker: RegExp;
  #onLine: OnLine;

  /** A pattern instead of one marker: for a stream in which several speak, each with its own. */
  constructor(marker: string | RegExp, onLine: OnLine) {
    this.#marker = typeof marker === 'string' ? new RegExp(marker.replace(/[^\w@-]/g, '\\$&')) : marker;
    this.#onLine = onLine;
  }

  /** Text as it arrives, cut anywhere. */
  feed(text: string): void {
    const end = text.lastIndexOf('\n');
    if (end === -1) {
      this.#rest += text;
      return;
    }
    const whole = this.#rest + text.slice(0, end);
    this.#rest = text.slice(end + 1);
    for (const line of whole.split('\n')) this.#take(line);
  }

  /** The stream is over: a line that was never finished is no answer. */
  end(): void {
    this.#keep(this.#rest.trimEnd());
    this.#rest = '';
  }

  /** What another stream of the child printed: never an answer. */
  addNoise(text: string): void {
    for (const line of text.split('\n')) this.#keep(line.trimEnd());
  }

  #take(line: string): void {
    // A byte order mark or the console's escape noise may stand before the marker.
    const found = this.#marker.exec(line);
    if (!found) {
      this.#keep(line.trimEnd());
      return;
    }
    const ours = withoutEscapes(line.slice(found.index + found[0].length));
    const match = /^ (r\d+) ([a-z]+) (.*)$/s.exec(ours);
    // A mangled line of ours is not noise: an item could be in it.
    if (match) this.#onLine(match[1]!, match[2]!, match[3]!, found[0]);
    else this.#onLine('', '', ours, found[0]);
  }

  #keep(line: string): void {
    if (line === '') return;
    this.noise.push(line.slice(0, noiseWidth));
    if (this.noise.length > noiseLines) this.noise.shift();
  }
}

/** Escape noise can follow a line as well as precede it; JSON text holds no raw escape character. */
function withoutEscapes(text: string): string {
  return text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').trimEnd();
}

/** Gathers the lines of one answer. Whatever does not belong to it makes it {@link broken}, which costs the child its life. */
export class AnswerCollector {
  readonly items: unknown[] = [];
  /** The answer's end: absent until it came. */
  outcome: { ok: true } | ({ ok: false } & Failure) | undefined;
  /** What was wrong with the answer, in a clause. */
  broken: string | undefined;
  languageMode: string | undefined;
  /** Resolves when there is nothing to wait for any more: the answer is broken, or the language mode is constrained. */
  readonly stopped: Promise<'broken' | 'constrained'>;
  /** Resolves when the answer's end is there; more may still follow, and break it. */
  readonly answered: Promise<'answered'>;
  #stop!: (why: 'broken' | 'constrained') => void;
  #end!: (end: 'answered') => void;
  #id: string;
  #onProgress: ((progress: Progress) => void) | undefined;

  constructor(id: string, onProgress?: (progress: Progress) => void) {
    this.#id = id;
    this.#onProgress = onProgress;
    this.stopped = new Promise((resolve) => {
      this.#stop = resolve;
    });
    this.answered = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** The outcome that others found, with the items that came before a failure. */
  withPart(outcome: Outcome): Outcome {
    return outcome.ok || this.broken || this.items.length === 0 ? outcome : { ...outcome, items: this.items };
  }

  line(id: string, kind: string, json: string): void {
    const value = parsed(json);
    if (id === '') this.#break(`a line of the answer is mangled: ${json.slice(0, 80)}`);
    else if (id !== this.#id) this.#break(`an answer to ${id} came while ${this.#id} was asked`);
    else if (this.outcome) this.#break('it answered twice');
    else if (value === undefined) this.#break(`a line of kind ${kind} is not JSON: ${json.slice(0, 80)}`);
    else this.#take(kind, value);
  }

  #take(kind: string, value: unknown): void {
    switch (kind) {
      case 'hello':
        this.languageMode = String(member(value, 'languageMode'));
        if (this.languageMode !== 'FullLanguage') this.#stop('constrained');
        return;
      case 'item':
        this.items.push(value);
        return;
      case 'progress':
        this.#onProgress?.({
          text: String(member(value, 'text')),
          done: Number(member(value, 'done')),
          total: Number(member(value, 'total')),
        });
        return;
      case 'end': {
        const sent = member(value, 'items');
        if (sent !== this.items.length) {
          this.#break(`it sent ${sent} items and ${this.items.length} came`);
          return;
        }
        this.outcome = { ok: true };
        this.#end('answered');
        return;
      }
      case 'failed':
        this.outcome = { ok: false, ...failureOf(value) };
        this.#end('answered');
        return;
      default:
        this.#break(`a line of unknown kind ${kind}`);
    }
  }

  #break(what: string): void {
    this.broken ??= what;
    this.#stop('broken');
  }
}

/** Undefined where the text is not JSON; JSON itself has no undefined. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as { [key: string]: unknown })[name] : undefined;
}
