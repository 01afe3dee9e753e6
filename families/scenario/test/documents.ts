// Small documents and runs for tests.

import type { Issue, Metric, ModelDocument, Simulation } from '@holdfast/core';
import { scenario } from '../src/index.ts';
import { parseScenario, type ScenarioSpec } from '../src/parse.ts';
import { planOf } from '../src/plan.ts';
import { blockSize, createEvaluator } from '../src/program/evaluator.ts';

export interface Parts {
  readonly nodes: readonly unknown[];
  readonly edges?: readonly unknown[];
  readonly parameters?: readonly unknown[];
  readonly statistics?: unknown;
  readonly time?: unknown;
  readonly solve?: unknown;
  readonly dependence?: unknown;
  readonly sampling?: unknown;
  readonly convergence?: unknown;
}

export function document(parts: Parts, more: Partial<ModelDocument> = {}): ModelDocument {
  return { family: 'scenario', version: 1, name: 'test', model: { edges: [], ...parts }, ...more };
}

/** One distribution that feeds one output `y`. */
export function sampled(distribution: string, parameters: unknown, more: object = {}): ModelDocument {
  return document({
    nodes: [
      { kind: 'distribution', id: 'x', distribution, parameters, ...more },
      { kind: 'output', id: 'y' },
    ],
    edges: [{ from: 'x', to: 'y' }],
  });
}

export function specOf(doc: ModelDocument): ScenarioSpec {
  const parsed = parseScenario(doc);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues, null, 1));
  return parsed.spec;
}

export function issuesOf(doc: ModelDocument): readonly Issue[] {
  const parsed = parseScenario(doc);
  return parsed.ok ? [] : parsed.issues;
}

export function begin(doc: ModelDocument, seed = 1, until = 100_000): Simulation {
  return scenario.compile(specOf(doc)).begin({ seed, until });
}

/** Runs to the end. */
export function finish(simulation: Simulation): Simulation {
  while (simulation.step(16_384).remaining > 0);
  return simulation;
}

export function run(doc: ModelDocument, seed = 1, until = 100_000): Simulation {
  return finish(begin(doc, seed, until));
}

export function metric(simulation: Simulation, name: string, subject = 'y.value'): Metric {
  const found = simulation.metrics().find((each) => each.subject === subject && each.name === name);
  if (found === undefined) throw new Error(`no metric ${subject} ${name}`);
  return found;
}

/** Every value of the first output, by the evaluator alone. */
export function values(doc: ModelDocument, count: number, seed = 1, output = 0): Float64Array {
  const plan = planOf(specOf(doc));
  const parameters = Float64Array.from(plan.parameters, ({ value }) => value);
  const evaluator = createEvaluator(plan.program, { seed, parameters });
  const out = new Float64Array(count);
  for (let first = 0; first < count; first += blockSize) {
    const size = Math.min(blockSize, count - first);
    evaluator.evaluate(first, size);
    out.set(evaluator.column(plan.outputs[output].column).subarray(0, size), first);
  }
  return out;
}

export function snapshotBytes(simulation: Simulation): string {
  const { layout, fields } = simulation.snapshot();
  const parts = Object.entries(fields).map(([name, field]) => {
    const text =
      typeof field === 'object'
        ? Buffer.from(field.buffer, field.byteOffset, field.byteLength).toString('hex')
        : String(field);
    return `${name}=${text}`;
  });
  return [layout, ...parts.sort()].join('\n');
}
