// Inverts a distribution function in the logarithm of its variable, from whichever tail is smaller.
// For a density that is log-concave in that logarithm Newton steps converge from anywhere; the bracket only guards rounding.

import { expm1 } from './exponential.ts';
import { log } from './logarithm.ts';

/** What one evaluation at v leaves in its array: lower tail, upper tail, density in log v, slope of its logarithm. */
export const LOWER = 0;
export const UPPER = 1;
export const DENSITY = 2;
export const SLOPE = 3;

const STEPS_MAX = 100;

/** The v > 0 whose lower tail is p (upper tail q = 1 - p, given apart so that neither loses digits).
 * `evaluate` writes the four numbers above for a given v. Halley steps, cubic convergence, at most 100. */
export function solveTail(
  start: number,
  p: number,
  q: number,
  evaluate: (v: number, out: Float64Array) => void,
  out: Float64Array,
): number {
  const lower = p <= q;
  const target = lower ? p : q;
  let v = start;
  let below = 0;
  let above = Infinity;
  for (let step = 0; step < STEPS_MAX; step++) {
    evaluate(v, out);
    const tail = lower ? out[LOWER]! : out[UPPER]!;
    const density = out[DENSITY]!;
    const excess = tail - target;
    if (excess === 0) return v;
    if (lower === excess > 0) above = v;
    else below = v;
    let next = 0;
    let size = Infinity;
    if (tail > 0 && density > 0) {
      const rate = density / tail;
      const h = Math.abs(excess) < 0.1 * target ? logRatioNear(excess / target) : log(tail / target);
      // d/dlog v of log tail is +-rate, its second derivative gives Halley's denominator.
      const bend = lower ? out[SLOPE]! - rate : out[SLOPE]! + rate;
      const newton = (lower ? -h : h) / rate;
      const denominator = 1 + 0.5 * newton * bend;
      const move = denominator > 0.5 && denominator < 2 ? newton / denominator : newton;
      size = Math.abs(move) * (1 + Math.abs(out[SLOPE]!) + rate);
      next = move < 700 && move > -700 ? v + v * expm1(move) : 0;
    }
    if (size < 1e-5) return next;
    // A step outside the bracket, or from a tail that underflowed, becomes a geometric bisection.
    if (!(next > below && next < above)) {
      if (above === Infinity) next = v * 4;
      else next = below === 0 ? v / 4 : Math.sqrt(below) * Math.sqrt(above);
    }
    if (next === v) return v;
    v = next;
  }
  return v;
}

/** log(1 + e) for |e| < 0.1, enough digits for a step. */
function logRatioNear(e: number): number {
  const r = e / (2 + e);
  const z = r * r;
  return 2 * r * (1 + z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z / 11)))));
}
