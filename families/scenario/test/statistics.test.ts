// Figures against a direct computation on the stored sample, and error bars against the spread they claim to describe.

import { describe, expect, it } from 'vitest';
import { begin, document, finish, metric, run, sampled, values } from './documents.ts';

const gamma = sampled('gamma', { shape: 2, scale: 3 });

function moment(column: Float64Array, center: number, power: number): number {
  return column.reduce((sum, value) => sum + (value - center) ** power, 0) / column.length;
}

/** Mean of the worst `share` of the values, by sorting. */
function worst(column: Float64Array, share: number, side: 'upper' | 'lower'): number {
  const sorted = column.toSorted();
  if (side === 'upper') sorted.reverse();
  let left = share * column.length;
  let sum = 0;
  for (const value of sorted) {
    const weight = Math.min(1, left);
    if (weight <= 0) break;
    sum += weight * value;
    left -= weight;
  }
  return sum / (share * column.length);
}

describe('figures of a sample', () => {
  // Below and above the number of values up to which the sketch keeps all of them.
  it.each([
    [20_000, 1e-12],
    [90_000, 2e-3],
  ])('agree with %i stored values', (count, tolerance) => {
    const simulation = run(gamma, 9, count);
    const column = values(gamma, count, 9);
    const mean = moment(column, 0, 1);
    const m2 = moment(column, mean, 2);
    const close = (name: string, expected: number, relative: number): void => {
      expect(Math.abs(metric(simulation, name).value / expected - 1), name).toBeLessThan(relative);
    };
    close('mean', mean, 1e-12);
    close('sd', Math.sqrt((m2 * count) / (count - 1)), 1e-4);
    close('skewness', moment(column, mean, 3) / m2 ** 1.5, 1e-3);
    close('excess-kurtosis', moment(column, mean, 4) / m2 ** 2 - 3, 1e-3);
    expect(metric(simulation, 'min').value).toBe(Math.min(...column));
    expect(metric(simulation, 'max').value).toBe(Math.max(...column));
    for (const level of [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) {
      const { value } = metric(simulation, `p${String(Math.round(level * 100)).padStart(2, '0')}`);
      const below = column.reduce((sum, each) => sum + (each <= value ? 1 : 0), 0);
      expect(Math.abs(below / count - level), `rank of ${level}`).toBeLessThan(2e-4);
    }
    for (const side of ['upper', 'lower'] as const) {
      for (const level of [0.95, 0.99])
        close(`cvar-${side}-${level}`, worst(column, 1 - level, side), tolerance);
    }
    expect(metric(simulation, 'var-upper-0.95').value).toBe(metric(simulation, 'p95').value);
    expect(metric(simulation, 'var-lower-0.99').value).toBe(metric(simulation, 'p01').value);
  });

  it('split ties at the edge of the tail: 2 % at -100 and 38 % at -10 give a lower CVaR 0.95 of -46', () => {
    const list = Array.from({ length: 100 }, (_, i) => (i < 2 ? -100 : i < 40 ? -10 : 0));
    const doc = document({
      nodes: [
        { kind: 'data', id: 'x', sample: 'cycle', values: list },
        { kind: 'output', id: 'y' },
      ],
      edges: [{ from: 'x', to: 'y' }],
    });
    for (const count of [100, 20_000, 200_000]) {
      const simulation = run(doc, 1, count);
      expect(metric(simulation, 'cvar-lower-0.95').value).toBeCloseTo(-46, 9);
      expect(metric(simulation, 'var-lower-0.95').value).toBe(-10);
      expect(metric(simulation, 'cvar-upper-0.95').value).toBe(0);
    }
  });

  it('count targets exactly, on each side of a tie', () => {
    const sides = ['above', 'at-least', 'below', 'at-most'];
    const doc = document({
      nodes: [
        { kind: 'data', id: 'x', sample: 'cycle', values: [1, 2, 2, 3] },
        { kind: 'output', id: 'y', targets: sides.map((side) => ({ at: 2, side })) },
      ],
      edges: [{ from: 'x', to: 'y' }],
    });
    const simulation = run(doc, 1, 100_000);
    const found = sides.map((side) => metric(simulation, `probability-${side}-2`));
    expect(found.map(({ value }) => value)).toEqual([0.25, 0.75, 0.25, 0.75]);
    expect(found[0].standardError).toBeCloseTo(Math.sqrt(0.1875 / 100_000), 12);
  });

  it('never claim certainty about a probability from a finite sample', () => {
    const doc = document({
      nodes: [
        { kind: 'constant', id: 'x', value: 1 },
        { kind: 'output', id: 'y', targets: [{ at: 5, side: 'above' }] },
      ],
      edges: [{ from: 'x', to: 'y' }],
    });
    const { value, standardError } = metric(run(doc, 1, 1000), 'probability-above-5');
    expect(value).toBe(0);
    expect(standardError).toBeGreaterThan(0.0009);
  });

  it('take levels, tails and units from the output, else from the model', () => {
    const doc = document({
      nodes: [
        { kind: 'constant', id: 'x', value: 1 },
        { kind: 'output', id: 'y', unit: 'USD', quantiles: [0.999, 0.1], tail: [] },
        { kind: 'output', id: 'z' },
      ],
      edges: [
        { from: 'x', to: 'y' },
        { from: 'x', to: 'z' },
      ],
      statistics: { quantiles: [0.2], tail: [{ level: 0.9, side: 'upper' }] },
    });
    const simulation = run(doc, 1, 1000);
    const names = (subject: string): string[] =>
      simulation
        .metrics()
        .flatMap((each) => (each.subject === subject && !each.name.startsWith('invalid') ? [each.name] : []));
    expect(names('y.value')).toEqual(['samples', 'mean', 'sd', 'min', 'max', 'p10', 'p99.9']);
    expect(names('z.value')).toEqual([
      'samples',
      'mean',
      'sd',
      'min',
      'max',
      'p20',
      'var-upper-0.9',
      'cvar-upper-0.9',
    ]);
    expect(metric(simulation, 'mean').unit).toBe('USD');
  });
});

describe('small samples', () => {
  it('say nothing before the first iteration but that there is none', () => {
    expect(begin(gamma).metrics()).toEqual([
      { subject: 'samples', name: 'samples', value: 0, standardError: null, unit: '1' },
    ]);
  });

  it.each([1, 2, 3, 7])(
    'of %i values give only finite numbers, and null where no error can be had',
    (count) => {
      const simulation = run(gamma, 1, count);
      for (const { name, value, standardError } of simulation.metrics()) {
        expect(Number.isFinite(value), name).toBe(true);
        expect(standardError === null || Number.isFinite(standardError), name).toBe(true);
      }
      if (count === 1) expect(metric(simulation, 'mean').standardError).toBeNull();
      expect(metric(simulation, 'p99').standardError).toBeNull();
      expect(metric(simulation, 'cvar-upper-0.95').standardError).toBeNull();
    },
  );

  it('of equal draws of a random output claim no error, before and after the tenth', () => {
    const rare = sampled('bernoulli', { probability: 1e-9 }, {});
    for (const count of [2, 1000]) {
      const figures = run(rare, 1, count).metrics();
      expect(figures.find(({ name }) => name === 'mean')).toMatchObject({ value: 0, standardError: null });
      expect(figures.filter(({ standardError }) => standardError === 0)).toEqual([]);
    }
  });

  it.each([
    ['underflow', 1e-170],
    ['lose digits of the fourth power', 1e-80],
    ['overflow', 1e200],
    ['overflow even in the mean', 1.5e308],
  ])('whose moments %s give only figures that are numbers', (_, scale) => {
    const doc = sampled('uniform', { min: -1, max: 1 });
    const edges = [{ from: 'x', to: 'y', weight: scale }];
    const simulation = run({ ...doc, model: { ...(doc.model as object), edges } }, 1, 1000);
    const figures = simulation.metrics();
    for (const { name, value, standardError } of figures) {
      expect(Number.isFinite(value), name).toBe(true);
      expect(standardError === null || Number.isFinite(standardError), name).toBe(true);
      if (['mean', 'sd'].includes(name)) expect(standardError, name).not.toBe(0);
      expect(['skewness', 'excess-kurtosis']).not.toContain(name);
    }
    expect(metric(simulation, 'max').value).toBeGreaterThan(0.9 * scale);
  });

  it('of a constant have no shape', () => {
    const doc = document({
      nodes: [
        { kind: 'constant', id: 'x', value: 4 },
        { kind: 'output', id: 'y' },
      ],
      edges: [{ from: 'x', to: 'y' }],
    });
    const simulation = run(doc, 1, 1000);
    expect(metric(simulation, 'mean')).toMatchObject({ value: 4, standardError: 0 });
    expect(metric(simulation, 'sd')).toMatchObject({ value: 0, standardError: 0 });
    expect(simulation.metrics().some(({ name }) => name === 'skewness' || name === 'excess-kurtosis')).toBe(
      false,
    );
  });
});

describe('standard errors', () => {
  const exponential = sampled('exponential', { mean: 1 });

  it('describe the spread over 200 independent runs', () => {
    const p95 = Math.log(20);
    const truth = { mean: 1, sd: 1, p95, 'cvar-upper-0.95': p95 + 1 };
    const scores = new Map(Object.keys(truth).map((name) => [name, [] as number[]]));
    for (let seed = 1; seed <= 200; seed++) {
      const simulation = finish(begin(exponential, seed, 2000));
      for (const [name, list] of scores) {
        const { value, standardError } = metric(simulation, name);
        list.push((value - truth[name as keyof typeof truth]) / standardError!);
      }
    }
    for (const [name, list] of scores) {
      const mean = list.reduce((sum, z) => sum + z, 0) / list.length;
      const variance = list.reduce((sum, z) => sum + (z - mean) ** 2, 0) / (list.length - 1);
      // The variance of 200 standard normal scores has a standard error of 0.1.
      expect(variance, `${name}: variance of z`).toBeGreaterThan(0.65);
      expect(variance, `${name}: variance of z`).toBeLessThan(1.45);
      expect(Math.abs(mean), `${name}: mean of z`).toBeLessThan(0.35);
    }
  });

  it('of skewness and kurtosis match normal theory', () => {
    const simulation = run(sampled('normal', { mean: 0, sd: 1 }), 2, 50_000);
    expect(metric(simulation, 'skewness').standardError! / Math.sqrt(6 / 50_000)).toBeCloseTo(1, 1);
    expect(metric(simulation, 'excess-kurtosis').standardError! / Math.sqrt(24 / 50_000)).toBeCloseTo(1, 0);
    expect(metric(simulation, 'sd').standardError! / Math.sqrt(1 / 100_000)).toBeCloseTo(1, 1);
  });
});
