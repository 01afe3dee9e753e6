// Correlations a run measured, as a table: figures of "a~b" belong to the row of b and the column of a.

/** A figure of a run as its page has it. */
export interface MeasuredFigure {
  readonly subject: string;
  readonly name: string;
  readonly value: number;
  readonly standardError: number | null;
}

export interface MeasuredTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** By row and column; undefined where no figure says. */
  readonly cells: readonly (readonly (MeasuredFigure | undefined)[])[];
}

/** Undefined where there is none. `name` is "correlation" or "rank-correlation". */
export function measuredTable(figures: readonly MeasuredFigure[], name: string): MeasuredTable | undefined {
  const found = new Map<string, MeasuredFigure>();
  const [rows, columns] = [new Set<string>(), new Set<string>()];
  for (const figure of figures) {
    const [column, row, ...more] = figure.subject.split('~');
    if (figure.name !== name || column === undefined || row === undefined || more.length > 0) continue;
    rows.add(row);
    columns.add(column);
    found.set(figure.subject, figure);
  }
  if (found.size === 0) return undefined;
  return {
    rows: [...rows],
    columns: [...columns],
    cells: [...rows].map((row) => [...columns].map((column) => found.get(`${column}~${row}`))),
  };
}
