// The five parts that identify a run, and what they must give again, as one JSON text. A report carries it as a link, so
// whoever holds the report can execute the run once more and compare, wherever the first one was made.

import { SimulationError, type Limits, type RunResult } from '@holdfast/core';
import { decodeJson, encodeJson, runRequestSchema, type RunRequest } from '@holdfast/protocol';
import { markup, type Markup } from './markup.ts';
import type { ReportSource } from './source.ts';

/** What the same run must give again. */
export type Expected = Pick<RunResult, 'document' | 'engine' | 'reached' | 'partial' | 'frames' | 'trail'>;

export interface Replay {
  readonly request: RunRequest;
  readonly expected: Expected;
}

const format = 1;

/** Limits under which a run ends where the first one ended. */
export function limitsOf({ partial, reached }: Pick<RunResult, 'partial' | 'reached'>): Limits {
  if (!partial) return {};
  return reached > 0 ? { simulatedTime: reached } : { frames: 1 };
}

/** The replay file of a run. */
export function replayText({ document, result }: ReportSource): string {
  const { seed, asked: until, parameters, inputs, engine, reached, partial, frames, trail } = result;
  const request = { document, seed, until, parameters, inputs, limits: limitsOf(result) };
  const expected: Expected = { document: result.document, engine, reached, partial, frames, trail };
  return `${encodeJson({ holdfast: 'replay', format, request, expected })}\n`;
}

const prefix = 'data:application/json;charset=utf-8,';
const opening = `<a id="replay" href="${prefix}`;

/** Characters encoded at once. */
const pieceMax = 65_536;

/** A text cut into pieces that never part a surrogate pair. */
function* pieces(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = start + pieceMax;
    const parted = /[\ud800-\udbff]/.test(text[end - 1] ?? '');
    yield text.slice(start, parted ? end - 1 : end);
    start = parted ? end - 1 : end;
  }
}

/** The link that holds the replay file, in parts: attachments may be long. */
export function* replayLink(source: ReportSource, name: string): Generator<Markup> {
  yield markup`<a id="replay" href="data:application/json;charset=utf-8,`;
  // Every quote and angle bracket of the file is percent-encoded, so `readReplay` finds the end of the link.
  for (const piece of pieces(replayText(source)))
    yield markup`${encodeURIComponent(piece).replaceAll("'", '%27')}`;
  yield markup`" download="${name}">replay file</a>`;
}

/** Reads a replay file, or the one inside a report.
 * @throws SimulationError `replay.unreadable` */
export function readReplay(text: string): Replay {
  const start = text.indexOf(opening);
  try {
    const json =
      start < 0
        ? text
        : decodeURIComponent(text.slice(start + opening.length, text.indexOf('"', start + opening.length)));
    const value = decodeJson(json) as { readonly holdfast?: unknown; readonly format?: unknown } & Replay;
    if (value.holdfast !== 'replay' || value.format !== format)
      throw new Error('it is no replay file of format 1');
    const { trail, frames, document, engine, reached, partial } = value.expected;
    const request = runRequestSchema.parse(value.request);
    return { request, expected: { trail, frames, document, engine, reached, partial } };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SimulationError('replay.unreadable', { reason }, cause);
  }
}
