// From a t variable to the normal of the same probability, as operations and one table. With w^2 = nu log(1 + t^2 / nu) the normal
// is w times a smooth, even function of w, so close to 1 that one small table holds it for all t. Relative error below 1e-11.

import { exp, expm1, log, logGamma, normalQuantile } from '@holdfast/numerics';
import { segmentsKernel } from '../distributions/kernels.ts';
import { studentT } from '../distributions/student-t.ts';
import type { ProgramBuilder, Ref } from '../program/program.ts';

/** The normal z with P(Z <= z) = P(T <= t), for t with these degrees of freedom. */
export function tScore(builder: ProgramBuilder, t: Ref, degrees: number): Ref {
  const b = builder;
  const square = b.binary('div', b.binary('mul', t, t), b.constant(degrees));
  const logarithm = b.unary('log1p', square);
  const w = b.unary('sqrt', b.binary('mul', b.constant(degrees), logarithm));
  // exp(-w^2 / 2) / 2 falls as the probability beyond t does, from 1/2 to below 2^-53, which is what tables are cut by.
  const tail = b.unary('exp', b.binary('mul', b.constant(-degrees / 2), logarithm));
  const ratio = ratioOf(degrees);
  const table = segmentsKernel(`t score ${degrees}`, 500, { lower: ratio, upper: ratio });
  const size = b.binary('mul', w, b.call(table, [b.binary('mul', b.constant(0.5), tail)]));
  return b.binary('mul', b.unary('sign', t), size);
}

/** Normal over w, at exp(-w^2 / 2) / 2. */
function ratioOf(degrees: number): (tail: number) => number {
  const middle = exp(logGamma((degrees + 1) / 2) - logGamma(degrees / 2)) * Math.sqrt(2 / degrees);
  return (tail) => {
    const square = -2 * log(2 * tail);
    // Below, the probability is too near 1/2 to tell; the ratio of the densities is the limit.
    if (!(square > 1e-9)) return middle;
    const t = Math.sqrt(degrees * expm1(square / degrees));
    return -normalQuantile(studentT.survival(t, degrees, 0, 1, 0)) / Math.sqrt(square);
  };
}
