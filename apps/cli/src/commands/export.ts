// holdfast export: a kept run as a file other programs open.
import { exportedBytes, exportedRun, isBinary, metricColumns } from '@holdfast/client';
import type { CommandContext } from '../context.ts';
import type { ExportFormat } from '../exchange-formats.ts';
import { exitCode } from '../exit-code.ts';
import { exportClientOf } from '../frames.ts';
import { parquetOf } from '../parquet.ts';
import { Target, type TargetOptions } from '../target.ts';

/** Writes a run to stdout in the asked format. */
export async function exportCommand(
  id: string,
  options: TargetOptions & { readonly to: ExportFormat },
  { console }: CommandContext,
): Promise<number> {
  const target = await Target.open(options, console);
  try {
    if (options.to === 'parquet') console.bytes(await metricsParquet(target, id));
    else if (isBinary(options.to)) {
      for await (const part of exportedBytes(exportClientOf(target), id, options.to)) {
        console.bytes(part);
        await console.drained();
      }
    } else {
      for await (const part of exportedRun(exportClientOf(target), id, options.to)) {
        console.result(part);
        await console.drained();
      }
    }
    return exitCode.ok;
  } finally {
    await target.close();
  }
}

async function metricsParquet(target: Target, id: string): Promise<Uint8Array> {
  const { metrics } = await target.ask((client) => client.metrics(id));
  const [subject, metric, value, standardError, unit] = metricColumns;
  return parquetOf([
    { name: subject, values: metrics.map((each) => each.subject) },
    { name: metric, values: metrics.map((each) => each.name) },
    { name: value, values: metrics.map((each) => each.value) },
    { name: standardError, values: metrics.map((each) => each.standardError) },
    { name: unit, values: metrics.map((each) => each.unit) },
  ]);
}
