import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { remember } from '../src/transport/living.ts';
import type { AccessInput } from '../src/windows/access.ts';
import { enabledGroup, providerSystemToken } from '../src/windows/access-token.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { interleaved, type Series, said, times } from './measure.ts';
import { plainFile, program } from './program.ts';

const lines = 100_000;
const leastPerSecond = 10_000;
const mostMiB = 250;
const repetitions = 5;

export const accessBatch: Benchmark = {
  name: 'access-batch',
  title: 'Effective access, line by line',
  how: `\`osd-preflight access --batch\`, ${lines.toLocaleString('en')} different lines through a pipe in and a pipe out, from the start of the
process to its end: two descriptors of 12 ACEs each, half of the tokens SYSTEM's and half an account's with eight groups.
Against a script that parses each line and writes it as JSON again, and computes nothing. Who feeds and
who drops the answers is one more process on the same cores. Memory is the most that the process ever held resident.`,
  async measure({ folder, tell }) {
    const file = join(folder, 'inputs.ndjson');
    tell(`${lines} lines are written`);
    await pipeline(inputs(), createWriteStream(file));
    let peakMiB = 0;
    const peakFile = join(folder, 'peak');
    const ways = {
      batch: async () => {
        await fed(file, ['--import', plainFile('peak.mjs'), ...program('access', '--batch')], lines, peakFile);
        peakMiB = Math.max(peakMiB, Number(readFileSync(peakFile, 'utf8').split(' ')[0]) / 1024);
        return undefined;
      },
      plain: async () => void (await fed(file, [plainFile('parse-lines.mjs')], lines, peakFile)),
    };
    await interleaved(ways, 1);
    return rowsOf(await interleaved(ways, repetitions), peakMiB);
  },
};

/** Lines with 12-ACE pairs; no two descriptors are alike, and every one is walked to its last ACE. */
function* inputs(): Iterable<string> {
  const base = 'S-1-5-21-1004336348-1177238915-682003330';
  const groups = ['S-1-1-0', 'S-1-5-11', 'S-1-5-2', 'S-1-5-15'];
  const aces = (line: number, flags: string): string =>
    Array.from({ length: 11 }, (_, ace) => `(A;${flags};0x1200a9;;;${base}-${10_000 + line + ace})`).join('');
  for (let line = 0; line < lines; line++) {
    const own = [513, 5001, 5002, 5003].map((rid) => `${base}-${rid}`);
    const account = {
      user: `${base}-${2113 + line}`,
      groups: [...groups, ...own].map(enabledGroup),
      groupsComplete: true,
    };
    const input: AccessInput = {
      shareSddl: `O:BAG:DUD:${aces(line, '')}(A;;FA;;;${line % 2 === 0 ? 'SY' : 'DU'})`,
      folderSddl: `O:LSG:SYD:AI${aces(line, 'OICI')}(A;OICIID;0x1301bf;;;${line % 2 === 0 ? 'SY' : 'DU'})`,
      token: line % 2 === 0 ? providerSystemToken() : account,
      shareAliases: { domainSid: base },
      folderAliases: { domainSid: base },
    };
    yield `${JSON.stringify(input)}\n`;
  }
}

/** Runs Node with a file piped in; what comes out is counted and dropped. */
async function fed(file: string, args: readonly string[], expected: number, peakFile: string): Promise<void> {
  const env = { ...process.env, OSD_BENCH_PEAK: peakFile };
  const child = spawn(process.execPath, [...args], { stdio: ['pipe', 'pipe', 'ignore'], env });
  remember(child);
  const closed = once(child, 'close') as Promise<[number | null]>;
  let answers = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) answers += 1;
  });
  await pipeline(createReadStream(file), child.stdin);
  const [code] = await closed;
  if (code !== 0 || answers !== expected) throw new Error(`${args.at(-1)}: ${answers} answers, exit code ${code}`);
}

function rowsOf({ batch, plain }: { [way in 'batch' | 'plain']: Series }, peakMiB: number): Row[] {
  const perSecond = (lines / batch.median) * 1000;
  return [
    {
      what: `${lines.toLocaleString('en')} lines`,
      wanted: `≥ ${leastPerSecond.toLocaleString('en')} lines/s`,
      measured: `${Math.round(perSecond).toLocaleString('en')} lines/s: ${said(batch)}`,
      plain: `parsed and written again ${said(plain)}`,
      ratio: times(batch.median / plain.median),
      met: perSecond >= leastPerSecond,
      why: 'feeding and dropping are on the same two cores, with whatever else the machine does',
    },
    {
      what: 'the same, memory',
      wanted: `≤ ${mostMiB} MiB`,
      measured: `${Math.round(peakMiB)} MiB`,
      plain: '',
      ratio: '',
      met: peakMiB <= mostMiB,
      why: 'V8 lets garbage lie until it has to collect it',
    },
  ];
}
