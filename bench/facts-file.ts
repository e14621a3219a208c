import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openFactsFile } from '../src/facts/file.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { headerOf, machine, writeEstate } from './estate.ts';
import { interleaved, type Series, said, times } from './measure.ts';

const hosts = 5_000;
const mostWriting = 3;
const mostReading = 5;

export const factsFile: Benchmark = {
  name: 'facts-file',
  title: 'Writing and reading a facts file',
  how: `In one process, ${hosts.toLocaleString('en')} hosts: the product's writer (a line as soon as it comes, hashed,
with patience for the disk) against \`JSON.stringify\` into a stream; its reader (every line checked
against its schema, every byte hashed, places of the facts kept) against \`JSON.parse\` and a hash of each line. The wish is
our own: that a facts file is never what one waits for.`,
  async measure({ folder }) {
    const file = join(folder, 'facts.ndjson');
    const plainFile = join(folder, 'plain.ndjson');
    const ways = {
      writer: async () => void (await writeEstate(file, hosts)),
      plainWriter: async () => void (await writePlainly(plainFile)),
      reader: async () => void (await (await openFactsFile(file)).close()),
      plainReader: async () => void (await readPlainly(file)),
    };
    await interleaved(ways, 2);
    const took = await interleaved(ways, 7);
    return [
      row('writing', took.writer, took.plainWriter, mostWriting),
      row('reading once through', took.reader, took.plainReader, mostReading),
    ];
  },
};

function row(what: string, ours: Series, plain: Series, most: number): Row {
  const ratio = ours.median / plain.median;
  return {
    what,
    wanted: `≤ ${most}×`,
    measured: said(ours),
    plain: said(plain),
    ratio: times(ratio),
    met: ratio <= most,
    why: 'each line is more than text: it is checked, hashed and counted',
  };
}

async function writePlainly(file: string): Promise<void> {
  const stream = createWriteStream(file);
  const write = async (line: object): Promise<void> => {
    if (!stream.write(`${JSON.stringify(line)}\n`)) await once(stream, 'drain');
  };
  await write(headerOf(hosts));
  for (let index = 0; index < hosts; index++) {
    const { host, facts } = machine(index);
    for (const each of [host, ...facts]) await write(each);
  }
  stream.end();
  await once(stream, 'close');
}

async function readPlainly(file: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    hash.update(line);
    JSON.parse(line);
  }
  hash.digest('hex');
}
