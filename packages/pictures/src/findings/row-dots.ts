// Estimates side by side as dots with 95 % whiskers about 0: one row each.

import type { Estimate } from '@holdfast/protocol';
import { interval, reachOf, stands } from './naming.ts';
import { extent, type LegendEntry, type Plot, type PlotMark } from './plot.ts';

export interface DotRow {
  readonly label: string;
  readonly estimate: Estimate;
  /** Said when a person stops at the row. */
  readonly text: string;
}

function marksOf({ estimate }: DotRow, row: number): readonly PlotMark[] {
  if (estimate.value === null) return [];
  const whisker = interval(estimate);
  return [
    ...(whisker === undefined
      ? []
      : [
          { kind: 'whisker', along: 'x', at: row + 0.5, low: whisker[0], high: whisker[1], tone: 0 } as const,
        ]),
    { kind: 'dot', x: estimate.value, y: row + 0.5, tone: 0, hollow: stands(estimate) === false },
  ];
}

/** The plot; undefined where no row has a value. */
export function rowDots(rows: readonly DotRow[], label: string): Plot | undefined {
  if (rows.every(({ estimate }) => estimate.value === null)) return undefined;
  const legend: readonly LegendEntry[] = [
    { tone: 0, text: 'told apart from 0 at 95 %', as: 'dot' },
    { tone: 0, text: 'not told apart', as: 'ring' },
  ];
  return {
    x: { label, ...extent([0, ...rows.flatMap(({ estimate }) => reachOf(estimate))], 0.06) },
    y: { rows: rows.map((row) => row.label) },
    marks: [{ kind: 'rule', on: 'x', at: 0, label: '', tone: 'ink' }, ...rows.flatMap(marksOf)],
    readings: rows.map(({ estimate, text }, row) => ({ x: estimate.value ?? 0, y: row + 0.5, text })),
    legend,
  };
}
