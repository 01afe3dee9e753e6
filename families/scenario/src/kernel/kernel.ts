// Compiles a plan to WebAssembly: modules that share one memory and evaluate a block of 256 iterations step by step, then take
// it into accounts. What a kernel computes has the bits of the plain back end; parameters are data, so it is compiled once.

import type { CompiledModule, Engine, ModuleWriter } from '@holdfast/numerics';
import type { Loop, Operation } from '../program/operations.ts';
import type { Program, Ref } from '../program/program.ts';
import type { Plan } from '../plan.ts';
import { blockSize } from '../program/evaluator.ts';
import {
  accountStride,
  pageCountBytes,
  binPagesMost,
  columnBytes,
  nearCountBytes,
  reserveCells,
  type Cells,
} from './cells.ts';
import { costOf, kernelCostOf } from './library.ts';
import type { LoopPlace } from './loop-code.ts';
import { MemoryLayout, pairBytes } from './memory-layout.ts';
import { ModulePart, type KernelOptions } from './module-part.ts';
import { scheduleSteps, type Schedule } from './schedule.ts';
import { checkedRefs } from './validity.ts';
import { loadAt, type Operand } from './vector-code.ts';

/** Bytes of code after which the next step begins another module. */
const moduleBytes = 400_000;

/** Pages of bins for values far out, for each output; the host empties them when they run out. */
const farPages = 2;

/** Everything a computer needs to run: immutable and shared. */
export interface Kernel {
  readonly modules: readonly CompiledModule[];
  readonly layout: MemoryLayout;
  readonly cells: Cells;
  readonly schedule: Schedule;
  /** Address of a column of the memory. */
  columnAddress(ref: Ref): number;
  /** Address of the first value of the invariant operations, each in both lanes of a pair. */
  readonly invariants: number;
  /** Address of the number of the pass of a loop, a double. */
  passAddress(loop: number): number;
  /** Address of the account of an output. */
  accountAddress(output: number): number;
  /** Addresses of counts, doubles: hits by output and target, then [violated, judged] by constraint. */
  readonly hits: readonly (readonly number[])[];
  readonly verdicts: number;
  /** Address of the bins near the centre of an output. */
  nearAddress(output: number): number;
  /** Pages of bins for values far out. */
  readonly pool: { readonly address: number; readonly pages: number };
}

/** Compiles the plan. @throws what the engine throws when it refuses a module */
export function compileKernel(engine: Engine, plan: Plan, options: KernelOptions): Kernel {
  return new KernelWriter(plan, options).compile(engine);
}

/** Compiles a kernel that keeps the columns of all counted values to the end of the block and takes in nothing. */
export function compileInspection(engine: Engine, plan: Plan, options: KernelOptions): Kernel {
  const counted = plan.counted.map(({ column }) => plan.program.outputs[column]!);
  const bare = { ...plan, outputs: [], constraints: [], counted: [] };
  return new KernelWriter(bare, { ...options, watched: false }, counted).compile(engine);
}

class KernelWriter {
  readonly #plan: Plan;
  readonly #options: KernelOptions;
  readonly #layout = new MemoryLayout();
  readonly #cells: Cells;
  readonly #schedule: Schedule;
  readonly #checked: ReadonlySet<Ref>;
  readonly #uses: Int32Array;
  readonly #columns: number;
  readonly #invariants: number;
  readonly #accounts: number;
  readonly #hits: readonly (readonly number[])[];
  readonly #verdicts: number;
  readonly #iterations: number;
  readonly #loops: readonly LoopPlace[];

  /** The columns of `inspected` live to the end of the block, as those of outputs and constraints do. */
  constructor(plan: Plan, options: KernelOptions, inspected: readonly Ref[] = []) {
    const { program, outputs, constraints, counted } = plan;
    this.#plan = plan;
    this.#options = options;
    const refOf = ({ column }: { readonly column: number }): Ref => program.outputs[column]!;
    const kept = new Set([...[...outputs, ...constraints].map(refOf), ...inspected]);
    this.#schedule = scheduleSteps(program, kept, weightOf);
    this.#checked = checkedRefs(program, counted.map(refOf), outputs.map(refOf));
    this.#uses = usesOf(program);
    this.#cells = reserveCells(this.#layout);
    this.#accounts = this.#layout.reserve(accountStride * outputs.length, 64);
    this.#invariants = this.#layout.reserve(pairBytes * program.invariantCount, 64);
    this.#hits = outputs.map(({ targets }) => targets.map(() => this.#layout.reserve(8, 8)));
    this.#verdicts = this.#layout.reserve(16 * constraints.length);
    this.#iterations = this.#layout.place(Float64Array.from({ length: blockSize }, (_, index) => index));
    this.#loops = program.loops.map((loop) => this.#placeOf(loop));
    this.#columns = this.#layout.reserve(columnBytes * this.#schedule.slotCount, 64);
  }

  compile(engine: Engine): Kernel {
    const writers = this.#modules();
    const { length } = this.#plan.outputs;
    const pages = binPagesMost + farPages * length;
    const address = this.#layout.reserve(3 * pageCountBytes * pages, 64);
    const near = this.#layout.reserve(3 * nearCountBytes * length, 64);
    const size = this.#layout.pages;
    return Object.freeze({
      modules: writers.map((writer) => new engine.Module(writer.encode(size))),
      layout: this.#layout,
      cells: this.#cells,
      schedule: this.#schedule,
      columnAddress: (ref: Ref) => this.#columnOf(ref),
      invariants: this.#invariants,
      passAddress: (loop: number) => this.#loops[loop]!.step,
      accountAddress: (output: number) => this.#accounts + accountStride * output,
      hits: this.#hits,
      verdicts: this.#verdicts,
      pool: { address, pages },
      nearAddress: (output: number) => near + 3 * nearCountBytes * output,
    });
  }

  /** Each module does the work of the one before it first, so that the last does everything. */
  #modules(): readonly ModuleWriter[] {
    const parts: ModulePart[] = [];
    let part = this.#part(parts);
    for (const step of this.#schedule.steps) {
      if (part.bytes > moduleBytes) part = this.#part(parts);
      part.step(step);
    }
    part.finish(this.#plan, this.#options);
    return parts.map(({ module }) => module);
  }

  #part(parts: ModulePart[]): ModulePart {
    const part = new ModulePart({
      program: this.#plan.program,
      layout: this.#layout,
      cells: this.#cells,
      options: this.#options,
      earlier: parts.length > 0,
      operand: (ref) => this.#invariantOperand(ref),
      columnOf: (ref) => this.#columnOf(ref),
      crosses: (ref) => this.#schedule.slots[ref]! >= 0,
      checked: this.#checked,
      uses: this.#uses,
      accountOf: (output) => this.#accounts + accountStride * output,
      hits: this.#hits,
      verdicts: this.#verdicts,
      iterations: this.#iterations,
      loops: this.#loops,
    });
    parts.push(part);
    return part;
  }

  #placeOf({ kind }: Loop): LoopPlace {
    const bytes = kind === 'solve' ? columnBytes : 0;
    return {
      step: this.#layout.reserve(pairBytes),
      open: this.#layout.reserve(bytes, 64),
      solved: this.#layout.reserve(bytes, 64),
    };
  }

  #columnOf(ref: Ref): number {
    return this.#columns + columnBytes * this.#schedule.slots[ref]!;
  }

  #invariantOperand(ref: Ref): Operand {
    const operation = this.#plan.program.operations[ref]!;
    return operation.kind === 'constant' ? operation.value : loadAt(this.#invariants + pairBytes * ref);
  }
}

function weightOf(operation: Operation): number {
  if (operation.kind === 'unary' || operation.kind === 'binary') return costOf(operation.op);
  if (operation.kind === 'call' && operation.kernel.form !== undefined) {
    return kernelCostOf(operation.kernel.form);
  }
  return 0.5;
}

/** How often each operation is an operand. */
function usesOf({ operations }: Program): Int32Array {
  const uses = new Int32Array(operations.length);
  for (const { operands } of operations) for (const operand of operands) uses[operand]!++;
  return uses;
}
