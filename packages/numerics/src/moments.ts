// Central moments to the fourth, one pass over blocks merged in a fixed order, so the bits depend on the blocks alone.
// Merge: Pebay, "Formulas for robust, one-pass parallel computation of covariances and arbitrary-order statistical
// moments", Sandia SAND2008-6212. Values must be finite; whoever counts invalid values filters them first.

/** Seven numbers laid out by `momentIndex`. */
export type Moments = Float64Array;

/** Index of each entry of `Moments`; m2..m4 are sums of powers of the distance from the mean. */
export const momentIndex = Object.freeze({ n: 0, mean: 1, m2: 2, m3: 3, m4: 4, min: 5, max: 6 } as const);

const BLOCK = 256;

/** Moments of no values: min is Infinity, max -Infinity. */
export function createMoments(): Moments {
  return new Float64Array([0, 0, 0, 0, 0, Infinity, -Infinity]);
}

/** Adds values[from..to). Blocks of 256 start at `from`. Inside a block value j belongs to lane j mod 4; a lane adds its
 * values in order; lanes join as (0 + 2) + (1 + 3), which two 2-lane vector sums reproduce. The first pass gives the
 * block mean, the second the powers d^2, d^2 * d, d^2 * d^2 of the distance d; then the block is merged. */
export function addBlock(moments: Moments, values: Float64Array, from: number, to: number): void {
  const block = createMoments();
  for (let at = from; at < to; at += BLOCK) {
    readBlock(block, values, at, Math.min(at + BLOCK, to));
    mergeMoments(moments, block);
  }
}

function readBlock(block: Moments, values: Float64Array, from: number, to: number): void {
  const n = to - from;
  const sum = new Float64Array(4);
  let min = Infinity;
  let max = -Infinity;
  for (let j = 0; j < n; j++) {
    const x = values[from + j]!;
    sum[j & 3] = sum[j & 3]! + x;
    min = Math.min(min, x);
    max = Math.max(max, x);
  }
  const mean = joined(sum, 0) / n;
  const powers = new Float64Array(12);
  for (let j = 0; j < n; j++) {
    const lane = j & 3;
    const d = values[from + j]! - mean;
    const d2 = d * d;
    powers[lane] = powers[lane]! + d2;
    powers[lane + 4] = powers[lane + 4]! + d2 * d;
    powers[lane + 8] = powers[lane + 8]! + d2 * d2;
  }
  block[0] = n;
  block[1] = mean;
  block[2] = joined(powers, 0);
  block[3] = joined(powers, 4);
  block[4] = joined(powers, 8);
  block[5] = min;
  block[6] = max;
}

function joined(lanes: Float64Array, at: number): number {
  return lanes[at]! + lanes[at + 2]! + (lanes[at + 1]! + lanes[at + 3]!);
}

/** Merges `from` into `into`; the bits depend on the order of merges, so callers merge by chunk index. */
export function mergeMoments(into: Moments, from: Moments): void {
  const nb = from[0]!;
  if (nb === 0) return;
  const na = into[0]!;
  if (na === 0) {
    into.set(from);
    return;
  }
  const n = na + nb;
  const delta = from[1]! - into[1]!;
  const share = delta / n;
  const share2 = share * share;
  const product = na * nb;
  const m2a = into[2]!;
  const m2b = from[2]!;
  const m3a = into[3]!;
  const m3b = from[3]!;
  const lead = delta * share * product;
  into[4] =
    into[4]! +
    from[4]! +
    lead * share2 * (na * na - product + nb * nb) +
    6 * share2 * (na * na * m2b + nb * nb * m2a) +
    4 * share * (na * m3b - nb * m3a);
  into[3] = m3a + m3b + lead * share * (na - nb) + 3 * share * (na * m2b - nb * m2a);
  into[2] = m2a + m2b + lead;
  into[1] = into[1]! + share * nb;
  into[0] = n;
  into[5] = Math.min(into[5]!, from[5]!);
  into[6] = Math.max(into[6]!, from[6]!);
}

/** Arithmetic mean; NaN when empty. */
export function mean(moments: Moments): number {
  return moments[0]! > 0 ? moments[1]! : NaN;
}

/** Unbiased variance M2 / (n - 1); NaN below two values. */
export function variance(moments: Moments): number {
  return moments[0]! > 1 ? moments[2]! / (moments[0]! - 1) : NaN;
}

/** Square root of the unbiased variance. */
export function standardDeviation(moments: Moments): number {
  return Math.sqrt(variance(moments));
}

/** Moment coefficient of skewness sqrt(n) M3 / M2^(3/2); NaN when all values are equal. */
export function skewness(moments: Moments): number {
  const n = moments[0]!;
  const m2 = moments[2]!;
  return m2 > 0 ? (moments[3]! / m2) * Math.sqrt(n / m2) : NaN;
}

/** Moment coefficient of kurtosis less that of the normal, n M4 / M2^2 - 3; NaN when all values are equal. */
export function excessKurtosis(moments: Moments): number {
  const m2 = moments[2]!;
  return m2 > 0 ? (moments[4]! / m2) * (moments[0]! / m2) - 3 : NaN;
}
