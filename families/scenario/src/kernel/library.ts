// Every operation of the vocabulary as code on two lanes, with exactly the bits of `program/loops.ts`.
//
// A module creates one library before its first function. Its expressions are used like the instructions of `vector-code.ts`:
//   code.push(library.binary('add', x, library.unary('exp', y)))
// An operation has a form (`forms/`), which is emitted in place or called. Lanes that a form cannot do go, with their neighbour, to the
// plain loop itself, imported as a scalar function of the host: right by construction, and rare by the choice of the form.

import type { Callable, FunctionBody, ModuleWriter } from '@holdfast/numerics';
import { binaryLoops, unaryLoops } from '../program/loops.ts';
import { binaryOps, unaryOps } from '../program/operations.ts';
import type { BinaryOp, Kernel, KernelForm, UnaryOp } from '../program/operations.ts';
import { binaryArithmetic, select, unaryArithmetic } from './forms/arithmetic.ts';
import { exponentialForms } from './forms/exponential.ts';
import type { Form, Guarded, Source } from './forms/form.ts';
import { inverseTrigonometricForms } from './forms/inverse-trigonometric.ts';
import { logarithmForms } from './forms/logarithm.ts';
import { normalForms } from './forms/normal.ts';
import { powerForms } from './forms/power.ts';
import { tableForm } from './forms/tables.ts';
import { trigonometricForms } from './forms/trigonometric.ts';
import type { MemoryLayout } from './memory-layout.ts';
import { call, VectorCode } from './vector-code.ts';
import type { Operand, Vector } from './vector-code.ts';

const forms: Partial<Record<UnaryOp | BinaryOp, Form>> = {
  ...unaryArithmetic,
  ...binaryArithmetic,
  ...exponentialForms,
  ...logarithmForms,
  ...powerForms,
  ...trigonometricForms,
  ...inverseTrigonometricForms,
  ...normalForms,
};

/** Nanoseconds per value of a loop on the host, called once per lane. */
const hostCost = 60;

/** Name under which a module imports the plain loops. */
export const hostModule = 'host';

/** The plain loops one value at a time: what an instance of a module with a library is given as `host`. */
export function hostFunctions(): Record<string, (a: number, b: number) => number> {
  const [out, left, right] = [new Float64Array(1), new Float64Array(1), new Float64Array(1)];
  const unary = unaryOps.map((op) => {
    const loop = unaryLoops[op];
    const scalar = (a: number): number => {
      left[0] = a;
      loop(out, left, 1);
      return out[0]!;
    };
    return [op, scalar] as const;
  });
  const binary = binaryOps.map((op) => {
    const loop = binaryLoops[op];
    const scalar = (a: number, b: number): number => {
      left[0] = a;
      right[0] = b;
      loop(out, left, right, 1);
      return out[0]!;
    };
    return [op, scalar] as const;
  });
  return Object.fromEntries([...unary, ...binary]);
}

/** Rough nanoseconds per value, by which the scheduler sizes its groups. */
export function costOf(op: UnaryOp | BinaryOp): number {
  return forms[op]?.cost ?? hostCost;
}

/** The same for a kernel that is described as data. */
export function kernelCostOf(described: KernelForm): number {
  return tableForm(described).cost;
}

/** The form that is best for the operand. */
function formFor(found: Form | undefined, source: Source | undefined): Form | undefined {
  const write = source === undefined ? undefined : found?.of?.[source];
  return write === undefined ? found : { ...found!, inline: true, write };
}

export class Library {
  readonly #module: ModuleWriter;
  readonly #layout: MemoryLayout;
  /** The host's scalar loops by operation. */
  readonly #host: ReadonlyMap<string, Callable>;
  /** Functions of the module written so far: forms by operation, and calls of the host on both lanes by its name. */
  readonly #functions = new Map<string, FunctionBody>();

  /** Declares the host's functions. @throws RangeError when the module has a function already */
  constructor(module: ModuleWriter, layout: MemoryLayout) {
    this.#module = module;
    this.#layout = layout;
    this.#host = new Map([
      ...unaryOps.map((op) => [op, module.importFunction(hostModule, op, ['f64'], ['f64'])] as const),
      ...binaryOps.map((op) => [op, module.importFunction(hostModule, op, ['f64', 'f64'], ['f64'])] as const),
    ]);
  }

  unary(op: UnaryOp, a: Operand, source?: Source): Vector {
    return this.#apply(op, formFor(forms[op], source), [a]);
  }

  binary(op: BinaryOp, a: Operand, b: Operand): Vector {
    return this.#apply(op, forms[op], [a, b]);
  }

  select(condition: Operand, whenTrue: Operand, otherwise: Operand): Vector {
    return select(condition, whenTrue, otherwise);
  }

  /** A kernel that is described as data. */
  kernel({ key }: Kernel, described: KernelForm, a: Operand, source?: Source): Vector {
    return this.#apply(`kernel ${key}`, formFor(tableForm(described), source), [a]);
  }

  #apply(op: string, found: Form | undefined, operands: readonly Operand[]): Vector {
    if (found === undefined) return call(this.#onHost(op), ...operands);
    if (!found.inline) return call(this.#function(op, found, operands.length), ...operands);
    return (code) => this.#emit(code, op, found, operands);
  }

  /** The form as a function of the module, written at its first use. */
  #function(op: string, found: Form, arity: number): Callable {
    return this.#once(`form ${op}`, arity, (code, operands) => this.#emit(code, op, found, operands));
  }

  /** What is right in every lane, as a function of the module. */
  #everywhere(op: string, write: NonNullable<Guarded['everywhere']>, arity: number): Callable {
    return this.#once(`everywhere ${op}`, arity, (code, operands) => code.push(write(code, ...operands)));
  }

  #emit(code: VectorCode, op: string, form: Form, operands: readonly Operand[]): void {
    code.scope(() => {
      const held = operands.map((operand) => code.let(operand));
      const written = form.write(code, ...held);
      if (typeof written !== 'object') return code.push(written);
      const { value, usual, everywhere } = written;
      const result = code.scratch('v128');
      code.push(value);
      code.body.set(result);
      code.push(usual);
      // Both lanes: the mask has a bit for each.
      code.body.op('i64x2.bitmask').i32(3).op('i32.ne');
      code.body.if(() => {
        const other =
          everywhere === undefined ? this.#onHost(op) : this.#everywhere(op, everywhere, held.length);
        code.push(call(other, ...held));
        code.body.set(result);
      });
      code.body.get(result);
    });
  }

  /** The host's loop applied to each lane. */
  #onHost(op: string): Callable {
    const scalar = this.#host.get(op)!;
    return this.#once(`host ${op}`, scalar.parameters.length, ({ body }) => {
      const callLane = (lane: number): void => {
        for (const argument of body.arguments) body.get(argument).lane('f64x2.extract_lane', lane);
        body.call(scalar);
      };
      callLane(0);
      body.op('f64x2.splat');
      callLane(1);
      body.lane('f64x2.replace_lane', 1);
    });
  }

  #once(
    name: string,
    arity: number,
    write: (code: VectorCode, operands: readonly Vector[]) => void,
  ): Callable {
    const known = this.#functions.get(name);
    if (known !== undefined) return known;
    const body = this.#module.addFunction(Array<'v128'>(arity).fill('v128'), ['v128']);
    this.#functions.set(name, body);
    const code = new VectorCode(body, this.#layout);
    write(
      code,
      body.arguments.map((_, position) => code.argument(position)),
    );
    return body;
  }
}
