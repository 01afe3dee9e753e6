// Exact rejection for continuous shapes that vary: gamma, beta, Student's t. The first attempt uses the node's own uniform
// monotonically, so that nearly every value still rises with it.

import { exp, log, normalQuantile } from '@holdfast/numerics';
import type { Attempts } from './attempts.ts';

const LOG_4 = 1.3862943611198906;
const LOG_5_PLUS_1 = 2.6094379124341;

/** Gamma of unit scale: G. Marsaglia, W. W. Tsang (2000), doi:10.1145/358407.358414, shapes below 1 by their section 6. */
export function rejectGamma(u: number, shape: number, attempts: Attempts): number {
  attempts.begin(u);
  return gammaFrom(u, shape, attempts);
}

/** Student's t as a normal over the root of a gamma. */
export function rejectStudentT(u: number, df: number, attempts: Attempts): number {
  attempts.begin(u);
  const half = 0.5 * df;
  return normalQuantile(u) * Math.sqrt(half / gammaFrom(attempts.next(), half, attempts));
}

/** Attempts from a first uniform and those that follow. */
function gammaFrom(u: number, shape: number, attempts: Attempts): number {
  const d = (shape < 1 ? shape + 1 : shape) - 0.3333333333333333;
  const c = 1 / (3 * Math.sqrt(d));
  for (let uniform = u; ; uniform = attempts.next()) {
    const z = normalQuantile(uniform);
    const root = 1 + c * z;
    if (root <= 0) continue;
    const v = root * root * root;
    const square = z * z;
    const test = attempts.next();
    if (test < 1 - 0.0331 * square * square || log(test) < 0.5 * square + d * (1 - v + log(v))) {
      return shape < 1 ? d * v * exp(log(attempts.next()) / shape) : d * v;
    }
  }
}

/** Beta on 0 .. 1: R. C. H. Cheng (1978), doi:10.1145/359460.359482, algorithms BB and BC. */
export function rejectBeta(u: number, alpha: number, beta: number, attempts: Attempts): number {
  attempts.begin(u);
  const least = Math.min(alpha, beta);
  const most = Math.max(alpha, beta);
  if (least <= 1) {
    // BC draws the one with the larger shape.
    const w = chengBC(alpha === most ? u : 1 - u, least, most, attempts);
    if (w === Infinity) return alpha === most ? 1 : 0;
    return alpha === most ? w / (least + w) : least / (least + w);
  }
  const w = chengBB(alpha === least ? u : 1 - u, least, most, attempts);
  return alpha === least ? w / (most + w) : most / (most + w);
}

function chengBB(u: number, a: number, b: number, attempts: Attempts): number {
  const sum = a + b;
  const rate = Math.sqrt((sum - 2) / (2 * a * b - sum));
  const slope = a + 1 / rate;
  for (let uniform = u; ; uniform = attempts.next()) {
    const v = rate * log(uniform / (1 - uniform));
    const w = a * exp(v);
    const z = uniform * uniform * attempts.next();
    const r = slope * v - LOG_4;
    const s = a + r - w;
    if (s + LOG_5_PLUS_1 >= 5 * z) return w;
    const t = log(z);
    if (s > t || r + sum * log(sum / (b + w)) >= t) return w;
  }
}

function chengBC(u: number, a: number, b: number, attempts: Attempts): number {
  const sum = a + b;
  const rate = 1 / a;
  const delta = 1 + b - a;
  const k1 = (delta * (0.0138889 + 0.0416667 * a)) / (b * rate - 0.777778);
  const k2 = 0.25 + (0.5 + 0.25 / delta) * a;
  for (let u1 = u; ; u1 = attempts.next()) {
    const u2 = attempts.next();
    const product = u1 * u2;
    const z = u1 * product;
    if (u1 < 0.5 ? 0.25 * u2 + z - product >= k1 : z >= k2) continue;
    const v = rate * log(u1 / (1 - u1));
    const w = b * exp(v);
    if (u1 >= 0.5 && z <= 0.25) return w;
    if (sum * (log(sum / (a + w)) + v) - LOG_4 >= log(z)) return w;
  }
}
