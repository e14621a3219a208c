import type { Finding } from '../model/finding.ts';
import type { Seen } from './view.ts';

interface Refusal {
  on: string;
  message: string;
  whats: Set<string>;
}

/** Facts that one machine kept from us in one way are one reason, however many they are: a sentence by {@link refusalKey}. */
export function refusalTexts(seen: readonly Seen[]): Map<string, string> {
  const refusals = new Map<string, Refusal>();
  for (const { finding } of seen) {
    const { on, what, message } = finding.arguments;
    if (finding.code !== 'fact-unread' || what === undefined) continue;
    const key = refusalKey(finding);
    const known = refusals.get(key);
    if (known) known.whats.add(String(what));
    else refusals.set(key, { on: String(on), message: String(message), whats: new Set([String(what)]) });
  }
  return new Map([...refusals].map(([key, refusal]) => [key, sentence(refusal)]));
}

/** What makes two refusals one: the machine, and how it refused. */
export function refusalKey({ code, arguments: { on, failed } }: Finding): string {
  return JSON.stringify([code, on ?? '', failed ?? '']);
}

function sentence({ on, message, whats }: Refusal): string {
  const named = [...whats];
  const all = named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}` : named.join('');
  return `${all.charAt(0).toUpperCase()}${all.slice(1)} on ${on} could not be read: ${message}`;
}
