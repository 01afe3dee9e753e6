// One module of a kernel: a function for each group of operations, `evaluate`, which runs the steps in order, and in the last
// module what takes whole blocks into the accounts.

import type { OutputPlan, Plan, Target } from '../plan.ts';
import { blockSize } from '../program/evaluator.ts';
import type { Program, Ref } from '../program/program.ts';
import { columnBytes, type Cells } from './cells.ts';
import { isComparison, selectBy, type Comparison } from './forms/arithmetic.ts';
import type { Source } from './forms/form.ts';
import { hostModule, Library } from './library.ts';
import type { MemoryLayout } from './memory-layout.ts';
import type { Step } from './schedule.ts';
import { writeSummary } from './summary.ts';
import { writeUniforms } from './uniforms.ts';
import { f64x2, load, splat, VectorCode, type Operand, type Vector } from './vector-code.ts';
import type { Callable, FunctionBody, Local } from './wasm/function-body.ts';
import { ModuleWriter } from './wasm/module-writer.ts';

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
}

export class ModulePart {
  readonly module = new ModuleWriter();
  readonly #o: PartOptions;
  readonly #library: Library;
  readonly #host: Readonly<Record<HostCall, Callable>>;
  readonly #evaluate: FunctionBody;
  #uniforms: Callable | undefined;
  #inspect: Callable | undefined;
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
    else {
      this.#evaluate.i32(step.ref).call(this.#host.fill);
      if (this.#o.checked.has(step.ref)) {
        this.#inspect ??= this.#inspector();
        this.#evaluate.i32(this.#o.columnOf(step.ref)).call(this.#inspect);
      }
    }
  }

  /** Writes what takes blocks into the accounts. */
  finish({ outputs, constraints, program }: Plan, { watched }: KernelOptions): void {
    const { module } = this;
    const { layout, cells } = this.#o;
    const block = module.addFunction([], []);
    block.i32(0).i32(0).memory('i32.store', cells.suspect).call(this.#evaluate);
    const summary = outputs.length > 0 ? writeSummary(module, layout, this.#host) : undefined;
    for (const [index, output] of outputs.entries()) {
      const column = this.#o.columnOf(program.outputs[output.column]!);
      block.i32(column).i32(this.#o.accountOf(index)).call(summary!);
      block.if(
        () => {
          if (output.targets.length > 0) block.call(this.#hitCounter(output, column, this.#o.hits[index]!));
        },
        () => block.i32(0).i32(1).memory('i32.store', cells.suspect),
      );
    }
    for (const [index, { column }] of constraints.entries()) {
      block.call(this.#judge(this.#o.columnOf(program.outputs[column]!), this.#o.verdicts + 16 * index));
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
    this.#evaluate.i32(this.#o.columnOf(ref)).i32(operation.stream).i32(operation.draw).call(this.#uniforms);
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
    throw new Error(`no group evaluates operations of kind ${operation.kind}`);
  }

  /** Counts finite values that hit, by target; the block is known to be finite. */
  #hitCounter({ targets }: OutputPlan, column: number, addresses: readonly number[]): Callable {
    const tests = targets.map(
      ({ at, side }) =>
        (x: Operand) =>
          compare[side](x, at),
    );
    return this.#counter(column, tests, addresses);
  }

  /** Counts [violated, judged]. */
  #judge(column: number, address: number): Callable {
    return this.#counter(column, [(x) => f64x2.eq(x, 0), (x) => f64x2.eq(x, x)], [address, address + 8]);
  }

  /** A function that adds to each address how many values of a column pass a test. */
  #counter(
    column: number,
    tests: readonly ((x: Operand) => Vector)[],
    addresses: readonly number[],
  ): Callable {
    const body = this.module.addFunction([], []);
    const code = new VectorCode(body, this.#o.layout);
    const at = body.local('i32');
    const counts = tests.map(() => body.local('v128'));
    body.loop((again) => {
      code.scope(() => {
        const x = code.let(load(at, column));
        for (const [index, count] of counts.entries()) {
          // A lane that passes is all ones, which is -1.
          body.get(count);
          code.push(tests[index]!(x));
          body.op('i64x2.sub').set(count);
        }
      });
      body.get(at).i32(16).op('i32.add').tee(at).i32(columnBytes).op('i32.lt_u').branchIf(again);
    });
    for (const [index, count] of counts.entries()) {
      body.i32(0).i32(0).memory('f64.load', addresses[index]);
      body.get(count).lane('i64x2.extract_lane', 0).get(count).lane('i64x2.extract_lane', 1);
      body.op('i64.add', 'f64.convert_i64_s', 'f64.add').memory('f64.store', addresses[index]);
    }
    return body;
  }
}

const compare: Readonly<Record<Target['side'], (x: Operand, at: number) => Vector>> = {
  above: f64x2.gt,
  'at-least': f64x2.ge,
  below: f64x2.lt,
  'at-most': f64x2.le,
};
