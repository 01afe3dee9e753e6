// What a group draws, and how its members hang together.

import type { ModelDocument } from '@holdfast/core';
import { specOf } from '../documents.ts';
import { planOf, type Plan } from '../../src/plan.ts';
import { blockSize, createEvaluator } from '../../src/program/evaluator.ts';

export const uniform = (id: string): unknown => ({
  kind: 'distribution',
  id,
  distribution: 'uniform',
  parameters: { min: 0, max: 1 },
});

/** A document with the nodes, and an output for each. */
export function reporting(nodes: readonly unknown[], dependence?: unknown): ModelDocument {
  const ids = nodes.map((node) => (node as { id: string }).id);
  return {
    family: 'scenario',
    version: 1,
    name: 'test',
    model: {
      nodes: [...nodes, ...ids.map((id) => ({ kind: 'output', id: `${id}-out` }))],
      edges: ids.map((id) => ({ from: id, to: `${id}-out` })),
      ...(dependence === undefined ? {} : { dependence }),
    },
  };
}

/** Values of every output, by the evaluator alone. */
export function columns(doc: ModelDocument, count: number, seed = 1): readonly Float64Array[] {
  return planColumns(planOf(specOf(doc)), count, seed);
}

/** Values of every output of a plan. */
export function planColumns(plan: Plan, count: number, seed = 1): readonly Float64Array[] {
  const parameters = Float64Array.from(plan.parameters, ({ value }) => value);
  const evaluator = createEvaluator(plan.program, { seed, parameters });
  const out = plan.outputs.map(() => new Float64Array(count));
  for (let first = 0; first < count; first += blockSize) {
    const size = Math.min(blockSize, count - first);
    evaluator.evaluate(first, size);
    for (const [index, { column }] of plan.outputs.entries()) {
      out[index].set(evaluator.column(column).subarray(0, size), first);
    }
  }
  return out;
}

export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  let [mx, my] = [0, 0];
  for (let i = 0; i < n; i++) [mx, my] = [mx + x[i] / n, my + y[i] / n];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [x[i] - mx, y[i] - my];
    [xx, yy, xy] = [xx + dx * dx, yy + dy * dy, xy + dx * dy];
  }
  return xy / Math.sqrt(xx * yy);
}

function ranks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const out = new Float64Array(values.length);
  for (const [rank, index] of order.entries()) out[index] = rank;
  return out;
}

export function spearman(x: Float64Array, y: Float64Array): number {
  return pearson(ranks(x), ranks(y));
}

/** Kendall's tau of disjoint pairs of rows: unbiased, with independent terms. */
export function kendall(x: Float64Array, y: Float64Array): { tau: number; error: number } {
  const pairs = x.length >> 1;
  let sum = 0;
  for (let i = 0; i < 2 * pairs; i += 2) sum += Math.sign((x[i] - x[i + 1]) * (y[i] - y[i + 1]));
  const tau = sum / pairs;
  return { tau, error: Math.sqrt((1 - tau * tau) / pairs) };
}
