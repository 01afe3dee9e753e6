import { describe, expect, it } from 'vitest';
import { ofY, parameter, reportOf, type BenchModel } from './bench-model.ts';

const { PI } = Math;

/** T. Ishigami, T. Homma (1990): the usual test of variance-based indices, with a = 7 and b = 0.1. */
const ishigami: BenchModel = {
  parameters: ['x1', 'x2', 'x3'].map((name) => parameter(name, -PI, PI, 0)),
  compute: ({ x1, x2, x3 }) => ({
    mean: Math.sin(x1) + 7 * Math.sin(x2) ** 2 + 0.1 * x3 ** 4 * Math.sin(x1),
  }),
};

/** M. D. Morris (1991), section 4: twenty inputs; the first seven act in curves or together, three more straight, ten not. */
const morrisFunction: BenchModel = {
  parameters: Array.from({ length: 20 }, (_, i) => parameter(`x${i + 1}`, 0, 1, 0.5)),
  compute(values) {
    const w = Object.values(values).map((x, i) =>
      [2, 4, 6].includes(i) ? 2 * ((1.1 * x) / (x + 0.1) - 0.5) : 2 * (x - 0.5),
    );
    let y = 0;
    for (let i = 0; i < 20; i++) {
      y += (i < 10 ? 20 : (-1) ** (i + 1)) * w[i];
      for (let j = i + 1; j < 20; j++) {
        y += (j < 6 ? -15 : (-1) ** (i + j + 2)) * w[i] * w[j];
        for (let k = j + 1; k < 5; k++) {
          y += -10 * w[i] * w[j] * w[k];
          for (let l = k + 1; l < 4; l++) y += 5 * w[i] * w[j] * w[k] * w[l];
        }
      }
    }
    return { mean: y };
  },
};

const line: BenchModel = {
  parameters: [parameter('a', -100, 100, 4), parameter('b', -100, 100, 10), parameter('n', 0, 10, 5, 1)],
  compute: ({ a, b, n }) => ({ mean: [3 * a - 2 * b + n, 0.5], p95: 3 * a }),
};

describe('one at a time', () => {
  it('gives slopes and elasticities, with the sum of both errors over the distance', async () => {
    const { outputs } = await reportOf(line, { kind: 'one-at-a-time', outputs: [ofY('mean')], share: 0.5 });
    const [{ base, unit, rows }] = outputs;
    expect({ base, unit }).toEqual({ base: { value: -3, standardError: 0.5 }, unit: 'USD' });
    expect(rows.map(({ parameter, low, high }) => [parameter, low, high])).toEqual([
      ['a', 2, 6],
      ['b', 5, 15],
      ['n', 3, 7],
    ]);
    expect(rows[0].slope).toEqual({ value: 3, standardError: 0.25 });
    expect(rows[1].slope.value).toBeCloseTo(-2, 12);
    expect(rows[1].elasticity.value).toBeCloseTo((-2 * 10) / -3, 12);
  });

  it('takes the error of a slope from replicates that share their random numbers', async () => {
    const noisy: BenchModel = {
      parameters: [parameter('a', 0, 10, 5)],
      // The noise is the same on both sides but for a part that grows with a.
      compute: ({ a }, { seed }) => ({ mean: [a + (seed % 97) + 0.01 * a * (seed % 13), 30] }),
    };
    const { outputs } = await reportOf(
      noisy,
      { kind: 'one-at-a-time', outputs: [ofY('mean')] },
      { replicates: 8 },
    );
    const [{ slope }] = outputs[0].rows;
    expect(slope.value).toBeGreaterThan(1);
    expect(slope.standardError).toBeGreaterThan(0.001);
    expect(slope.standardError).toBeLessThan(0.05);
  });
});

describe('a tornado', () => {
  it('puts the widest swing first and keeps its sign', async () => {
    const { outputs } = await reportOf(line, {
      kind: 'tornado',
      outputs: [ofY('mean'), ofY('p95')],
      ranges: [{ parameter: 'a', low: 3, high: 5 }, { parameter: 'b', low: 0, high: 20 }, { parameter: 'n' }],
    });
    expect(outputs[0].bars.map(({ parameter, swing }) => [parameter, swing.value])).toEqual([
      ['b', -40],
      ['a', 6],
      ['n', 2],
    ]);
    expect(outputs[0].bars[0]).toMatchObject({
      low: { at: 0, value: 17, standardError: 0.5 },
      high: { at: 20, value: -23 },
      swing: { standardError: 1 },
    });
    expect(outputs[1].bars.map(({ parameter }) => parameter)).toEqual(['a', 'b', 'n']);
  });
});

describe('a spider', () => {
  it('follows each parameter along its range, on its grid', async () => {
    const { outputs } = await reportOf(line, {
      kind: 'spider',
      outputs: [ofY('mean')],
      ranges: [
        { parameter: 'a', low: 0, high: 4 },
        { parameter: 'n', low: 4, high: 6 },
      ],
      levels: 5,
    });
    const [a, n] = outputs[0].curves;
    expect(a.points.map(({ at, value }) => [at, value])).toEqual(
      [0, 1, 2, 3, 4].map((at) => [at, 3 * at - 15]),
    );
    expect(n.points.map(({ at }) => at)).toEqual([4, 5, 6]);
  });
});

describe('elementary effects', () => {
  it('find the ten inputs of the Morris function that matter, and which of them are straight', async () => {
    const { outputs } = await reportOf(morrisFunction, {
      kind: 'morris',
      outputs: [ofY('mean')],
      trajectories: 40,
    });
    const [{ rows }] = outputs;
    const first = rows.slice(0, 10).map(({ parameter }) => parameter);
    expect([...first].sort()).toEqual(Array.from({ length: 10 }, (_, i) => `x${i + 1}`).sort());
    for (const { parameter, muStar, mu, sigma } of rows) {
      const number = Number(parameter.slice(1));
      if (number > 10) expect(muStar.value, parameter).toBeLessThan(8);
      else if (number > 7) {
        // 2 * 20 through the whole range, but for interactions of weight one
        expect(Math.abs(mu! - 40), parameter).toBeLessThan(6);
        expect(muStar.value, parameter).toBeCloseTo(mu!, 9);
        expect(sigma, parameter).toBeLessThan(12);
      } else expect(sigma, parameter).toBeGreaterThan(20);
    }
  });

  it('are exact, without spread, for a plane', async () => {
    const { outputs } = await reportOf(line, { kind: 'morris', outputs: [ofY('mean')], trajectories: 5 });
    const [a, , n] = ['a', 'b', 'n'].map((name) =>
      outputs[0].rows.find(({ parameter }) => parameter === name)!,
    );
    expect(a.mu).toBeCloseTo(600, 9);
    expect(a.sigma).toBeCloseTo(0, 9);
    expect(n.mu).toBeCloseTo(10, 9);
  });
});

describe('Sobol indices', () => {
  const analytic: Readonly<Record<string, { first: number; total: number }>> = {
    x1: { first: 0.31390519, total: 0.557588_86 },
    x2: { first: 0.44241114, total: 0.44241114 },
    x3: { first: 0, total: 0.24368366 },
  };

  it('of the Ishigami function lie in intervals as narrow as the design allows', async () => {
    const { outputs } = await reportOf(ishigami, {
      kind: 'sobol',
      outputs: [ofY('mean')],
      rows: 2048,
      confidence: 0.99,
    });
    const [{ indices, mean, variance }] = outputs;
    expect(mean).toBeCloseTo(3.5, 0);
    expect(Math.abs(variance! / 13.844588 - 1)).toBeLessThan(0.05);
    expect(indices.map(({ parameter }) => parameter)).toEqual(['x1', 'x2', 'x3']);
    for (const { parameter, ...own } of indices) {
      for (const name of ['first', 'total'] as const) {
        const { value, low, high } = own[name];
        expect(low, `${parameter} ${name}`).toBeLessThan(analytic[parameter][name]);
        expect(high, `${parameter} ${name}`).toBeGreaterThan(analytic[parameter][name]);
        expect(Math.abs(value! - analytic[parameter][name]), `${parameter} ${name}`).toBeLessThan(0.06);
        expect(high! - low!).toBeLessThan(0.25);
      }
    }
  });

  it('cover the truth about as often as they say, over 60 seeds', async () => {
    let [inside, of] = [0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const { outputs } = await reportOf(
        ishigami,
        { kind: 'sobol', outputs: [ofY('mean')], rows: 64, confidence: 0.9 },
        { seed },
      );
      for (const { parameter, ...own } of outputs[0].indices) {
        for (const name of ['first', 'total'] as const) {
          const { low, high } = own[name];
          of++;
          if (low! <= analytic[parameter][name] && analytic[parameter][name] <= high!) inside++;
        }
      }
    }
    // 360 intervals at 90 %: 324 expected; those of one seed hang together, so the bound is wide.
    expect(of).toBe(360);
    expect(inside / of).toBeGreaterThan(0.82);
    expect(inside / of).toBeLessThan(0.97);
  });
});

describe('a sweep', () => {
  it('visits every combination of levels, grids without repeats', async () => {
    const { points, figures } = await reportOf(line, {
      kind: 'sweep',
      outputs: [ofY('mean'), ofY('p95')],
      ranges: [
        { parameter: 'a', low: 0, high: 2 },
        { parameter: 'n', low: 1, high: 2 },
      ],
      levels: 3,
    });
    expect(figures.map(({ metric }) => metric)).toEqual(['mean', 'p95']);
    expect(points.map(({ parameters }) => parameters.map(({ value }) => value))).toEqual([
      [0, 1],
      [0, 2],
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ]);
    expect(points[3].figures[0]).toEqual({ value: -15, standardError: 0.5 });
  });

  it('puts one point of a Latin hypercube into every slice of every parameter', async () => {
    const { points } = await reportOf(line, {
      kind: 'sweep',
      outputs: [ofY('mean')],
      ranges: [
        { parameter: 'a', low: 0, high: 50 },
        { parameter: 'b', low: -50, high: 0 },
      ],
      design: 'latin-hypercube',
      points: 50,
    });
    for (const [at, origin] of [
      [0, 0],
      [1, -50],
    ]) {
      const slices = points.map(({ parameters }) => Math.floor(parameters[at].value - origin));
      expect(slices.sort((x, y) => x - y)).toEqual(Array.from({ length: 50 }, (_, slice) => slice));
    }
  });
});
