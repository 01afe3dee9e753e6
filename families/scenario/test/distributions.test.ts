// Distributions: sampled moments against analytic ones, quantiles against cumulative functions, truncation in far tails.

import { describe, expect, it } from 'vitest';
import { assert, constantFrom, double, property } from 'fast-check';
import { canonicalOf } from '../src/distributions/distribution.ts';
import { numbers } from '../src/distributions/algebra.ts';
import { discrete, empirical } from '../src/distributions/tables.ts';
import {
  intervalOf,
  truncatedQuantile,
  untruncated,
  type Canonical,
} from '../src/distributions/truncation.ts';
import { drawn, named, parametric } from './distributions/drawing.ts';
import { fillUniforms, seedKey, streamId } from '@holdfast/numerics';
import { planOf } from '../src/plan.ts';
import { begin, document, finish, metric, run, sampled, specOf, values } from './documents.ts';

/** Name, authored parameters, and the canonical ones they mean. */
const samples: readonly (readonly [string, Record<string, number>, readonly number[]])[] = [
  ['normal', { mean: 3, sd: 2 }, [3, 2]],
  ['lognormal', { mu: 0.5, sigma: 0.4 }, [0.5, 0.4]],
  ['lognormal', { mean: 100, sd: 30 }, [Math.log(100) - Math.log1p(0.09) / 2, Math.sqrt(Math.log1p(0.09))]],
  ['uniform', { min: -1, max: 4 }, [-1, 4]],
  ['triangular', { min: 1, mode: 2, max: 6 }, [1, 2, 6]],
  ['triangular', { min: 1, mode: 1, max: 6 }, [1, 1, 6]],
  ['pert', { min: 0, mode: 2, max: 10 }, [1.8, 4.2, 0, 10]],
  ['pert', { min: 0, mode: 2, max: 10, lambda: 8 }, [2.6, 7.4, 0, 10]],
  ['exponential', { rate: 0.25 }, [4]],
  ['exponential', { mean: 4 }, [4]],
  ['beta', { alpha: 2, beta: 5 }, [2, 5, 0, 1]],
  ['beta', { alpha: 0.5, beta: 0.7, min: 10, max: 20 }, [0.5, 0.7, 10, 20]],
  ['gamma', { shape: 2.5, scale: 3 }, [2.5, 3]],
  ['gamma', { mean: 7.5, sd: 5 }, [2.25, 10 / 3]],
  ['weibull', { shape: 1.5, scale: 10 }, [1.5, 10]],
  ['studentT', { df: 9, location: 1, scale: 2 }, [9, 1, 2]],
  ['pareto', { scale: 2, shape: 5 }, [2, 5]],
  ['poisson', { mean: 3.7 }, [3.7]],
  ['poisson', { mean: 1000 }, [1000]],
  ['binomial', { n: 20, probability: 0.3 }, [20, 0.3]],
  ['bernoulli', { probability: 0.2 }, [0.2]],
  ['gumbel', { location: 10, scale: 3 }, [10, 3]],
  ['gev', { location: 10, scale: 3, shape: 0.1 }, [10, 3, 0.1]],
  ['gev', { location: 10, scale: 3, shape: -0.3 }, [10, 3, -0.3]],
  ['gev', { location: 10, scale: 3 }, [10, 3, 0]],
  ['generalisedPareto', { location: 5, scale: 2, shape: 0.15 }, [5, 2, 0.15]],
  ['generalisedPareto', { location: 5, scale: 2, shape: -0.4 }, [5, 2, -0.4]],
  ['generalisedPareto', { location: 5, scale: 2 }, [5, 2, 0]],
  ['logistic', { location: -2, scale: 1.5 }, [-2, 1.5]],
  ['logLogistic', { scale: 4, shape: 8 }, [4, 8]],
  ['laplace', { location: 3, scale: 2 }, [3, 2]],
  ['cauchy', { location: 3, scale: 2 }, [3, 2]],
  ['rayleigh', { scale: 2 }, [2, 2 * Math.SQRT2]],
  ['chiSquared', { df: 5 }, [2.5, 2]],
  ['inverseGamma', { shape: 8, scale: 3 }, [8, 3]],
  ['negativeBinomial', { successes: 2.5, probability: 0.3 }, [2.5, 0.3]],
  ['negativeBinomial', { mean: 12, dispersion: 3 }, [3, 0.2]],
  ['geometric', { probability: 0.15 }, [0.15]],
  ['uniformInt', { min: -3, max: 8 }, [-3, 8]],
  ['hypergeometric', { draws: 50, successes: 40, population: 300 }, [50, 40, 300]],
  ['hypergeometric', { draws: 12, successes: 9, population: 15 }, [12, 9, 15]],
];

const pad = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]): Canonical => [a, b, c, d];

/** What a node of this id draws from, by the seed of `values`. */
function uniformsOf(id: string, count: number): Float64Array {
  const out = new Float64Array(count);
  fillUniforms(out, count, 0, streamId(id), 0, seedKey(1));
  return out;
}

/** Kernel calls in the program of a document. */
function calls(doc: ReturnType<typeof document>): number {
  return planOf(specOf(doc)).program.operations.filter(({ kind }) => kind === 'call').length;
}

/** A discrete distribution with this many values. */
function steps(length: number): object {
  const weights = Array.from({ length }, (_, i) => i + 1);
  const total = (length * (length + 1)) / 2;
  return { values: weights.toReversed(), probabilities: weights.map((weight) => weight / total) };
}

function average(column: Float64Array): number {
  return column.reduce((sum, value) => sum + value, 0) / column.length;
}

describe('sampling', () => {
  it.each(samples)(
    '%s %j has its analytic mean and variance within 4 standard errors',
    (name, parameters, canonical) => {
      const distribution = named(name);
      const p = pad(canonical);
      const simulation = run(sampled(name, parameters), 11, 20_000);
      const average = metric(simulation, 'mean');
      const deviation = metric(simulation, 'sd');
      if (name === 'cauchy')
        expect([distribution.mean(...p), distribution.variance(...p)]).toEqual([NaN, NaN]);
      else {
        expect(Math.abs(average.value - distribution.mean(...p))).toBeLessThan(4 * average.standardError!);
        expect(Math.abs(deviation.value - Math.sqrt(distribution.variance(...p)))).toBeLessThan(
          4 * deviation.standardError!,
        );
      }
      for (const [level, label] of [
        [0.05, 'p05'],
        [0.5, 'p50'],
        [0.95, 'p95'],
      ] as const) {
        const quantile = metric(simulation, label);
        const exact = distribution.quantile(level, ...p);
        // A whole-number quantile has no error but may sit on a step.
        expect(Math.abs(quantile.value - exact)).toBeLessThanOrEqual(
          4 * quantile.standardError! + (distribution.lattice ? 1 : 0),
        );
      }
    },
  );

  it('covers every parametric distribution', () => {
    expect(new Set(samples.map(([name]) => name))).toEqual(new Set(parametric.map(({ name }) => name)));
  });

  it.each([
    ['discrete', { values: [5, -1, 2], probabilities: [0.2, 0.5, 0.3] }, 1.1, 5.49],
    ['empirical', { values: [3, 1, 8, 4] }, 4, 6.5],
    ['empirical', { values: [0, 1, 4], interpolate: true }, 1.5, (1 / 3 + 7) / 2 - 2.25],
  ])('%s %j has the moments of its table', (name, parameters, mean, variance) => {
    const table = (name === 'discrete' ? discrete : empirical).prepare(parameters, untruncated);
    expect(table).toMatchObject({ mean: expect.closeTo(mean, 12), variance: expect.closeTo(variance, 12) });
    const simulation = run(sampled(name, parameters), 5, 20_000);
    const [average, deviation] = [metric(simulation, 'mean'), metric(simulation, 'sd')];
    expect(Math.abs(average.value - mean)).toBeLessThan(4 * average.standardError!);
    expect(Math.abs(deviation.value - Math.sqrt(variance))).toBeLessThan(4 * deviation.standardError!);
  });

  it('gives the same numbers for parameters that vary but happen to be equal, by inversion', () => {
    const uniforms = uniformsOf('x', 300);
    for (const [name, , canonical] of samples) {
      const constant = drawn(named(name), canonical, uniforms);
      for (const [i, value] of drawn(named(name), canonical, uniforms, { varying: true }).entries()) {
        if (named(name).standard === undefined) expect(value, name).toBe(constant[i]);
        else expect(Math.abs(value - constant[i]), name).toBeLessThan(1e-11 * Math.abs(value));
      }
    }
  });
});

describe('lowering', () => {
  it.each(samples.filter(([name]) => named(name).closed !== undefined))(
    '%s %j becomes plain operations, cut off and with parameters that vary too',
    (name, parameters, canonical) => {
      const d = named(name);
      const [min, max] = [0.2, 0.9].map((level) => d.quantile(level, ...pad(canonical)));
      for (const more of [{}, { truncate: { min } }, { truncate: { max } }, { truncate: { min, max } }]) {
        expect(calls(sampled(name, parameters, more))).toBe(0);
        const [first, value] = Object.entries(parameters)[0];
        const expression = sampled(name, { ...parameters, [first]: '$params.p' }, more);
        const slider = { name: 'p', value, min: value - 1, max: value + 1 };
        const varying = document({ ...(expression.model as object), parameters: [slider] } as never);
        expect(calls(varying)).toBe(0);
        expect(values(varying, 300)).toEqual(values(sampled(name, parameters, more), 300));
      }
    },
  );

  it('writes a few steps as comparisons and looks the uniform up among many', () => {
    expect(calls(sampled('discrete', steps(8)))).toBe(0);
    expect(calls(sampled('discrete', steps(9)))).toBe(1);
    const table = discrete.prepare(steps(8) as never, untruncated);
    if ('problem' in table) throw new Error(table.problem);
    const uniform = uniformsOf('x', 2000);
    expect(values(sampled('discrete', steps(8)), 2000)).toEqual(uniform.map((u) => table.quantile(u)));
  });
});

describe('quantile and cumulative functions', () => {
  it.each(samples)('%s %j: quantile and cdf undo each other, in both tails', (name, _, canonical) => {
    const d = named(name);
    const p = pad(canonical);
    // Where x has few digits left, at the end of an interval, its neighbours must enclose the probability.
    const spacing = (x: number): number =>
      4 * Number.EPSILON * Math.max(Math.abs(x), Math.abs(d.quantile(0.5, ...p)));
    const levels = [1e-12, 1e-6, 0.001, 0.01, 0.2, 0.5, 0.8, 0.99, 0.999, 1 - 1e-6];
    for (const u of levels) {
      const x = d.quantile(u, ...p);
      const below = d.lattice ? 1 : spacing(x);
      const above = d.lattice ? 0 : spacing(x);
      expect(d.cdf(x - below, ...p)).toBeLessThanOrEqual(u * (1 + 1e-9));
      expect(d.cdf(x + above, ...p)).toBeGreaterThanOrEqual(u * (1 - 1e-9));
    }
    for (const q of [1e-14, 1e-9, 1e-6, 0.01, 0.5, 0.9]) {
      const x = d.upperQuantile(q, ...p);
      const below = d.lattice ? 1 : spacing(x);
      const above = d.lattice ? 0 : spacing(x);
      expect(d.survival(x - below, ...p)).toBeGreaterThanOrEqual(q * (1 - 1e-9));
      expect(d.survival(x + above, ...p)).toBeLessThanOrEqual(q * (1 + 1e-9));
    }
  });

  it('never falls as the uniform grows', () => {
    const any = constantFrom(...samples);
    const unit = double({ min: 1e-15, max: 1 - 1e-15, noNaN: true });
    assert(
      property(any, unit, unit, ([name, , canonical], u, v) => {
        const [below, above] = drawn(named(name), canonical, Float64Array.of(u, v));
        // Tables are exact to about 1e-13, not monotone to the last place.
        return u > v || below <= above + 1e-12 * Math.abs(below);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('gives whole numbers from the table exactly as from the search', () => {
    for (const [name, canonical] of [
      ['poisson', [3.7]],
      ['poisson', [900]],
      ['binomial', [40, 0.3]],
      ['bernoulli', [0.3]],
    ] as const) {
      for (const truncation of [untruncated, { min: 1, max: 30 }]) {
        const search = truncatedQuantile(named(name), pad(canonical), truncation);
        if (search === undefined) continue;
        const uniforms = Float64Array.from({ length: 997 }, (_, i) => (i + 0.5) / 997);
        expect(drawn(named(name), canonical, uniforms, { truncation })).toEqual(uniforms.map(search));
      }
    }
  });
});

function bounds(min: number | undefined, max: number | undefined): object {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

describe('truncation', () => {
  it('keeps a normal cut at 8 .. 9 standard deviations exact', () => {
    const doc = sampled('normal', { mean: 10, sd: 2 }, { truncate: { min: 26, max: 28 } });
    const drawn = values(doc, 20_000);
    // Mean of a standard normal on (a, b): (phi(a) - phi(b)) / (Q(a) - Q(b)), computed with 40 digits.
    const exact = 10 + 2 * 8.1211889929798;
    const center = average(drawn);
    const variance = average(drawn.map((value) => (value - center) ** 2));
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(26);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(28);
    expect(Math.abs(center - exact)).toBeLessThan(4 * Math.sqrt(variance / drawn.length));
    expect(new Set(drawn).size).toBeGreaterThan(19_000);
  });

  it('is the mirror image on the other side', () => {
    const upper = values(sampled('normal', { mean: 0, sd: 1 }, { truncate: { min: 8, max: 9 } }), 1000);
    const lower = values(sampled('normal', { mean: 0, sd: 1 }, { truncate: { min: -9, max: -8 } }), 1000);
    expect(Math.max(...lower)).toBeLessThanOrEqual(-8);
    expect(Math.min(...lower)).toBeGreaterThanOrEqual(-9);
    expect(average(upper) + average(lower)).toBeLessThan(0.02);
  });

  it.each(samples)(
    '%s %j stays inside and follows the conditional distribution',
    (name, parameters, canonical) => {
      const d = named(name);
      const p = pad(canonical);
      for (const [from, to] of [
        [0.2, 0.7],
        [0.9, 0.999],
      ] as const) {
        const [min, max] = [d.quantile(from, ...p), d.quantile(to, ...p)];
        if (!(max > min)) continue;
        const drawn = values(sampled(name, parameters, { truncate: { min, max } }), 2000);
        const below = d.lattice ? d.cdf(min - 1, ...p) : d.cdf(min, ...p);
        let worst = 0;
        const sorted = drawn.toSorted();
        expect(sorted[0]).toBeGreaterThanOrEqual(min);
        expect(sorted.at(-1)).toBeLessThanOrEqual(max);
        for (const [index, value] of sorted.entries()) {
          if (index + 1 < sorted.length && sorted[index + 1] === value) continue;
          const expected = (d.cdf(value, ...p) - below) / (d.cdf(max, ...p) - below);
          worst = Math.max(worst, Math.abs((index + 1) / sorted.length - expected));
        }
        // Kolmogorov's bound at the level 1e-4.
        expect(worst).toBeLessThan(2.23 / Math.sqrt(sorted.length));
      }
    },
  );

  it.each([
    ['poisson', { mean: 5 }, 2.5, 8.5],
    ['poisson', { mean: 5 }, 9.5, undefined],
    ['poisson', { mean: 5 }, undefined, 2.9],
    ['binomial', { n: 20, probability: 0.3 }, 2.1, 7.9],
    ['binomial', { n: 20, probability: 0.3 }, 9.5, 12.5],
    ['bernoulli', { probability: 0.4 }, 0.5, 1.5],
    ['bernoulli', { probability: 0.4 }, -0.5, 0.5],
  ])(
    '%s %j between the fractional bounds %d and %d is that between the whole ones',
    (name, own, min, max) => {
      const within = { truncate: bounds(min, max) };
      const whole = bounds(min && Math.ceil(min), max && Math.floor(max));
      const expected = values(sampled(name, own, { truncate: whole }), 2000);
      expect(expected.every(Number.isInteger)).toBe(true);
      expect(values(sampled(name, own, within), 2000)).toEqual(expected);
      const [first, value] = Object.entries(own)[0];
      const varying = sampled(name, { ...own, [first]: '$params.p' }, within);
      const parameters = [{ name: 'p', value, min: 0, max: 100 }];
      const model = { ...(varying.model as object), parameters };
      expect(values({ ...varying, model }, 2000)).toEqual(expected);
    },
  );

  it('between two whole numbers that are both outside keeps nothing', () => {
    expect(intervalOf(named('poisson'), pad([5]), { min: 2.2, max: 2.8 })).toBeUndefined();
    expect(truncatedQuantile(named('poisson'), pad([5]), { min: 2.2, max: 2.8 })).toBeUndefined();
  });

  it('renormalises tables', () => {
    const kept = discrete.prepare(
      { values: [1, 2, 3], probabilities: [0.5, 0.25, 0.25] },
      { min: 1.5, max: 9 },
    );
    expect(kept).toMatchObject({ mean: 2.5 });
    const line = empirical.prepare({ values: [0, 10], interpolate: true }, { min: 2, max: 6 });
    expect(line).toMatchObject({ mean: expect.closeTo(4, 12), variance: expect.closeTo(16 / 12, 12) });
  });
});

describe('parameters that vary', () => {
  it('give NaN outside their domain, counted at the node, never a clamped guess', () => {
    const doc = document({
      nodes: [
        { kind: 'data', id: 'spread', sample: 'cycle', values: [1, -1, 0, 2] },
        {
          kind: 'distribution',
          id: 'x',
          distribution: 'normal',
          parameters: { mean: 0, sd: '$inputs.spread' },
        },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        { from: 'spread', to: 'x' },
        { from: 'x', to: 'y' },
      ],
    });
    const simulation = finish(begin(doc, 1, 4000));
    expect(metric(simulation, 'invalid-nan', 'x.out').value).toBe(2000);
    expect(metric(simulation, 'samples').value).toBe(2000);
  });

  it('pass through their form', () => {
    for (const { forms } of parametric)
      for (const form of forms) expect(canonicalOf(numbers, form, [1, 1.5, 2, 3])).toHaveLength(4);
  });
});
