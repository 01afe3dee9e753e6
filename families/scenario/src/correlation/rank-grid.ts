// Rank correlation in bounded memory: outputs are divided into 64 classes of about equal probability, and pairs of classes are
// counted. Values of one class count as tied, which makes a correlation come out too weak by at most 0.0004; outputs with
// few values, each a class of its own, lose nothing.

import type { Figure } from '../statistics.ts';

/** Classes of one output. */
export const classCount = 64;

/** Upper ends of the classes but the last, ascending: quantiles of the finite values of a pilot. */
export function gridOf(pilot: Float64Array): Float64Array {
  const sorted = pilot.filter((value) => value - value === 0).sort();
  if (sorted.length === 0) return new Float64Array(0);
  const ends = Array.from(
    { length: classCount - 1 },
    (_, index) => sorted[Math.floor(((index + 1) / classCount) * sorted.length)]!,
  );
  return Float64Array.from(new Set(ends));
}

/** Class of a finite value: how many ends lie below it. */
export function classOf(grid: Float64Array, value: number): number {
  let [low, high] = [0, grid.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (grid[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One quantity of a pair: shares of its classes, and their ranks less the mean rank. */
interface Margin {
  readonly shares: Float64Array;
  readonly ranks: Float64Array;
  /** Variance of the ranks; 1/12 but for ties. */
  readonly variance: number;
  readonly cubes: number;
}

function marginOf(shares: Float64Array): Margin {
  let [below, cubes] = [0, 0];
  const ranks = shares.map((share) => {
    const rank = below + share / 2 - 0.5;
    below += share;
    cubes += share * share * share;
    return rank;
  });
  return { shares, ranks, variance: (1 - cubes) / 12, cubes };
}

/** Spearman's coefficient of counted pairs of classes, corrected for ties (M. G. Kendall 1945, doi:10.1093/biomet/33.3.239),
 * with its error by influence functions (C. Croux, C. Dehon 2010, doi:10.1007/s10260-010-0142-z). NaN where one does not vary. */
export function rankCorrelation(counts: Float64Array): Figure {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const [rows, columns] = [new Float64Array(classCount), new Float64Array(classCount)];
  for (let i = 0; i < classCount; i++) {
    for (let j = 0; j < classCount; j++) {
      const share = counts[i * classCount + j]! / n;
      rows[i]! += share;
      columns[j]! += share;
    }
  }
  const [x, y] = [marginOf(rows), marginOf(columns)];
  // What the other quantity does in each class.
  const [yGivenX, xGivenY] = [new Float64Array(classCount), new Float64Array(classCount)];
  let covariance = 0;
  for (let i = 0; i < classCount; i++) {
    for (let j = 0; j < classCount; j++) {
      const share = counts[i * classCount + j]! / n;
      yGivenX[i]! += share * y.ranks[j]!;
      xGivenY[j]! += share * x.ranks[i]!;
      covariance += share * x.ranks[i]! * y.ranks[j]!;
    }
  }
  const scale = Math.sqrt(x.variance) * Math.sqrt(y.variance);
  const value = Math.max(-1, Math.min(1, covariance / scale));
  const [fromX, fromY] = [shifts(yGivenX), shifts(xGivenY)];
  let squares = 0;
  for (let i = 0; i < classCount; i++) {
    for (let j = 0; j < classCount; j++) {
      const count = counts[i * classCount + j]!;
      if (count === 0) continue;
      const joint = x.ranks[i]! * y.ranks[j]! + fromX[i]! + fromY[j]! - 3 * covariance;
      const ties = tieInfluence(x, i) / x.variance + tieInfluence(y, j) / y.variance;
      const influence = joint / scale - (value / 2) * ties;
      squares += count * influence * influence;
    }
  }
  return { value, standardError: Math.sqrt(squares / n / n) };
}

/** What one more value of a class adds by raising the ranks of those above it: half of its own class, all of the higher ones. */
function shifts(conditional: Float64Array): Float64Array {
  const out = new Float64Array(classCount);
  let above = 0;
  for (let i = classCount - 1; i >= 0; i--) {
    out[i] = above + conditional[i]! / 2;
    above += conditional[i]!;
  }
  return out;
}

/** Influence of one more value of a class on the variance of the ranks. */
function tieInfluence({ shares, cubes }: Margin, at: number): number {
  return -(shares[at]! * shares[at]! - cubes) / 4;
}
