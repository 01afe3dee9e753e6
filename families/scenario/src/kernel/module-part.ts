// One module of a kernel: a function for each group of operations, `evaluate`, which runs the steps in order, and in the last
// module what takes whole blocks into the accounts.

import { ModuleWriter } from '@holdfast/numerics';
import type { Callable, FunctionBody, Local } from '@holdfast/numerics';
import type { Plan } from '../plan.ts';
import { blockSize } from '../program/evaluator.ts';
import type { Program, Ref } from '../program/program.ts';
import { columnBytes, type Cells } from './cells.ts';
import { CountCode } from './count-code.ts';
import { isComparison, selectBy, type Comparison } from './forms/arithmetic.ts';
import type { Source } from './forms/form.ts';
import { hostModule, Library } from './library.ts';
import type { MemoryLayout } from './memory-layout.ts';
import { LoopCode, type LoopPlace } from './loop-code.ts';
import type { Step } from './schedule.ts';
import { tapsOf } from './slots.ts';
import { writeSummary } from './summary.ts';
import { writeUniforms } from './uniforms.ts';
import { f64x2, load, loadAt, splat, VectorCode, type Operand, type Vector } from './vector-code.ts';

/** Names of a module's own imports and exports. */
export const names = Object.freeze({
  /** Export: evaluates the columns of the block at `first`. */
  evaluate: 'evaluate',
  /** Export: (blocks) evaluates and takes in whole blocks from `first` on. */
  takeBlocks: 'takeBlocks',
  /** Module of the imports that do the work of earlier modules. */
  earlier: 'earlier',
} as const);

/** Functions of the host beside the plain loops, with the number of their operands. */
const hostCalls = Object.freeze({
  /** (operation): fills the column of a call, or of uniforms that the host draws. */
  fill: 1,
  irregular: 1,
  keep: 1,
  /** Some value of the block may be invalid. */
  suspect: 0,
  /** The block was taken in. */
  taken: 0,
});

export type HostCall = keyof typeof hostCalls | 'page';

/** What differs between ways to sample. */
export interface KernelOptions {
  /** The host fills the columns of uniforms. */
  readonly foreignUniforms: boolean;
  /** The host is told of every block. */
  readonly watched: boolean;
}

interface PartOptions {
  readonly program: Program;
  readonly layout: MemoryLayout;
  readonly cells: Cells;
  readonly options: KernelOptions;
  /** Whether another module comes before this one. */
  readonly earlier: boolean;
  readonly operand: (invariant: Ref) => Operand;
  readonly columnOf: (ref: Ref) => number;
  readonly crosses: (ref: Ref) => boolean;
  readonly checked: ReadonlySet<Ref>;
  /** By operation: how often it is an operand. */
  readonly uses: Int32Array;
  readonly accountOf: (output: number) => number;
  readonly hits: readonly (readonly number[])[];
  readonly verdicts: number;
  readonly iterations: number;
  /** Of each loop of the program. */
  readonly loops: readonly LoopPlace[];
}

export class ModulePart {
  readonly module = new ModuleWriter();
  readonly #o: PartOptions;
  readonly #library: Library;
  readonly #host: Readonly<Record<HostCall, Callable>>;
  readonly #evaluate: FunctionBody;
  #uniforms: Callable | undefined;
  #inspect: Callable | undefined;
  #copy: Callable | undefined;
  /** Numbers of the passes under way, by loop. */
  readonly #passes = new Map<number, Local>();
  #bytes = 0;

  constructor(options: PartOptions) {
    this.#o = options;
    const { module } = this;
    module.importMemory(hostModule, 'memory');
    const entries = Object.entries(hostCalls).map(([name, arity]) => {
      const parameters = Array<'i32'>(arity).fill('i32');
      return [name, module.importFunction(hostModule, name, parameters, [])] as const;
    });
    const page = module.importFunction(hostModule, 'page', ['i32'], ['i32']);
    this.#host = { ...(Object.fromEntries(entries) as Record<keyof typeof hostCalls, Callable>), page };
    const earlier = options.earlier
      ? module.importFunction(names.earlier, names.evaluate, [], [])
      : undefined;
    this.#library = new Library(module, options.layout);
    this.#evaluate = module.addFunction([], []);
    if (earlier !== undefined) this.#evaluate.call(earlier);
    module.export(names.evaluate, this.#evaluate);
  }

  /** Bytes of group code so far. */
  get bytes(): number {
    return this.#bytes;
  }

  step(step: Step): void {
    if (step.kind === 'group') this.#evaluate.call(this.#group(step.refs));
    else if (step.kind === 'uniform') this.#draw(step.ref);
    else if (step.kind === 'tap') this.#tap(step.ref);
    else if (step.kind === 'loop') this.#loop(step.loop, step.steps);
    else {
      this.#evaluate.i32(step.ref).call(this.#host.fill);
      this.#check([step.ref]);
    }
  }

  /** Looks for invalid values in columns that no group writes. */
  #check(refs: readonly Ref[]): void {
    for (const ref of refs.filter((each) => this.#o.checked.has(each))) {
      this.#inspect ??= this.#inspector();
      this.#evaluate.i32(this.#o.columnOf(ref)).call(this.#inspect);
    }
  }

  /** The passes of a loop: its steps, then what is carried on. */
  #loop(index: number, steps: readonly Step[]): void {
    const { program, layout, loops, columnOf } = this.#o;
    const loop = program.loops[index]!;
    const code = new LoopCode(this.module, layout, loop, loops[index]!, columnOf);
    const evaluate = this.#evaluate;
    const pass = evaluate.local('i32');
    this.#passes.set(index, pass);
    evaluate.call(code.begin()).i32(0).set(pass);
    evaluate.block((exit) =>
      evaluate.loop((again) => {
        for (const lane of [0, 8]) {
          evaluate
            .i32(0)
            .get(pass)
            .op('f64.convert_i32_u')
            .memory('f64.store', loops[index]!.step + lane);
        }
        for (const step of steps) this.step(step);
        if (loop.kind === 'solve') evaluate.call(code.judge()).op('i32.eqz').branchIf(exit);
        const most = loop.kind === 'time' ? loop.steps : loop.most;
        evaluate
          .get(pass)
          .i32(most - 1)
          .op('i32.eq')
          .branchIf(exit);
        evaluate.call(code.next()).get(pass).i32(1).op('i32.add').set(pass).branch(again);
      }),
    );
    this.#check([...loop.carried.map(({ value }) => value), ...tapsOf(steps)]);
  }

  #tap(ref: Ref): void {
    const { program, columnOf } = this.#o;
    const operation = program.operations[ref]!;
    if (operation.kind !== 'tap') throw new Error(`operation ${ref} keeps nothing`);
    this.#copy ??= this.#copier();
    const copy = this.#copy;
    this.#evaluate.get(this.#passes.get(operation.loop)!).i32(operation.step).op('i32.eq');
    this.#evaluate.if(() =>
      this.#evaluate.i32(columnOf(ref)).i32(columnOf(operation.operands[0]!)).call(copy),
    );
  }

  /** The function (column, column) that fills the first with the second. */
  #copier(): Callable {
    const body = this.module.addFunction(['i32', 'i32'], []);
    const [to, from] = body.arguments as [Local, Local];
    const end = body.local('i32');
    body.get(to).i32(columnBytes).op('i32.add').set(end);
    body.loop((again) => {
      body.get(to).get(from).memory('v128.load').memory('v128.store');
      body.get(from).i32(16).op('i32.add').set(from);
      body.get(to).i32(16).op('i32.add').tee(to).get(end).op('i32.lt_u').branchIf(again);
    });
    return body;
  }

  /** Writes what takes blocks into the accounts. */
  finish({ outputs, constraints, program }: Plan, { watched }: KernelOptions): void {
    const { module } = this;
    const { layout, cells } = this.#o;
    const counts = new CountCode(module, layout);
    const block = module.addFunction([], []);
    block.i32(0).i32(0).memory('i32.store', cells.suspect).call(this.#evaluate);
    const summary = outputs.length > 0 ? writeSummary(module, layout, this.#host) : undefined;
    for (const [index, output] of outputs.entries()) {
      const column = this.#o.columnOf(program.outputs[output.column]!);
      block.i32(column).i32(this.#o.accountOf(index)).call(summary!);
      block.if(
        () => {
          if (output.targets.length > 0) block.call(counts.hits(output, column, this.#o.hits[index]!));
        },
        () => block.i32(0).i32(1).memory('i32.store', cells.suspect),
      );
    }
    for (const [index, { column }] of constraints.entries()) {
      block.call(counts.verdicts(this.#o.columnOf(program.outputs[column]!), this.#o.verdicts + 16 * index));
    }
    block
      .i32(0)
      .memory('i32.load', cells.suspect)
      .if(() => block.call(this.#host.suspect));
    if (watched) block.call(this.#host.taken);
    block.i32(0).i32(0).memory('f64.load', cells.first).f64(blockSize).op('f64.add');
    block.memory('f64.store', cells.first);
    block
      .i32(0)
      .i32(0)
      .memory('i32.load', cells.counter)
      .i32(blockSize / 2)
      .op('i32.add');
    block.memory('i32.store', cells.counter);

    const takeBlocks = module.addFunction(['i32'], []);
    const [blocks] = takeBlocks.arguments as [Local];
    takeBlocks.loop((again) => {
      takeBlocks.call(block).get(blocks).i32(1).op('i32.sub').tee(blocks).branchIf(again);
    });
    module.export(names.takeBlocks, takeBlocks);
  }

  #draw(ref: Ref): void {
    const { options, layout, cells, program } = this.#o;
    const operation = program.operations[ref]!;
    if (operation.kind !== 'uniform') throw new Error(`operation ${ref} draws nothing`);
    if (options.foreignUniforms) {
      this.#evaluate.i32(ref).call(this.#host.fill);
      return;
    }
    this.#uniforms ??= writeUniforms(this.module, layout, cells);
    this.#evaluate.i32(this.#o.columnOf(ref)).i32(operation.stream).i32(operation.draw);
    if (operation.loop !== undefined) this.#evaluate.get(this.#passes.get(operation.loop)!).op('i32.add');
    this.#evaluate.call(this.#uniforms);
  }

  /** One loop over the block. */
  #group(refs: readonly Ref[]): FunctionBody {
    const { layout, checked, crosses, columnOf } = this.#o;
    const body = this.module.addFunction([], []);
    const code = new VectorCode(body, layout);
    const at = body.local('i32');
    const suspicion = refs.some((ref) => checked.has(ref)) ? body.local('v128') : undefined;
    body.loop((again) => {
      code.scope(() => {
        const values = new Map<Ref, Operand>();
        const conditions = this.#conditions(refs);
        for (const ref of refs) {
          if (conditions.has(ref)) continue;
          const value = code.let(
            this.#expression(ref, at, conditions, (operand) => this.#operand(code, values, operand, at)),
          );
          values.set(ref, value);
          if (crosses(ref)) {
            body.get(at);
            code.push(value);
            body.memory('v128.store', columnOf(ref));
          }
          if (suspicion !== undefined && checked.has(ref)) {
            code.push(f64x2.add(code.variable(suspicion), f64x2.sub(value, value)));
            body.set(suspicion);
          }
        }
      });
      body.get(at).i32(16).op('i32.add').tee(at).i32(columnBytes).op('i32.lt_u').branchIf(again);
    });
    if (suspicion !== undefined) this.#report(body, suspicion);
    this.#bytes += body.size;
    return body;
  }

  /** The function (column address) that looks for invalid values in what the host filled. */
  #inspector(): Callable {
    const body = this.module.addFunction(['i32'], []);
    const code = new VectorCode(body, this.#o.layout);
    const [column] = body.arguments as [Local];
    const [at, suspicion] = [body.local('i32'), body.local('v128')];
    body.loop((again) => {
      code.scope(() => {
        body.get(at).get(column).op('i32.add').memory('v128.load');
        const value = code.let(() => undefined);
        code.push(f64x2.add(code.variable(suspicion), f64x2.sub(value, value)));
        body.set(suspicion);
      });
      body.get(at).i32(16).op('i32.add').tee(at).i32(columnBytes).op('i32.lt_u').branchIf(again);
    });
    this.#report(body, suspicion);
    return body;
  }

  /** Marks the block when a sum of x - x is not 0. */
  #report(body: FunctionBody, suspicion: Local): void {
    body.get(suspicion).get(suspicion).op('f64x2.ne', 'v128.any_true');
    body.if(() => body.i32(0).i32(1).memory('i32.store', this.#o.cells.suspect));
  }

  #operand(code: VectorCode, values: Map<Ref, Operand>, ref: Ref, at: Local): Operand {
    const known = values.get(ref);
    if (known !== undefined) return known;
    const { program, operand, columnOf } = this.#o;
    const value = ref < program.invariantCount ? operand(ref) : code.let(load(at, columnOf(ref)));
    values.set(ref, value);
    return value;
  }

  /** Comparisons that nothing but selections of this group reads: their number need never exist. */
  #conditions(refs: readonly Ref[]): ReadonlyMap<Ref, Comparison> {
    const { program, checked, crosses, uses } = this.#o;
    const chosenBy = new Map<Ref, number>();
    for (const ref of refs) {
      const operation = program.operations[ref]!;
      const [condition] = operation.operands;
      if (operation.kind === 'select') chosenBy.set(condition!, (chosenBy.get(condition!) ?? 0) + 1);
    }
    const conditions = new Map<Ref, Comparison>();
    for (const ref of refs) {
      const operation = program.operations[ref]!;
      if (operation.kind !== 'binary' || !isComparison(operation.op)) continue;
      const only = chosenBy.get(ref) === uses[ref] && !crosses(ref) && !checked.has(ref);
      if (only) conditions.set(ref, operation.op);
    }
    return conditions;
  }

  #mayBeNaN(ref: Ref): boolean {
    const operation = this.#o.program.operations[ref]!;
    if (operation.kind === 'constant') return Number.isNaN(operation.value);
    return operation.kind !== 'uniform' && operation.kind !== 'iteration';
  }

  /** What is known of an operand that the module draws itself. */
  #sourceOf(ref: Ref | undefined): Source | undefined {
    if (ref === undefined || this.#o.options.foreignUniforms) return undefined;
    const { operations } = this.#o.program;
    const operation = operations[ref]!;
    if (operation.kind === 'uniform') return 'uniform';
    const negated = operation.kind === 'unary' && operation.op === 'neg';
    return negated && operations[operation.operands[0]!]!.kind === 'uniform' ? 'negatedUniform' : undefined;
  }

  #expression(
    ref: Ref,
    at: Local,
    conditions: ReadonlyMap<Ref, Comparison>,
    valueOf: (operand: Ref) => Operand,
  ): Vector {
    const { operations } = this.#o.program;
    const operation = operations[ref]!;
    const comparison = conditions.get(operation.operands[0]!);
    if (operation.kind === 'select' && comparison !== undefined) {
      const [condition, whenTrue, otherwise] = operation.operands as [Ref, Ref, Ref];
      const sides = operations[condition]!.operands;
      const [left, right] = sides.map(valueOf) as [Operand, Operand];
      const unsure = sides.filter((side) => this.#mayBeNaN(side)).map(valueOf);
      return selectBy(comparison, [left, right], unsure, valueOf(whenTrue), valueOf(otherwise));
    }
    const [a, b, c] = operation.operands.map(valueOf) as [Operand, Operand, Operand];
    const source = this.#sourceOf(operation.operands[0]);
    if (operation.kind === 'unary') return this.#library.unary(operation.op, a, source);
    if (operation.kind === 'binary') return this.#library.binary(operation.op, a, b);
    if (operation.kind === 'select') return this.#library.select(a, b, c);
    if (operation.kind === 'call' && operation.kernel.form !== undefined) {
      return this.#library.kernel(operation.kernel, operation.kernel.form, a, source);
    }
    if (operation.kind === 'iteration') {
      return f64x2.add(splat(this.#o.cells.first), load(at, this.#o.iterations));
    }
    if (operation.kind === 'step') return loadAt(this.#o.loops[operation.loop]!.step);
    if (operation.kind === 'solved') return load(at, this.#o.loops[operation.loop]!.solved);
    throw new Error(`no group evaluates operations of kind ${operation.kind}`);
  }
}
