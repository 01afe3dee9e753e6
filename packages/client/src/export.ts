// A run as files other programs read, in parts, so that no recording has to fit in memory. The command line and the studio
// write the same bytes.

import type { Metric } from '@holdfast/core';
import { encodeJson, encodeResult } from '@holdfast/protocol';
import type { HoldfastClient } from './client.ts';
import { columnTitle, frameColumns } from './frame-columns.ts';
import { framesParquet } from './frames-parquet.ts';
import { recordedFrames } from './pages.ts';
import { recordingOf } from './recording.ts';

export const textFormats = ['html', 'json', 'csv', 'frames-csv', 'frames-ndjson', 'document'] as const;

export type TextFormat = (typeof textFormats)[number];

export const binaryFormats = ['frames-parquet', 'mcap'] as const;

export type BinaryFormat = (typeof binaryFormats)[number];

export type ExportClient = Pick<
  HoldfastClient,
  'document' | 'events' | 'frames' | 'inputs' | 'metrics' | 'report' | 'result' | 'run'
>;

/** The parts of an export that is no text: the recorded frames as a Parquet table, or frames, parameters and events as an MCAP
 * recording. */
export function exportedBytes(
  client: ExportClient,
  id: string,
  format: BinaryFormat,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  return format === 'mcap' ? recordingOf(client, id) : framesParquet(client, id);
}

export function isBinary(format: TextFormat | BinaryFormat): format is BinaryFormat {
  return binaryFormats.includes(format as BinaryFormat);
}

/** The content of an export: a report to send to people, the result, its metrics as they stand, its recorded frames, or the document. */
export async function* exportedRun(
  client: ExportClient,
  id: string,
  format: TextFormat,
): AsyncGenerator<string> {
  if (format === 'html') yield await client.report(id);
  else if (format === 'json') yield encodeResult(await client.result(id));
  else if (format === 'document') yield `${encodeJson(await client.document(id), 2)}\n`;
  else if (format === 'csv') yield metricsCsv((await client.metrics(id)).metrics);
  else if (format === 'frames-csv') {
    const { model } = await client.run(id);
    yield csvLine(frameColumns(model).map(columnTitle));
    for await (const { sequence, time, values } of recordedFrames(client, id, model.channels)) {
      yield csvLine([sequence, time, ...values]);
    }
  } else {
    // without names a frame of any version is right
    for await (const { sequence, time, values } of recordedFrames(client, id)) {
      yield `${encodeJson({ sequence, time, values: [...values] })}\n`;
    }
  }
}

/** Titles of a metric's columns. */
export const metricColumns = ['subject', 'metric', 'value', 'standard error', 'unit'] as const;

/** Metrics as CSV with a header; the error of a figure without one is empty. */
export function metricsCsv(metrics: readonly Metric[]): string {
  const rows = metrics.map(({ subject, name, value, standardError, unit }) =>
    csvLine([subject, name, value, standardError ?? '', unit]),
  );
  return csvLine(metricColumns) + rows.join('');
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of CSV (RFC 4180), quoted where needed, with its line end. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}
