// Loops that are solved in each iteration: what they find, what they say where they find nothing, and that iterations never
// touch each other.

import { describe, expect, it } from 'vitest';
import { document, metric, run, values } from '../documents.ts';
import { means, stepwise } from './stepwise.ts';

const normal = { kind: 'distribution', distribution: 'normal' };

/** x = slope * x + 10 with the loop closed at x. */
const linear = (slope: string | number, more: object = {}, edge: object = {}) =>
  document({
    nodes: [
      { kind: 'transformer', id: 'x', expression: `${slope} * before + 10` },
      { kind: 'output', id: 'y' },
    ],
    edges: [
      { from: 'x', to: 'x.before', feedback: true, ...edge },
      { from: 'x', to: 'y' },
    ],
    ...more,
  });

/** x = x^2 / 2. */
const parabola = (initial: number) => {
  const nodes = [
    { kind: 'transformer', id: 'x', expression: 'before * before / 2' },
    { kind: 'output', id: 'y' },
  ];
  const edges = [
    { from: 'x', to: 'x.before', feedback: true, initial },
    { from: 'x', to: 'y' },
  ];
  return document({ nodes, edges });
};

/** Diverges in step 2 unless it begins at its solution. */
const stumbling = (initial: number) =>
  document({
    time: { steps: 5 },
    nodes: [
      { kind: 'transformer', id: 'x', expression: '($step == 2 ? -2 : 0.5) * before + $prev', initial },
      { kind: 'output', id: 'y', over: 'steps' },
    ],
    edges: [
      { from: 'x', to: 'x.before', feedback: true },
      { from: 'x', to: 'y' },
    ],
  });

describe('a loop', () => {
  it('x = 0.5 x + 10 comes to rest at 20', () => {
    const simulation = run(linear(0.5), 1, 100);
    expect(metric(simulation, 'mean').value).toBeCloseTo(20, 7);
    expect(metric(simulation, 'non-convergence-probability', 'loop:x').value).toBe(0);
  });

  it('is solved in each iteration on its own', () => {
    const doc = document({
      nodes: [
        { ...normal, id: 's', parameters: { mean: 0, sd: 0.3 }, truncate: { min: -0.9, max: 0.9 } },
        { kind: 'transformer', id: 'x', expression: 's * before + 10' },
        { kind: 'transformer', id: 'e', expression: 'x - 10 / (1 - s)' },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        { from: 's', to: 'x.s' },
        { from: 'x', to: 'x.before', feedback: true },
        { from: 'x', to: 'e.x' },
        { from: 's', to: 'e.s' },
        { from: 'e', to: 'y' },
      ],
      solve: { most: 1000 },
    });
    const simulation = run(doc, 3, 20_000);
    expect(metric(simulation, 'non-convergence-probability', 'loop:x').value).toBe(0);
    expect(metric(simulation, 'max').value).toBeLessThan(1e-6);
    expect(metric(simulation, 'min').value).toBeGreaterThan(-1e-6);
  });

  it('that never comes to rest is reported, and its values are invalid unless they are to be kept', () => {
    const simulation = run(linear(-2), 1, 1000);
    expect(metric(simulation, 'non-convergence-probability', 'loop:x').value).toBe(1);
    expect(metric(simulation, 'samples').value).toBe(0);
    expect(metric(simulation, 'invalid-nan').value).toBe(1000);
    expect(metric(simulation, 'invalid-nan', 'x.out').value).toBe(1000);
    const kept = run(linear(-2, { solve: { unsolved: 'keep', most: 3 } }), 1, 1000);
    expect(metric(kept, 'non-convergence-probability', 'loop:x').value).toBe(1);
    // 0 -> 10 -> -10 -> 30.
    expect(metric(kept, 'mean').value).toBe(30);
  });

  it('comes to rest with damping where it does not without', () => {
    const simulation = run(linear(-2, { solve: { damping: 0.4 } }), 1, 100);
    expect(metric(simulation, 'mean').value).toBeCloseTo(10 / 3, 7);
  });

  it('begins with the guess of its edge', () => {
    expect(metric(run(parabola(1), 1, 10), 'mean').value).toBeCloseTo(0, 8);
    expect(metric(run(parabola(2), 1, 10), 'mean').value).toBe(2);
    expect(metric(run(parabola(3), 1, 10), 'samples').value).toBe(0);
  });

  it('counts the share of iterations that do not come to rest', () => {
    const doc = document({
      nodes: [
        { kind: 'distribution', id: 's', distribution: 'bernoulli', parameters: { probability: 0.3 } },
        { kind: 'transformer', id: 'x', expression: '(s ? -2 : 0.5) * before + 10' },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        { from: 's', to: 'x.s' },
        { from: 'x', to: 'x.before', feedback: true },
        { from: 'x', to: 'y' },
      ],
    });
    const simulation = run(doc, 2, 20_000);
    const { value, standardError } = metric(simulation, 'non-convergence-probability', 'loop:x');
    expect(Math.abs(value - 0.3) / standardError!).toBeLessThan(4);
    expect(metric(simulation, 'max').value).toBeCloseTo(20, 7);
    expect(metric(simulation, 'samples').value).toBe(20_000 - Math.round(20_000 * value));
  });

  it('gives an iteration the same bits alone and beside others', () => {
    const doc = document({
      nodes: [
        { ...normal, id: 's', parameters: { mean: 0.5, sd: 0.4 } },
        { kind: 'transformer', id: 'x', expression: 's * before + 10' },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        { from: 's', to: 'x.s' },
        { from: 'x', to: 'x.before', feedback: true },
        { from: 'x', to: 'y' },
      ],
    });
    const together = values(doc, 700);
    const fewer = values(doc, 3);
    expect([...fewer]).toEqual([...together.subarray(0, 3)]);
    expect(together.some(Number.isNaN)).toBe(true);
  });

  it('of several edges is one system: two prices that depend on each other', () => {
    const doc = document({
      nodes: [
        { kind: 'transformer', id: 'a', expression: '0.3 * b + 0.2 * c + 1' },
        { kind: 'transformer', id: 'b', expression: '0.4 * a + 2' },
        { kind: 'transformer', id: 'c', expression: '0.1 * a + 0.5 * b' },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        { from: 'b', to: 'a.b', feedback: true },
        { from: 'c', to: 'a.c', feedback: true },
        { from: 'a', to: 'b' },
        { from: 'a', to: 'c.a' },
        { from: 'b', to: 'c.b' },
        { from: 'a', to: 'y' },
      ],
    });
    const simulation = run(doc, 1, 10);
    // a = 0.3 b + 0.2 (0.1 a + 0.5 b) + 1 with b = 0.4 a + 2.
    expect(metric(simulation, 'mean').value).toBeCloseTo(1.8 / (1 - 0.02 - 0.16), 7);
    const loops = simulation.metrics().filter(({ name }) => name === 'non-convergence-probability');
    expect(loops.map(({ subject }) => subject)).toEqual(['loop:a']);
  });

  it('closes through an aggregator, with a condition on the edge', () => {
    const doc = document({
      nodes: [
        { kind: 'constant', id: 'k', value: 8 },
        { kind: 'aggregator', id: 'x', method: 'sum' },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        { from: 'k', to: 'x' },
        { from: 'x', to: 'x', feedback: true, weight: 0.5, condition: 'value < 100' },
        { from: 'x', to: 'y' },
      ],
    });
    expect(metric(run(doc, 1, 10), 'mean').value).toBeCloseTo(16, 7);
  });

  it('is solved anew in every step, and may read the step before', () => {
    // Interest on the average of the balances at both ends of a step.
    const doc = stepwise({
      steps: 4,
      nodes: [
        { kind: 'transformer', id: 'debt', expression: '$prev + interest', initial: 1000 },
        { kind: 'transformer', id: 'interest', expression: '0.1 * (debt + $prev.debt) / 2' },
      ],
      edges: [
        { from: 'interest', to: 'debt', feedback: true },
        { from: 'debt', to: 'interest', initial: 1000 },
        { from: 'debt', to: 'y' },
      ],
    });
    const growth = 1.05 / 0.95;
    for (const [step, mean] of means(doc).entries()) expect(mean).toBeCloseTo(1000 * growth ** (step + 1), 5);
  });

  it('unsolved in one step makes the steps after it invalid too', () => {
    // From 0 every equation has the guess as its solution.
    const resting = run(stumbling(0), 1, 10);
    expect(metric(resting, 'non-convergence-probability', 'loop:x').value).toBe(0);
    const stuck = run(stumbling(1), 1, 10);
    expect(metric(stuck, 'non-convergence-probability', 'loop:x').value).toBe(1);
    const names = stuck.metrics().map(({ name }) => name);
    expect(names).toContain('mean@1');
    expect(names).toContain('invalid@2');
    expect(names).toContain('invalid@4');
  });
});

describe('a delayed edge', () => {
  it('closes a loop with the value of the step before', () => {
    const doc = stepwise({
      steps: 4,
      nodes: [{ kind: 'transformer', id: 'x', expression: '0.5 * before + 10' }],
      edges: [
        { from: 'x', to: 'x.before', feedback: true, delay: 1 },
        { from: 'x', to: 'y' },
      ],
    });
    expect(means(doc)).toEqual([10, 15, 17.5, 18.75]);
  });
});
