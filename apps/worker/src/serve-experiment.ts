// What a process that computes an experiment does: the method and its points, one after another. Each point is told to the
// host as soon as it is known, so that whoever goes on after this process begins where it ended.

import { setImmediate as turn } from 'node:timers/promises';
import { SimulationError, type Model, type Simulator } from '@holdfast/core';
import { documentsOf, runExperiment, type PointExecutor } from '@holdfast/experiment';
import type { ExperimentResult, ExperimentSpec, PointOutcome, Report } from '@holdfast/protocol';
import { computePoint, loadFamily, openModel, stopOf } from '@holdfast/runtime';

/** First and only message to the process. */
export interface ExperimentStart {
  readonly spec: ExperimentSpec;
  /** Points computed before, from index 0. */
  readonly known: readonly PointOutcome[];
  /** Bound named when an allocation fails. */
  readonly memoryMb: number;
}

export type ExperimentMessage =
  | { readonly type: 'point'; readonly outcome: PointOutcome }
  | { readonly type: 'report'; readonly report: Report }
  | { readonly type: 'ended'; readonly result: ExperimentResult };

/** Reports closer to each other than this are left out, but for the last. */
const reportMs = 200;

class LocalExecutor implements PointExecutor {
  readonly #models: readonly Model[];
  readonly #memoryMb: number;

  constructor(models: readonly Model[], memoryMb: number) {
    this.#models = models;
    this.#memoryMb = memoryMb;
  }

  async execute(...[tasks, done]: Parameters<PointExecutor['execute']>): Promise<void> {
    for (const task of tasks) {
      done({ index: task.index, metrics: this.#compute(this.#models[task.document]!, task) });
      // Messages leave, and the host's may come, between two points only.
      await turn();
    }
  }

  #compute(...[model, task]: Parameters<typeof computePoint>): PointOutcome['metrics'] {
    try {
      return computePoint(model, task);
    } catch (thrown) {
      const stop = stopOf(thrown, this.#memoryMb);
      if (stop.kind === 'limit') throw new SimulationError('worker.out-of-memory', { memoryMb: stop.bound });
      if (thrown instanceof SimulationError) throw thrown;
      const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
      throw new SimulationError('worker.crashed', { reason }, thrown);
    }
  }
}

async function execute(
  installed: ReadonlyMap<string, Simulator>,
  { spec, known, memoryMb }: ExperimentStart,
): Promise<void> {
  const simulators = await loadFamily(installed, spec.document.family);
  const { model, simulator } = openModel(simulators, spec.document);
  const [, ...beside] = documentsOf(spec, simulator.study);
  const models = [model, ...beside.map((document) => openModel(simulators, document).model)];
  const { family, version: engine } = simulator;
  let reportedAt = -Infinity;
  const result = await runExperiment(
    spec,
    { family, engine, parameters: model.parameters, study: simulator.study },
    {
      executor: new LocalExecutor(models, memoryMb),
      known,
      onPoint: (outcome) => post({ type: 'point', outcome }),
      onReport(report) {
        if (performance.now() - reportedAt < reportMs) return;
        reportedAt = performance.now();
        post({ type: 'report', report });
      },
    },
  );
  post({ type: 'ended', result });
}

function post(message: ExperimentMessage): void {
  process.send?.(message);
}

/** Serves one experiment in a process started by the spawner of `createNodeSpawner`. */
export function serveExperiment(simulators: ReadonlyMap<string, Simulator>): void {
  if (process.send === undefined) throw new Error('an experiment is started by a host, not by hand');
  // Ctrl-C in a terminal reaches the whole process group; what becomes of the experiment is for the host to say.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.on('message', (start: ExperimentStart) => void execute(simulators, start));
  process.on('disconnect', () => process.exit(0));
}
