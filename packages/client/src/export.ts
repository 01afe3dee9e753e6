// A run as text other programs read, in parts, so that no recording has to fit in memory. The command line and the studio
// write the same bytes.

import { channelSize, type Frame, type Metric } from '@holdfast/core';
import { encodeJson, encodeResult, type ModelView } from '@holdfast/protocol';
import type { HoldfastClient } from './client.ts';

export const textFormats = ['html', 'json', 'csv', 'frames-csv', 'frames-ndjson', 'document'] as const;

export type TextFormat = (typeof textFormats)[number];

export type ExportClient = Pick<
  HoldfastClient,
  'document' | 'frames' | 'metrics' | 'report' | 'result' | 'run'
>;

const pageFrames = 500;

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
    yield csvLine(frameColumns(model));
    for await (const { sequence, time, values } of recordedFrames(client, id)) {
      yield csvLine([sequence, time, ...values]);
    }
  } else {
    for await (const { sequence, time, values } of recordedFrames(client, id)) {
      yield `${encodeJson({ sequence, time, values: [...values] })}\n`;
    }
  }
}

/** All recorded frames of a run in order, read page by page. */
export async function* recordedFrames(
  client: Pick<HoldfastClient, 'frames'>,
  id: string,
): AsyncGenerator<Frame> {
  for (let after: number | undefined; ;) {
    const page = await client.frames(id, { limit: pageFrames, ...(after === undefined ? {} : { after }) });
    yield* page;
    after = page.at(-1)?.sequence;
    if (page.length < pageFrames) return;
  }
}

/** Titles of a recorded frame: sequence, time, then the name of each channel, with level, index or, of a fan, place and
 * level where it holds several numbers. */
export function frameColumns({
  channels,
  timeUnit,
}: Pick<ModelView, 'channels' | 'timeUnit'>): readonly string[] {
  const ofChannels = channels.flatMap((channel) => {
    const { name, shape, levels, axis } = channel;
    if (shape.length === 0) return [name];
    if (channel.role === 'fan' && axis !== undefined) {
      const titles = ['mean', ...(levels ?? [])];
      return axis.at.flatMap((place) => titles.map((title) => `${name}[${place}][${title}]`));
    }
    return Array.from({ length: channelSize(channel) }, (_, at) => `${name}[${levels?.[at] ?? at}]`);
  });
  return ['sequence', `time [${timeUnit}]`, ...ofChannels];
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
