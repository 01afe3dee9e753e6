// Spearman's correlation of a t copula, which has no closed form. A t vector is a normal one times a random scale S, and the
// coefficient compares two draws with a third, each with a scale of its own; so it is the mean over three scales of
// 6/pi asin(r a), with a = S1^2 / sqrt((S1^2 + S2^2) (S1^2 + S3^2)). Error below 0.0005 for any correlation.

import { asin, gammaQuantile, sin } from '@holdfast/numerics';

/** Points at which each scale is taken, in the middle of intervals of equal probability. */
const points = 48;

/** Classes into which the values of `a`, between 0 and 1, are gathered. */
const classes = 64;

/** Share and mean of the values of `a` in each class that holds some. */
export interface ScaleRatios {
  readonly shares: readonly number[];
  readonly means: readonly number[];
}

export function scaleRatios(degreesOfFreedom: number): ScaleRatios {
  const squares = Float64Array.from(
    { length: points },
    (_, i) => 1 / gammaQuantile((i + 0.5) / points, degreesOfFreedom / 2),
  );
  const counts = new Float64Array(classes);
  const sums = new Float64Array(classes);
  for (const own of squares) {
    const ratios = squares.map((other) => Math.sqrt(own / (own + other)));
    for (const [i, ratio] of ratios.entries()) {
      for (let j = 0; j <= i; j++) {
        const a = ratio * ratios[j]!;
        const times = j < i ? 2 : 1;
        // Narrow near 1, where asin is steep.
        const at = Math.min(classes - 1, Math.floor((1 - Math.sqrt(1 - a)) * classes));
        counts[at]! += times;
        sums[at]! += times * a;
      }
    }
  }
  const held = [...counts.keys()].filter((at) => counts[at]! > 0);
  return {
    shares: held.map((at) => counts[at]! / (points * points * points)),
    means: held.map((at) => sums[at]! / counts[at]!),
  };
}

/** Spearman's coefficient of a t copula with this correlation. */
export function spearmanOf(correlation: number, { shares, means }: ScaleRatios): number {
  let sum = 0;
  for (const [at, share] of shares.entries()) sum += share * asin(correlation * means[at]!);
  return (6 / Math.PI) * sum;
}

/** Steps enough for the last digit; the curve is smooth, so that six are usual. */
const stepsMax = 50;

/** The correlation that gives this coefficient, by Newton's method from that of a Gaussian copula. */
export function correlationOf(coefficient: number, ratios: ScaleRatios): number {
  const { shares, means } = ratios;
  let r = 2 * sin((Math.PI * coefficient) / 6);
  for (let step = 0; step < stepsMax; step++) {
    let slope = 0;
    for (const [at, share] of shares.entries()) {
      const ra = r * means[at]!;
      slope += (share * means[at]!) / Math.sqrt(1 - ra * ra);
    }
    const next = r - (spearmanOf(r, ratios) - coefficient) / ((6 / Math.PI) * slope);
    const inside = Math.max(-1, Math.min(1, next));
    if (Math.abs(inside - r) < 1e-15) return inside;
    r = inside;
  }
  return r;
}
