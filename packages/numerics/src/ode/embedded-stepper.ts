// One step of an embedded Runge-Kutta pair at a time: try, look at the error, read inside the step, accept or try again.
// Allocates nothing after construction; equal states and steps give equal bits.

import {
  combination,
  combine,
  createVectors,
  vectorAt,
  type Combination,
  type Vectors,
} from './combination.ts';
import { compiledCombiner, type Combiner, type Row } from './combination-code.ts';
import type { EmbeddedMethod } from './embedded-method.ts';
import { ErrorNorm } from './error-norm.ts';
import type { OdeStepper } from './stepper.ts';
import type { OdeSystem, Tolerances } from './system.ts';
import type { VectorMemory } from './vector-memory.ts';

const ordinary: VectorMemory = { take: (doubles) => new Float64Array(doubles) };

/** Numbers of the vectors: where the step begins, where it ends, estimate of the error, scratch, then the slopes. */
const stateAt = 0;
const trialAt = 1;
const errorAt = 2;
const zeroAt = 3;
const slopeAt = 4;

export class EmbeddedStepper implements OdeStepper {
  readonly method: EmbeddedMethod;
  /** Where the step begins; whoever writes to it calls `restart`. */
  readonly state: Float64Array;
  /** Where the last attempt ends. */
  readonly trial: Float64Array;
  readonly #system: OdeSystem;
  readonly #norm: ErrorNorm;
  readonly #tolerances: Tolerances;
  readonly #vectors: Vectors;
  readonly #slopes: readonly Float64Array[];
  readonly #errors: Float64Array;
  readonly #stages: readonly Combination[];
  /** The stages, the error and the inside of a step. */
  readonly #rows: readonly Row[];
  readonly #combiner: Combiner | undefined;
  readonly #inside: Combination;
  readonly #whole: readonly number[];
  readonly #sumsFrom: number;
  /** What may change in the last attempt. */
  #runs: readonly number[];
  #opened = false;
  #h = 0;

  constructor(method: EmbeddedMethod, system: OdeSystem, tolerances: Tolerances) {
    const { size } = system;
    const memory = system.memory ?? ordinary;
    const vectors = createVectors(slopeAt + method.nodes.length, size, memory);
    this.method = method;
    this.#system = system;
    this.#norm = new ErrorNorm(tolerances);
    this.#tolerances = tolerances;
    this.#vectors = vectors;
    this.state = vectorAt(vectors, stateAt);
    this.trial = vectorAt(vectors, trialAt);
    this.#errors = vectorAt(vectors, errorAt);
    this.#slopes = method.nodes.map((_, at) => vectorAt(vectors, slopeAt + at));
    this.#stages = method.stages.map((weights) => combination(weights, slopeAt, vectors));
    this.#inside = combination(
      method.dense.map((row) => row.length),
      slopeAt,
      vectors,
      true,
    );
    this.#rows = [
      ...this.#stages.map((terms) => ({ into: trialAt, base: stateAt, terms })),
      { into: errorAt, base: zeroAt, terms: combination(method.errors, slopeAt, vectors) },
      { into: errorAt, base: stateAt, terms: this.#inside },
    ];
    this.#combiner = compiledCombiner(memory, vectors, this.#rows);
    this.#whole = [0, size];
    this.#sumsFrom = system.sumsFrom ?? size;
    this.#runs = this.#whole;
  }

  get worst(): number {
    return this.#norm.worst(this.#errors, this.state, this.trial, this.#runs);
  }

  /** Says that the state or the equations have changed since the last step. */
  restart(): void {
    this.#opened = false;
  }

  /** Slope at the beginning of the step; evaluates the system when it is not known yet. */
  slopeAt(time: number): Float64Array {
    if (!this.#opened) {
      this.#system.derivative(time, this.state, this.#slopes[0]!);
      this.#opened = true;
    }
    return this.#slopes[0]!;
  }

  /** Computes a step of `h` from `state` at `time` into `trial`; the system was evaluated last at `trial`.
   * @returns the largest error over its tolerance: at most 1 is good, NaN when something is not finite */
  attempt(time: number, h: number): number {
    const system = this.#system;
    const { nodes } = this.method;
    this.slopeAt(time);
    this.#h = h;
    this.#runs = system.runs?.(this.state, h) ?? this.#whole;
    this.#combiner?.setRuns(this.#runs);
    if (this.#runs !== this.#whole) this.trial.set(this.state);
    const { length } = this.state;
    const last = this.#stages.length - 1;
    for (let stage = 0; stage <= last; stage++) {
      this.#combine(stage, h, stage < last ? this.#sumsFrom : length);
      system.derivative(time + nodes[stage + 1]! * h, this.trial, this.#slopes[stage + 1]!);
    }
    this.#combine(last + 1, h, this.#sumsFrom);
    return this.#norm.of(this.#errors, this.state, this.trial, this.#runs);
  }

  /** Makes the end of the last attempt the state the next one begins with. */
  accept(): void {
    this.state.set(this.trial);
    this.#slopes[0]!.set(this.#slopes[this.#slopes.length - 1]!);
    this.#opened = true;
  }

  /** Makes the solution inside the last attempt, `theta` of the way, the state the next step begins with. Close to the end
   * the dense output is as exact as the step: it has its value and its slope there. */
  acceptInside(theta: number): void {
    this.interpolate(theta, this.trial);
    this.state.set(this.trial);
    this.#opened = false;
  }

  /** Fills `into` with the solution inside the last attempt, `theta` of the way from its beginning. */
  interpolate(theta: number, into: Float64Array): void {
    this.#weigh(theta);
    // by way of the vector of errors, which nobody reads any more
    if (this.#runs !== this.#whole) this.#errors.set(this.state);
    this.#combine(this.#stages.length + 1, this.#h, this.state.length);
    into.set(this.#errors);
  }

  /** Fills the elements of `into` that `elements` names, as `interpolate` does with all. */
  interpolateSome(theta: number, elements: readonly number[], into: Float64Array): void {
    this.#weigh(theta);
    const { offsets, weights } = this.#inside;
    const { all } = this.#vectors;
    for (const at of elements) {
      let sum = weights[0]! * all[offsets[0]! + at]!;
      for (let used = 1; used < weights.length; used++) sum += weights[used]! * all[offsets[used]! + at]!;
      into[at] = this.state[at]! + this.#h * sum;
    }
  }

  /** Product of step and fastest rate in the last attempt, from its last two stages; explicit methods of order 5 are
   * unstable beyond 3.3. Hairer, Norsett, Wanner, Solving Ordinary Differential Equations II, section IV.2. */
  stiffness(): number {
    const { stages } = this.method;
    const last = stages.at(-1)!;
    const before = stages.at(-2)!;
    const slopes = this.#slopes;
    const { absolute, relative } = this.#tolerances;
    let moved = 0;
    let bent = 0;
    for (let run = 0; run < this.#runs.length; run += 2) {
      const end = Math.min(absolute.length, this.#runs[run + 1]!);
      for (let i = this.#runs[run]!; i < end; i++) {
        let way = 0;
        for (let at = 0; at < last.length; at++) way += (last[at]! - (before[at] ?? 0)) * slopes[at]![i]!;
        const scale = absolute[i]! + relative[i]! * Math.abs(this.state[i]!);
        const bend = (slopes[last.length]![i]! - slopes[last.length - 1]![i]!) / scale;
        moved += (way / scale) * (way / scale);
        bent += bend * bend;
      }
    }
    return moved > 0 ? Math.sqrt(bent / moved) : 0;
  }

  #weigh(theta: number): void {
    const { weights } = this.#inside;
    let used = 0;
    for (const row of this.method.dense) {
      if (row.length === 0) continue;
      let weight = 0;
      for (let power = row.length - 1; power >= 0; power--) weight = (weight + row[power]!) * theta;
      weights[used++] = weight;
    }
  }

  #combine(row: number, h: number, end: number): void {
    if (this.#combiner !== undefined) {
      this.#combiner.combine(row, h, end);
      return;
    }
    const { into, base, terms } = this.#rows[row]!;
    const { all, length } = this.#vectors;
    combine(all, into * length, base * length, h, terms, this.#runs, end);
  }
}
