import type { LogLine, LogPart, ScenarioLog, TextEncoding } from './scenario-files.ts';

/** How records of one log are written. */
export interface LogForm {
  form: ScenarioLog['form'];
  encoding: TextEncoding;
  /** IANA name. */
  timeZone: string;
  /** Minutes as the records say them; undefined: as the time zone has it. */
  bias: number | undefined;
  /** `SMSPXE` if it is not said. */
  component?: string;
}

/** The encoded bytes of a text, without a byte order mark. */
export const encoded = (text: string, encoding: TextEncoding): Buffer => Buffer.from(text, encoding);

const byteOrderMark = '\ufeff';
/** What a file in this encoding begins with. */
export const beginning = (encoding: TextEncoding): Buffer =>
  encoded(encoding === 'utf-16le' ? byteOrderMark : '', encoding);

/** The bytes of a unit over and over, cut at a length, in pieces of about a megabyte. */
export function* repeated(unit: Uint8Array, length: number): Generator<Uint8Array> {
  if (length > 0 && unit.length === 0) throw new RangeError('nothing cannot be repeated to a length');
  const piece = Buffer.alloc(unit.length * Math.ceil(Math.min(1 << 20, length) / unit.length || 0), unit);
  for (let left = length; left > 0; left -= piece.length) yield left < piece.length ? piece.subarray(0, left) : piece;
}

/** Local date and time of a moment, and how many minutes UTC is ahead of it. */
export function localTime(at: string, timeZone: string) {
  const moment = new Date(at);
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(moment);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((each) => each.type === type)!.value;
  const [year, month, day] = [part('year'), part('month'), part('day')];
  const clock = `${part('hour')}:${part('minute')}:${part('second')}`;
  const milliseconds = at.includes('.') ? moment.toISOString().slice(20, 23) : '000';
  const ahead = Math.floor(moment.getTime() / 1000) * 1000 - Date.parse(`${year}-${month}-${day}T${clock}Z`);
  return { year, month, day, clock, milliseconds, ahead: ahead / 60_000 };
}

/** One record with its line end: as Configuration Manager writes it, or as its log viewer shows it. */
export function logRecord(
  { at, text, type, thread = 6004, component: own }: LogLine,
  { form, timeZone, bias, component: usual = 'SMSPXE' }: LogForm,
): string {
  const component = own ?? usual;
  const hex = thread.toString(16).toUpperCase();
  const { year, month, day, clock, milliseconds, ahead } = localTime(at, timeZone);
  if (form === 'rendered') {
    const hour = Number(clock.slice(0, 2));
    const time = `${hour % 12 || 12}${clock.slice(2)} ${hour < 12 ? 'AM' : 'PM'}`;
    return `${text}\t${component}\t${Number(month)}/${Number(day)}/${year} ${time}\t${thread} (0x${hex})\r\n`;
  }
  const minutes = bias ?? ahead;
  const sign = `${minutes < 0 ? '-' : '+'}${String(Math.abs(minutes)).padStart(2, '0')}`;
  if (form === 'legacy')
    return `${text}~  $$<${component}><${month}-${day}-${year} ${clock}.${milliseconds}${sign}><thread=${thread} (0x${hex})>\r\n`;
  if (form === 'oldest') {
    const [weekday, monthName] = new Date(`${year}-${month}-${day}T00:00:00Z`).toUTCString().split(/,? \d* ?/);
    return `${text}~  $$<${component}><${weekday} ${monthName} ${day} ${clock}.${milliseconds} ${year} ${zoneName(at, timeZone)}><thread=${thread} (0x${hex})>\r\n`;
  }
  return `<![LOG[${text}]LOG]!><time="${clock}.${milliseconds}${sign}" date="${month}-${day}-${year}" component="${component}" context="" type="${type}" thread="${thread}" file="${component.toLowerCase()}.cpp:137">\r\n`;
}

/** As Windows calls it, `Pacific Daylight Time`. */
function zoneName(at: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'long' }).formatToParts(new Date(at));
  return parts.find(({ type }) => type === 'timeZoneName')!.value;
}

const dayBefore = (moment: string): string => new Date(Date.parse(moment) - 86_400_000).toISOString();

/** The bytes of a log. `since` is the moment that harmless records are older than where there are no lines. */
export function* logBytes(part: LogPart, form: LogForm, since: string): Generator<Uint8Array> {
  const { encoding } = form;
  const lines = part.lines ?? [];
  const records = lines.map((line) => logRecord(line, form));
  const harmless = logRecord(
    { at: dayBefore(lines[0]?.at ?? since), text: 'MAC Ignore List Filename in registry is empty', type: 1 },
    form,
  );
  const unit = encoded(harmless, encoding);
  const bytesOfLines = encoded([...records, part.raw].join(''), encoding).length;
  let pads = Math.max(0, Math.ceil((part.padTo - bytesOfLines) / unit.length));
  yield beginning(encoding);
  if (part.truncatedFirst) {
    const first = pads > 0 ? harmless : (records.shift() ?? '');
    if (pads > 0) pads--;
    yield encoded(first.slice(first.length >> 1), encoding);
  }
  yield* repeated(unit, pads * unit.length);
  yield encoded([...records, part.raw].join(''), encoding);
}

/** When the responder was started, and what time it is. */
export interface LogStory {
  started: string;
  now: string;
  /** Package ids. */
  images: readonly string[];
}

/** What a start of the responder writes, and machines that boot later, as long as that is not in the future. */
export function usualLines({ started, now, images }: LogStory): LogLine[] {
  const begun = Date.parse(started);
  const certificate = "Certificate [Thumbprint 3F786850E387550FDAB836ED7E6DC881DE23001B] issued to 'DP-PXE'";
  const client = '00:15:5D:0A:1B:2C, 4C4C4544-0042-3010-8052-B4C04F4E4D32:';
  const start = [
    '================= PXE Provider loaded. =====================',
    'Machine is running Windows Longhorn. (NTVersion=0X602, ServicePack=0)',
    'Cannot read the registry value of MACIgnoreListFile (00000000)',
    'MAC Ignore List Filename in registry is empty',
    `Begin validation of ${certificate}`,
    `Completed validation of ${certificate}`,
    ...images.flatMap((id) => [`Found new image ${id}`, 'PXE::CBootImageManager::InstallBootFilesForImage']),
  ].map((text, index): LogLine => ({ at: new Date(begun + 2_000 + 150 * index).toISOString(), text, type: 1 }));
  const request = (at: number): LogLine[] =>
    [`${client} MP_LookupDevice succeeded`, `${client} device is in the database.`].map((text, index) => ({
      at: new Date(at + 40 * index).toISOString(),
      text,
      type: 1,
    }));
  const first = begun + 10 * 60_000;
  const last = Date.parse(now) - 17 * 60_000;
  return [...start, ...[first, last].filter((at) => at >= first && at < Date.parse(now)).flatMap(request)];
}
