import type { ContentReport } from '../model/content-report.ts';
import { countText, sizeText } from '../model/sizes.ts';
import { noteLines, questionBlocks, type Trouble, troubleBlocks, troublesOf } from './content-blocks.ts';
import { packageLines } from './content-rows.ts';
import { counted, painted, type Style, shown, wrapped } from './style.ts';
import { screenLines } from './text.ts';
import { folded, utc } from './text-head.ts';

/**
 * The verdict on a content library, what is wrong with it, what could not be judged, and its packages. Only with
 * `verbose` every file and every package by itself.
 */
export function* contentText(report: ContentReport, style: Style): Iterable<string> {
  const troubles = troublesOf(report.findings);
  const head = headLines(report, style);
  const parts: Iterable<string>[] = [
    head,
    wrapped('', countLine(report, troubles), 0, style),
    troubleBlocks(troubles, style),
    questionBlocks(troubles, style),
    noteLines(report.findings, style),
    [''],
    packageLines(report.packages, style),
    readLine(report, style),
    [`exit code ${report.exitCode}`],
  ];
  let count = 0;
  for (const part of parts) {
    for (const line of part) {
      count += 1;
      yield `${line}\n`;
    }
  }
  if (count > screenLines) yield `\n${head[0]}\n`;
}

const words: { [verdict in ContentReport['verdict']]: [word: string, color: number] } = {
  intact: ['INTACT', 32],
  damaged: ['DAMAGED', 31],
  'cannot-tell': ['CANNOT TELL', 35],
};

/** More packages than this are counted and not named in the verdict. */
const mostAsked = 3;

/** `INTACT for PS100012 · D:\SCCMContentLib · 2026-11-22 14:02 UTC` */
function headLines({ verdict, hashing, asked, library, finishedAt }: ContentReport, style: Style): string[] {
  const ids = asked.length > mostAsked ? counted(asked.length, 'package') : asked.join(', ');
  const scope = asked.length === 0 ? '' : ` for ${shown(ids, style)}`;
  const bounds = verdict === 'intact' && !hashing.wanted ? ', as far as its lists and sizes tell' : '';
  const [word, color] = words[verdict];
  const what = `${painted(word, color, style)}${scope}${bounds}`;
  return folded([what, shown(library, style), utc(finishedAt)], shown(' · ', style), style.columns);
}

/** `2 causes to mend, 1 question not judged; 12 packages, 10,000 files, 4.0 GB.` */
function countLine({ packages }: ContentReport, troubles: readonly Trouble[]): string {
  const of = (level: Trouble['level']): number => troubles.filter((trouble) => trouble.level === level).length;
  const loud = [
    of('fail') > 0 ? `${counted(of('fail'), 'cause')} to mend` : null,
    of('warn') > 0 ? counted(of('warn'), 'warning') : null,
    of('unknown') > 0 ? `${counted(of('unknown'), 'question')} not judged` : null,
  ].filter((text) => text !== null);
  const sum = (key: 'files' | 'bytes'): number => packages.reduce((total, each) => total + each[key], 0);
  const files = sum('files');
  const size = `${countText(files)} ${files === 1 ? 'file' : 'files'}, ${sizeText(sum('bytes'))}`;
  return `${loud.length > 0 ? loud.join(', ') : 'Nothing to mend'}; ${counted(packages.length, 'package')}, ${size}.`;
}

const leastForRate = 1e8;

/** `read        200 files, 4.0 GB, in 13 s (310 MB/s, 2 at a time)` */
function readLine({ hashing }: ContentReport, style: Style): string[] {
  const { wanted, read, bytes, milliseconds, workers } = hashing;
  if (!wanted) return [];
  const seconds = milliseconds / 1000;
  // Of little, it is the rate of everything but reading.
  const rate = seconds < 1 || bytes < leastForRate ? [] : [`${sizeText(Math.round(bytes / seconds))}/s`];
  const pace = [...rate, ...(workers > 1 ? [`${workers} at a time`] : [])].join(', ');
  const what = `${countText(read)} ${read === 1 ? 'file' : 'files'}, ${sizeText(bytes)}, in ${timeText(seconds)}`;
  return wrapped('read'.padEnd(12), pace === '' ? what : `${what} (${pace})`, 12, style);
}

function timeText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 1) return 'less than 1 s';
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
