import { type ReadLog, type TimedRecord, timedRecords } from './cm-log.ts';

/** What a number of Windows says of access to a share, by `capture-share` 8.3. */
const kinds = {
  2: 'path',
  3: 'path',
  5: 'access-denied',
  32: 'in-use',
  53: 'host',
  67: 'host',
  80: 'exists',
  112: 'disk-full',
  1219: 'session',
  1326: 'logon',
  1332: 'unmapped',
  1385: 'logon-right',
} as const;
export type ImageTroubleKind = (typeof kinds)[keyof typeof kinds];

/** A record by which work on an image, or writing one, failed at a share. */
export interface ImageTrouble {
  /** A code of Windows, whatever way it was written. */
  code: number;
  kind: ImageTroubleKind;
  /** ISO 8601 UTC; null where the record has no time that can be believed. */
  at: string | null;
  path: string;
  text: string;
  /** Whose access it was: the log of a provider never tells of the capture account, and the other way round. */
  identity: 'provider' | 'capture-account';
}

/** An image, a copy, or the source files of the provider that work on images. */
const ofImages = /(?<![a-z])wim(?![a-z])|imagepackage\.cpp|(?<![a-z])cop(?:y|ying|ied)(?![a-z])/i;
const ofCapture = /osdcapturesystemimage|captur(?:e|ing)|(?<![a-z])wim(?![a-z])/i;
/** Connections of other parts of a task sequence are made by other accounts. */
const otherParts =
  /^(?:ResolveSource|DownloadContent|TSMBootstrap|TSPxe|InstallSWUpdate|InstallApplication|InstallSoftware|ApplyOperatingSystem)$/i;
const connection = /connect|\\\\[^\\\s]+\\|account|log ?on/i;
const query = /^\W*Execute (?:WQL|SQL)/i;

const value = String.raw`(-?\d{1,10}|0x[0-9a-f]{1,8}|8007[0-9a-f]{4})(?!\w|\.\d)`;
const named = new RegExp(
  String.raw`(?<![a-z])(?:last)?(?:error|err|code|hr|hresult|result)(?:\s{0,3}(?:code|number|value|is|was))?[\s:=("'#>]{0,6}${value}`,
  'gi',
);
const marked = /(?<![\w-])(-21470\d{5}|21479\d{5}|0x8007[0-9a-f]{4}|8007[0-9a-f]{4})(?!\w)/gi;

/** The numbers of Windows that a text gives as errors, an HRESULT of Windows by what it wraps. */
function codesOf(text: string): number[] {
  const words = [...text.matchAll(named), ...text.matchAll(marked)].map(([, word]) => word!);
  return [...new Set(words.flatMap((word) => windowsCode(word) ?? []))];
}

function windowsCode(word: string): number | null {
  const isHex = /^0x|^8007[0-9a-f]{4}$/i.test(word);
  const number = isHex ? Number.parseInt(word.replace(/^0x/i, ''), 16) : Number(word);
  const unsigned = number < 0 ? number + 2 ** 32 : number;
  if (unsigned >>> 16 === 0x8007 && unsigned < 2 ** 32) return unsigned & 0xffff;
  return unsigned <= 0xffff ? unsigned : null;
}

const kindOf = (code: number): ImageTroubleKind | undefined => (kinds as Record<number, ImageTroubleKind>)[code];

/** What smsprov.log says of images that the provider could not read or copy, newest first. */
export function readProviderLog(files: readonly ReadLog[], clock: string): ImageTrouble[] {
  return troublesOf(timedRecords(files, clock), 'provider', ({ text }) => ofImages.test(text));
}

/** What smsts.log says of an image that could not be written, newest first. */
export function readCaptureLog(files: readonly ReadLog[], clock: string): ImageTrouble[] {
  return troublesOf(timedRecords(files, clock), 'capture-account', ({ text, component }) => {
    if (ofCapture.test(`${component ?? ''} ${text}`)) return true;
    const isLogon = codesOf(text).some((code) => ['logon', 'logon-right', 'session'].includes(kindOf(code) ?? ''));
    return isLogon && connection.test(text) && !otherParts.test(component ?? '');
  });
}

/** How far from a record what it is about may be named, in the same thread. */
const nearMs = 60_000;
const nearRecords = 5;

function troublesOf(
  records: readonly TimedRecord[],
  identity: ImageTrouble['identity'],
  isSubject: (record: TimedRecord) => boolean,
): ImageTrouble[] {
  const said = records.filter(({ text }) => !query.test(text));
  const subjects = said.map(isSubject);
  const codes = said.map(({ text }) => codesOf(text).filter((code) => kindOf(code) !== undefined));
  const near = nearbyIn(said);
  return said
    .flatMap((record, index): ImageTrouble[] => {
      const about = near(index).filter((other) => subjects[other]);
      return codes[index]!.flatMap((code) => {
        // What is named beside it and has the same number is the same trouble, in the words of the other record.
        if (!subjects[index] && (about.length === 0 || about.some((other) => codes[other]!.includes(code)))) return [];
        return { code, kind: kindOf(code)!, at: record.at, path: record.path, text: plain(record.text), identity };
      });
    })
    .reverse();
}

/** The places of the records of the same thread that are near a record: in time, or in number where there is no time. */
function nearbyIn(records: readonly TimedRecord[]): (index: number) => number[] {
  const threads = new Map<number, number[]>();
  const places = records.map(({ thread }, index) => {
    if (thread === null) return -1;
    const own = threads.get(thread) ?? [];
    threads.set(thread, own);
    return own.push(index) - 1;
  });
  return (index) => {
    const { thread, local } = records[index]!;
    if (thread === null) return [];
    const place = places[index]!;
    return threads
      .get(thread)!
      .slice(Math.max(0, place - nearRecords), place + nearRecords + 1)
      .filter((other) => {
        const then = records[other]!.local;
        return other !== index && (then === null || local === null || Math.abs(then - local) <= nearMs);
      });
  };
}

/** Without the marks by which the provider frames its lines. */
const plain = (text: string): string =>
  text
    .replaceAll(/~\*~\*~|~+\s*$|^\s*~+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
