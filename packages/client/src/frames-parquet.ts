// The recorded frames of a run as a Parquet file of doubles, in row groups that leave one after the other.

import type { Frame } from '@holdfast/core';
import { encodeJson } from '@holdfast/protocol';
import type { HoldfastClient } from './client.ts';
import { frameColumns } from './frame-columns.ts';
import { recordedFrames } from './pages.ts';

/** Numbers in one row group: 2 MB. */
const groupNumbers = 250_000;
/** A row group has at least this many rows, so that the index of a wide table stays small beside it. */
const groupRowsLeast = 64;

/** The parts of the file. Columns have the names of the channels; their units stand in the file's metadata, as JSON under
 * `units`, beside the run's `run`, `name`, `family`, `document` and `seed`. NaN and the infinities stay what they are. */
export async function* framesParquet(
  client: Pick<HoldfastClient, 'frames' | 'run'>,
  id: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const { run, model } = await client.run(id);
  const columns = frameColumns(model);
  const units = Object.fromEntries(columns.map(({ name, unit }) => [name, unit]));
  const facts = { run: run.id, name: run.name, family: run.family, document: run.document, seed: run.seed };
  const about = { units: encodeJson(units), ...facts };
  const bytes = new ByteWriter();
  const take = (): Uint8Array<ArrayBuffer> => {
    const part = bytes.getBytes().slice();
    bytes.index = 0;
    return part;
  };
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name }) => ({
        name,
        type: 'DOUBLE' as const,
        repetition_type: 'REQUIRED' as const,
      })),
    ],
    statistics: false,
    kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value: String(value) })),
    createdBy: 'holdfast',
  });
  const groupRows = Math.max(groupRowsLeast, Math.floor(groupNumbers / columns.length));
  let rows: Frame[] = [];
  const group = (): Uint8Array<ArrayBuffer> => {
    const columnData = columns.map(({ name }, at) => ({ name, data: columnOf(rows, at) }));
    void writer.write({ columnData, rowGroupSize: rows.length });
    rows = [];
    return take();
  };
  for await (const frame of recordedFrames(client, id, model.channels)) {
    rows.push(frame);
    if (rows.length === groupRows) yield group();
  }
  if (rows.length > 0) yield group();
  void writer.finish();
  yield take();
}

function columnOf(rows: readonly Frame[], at: number): Float64Array {
  if (at === 0) return Float64Array.from(rows, ({ sequence }) => sequence);
  if (at === 1) return Float64Array.from(rows, ({ time }) => time);
  return Float64Array.from(rows, ({ values }) => values[at - 2] ?? Number.NaN);
}
