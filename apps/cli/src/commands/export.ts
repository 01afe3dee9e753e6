// holdfast export: a kept run as a file other programs open.
import { channelSize, type Frame } from '@holdfast/core';
import { encodeJson, encodeResult, type ModelView } from '@holdfast/protocol';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import type { ExportFormat } from '../exchange-formats.ts';
import { framesOf } from '../frames.ts';
import { Target, type TargetOptions } from '../target.ts';

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of comma-separated values (RFC 4180). */
export function csvLine(cells: readonly (string | number)[]): string {
  return cells.map(csvCell).join(',');
}

/** Column titles of a frame: the channel's name, followed by level or index where it holds several numbers. */
function columnsOf({ channels }: ModelView): readonly string[] {
  return channels.flatMap((channel) => {
    const { name, shape, levels } = channel;
    if (shape.length === 0) return [name];
    return Array.from({ length: channelSize(channel) }, (_, at) => `${name}[${levels?.[at] ?? at}]`);
  });
}

function frameLine(format: ExportFormat, { sequence, time, values }: Frame): string {
  if (format === 'frames-csv') return csvLine([sequence, time, ...values]);
  return encodeJson({ sequence, time, values: [...values] });
}

/** Writes a run to stdout in the asked format. */
export async function exportCommand(
  id: string,
  options: TargetOptions & { readonly to: ExportFormat },
  { console }: CommandContext,
): Promise<number> {
  const { to: format } = options;
  const target = await Target.open(options, console);
  try {
    if (format === 'json') console.result(encodeResult(await target.ask((client) => client.result(id))));
    else if (format === 'document') {
      console.result(encodeJson(await target.ask((client) => client.document(id)), 2));
    } else if (format === 'csv') {
      const { metrics } = await target.ask((client) => client.result(id));
      console.result(csvLine(['subject', 'metric', 'value', 'standard error', 'unit']));
      for (const { subject, name, value, standardError, unit } of metrics) {
        console.result(csvLine([subject, name, value, standardError ?? '', unit]));
      }
    } else {
      const { model } = await target.ask((client) => client.run(id));
      if (format === 'frames-csv') {
        console.result(csvLine(['sequence', `time [${model.timeUnit}]`, ...columnsOf(model)]));
      }
      for await (const frame of framesOf(target, id)) {
        console.result(frameLine(format, frame));
        await console.drained();
      }
    }
    return exitCode.ok;
  } finally {
    await target.close();
  }
}
