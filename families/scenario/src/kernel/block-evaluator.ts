// A kernel at work: its memory, its instances, and what the host does for a block. Evaluates blocks of one simulation.

import { seedKey } from '@holdfast/numerics';
import type { Engine, HostFunction, Instance, Memory } from '@holdfast/numerics';
import { blockSize } from '../program/evaluator.ts';
import type { Program, Ref } from '../program/program.ts';
import type { UniformSource } from '../sampling/uniform-source.ts';
import { invariantValues } from './invariants.ts';
import type { Kernel } from './kernel.ts';
import { hostFunctions, hostModule } from './library.ts';
import { pairBytes } from './memory-layout.ts';
import { names, type HostCall } from './module-part.ts';
import { flatSteps } from './slots.ts';

/** What takes blocks into accounts calls; the columns that operations need are filled here. */
export type TakingCalls = Readonly<Record<Exclude<HostCall, 'fill'>, HostFunction>>;

export interface BlockEvaluatorOptions {
  readonly engine: Engine;
  readonly kernel: Kernel;
  readonly program: Program;
  readonly seed: number;
  readonly uniforms: UniformSource;
}

export class BlockEvaluator {
  readonly kernel: Kernel;
  /** The whole memory in numbers of either width. */
  readonly doubles: Float64Array;
  readonly words: Uint32Array;
  readonly #program: Program;
  readonly #uniforms: UniformSource;
  readonly #memory: Memory;
  readonly #evaluate: () => void;
  readonly #takeBlocks: (blocks: number) => void;

  constructor({ engine, kernel, program, seed, uniforms }: BlockEvaluatorOptions, calls: TakingCalls) {
    this.kernel = kernel;
    this.#program = program;
    this.#uniforms = uniforms;
    const { pages } = kernel.layout;
    this.#memory = new engine.Memory({ initial: pages, maximum: pages });
    const { buffer } = this.#memory;
    kernel.layout.write(buffer);
    this.doubles = new Float64Array(buffer);
    this.words = new Uint32Array(buffer);
    this.#writeRoundKeys(seed);
    const { exports } = this.#instantiate(engine, calls);
    this.#evaluate = exports[names.evaluate] as () => void;
    this.#takeBlocks = exports[names.takeBlocks] as (blocks: number) => void;
  }

  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  /** First iteration of the block at work. */
  get first(): number {
    return this.doubles[this.kernel.cells.first / 8]!;
  }

  /** Whether a value of the block just evaluated may be invalid, those of outputs apart. */
  get isSuspect(): boolean {
    return this.words[this.kernel.cells.suspect / 4] !== 0;
  }

  setParameters(parameters: Float64Array): void {
    const { invariantCount } = this.#program;
    const values = invariantValues(this.#program, parameters);
    for (let ref = 0; ref < invariantCount; ref++) {
      const at = (this.kernel.invariants + pairBytes * ref) / 8;
      this.doubles.fill(values[ref]!, at, at + pairBytes / 8);
      if (this.kernel.schedule.slots[ref]! >= 0) this.column(ref).fill(values[ref]!);
    }
  }

  /** Value of an invariant operation. */
  invariant(ref: Ref): number {
    return this.doubles[(this.kernel.invariants + pairBytes * ref) / 8]!;
  }

  /** Fills the columns of the block at `first`, a multiple of 8. */
  evaluate(first: number): void {
    this.#place(first);
    this.words[this.kernel.cells.suspect / 4] = 0;
    this.#evaluate();
  }

  /** Evaluates whole blocks from `first` on and takes them into accounts. */
  takeBlocks(first: number, blocks: number): void {
    this.#place(first);
    if (blocks > 0) this.#takeBlocks(blocks);
  }

  /** The column of an operation that has one. */
  column(ref: Ref): Float64Array {
    return new Float64Array(this.buffer, this.kernel.columnAddress(ref), blockSize);
  }

  /** Iteration at which the next block begins. */
  #place(first: number): void {
    const { cells } = this.kernel;
    this.doubles[cells.first / 8] = first;
    const counter = first / 2;
    this.words[cells.counter / 4] = counter;
    this.words[cells.counter / 4 + 1] = Math.floor(counter / 4294967296);
  }

  #writeRoundKeys(seed: number): void {
    const { k0, k1 } = seedKey(seed);
    const at = this.kernel.cells.roundKeys / 4;
    for (let round = 0; round < 10; round++) {
      this.words[at + 2 * round] = k0 + Math.imul(round, 0x9e3779b9);
      this.words[at + 2 * round + 1] = k1 + Math.imul(round, 0xbb67ae85);
    }
  }

  #instantiate(engine: Engine, calls: TakingCalls): Instance {
    const fills = this.#fills();
    const fill: HostFunction = (ref) => fills.get(ref)!();
    const host = { ...hostFunctions(), ...calls, fill, memory: this.#memory };
    let earlier = {};
    let instance: Instance | undefined;
    for (const module of this.kernel.modules) {
      instance = new engine.Instance(module, { [hostModule]: host, [names.earlier]: earlier });
      earlier = instance.exports;
    }
    return instance!;
  }

  /** What fills the columns of calls, and of uniforms that the host draws, by operation. */
  #fills(): ReadonlyMap<Ref, () => void> {
    const fills = new Map<Ref, () => void>();
    for (const step of flatSteps(this.kernel.schedule.steps)) {
      if (step.kind !== 'call' && step.kind !== 'uniform') continue;
      const operation = this.#program.operations[step.ref]!;
      const out = this.column(step.ref);
      const args = operation.operands.map((operand) => this.column(operand));
      if (operation.kind === 'call') {
        fills.set(step.ref, () => operation.kernel.evaluate(out, args, blockSize));
      } else if (operation.kind === 'uniform') {
        const { stream, draw, loop } = operation;
        const pass = (): number =>
          loop === undefined ? 0 : this.doubles[this.kernel.passAddress(loop) / 8]!;
        fills.set(step.ref, () => this.#uniforms.write(out, blockSize, this.first, stream, draw + pass()));
      }
    }
    return fills;
  }
}
