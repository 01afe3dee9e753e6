// How a run ends: one shape of result whoever writes it, and one reading of what was thrown.

import {
  SimulationError,
  type Model,
  type RecordedInput,
  type RunResult,
  type RunSpec,
  type Simulator,
  type StopReason,
} from '@holdfast/core';
import { documentDigest, startTrail } from '@holdfast/protocol';
import type { Standing } from './messages.ts';

export interface Ending {
  readonly spec: RunSpec;
  readonly simulator: Pick<Simulator, 'version'>;
  readonly model: Pick<Model, 'timeUnit'>;
  /** All that are stored; the result names those its figures contain. */
  readonly inputs: readonly RecordedInput[];
  readonly standing: Standing;
  readonly stop: StopReason;
}

/** What is known of a run before its worker has said anything. */
export function standingAtStart({ document, seed, parameters }: RunSpec): Standing {
  return {
    time: 0,
    inputs: 0,
    frames: 0,
    trail: startTrail(documentDigest(document), seed, parameters),
    metrics: [],
  };
}

/** Writes the result; it holds nothing that depends on wall time or on who executed the run. */
export function conclude({ spec, simulator, model, inputs, standing, stop }: Ending): RunResult {
  return {
    format: 1,
    family: spec.document.family,
    engine: simulator.version,
    document: documentDigest(spec.document),
    name: spec.document.name,
    seed: spec.seed,
    parameters: spec.parameters,
    inputs: inputs.slice(0, standing.inputs),
    stop,
    partial: stop.kind !== 'reached-end' && stop.kind !== 'converged',
    timeUnit: model.timeUnit,
    asked: spec.until,
    reached: standing.time,
    metrics: standing.metrics,
    frames: standing.frames,
    trail: standing.trail,
  };
}

/** The ending that a registered failure gives. */
export function failed(error: SimulationError): StopReason {
  return { kind: 'failed', code: error.code, message: error.message, remedy: error.remedy };
}

/** Gives what was thrown a code of the registry: anything unregistered is `server.internal`. */
export function asSimulationError(thrown: unknown): SimulationError {
  if (thrown instanceof SimulationError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new SimulationError('server.internal', { reason }, thrown);
}

/** Engines report a refused allocation (typed array, WASM memory) as a RangeError that only its text tells apart. */
const refusedAllocation = /allocation failed|unable to grow|could not allocate|out of memory/i;

/** Reads what a simulation threw: a refused allocation is the memory limit, anything unregistered is a crash. */
export function stopOf(thrown: unknown, memoryMb: number): StopReason {
  if (thrown instanceof SimulationError) {
    return thrown.code === 'worker.out-of-memory' ? memoryLimit(memoryMb) : failed(thrown);
  }
  if (thrown instanceof RangeError && refusedAllocation.test(thrown.message)) return memoryLimit(memoryMb);
  const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return failed(new SimulationError('worker.crashed', { reason }, thrown));
}

export function memoryLimit(memoryMb: number): StopReason {
  return { kind: 'limit', limit: 'memoryMb', bound: memoryMb };
}
