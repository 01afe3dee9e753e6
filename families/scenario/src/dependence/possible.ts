// Which correlations a group really gets: its own where quantities can have them, else the nearest ones that they can.

import {
  correlationFactor,
  isPositiveSemidefinite,
  largestDifference,
  nearestCorrelationMatrix,
} from '@holdfast/numerics';
import type { Measure } from './document.ts';
import { conversionOf } from './measure.ts';

/** Largest change of a coefficient that still counts as what the author meant; decision record 0016. */
export const adjustmentMax = 0.1;

/** Matrices are n x n, row-major and symmetric. */
export interface Possible {
  /** Coefficients that are reached, in the measure of the group; the given ones where they are possible. */
  readonly reached: Float64Array;
  /** Largest change of a coefficient; 0 where the given ones are possible. */
  readonly adjustment: number;
  /** As `DependenceGroup.factor`. */
  readonly factor: Float64Array;
}

/** What becomes of the coefficients of a group of n nodes. */
export function possibleFrom(
  given: Float64Array,
  n: number,
  measure: Measure,
  degreesOfFreedom: number | undefined,
): Possible {
  const { toNormal, fromNormal } = conversionOf(measure, degreesOfFreedom);
  const wanted = mirrored(given, n, toNormal);
  if (isPositiveSemidefinite(wanted, n)) {
    return { reached: given, adjustment: 0, factor: correlationFactor(wanted, n) };
  }
  const nearest = nearestCorrelationMatrix(wanted, n);
  const reached = mirrored(nearest, n, fromNormal);
  return { reached, adjustment: largestDifference(given, reached), factor: correlationFactor(nearest, n) };
}

/** Converts every entry of a symmetric matrix once. */
function mirrored(matrix: Float64Array, n: number, convert: (entry: number) => number): Float64Array {
  const out = matrix.slice();
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      out[i * n + j] = convert(matrix[i * n + j]!);
      out[j * n + i] = out[i * n + j]!;
    }
  }
  return out;
}
