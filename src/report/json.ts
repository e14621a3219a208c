import type { ContentHashReport, ContentReport } from '../model/content-report.ts';
import type { RunReport } from '../model/report.ts';
import { visibleJson } from './visible.ts';

/** The report as JSON, in pieces: each result is written by itself, so that a big fleet needs no big string. */
export function* jsonReport(report: RunReport | ContentReport | ContentHashReport): Iterable<string> {
  let separator = '{';
  for (const [key, value] of Object.entries(report)) {
    yield `${separator}\n  ${JSON.stringify(key)}: `;
    separator = ',';
    if (Array.isArray(value) && value.length > 0) yield* list(value);
    else yield piece(value, '  ');
  }
  yield '\n}\n';
}

function* list(values: unknown[]): Iterable<string> {
  let separator = '[';
  for (const value of values) {
    yield `${separator}\n    ${piece(value, '    ')}`;
    separator = ',';
  }
  yield '\n  ]';
}

function piece(value: unknown, indent: string): string {
  return visibleJson(JSON.stringify(value, null, 2)).replaceAll('\n', `\n${indent}`);
}
