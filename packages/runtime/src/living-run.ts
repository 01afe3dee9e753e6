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
  type Invariant,
  type Metric,
  type Model,
  type ModelDocument,
  type Pace,
  type Probe,
  type RecordedInput,
  type RunSpec,
  type Simulation,
  type Snapshot,
  type StepReport,
  type StopReason,
} from '@holdfast/core';
import { decodeCheckpoint, encodeCheckpoint, type DriverState } from './checkpoint.ts';
import { ChunkPool, type ChunkExecutor, type Span } from './chunk-pool.ts';
import type { Standing } from './messages.ts';
import { mended, stepMended, type OnRepair } from './mending.ts';
import { checkInputs } from './open-model.ts';
import { answerTo, type Question } from './questions.ts';
import type { Helpers } from './ports.ts';
import { Recording } from './recording.ts';
import { StepControl } from './step-control.ts';

/** What a replica of the simulation is begun from. */
export interface ChunkSetup {
  readonly document: ModelDocument;
  readonly seed: number;
  readonly until: number;
}

export interface LivingRunOptions extends Helpers {
  readonly spec: RunSpec;
  readonly model: Model;
  /** Live inputs already recorded; each takes effect again at its time. */
  readonly inputs: readonly RecordedInput[];
  /** Time up to which frames are stored; only the same frames may be recorded again. */
  readonly recordedTo: number;
  /** Spans issued at once when the run has several workers. */
  readonly executors: number;
  readonly openExecutor: () => ChunkExecutor;
  /** Lets messages in. Given when this process computes spans beside its executors, and called after each. */
  readonly breathe?: () => Promise<void>;
  /** Told of repairs that are proven sound. */
  readonly onRepair?: OnRepair;
}

/** A state in memory that a run may go back to, with its place in the run. */
interface Good {
  readonly snapshot: Snapshot;
  readonly driver: Pick<DriverState, 'steps' | 'dt' | 'inputs' | 'recording'>;
}

const over: StepReport = { advanced: 0, error: 0, remaining: 0 };

/** Slack for sums of rounded steps, as a fraction of a step. */
const slack = 1e-9;

export class LivingRun {
  readonly frameSize: number;
  readonly recording: Recording;
  readonly #options: LivingRunOptions;
  readonly #simulation: Simulation;
  readonly #control: StepControl;
  /** Limit on simulated time, never passed. The simulation does not know it, so that its numbers do not depend on it. */
  readonly #bound: number;
  readonly #log: RecordedInput[];
  #applied = 0;
  #steps = 0;
  /** Where the run will end; an input may have moved it. */
  #endNow: number;
  #pool: ChunkPool | undefined;
  #good: Good | undefined;

  constructor(options: LivingRunOptions) {
    const { spec, model, team } = options;
    this.#options = options;
    this.#bound = spec.limits.simulatedTime ?? Infinity;
    this.#endNow = spec.until;
    this.#log = [...options.inputs];
    this.frameSize = frameSize(model.channels);
    this.recording = new Recording(spec, model);
    this.#control = new StepControl(model.step);
    this.#simulation = model.begin({ seed: spec.seed, until: spec.until, team });
    this.#simulation.assist?.(options.assistant);
    for (const input of spec.parameters) this.#simulation.apply(input);
  }

  get #onRepair(): OnRepair {
    return this.#options.onRepair ?? ((): void => undefined);
  }

  /** To look at only: what is done to it is no part of the run. */
  get simulation(): Simulation {
    return this.#simulation;
  }

  get time(): number {
    return this.#simulation.time;
  }

  /** Time at which the run will end, as the last step saw it. */
  get end(): number {
    return Math.min(this.#endNow, this.#bound);
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
    return { time: this.time, inputs: this.#applied, frames: count, trail, metrics: this.metrics() };
  }

  metrics(): readonly Metric[] {
    return this.#simulation.metrics();
  }

  /** The simulation's own part of a checkpoint. */
  state(): Snapshot {
    return this.#simulation.snapshot();
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
    this.#keepGood();
    return this.#countLimit();
  }

  /** Goes on from a checkpoint; returns what it says besides the numbers: wall time used, ms, and the pace. */
  restore(bytes: Uint8Array): Pick<DriverState, 'runningMs' | 'pace'> {
    const { simulation, driver } = decodeCheckpoint(bytes);
    this.#simulation.restore(simulation);
    this.#control.restore(driver.dt);
    this.recording.restore(driver.recording);
    this.#steps = driver.steps;
    this.#applied = driver.inputs;
    this.#keepGood();
    return driver;
  }

  checkpoint(runningMs: number, pace: Pace): Uint8Array {
    const snapshot = mended(this.#simulation, this.#onRepair, () => this.#simulation.snapshot());
    this.#keepGood(snapshot);
    return encodeCheckpoint(snapshot, { ...this.#place, runningMs, pace });
  }

  /** Applies the inputs of the log whose times the run has reached. */
  replayDue(): void {
    const before = this.#applied;
    for (; this.#applied < this.#log.length; this.#applied++) {
      const input = this.#log[this.#applied]!;
      if (input.time > this.time) break;
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
    if (applied.length > 0) this.#keepGood();
    if (applied.length > 0) this.#pool?.revise(this.#allInputs());
    return { applied, refused };
  }

  /** Adds to the log what the process that leads this run has recorded; each takes effect at its time. */
  learn(inputs: readonly RecordedInput[]): void {
    this.#log.push(...inputs);
  }

  /** Goes back to the last good state, where the simulation may go on more strictly from there: the newest checkpoint, or the last
   * input after it. @returns the input that makes it stricter, to be applied and recorded; undefined when it may not */
  goBack(): Input | undefined {
    const good = this.#good;
    // an input behind inputs that come later in time would change their order in the log
    if (good === undefined || good.driver.inputs !== this.#log.length) return undefined;
    const input = this.#simulation.tighter?.();
    if (input === undefined) return undefined;
    this.#simulation.restore(good.snapshot);
    this.#control.restore(good.driver.dt);
    this.recording.rewind(good.driver.recording);
    this.#steps = good.driver.steps;
    return input;
  }

  /** Answers from the living state. @throws SimulationError `detail.*`, `drill.unavailable` */
  answer(question: Question): Uint8Array | string {
    return answerTo(this.#simulation, question);
  }

  /** Whether the work splits into chunks. */
  get chunked(): boolean {
    return this.#simulation.chunks !== undefined;
  }

  /** Accounts that do not close within their tolerances now. */
  openAccounts(): readonly Invariant[] {
    return this.#simulation
      .invariants()
      .filter(({ residual, tolerance }) => !(Math.abs(residual) <= tolerance));
  }

  /** Lets the steps to come tell `probe` what they compute; undefined ends that. @returns the names of what is told apart */
  profile(probe: Probe | undefined): readonly string[] {
    return this.#simulation.profile?.(probe) ?? [];
  }

  /** Accepted steps and chunks taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /** Takes one accepted step or a span of at most `chunksMost` chunks, and records. @returns the ending when this was the
   * last, or when nothing more fits below the limit on simulated time */
  async step(chunksMost = 1): Promise<StopReason | undefined> {
    const { chunks } = this.#simulation;
    const stop: StopReason = { kind: 'limit', limit: 'simulatedTime', bound: this.#bound };
    if (!this.#fits(this.#bound)) return stop;
    const chunked = chunks !== undefined && chunks.next < chunks.end;
    const before = chunked ? chunks.next : 0;
    const report = chunked ? await this.#span(chunks, chunksMost) : this.#advance();
    if (report === undefined) return stop;
    this.#steps += chunked ? chunks.next - before : 1;
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

  get #place(): Good['driver'] {
    const { dt } = this.#control;
    return { steps: this.#steps, dt, inputs: this.#applied, recording: this.recording.state };
  }

  /** Only where the simulation may ask to go back: a snapshot costs time. */
  #keepGood(snapshot?: Snapshot): void {
    if (this.#simulation.tighter?.() === undefined) return;
    this.#good = { snapshot: snapshot ?? this.#simulation.snapshot(), driver: this.#place };
  }

  #allInputs(): readonly Input[] {
    return [...this.#options.spec.parameters, ...this.#log.slice(0, this.#applied)];
  }

  #observe(): Float64Array {
    const values = new Float64Array(this.frameSize);
    this.#simulation.observe(values);
    return values;
  }

  /** Whether the smallest step may still be taken before `end`. */
  #fits(end: number): boolean {
    return end - this.time >= this.#options.model.step.min * (1 - slack);
  }

  /** Steps as if there were no limit, so that a run repeats the steps of another with a later limit; only a step that
   * would pass the limit is cut. */
  #advance(): StepReport {
    const { spec } = this.#options;
    for (;;) {
      const { time } = this;
      const { due } = this.recording;
      let dt = this.#control.offer(time, due, spec.until);
      if (dt === 0) return over;
      let report = this.#within(dt, () => this.#step(dt));
      if (report === undefined) {
        dt = this.#control.offer(time, due, this.#bound);
        report = this.#step(dt);
      }
      if (report.remaining > 0) this.#control.learn(report, dt, time);
      if (report.advanced > 0 || report.remaining <= 0) return report;
    }
  }

  #step(dt: number): StepReport {
    return stepMended(this.#simulation, this.#onRepair, dt);
  }

  /** Undefined when the chunks would have passed the limit: a chunk is taken whole or not at all. */
  async #span(chunks: Chunks, chunksMost: number): Promise<StepReport | undefined> {
    const { next, end } = chunks;
    const { spec, model } = this.#options;
    const cut = (first: number): number => this.#cut(chunks, first, chunksMost);
    if (spec.workers <= 1) {
      const count = cut(next);
      return this.#within(count * model.step.initial, () => chunks.advance(count));
    }
    const { span, partial } = await this.#parallel(chunks).take(next, end, cut);
    return this.#within(span.count * model.step.initial, () =>
      partial === undefined ? chunks.advance(span.count) : chunks.absorb(next, partial),
    );
  }

  #parallel(chunks: Chunks): ChunkPool {
    const { executors, openExecutor, breathe } = this.#options;
    const own =
      breathe &&
      (async ({ first, count }: Span) => {
        const partial = chunks.run(first, count);
        await breathe();
        return partial;
      });
    return (this.#pool ??= new ChunkPool(openExecutor, executors, this.#allInputs(), own));
  }

  /** Chunks of the span that begins with chunk `first`: no span passes a time at which the run does something, so that it
   * does the same as one that goes chunk by chunk. */
  #cut({ next, end, stride }: Chunks, first: number, chunksMost: number): number {
    const { steps = Infinity } = this.#options.spec.limits;
    const length = this.#options.model.step.initial;
    const time = this.time + (first - next) * length;
    const inputs = this.#log.slice(this.#applied).map((input) => input.time);
    const stops = [this.recording.dueAfter(time), this.#bound, ...inputs].filter((stop) => stop > time);
    const fitting = Math.floor((Math.min(...stops) - time) / length + slack);
    const left = steps - this.#steps - (first - next);
    return Math.max(1, Math.min(chunksMost, fitting, left, end - first, stride - (first % stride)));
  }

  /** Advances by `most` or less. What passed the limit is taken back, and undefined returned; how far a last step or
   * chunk comes is known only afterwards. */
  #within(most: number, advance: () => StepReport): StepReport | undefined {
    if (most < (this.#bound - this.time) * (1 - slack)) return advance();
    const before = this.#simulation.snapshot();
    const report = advance();
    if (this.time <= this.#bound) return report;
    this.#simulation.restore(before);
    return undefined;
  }

  #ending(report: StepReport): StopReason | undefined {
    const atEnd = !this.#fits(this.#options.spec.until);
    // chunked work knows its own end, which an input may have moved; other work is over when no step fits any more
    const ended = report.remaining <= 0 || (atEnd && this.#simulation.chunks === undefined);
    if (!ended) return undefined;
    return { kind: atEnd && report.converged !== true ? 'reached-end' : 'converged' };
  }

  #countLimit(): StopReason | undefined {
    const { steps = Infinity, frames = Infinity } = this.#options.spec.limits;
    if (this.#steps >= steps) return { kind: 'limit', limit: 'steps', bound: steps };
    if (this.recording.state.count >= frames) return { kind: 'limit', limit: 'frames', bound: frames };
    return undefined;
  }
}
