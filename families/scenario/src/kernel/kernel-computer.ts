// Computes iterations with a kernel: one memory and one set of instances for each simulation, read once per chunk and span.
// What is not in the kernel, above all blocks with invalid values and the last, shorter block, is done by the plain code.

import { createMoments, seedKey, sketchExactMost, type BinPage } from '@holdfast/numerics';
import { BlockTally, countInvalid } from '../block-tally.ts';
import { ChunkRecords, keepsRecords } from '../chunk-records.ts';
import type { Computer, ComputerOptions, ComputerSource } from '../computer.ts';
import type { Plan } from '../plan.ts';
import { blockSize, createEvaluator, type Evaluator } from '../program/evaluator.ts';
import type { Ref } from '../program/program.ts';
import type { UniformSource } from '../sampling/uniform-source.ts';
import { uniformsOf } from '../sampling/uniforms.ts';
import { chunkLength, type Tally } from '../tally.ts';
import {
  account,
  accountStride,
  pageCountBytes,
  binPagesMost,
  nearCountBytes,
  nearOctaves,
} from './cells.ts';
import { invariantValues } from './invariants.ts';
import { compileKernel, type Kernel } from './kernel.ts';
import { names, type HostCall } from './module-part.ts';
import { hostFunctions, hostModule } from './library.ts';
import { pairBytes } from './memory-layout.ts';
import type { Engine, HostFunction, Instance, Memory } from './wasm/engine.ts';

const noMoments = createMoments();
const noValues = new Float64Array(0);

/** Computers that run kernels on this engine; the plan is compiled when the first of them is used. */
export function kernelComputers(engine: Engine, plan: Plan): ComputerSource {
  let kernel: Kernel | undefined;
  const kinds = { foreignUniforms: plan.design.method !== 'random', watched: keepsRecords(plan) };
  const compiled = (): Kernel => (kernel ??= compileKernel(engine, plan, kinds));
  return (options) => new KernelComputer(engine, plan, options, compiled);
}

class KernelComputer implements Computer {
  readonly #engine: Engine;
  readonly #plan: Plan;
  readonly #seed: number;
  readonly #parameters: Float64Array;
  readonly #compiled: () => Kernel;
  #running: RunningKernel | undefined;

  constructor(engine: Engine, plan: Plan, options: ComputerOptions, compiled: () => Kernel) {
    this.#engine = engine;
    this.#plan = plan;
    this.#seed = options.seed;
    this.#parameters = options.parameters.slice();
    this.#compiled = compiled;
  }

  setParameters(values: Float64Array): void {
    this.#parameters.set(values);
    this.#running?.setParameters(this.#parameters);
  }

  compute(first: number, count: number, tally: Tally): void {
    this.#run().compute(first, count, tally);
  }

  sample(first: number, count: number, columns: readonly Float64Array[]): void {
    this.#run().sample(first, count, columns);
  }

  /** Drops memory and code of this simulation; used again, it starts anew. */
  dispose(): void {
    this.#running = undefined;
  }

  #run(): RunningKernel {
    if (this.#running === undefined) {
      this.#running = new RunningKernel(this.#engine, this.#compiled(), this.#plan, this.#seed);
      this.#running.setParameters(this.#parameters);
    }
    return this.#running;
  }
}

/** Pages of bins of one side of a sketch. */
const pagesPerSide = binPagesMost / 2;

/** Counts of one output that lie in a page of bins and not yet in a sketch. */
interface HeldPage extends BinPage {
  readonly output: number;
}

class RunningKernel {
  readonly #plan: Plan;
  readonly #kernel: Kernel;
  readonly #seed: number;
  readonly #uniforms: UniformSource;
  readonly #chunkRecords: ChunkRecords;
  readonly #memory: Memory;
  readonly #doubles: Float64Array;
  readonly #words: Uint32Array;
  readonly #evaluate: () => void;
  readonly #takeBlocks: (blocks: number) => void;
  /** By output: moments of the chunk under way, as the kernel keeps them. */
  readonly #records: readonly Float64Array[];
  readonly #blocks: BlockTally;
  readonly #counted: readonly { readonly index: number; readonly column: number }[];
  #parameters: Float64Array = new Float64Array(0);
  #plain: Evaluator | undefined;
  readonly #nearPages: readonly (readonly BinPage[])[];
  #heldPages: HeldPage[] = [];
  /** By output: least and greatest value of the chunks of this span that are over. */
  #extremes: { min: number; max: number }[] = [];
  #tally: Tally | undefined;

  constructor(engine: Engine, kernel: Kernel, plan: Plan, seed: number) {
    this.#plan = plan;
    this.#kernel = kernel;
    this.#seed = seed;
    this.#uniforms = uniformsOf(plan.design, seed);
    this.#chunkRecords = new ChunkRecords(plan);
    const { pages } = kernel.layout;
    this.#memory = new engine.Memory({ initial: pages, maximum: pages });
    const { buffer } = this.#memory;
    kernel.layout.write(buffer);
    this.#doubles = new Float64Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.#records = plan.outputs.map(
      (_, index) => new Float64Array(buffer, kernel.accountAddress(index), noMoments.length),
    );
    this.#blocks = new BlockTally(plan);
    const varying = ({ column }: { readonly column: number }): boolean =>
      plan.program.outputs[column]! >= plan.program.invariantCount;
    this.#counted = plan.counted
      .map(({ column }, index) => ({ column, index }))
      .filter((counted) => varying(counted));
    plan.outputs.forEach((_, index) => {
      this.#words[(kernel.accountAddress(index) + account.output) / 4] = index;
      this.#words[(kernel.accountAddress(index) + account.near) / 4] = kernel.nearAddress(index);
    });
    this.#nearPages = plan.outputs.map((_, index) => this.#nearPagesOf(index));
    this.#writeRoundKeys(seed);
    const { exports } = this.#instantiate(engine);
    this.#evaluate = exports[names.evaluate] as () => void;
    this.#takeBlocks = exports[names.takeBlocks] as (blocks: number) => void;
  }

  setParameters(parameters: Float64Array): void {
    const { program } = this.#plan;
    this.#parameters = parameters.slice();
    this.#plain?.setParameters(parameters);
    const values = invariantValues(program, parameters);
    for (let ref = 0; ref < program.invariantCount; ref++) {
      const at = this.#invariantAt(ref);
      this.#doubles.fill(values[ref]!, at, at + pairBytes / 8);
      if (this.#kernel.schedule.slots[ref]! >= 0) this.#column(ref).fill(values[ref]!);
    }
  }

  sample(first: number, count: number, columns: readonly Float64Array[]): void {
    for (let done = 0; done < count; done += blockSize) {
      const size = Math.min(blockSize, count - done);
      this.#place(first + done);
      this.#evaluate();
      for (const [index, { column }] of this.#plan.outputs.entries()) {
        columns[index]!.set(this.#columnOf(column).subarray(0, size), done);
      }
    }
  }

  compute(first: number, count: number, tally: Tally): void {
    this.#tally = tally;
    const keep = first + count <= sketchExactMost && tally.outputs.every(({ sketch }) => sketch.exact);
    this.#extremes = tally.outputs.map(() => ({ min: Infinity, max: -Infinity }));
    for (const [index, { sketch }] of tally.outputs.entries()) {
      const at = this.#kernel.accountAddress(index);
      this.#doubles[(at + account.center) / 8] = sketch.calibration.center;
      this.#doubles[(at + account.scale) / 8] = sketch.calibration.scale;
      const { heavy = noValues } = sketch.calibration;
      this.#doubles.set(heavy, (at + account.heavy) / 8);
      this.#words[(at + account.heavyLength) / 4] = heavy.length;
      this.#words[(at + account.keep) / 4] = keep ? 1 : 0;
    }
    for (let done = 0; done < count; done += chunkLength) {
      this.#chunk(first + done, Math.min(chunkLength, count - done), tally);
    }
    if (!keep) this.#empty();
    this.#takeCounts(tally);
    this.#countInvariants(tally, count);
    this.#tally = undefined;
  }

  #chunk(first: number, count: number, tally: Tally): void {
    for (const record of this.#records) record.set(noMoments);
    this.#chunkRecords.begin();
    const blocks = Math.floor(count / blockSize);
    const rest = count - blocks * blockSize;
    this.#place(first);
    if (blocks > 0) this.#takeBlocks(blocks);
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
    this.#place(first);
    this.#evaluate();
    const columnOf = (column: number): Float64Array => this.#columnOf(column);
    this.#blocks.addOutputs(tally, this.#records, columnOf, count);
    this.#blocks.addVerdicts(tally, columnOf, count);
    this.#chunkRecords.add(tally, columnOf, first, count);
    this.#recount(first, count, tally);
  }

  /** Counts invalid values of a block by the plain back end, which has every column at hand. */
  #recount(first: number, count: number, tally: Tally): void {
    if (this.#counted.length === 0) return;
    const options = { seed: this.#seed, parameters: this.#parameters, uniforms: this.#uniforms };
    this.#plain ??= createEvaluator(this.#plan.program, options);
    this.#plain.evaluate(first, count);
    for (const { index, column } of this.#counted) {
      countInvalid(this.#plain.column(column), count, tally.invalid, 3 * index);
    }
  }

  /** What is counted and the same in every iteration. */
  #countInvariants(tally: Tally, iterations: number): void {
    const { program, counted } = this.#plan;
    for (const [index, { column }] of counted.entries()) {
      const ref = program.outputs[column]!;
      if (ref >= program.invariantCount) continue;
      const value = this.#doubles[this.#invariantAt(ref)]!;
      const counts = new Float64Array(3);
      countInvalid(Float64Array.of(value), 1, counts, 0);
      counts.forEach((invalid, place) => (tally.invalid[3 * index + place]! += invalid * iterations));
    }
  }

  #takeCounts(tally: Tally): void {
    const take = (address: number): number => {
      const count = this.#doubles[address / 8]!;
      this.#doubles[address / 8] = 0;
      return count;
    };
    for (const [index, addresses] of this.#kernel.hits.entries()) {
      const { hits } = tally.outputs[index]!;
      addresses.forEach((address, target) => (hits[target]! += take(address)));
    }
    const { verdicts } = this.#kernel;
    for (let i = 0; i < tally.violations.length; i++) tally.violations[i]! += take(verdicts + 8 * i);
  }

  #widen(output: number): void {
    const extremes = this.#extremes[output]!;
    const record = this.#records[output]!;
    extremes.min = Math.min(extremes.min, record[account.min / 8]!);
    extremes.max = Math.max(extremes.max, record[account.max / 8]!);
  }

  /** Moves all counts into the sketches. */
  #empty(): void {
    for (const [index, { sketch }] of this.#tally!.outputs.entries()) {
      this.#widen(index);
      const { min, max } = this.#extremes[index]!;
      const { center, scale } = sketch.calibration;
      // As the kernel finds the bin of a value: no value lies in an octave beyond that of the farthest one.
      const reach = 1 + Math.max(Math.abs((min - center) * scale), Math.abs((max - center) * scale));
      const near = this.#nearPages[index]!.filter(({ page }) => octaveOf(page) <= reach);
      const far = this.#heldPages.filter(({ output }) => output === index);
      const place = (this.#kernel.accountAddress(index) + account.heavyCounts) / 8;
      const heavy = this.#doubles.subarray(place, place + (sketch.calibration.heavy?.length ?? 0));
      sketch.addPages([...near, ...far], min, max, heavy);
      heavy.fill(0);
      for (const { counts } of near) counts.fill(0);
      const table = (this.#kernel.accountAddress(index) + account.pages) / 4;
      this.#words.fill(0, table, table + binPagesMost);
    }
    for (const { counts } of this.#heldPages) counts.fill(0);
    this.#heldPages = [];
  }

  /** Gives an entry of a page table its page. */
  #page(entry: number): number {
    const { pool } = this.#kernel;
    if (this.#heldPages.length === pool.pages) this.#empty();
    const from = entry - this.#kernel.accountAddress(0);
    const output = Math.floor(from / accountStride);
    const page = (from - output * accountStride - account.pages) / 4;
    const address = pool.address + 3 * pageCountBytes * this.#heldPages.length;
    this.#heldPages.push({ output, ...this.#pageAt(page, address, address + pageCountBytes) });
    this.#words[entry / 4] = address;
    return address;
  }

  #pageAt(page: number, counts: number, atoms: number): BinPage {
    const { buffer } = this.#memory;
    return {
      page,
      counts: new Uint32Array(buffer, counts, 256),
      atoms: new Float64Array(buffer, atoms, 256),
    };
  }

  /** Bins near the centre of an output, the upper side first. */
  #nearPagesOf(output: number): readonly BinPage[] {
    const counts = this.#kernel.nearAddress(output);
    const atoms = counts + nearCountBytes;
    return Array.from({ length: 2 * nearOctaves }, (_, at) => {
      const page = at < nearOctaves ? at : at - nearOctaves + pagesPerSide;
      return this.#pageAt(page, counts + pageCountBytes * at, atoms + 2 * pageCountBytes * at);
    });
  }

  /** Place of the value of an invariant operation among the doubles of the memory. */
  #invariantAt(ref: Ref): number {
    return (this.#kernel.invariants + pairBytes * ref) / 8;
  }

  #column(ref: Ref): Float64Array {
    return new Float64Array(this.#memory.buffer, this.#kernel.columnAddress(ref), blockSize);
  }

  #columnOf(column: number): Float64Array {
    return this.#column(this.#plan.program.outputs[column]!);
  }

  /** Iteration at which the next block begins; a multiple of 8. */
  #place(first: number): void {
    const { cells } = this.#kernel;
    this.#doubles[cells.first / 8] = first;
    const counter = first / 2;
    this.#words[cells.counter / 4] = counter;
    this.#words[cells.counter / 4 + 1] = Math.floor(counter / 4294967296);
  }

  #writeRoundKeys(seed: number): void {
    const { k0, k1 } = seedKey(seed);
    const at = this.#kernel.cells.roundKeys / 4;
    for (let round = 0; round < 10; round++) {
      this.#words[at + 2 * round] = k0 + Math.imul(round, 0x9e3779b9);
      this.#words[at + 2 * round + 1] = k1 + Math.imul(round, 0xbb67ae85);
    }
  }

  #instantiate(engine: Engine): Instance {
    const host = { ...hostFunctions(), ...this.#hostCalls(), memory: this.#memory };
    let earlier = {};
    let instance: Instance | undefined;
    for (const module of this.#kernel.modules) {
      instance = new engine.Instance(module, { [hostModule]: host, [names.earlier]: earlier });
      earlier = instance.exports;
    }
    return instance!;
  }

  #hostCalls(): Record<HostCall, HostFunction> {
    const { program } = this.#plan;
    const first = (): number => this.#doubles[this.#kernel.cells.first / 8]!;
    const fills = new Map<Ref, () => void>();
    for (const step of this.#kernel.schedule.steps) {
      if (step.kind === 'group') continue;
      const operation = program.operations[step.ref]!;
      const out = this.#column(step.ref);
      const args = operation.operands.map((operand) => this.#column(operand));
      if (operation.kind === 'call') {
        fills.set(step.ref, () => operation.kernel.evaluate(out, args, blockSize));
      } else if (operation.kind === 'uniform') {
        const { stream, draw } = operation;
        fills.set(step.ref, () => this.#uniforms.write(out, blockSize, first(), stream, draw));
      }
    }
    const output = (index: number) => this.#tally!.outputs[index]!;
    const columnOf = (column: number): Float64Array => this.#columnOf(column);
    const columns = this.#plan.outputs.map(({ column }) => columnOf(column));
    return {
      fill: (ref) => fills.get(ref)!(),
      irregular: (index) =>
        this.#blocks.addOutput(
          output(index),
          this.#records[index]!,
          this.#plan.outputs[index]!,
          columns[index]!,
          blockSize,
        ),
      keep: (index) => output(index).sketch.add(columns[index]!, 0, blockSize),
      suspect: () => this.#recount(first(), blockSize, this.#tally!),
      taken: () => this.#chunkRecords.add(this.#tally!, columnOf, first(), blockSize),
      page: (entry) => this.#page(entry),
    };
  }
}

/** Where the octave of a page begins. */
function octaveOf(page: number): number {
  let start = 1;
  for (let octave = page % pagesPerSide; octave > 0; octave--) start *= 2;
  return start;
}
