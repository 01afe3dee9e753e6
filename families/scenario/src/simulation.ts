// The living sample: chunks of iterations computed in any place and absorbed in order. A step is exactly one chunk computed
// here and absorbed here, so sequential and parallel runs are the same by construction.

import {
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
import { momentIndex, QuantileSketch, type Calibration } from '@holdfast/numerics';
import type { OutputPlan, Plan } from './plan.ts';
import { blockSize, createEvaluator, type Evaluator } from './program/evaluator.ts';
import { isFixed, meanFigure, metricsOf } from './statistics.ts';
import { Tally, type OutputTally } from './tally.ts';

/** Iterations of a chunk; part of the numbers, because moments are merged chunk by chunk. */
export const chunkLength = 16_384;

/** Iterations that calibrate the sketches; every worker computes the same ones for itself. */
const pilotLength = 4096;

const snapshotLayout = 'scenario/1';
const chunkLayout = 'scenario-chunk/1';

/** Share of the samples beyond either edge of the histogram shown, before its margin. */
const histogramTail = 0.001;
const histogramMargin = 0.1;

export class ScenarioSimulation implements Simulation {
  readonly chunks: Chunks;
  readonly #plan: Plan;
  readonly #evaluator: Evaluator;
  readonly #parameters: Float64Array;
  /** Iterations of a whole sample. */
  readonly #length: number;
  /** Time at which the sample for the present parameters began. */
  #start = 0;
  /** Undefined until the first chunk of the sample is absorbed. */
  #tally: Tally | undefined;
  /** For the present parameters; found when first needed. */
  #calibrations: readonly Calibration[] | undefined;

  constructor(plan: Plan, options: BeginOptions) {
    this.#plan = plan;
    this.#length = Math.floor(options.until);
    this.#parameters = Float64Array.from(plan.parameters, ({ value }) => value);
    const { program } = plan;
    this.#evaluator = createEvaluator(program, { seed: options.seed, parameters: this.#parameters });
    this.chunks = this.#chunks();
  }

  get time(): number {
    return this.#start + this.#count;
  }

  /** Computes the next whole chunk, or what is left at the end; an offer with no room for it is rejected. */
  step(dt: number): StepReport {
    const { next } = this.chunks;
    const size = Math.min(chunkLength, this.#remaining);
    if (size === 0 || !(dt >= size)) return { advanced: 0, error: 0, remaining: this.#remaining };
    return this.chunks.absorb(next, this.chunks.runChunk(next));
  }

  /** A new value begins a new sample, so that no estimate mixes two; the same random numbers are used again. */
  apply({ parameter, value }: Input): void {
    const index = this.#plan.parameters.findIndex(({ name }) => name === parameter);
    if (index < 0) {
      const known = this.#plan.parameters.map(({ name }) => name).join(', ') || '(none)';
      throw new SimulationError('input.unknown', { parameter, known });
    }
    const { min, max } = this.#plan.parameters[index]!;
    if (!(value >= min && value <= max)) {
      throw new SimulationError('input.out-of-range', { parameter, value, min, max });
    }
    if (Object.is(this.#parameters[index], value)) return;
    this.#start = this.time;
    this.#parameters[index] = value;
    this.#begin(undefined);
  }

  observe(values: Float64Array): void {
    let offset = 0;
    for (const [index, plan] of this.#plan.outputs.entries()) {
      const { levels } = plan;
      const output = this.#tally?.outputs[index];
      const size = 2 + levels.length + 2 + this.#plan.histogramBins;
      // Before the first finite value nothing is known: zeros, as the channel `samples` tells.
      if (output === undefined || output.sketch.count === 0) values.fill(0, offset, offset + size);
      else this.#observeOutput(output, plan, values, offset);
      offset += size;
    }
    values[offset] = this.#count;
  }

  metrics(): readonly Metric[] {
    return metricsOf(this.#plan, this.#tally);
  }

  invariants(): readonly Invariant[] {
    const tally = this.#tally;
    const unfinished = this.#count < this.#length ? this.#count % chunkLength : 0;
    return [
      exactly('samples/whole-chunks', unfinished),
      ...this.#plan.outputs.flatMap(({ subject }, index) => {
        if (tally === undefined) return [];
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
    return { layout: snapshotLayout, fields: { ...fields, ...this.#tally?.fields() } };
  }

  restore({ layout, fields }: Snapshot): void {
    if (layout !== snapshotLayout) {
      throw new SimulationError('state.unknown-layout', { layout, expected: snapshotLayout });
    }
    this.#start = fields['start'] as number;
    this.#parameters.set(fields['parameters'] as Float64Array);
    this.#begin('count' in fields ? Tally.from(this.#plan, fields) : undefined);
  }

  /** Nothing is held outside the garbage collector's reach. */
  dispose(): void {}

  /** Iterations of the present sample. */
  get #count(): number {
    return this.#tally?.count ?? 0;
  }

  get #remaining(): number {
    return this.#length - this.#count;
  }

  #begin(tally: Tally | undefined): void {
    this.#tally = tally;
    this.#calibrations = undefined;
    this.#evaluator.setParameters(this.#parameters);
  }

  #chunks(): Chunks {
    const count = (): number => this.#count;
    const end = Math.ceil(this.#length / chunkLength);
    return {
      get next() {
        return Math.ceil(count() / chunkLength);
      },
      end,
      runChunk: (index) => this.#runChunk(index),
      absorb: (index, partial) => this.#absorb(index, partial),
    };
  }

  #runChunk(index: number): Snapshot {
    const first = index * chunkLength;
    const count = Math.min(chunkLength, this.#length - first);
    if (!(Number.isSafeInteger(index) && index >= 0 && count > 0))
      throw new RangeError(`there is no chunk ${index}`);
    const tally = new Tally(
      this.#plan,
      this.#calibrated().map((calibration) => new QuantileSketch(calibration)),
    );
    const finite = new Float64Array(blockSize);
    for (let done = 0; done < count; done += blockSize) {
      const size = Math.min(blockSize, count - done);
      this.#evaluator.evaluate(first + done, size);
      tally.add(this.#evaluator, size, finite);
    }
    return { layout: chunkLayout, fields: { ...tally.fields(), parameters: this.#parameters.slice() } };
  }

  #absorb(index: number, { layout, fields }: Snapshot): StepReport {
    if (layout !== chunkLayout)
      throw new SimulationError('state.unknown-layout', { layout, expected: chunkLayout });
    if (index !== this.chunks.next) throw new RangeError(`chunk ${this.chunks.next} is next, not ${index}`);
    const parameters = fields['parameters'] as Float64Array;
    if (!parameters.every((value, place) => Object.is(value, this.#parameters[place]))) {
      throw new RangeError(`chunk ${index} was computed for other parameters`);
    }
    const partial = Tally.from(this.#plan, fields);
    if (this.#tally === undefined) this.#tally = partial;
    else this.#tally.merge(partial);
    return { advanced: partial.count, error: 0, remaining: this.#remaining };
  }

  /** Scales of the sketches from the first iterations of the sample, which depend on seed and parameters alone. */
  #calibrated(): readonly Calibration[] {
    if (this.#calibrations !== undefined) return this.#calibrations;
    const pilots = this.#plan.outputs.map(() => new Float64Array(pilotLength));
    for (let first = 0; first < pilotLength; first += blockSize) {
      this.#evaluator.evaluate(first, blockSize);
      for (const [index, { column }] of this.#plan.outputs.entries()) {
        pilots[index]!.set(this.#evaluator.column(column), first);
      }
    }
    this.#calibrations = pilots.map((pilot) => QuantileSketch.calibrate(pilot));
    return this.#calibrations;
  }

  #observeOutput(output: OutputTally, plan: OutputPlan, values: Float64Array, at: number): void {
    const { sketch } = output;
    const { levels } = plan;
    const { value, standardError } = meanFigure(output, isFixed(this.#plan, plan));
    values[at] = value;
    // The channel has no way to say that the error is unknown, as after a single value; the metrics say it.
    values[at + 1] = standardError ?? 0;
    for (const [index, level] of levels.entries()) values[at + 2 + index] = sketch.quantile(level);
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
