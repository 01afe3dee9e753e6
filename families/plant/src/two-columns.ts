// Columns of numbers from an attached CSV file. Every cell is a number or a problem with its line; nothing is skipped silently.

import type { Issue } from '@holdfast/core';

type Problem = Pick<Issue, 'code' | 'message' | 'remedy' | 'line'>;

export interface Columns {
  /** In the order in which they were asked for. */
  readonly columns: readonly (readonly number[])[];
  /** Line of each row, from 1. */
  readonly lines: readonly number[];
  readonly problems: readonly Problem[];
}

/** Problems reported one by one. */
const problemsMost = 20;

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Reads the named columns of a file with a header, separated by commas; blank lines and those that begin with # do not count. */
export function readColumns(text: string, names: readonly string[], rowsMost: number): Columns {
  const problems: Problem[] = [];
  const lines: number[] = [];
  const columns = names.map((): number[] => []);
  let places: readonly number[] | undefined;
  for (const [at, content] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (content.trim() === '' || content.startsWith('#')) continue;
    const line = at + 1;
    const cells = content.split(',').map((cell) => cell.trim());
    if (places === undefined) {
      places = names.map((name) => cells.indexOf(name));
      const missing = names.filter((_, which) => places![which]! < 0);
      const remedy = `The file has: ${cells.join(', ')}.`;
      problems.push(
        ...missing.map((name) => ({
          code: 'plant.column-missing',
          message: `no column "${name}"`,
          remedy,
          line,
        })),
      );
      if (missing.length > 0) break;
      continue;
    }
    if (lines.length === rowsMost || problems.length === problemsMost) {
      problems.push({ code: 'plant.reading-stopped', message: `rows are read up to here`, line });
      break;
    }
    lines.push(line);
    for (const [which, place] of places.entries()) {
      const cell = cells[place] ?? '';
      if (!decimal.test(cell))
        problems.push({
          code: 'plant.not-a-number',
          message: `"${cell}" in column "${names[which]}" is no number`,
          line,
        });
      columns[which]!.push(Number(cell));
    }
  }
  if (places === undefined) problems.push({ code: 'plant.no-rows', message: 'the file is empty' });
  else if (lines.length === 0 && problems.length === 0)
    problems.push({ code: 'plant.no-rows', message: 'the file has a header and no rows' });
  return { columns, lines, problems };
}
