// The vocabulary of a compiled program: pure operations over columns of iterations, in static single assignment form.

/** Index of an operation; operands always have a smaller index than their user. */
export type Ref = number;

/** One operand. Angles are in radians; the normal functions are the standard ones, the quantile NaN outside [0, 1];
 * `not` gives 1 or 0, or NaN for NaN; `isnan` gives 1 or 0; `round` takes halves away from zero. */
export const unaryOps = [
  'neg',
  'abs',
  'ceil',
  'floor',
  'round',
  'trunc',
  'sign',
  'sqrt',
  'cbrt',
  'exp',
  'expm1',
  'log',
  'log1p',
  'log2',
  'log10',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'normalCdf',
  'normalQuantile',
  'not',
  'isnan',
] as const;

/** Two operands. `rem` keeps the sign of the dividend and is exact; comparisons and logic give 1 or 0;
 * a value is true when it is neither 0 nor NaN. NaN is unknown: a comparison with it is NaN; `and` is NaN unless a side
 * is 0, `or` unless a side is true. `pow` gives 1 for the exponent 0 whatever the base. */
export const binaryOps = [
  'add',
  'sub',
  'mul',
  'div',
  'rem',
  'pow',
  'atan2',
  'hypot',
  'min',
  'max',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'and',
  'or',
] as const;

export type UnaryOp = (typeof unaryOps)[number];
export type BinaryOp = (typeof binaryOps)[number];

/** A kernel of one argument as plain data, for a back end that would rather not call `evaluate`; the bits are the same.
 * `segments`: a table of `tableQuantile` in numerics. `steps`: values[i] for the first i with cumulative[i] >= u, searched
 * upwards from guide[floor(u * guide.length)]; the length is a power of two and the last step always counts as reached.
 * `gather`: values[floor(u * values.length)], the last one at most. NaN gives NaN. */
export type KernelForm =
  | { readonly kind: 'segments'; readonly coefficients: Float64Array; readonly fractionBits: number }
  | {
      readonly kind: 'steps';
      readonly values: Float64Array;
      readonly cumulative: Float64Array;
      readonly guide: Int32Array;
    }
  | { readonly kind: 'gather'; readonly values: Float64Array };

/** A function from outside the language, for example a quantile function, a data column or a lookup table.
 * It is pure and elementwise: `out[i]` depends on the i-th value of each argument and on nothing else. */
export interface Kernel {
  /** Equal keys mean equal functions, so that equal calls are evaluated once. */
  readonly key: string;
  readonly arity: number;
  /** Rough nanoseconds per value. */
  readonly cost: number;
  /** The same function as data; may be computed when it is first read. */
  readonly form?: KernelForm | undefined;
  /** Fills `out[0 .. count-1]`; `out` is never one of `args`, and arrays may be longer than `count`. */
  evaluate(out: Float64Array, args: readonly Float64Array[], count: number): void;
}

/** One operation. `select` has operands [condition, whenTrue, otherwise], evaluates all three and is NaN where the
 * condition is. `uniform` with a time loop draws anew in each of its steps: the index of the step is added to `draw`.
 * `step` is that index, from 0. `carried` is the value carried into the present pass of a loop; its operand is the initial
 * one. `tap` keeps, for readers outside its time loop, what its operand was in one step. `solved` stands outside its solve
 * loop and is 1 where that came to rest and 0 elsewhere. `loop` indexes the loops of the program. */
export type Operation =
  | { readonly kind: 'constant'; readonly value: number; readonly operands: readonly Ref[] }
  | { readonly kind: 'parameter'; readonly index: number; readonly operands: readonly Ref[] }
  | { readonly kind: 'iteration'; readonly operands: readonly Ref[] }
  | {
      readonly kind: 'uniform';
      readonly stream: number;
      readonly draw: number;
      /** A time loop; once per iteration when absent. */
      readonly loop?: number;
      readonly operands: readonly Ref[];
    }
  | { readonly kind: 'unary'; readonly op: UnaryOp; readonly operands: readonly Ref[] }
  | { readonly kind: 'binary'; readonly op: BinaryOp; readonly operands: readonly Ref[] }
  | { readonly kind: 'select'; readonly operands: readonly Ref[] }
  | { readonly kind: 'call'; readonly kernel: Kernel; readonly operands: readonly Ref[] }
  | { readonly kind: 'step'; readonly loop: number; readonly operands: readonly Ref[] }
  | { readonly kind: 'carried'; readonly loop: number; readonly operands: readonly Ref[] }
  | {
      readonly kind: 'tap';
      readonly loop: number;
      readonly step: number;
      readonly operands: readonly Ref[];
    }
  | { readonly kind: 'solved'; readonly loop: number; readonly operands: readonly Ref[] };

/** What a loop hands from pass to pass. */
export interface Carried {
  /** The `carried` operation whose column holds it. */
  readonly value: Ref;
  /** From outside the loop; copied into the column before the first pass. */
  readonly initial: Ref;
  /** Taken into the column before each later pass, so that after the loop the column holds what the last pass began with. */
  readonly next: Ref;
}

/** When and how often passes happen. A `solve` loop ends for an iteration as soon as
 * |next - value| <= tolerance (1 + |next|) for all it carries, with success, or as soon as a `next` is not finite, without;
 * from then on its carried values stay, so that the operations of the loop keep their values whatever other iterations of
 * the block still do. Until then value becomes value + damping (next - value); with damping 1 it becomes `next`. */
export type LoopRule =
  | { readonly kind: 'time'; readonly steps: number }
  | {
      readonly kind: 'solve';
      readonly tolerance: number;
      /** Above 0, at most 1. */
      readonly damping: number;
      /** Passes, at most; what has not come to rest by then is not solved. */
      readonly most: number;
    };

/** Operations executed once per pass. What is read from outside is the value of the last pass. */
export type Loop = LoopRule & {
  /** Operations from .. to - 1; loops nest or lie apart. */
  readonly from: number;
  readonly to: number;
  /** Taken over one after another; the order is such that none is overwritten before another has read it. */
  readonly carried: readonly Carried[];
};

/** A compiled program: frozen data that an evaluator or an encoder reads. */
export interface Program {
  /** Live operations. The first `invariantCount` depend on constants and parameters only; no loop lies across that border. */
  readonly operations: readonly Operation[];
  readonly invariantCount: number;
  /** An outer loop comes before those inside it. */
  readonly loops: readonly Loop[];
  readonly outputs: readonly Ref[];
  /** By operation: the buffer that holds its column; -1 for invariant operations, which keep one value. */
  readonly buffers: readonly number[];
  readonly bufferCount: number;
  /** Parameters an evaluator must be given: one more than the largest index in use. */
  readonly parameterCount: number;
}
