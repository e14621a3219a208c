import { accessInputFrom } from '../cli/access-input.ts';
import { UsageError } from '../model/usage-error.ts';
import { accessJson } from '../report/access-json.ts';
import { visibleJson } from '../report/visible.ts';
import type { Surroundings } from '../surroundings.ts';
import { type AccessResult, evaluateParsed } from '../windows/access.ts';
import { descriptorFrom } from './access-descriptor.ts';
import { type Line, linesOf } from './access-lines.ts';

/** Two descriptors of the most that Windows holds are shorter. */
const longestLine = 1024 ** 2;
/** So much is written at once, at least where there is as much. */
const piece = 256 * 1024;

/**
 * Answers each line of standard input, an `AccessInput` as JSON, by a line: an `AccessResult`, or `{"error": …}`. Blank
 * lines are answered by nothing. 3 where a line could not be answered, else 0.
 */
export async function batch(around: Surroundings): Promise<number> {
  let number = 0;
  let failed = false;
  let text = '';
  /** Nothing that came in has to be spelled out, so nothing that goes out has; that is nearly always so. */
  let plain = true;
  const flush = async (): Promise<void> => {
    if (text !== '') await around.print(plain ? text : visibleJson(text));
    text = '';
    plain = true;
  };
  const answered = (line: Line): string => {
    number += 1;
    if (line !== null && isBlank(line)) return '';
    const where = `line ${number}`;
    try {
      const input = textOf(line, where);
      plain &&= !/[^ -~]|\\u/.test(input);
      return `${accessJson(answer(input, where))}\n`;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      failed = true;
      return `${JSON.stringify({ error: error.message })}\n`;
    }
  };
  try {
    for await (const lines of linesOf(around.input(), longestLine)) {
      for (const line of lines) {
        text += answered(line);
        if (text.length >= piece) await flush();
      }
      await flush();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    // Ctrl-C, or whoever read the answers has enough of them.
    if (code !== 'ABORT_ERR') throw new UsageError(`Standard input cannot be read (${code}).`);
  }
  return around.signal.aborted ? 130 : failed ? 3 : 0;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function textOf(line: Line, where: string): string {
  if (line === null) throw new UsageError(`${where}: it is longer than ${longestLine / 1024 ** 2} MiB.`);
  try {
    return decoder.decode(line);
  } catch {
    // Windows PowerShell 5.1 writes UTF-16 with a mark in front where it is told no other encoding.
    const isWide = (line[0] === 0xff && line[1] === 0xfe) || line.includes(0);
    throw new UsageError(`${where}: it is ${isWide ? 'UTF-16 and not UTF-8' : 'not UTF-8'} text.`);
  }
}

function answer(text: string, where: string): AccessResult {
  const { shareSddl, folderSddl, ...rest } = accessInputFrom(parsed(text, where), where);
  const descriptor = (name: string, sddl: string | null) => {
    if (sddl === null) return null;
    const read = descriptorFrom(sddl, `${where}: ${name}`);
    if ('wrong' in read) throw new UsageError(read.wrong);
    return read;
  };
  return evaluateParsed({
    ...rest,
    share: descriptor('shareSddl', shareSddl),
    folder: descriptor('folderSddl', folderSddl),
  });
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${where}: it is not JSON.`);
  }
}

/** Spaces and tabs alone, or nothing. */
function isBlank(line: Buffer): boolean {
  for (const byte of line) if (byte !== 0x20 && byte !== 0x09) return false;
  return true;
}
