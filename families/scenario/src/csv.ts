// Reads number columns from an attached CSV file. Every cell is a number or an issue with its line; nothing is skipped silently.

import Papa from 'papaparse';
import { suggestion } from './issues.ts';

export const csvRowsMax = 1_000_000;

/** Bad cells reported one by one; the rest is counted. */
const cellProblemsMax = 20;

export interface CsvProblem {
  readonly code:
    | 'data.column-missing'
    | 'data.not-a-number'
    | 'data.too-many-rows'
    | 'data.empty'
    | 'data.malformed';
  readonly message: string;
  readonly remedy?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface CsvColumns {
  /** By column name, in file order; only columns that were found. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  /** By the column they concern; '' for the file as a whole. */
  readonly problems: ReadonlyMap<string, readonly CsvProblem[]>;
}

/** Reads the named columns. The first row that is neither blank nor a comment (`#`) is the header. */
export function readCsv(text: string, wanted: readonly string[]): CsvColumns {
  const reader = new ColumnReader(wanted);
  Papa.parse<string[]>(text, {
    delimiter: ',',
    step: (row, parser) => {
      if (!reader.row(row.data, row.errors[0]?.message)) parser.abort();
    },
  });
  return reader.result();
}

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

class ColumnReader {
  readonly #wanted: readonly string[];
  readonly #problems = new Map<string, CsvProblem[]>();
  readonly #bad = new Map<string, number>();
  readonly #values = new Map<string, number[]>();
  #header: readonly string[] | undefined;
  #places: readonly (readonly [string, number])[] = [];
  #line = 1;
  #rows = 0;

  constructor(wanted: readonly string[]) {
    this.#wanted = [...new Set(wanted)];
  }

  /** Takes one row; false to stop reading. */
  row(cells: readonly string[], fault: string | undefined): boolean {
    const line = this.#line;
    this.#line += 1 + cells.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0);
    if (cells.every((cell) => cell.trim() === '') || cells[0]!.trimStart().startsWith('#')) return true;
    if (fault !== undefined) this.#add('', { code: 'data.malformed', message: fault, line });
    if (this.#header === undefined) {
      this.#readHeader(cells.map((cell) => cell.replace(/^\uFEFF/, '').trim()));
      return true;
    }
    if (++this.#rows > csvRowsMax) {
      const message = `more than ${csvRowsMax} rows`;
      this.#add('', { code: 'data.too-many-rows', message, remedy: 'Use a sample of the rows.', line });
      return false;
    }
    for (const [name, place] of this.#places) this.#cell(name, cells[place]?.trim() ?? '', line, place + 1);
    return true;
  }

  result(): CsvColumns {
    for (const [name, count] of this.#bad) {
      if (count <= cellProblemsMax) continue;
      const message = `${count - cellProblemsMax} more cells are not numbers`;
      this.#add(name, { code: 'data.not-a-number', message });
    }
    if (this.#rows === 0) this.#add('', { code: 'data.empty', message: 'the file has no rows of data' });
    const columns = new Map([...this.#values].map(([name, values]) => [name, Float64Array.from(values)]));
    return { columns, problems: this.#problems };
  }

  #readHeader(header: readonly string[]): void {
    this.#header = header;
    const places: (readonly [string, number])[] = [];
    for (const name of this.#wanted) {
      const place = header.indexOf(name);
      if (place < 0) {
        const remedy = suggestion(name, header);
        const message = `there is no column "${name}"`;
        this.#add(name, {
          code: 'data.column-missing',
          message,
          ...(remedy === undefined ? {} : { remedy }),
        });
        continue;
      }
      places.push([name, place]);
      this.#values.set(name, []);
    }
    this.#places = places;
  }

  #cell(name: string, text: string, line: number, column: number): void {
    const value = decimal.test(text) ? Number(text) : Number.NaN;
    if (value - value === 0) {
      this.#values.get(name)!.push(value);
      return;
    }
    const count = (this.#bad.get(name) ?? 0) + 1;
    this.#bad.set(name, count);
    if (count > cellProblemsMax) return;
    const message =
      text === '' ? `column "${name}" has an empty cell` : `"${text.slice(0, 40)}" is not a number`;
    const remedy = 'Write numbers like 12, 0.5 or 1.5e-3, without thousands separators.';
    this.#add(name, { code: 'data.not-a-number', message, remedy, line, column });
  }

  #add(name: string, problem: CsvProblem): void {
    const list = this.#problems.get(name);
    if (list === undefined) this.#problems.set(name, [problem]);
    else list.push(problem);
  }
}
