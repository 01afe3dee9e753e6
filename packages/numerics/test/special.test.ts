import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  betaI,
  betaQuantile,
  binomialCdf,
  binomialQuantile,
  fillUniforms,
  gammaP,
  gammaQ,
  gammaQuantile,
  logGamma,
  normalCdf,
  normalQuantile,
  poissonCdf,
  poissonQuantile,
  seedKey,
  studentTQuantile,
} from '../src/index.ts';
import { type ReferencePoint, referencePoints, ulp } from './reference.ts';

/** Largest error over all points of one function, `scale` turning an absolute error into the one that is bounded. */
function worst(
  name: string,
  f: (...values: number[]) => number,
  scale: (point: ReferencePoint) => number,
): [number, string] {
  let largest = 0;
  let where = '';
  for (const point of referencePoints(name)) {
    const exactLow = point.remainder * ulp(point.value);
    const error = Math.abs(f(...point.inputs) - point.value - exactLow) * scale(point);
    if (!(error <= largest)) [largest, where] = [error, point.inputs.join(', ')];
  }
  return [largest, where];
}

const relative = (point: ReferencePoint): number => 1 / Math.abs(point.value);

/** A change of p moves a value by 1/shape times as much, and a power law far out rounds the logarithm of the value. */
function conditioned(least: (inputs: readonly number[]) => number): (point: ReferencePoint) => number {
  return (point) =>
    relative(point) / (1 + 0.1 / least(point.inputs) + Math.abs(Math.log(Math.abs(point.value))) / 10);
}

describe('accuracy against high-precision arithmetic', () => {
  it('the normal quantile is within 1e-15, absolute', () => {
    const [error, where] = worst('normalQuantile', normalQuantile, () => 1);
    expect(error, where).toBeLessThanOrEqual(1e-15);
  });

  it('log gamma is within 8e-16 relative, also near its zeros', () => {
    const [error, where] = worst('logGamma', logGamma, relative);
    expect(error, where).toBeLessThanOrEqual(8e-16);
  });

  it.each([
    ['gammaP', gammaP, 3e-13],
    ['gammaQ', gammaQ, 3e-13],
    ['betaI', betaI, 3e-13],
    ['poissonCdf', poissonCdf, 3e-13],
    ['binomialCdf', binomialCdf, 3e-13],
  ] as const)('%s is within its bound, relative even in the tail', (name, f, bound) => {
    const [error, where] = worst(name, f, relative);
    expect(error, where).toBeLessThanOrEqual(bound);
  });

  it('gamma quantiles are within 2e-15 (1 + 0.1 / shape + |ln x| / 10)', () => {
    const [error, where] = worst(
      'gammaQuantile',
      gammaQuantile,
      conditioned(([, a]) => a),
    );
    expect(error, where).toBeLessThanOrEqual(2e-15);
  });

  it('beta quantiles are within 1e-14 (1 + 0.1 / least shape + |ln x| / 10)', () => {
    const [error, where] = worst(
      'betaQuantile',
      betaQuantile,
      conditioned(([, a, b]) => Math.min(a, b)),
    );
    expect(error, where).toBeLessThanOrEqual(1e-14);
  });

  it('Student t quantiles are within 5e-15 (1 + 0.1 / nu + |ln t| / 10)', () => {
    const [error, where] = worst(
      'studentTQuantile',
      studentTQuantile,
      conditioned(([, nu]) => nu),
    );
    expect(error, where).toBeLessThanOrEqual(5e-15);
  });
});

const quantiles: readonly [string, (p: number) => number][] = [
  ['normal', normalQuantile],
  ...[1e-3, 0.1, 0.5, 1, 7, 19.9, 20.1, 1e3, 1e6].map((a): [string, (p: number) => number] => [
    `gamma ${a}`,
    (p) => gammaQuantile(p, a),
  ]),
  ...[
    [1e-2, 1e-2],
    [1e-2, 1e5],
    [0.5, 0.5],
    [2, 3],
    [19, 1e5],
    [299, 301],
    [1e5, 1e-2],
    [1e5, 1e5],
  ].map(([a, b]): [string, (p: number) => number] => [`beta ${a}, ${b}`, (p) => betaQuantile(p, a, b)]),
  ...[0.5, 1, 2.5, 30, 1e6].map((nu): [string, (p: number) => number] => [
    `t ${nu}`,
    (p) => studentTQuantile(p, nu),
  ]),
  ...[0, 1e-3, 0.3, 4, 50, 1e4, 1e7].map((mean): [string, (p: number) => number] => [
    `poisson ${mean}`,
    (p) => poissonQuantile(p, mean),
  ]),
  ...[
    [1, 0.5],
    [20, 0.03],
    [700, 0.4],
    [1e7, 1e-6],
    [1e7, 0.999],
  ].map(([n, q]): [string, (p: number) => number] => [
    `binomial ${n}, ${q}`,
    (p) => binomialQuantile(p, n, q),
  ]),
];

describe('quantiles never fall as p rises', () => {
  const uniforms = new Float64Array(600);
  fillUniforms(uniforms, 600, 0, 1, 0, seedKey(9));
  const tails = Array.from({ length: 50 }, (_, i) => 10 ** (-i / 3.3));
  const grid = [...uniforms, ...tails, ...tails.map((p) => 1 - p)].sort((a, b) => a - b);

  it.each(quantiles)('%s', (_name, quantile) => {
    let last = -Infinity;
    for (const p of grid) {
      const value = quantile(p);
      expect(value, `p = ${p}`).toBeGreaterThanOrEqual(last);
      last = value;
    }
  });
});

const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });

describe('quantiles invert distribution functions', () => {
  it('gamma, over twelve decades of shape', () => {
    fc.assert(
      fc.property(probability, fc.double({ min: -3, max: 6, noNaN: true }), (p, decade) => {
        const a = 10 ** decade;
        const x = gammaQuantile(p, a);
        if (x < 1e-300) return;
        const error = p < 0.5 ? gammaP(a, x) / p - 1 : gammaQ(a, x) / (1 - p) - 1;
        // x itself is rounded: the tail moves by the density times that.
        expect(Math.abs(error)).toBeLessThan(1e-12 * (1 + Math.sqrt(a) / 100));
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  it('beta, in the lower half', () => {
    const decade = fc.double({ min: -2, max: 5, noNaN: true });
    fc.assert(
      fc.property(probability, decade, decade, (p, da, db) => {
        const [a, b] = [10 ** da, 10 ** db];
        const x = betaQuantile(p, a, b);
        if (x < 1e-300 || x > 0.9) return;
        expect(Math.abs(betaI(x, a, b) - p)).toBeLessThan(1e-11);
      }),
      { numRuns: 500, seed: 12 },
    );
  });

  it('a count quantile is the least count whose distribution function reaches p', () => {
    const mean = fc.double({ min: -3, max: 7, noNaN: true }).map((decade) => 10 ** decade);
    const whole = fc.double({ min: 0, max: 7, noNaN: true }).map((decade) => Math.floor(10 ** decade));
    const chance = fc.double({ min: 1e-6, max: 1, noNaN: true });
    fc.assert(
      fc.property(probability, mean, whole, chance, (p, mean, n, chance) => {
        const k = poissonQuantile(p, mean);
        expect(poissonCdf(k, mean)).toBeGreaterThanOrEqual(p);
        expect(poissonCdf(k - 1, mean)).toBeLessThanOrEqual(p);
        const j = binomialQuantile(p, n, chance);
        expect(binomialCdf(j, n, chance)).toBeGreaterThanOrEqual(p);
        expect(binomialCdf(j - 1, n, chance)).toBeLessThanOrEqual(p);
      }),
      { numRuns: 300, seed: 13 },
    );
  });

  it('normal, in both tails', () => {
    for (let z = -37; z <= 8; z += 0.37) expect(normalQuantile(normalCdf(z))).toBeCloseTo(z, z > 5 ? 1 : 10);
  });
});

describe('closed forms', () => {
  it('exponential, uniform, arcsine, Cauchy and two degrees of freedom', () => {
    for (const p of [1e-9, 0.01, 0.3, 0.5, 0.77, 0.999]) {
      expect(gammaQuantile(p, 1)).toBeCloseTo(-Math.log1p(-p), 13);
      expect(betaQuantile(p, 1, 1)).toBeCloseTo(p, 14);
      expect(betaQuantile(p, 0.5, 0.5)).toBeCloseTo(Math.sin((Math.PI * p) / 2) ** 2, 14);
      if (p !== 0.5) expect(-studentTQuantile(p, 1) * Math.tan(Math.PI * p)).toBeCloseTo(1, 12);
      const two = (2 * p - 1) / Math.sqrt(2 * p * (1 - p));
      expect(studentTQuantile(p, 2)).toBeCloseTo(two, two < -1e3 ? 5 : 12);
    }
    expect(studentTQuantile(0.975, 1e9)).toBeCloseTo(normalQuantile(0.975), 8);
  });

  it('Poisson and binomial sums of a few terms', () => {
    let term = Math.exp(-3.5);
    let sum = term;
    for (let k = 0; k < 25; k++) {
      expect(poissonCdf(k, 3.5)).toBeCloseTo(sum, 14);
      expect(poissonQuantile(sum - 1e-12, 3.5)).toBe(k);
      term *= 3.5 / (k + 1);
      sum += term;
      if (sum > 1 - 1e-10) break;
    }
    const pascal = [1, 10, 45, 120, 210, 252, 210, 120, 45, 10, 1];
    let reached = 0;
    pascal.forEach((ways, k) => {
      reached += ways / 1024;
      expect(binomialCdf(k, 10, 0.5)).toBeCloseTo(reached, 14);
      expect(binomialQuantile(reached - 1e-9, 10, 0.5)).toBe(k);
    });
  });

  it('arguments outside the domain give NaN, the ends of [0, 1] give the ends of the support', () => {
    const bad = [
      gammaQuantile(-0.1, 1),
      gammaQuantile(0.5, 0),
      gammaP(-1, 1),
      gammaQ(1, -1),
      betaI(1.5, 1, 1),
      betaQuantile(0.5, 0, 1),
      studentTQuantile(2, 3),
      poissonQuantile(0.5, -1),
      poissonCdf(1, NaN),
      binomialQuantile(0.5, 2.5, 0.5),
      binomialCdf(1, 3, 1.5),
      logGamma(-1),
      normalQuantile(1.1),
      normalQuantile(NaN),
    ];
    for (const value of bad) expect(value).toBeNaN();
    expect([gammaQuantile(0, 2), gammaQuantile(1, 2)]).toEqual([0, Infinity]);
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
    expect([studentTQuantile(0, 2), studentTQuantile(1, 2)]).toEqual([-Infinity, Infinity]);
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity]);
    expect([poissonQuantile(0, 2), poissonQuantile(1, 2), poissonQuantile(0.7, 0)]).toEqual([0, Infinity, 0]);
    expect([binomialQuantile(0, 9, 0.5), binomialQuantile(1, 9, 0.5)]).toEqual([0, 9]);
    expect([logGamma(0), logGamma(1), logGamma(2), logGamma(Infinity)]).toEqual([Infinity, 0, 0, Infinity]);
  });
});
