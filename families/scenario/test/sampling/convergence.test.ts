// Runs that end because their goals hold, at definite numbers of chunks, and what they say on the way.

import { describe, expect, it } from 'vitest';
import type { Simulation, Snapshot } from '@holdfast/core';
import { scenario } from '../../src/index.ts';
import { nextCheck, type ConvergencePlan } from '../../src/sampling/goals.ts';
import { begin, document, finish, metric, sampled, snapshotBytes, specOf } from '../documents.ts';

const chunk = 16_384;

function goalDocument(goals: readonly object[], more: object = {}) {
  const plain = sampled('exponential', { mean: 1 });
  return document({ ...(plain.model as { nodes: [] }), convergence: { goals, ...more } });
}

const mean = { output: 'y', figure: 'mean' };
const found = (simulation: Simulation, name: string): number => metric(simulation, name).value;

describe('checks', () => {
  it('happen at multiples of four chunks that grow by an eighth', () => {
    const plan: ConvergencePlan = { goals: [], minimum: 4 };
    const checks = [nextCheck(plan, 0)];
    while (checks.at(-1)! < 200) checks.push(nextCheck(plan, checks.at(-1)!));
    expect(checks).toEqual([
      4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 72, 80, 88, 96, 108, 120, 132, 148, 164,
      184, 204,
    ]);
    expect(nextCheck({ goals: [], minimum: 100 }, 3)).toBe(100);
  });
});

describe('a run with goals', () => {
  it('ends at the second check in a row at which they hold, and says so', () => {
    const simulation = finish(begin(goalDocument([{ ...mean, halfWidth: 0.005 }]), 1, 1e9));
    // 1.96 / sqrt(n) = 0.005 at n = 153,664, between 9 and 10 chunks: checks at 12 and 16 hold.
    expect(simulation.time).toBe(16 * chunk);
    const other = begin(goalDocument([{ ...mean, halfWidth: 0.005 }]), 1, 16 * chunk);
    const reports = Array.from({ length: 16 }, () => other.step(chunk));
    expect(reports.map(({ converged = false }) => converged).lastIndexOf(false)).toBe(14);
    expect(simulation.step(chunk)).toEqual({ advanced: 0, error: 0, remaining: 0 });
    expect(found(simulation, 'half-width-mean')).toBeCloseTo(1.96 / Math.sqrt(16 * chunk), 4);
    expect(found(simulation, 'half-width-goal-mean')).toBe(0.005);
    expect(found(simulation, 'goal-reached-mean')).toBe(1);
    expect(found(simulation, 'iterations-to-goal-mean')).toBe(0);
  });

  it('goes on to its end when they do not hold, and says which', () => {
    const goals = [
      { ...mean, halfWidth: 0.005 },
      { output: 'y', figure: 'p95', relative: 0.001, confidence: 0.99 },
    ];
    const simulation = finish(begin(goalDocument(goals), 1, 200_000));
    expect(simulation.time).toBe(200_000);
    expect(found(simulation, 'goal-reached-mean')).toBe(1);
    expect(found(simulation, 'goal-reached-p95')).toBe(0);
    const [width, wanted] = ['half-width-p95', 'half-width-goal-p95'].map((name) => found(simulation, name));
    expect(wanted).toBeCloseTo(0.001 * found(simulation, 'p95'), 12);
    const needed = 200_000 * (width / wanted) ** 2;
    expect(Math.abs(found(simulation, 'iterations-to-goal-p95') - (needed - 200_000))).toBeLessThan(1);
  });

  it('waits for its minimum', () => {
    const simulation = finish(
      begin(goalDocument([{ ...mean, relative: 0.5 }], { minimum: 200_000 }), 1, 1e9),
    );
    expect(simulation.time).toBe(20 * chunk);
  });

  it('expects its end where its error would be small enough, then corrects itself', () => {
    const simulation = begin(goalDocument([{ ...mean, halfWidth: 0.002 }]), 1, 1e9);
    expect(simulation.step(chunk).remaining).toBe(1e9 - chunk);
    for (let i = 0; i < 2; i++) simulation.step(chunk);
    const expected = simulation.time + simulation.step(chunk).remaining;
    finish(simulation);
    // (1.96 / 0.002)^2 = 960,400 iterations.
    expect(Math.abs(expected / simulation.time - 1)).toBeLessThan(0.2);
    expect(simulation.time).toBeGreaterThan(960_400);
    expect(simulation.time).toBeLessThan(960_400 * 1.4);
  });

  it('never takes an error nobody knows for a small one', () => {
    const never = document({
      nodes: [
        { kind: 'distribution', id: 'x', distribution: 'bernoulli', parameters: { probability: 1e-12 } },
        { kind: 'output', id: 'y' },
      ],
      edges: [{ from: 'x', to: 'y' }],
      convergence: { goals: [{ ...mean, halfWidth: 1 }] },
    });
    const simulation = finish(begin(never, 1, 10 * chunk));
    expect(simulation.time).toBe(10 * chunk);
    expect(found(simulation, 'goal-reached-mean')).toBe(0);
    expect(simulation.metrics().some(({ name }) => name.startsWith('iterations-to-goal'))).toBe(false);
  });

  it('gives the same bits in steps, in spans of other workers and after a restore anywhere', () => {
    const doc = goalDocument([{ ...mean, relative: 0.005 }]);
    const alone = finish(begin(doc, 3, 1e9));
    const model = scenario.compile(specOf(doc));
    const [home, worker] = [0, 1].map(() => model.begin({ seed: 3, until: 1e9 })) as [Simulation, Simulation];
    const { stride } = home.chunks!;
    expect(stride).toBe(4);
    for (let remaining = 1; remaining > 0;) {
      const { next } = home.chunks!;
      const partial: Snapshot = structuredClone(worker.chunks!.run(next, stride - (next % stride)));
      remaining = home.chunks!.absorb(next, partial).remaining;
    }
    expect(snapshotBytes(home)).toBe(snapshotBytes(alone));
    for (const steps of [3, 4, 12, 13]) {
      const one = begin(doc, 3, 1e9);
      for (let i = 0; i < steps; i++) one.step(chunk);
      const other = begin(doc, 3, 1e9);
      other.restore(structuredClone(one.snapshot()));
      expect(snapshotBytes(finish(other))).toBe(snapshotBytes(alone));
    }
  });

  it('begins again with a new sample', () => {
    const doc = document({
      parameters: [{ name: 'scale', value: 1, min: 0, max: 10 }],
      nodes: [
        { kind: 'distribution', id: 'x', distribution: 'exponential', parameters: { mean: 1 } },
        { kind: 'transformer', id: 't', expression: 'x * $params.scale' },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        { from: 'x', to: 't.x' },
        { from: 't', to: 'y' },
      ],
      convergence: { goals: [{ ...mean, halfWidth: 0.01 }] },
    });
    const simulation = begin(doc, 1, 1e9);
    for (let i = 0; i < 5; i++) simulation.step(chunk);
    simulation.apply({ parameter: 'scale', value: 2 });
    finish(simulation);
    const fresh = begin(doc, 1, 1e9);
    fresh.apply({ parameter: 'scale', value: 2 });
    expect(simulation.metrics()).toEqual(finish(fresh).metrics());
    expect(simulation.time).toBe(5 * chunk + fresh.time);
  });
});
