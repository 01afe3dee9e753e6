// Exact rejection for continuous shapes that vary: gamma, beta, Student's t. The first attempt is a few operations and is
// nearly always accepted by a simple test; a kernel decides the rest. It uses the node's own uniform monotonically, so that
// values mostly rise with it.

import { exp, log, normalQuantile } from '@holdfast/numerics';
import type { Algebra } from './algebra.ts';
import type { Attempts } from './attempts.ts';

const LOG_4 = 1.3862943611198906;
const THIRD = 0.3333333333333333;
const SQUEEZE = 0.0331;

/** A first attempt: its value, and 1 where that is accepted for certain. */
export interface FirstAttempt<T> {
  readonly value: T;
  readonly sure: T;
}

/** How a distribution is drawn by rejection. Both functions take the same uniforms and canonical parameters. */
export interface Rejection {
  /** Uniforms of the first attempt beside the node's own. */
  readonly uniforms: number;
  readonly first: <T>(m: Algebra<T>, u: T, more: readonly T[], a: T, b: T, c: T, d: T) => FirstAttempt<T>;
  /** The value where the first attempt is not certain: its full test, then new attempts. */
  readonly rest: (
    u: number,
    more: Float64Array,
    a: number,
    b: number,
    c: number,
    d: number,
    attempts: Attempts,
  ) => number;
}

/** First attempt at a gamma of unit scale: G. Marsaglia, W. W. Tsang (2000), doi:10.1145/358407.358414; shapes below 1, for
 * which `boost` is needed, by their section 6. */
export function gammaFirst<T>(m: Algebra<T>, u: T, test: T, boost: T | undefined, shape: T): FirstAttempt<T> {
  const one = m.constant(1);
  const small = m.lt(shape, one);
  const raised = boost === undefined ? shape : m.select(small, m.add(shape, one), shape);
  const d = m.sub(raised, m.constant(THIRD));
  const z = m.normalQuantile(u);
  const root = m.add(one, m.div(z, m.mul(m.constant(3), m.sqrt(d))));
  const square = m.mul(z, z);
  const squeeze = m.lt(test, m.sub(one, m.mul(m.constant(SQUEEZE), m.mul(square, square))));
  const sure = m.and(m.gt(root, m.constant(0)), squeeze);
  const value = m.mul(d, m.mul(root, m.mul(root, root)));
  if (boost === undefined) return { value, sure: m.and(sure, m.ge(shape, one)) };
  const factor = m.select(small, m.exp(m.div(m.log(boost), shape)), one);
  return { value: m.mul(value, factor), sure };
}

/** The same gamma decided in full, and drawn again until it is accepted. */
export function gammaRest(
  u: number,
  test: number,
  boost: number | undefined,
  shape: number,
  attempts: Attempts,
): number {
  const d = (shape < 1 ? shape + 1 : shape) - THIRD;
  const slope = 1 / (3 * Math.sqrt(d));
  let [uniform, limit] = [u, test];
  for (;;) {
    const z = normalQuantile(uniform);
    const root = 1 + z * slope;
    const square = z * z;
    if (root > 0) {
      const v = root * root * root;
      const sure = limit < 1 - SQUEEZE * (square * square);
      if (sure || log(limit) < 0.5 * square + d * (1 - v + log(v))) {
        return shape < 1 ? d * v * exp(log(boost ?? attempts.next()) / shape) : d * v;
      }
    }
    uniform = attempts.next();
    limit = attempts.next();
  }
}

export const gammaRejection: Rejection = {
  uniforms: 2,
  first(m, u, [test, boost], shape, scale) {
    const { value, sure } = gammaFirst(m, u, test!, boost, shape);
    return { value: m.mul(scale, value), sure };
  },
  rest: (u, more, shape, scale, _, __, attempts) => scale * gammaRest(u, more[0]!, more[1], shape, attempts),
};

export const inverseGammaRejection: Rejection = {
  uniforms: 2,
  first(m, u, [test, boost], shape, scale) {
    const { value, sure } = gammaFirst(m, m.sub(m.constant(1), u), test!, boost, shape);
    return { value: m.div(scale, value), sure };
  },
  rest: (u, more, shape, scale, _, __, attempts) =>
    scale / gammaRest(1 - u, more[0]!, more[1], shape, attempts),
};

/** Student's t as a normal over the root of a gamma. */
export const studentTRejection: Rejection = {
  uniforms: 3,
  first(m, u, [normal, test, boost], df, location, scale) {
    const half = m.mul(m.constant(0.5), df);
    const { value, sure } = gammaFirst(m, normal!, test!, boost, half);
    const t = m.mul(m.normalQuantile(u), m.sqrt(m.div(half, value)));
    return { value: m.add(location, m.mul(scale, t)), sure };
  },
  rest(u, more, df, location, scale, _, attempts) {
    const half = 0.5 * df;
    const gamma = gammaRest(more[0]!, more[1]!, more[2], half, attempts);
    return location + scale * (normalQuantile(u) * Math.sqrt(half / gamma));
  },
};

/** Beta as the share of one gamma in two where both shapes are 1 or more; below, R. C. H. Cheng (1978), algorithm BC,
 * doi:10.1145/359460.359482. The gamma of the smaller shape, which moves the share most, gets the node's uniform. */
export const betaRejection: Rejection = {
  uniforms: 3,
  first(m, u, [test, normal, otherTest], alpha, beta, min, max) {
    const alphaLeast = m.le(alpha, beta);
    const own = m.select(alphaLeast, u, m.sub(m.constant(1), u));
    const least = gammaFirst(m, own, test!, undefined, m.min(alpha, beta));
    const most = gammaFirst(m, normal!, otherTest!, undefined, m.max(alpha, beta));
    const lower = m.select(alphaLeast, least.value, most.value);
    const share = m.div(lower, m.add(least.value, most.value));
    return { value: m.add(min, m.mul(m.sub(max, min), share)), sure: m.and(least.sure, most.sure) };
  },
  rest(u, more, alpha, beta, min, max, attempts) {
    return min + (max - min) * betaRest(u, more, alpha, beta, attempts);
  },
};

function betaRest(u: number, more: Float64Array, alpha: number, beta: number, attempts: Attempts): number {
  const [least, most] = [Math.min(alpha, beta), Math.max(alpha, beta)];
  if (least < 1) {
    // BC draws the one with the larger shape.
    const w = chengBC(alpha === most ? u : 1 - u, more[0]!, least, most, attempts);
    if (w === Infinity) return alpha === most ? 1 : 0;
    return alpha === most ? w / (least + w) : least / (least + w);
  }
  const small = gammaRest(alpha <= beta ? u : 1 - u, more[0]!, undefined, least, attempts);
  const large = gammaRest(more[1]!, more[2]!, undefined, most, attempts);
  return (alpha <= beta ? small : large) / (small + large);
}

function chengBC(u: number, test: number, a: number, b: number, attempts: Attempts): number {
  const sum = a + b;
  const rate = 1 / a;
  const delta = 1 + b - a;
  const k1 = (delta * (0.0138889 + 0.0416667 * a)) / (b * rate - 0.777778);
  const k2 = 0.25 + (0.5 + 0.25 / delta) * a;
  let [u1, u2] = [u, test];
  for (;;) {
    const product = u1 * u2;
    const z = u1 * product;
    if (u1 < 0.5 ? 0.25 * u2 + z - product < k1 : z < k2) {
      const v = rate * log(u1 / (1 - u1));
      const w = b * exp(v);
      if (u1 >= 0.5 && z <= 0.25) return w;
      if (sum * (log(sum / (a + w)) + v) - LOG_4 >= log(z)) return w;
    }
    u1 = attempts.next();
    u2 = attempts.next();
  }
}
