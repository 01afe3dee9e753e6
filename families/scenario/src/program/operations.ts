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
 * condition is. */
export type Operation =
  | { readonly kind: 'constant'; readonly value: number; readonly operands: readonly Ref[] }
  | { readonly kind: 'parameter'; readonly index: number; readonly operands: readonly Ref[] }
  | { readonly kind: 'iteration'; readonly operands: readonly Ref[] }
  | {
      readonly kind: 'uniform';
      readonly stream: number;
      readonly draw: number;
      readonly operands: readonly Ref[];
    }
  | { readonly kind: 'unary'; readonly op: UnaryOp; readonly operands: readonly Ref[] }
  | { readonly kind: 'binary'; readonly op: BinaryOp; readonly operands: readonly Ref[] }
  | { readonly kind: 'select'; readonly operands: readonly Ref[] }
  | { readonly kind: 'call'; readonly kernel: Kernel; readonly operands: readonly Ref[] };

/** A compiled program: frozen data that an evaluator or an encoder reads. */
export interface Program {
  /** Live operations. The first `invariantCount` depend on constants and parameters only. */
  readonly operations: readonly Operation[];
  readonly invariantCount: number;
  readonly outputs: readonly Ref[];
  /** By operation: the buffer that holds its column; -1 for invariant operations, which keep one value. */
  readonly buffers: readonly number[];
  readonly bufferCount: number;
  /** Parameters an evaluator must be given: one more than the largest index in use. */
  readonly parameterCount: number;
}
