const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** One line without its end; null: longer than allowed, and not kept. */
export type Line = Buffer | null;

/**
 * The lines of what comes in, as many at a time as a chunk completes. Never holds more than one line of `longest` bytes
 * and one chunk. A last line may lack its line feed.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, longest: number): AsyncIterable<Line[]> {
  let begun: Buffer[] = [];
  let bytes = 0;
  const ended = (rest: Buffer): Line => {
    const whole = bytes + rest.length;
    const line = begun.length === 0 ? rest : Buffer.concat([...begun, rest]);
    begun = [];
    bytes = 0;
    const end = line.at(-1) === carriageReturn ? 1 : 0;
    return whole - end > longest ? null : line.subarray(0, line.length - end);
  };
  for await (const chunk of chunks) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Line[] = [];
    let start = 0;
    for (let feed = buffer.indexOf(lineFeed); feed >= 0; feed = buffer.indexOf(lineFeed, start)) {
      lines.push(ended(buffer.subarray(start, feed)));
      start = feed + 1;
    }
    if (start < buffer.length) {
      // Of a line that is too long only its length counts; one byte more may be the end of the line.
      if (bytes <= longest + 1) begun.push(Buffer.from(buffer.subarray(start)));
      bytes += buffer.length - start;
    }
    if (lines.length > 0) yield lines;
  }
  if (bytes > 0) yield [ended(Buffer.alloc(0))];
}
