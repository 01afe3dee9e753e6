// The part of a run that decides its numbers: simulation, step control, recording and input log.
// Knows no wall clock and no host, so equal inputs give equal frames and metrics wherever it lives.

import {
  frameSize,
  SimulationError,
  type Chunks,
  type ErrorCode,
  type ErrorDetails,
  type Frame,
  type Input,
  type Metric,
  type Model,
  type ModelDocument,
  type RecordedInput,
  type RunSpec,
  type Simulation,
  type StepReport,
  type StopReason,
} from '@holdfast/core';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';
import { ChunkPool, type ChunkExecutor } from './chunk-pool.ts';
import type { Standing } from './messages.ts';
import { checkInputs } from './open-model.ts';
import { Recording } from './recording.ts';
import { StepControl } from './step-control.ts';

/** What a replica of the simulation is begun from. */
export interface ChunkSetup {
  readonly document: ModelDocument;
  readonly seed: number;
  readonly until: number;
}

export interface LivingRunOptions {
  readonly spec: RunSpec;
  readonly model: Model;
  /** Live inputs already recorded; each takes effect again at its time. */
  readonly inputs: readonly RecordedInput[];
  /** Time up to which frames are stored; only the same frames may be recorded again. */
  readonly recordedTo: number;
  readonly openExecutor: (setup: ChunkSetup) => ChunkExecutor;
}

const over: StepReport = { advanced: 0, error: 0, remaining: 0 };

export class LivingRun {
  readonly frameSize: number;
  readonly recording: Recording;
  readonly #options: LivingRunOptions;
  readonly #simulation: Simulation;
  readonly #control: StepControl;
  /** The end the simulation knows: what was asked, or the limit on simulated time. */
  readonly #end: number;
  readonly #log: RecordedInput[];
  #applied = 0;
  #steps = 0;
  /** Where the run will end; an input may have moved it. */
  #endNow: number;
  #pool: ChunkPool | undefined;

  constructor(options: LivingRunOptions) {
    const { spec, model } = options;
    this.#options = options;
    this.#end = Math.min(spec.until, spec.limits.simulatedTime ?? Infinity);
    this.#endNow = this.#end;
    this.#log = [...options.inputs];
    this.frameSize = frameSize(model.channels);
    this.recording = new Recording(spec, model);
    this.#control = new StepControl(model.step);
    this.#simulation = model.begin({ seed: spec.seed, until: this.#end });
    for (const input of spec.parameters) this.#simulation.apply(input);
  }

  get time(): number {
    return this.#simulation.time;
  }

  /** Time at which the run will end, as the last step saw it. */
  get end(): number {
    return this.#endNow;
  }

  /** Live inputs that took effect. */
  get applied(): number {
    return this.#applied;
  }

  /** Whether everything stored has been repeated, so that new inputs may follow. */
  get caughtUp(): boolean {
    return this.#applied === this.#log.length && this.time >= this.#options.recordedTo;
  }

  get standing(): Standing {
    const { count, trail } = this.recording.state;
    return { time: this.time, frames: count, trail, metrics: this.metrics() };
  }

  metrics(): readonly Metric[] {
    return this.#simulation.metrics();
  }

  liveFrame(): Frame {
    return {
      sequence: Math.max(0, this.recording.state.count - 1),
      time: this.time,
      values: this.#observe(),
    };
  }

  /** Records the start. Not to be called after `restore`. @returns the ending when a limit is reached at once */
  begin(): StopReason | undefined {
    this.recording.record(this.time, this.#observe());
    return this.#countLimit();
  }

  /** Goes on from a checkpoint; returns the wall time it had used, ms. */
  restore(bytes: Uint8Array): number {
    const { simulation, driver } = decodeCheckpoint(bytes);
    this.#simulation.restore(simulation);
    this.#control.restore(driver.dt);
    this.recording.restore(driver.recording);
    this.#steps = driver.steps;
    this.#applied = driver.inputs;
    return driver.runningMs;
  }

  checkpoint(runningMs: number): Uint8Array {
    return encodeCheckpoint(this.#simulation.snapshot(), {
      steps: this.#steps,
      dt: this.#control.dt,
      runningMs,
      inputs: this.#applied,
      recording: this.recording.state,
    });
  }

  /** Applies recorded inputs that are due now. @throws SimulationError `replay.mismatch` when a time was passed */
  replayDue(): void {
    const before = this.#applied;
    for (; this.#applied < this.#log.length; this.#applied++) {
      const input = this.#log[this.#applied]!;
      if (input.time > this.time) break;
      if (input.time < this.time) {
        throw new SimulationError('replay.mismatch', {
          sequence: this.recording.state.count,
          time: input.time,
        });
      }
      this.#simulation.apply(input);
    }
    if (this.#applied > before) this.#pool?.revise(this.#allInputs());
  }

  /** Applies new inputs at the current time, up to the first that is refused. */
  apply(inputs: readonly Input[]): {
    applied: readonly RecordedInput[];
    refused: { code: ErrorCode; details: ErrorDetails } | null;
  } {
    const applied: RecordedInput[] = [];
    let refused = null;
    try {
      checkInputs(this.#options.model.parameters, inputs);
      for (const { parameter, value } of inputs) {
        this.#simulation.apply({ parameter, value });
        applied.push({ parameter, value, time: this.time });
      }
    } catch (error) {
      if (!(error instanceof SimulationError)) throw error;
      refused = { code: error.code, details: error.details };
    }
    this.#log.push(...applied);
    this.#applied += applied.length;
    if (applied.length > 0) this.#pool?.revise(this.#allInputs());
    return { applied, refused };
  }

  /** Takes one accepted step or absorbs one chunk, and records. @returns the ending when this was the last */
  async step(): Promise<StopReason | undefined> {
    const { chunks } = this.#simulation;
    const report =
      chunks !== undefined && chunks.next < chunks.end ? await this.#absorb(chunks) : this.#advance();
    this.#steps++;
    this.#endNow = report.remaining > 0 ? this.time + report.remaining : this.time;
    if (this.recording.isDue(this.time)) this.recording.record(this.time, this.#observe());
    return this.#ending(report) ?? this.#countLimit();
  }

  /** Records the end, unless the bound on frames is used up or a stored frame lies ahead. */
  finish(): void {
    if (this.recording.state.count >= (this.#options.spec.limits.frames ?? Infinity)) return;
    if (this.time < this.#options.recordedTo) return;
    this.recording.record(this.time, this.#observe());
  }

  dispose(): void {
    this.#pool?.close();
    this.#simulation.dispose();
  }

  #allInputs(): readonly Input[] {
    return [...this.#options.spec.parameters, ...this.#log.slice(0, this.#applied)];
  }

  #observe(): Float64Array {
    const values = new Float64Array(this.frameSize);
    this.#simulation.observe(values);
    return values;
  }

  #advance(): StepReport {
    for (;;) {
      const { time } = this;
      const dt = this.#control.offer(time, this.recording.due, this.#end);
      if (dt === 0) return over;
      const report = this.#simulation.step(dt);
      if (report.remaining > 0) this.#control.learn(report, dt, time);
      if (report.advanced > 0 || report.remaining <= 0) return report;
    }
  }

  async #absorb(chunks: Chunks): Promise<StepReport> {
    const index = chunks.next;
    const { spec, openExecutor } = this.#options;
    if (spec.workers <= 1) return chunks.absorb(index, chunks.runChunk(index));
    this.#pool ??= new ChunkPool(
      () => openExecutor({ document: spec.document, seed: spec.seed, until: this.#end }),
      spec.workers,
      this.#allInputs(),
    );
    return chunks.absorb(index, await this.#pool.take(index, chunks.end));
  }

  #ending(report: StepReport): StopReason | undefined {
    const { spec, model } = this.#options;
    const atEnd = this.#end - this.time < model.step.min * (1 - 1e-9);
    // chunked work knows its own end, which an input may have moved; other work is over when no step fits any more
    const ended = report.remaining <= 0 || (atEnd && this.#simulation.chunks === undefined);
    if (!ended) return undefined;
    if (!atEnd) return { kind: 'converged' };
    if (this.#end === spec.until) return { kind: 'reached-end' };
    return { kind: 'limit', limit: 'simulatedTime', bound: this.#end };
  }

  #countLimit(): StopReason | undefined {
    const { steps = Infinity, frames = Infinity } = this.#options.spec.limits;
    if (this.#steps >= steps) return { kind: 'limit', limit: 'steps', bound: steps };
    if (this.recording.state.count >= frames) return { kind: 'limit', limit: 'frames', bound: frames };
    return undefined;
  }
}
