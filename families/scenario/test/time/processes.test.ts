// Random processes, held to their moments: every figure within four standard errors.

import { describe, expect, it } from 'vitest';
import { autocovariances, isStationary, stationaryStart } from '../../src/time/autoregression.ts';
import { document, metric, run, values, type Parts } from '../documents.ts';
import { stepwise } from './stepwise.ts';

const until = 60_000;

/** Figures of the end of a model with one process "x" and a transformer of it. */
function end(steps: number, node: object, expression = 'x', axis = {}) {
  return run(
    document({
      time: { steps, ...axis },
      nodes: [
        { id: 'x', ...node },
        { kind: 'transformer', id: 't', expression },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        { from: 'x', to: 't.x' },
        { from: 't', to: 'y' },
      ],
    }),
    3,
    until,
  );
}

function agrees(simulation: ReturnType<typeof run>, name: string, expected: number, subject?: string): void {
  const { value, standardError } = metric(simulation, name, subject);
  expect(Math.abs(value - expected) / standardError!, `${name}: ${value} for ${expected}`).toBeLessThan(4);
}

const total = (severity: object, more: Partial<Parts> = {}) =>
  document({
    time: { steps: 2 },
    nodes: [
      { kind: 'events', id: 'e', rate: 3, severity },
      { kind: 'output', id: 'y' },
      ...(more.nodes ?? []),
    ],
    edges: [{ from: 'e.total', to: 'y' }, ...(more.edges ?? [])],
  });

const drawnEach = (id: string) => ({
  kind: 'distribution',
  id,
  distribution: 'normal',
  parameters: { mean: 0, sd: 1 },
  draw: 'step',
});

describe('growth', () => {
  it('of independent rates grows by the mean rate', () => {
    const doc = document({
      time: { steps: 11 },
      nodes: [
        {
          kind: 'distribution',
          id: 'r',
          distribution: 'normal',
          parameters: { mean: 0.05, sd: 0.1 },
          draw: 'step',
        },
        { kind: 'growth', id: 'g', initial: 100, rate: 'r' },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        { from: 'r', to: 'g' },
        { from: 'g', to: 'y' },
      ],
    });
    const simulation = run(doc, 5, until);
    agrees(simulation, 'mean', 100 * 1.05 ** 10);
    agrees(simulation, 'sd', 100 * Math.sqrt((1.05 ** 2 + 0.1 ** 2) ** 10 - 1.05 ** 20));
  });
});

describe('random walk', () => {
  it('has mean drift * t and variance sd^2 * t, whatever the length of a step', () => {
    for (const [steps, step] of [
      [17, 1],
      [33, 0.5],
    ] as const) {
      const node = { kind: 'random-walk', initial: 10, drift: 0.25, sd: 3 };
      const simulation = end(steps, node, 'x', { step });
      agrees(simulation, 'mean', 14);
      agrees(simulation, 'sd', 12);
    }
  });

  it('of geometric form grows by exp(drift * t) in the mean and spreads lognormally', () => {
    const node = { kind: 'random-walk', initial: 2, drift: 0.1, sd: 0.2, form: 'geometric' };
    agrees(end(5, node), 'mean', 2 * Math.exp(0.4));
    const logarithm = end(5, node, 'log(x / 2)');
    agrees(logarithm, 'mean', 4 * (0.1 - 0.02));
    agrees(logarithm, 'sd', 0.4);
  });

  it('lets a loop pass through: reversion to a mean', () => {
    const doc = document({
      time: { steps: 40 },
      nodes: [
        { kind: 'random-walk', id: 'w', initial: 9, drift: '0.5 * (1 - level)', sd: 1 },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        { from: 'w', to: 'w.level' },
        { from: 'w', to: 'y' },
      ],
    });
    const simulation = run(doc, 2, until);
    agrees(simulation, 'mean', 1);
    agrees(simulation, 'sd', Math.sqrt(1 / (1 - 0.25)));
  });
});

describe('autoregressive', () => {
  const node = { kind: 'autoregressive', coefficients: [0.8], mean: 5, sd: 3 };
  const sd = 3 / Math.sqrt(1 - 0.64);

  it('of order 1 has the stationary variance in every step', () => {
    for (const steps of [1, 2, 20]) {
      const simulation = end(steps, node);
      agrees(simulation, 'mean', 5);
      agrees(simulation, 'sd', sd);
    }
  });

  it('of order 1 has autocovariances that fall by the coefficient', () => {
    for (const lag of [1, 3]) {
      const doc = document({
        time: { steps: 6 },
        nodes: [
          { id: 'x', ...node },
          { kind: 'delay', id: 'd', steps: lag },
          { kind: 'transformer', id: 't', expression: '(x - 5) * (d - 5)' },
          { kind: 'output', id: 'y' },
        ],
        edges: [
          { from: 'x', to: 'd' },
          { from: 'x', to: 't.x' },
          { from: 'd', to: 't.d' },
          { from: 't', to: 'y' },
        ],
      });
      agrees(run(doc, 8, until), 'mean', sd * sd * 0.8 ** lag);
    }
  });

  it('begun at its mean widens towards the stationary variance', () => {
    for (const steps of [1, 4]) {
      const simulation = end(steps, { ...node, start: 'mean' });
      agrees(simulation, 'sd', 3 * Math.sqrt((1 - 0.64 ** steps) / (1 - 0.64)));
    }
  });

  it('of order 2 is stationary from the first step on', () => {
    // G. E. P. Box, G. M. Jenkins (1970), (3.2.28): variance (1 - b) / ((1 + b) ((1 - b)^2 - a^2)).
    const [a, b] = [0.5, 0.3];
    const variance = (1 - b) / ((1 + b) * ((1 - b) ** 2 - a ** 2));
    const [first, second] = autocovariances([a, b]);
    expect(first).toBeCloseTo(variance, 12);
    expect(second).toBeCloseTo((variance * a) / (1 - b), 12);
    for (const steps of [1, 2, 9]) {
      agrees(end(steps, { kind: 'autoregressive', coefficients: [a, b], sd: 1 }), 'sd', Math.sqrt(variance));
    }
  });

  it('starts with the covariance of its orders', () => {
    const coefficients = [0.4, -0.3, 0.2, 0.1];
    const rows = stationaryStart(coefficients);
    const wanted = autocovariances(coefficients);
    for (const i of coefficients.keys()) {
      for (let j = 0; j <= i; j++) {
        const product = rows[j].reduce((sum, weight, k) => sum + weight * rows[i][k], 0);
        expect(product).toBeCloseTo(wanted[i - j], 12);
      }
    }
  });

  it('knows which coefficients are stationary', () => {
    // The triangle a + b < 1, b - a < 1, |b| < 1.
    expect([0.99, -0.99, 1, 1.2].map((c) => isStationary([c]))).toEqual([true, true, false, false]);
    const triangle = [
      [0.5, 0.49],
      [0.5, 0.5],
      [-1.4, -0.5],
      [-1.5, -0.5],
      [0, -0.999],
      [0, -1],
    ];
    expect(triangle.map(isStationary)).toEqual([true, false, true, false, true, false]);
  });
});

describe('events', () => {
  it('come as a Poisson number in each step', () => {
    const simulation = end(3, { kind: 'events', rate: 6 }, 'x', { step: 0.5 });
    agrees(simulation, 'mean', 3);
    agrees(simulation, 'sd', Math.sqrt(3));
  });

  it('are independent from step to step', () => {
    const doc = document({
      time: { steps: 12 },
      nodes: [
        { kind: 'events', id: 'e', rate: 2 },
        { kind: 'output', id: 'y', over: 'sum' },
      ],
      edges: [{ from: 'e', to: 'y' }],
    });
    const simulation = run(doc, 4, until);
    agrees(simulation, 'mean', 24);
    agrees(simulation, 'sd', Math.sqrt(24));
  });

  it('sum independent sizes: mean n E[X], variance n E[X^2]', () => {
    const lognormal = { distribution: 'lognormal', parameters: { mu: 1, sigma: 0.5 } };
    const simulation = run(total(lognormal), 6, until);
    agrees(simulation, 'mean', 3 * Math.exp(1.125));
    agrees(simulation, 'sd', Math.sqrt(3 * Math.exp(2.5)));
    const dice = { distribution: 'discrete', parameters: { values: [1, 2], probabilities: [0.5, 0.5] } };
    agrees(run(total(dice), 6, until), 'sd', Math.sqrt(3 * 2.5));
    const cut = { distribution: 'normal', parameters: { mean: 0, sd: 1 }, truncate: { min: 0 } };
    agrees(run(total(cut), 6, until), 'mean', 3 * Math.sqrt(2 / Math.PI));
  });

  it('draw the same sizes whatever else the model holds', () => {
    const size = { distribution: 'exponential', parameters: { mean: 2 } };
    const alone = values(total(size), 300);
    const other = {
      nodes: [
        { kind: 'autoregressive', id: 'a', coefficients: [0.2], sd: 1 },
        { kind: 'output', id: 'z' },
      ],
      edges: [{ from: 'a', to: 'z' }],
    };
    expect(values(total(size, other), 300)).toEqual(alone);
    expect(values(total(size), 300, 2)).not.toEqual(alone);
  });
});

describe('dependence', () => {
  it('correlates draws of each step', () => {
    const doc = document({
      time: { steps: 4 },
      dependence: [
        {
          nodes: ['a', 'b'],
          copula: 'gaussian',
          measure: 'pearson-of-normals',
          pairs: [{ between: ['a', 'b'], rank: 0.5 }],
        },
      ],
      nodes: [
        drawnEach('a'),
        drawnEach('b'),
        { kind: 'transformer', id: 'now', expression: 'a * b' },
        { kind: 'transformer', id: 'late', expression: 'a * $prev.b' },
        { kind: 'output', id: 'y' },
        { kind: 'output', id: 'z' },
      ],
      edges: [
        { from: 'a', to: 'now.a' },
        { from: 'b', to: 'now.b' },
        { from: 'a', to: 'late.a' },
        { from: 'b', to: 'late.b' },
        { from: 'now', to: 'y' },
        { from: 'late', to: 'z' },
      ],
    });
    const simulation = run(doc, 1, until);
    agrees(simulation, 'mean', 0.5);
    agrees(simulation, 'mean', 0, 'z.value');
  });
});

describe('bits', () => {
  it('of a process do not depend on the number of steps after', () => {
    const nodes = [
      { kind: 'autoregressive', id: 'a', coefficients: [0.5, 0.1], sd: 1 },
      { kind: 'random-walk', id: 'w', initial: 0, sd: 1 },
      { kind: 'transformer', id: 'x', expression: 'a + w' },
    ];
    const edges = [
      { from: 'a', to: 'x.a' },
      { from: 'w', to: 'x.w' },
      { from: 'x', to: 'y' },
    ];
    const short = run(stepwise({ steps: 3, nodes, edges }), 1, 500).metrics();
    const long = run(stepwise({ steps: 9, nodes, edges }), 1, 500).metrics();
    for (const name of ['mean@0', 'mean@2', 'p05@1']) {
      const find = (list: typeof short) => list.find((each) => each.name === name)!.value;
      expect(find(long), name).toBe(find(short));
    }
  });
});
