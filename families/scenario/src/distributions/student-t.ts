// Student's t, located and scaled; symmetric, so the upper tail is the lower one mirrored.

import { studentTQuantile, studentTTail } from '@holdfast/numerics';
import { parameter, type ParametricDistribution } from './distribution.ts';
import { studentTRejection } from './rejection.ts';

function studentTCdf(t: number, df: number): number {
  const tail = studentTTail(t, df);
  return t > 0 ? 1 - tail : tail;
}

export const studentT: ParametricDistribution = {
  kind: 'parametric',
  name: 'studentT',
  summary: 'Bell curve with heavy tails: returns, small samples.',
  source: 'inverse of the regularised incomplete beta function; NIST DLMF 8.17',
  lattice: false,
  cost: 1500,
  forms: [
    {
      parameters: [
        parameter('df', 'Degrees of freedom; the variance is infinite for 2 or less.', 'positive'),
        parameter('location', 'Centre.', 'finite', 0),
        parameter('scale', 'Stretch.', 'positive', 1),
      ],
    },
  ],
  standard: {
    shapes: 1,
    quantile: studentTQuantile,
    upperQuantile: (q, df) => -studentTQuantile(q, df),
    place: (m, x, _, location, scale) => m.add(location, m.mul(scale, x)),
  },
  rejection: studentTRejection,
  quantile: (u, df, location, scale) => location + scale * studentTQuantile(u, df),
  upperQuantile: (q, df, location, scale) => location - scale * studentTQuantile(q, df),
  cdf: (x, df, location, scale) => studentTCdf((x - location) / scale, df),
  survival: (x, df, location, scale) => studentTCdf((location - x) / scale, df),
  mean: (df, location) => (df > 1 ? location : Number.NaN),
  variance: (df, _, scale) => (df > 2 ? (scale * scale * df) / (df - 2) : Infinity),
};
