// Parts of a variance, alone and in all, as two bars a row with their intervals.

import type { Interval } from '@holdfast/protocol';
import { extent, fromZero, type Plot, type PlotMark } from './plot.ts';

export interface ShareRow {
  readonly label: string;
  readonly first: Interval;
  readonly total: Interval;
  readonly text: string;
}

function marksOf({ first, total }: ShareRow, row: number): readonly PlotMark[] {
  return [first, total].flatMap(({ value, low, high }, lane): readonly PlotMark[] => {
    if (value === null) return [];
    const y = [row + 0.16 + 0.34 * lane, row + 0.5 + 0.34 * lane] as const;
    return [
      { kind: 'bar', from: 0, to: value, y, tone: lane },
      ...(low === null || high === null
        ? []
        : [{ kind: 'whisker', along: 'x', at: (y[0] + y[1]) / 2, low, high, tone: 'ink' } as const]),
    ];
  });
}

/** The plot; undefined without rows. */
export function shareBars(rows: readonly ShareRow[], label: string): Plot | undefined {
  if (rows.length === 0) return undefined;
  const reached = rows.flatMap(({ first, total }) => [
    first.value,
    first.low,
    first.high,
    total.value,
    total.low,
    total.high,
  ]);
  return {
    x: { label, ...fromZero(extent([0, 1, ...reached], 0.02), reached), share: true },
    y: { rows: rows.map((row) => row.label) },
    marks: [{ kind: 'rule', on: 'x', at: 0, label: '', tone: 'ink' }, ...rows.flatMap(marksOf)],
    readings: rows.map(({ total, text }, row) => ({ x: total.value ?? 0, y: row + 0.5, text })),
    legend: [
      { tone: 0, text: 'alone (first)', as: 'bar' },
      { tone: 1, text: 'in all, with others (total)', as: 'bar' },
    ],
  };
}
