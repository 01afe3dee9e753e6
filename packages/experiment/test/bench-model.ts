// Functions of parameters in place of models: what an executor would compute, without one.

import type { Metric, Parameter } from '@holdfast/core';
import type { ExperimentResult, ExperimentSpec, Method, Report, ReportOf } from '@holdfast/protocol';
import { runExperiment, type ExperimentPorts, type PointExecutor, type PointTask } from '../src/index.ts';

export type Values = Readonly<Record<string, number>>;

/** What a point gives: figures of the subject `y` by name, plain or with an error. */
export type Figures = Readonly<Record<string, number | readonly [value: number, standardError: number]>>;

export interface BenchModel {
  readonly parameters: readonly Parameter[];
  readonly compute: (values: Values, task: PointTask) => Figures;
}

export function parameter(name: string, min: number, max: number, value: number, step = 0): Parameter {
  return { name, label: name, unit: '1', value, min, max, step };
}

export const ofY = (metric: string): { subject: string; metric: string } => ({ subject: 'y', metric });

/** An executor that also counts what it was asked for. */
export function executorOf({
  parameters,
  compute,
}: BenchModel): PointExecutor & { readonly tasks: PointTask[] } {
  const tasks: PointTask[] = [];
  return {
    tasks,
    async execute(asked, done) {
      for (const task of asked) {
        tasks.push(task);
        const values: Record<string, number> = Object.fromEntries(
          parameters.map(({ name, value }) => [name, value]),
        );
        for (const { parameter, value } of task.parameters) values[parameter] = value;
        const metrics = Object.entries(compute(values, task)).map(([name, figure]): Metric => {
          const [value, standardError] = typeof figure === 'number' ? [figure, null] : figure;
          return { subject: 'y', name, value, standardError, unit: 'USD' };
        });
        done({ index: task.index, metrics });
      }
    },
  };
}

export function specOf(method: Method, change: Partial<ExperimentSpec> = {}): ExperimentSpec {
  const document = { family: 'bench', version: 1, name: 'A function', model: {} };
  return { document, seed: 7, until: 1, parameters: [], replicates: 1, limits: {}, method, ...change };
}

export async function experiment(
  model: BenchModel,
  method: Method,
  change: Partial<ExperimentSpec> = {},
  ports: Partial<ExperimentPorts> = {},
): Promise<ExperimentResult> {
  const { parameters } = model;
  const facts = { family: 'bench', engine: '1', parameters };
  return runExperiment(specOf(method, change), facts, { executor: executorOf(model), ...ports });
}

/** The report of an experiment that completes. */
export async function reportOf<Kind extends Report['kind']>(
  model: BenchModel,
  method: Extract<Method, { kind: Kind }>,
  change: Partial<ExperimentSpec> = {},
): Promise<ReportOf<Kind>> {
  const { stop, report } = await experiment(model, method, change);
  if (stop.kind !== 'completed') throw new Error(`the experiment ended: ${JSON.stringify(stop)}`);
  return report as ReportOf<Kind>;
}
