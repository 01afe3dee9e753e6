// One run from its start to its end in one go, for the sake of its metrics: no frames, no checkpoints, no inputs on the way.
// It takes the steps the driver would take, so the metrics are those of the run, bit for bit.

import type { Chunks, Metric, Model, RunSpec, Simulation } from '@holdfast/core';
import { recordedAfter, recordInterval, recordSlack } from './recording.ts';
import { StepControl } from './step-control.ts';

/** Computes the metrics at the end of a run. Memory and wall time are for the process around it to bound.
 * @throws SimulationError `input.*`, `step.refused`, and whatever the model throws */
export function computePoint(
  model: Model,
  { seed, until, parameters }: Pick<RunSpec, 'seed' | 'until' | 'parameters'>,
): readonly Metric[] {
  const simulation = model.begin({ seed, until });
  try {
    for (const input of parameters) simulation.apply(input);
    if (simulation.chunks === undefined) step(model, simulation, until);
    else advance(simulation.chunks);
    return simulation.metrics();
  } finally {
    simulation.dispose();
  }
}

/** No number depends on where spans are cut. */
function advance(chunks: Chunks): void {
  while (chunks.next < chunks.end) {
    const { next, end, stride } = chunks;
    const { remaining } = chunks.advance(Math.min(end - next, stride - (next % stride), spanMost));
    if (remaining <= 0) return;
  }
}

/** Chunks of one span: enough to be worth its cost. */
const spanMost = 64;

/** Steps end where a run would record a frame, because that decides the steps. */
function step(model: Model, simulation: Simulation, until: number): void {
  const control = new StepControl(model.step);
  const interval = recordInterval(model, until);
  let due = recordedAfter(interval, simulation.time);
  for (;;) {
    const { time } = simulation;
    const dt = control.offer(time, due, until);
    if (dt === 0) return;
    const report = simulation.step(dt);
    if (report.remaining <= 0) return;
    control.learn(report, dt, time);
    if (simulation.time >= due - recordSlack * interval) due = recordedAfter(interval, simulation.time);
  }
}
