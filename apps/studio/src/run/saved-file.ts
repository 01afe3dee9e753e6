// A run as files that other programs open, made in the browser; the same columns as `holdfast export` writes.

import type { HoldfastClient } from '@holdfast/client';
import { channelSize, type Frame } from '@holdfast/core';
import { encodeJson, encodeResult, type MetricsView, type ModelView } from '@holdfast/protocol';
import type { ExportFormat } from '../shell/command-line.ts';

const pageFrames = 500;

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of CSV, quoted where needed, with its line end. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

/** Metrics as CSV. */
export function metricsCsv({ metrics }: Pick<MetricsView, 'metrics'>): string {
  const rows = metrics.map(({ subject, name, value, standardError, unit }) =>
    csvLine([subject, name, value, standardError ?? '', unit]),
  );
  return csvLine(['subject', 'metric', 'value', 'standard error', 'unit']) + rows.join('');
}

/** Titles of a frame's numbers: the channel's name, indexed where it holds several. */
export function frameColumns(model: Pick<ModelView, 'channels'>): readonly string[] {
  return model.channels.flatMap((channel) =>
    channel.shape.length === 0
      ? [channel.name]
      : Array.from(
          { length: channelSize(channel) },
          (_, at) => `${channel.name}[${channel.levels?.[at] ?? at}]`,
        ),
  );
}

function frameText(format: 'frames-csv' | 'frames-ndjson', { sequence, time, values }: Frame): string {
  if (format === 'frames-csv') return csvLine([sequence, time, ...values]);
  return `${encodeJson({ sequence, time, values: [...values] })}\n`;
}

async function framesText(
  client: Pick<HoldfastClient, 'frames'>,
  id: string,
  model: ModelView,
  format: 'frames-csv' | 'frames-ndjson',
): Promise<readonly string[]> {
  const parts =
    format === 'frames-csv'
      ? [csvLine(['sequence', `time [${model.timeUnit}]`, ...frameColumns(model)])]
      : [];
  let after: number | undefined;
  for (;;) {
    const page = await client.frames(id, { limit: pageFrames, ...(after === undefined ? {} : { after }) });
    for (const frame of page) parts.push(frameText(format, frame));
    if (page.length < pageFrames) return parts;
    after = page.at(-1)?.sequence;
  }
}

/** The content of an export, in parts. */
export async function exportParts(
  client: Pick<HoldfastClient, 'frames' | 'metrics' | 'result'>,
  id: string,
  model: ModelView,
  format: ExportFormat,
): Promise<readonly string[]> {
  if (format === 'json') return [encodeResult(await client.result(id))];
  if (format === 'csv') return [metricsCsv(await client.metrics(id))];
  return framesText(client, id, model, format);
}

/** Hands text to the browser as a file. */
export function saveFile(name: string, parts: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([...parts], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun once the click returned; the address may go at the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** A file name from a run's name. */
export function fileStem(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'run'
  );
}
