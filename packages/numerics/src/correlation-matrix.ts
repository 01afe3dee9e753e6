// Correlation matrices: whether a matrix is one, the nearest one otherwise, and a factor to draw with. Matrices are n x n,
// row-major and symmetric; all sums have a fixed order.

import { symmetricEigen } from './symmetric-eigen.ts';

/** Smallest eigenvalue, per row, that rounding of a semidefinite matrix may give. */
const roundingPerRow = 1e-13;

/** Change of an entry from one projection to the next at which the nearest matrix counts as found. */
const settled = 1e-10;

/** Bounds the time a hopeless matrix can take; what is reached is a correlation matrix at any count. */
const projectionsMax = 1000;

/** Whether no combination of the variables would have a negative variance, rounding allowed for. */
export function isPositiveSemidefinite(matrix: Float64Array, n: number): boolean {
  return symmetricEigen(matrix, n).values.every((value) => value >= -roundingPerRow * n);
}

/** The correlation matrix nearest to a symmetric one, by the sum of squared differences.
 * N. J. Higham (2002), doi:10.1093/imanum/22.3.329: alternating projections on the semidefinite matrices, with Dykstra's
 * correction, and on those of unit diagonal. */
export function nearestCorrelationMatrix(matrix: Float64Array, n: number): Float64Array {
  let current = matrix.slice();
  let basis: Float64Array | undefined;
  const correction = new Float64Array(n * n);
  for (let round = 0; round < projectionsMax; round++) {
    const shifted = current.map((value, at) => value - correction[at]!);
    const eigen = symmetricEigen(shifted, n, basis);
    basis = eigen.vectors;
    const projected = semidefinitePart(eigen.values, basis, n);
    for (let at = 0; at < n * n; at++) correction[at] = projected[at]! - shifted[at]!;
    const next = projected.slice();
    for (let i = 0; i < n; i++) next[i * n + i] = 1;
    const change = largestDifference(next, current);
    current = next;
    if (change <= settled) break;
  }
  const { values, vectors } = symmetricEigen(current, n, basis);
  return unitDiagonal(semidefinitePart(values, vectors, n), n);
}

/** Lower triangular factor L with L * transpose(L) = matrix, for a correlation matrix that may be singular. Every row has
 * length 1 to rounding, so that combinations of independent unit variances have unit variance. */
export function correlationFactor(matrix: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    let length = 0;
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) rest -= factor[i * n + k]! * factor[j * n + k]!;
      const pivot = factor[j * n + j]!;
      // A pivot of rounding size belongs to a variable that the earlier ones determine.
      if (j === i) factor[i * n + j] = rest > n * roundingPerRow ? Math.sqrt(rest) : 0;
      else factor[i * n + j] = pivot === 0 ? 0 : rest / pivot;
      length += factor[i * n + j]! * factor[i * n + j]!;
    }
    const scale = Math.sqrt(length);
    for (let j = 0; j <= i; j++) factor[i * n + j]! /= scale;
  }
  return factor;
}

/** Largest absolute difference of two matrices, entry by entry. */
export function largestDifference(a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let at = 0; at < a.length; at++) largest = Math.max(largest, Math.abs(a[at]! - b[at]!));
  return largest;
}

function semidefinitePart(values: Float64Array, vectors: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const value = values[k]!;
    if (!(value > 0)) continue;
    for (let i = 0; i < n; i++) {
      const scaled = value * vectors[k * n + i]!;
      for (let j = 0; j <= i; j++) out[i * n + j]! += scaled * vectors[k * n + j]!;
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) out[j * n + i] = out[i * n + j]!;
  return out;
}

function unitDiagonal(matrix: Float64Array, n: number): Float64Array {
  const scale = Float64Array.from({ length: n }, (_, i) => 1 / Math.sqrt(matrix[i * n + i]!));
  return matrix.map((value, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return i === j ? 1 : value * scale[i]! * scale[j]!;
  });
}
