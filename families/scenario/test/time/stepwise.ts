// Documents whose output "y" is a fan over the steps, and its rows.

import type { ModelDocument, Simulation } from '@holdfast/core';
import { begin, document, finish, type Parts } from '../documents.ts';

interface Stepwise extends Partial<Parts> {
  readonly steps: number;
  /** More of the axis. */
  readonly axis?: object;
}

/** A model with time that reports what feeds "y" over its steps. */
export function stepwise({ steps, axis, nodes = [], edges = [], ...more }: Stepwise): ModelDocument {
  return document({
    time: { steps, ...axis },
    nodes: [...nodes, { kind: 'output', id: 'y', over: 'steps' }],
    edges,
    ...more,
  });
}

/** A transformer of this expression as the fan. */
export function formula(expression: string, steps: number, more: object = {}): ModelDocument {
  return stepwise({
    steps,
    nodes: [{ kind: 'transformer', id: 'x', expression, ...more }],
    edges: [{ from: 'x', to: 'y' }],
  });
}

/** A figure of every step, by the fan's metrics in their order. */
export function series(simulation: Simulation, name: string, subject = 'y.value'): readonly number[] {
  return simulation
    .metrics()
    .filter(
      (metric) =>
        metric.subject === subject && metric.name.split('@')[0] === name && metric.name.includes('@'),
    )
    .map(({ value }) => value);
}

/** Means of every step. */
export function means(doc: ModelDocument, until = 64, seed = 1): readonly number[] {
  return series(finish(begin(doc, seed, until)), 'mean');
}
