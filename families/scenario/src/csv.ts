// Reads number columns from an attached CSV file. Every cell is a number or an issue with its line; nothing is skipped silently.

import Papa from 'papaparse';
import { suggestion } from './issues.ts';

export const csvRowsMax = 1_000_000;

/** Bad cells of a column, and bad rows of a file, reported one by one; the rest is counted. */
const problemsMax = 20;

export interface CsvProblem {
  readonly code:
    | 'data.column-missing'
    | 'data.column-twice'
    | 'data.row-length'
    | 'data.blank-row'
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

/** Reads the named columns. The first row that is neither blank nor a comment (`#`) is the header; every row after it is
 * data, except blank ones at the end of the file. */
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
  #places: readonly (readonly [string, number])[] = [];
  #width = 0;
  #line = 1;
  /** Lines of blank rows that are the end of the file unless another row follows. */
  #blank: number[] = [];
  #rows = 0;

  constructor(wanted: readonly string[]) {
    this.#wanted = [...new Set(wanted)];
  }

  /** Takes one row; false to stop reading. */
  row(cells: readonly string[], fault: string | undefined): boolean {
    const line = this.#line;
    this.#line += 1 + cells.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0);
    const blank = cells.every((cell) => cell.trim() === '');
    if (this.#width === 0) {
      if (blank || cells[0]!.trimStart().startsWith('#')) return true;
      if (fault !== undefined) this.#add('', { code: 'data.malformed', message: fault, line });
      this.#readHeader(cells.map((cell) => cell.replace(/^\uFEFF/, '').trim()));
      return true;
    }
    if (blank) {
      this.#blank.push(line);
      return true;
    }
    this.#rejectBlanks();
    if (fault !== undefined) this.#add('', { code: 'data.malformed', message: fault, line });
    if (++this.#rows > csvRowsMax) {
      const message = `more than ${csvRowsMax} rows`;
      this.#add('', { code: 'data.too-many-rows', message, remedy: 'Use a sample of the rows.', line });
      return false;
    }
    if (cells.length !== this.#width) {
      const message = `the row has ${cells.length} cells, the header has ${this.#width}`;
      const remedy = 'Quote cells that hold commas; comments (#) stand before the header only.';
      this.#addLimited('', { code: 'data.row-length', message, remedy, line });
      return true;
    }
    for (const [name, place] of this.#places) this.#cell(name, cells[place]!.trim(), line, place + 1);
    return true;
  }

  result(): CsvColumns {
    for (const [name, count] of this.#bad) {
      if (count <= problemsMax) continue;
      const left = count - problemsMax;
      if (name === '') {
        this.#add('', { code: 'data.malformed', message: `${left} more rows do not fit the header` });
      } else this.#add(name, { code: 'data.not-a-number', message: `${left} more cells are not numbers` });
    }
    if (this.#rows === 0) this.#add('', { code: 'data.empty', message: 'the file has no rows of data' });
    const columns = new Map([...this.#values].map(([name, values]) => [name, Float64Array.from(values)]));
    return { columns, problems: this.#problems };
  }

  #readHeader(header: readonly string[]): void {
    this.#width = header.length;
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
      if (header.lastIndexOf(name) !== place) {
        const message = `two columns are named "${name}"`;
        this.#add(name, { code: 'data.column-twice', message, remedy: 'Rename one of them.' });
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
    const message =
      text === '' ? `column "${name}" has an empty cell` : `"${text.slice(0, 40)}" is not a number`;
    const remedy = 'Write numbers like 12, 0.5 or 1.5e-3, without thousands separators.';
    this.#addLimited(name, { code: 'data.not-a-number', message, remedy, line, column });
  }

  /** A blank row before another row may be a lost value, so it is never skipped. */
  #rejectBlanks(): void {
    for (const line of this.#blank) {
      const message = 'the row is blank and is not the end of the file';
      this.#addLimited('', { code: 'data.blank-row', message, remedy: 'Remove it or fill it in.', line });
    }
    this.#blank = [];
  }

  /** Adds the first few problems of a column, or of the rows, and counts the rest. */
  #addLimited(name: string, problem: CsvProblem): void {
    const count = (this.#bad.get(name) ?? 0) + 1;
    this.#bad.set(name, count);
    if (count <= problemsMax) this.#add(name, problem);
  }

  #add(name: string, problem: CsvProblem): void {
    const list = this.#problems.get(name);
    if (list === undefined) this.#problems.set(name, [problem]);
    else list.push(problem);
  }
}
