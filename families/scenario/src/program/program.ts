// Builds programs operation by operation. Every rewrite keeps the value of every column bit for bit (NaN counts as one value).

import { binaryLoops, isTrue, selectLoop, unaryLoops } from './loops.ts';
import type { BinaryOp, Kernel, LoopRule, Operation, Program, Ref, UnaryOp } from './operations.ts';
import { schedule, type WrittenLoop } from './schedule.ts';

export type { BinaryOp, Kernel, LoopRule, Operation, Program, Ref, UnaryOp } from './operations.ts';

const commutative: ReadonlySet<BinaryOp> = new Set([
  'add',
  'mul',
  'hypot',
  'min',
  'max',
  'eq',
  'ne',
  'and',
  'or',
]);
const leaf: readonly Ref[] = Object.freeze([]);

/** Draws from one uniform to its next further one: more than a time axis has steps. */
const furtherStride = 16_777_216;

/** What stands for parameters, by index, and for streams. */
export interface Substitution {
  readonly parameters: ReadonlyMap<number, number>;
  readonly streams: ReadonlyMap<number, number>;
}

/** Collects operations, sharing equal ones and folding constant ones as they are added. */
export class ProgramBuilder {
  #substitution: Substitution | undefined;
  readonly #operations: Operation[] = [];
  readonly #loops: WrittenLoop[] = [];
  readonly #known = new Map<string, Ref>();
  /** The first kernel of each key stands for all of them, so that what it prepares is prepared once. */
  readonly #kernels = new Map<string, { readonly id: number; readonly kernel: Kernel }>();

  /** Operations written so far, dead ones included. */
  get size(): number {
    return this.#operations.length;
  }

  constant(value: number): Ref {
    const key = Object.is(value, -0) ? '-0' : String(value);
    return this.#intern(`constant ${key}`, { kind: 'constant', value, operands: leaf });
  }

  /** From now on these stand for others, so that a changed copy of a graph can be added; undefined for none. */
  substitute(substitution: Substitution | undefined): void {
    this.#substitution = substitution;
  }

  /** A value fixed for a run and changed without recompiling; `index` into the evaluator's parameters. */
  parameter(index: number): Ref {
    const known = this.#substitution?.parameters.get(index);
    if (known !== undefined) return this.constant(known);
    return this.#intern(`parameter ${index}`, { kind: 'parameter', index, operands: leaf });
  }

  /** Index of the iteration, from 0. */
  iteration(): Ref {
    return this.#intern('iteration', { kind: 'iteration', operands: leaf });
  }

  /** One uniform in the open interval (0, 1) per iteration, a function of (seed, stream, iteration, draw); with a time
   * loop one in each of its steps, of (seed, stream, iteration, draw + step). */
  uniform(named: number, draw = 0, loop?: number): Ref {
    const stream = this.#substitution?.streams.get(named) ?? named;
    if (loop === undefined) {
      return this.#intern(`uniform ${stream} ${draw}`, { kind: 'uniform', stream, draw, operands: leaf });
    }
    const key = `uniform ${stream} ${draw} in ${loop}`;
    return this.#intern(key, { kind: 'uniform', stream, draw, loop, operands: leaf });
  }

  /** The n-th further uniform of the same stream, iteration and step as `uniform`, n from 1. */
  further(uniform: Ref, n: number): Ref {
    const operation = this.#operations[uniform];
    if (operation?.kind !== 'uniform') throw new RangeError('only a uniform has further ones');
    return this.uniform(operation.stream, operation.draw + n * furtherStride, operation.loop);
  }

  /** Begins a loop and returns its index. A loop inside another is begun after it. What belongs to a loop follows from
   * what its carried values depend on and feed; an operation read outside is taken from the last pass. */
  loop(rule: LoopRule): number {
    return this.#loops.push({ rule, next: new Map() }) - 1;
  }

  /** Index of the step of a time loop, from 0. */
  step(loop: number): Ref {
    return this.#intern(`step of ${loop}`, { kind: 'step', loop, operands: leaf });
  }

  /** A value carried from pass to pass; `carry` says what it becomes. */
  carried(loop: number, initial: Ref): Ref {
    return this.#operations.push(Object.freeze({ kind: 'carried', loop, operands: [initial] })) - 1;
  }

  /** Makes `next` of one pass the carried value of the following one. */
  carry(value: Ref, next: Ref): void {
    const operation = this.#operations[value];
    if (operation?.kind !== 'carried') throw new RangeError('only a carried value is carried on');
    const known = this.#loops[operation.loop]!.next;
    if (next === value) {
      known.set(value, next);
      return;
    }
    // Values that become each other in a ring cannot be taken over one after another, so one of them goes through a copy;
    // the larger of a value and itself is that value in every bit.
    let end = next;
    while (end !== value && known.has(end) && known.get(end) !== end) end = known.get(end)!;
    known.set(value, end === value ? this.binary('max', next, next) : next);
  }

  /** What `ref` is in one step of a time loop, for use outside the loop. */
  tap(loop: number, step: number, ref: Ref): Ref {
    return this.#intern(`tap ${step} of ${loop}`, { kind: 'tap', loop, step, operands: [ref] });
  }

  /** 1 where a solve loop came to rest, else 0. */
  solved(loop: number): Ref {
    return this.#intern(`solved ${loop}`, { kind: 'solved', loop, operands: leaf });
  }

  unary(op: UnaryOp, a: Ref): Ref {
    const operand = this.#operations[a];
    if (op === 'neg' && operand?.kind === 'unary' && operand.op === 'neg') return operand.operands[0]!;
    return this.#intern(op, { kind: 'unary', op, operands: [a] });
  }

  /** Lets `unary(op, a)` be `value` from now on, for who knows it without the detour and to more digits. */
  define(op: UnaryOp, a: Ref, value: Ref): void {
    this.#known.set(`${op} ${a}`, value);
  }

  binary(op: BinaryOp, a: Ref, b: Ref): Ref {
    const swap = commutative.has(op) && b < a;
    const [left, right] = swap ? [b, a] : [a, b];
    return (
      this.#simpler(op, left, right) ?? this.#intern(op, { kind: 'binary', op, operands: [left, right] })
    );
  }

  /** `whenTrue` where `condition` is neither 0 nor NaN, `otherwise` where it is 0, NaN where it is NaN. Both arms are
   * evaluated; the one not chosen leaves no trace. */
  select(condition: Ref, whenTrue: Ref, otherwise: Ref): Ref {
    const known = this.constantOf(condition);
    if (known === 0) return otherwise;
    if (known !== undefined) return isTrue(known) ? whenTrue : this.constant(known);
    return this.#intern('select', { kind: 'select', operands: [condition, whenTrue, otherwise] });
  }

  /** Applies a pure function from outside the language. */
  call(kernel: Kernel, args: readonly Ref[]): Ref {
    if (args.length !== kernel.arity) {
      throw new RangeError(`kernel ${kernel.key} takes ${kernel.arity} arguments, not ${args.length}`);
    }
    const known = this.#kernels.get(kernel.key) ?? { id: this.#kernels.size, kernel };
    this.#kernels.set(kernel.key, known);
    return this.#intern(`call ${known.id}`, { kind: 'call', kernel: known.kernel, operands: [...args] });
  }

  /** The value of an operation that does not depend on parameters, iterations or draws. */
  constantOf(ref: Ref): number | undefined {
    const operation = this.#operations[ref];
    return operation?.kind === 'constant' ? operation.value : undefined;
  }

  /** Lays out what `outputs` need as a frozen program; the builder stays usable. */
  build(outputs: readonly Ref[]): Program {
    return schedule({ operations: this.#operations, loops: this.#loops }, outputs);
  }

  /** Rewrites that are exact for every operand, zeros of both signs, infinities and NaN included. */
  #simpler(op: BinaryOp, a: Ref, b: Ref): Ref | undefined {
    const left = this.constantOf(a);
    const right = this.constantOf(b);
    if (left !== undefined && right !== undefined) return undefined;
    if (op === 'mul' && (left === 1 || right === 1)) return left === 1 ? b : a;
    if (op === 'add' && Object.is(left, -0)) return b;
    if (op === 'add' && Object.is(right, -0)) return a;
    if ((op === 'div' && right === 1) || (op === 'sub' && Object.is(right, 0))) return a;
    if (op === 'and' && [left, right].some((value) => value === 0)) {
      return this.constant(0);
    }
    if (op === 'or' && [left, right].some((value) => value !== undefined && isTrue(value))) {
      return this.constant(1);
    }
    if (op === 'pow' && right === 2) return this.binary('mul', a, a);
    if (op === 'pow' && right === 0.5) {
      const root = this.unary('sqrt', this.binary('add', a, this.constant(0)));
      return this.select(this.binary('eq', a, this.constant(-Infinity)), this.constant(Infinity), root);
    }
    return undefined;
  }

  #intern(name: string, operation: Operation): Ref {
    const key = `${name} ${operation.operands.join(' ')}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const folded = this.#fold(operation);
    const ref = folded ?? this.#operations.push(Object.freeze(operation)) - 1;
    this.#known.set(key, ref);
    return ref;
  }

  /** Runs the operation on one iteration when everything it needs is constant. */
  #fold(operation: Operation): Ref | undefined {
    const values = operation.operands.map((operand) => this.constantOf(operand));
    if (operation.kind === 'tap') return values[0] === undefined ? undefined : operation.operands[0];
    if (values.length === 0 || values.includes(undefined)) return undefined;
    const columns = values.map((value) => Float64Array.of(value!));
    const out = new Float64Array(1);
    if (operation.kind === 'unary') unaryLoops[operation.op](out, columns[0]!, 1);
    else if (operation.kind === 'binary') binaryLoops[operation.op](out, columns[0]!, columns[1]!, 1);
    else if (operation.kind === 'select') selectLoop(out, columns[0]!, columns[1]!, columns[2]!, 1);
    else if (operation.kind === 'call') operation.kernel.evaluate(out, columns, 1);
    return this.constant(out[0]!);
  }
}
