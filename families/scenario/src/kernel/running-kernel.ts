// The kernel of one simulation with its accounts: moments of the chunk under way, bins, hits and verdicts; read once per chunk
// and span. What is irregular is done by the plain code on the same columns: a last, shorter block, or one whose sum overflows.

import { createMoments, sketchExactMost } from '@holdfast/numerics';
import { BlockTally, countInvalid } from '../block-tally.ts';
import { ChunkRecords } from '../chunk-records.ts';
import type { Plan } from '../plan.ts';
import { blockSize } from '../program/evaluator.ts';
import { chunkLength, type Tally } from '../tally.ts';
import { BlockEvaluator, type BlockEvaluatorOptions, type TakingCalls } from './block-evaluator.ts';
import { account } from './cells.ts';
import { HeldBins } from './held-bins.ts';
import { Inspection, varyingCounted } from './inspection.ts';
import type { Kernel } from './kernel.ts';

const noMoments = createMoments();
const noValues = new Float64Array(0);

export interface RunningKernelOptions extends BlockEvaluatorOptions {
  /** The kernel of the same plan for inspection; asked for when the first block is suspected. */
  readonly inspecting: () => Kernel;
}

export class RunningKernel {
  readonly #plan: Plan;
  readonly #options: RunningKernelOptions;
  readonly #evaluator: BlockEvaluator;
  readonly #bins: HeldBins;
  readonly #chunkRecords: ChunkRecords;
  readonly #blocks: BlockTally;
  /** By output: moments of the chunk under way, as the kernel keeps them. */
  readonly #records: readonly Float64Array[];
  readonly #isCounting: boolean;
  #parameters: Float64Array = noValues;
  #inspection: Inspection | undefined;
  /** By output: least and greatest value of the chunks of this span that are over. */
  #extremes: { min: number; max: number }[] = [];
  #tally: Tally | undefined;

  constructor(plan: Plan, options: RunningKernelOptions) {
    const { kernel } = options;
    this.#plan = plan;
    this.#options = options;
    this.#chunkRecords = new ChunkRecords(plan);
    this.#blocks = new BlockTally(plan);
    this.#isCounting = varyingCounted(plan).length > 0;
    this.#evaluator = new BlockEvaluator(options, this.#calls());
    this.#bins = new HeldBins(this.#evaluator, plan.outputs.length);
    const { buffer, words } = this.#evaluator;
    this.#records = plan.outputs.map(
      (_, index) => new Float64Array(buffer, kernel.accountAddress(index), noMoments.length),
    );
    plan.outputs.forEach((_, index) => {
      words[(kernel.accountAddress(index) + account.output) / 4] = index;
      words[(kernel.accountAddress(index) + account.near) / 4] = kernel.nearAddress(index);
    });
  }

  setParameters(parameters: Float64Array): void {
    this.#parameters = parameters.slice();
    this.#evaluator.setParameters(parameters);
    this.#inspection?.setParameters(parameters);
  }

  sample(first: number, count: number, columns: readonly Float64Array[]): void {
    for (let done = 0; done < count; done += blockSize) {
      const size = Math.min(blockSize, count - done);
      this.#evaluator.evaluate(first + done);
      for (const [index, { column }] of this.#plan.outputs.entries()) {
        columns[index]!.set(this.#columnOf(column).subarray(0, size), done);
      }
    }
  }

  compute(first: number, count: number, tally: Tally): void {
    const { kernel, doubles, words } = this.#evaluator;
    this.#tally = tally;
    const few = first + count <= sketchExactMost;
    this.#extremes = tally.outputs.map(() => ({ min: Infinity, max: -Infinity }));
    for (const [index, { sketch }] of tally.outputs.entries()) {
      const at = kernel.accountAddress(index);
      doubles[(at + account.center) / 8] = sketch.calibration.center;
      doubles[(at + account.scale) / 8] = sketch.calibration.scale;
      const { heavy = noValues } = sketch.calibration;
      doubles.set(heavy, (at + account.heavy) / 8);
      words[(at + account.heavyLength) / 4] = heavy.length;
      words[(at + account.keep) / 4] = few && sketch.exact ? 1 : 0;
    }
    for (let done = 0; done < count; done += chunkLength) {
      this.#chunk(first + done, Math.min(chunkLength, count - done), tally);
    }
    this.#empty();
    this.#takeCounts(tally);
    this.#countInvariants(tally, count);
    this.#tally = undefined;
  }

  #chunk(first: number, count: number, tally: Tally): void {
    for (const record of this.#records) record.set(noMoments);
    this.#chunkRecords.begin();
    const blocks = Math.floor(count / blockSize);
    const rest = count - blocks * blockSize;
    this.#evaluator.takeBlocks(first, blocks);
    if (rest > 0) this.#takeRest(first + blocks * blockSize, rest, tally);
    for (const [index, record] of this.#records.entries()) {
      tally.addChunk(index, record);
      this.#widen(index);
    }
    this.#chunkRecords.end(tally);
    tally.count += count;
  }

  /** Takes in a block that is not whole, by the plain code. */
  #takeRest(first: number, count: number, tally: Tally): void {
    this.#evaluator.evaluate(first);
    const columnOf = (column: number): Float64Array => this.#columnOf(column);
    this.#blocks.addOutputs(tally, this.#records, columnOf, count);
    this.#blocks.addVerdicts(tally, columnOf, count);
    this.#chunkRecords.add(tally, columnOf, first, count);
    const finite = this.#plan.outputs.every(({ column }) => columnOf(column).every(Number.isFinite));
    if (!finite || this.#evaluator.isSuspect) this.#inspect(first, count, tally);
  }

  /** Counts the invalid values of a block. */
  #inspect(first: number, count: number, tally: Tally): void {
    if (!this.#isCounting) return;
    if (this.#inspection === undefined) {
      const options = { ...this.#options, kernel: this.#options.inspecting() };
      this.#inspection = new Inspection(this.#plan, options);
      this.#inspection.setParameters(this.#parameters);
    }
    this.#inspection.count(first, count, tally.invalid);
  }

  /** What is counted and the same in every iteration. */
  #countInvariants(tally: Tally, iterations: number): void {
    const { program, counted } = this.#plan;
    for (const [index, { column }] of counted.entries()) {
      const ref = program.outputs[column]!;
      if (ref >= program.invariantCount) continue;
      const value = this.#evaluator.invariant(ref);
      const counts = new Float64Array(3);
      countInvalid(Float64Array.of(value), 1, counts, 0);
      counts.forEach((invalid, place) => (tally.invalid[3 * index + place]! += invalid * iterations));
    }
  }

  #takeCounts(tally: Tally): void {
    const { doubles, kernel } = this.#evaluator;
    const take = (address: number): number => {
      const count = doubles[address / 8]!;
      doubles[address / 8] = 0;
      return count;
    };
    for (const [index, addresses] of kernel.hits.entries()) {
      const { hits } = tally.outputs[index]!;
      addresses.forEach((address, target) => (hits[target]! += take(address)));
    }
    const { verdicts } = kernel;
    for (let i = 0; i < tally.violations.length; i++) tally.violations[i]! += take(verdicts + 8 * i);
  }

  #widen(output: number): void {
    const extremes = this.#extremes[output]!;
    const record = this.#records[output]!;
    extremes.min = Math.min(extremes.min, record[account.min / 8]!);
    extremes.max = Math.max(extremes.max, record[account.max / 8]!);
  }

  /** Moves all counts of bins into the sketches. */
  #empty(): void {
    for (const index of this.#records.keys()) this.#widen(index);
    this.#bins.empty(
      this.#tally!.outputs.map(({ sketch }) => sketch),
      this.#extremes,
    );
  }

  #columnOf(column: number): Float64Array {
    return this.#evaluator.column(this.#plan.program.outputs[column]!);
  }

  #calls(): TakingCalls {
    const output = (index: number) => this.#tally!.outputs[index]!;
    const columnOf = (column: number): Float64Array => this.#columnOf(column);
    const valuesOf = (index: number): Float64Array => columnOf(this.#plan.outputs[index]!.column);
    return {
      irregular: (index) =>
        this.#blocks.addOutput(
          output(index),
          this.#records[index]!,
          this.#plan.outputs[index]!,
          valuesOf(index),
          blockSize,
        ),
      keep: (index) => output(index).sketch.add(valuesOf(index), 0, blockSize),
      suspect: () => this.#inspect(this.#evaluator.first, blockSize, this.#tally!),
      taken: () => this.#chunkRecords.add(this.#tally!, columnOf, this.#evaluator.first, blockSize),
      page: (entry) => {
        if (this.#bins.isFull) this.#empty();
        return this.#bins.give(entry);
      },
    };
  }
}
