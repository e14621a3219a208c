// The least that any answer to lines of JSON does: every line parsed, and something of it written as JSON.
import { createInterface } from 'node:readline';

let text = '';
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  text += `${JSON.stringify(JSON.parse(line))}\n`;
  if (text.length < 256 * 1024) continue;
  process.stdout.write(text);
  text = '';
}
process.stdout.write(text);
