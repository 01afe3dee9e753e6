// Error bars mean what they say: over 200 seeds the truth lies within them as often as it should, under every design.

import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile, studentTQuantile } from '@holdfast/numerics';
import { scenario } from '../../src/index.ts';
import { document, finish, specOf } from '../documents.ts';

const repeats = 200;
/** Standard deviations of a binomial count that a fixed seed may be away: 1 in 1000 for one comparison. */
const bound = 3.3;

interface Graph {
  readonly nodes: readonly object[];
  readonly ports: readonly string[];
  readonly expression: string;
  readonly target: number;
  readonly truth: Readonly<Record<'mean' | 'p95' | 'probability', number>>;
}

const distribution = (id: string, name: string, parameters: object): object => ({
  kind: 'distribution',
  id,
  distribution: name,
  parameters,
});

const deviation = Math.sqrt(0.13);
/** A lognormal product of two factors. */
const growth: Graph = {
  nodes: [
    distribution('a', 'normal', { mean: 0, sd: 0.3 }),
    distribution('b', 'normal', { mean: 0, sd: 0.2 }),
  ],
  ports: ['a', 'b'],
  expression: 'exp(a) * exp(b)',
  target: 1.5,
  truth: {
    mean: Math.exp(0.065),
    p95: Math.exp(deviation * normalQuantile(0.95)),
    probability: 1 - normalCdf(Math.log(1.5) / deviation),
  },
};

/** P(uv <= x) = x (1 - ln x). */
function productQuantile(level: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (middle * (1 - Math.log(middle)) < level) low = middle;
    else high = middle;
  }
  return low;
}

/** The product of two uniforms, with a kink that leaves it what it is. */
const area: Graph = {
  nodes: [
    distribution('u', 'uniform', { min: 0, max: 1 }),
    distribution('v', 'uniform', { min: -1, max: 1 }),
  ],
  ports: ['u', 'v'],
  expression: 'u * abs(v)',
  target: 0.5,
  truth: { mean: 0.25, p95: productQuantile(0.95), probability: 1 - 0.5 * (1 - Math.log(0.5)) },
};

function scores(sampling: object, { nodes, ports, expression, target, truth }: Graph, until: number) {
  const doc = document({
    nodes: [
      ...nodes,
      { kind: 'transformer', id: 't', expression },
      { kind: 'output', id: 'y', quantiles: [0.95], tail: [], targets: [{ at: target, side: 'above' }] },
    ],
    edges: [...ports.map((port) => ({ from: port, to: `t.${port}` })), { from: 't', to: 'y' }],
    sampling,
  });
  const model = scenario.compile(specOf(doc));
  const names = { mean: 'mean', p95: 'p95', probability: `probability-above-${target}` } as const;
  const found = { mean: [] as number[], p95: [] as number[], probability: [] as number[] };
  for (let seed = 1; seed <= repeats; seed++) {
    const simulation = finish(model.begin({ seed, until }));
    const metrics = simulation.metrics();
    for (const figure of ['mean', 'p95', 'probability'] as const) {
      const { value, standardError } = metrics.find(({ name }) => name === names[figure])!;
      found[figure].push((value - truth[figure]) / standardError!);
    }
  }
  return found;
}

describe('error bars of 200 runs', () => {
  it.each([
    ['random', { method: 'random' }, growth],
    ['sobol', { method: 'sobol' }, area],
    ['latin-hypercube', { method: 'latin-hypercube' }, growth],
    ['antithetic', { method: 'antithetic' }, area],
    ['stratified', { method: 'stratified', inputs: ['v', 'u'] }, area],
  ] as const)('cover the truth at their nominal rate: %s', (method, sampling, graph) => {
    const random = method === 'random';
    const quantile = (p: number): number => (random ? normalQuantile(p) : studentTQuantile(p, 15));
    for (const [figure, list] of Object.entries(scores(sampling, graph, random ? 2048 : 4096))) {
      for (const rate of [0.68, 0.95]) {
        const within = list.filter((z) => Math.abs(z) <= quantile((1 + rate) / 2)).length;
        const slack = bound * Math.sqrt(repeats * rate * (1 - rate));
        expect(Math.abs(within - repeats * rate), `${figure}: ${within} of ${repeats}`).toBeLessThan(slack);
      }
    }
  });
});
