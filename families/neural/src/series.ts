// Pictures in a document: a CSV attachment with a frame in each row and a column for each sense, shown one after the other.

/** Frames of as many levels, 0 to 255, as there are senses. */
export interface Series {
  readonly frames: readonly Uint8Array[];
  /** Steps a frame is shown. */
  readonly period: number;
  /** Whether the first follows the last; else the last one stays. */
  readonly again: boolean;
}

/** The frame seen in a step. */
export function frameAt({ frames, period, again }: Series, step: number): Uint8Array {
  const count = Math.floor(step / period);
  return frames[again ? count % frames.length : Math.min(count, frames.length - 1)]!;
}

/** Levels a series has at most, of all frames together: 1,024 frames of 64 x 64. */
export const levelsMost = 4_194_304;

/** What is wrong with a file, and where. */
interface LineIssue {
  readonly line: number;
  readonly column?: number;
  readonly message: string;
  readonly remedy: string;
}

/** Issues told of one file: one wrong export has the same mistake in every row. */
const issuesMost = 20;

function whole(message: string, remedy: string) {
  return { frames: [], issues: [{ line: 1, message, remedy }] };
}

type Row = { readonly frame: Uint8Array } | { readonly issue: LineIssue };

function readRow(text: string, line: number, senses: number): Row {
  const cells = text.split(',');
  if (cells.length !== senses) {
    const message = `${cells.length} columns, not ${senses}`;
    return { issue: { line, message, remedy: 'Write one column for each sense, row by row of the senses.' } };
  }
  const frame = new Uint8Array(senses);
  for (const [column, cell] of cells.entries()) {
    const level = cell.trim() === '' ? Number.NaN : Number(cell);
    if (!(Number.isInteger(level) && level >= 0 && level <= 255)) {
      const message = `"${cell.trim().slice(0, 40)}" is no level`;
      return { issue: { line, column: column + 1, message, remedy: 'Write whole numbers from 0 to 255.' } };
    }
    frame[column] = level;
  }
  return { frame };
}

/** Whether a row names its columns instead of giving levels; what stands for a number that is missing is no name. */
function isHeader(text: string): boolean {
  return text
    .split(',')
    .every((cell) => /^\s*"?[A-Za-z_]/.test(cell) && !/^\s*"?(nan|na|null|inf|infinity)"?\s*$/i.test(cell));
}

/** Reads the frames; a first row of names is passed over. Every mistake, at most 20 of a file. */
export function readFrames(
  text: string,
  senses: number,
): { readonly frames: readonly Uint8Array[]; readonly issues: readonly LineIssue[] } {
  const rows = text
    .split(/\r?\n/)
    .map((row, at) => ({ row, line: at + 1 }))
    .filter(({ row, line }) => row.trim() !== '' && !(line === 1 && isHeader(row)));
  if (rows.length === 0) return whole('no frame', 'Write at least one row of levels.');
  if (rows.length * senses > levelsMost) {
    const most = Math.floor(levelsMost / senses);
    return whole(`${rows.length} frames, at most ${most} of ${senses} senses`, `Keep at most ${most} rows.`);
  }
  const frames: Uint8Array[] = [];
  const issues: LineIssue[] = [];
  for (const { row, line } of rows) {
    const read = readRow(row, line, senses);
    if ('frame' in read) frames.push(read.frame);
    else if (issues.push(read.issue) === issuesMost) break;
  }
  return { frames, issues };
}
