// Where an issue stands in the text: the value its pointer names, or the place inside that value's string.

import type { Issue } from '@holdfast/core';
import { locate } from '@holdfast/protocol';

export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Offset of a line and column, both from 1, clipped to the text. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let row = 1; row < line; row += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  return Math.min(text.length, start + column - 1);
}

/** For each UTF-16 unit of a decoded JSON string, its offset in the raw text; one entry more for the end. */
function rawOffsets(raw: string): readonly number[] {
  const offsets: number[] = [];
  let at = 1;
  while (at < raw.length - 1) {
    offsets.push(at);
    if (raw[at] !== '\\') at += 1;
    else at += raw[at + 1] === 'u' ? 6 : 2;
  }
  offsets.push(at);
  return offsets;
}

/** The name or number that begins at an offset, at least one character. */
function wordEnd(text: string, from: number): number {
  const word = /^[\w$.]+/.exec(text.slice(from))?.[0];
  return from + Math.max(1, word?.length ?? 1);
}

/** The part of the text to underline. Issues found in the text itself count lines of the whole text; issues of a
 * checked document count them inside the string at their path. */
export function issueRange(text: string, issue: Issue, origin: 'text' | 'document'): TextRange {
  const { line, column = 1 } = issue;
  if (origin === 'text' && line !== undefined) {
    const from = offsetOf(text, line, column);
    return { from, to: Math.min(text.length, wordEnd(text, from)) };
  }
  const place = locate(text, issue.path);
  if (place === undefined) return { from: 0, to: Math.min(1, text.length) };
  const raw = text.slice(place.from, place.to);
  if (line === undefined || !raw.startsWith('"')) return place;
  const value = JSON.parse(raw) as string;
  const start = offsetOf(value, line, column);
  const offsets = rawOffsets(raw);
  const from = place.from + (offsets[start] ?? raw.length - 1);
  const to = place.from + (offsets[Math.min(value.length, wordEnd(value, start))] ?? raw.length - 1);
  return { from, to: Math.max(to, from + 1) };
}
