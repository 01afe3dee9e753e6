// What was measured at one setting: each figure once per replicate, and how errors combine. Replicates use the same seeds
// at every setting, so the spread of their differences is an honest error with common random numbers; with one replicate
// only the sum of the single errors is safe, because how far the noise of two settings is shared is not known.

import type { Metric } from '@holdfast/core';
import type { Estimate, Figure } from '@holdfast/protocol';

export const unknownEstimate: Estimate = { value: null, standardError: null };

export class Observation {
  /** By replicate. */
  readonly replicates: readonly (readonly Metric[])[];

  constructor(replicates: readonly (readonly Metric[])[]) {
    this.replicates = replicates;
  }

  /** The metric of the first replicate; undefined where it could not be had. */
  metric({ subject, metric }: Figure): Metric | undefined {
    return this.replicates[0]?.find((one) => one.subject === subject && one.name === metric);
  }

  /** Values by replicate; undefined unless every replicate has one. */
  values({ subject, metric }: Figure): readonly number[] | undefined {
    const values = this.replicates.flatMap((metrics) => {
      const found = metrics.find((one) => one.subject === subject && one.name === metric);
      return found !== undefined && Number.isFinite(found.value) ? [found.value] : [];
    });
    return values.length === this.replicates.length ? values : undefined;
  }

  estimate(figure: Figure): Estimate {
    return combination([[1, this]], figure);
  }
}

/** The sum of weight times figure over the settings, with its error. */
export function combination(terms: readonly (readonly [number, Observation])[], figure: Figure): Estimate {
  const columns = terms.map(([weight, observation]) => {
    const values = observation.values(figure);
    return values?.map((value) => weight * value);
  });
  if (columns.includes(undefined)) return unknownEstimate;
  const sums = columns[0]!.map((_, at) => columns.reduce((sum, column) => sum + column![at]!, 0));
  if (sums.length > 1) return spreadOf(sums);
  const errors = terms.map(([weight, observation]) => {
    const error = observation.metric(figure)?.standardError ?? null;
    return error === null ? null : Math.abs(weight) * error;
  });
  const standardError = errors.reduce<number | null>(
    (sum, error) => (sum === null || error === null ? null : sum + error),
    0,
  );
  return estimateOf(sums[0]!, standardError);
}

/** Mean and its standard error over independent repeats. */
export function spreadOf(values: readonly number[]): Estimate {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return estimateOf(mean, null);
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return estimateOf(mean, Math.sqrt(squares / (n - 1) / n));
}

/** A multiple of an estimate; unknown where the factor is no number. */
export function scaled({ value, standardError }: Estimate, factor: number): Estimate {
  if (value === null || !Number.isFinite(factor)) return unknownEstimate;
  return estimateOf(value * factor, standardError === null ? null : standardError * Math.abs(factor));
}

function estimateOf(value: number, standardError: number | null): Estimate {
  if (!Number.isFinite(value)) return unknownEstimate;
  return {
    value,
    standardError: standardError !== null && Number.isFinite(standardError) ? standardError : null,
  };
}
