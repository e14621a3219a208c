import { createHash } from 'node:crypto';
import type { GatheredFact, GatheredHost, Gathering } from '../model/gathering.ts';
import { factsSchemaVersion } from './schema.ts';

/** What is known before anything is read. */
export type FactsHeader = Pick<
  Gathering,
  'tool' | 'checkSet' | 'gatheredAt' | 'operator' | 'operations' | 'configuration'
>;

/** What is known only when the reading is over. */
export type FactsEnd = Pick<Gathering, 'finishedAt' | 'complete' | 'notes'>;

/** The lines of one facts file in their order, each with its line feed, counted and hashed as they are made. */
export class FactsEncoder {
  #hash = createHash('sha256');
  #lines = 0;

  header({ tool, checkSet, gatheredAt, operator, operations, configuration }: FactsHeader): string {
    const schema = factsSchemaVersion;
    return this.#line({
      kind: 'header',
      schema,
      tool,
      checkSet,
      gatheredAt,
      operator,
      operations,
      config: configuration,
    });
  }

  host(host: GatheredHost): string {
    return this.#line({ kind: 'host', ...host });
  }

  fact(fact: GatheredFact): string {
    return this.#line({ kind: 'fact', ...fact });
  }

  /** The last two lines. */
  end({ finishedAt, complete, notes }: FactsEnd): string {
    const end = this.#line({ kind: 'end', finishedAt, complete, notes });
    return end + footer(this.#lines, this.#hash.digest('hex'));
  }

  #line(content: object): string {
    const line = `${JSON.stringify(content)}\n`;
    this.#hash.update(line);
    this.#lines += 1;
    return line;
  }
}

/** How a footer begins, by which a reader finds it. */
export const footerStart = '{"kind":"footer"';

/** The one spelling of a footer: a reader compares text, so that not even a blank can change unseen. */
export function footer(lines: number, sha256: string): string {
  return `${JSON.stringify({ kind: 'footer', lines, sha256 })}\n`;
}

/** A gathering as the text of a facts file, piece by piece: each machine and then its facts. */
export function* encodeFacts(gathering: Gathering): Iterable<string> {
  const encoder = new FactsEncoder();
  yield encoder.header(gathering);
  for (const host of gathering.hosts) {
    yield encoder.host(host);
    for (const fact of gathering.facts.of(host.target)) yield encoder.fact(fact);
  }
  yield encoder.end(gathering);
}
