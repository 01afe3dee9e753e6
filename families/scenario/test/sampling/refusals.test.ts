// What an author may get wrong about sampling and convergence: every issue has a path and a remedy.

import { describe, expect, it } from 'vitest';
import { document, issuesOf } from '../documents.ts';

const nodes = [
  { kind: 'distribution', id: 'demand', distribution: 'normal', parameters: { mean: 0, sd: 1 } },
  { kind: 'constant', id: 'one', value: 1 },
  { kind: 'data', id: 'seen', values: [1, 2], sample: 'bootstrap', group: 'days' },
  { kind: 'data', id: 'also', values: [1, 2], sample: 'bootstrap', group: 'days' },
  { kind: 'output', id: 'profit', quantiles: [0.9], targets: [{ at: 0, side: 'above' }] },
];
const edges = [{ from: 'demand', to: 'profit' }];

function issues(more: object): readonly string[] {
  return issuesOf(document({ nodes, edges, ...more })).map(
    ({ path, code, remedy }) => `${path} ${code}${remedy === undefined ? '' : ` (${remedy})`}`,
  );
}

function goals(...list: readonly object[]): readonly string[] {
  return issues({ convergence: { goals: list } });
}

describe('sampling', () => {
  it('is refused for unknown methods and inputs that are unknown, not random or named twice', () => {
    expect(issues({ sampling: { method: 'sobel' } })).toEqual([
      '/model/sampling/method model.unknown-method (Did you mean "sobol"?)',
    ]);
    expect(issues({ sampling: { method: 'sobol', inputs: ['demnad', 'one'] } })).toEqual([
      '/model/sampling/inputs/0 sampling.unknown-input (Did you mean "demand"?)',
      '/model/sampling/inputs/1 sampling.unknown-input (Use one of: demand, seen, also.)',
    ]);
    expect(issues({ sampling: { method: 'stratified', inputs: ['seen', 'also', 'seen'] } })).toEqual([
      '/model/sampling/inputs/1 sampling.repeated-input (Remove one.)',
      '/model/sampling/inputs/2 sampling.repeated-input (Remove one.)',
    ]);
    expect(issues({ sampling: { method: 'stratified' } })).toEqual([
      '/model/sampling/inputs model.missing-key (Add "inputs".)',
    ]);
    expect(issues({ sampling: { method: 'random', inputs: ['demand'] } })).toEqual([
      '/model/sampling/inputs model.unknown-key (Use one of: method.)',
    ]);
  });

  it('is accepted in all its methods', () => {
    for (const sampling of [
      { method: 'random' },
      { method: 'sobol' },
      { method: 'sobol', inputs: ['seen'] },
      { method: 'latin-hypercube' },
      { method: 'antithetic' },
      { method: 'stratified', inputs: ['demand', 'also'] },
    ]) {
      expect(issues({ sampling })).toEqual([]);
    }
  });
});

describe('convergence', () => {
  it('is refused for outputs and figures that are not reported', () => {
    expect(goals({ output: 'profits', figure: 'mean', halfWidth: 1 })).toEqual([
      '/model/convergence/goals/0/output convergence.unknown-output (Did you mean "profit"?)',
    ]);
    expect(goals({ output: 'profit', figure: 'p95', halfWidth: 1 })[0]).toMatch(
      /^\/model\/convergence\/goals\/0\/figure convergence.unknown-figure/,
    );
    expect(goals({ output: 'profit', figure: 'probability-above-1', halfWidth: 1 })).toEqual([
      '/model/convergence/goals/0/figure convergence.unknown-figure (Did you mean "probability-above-0"?)',
    ]);
    expect(goals({ output: 'profit', figure: 'max', halfWidth: 1 })[0]).toMatch(/unknown-figure/);
  });

  it('needs one half-width, and one goal for each figure', () => {
    const mean = { output: 'profit', figure: 'mean' };
    expect(goals(mean)).toEqual(['/model/convergence/goals/0 convergence.one-of (Give one of the two.)']);
    expect(goals({ ...mean, halfWidth: 1, relative: 0.1 })).toHaveLength(1);
    expect(goals({ ...mean, halfWidth: 1 }, { ...mean, relative: 0.1 })).toEqual([
      '/model/convergence/goals/1 convergence.repeated (Keep the narrower one.)',
    ]);
    expect(goals({ ...mean, halfWidth: 0 })[0]).toMatch(/out-of-range/);
    expect(goals({ ...mean, halfWidth: 1, confidence: 95 })[0]).toMatch(/out-of-range/);
    expect(issues({ convergence: { goals: [] } })).toHaveLength(1);
    expect(issues({ convergence: { goals: [{ ...mean, halfWidth: 1 }], minimum: 0.5 } })).toHaveLength(1);
  });

  it('is accepted for every reported figure with an error', () => {
    const figures = ['mean', 'sd', 'skewness', 'excess-kurtosis', 'p90', 'cvar-upper-0.95', 'var-lower-0.99'];
    expect(goals(...figures.map((figure) => ({ output: 'profit', figure, relative: 0.1 })))).toEqual([]);
  });
});
