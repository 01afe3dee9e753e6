// The living sample: spans of chunks computed in any place and absorbed in order, or computed here straight into the sample's
// own tally. A step is exactly one chunk.

import {
  checkNumber,
  SimulationError,
  type BeginOptions,
  type Chunks,
  type Input,
  type Invariant,
  type Metric,
  type Simulation,
  type Snapshot,
  type StepReport,
} from '@holdfast/core';
import { momentIndex, QuantileSketch } from '@holdfast/numerics';
import type { Computer, ComputerSource } from './computer.ts';
import { gridOf } from './correlation/rank-grid.ts';
import { timeName, type Plan } from './plan.ts';
import { meanOf, metricsOf, outputMetrics } from './statistics.ts';
import { checkStride, GoalWatch, goalMetrics } from './sampling/goals.ts';
import { wholeChunks } from './sampling/layout.ts';
import { cutsOf } from './sampling/replicates.ts';
import { chunkLength, Tally, type OutputTally, type Pilot } from './tally.ts';

/** Iterations that calibrate the sketches; every worker computes the same ones for itself. */
const pilotLength = 4096;

const snapshotLayout = 'scenario/1';
const spanLayout = 'scenario-span/1';

/** Share of the samples beyond either edge of the histogram shown, before its margin. */
const histogramTail = 0.001;
const histogramMargin = 0.1;

export class ScenarioSimulation implements Simulation {
  readonly chunks: Chunks;
  readonly #plan: Plan;
  readonly #computer: Computer;
  readonly #parameters: Float64Array;
  /** Iterations of a whole sample. */
  readonly #length: number;
  /** Time at which the sample for the present parameters began. */
  #start = 0;
  /** Undefined until the first chunk of the sample is absorbed. */
  #tally: Tally | undefined;
  /** For the present parameters; found when first needed. */
  #pilot: Pilot | undefined;
  /** Of the present sample; undefined when nothing but the end ends it. */
  #watch: GoalWatch | undefined;

  constructor(plan: Plan, options: BeginOptions, computers: ComputerSource) {
    this.#plan = plan;
    const { until } = options;
    this.#length = plan.replicates === undefined ? Math.floor(until) : wholeChunks(until);
    this.#parameters = Float64Array.from(plan.parameters, ({ value }) => value);
    this.#computer = computers({ seed: options.seed, parameters: this.#parameters });
    this.#watch = plan.convergence && new GoalWatch(plan.convergence);
    this.chunks = this.#chunks();
  }

  get time(): number {
    return this.#start + this.#count;
  }

  /** Computes the next whole chunk, or what is left at the end; an offer with no room for it is rejected. */
  step(dt: number): StepReport {
    const size = Math.min(chunkLength, this.#length - this.#count);
    const remaining = this.#remaining;
    if (remaining === 0 || !(dt >= size)) return { advanced: 0, error: 0, remaining };
    return this.chunks.advance(1);
  }

  /** A new value begins a new sample, so that no estimate mixes two; the same random numbers are used again. */
  apply(input: Input): void {
    const value = checkNumber(this.#plan.parameters, input);
    const index = this.#plan.parameters.findIndex(({ name }) => name === input.parameter);
    if (Object.is(this.#parameters[index], value)) return;
    this.#start = this.time;
    this.#parameters[index] = value;
    this.#begin(undefined);
  }

  observe(values: Float64Array): void {
    let offset = 0;
    for (const [index, plan] of this.#plan.outputs.entries()) {
      const { levels, time } = plan;
      const output = this.#tally?.outputs[index];
      const size = time === undefined ? 2 + levels.length + 2 + this.#plan.histogramBins : 1 + levels.length;
      // Before the first finite value nothing is known: zeros, as the channel `samples` tells.
      if (output === undefined || output.sketch.count === 0) values.fill(0, offset, offset + size);
      else if (time === undefined) this.#observeOutput(output, index, values, offset);
      else this.#observePoint(output, index, values, offset);
      offset += size;
    }
    values[offset] = this.#count;
  }

  metrics(): readonly Metric[] {
    const { convergence } = this.#plan;
    const metrics = metricsOf(this.#plan, this.#tally);
    if (convergence === undefined || this.#tally === undefined) return metrics;
    return [...metrics, ...goalMetrics(convergence, metrics, this.#count)];
  }

  invariants(): readonly Invariant[] {
    const tally = this.#tally;
    const unfinished = this.#count < this.#length ? this.#count % chunkLength : 0;
    return [
      exactly('samples/whole-chunks', unfinished),
      ...this.#plan.outputs.flatMap((output, index) => {
        if (tally === undefined) return [];
        const subject =
          output.time === undefined ? output.subject : `${output.subject}@${timeName(output.time)}`;
        const { moments, sketch } = tally.outputs[index]!;
        const { nan, positiveInfinity, negativeInfinity } = sketch.invalid;
        const invalid = nan + positiveInfinity + negativeInfinity;
        let mass = 0;
        sketch.forEachWeighted((_, weight) => {
          mass += weight;
        });
        return [
          exactly(
            `${subject}/samples`,
            Math.abs(sketch.count + invalid - tally.count) + Math.abs(moments[momentIndex.n]! - sketch.count),
          ),
          exactly(`${subject}/probability-mass`, Math.abs(mass - sketch.count)),
        ];
      }),
    ];
  }

  snapshot(): Snapshot {
    const fields = { start: this.#start, parameters: this.#parameters.slice() };
    const more = { ...this.#tally?.fields(), ...this.#watch?.fields() };
    return { layout: snapshotLayout, fields: { ...fields, ...more } };
  }

  restore({ layout, fields }: Snapshot): void {
    if (layout !== snapshotLayout) {
      throw new SimulationError('state.unknown-layout', { layout, expected: snapshotLayout });
    }
    this.#start = fields['start'] as number;
    this.#parameters.set(fields['parameters'] as Float64Array);
    this.#begin('count' in fields ? Tally.from(this.#plan, fields, 'sample') : undefined);
    this.#watch?.restore(fields);
  }

  dispose(): void {
    this.#computer.dispose();
  }

  /** Iterations of the present sample. */
  get #count(): number {
    return this.#tally?.count ?? 0;
  }

  /** Iterations until the end, or until the check at which the goals are expected to hold. */
  get #remaining(): number {
    return (this.#watch?.expectedEnd(this.#count, this.#length) ?? this.#length) - this.#count;
  }

  #begin(tally: Tally | undefined): void {
    this.#tally = tally;
    this.#pilot = undefined;
    this.#watch = this.#plan.convergence && new GoalWatch(this.#plan.convergence);
    this.#computer.setParameters(this.#parameters);
  }

  #chunks(): Chunks {
    const count = (): number => this.#count;
    const end = Math.ceil(this.#length / chunkLength);
    return {
      stride: this.#watch === undefined ? Infinity : checkStride,
      get next() {
        return Math.ceil(count() / chunkLength);
      },
      end,
      run: (first, count) => this.#run(first, count),
      absorb: (first, partial) => this.#absorb(first, partial),
      advance: (count) => this.#advance(count),
    };
  }

  /** Iterations of a span. @throws RangeError when there are no such chunks */
  #iterations(first: number, count: number): number {
    const there = Number.isSafeInteger(first) && Number.isSafeInteger(count) && first >= 0 && count >= 1;
    if (!there || first + count > this.chunks.end) {
      throw new RangeError(`there is no span of ${count} chunks from ${first}`);
    }
    return Math.min(count * chunkLength, this.#length - first * chunkLength);
  }

  #run(first: number, count: number): Snapshot {
    const iterations = this.#iterations(first, count);
    const start = first * chunkLength;
    const tally = Tally.ofSpan(this.#plan, this.#piloted(), start + iterations);
    this.#computer.compute(start, iterations, tally);
    return { layout: spanLayout, fields: { ...tally.fields(), parameters: this.#parameters.slice() } };
  }

  #absorb(first: number, { layout, fields }: Snapshot): StepReport {
    if (layout !== spanLayout)
      throw new SimulationError('state.unknown-layout', { layout, expected: spanLayout });
    if (first !== this.chunks.next) throw new RangeError(`chunk ${this.chunks.next} is next, not ${first}`);
    const parameters = fields['parameters'] as Float64Array;
    if (!parameters.every((value, place) => Object.is(value, this.#parameters[place]))) {
      throw new RangeError(`the span from chunk ${first} was computed for other parameters`);
    }
    this.#tally ??= Tally.ofSample(this.#plan, Tally.from(this.#plan, fields, 'span').pilot);
    const before = this.#tally.count;
    this.#tally.mergeSpan(this.#plan, fields);
    return this.#advanced(this.#tally.count - before);
  }

  #advance(count: number): StepReport {
    const iterations = this.#iterations(this.chunks.next, count);
    this.#tally ??= Tally.ofSample(this.#plan, this.#piloted());
    this.#computer.compute(this.#count, iterations, this.#tally);
    return this.#advanced(iterations);
  }

  #advanced(iterations: number): StepReport {
    const { outputs } = this.#plan;
    const tally = this.#tally!;
    const goals = new Set(this.#plan.convergence?.goals.map(({ output }) => output));
    this.#watch?.look(tally.count / chunkLength, () =>
      outputs.flatMap((_, index) => (goals.has(index) ? outputMetrics(this.#plan, tally, index) : [])),
    );
    const report = { advanced: iterations, error: 0, remaining: this.#remaining };
    return this.#watch?.converged === true ? { ...report, converged: true } : report;
  }

  /** Scales of the sketches from the first iterations of the sample, which depend on seed and parameters alone. */
  #piloted(): Pilot {
    if (this.#tally !== undefined) return this.#tally.pilot;
    if (this.#pilot !== undefined) return this.#pilot;
    const { outputs, replicates = [], correlation } = this.#plan;
    const pilots = outputs.map(() => new Float64Array(pilotLength));
    this.#computer.sample(0, pilotLength, pilots);
    this.#pilot = {
      calibrations: pilots.map((pilot) => QuantileSketch.calibrate(pilot)),
      cuts: replicates.map((layout, index) => cutsOf(layout, pilots[index]!)),
      grids: correlation?.outputs.map((place) => gridOf(pilots[place]!)) ?? [],
    };
    return this.#pilot;
  }

  /** A row of a fan: mean, then quantiles. */
  #observePoint({ sketch }: OutputTally, index: number, values: Float64Array, at: number): void {
    values[at] = meanOf(this.#plan, this.#tally!, index).value;
    for (const [place, level] of this.#plan.outputs[index]!.levels.entries()) {
      values[at + 1 + place] = sketch.quantile(level);
    }
  }

  #observeOutput(output: OutputTally, index: number, values: Float64Array, at: number): void {
    const { sketch } = output;
    const { levels } = this.#plan.outputs[index]!;
    const { value, standardError } = meanOf(this.#plan, this.#tally!, index);
    values[at] = value;
    // The channel has no way to say that the error is unknown, as after a single value; the metrics say it.
    values[at + 1] = standardError ?? 0;
    for (const [place, level] of levels.entries()) values[at + 2 + place] = sketch.quantile(level);
    const start = at + 2 + levels.length;
    // Values far out would leave one bin for all the others; they stay in the quantiles and in the extremes.
    const [low, high] = [sketch.quantile(histogramTail), sketch.quantile(1 - histogramTail)];
    const margin = histogramMargin * (high - low);
    const histogram = sketch.histogram(
      this.#plan.histogramBins,
      Math.max(sketch.min, low - margin),
      Math.min(sketch.max, high + margin),
    );
    values[start] = histogram.low;
    values[start + 1] = histogram.high;
    values.set(histogram.counts, start + 2);
  }
}

/** Whole numbers that must agree to the last one. */
function exactly(name: string, residual: number): Invariant {
  return { name, residual, tolerance: 0 };
}
