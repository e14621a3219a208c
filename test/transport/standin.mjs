#!/usr/bin/env node
// A stand-in for a PowerShell console: it obeys the lines of node-powershell and of our frame, and then does what the
// name of the request says. For what only a console does, and for what no real engine would do on request.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const manner = process.env.STANDIN;
let marker = '';
let swallow = 0;
let silent = manner === 'constrained';

const print = (text) => process.stdout.write(text);
const line = (id, kind, value) => print(`${marker} ${id} ${kind} ${JSON.stringify(value)}\n`);

if (manner === 'bom') print('\ufeff');
if (manner === 'dies') {
  process.stderr.write('cannot load the runtime\n');
  process.exit(3);
}
if (manner === 'deaf') process.on('SIGTERM', () => {});
// The console keeps its process alive whatever happens to its input.
if (process.argv.includes('-NoExit') || manner === 'silent' || process.env.STANDIN_STAYS) setInterval(() => {}, 60_000);

const behaviours = {
  Echo: (id, text) => answer(id, { text, arguments: process.argv.slice(2) }),
  Process: (id) => answer(id, { id: process.pid }),
  Environment: (id, text) => answer(id, { value: process.env[/'name'='(\w+)'/.exec(text)[1]] ?? null }),
  ExitZero: () => process.exit(0),
  Exit143: () => process.exit(143),
  Exit3: () => {
    process.stderr.write('last words\n', () => process.exit(3));
    swallow = Number.POSITIVE_INFINITY;
  },
  AnswerAndExit: (id) => {
    answer(id, { n: 1 });
    process.stdout.write('', () => process.exit(0));
  },
  Sigkill: () => process.kill(process.pid, 'SIGKILL'),
  Sigterm: () => {
    process.removeAllListeners('SIGTERM');
    process.kill(process.pid, 'SIGTERM');
    swallow = Number.POSITIVE_INFINITY;
  },
  Stderr: (id) => {
    process.stderr.write('something on stderr\n');
    answer(id, { n: 1 });
  },
  Noise: (id) => {
    for (let n = 1; n <= 200; n++) print(`noise ${n}\n`);
    answer(id, { n: 1 });
    for (let n = 201; n <= 400; n++) print(`noise ${n}\n`);
  },
  Half: (id) => {
    print(`${marker} ${id} item {"n":\n`);
    line(id, 'end', { items: 0 });
  },
  HalfLine: (id) => {
    print(`${marker} ${id} it\n`);
    line(id, 'end', { items: 0 });
  },
  HalfAndDeath: (id) => {
    print(`${marker} ${id} item {"n":`);
    process.stdout.write('', () => process.exit(0));
    swallow = Number.POSITIVE_INFINITY;
  },
  // A prompt takes what comes next for its answer: the library's own delimiters.
  Prompt: (_id) => {
    print('Name: ');
    swallow = Number.POSITIVE_INFINITY;
  },
  PromptAfterAnswer: (id) => {
    answer(id, { n: 1 });
    swallow = Number.POSITIVE_INFINITY;
  },
  Never: () => {
    swallow = Number.POSITIVE_INFINITY;
    setInterval(() => {}, 60_000);
  },
  NeverButNoisy: () => {
    swallow = Number.POSITIVE_INFINITY;
    setInterval(() => print('still here\n'), 20);
  },
  Silent: () => {},
  Twice: (id) => {
    answer(id, { n: 1 });
    answer(id, { n: 2 });
  },
  OtherId: (_id) => answer('r999', { n: 1 }),
  UnknownKind: (id) => {
    line(id, 'surprise', {});
    answer(id, { n: 1 });
  },
  Late: (id) => {
    answer(id, { n: 1 });
    setTimeout(() => answer(id, { n: 2 }), 100);
  },
  LateNoise: (id) => {
    answer(id, { n: 1 });
    // More than two pipes hold: a reader that stops between requests would block us here for ever.
    setTimeout(() => {
      process.stderr.write('y'.repeat(300_000));
      print(`${'x'.repeat(300_000)}\n`);
    }, 100);
  },
  Escapes: (id) => {
    print(`\x1b[?1h\x1b[?1l${marker} ${id} item {"n":1}\x1b[?1h\n`);
    print(`\x1b[?1h${marker} ${id} end {"items":1}\r\n\x1b[?1l`);
  },
  // A block that is not closed: the console waits for a blank line.
  Block: () => {
    swallow = Number.POSITIVE_INFINITY;
  },
  Constrain: (id) => {
    answer(id, { n: 1 });
    silent = true;
  },
  Grandchild: (id) => {
    const children = [1, 2].map(() => spawn('sh', ['-c', 'sleep 300 & sleep 300'], { stdio: 'inherit' }).pid);
    line(id, 'progress', { text: [process.pid, ...children].join(' '), done: 0, total: 0 });
    swallow = Number.POSITIVE_INFINITY;
  },
  GrandchildAndAnswer: (id) => {
    const child = spawn('sleep', ['300'], { stdio: 'inherit' });
    child.unref();
    answer(id, { id: child.pid });
  },
};

function answer(id, value) {
  line(id, 'item', value);
  line(id, 'end', { items: 1 });
}

createInterface({ input: process.stdin }).on('line', (text) => {
  if (swallow > 0) {
    swallow--;
    return;
  }
  const own = /^\[Console\]::(Out|Error)\.WriteLine\("(\w+)"\)$/.exec(text);
  if (own) {
    if (!silent) process[own[1] === 'Out' ? 'stdout' : 'stderr'].write(`${own[2]}\n`);
    return;
  }
  const first = /'(@osd-[0-9a-f]{16}) r0 hello /.exec(text);
  if (first) {
    if (manner === 'silent') {
      swallow = Number.POSITIVE_INFINITY;
      return;
    }
    marker = first[1];
    line('r0', 'hello', { languageMode: silent ? 'ConstrainedLanguage' : 'FullLanguage' });
    line('r0', 'end', { items: 0 });
    return;
  }
  const request = /^Start-Answer -Id '(r\d+)'; try { Read-(\w+) /.exec(text);
  if (request) behaviours[request[2]](request[1], text);
});
