// Figures of runs side by side, and whether a difference exceeds its error. Runs with different seeds are independent, so
// their errors add as squares; runs with one seed may share their luck, so only the sum of both is safe.

import { takeFans } from '@holdfast/client';
import type { Estimate } from '@holdfast/protocol';
import { z95 } from '@holdfast/pictures';
import type { ComparedRun } from './compared-run.ts';

export type DifferenceVerdict = 'equal' | 'differs' | 'within' | 'unknown';

export interface Difference extends Estimate {
  readonly verdict: DifferenceVerdict;
}

export interface FigureRow {
  readonly subject: string;
  readonly metric: string;
  readonly unit: string;
  /** By run; null where a run does not report it. */
  readonly values: readonly (Estimate | null)[];
  /** Of every run but the first against the first. */
  readonly differences: readonly (Difference | null)[];
}

function known(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

/** Second minus first, with its error. */
export function differenceOf(first: Estimate, second: Estimate, independent: boolean): Difference {
  const [a, b] = [known(first.value), known(second.value)];
  if (a === null || b === null) return { value: null, standardError: null, verdict: 'unknown' };
  const value = b - a;
  const [e, f] = [known(first.standardError), known(second.standardError)];
  if (e === null || f === null)
    return { value, standardError: null, verdict: value === 0 ? 'equal' : 'unknown' };
  const standardError = independent ? Math.sqrt(e * e + f * f) : e + f;
  if (value === 0) return { value, standardError, verdict: 'equal' };
  return { value, standardError, verdict: Math.abs(value) > z95 * standardError ? 'differs' : 'within' };
}

/** One row for each figure that any of the runs reports, in the order of the first that does. */
export function figureRows(runs: readonly ComparedRun[]): readonly FigureRow[] {
  const keys = new Map<string, { readonly subject: string; readonly name: string; readonly unit: string }>();
  for (const { metrics } of runs) {
    // Figures over time are a picture; as rows they would bury the others.
    for (const metric of takeFans(metrics).rest) {
      const key = `${metric.subject}\n${metric.name}`;
      if (!keys.has(key)) keys.set(key, metric);
    }
  }
  const found = runs.map(
    ({ metrics }) => new Map(metrics.map((metric) => [`${metric.subject}\n${metric.name}`, metric])),
  );
  const first = runs[0];
  return [...keys].map(([key, { subject, name, unit }]) => {
    const values = found.map((own): Estimate | null => {
      const metric = own.get(key);
      return metric === undefined
        ? null
        : { value: known(metric.value), standardError: known(metric.standardError) };
    });
    const differences = values.slice(1).map((value, at) => {
      const base = values[0];
      if (base == null || value === null) return null;
      return differenceOf(base, value, first?.run.seed !== runs[at + 1]?.run.seed);
    });
    return { subject, metric: name, unit, values, differences };
  });
}

export const verdictMarks: Readonly<Record<DifferenceVerdict, string>> = {
  equal: 'equal',
  differs: 'differs',
  within: 'within its error',
  unknown: 'no error known',
};
