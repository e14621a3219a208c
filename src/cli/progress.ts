import { DefaultRenderer, Listr, ListrLogger, ProcessOutput } from 'listr2';
import { progressLines } from './progress-lines.ts';
import { type ProgressEvent, ProgressRows } from './progress-rows.ts';

export type { ProgressEvent } from './progress-rows.ts';

/** What the screen shows while machines are read. Never decides anything, and nothing waits for it. */
export interface Progress {
  update(event: ProgressEvent): void;
  /** Ends the drawing and leaves its last state on the screen. Always resolves. */
  stop(): Promise<void>;
}

/** At most this many rows, redrawn at most this often: a fleet must not scroll the screen away. */
const rowLimit = 12;
const redrawMs = 200;
/** A drawing that does not end by itself is left alone; on a busy machine the first one takes a while. */
const stopMs = 5000;

/**
 * Progress on a stream (stderr): redrawn rows on a terminal, else lines. `expected` is how many targets are known before
 * the first event, so that many are treated as many from the start.
 */
export function createProgress(request: {
  stream: NodeJS.WriteStream;
  terminal: boolean;
  unicode: boolean;
  expected?: number;
}): Progress {
  const { stream, terminal, unicode, expected = 0 } = request;
  const rows = new ProgressRows({ unicode, limit: rowLimit, expected });
  // Whoever read stderr may have gone; that is no reason to fail.
  let closed = false;
  const onError = (): void => {
    closed = true;
  };
  stream.on('error', onError);
  const isOpen = (): boolean => !closed && stream.writable && !stream.destroyed;
  const drawing = terminal && isOpen() ? draw(stream, rows, isOpen) : null;
  const lines = progressLines(rows, (line) => {
    if (isOpen()) stream.write(`${line}\n`);
  });
  let stopped = false;
  return {
    update(event) {
      if (stopped) return;
      const changed = rows.take(event);
      if (drawing === null) lines.take(event, changed);
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      lines.stop();
      await drawing?.();
      // A write may still fail after this; the listener stays, so that it does not become an exception.
    },
  };
}

/** Draws until the function that it returns is called. */
function draw(stream: NodeJS.WriteStream, rows: ProgressRows, isOpen: () => boolean): () => Promise<void> {
  const titles: ((title: string) => void)[] = [];
  let renderer: TimedRenderer | null = null;
  let last: string[] | null = null;
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });

  class OwnRenderer extends TimedRenderer {
    constructor(...parts: ConstructorParameters<typeof DefaultRenderer>) {
      super(...parts);
      this.columns = stream.columns || 80;
      renderer = this;
    }
  }
  const list = new Listr(
    Array.from({ length: rowLimit }, (_, index) => ({
      task: (_context: unknown, task: { title: string }) => {
        let titled = false;
        const set = (title: string): void => {
          // A row that has gone is blank, and `format` leaves it out.
          if (title !== '' || titled) task.title = title === '' ? ' ' : title;
          titled ||= title !== '';
        };
        titles.push(set);
        // A short run may be over before its first row is drawn.
        set(last?.[index] ?? '');
        return ended;
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      // Ctrl-C is main's business.
      registerSignalListeners: false,
      renderer: OwnRenderer,
      rendererOptions: { lazy: true, logger: new ListrLogger({ processOutput: new ProcessOutput(stream, stream) }) },
    },
  );
  const redraw = (now: string[]): void => {
    for (const [index, set] of titles.entries()) set(now[index] ?? '');
    if (isOpen()) renderer?.drawNow();
  };
  const finished = list.run().then(
    () => undefined,
    () => undefined,
  );
  const timer = setInterval(() => attempt(() => redraw(rows.rows(false))), redrawMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    const final = rows.rows(true);
    last = final;
    attempt(() => redraw(final));
    end();
    let giveUp: NodeJS.Timeout | undefined;
    await Promise.race([
      finished,
      new Promise<void>((resolve) => {
        giveUp = setTimeout(resolve, stopMs);
      }),
    ]);
    clearTimeout(giveUp);
  };
}

/** Drawing is a courtesy: what goes wrong in it is nobody's problem. */
function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // Nothing to do and nobody to tell.
  }
}

/** listr2's renderer with rows that are ours, drawn when the clock says so and not at each change. */
class TimedRenderer extends DefaultRenderer {
  // Only stdout is asked whether it is a terminal there, and progress goes to stderr.
  static override nonTTY = true;
  columns = 80;

  override update(): void {}

  drawNow(): void {
    super.update();
  }

  protected override style(): string {
    return '';
  }

  /** One line each, so that twelve targets are twelve lines. */
  protected override format(message: string): string[] {
    if (message.trim() === '') return [];
    const characters = [...message];
    const room = Math.max(10, this.columns - 3);
    return [`  ${characters.length > room ? `${characters.slice(0, room - 3).join('')}...` : message}`];
  }
}
