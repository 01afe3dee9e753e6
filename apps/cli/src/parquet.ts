// Parquet files at the door: attachments come in as CSV text, tables go out. Numbers keep every bit both ways.
import { csvLine } from '@holdfast/client';
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';

/** A named column of one kind of value. */
export interface TableColumn {
  readonly name: string;
  readonly values: readonly string[] | readonly (number | null)[];
}

/** The rows of a Parquet file as CSV with a header. Dates become milliseconds since 1970. @throws Error when unreadable */
export async function parquetToCsv(bytes: Uint8Array): Promise<string> {
  const rows = await parquetReadObjects({ file: Uint8Array.from(bytes).buffer });
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => csvLine(names.map((name) => cell(row[name]))));
  return [csvLine(names), ...lines].join('');
}

function cell(value: unknown): string | number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(Number(value));
  if (value instanceof Date) return value.getTime();
  return typeof value === 'string' ? value : '';
}

/** A Parquet file of these columns: doubles for numbers, UTF-8 for text; null and NaN stay what they are. */
export function parquetOf(columns: readonly TableColumn[]): Uint8Array {
  const columnData = columns.map(({ name, values }) => ({
    name,
    data: [...values],
    type: values.some((value) => typeof value === 'string') ? ('STRING' as const) : ('DOUBLE' as const),
    nullable: values.includes(null as never),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
