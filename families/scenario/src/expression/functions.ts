// The closed table of functions: name, arity, one line of help and the lowering, side by side.

import type { ProgramBuilder, Ref, UnaryOp } from '../program/program.ts';

/** One line of help for an editor. */
export interface FunctionHelp {
  readonly name: string;
  readonly signature: string;
  readonly summary: string;
}

export interface ExpressionFunction extends FunctionHelp {
  readonly arityMin: number;
  /** Infinity when any number will do. */
  readonly arityMax: number;
  /** Receives a number of arguments within the arity. */
  lower(builder: ProgramBuilder, args: readonly Ref[]): Ref;
}

function elementary(name: string, op: UnaryOp, summary: string): ExpressionFunction {
  return {
    name,
    signature: `${name}(x)`,
    summary,
    arityMin: 1,
    arityMax: 1,
    lower: (builder, [x]) => builder.unary(op, x!),
  };
}

/** From left to right, so the order of the arguments is the order of rounding. */
function reduce(builder: ProgramBuilder, op: 'add' | 'min' | 'max', args: readonly Ref[]): Ref {
  return args.reduce((left, right) => builder.binary(op, left, right));
}

const table: readonly ExpressionFunction[] = [
  elementary('abs', 'abs', 'Size without sign.'),
  elementary('ceil', 'ceil', 'Next whole number upwards.'),
  elementary('floor', 'floor', 'Next whole number downwards.'),
  elementary(
    'round',
    'round',
    'Nearest whole number; halves go away from zero: round(2.5) = 3, round(-2.5) = -3.',
  ),
  elementary('trunc', 'trunc', 'Whole part, towards zero.'),
  elementary('sign', 'sign', '-1, 0 or 1.'),
  elementary('sqrt', 'sqrt', 'Square root; NaN below 0.'),
  elementary('cbrt', 'cbrt', 'Cube root.'),
  elementary('exp', 'exp', 'e to the power x.'),
  elementary('expm1', 'expm1', 'exp(x) - 1, accurate near 0.'),
  elementary('log', 'log', 'Natural logarithm; NaN below 0.'),
  elementary('ln', 'log', 'Natural logarithm, same as log.'),
  elementary('log1p', 'log1p', 'log(1 + x), accurate near 0.'),
  elementary('log10', 'log10', 'Logarithm to base 10.'),
  elementary('log2', 'log2', 'Logarithm to base 2.'),
  elementary('sin', 'sin', 'Sine of x radians.'),
  elementary('cos', 'cos', 'Cosine of x radians.'),
  elementary('tan', 'tan', 'Tangent of x radians.'),
  elementary('asin', 'asin', 'Angle in radians whose sine is x.'),
  elementary('acos', 'acos', 'Angle in radians whose cosine is x.'),
  elementary('atan', 'atan', 'Angle in radians whose tangent is x.'),
  elementary('sinh', 'sinh', 'Hyperbolic sine.'),
  elementary('cosh', 'cosh', 'Hyperbolic cosine.'),
  elementary('tanh', 'tanh', 'Hyperbolic tangent.'),
  elementary('isnan', 'isnan', '1 when x is not a number, otherwise 0.'),
  {
    name: 'pow',
    signature: 'pow(x, y)',
    summary: 'x to the power y, same as x ^ y; x ^ 0 is 1 for every x, NaN included.',
    arityMin: 2,
    arityMax: 2,
    lower: (builder, [x, y]) => builder.binary('pow', x!, y!),
  },
  {
    name: 'atan2',
    signature: 'atan2(y, x)',
    summary: 'Angle in radians from the x axis to the point (x, y).',
    arityMin: 2,
    arityMax: 2,
    lower: (builder, [y, x]) => builder.binary('atan2', y!, x!),
  },
  {
    name: 'hypot',
    signature: 'hypot(x, y)',
    summary: 'Square root of x^2 + y^2 without overflow.',
    arityMin: 2,
    arityMax: 2,
    lower: (builder, [x, y]) => builder.binary('hypot', x!, y!),
  },
  {
    name: 'min',
    signature: 'min(a, b, ...)',
    summary: 'Smallest of two or more; NaN when any is NaN.',
    arityMin: 2,
    arityMax: Infinity,
    lower: (builder, args) => reduce(builder, 'min', args),
  },
  {
    name: 'max',
    signature: 'max(a, b, ...)',
    summary: 'Largest of two or more; NaN when any is NaN.',
    arityMin: 2,
    arityMax: Infinity,
    lower: (builder, args) => reduce(builder, 'max', args),
  },
  {
    name: 'clamp',
    signature: 'clamp(x, low, high)',
    summary: 'x kept within low .. high; high wins when the bounds cross.',
    arityMin: 3,
    arityMax: 3,
    lower: (builder, [x, low, high]) => builder.binary('min', builder.binary('max', x!, low!), high!),
  },
  {
    name: 'sum',
    signature: 'sum(a, ...)',
    summary: 'Sum of one or more.',
    arityMin: 1,
    arityMax: Infinity,
    lower: (builder, args) => reduce(builder, 'add', args),
  },
  {
    name: 'mean',
    signature: 'mean(a, ...)',
    summary: 'Arithmetic mean of one or more.',
    arityMin: 1,
    arityMax: Infinity,
    lower: (builder, args) =>
      builder.binary('div', reduce(builder, 'add', args), builder.constant(args.length)),
  },
  {
    name: 'if',
    signature: 'if(condition, a, b)',
    summary: 'a when the condition holds, otherwise b, NaN when it is NaN; same as condition ? a : b.',
    arityMin: 3,
    arityMax: 3,
    lower: (builder, [condition, a, b]) => builder.select(condition!, a!, b!),
  },
  {
    name: 'coalesce',
    signature: 'coalesce(x, default)',
    summary: 'x, or the default where x is NaN.',
    arityMin: 2,
    arityMax: 2,
    lower: (builder, [x, otherwise]) => builder.select(builder.unary('isnan', x!), otherwise!, x!),
  },
  {
    name: 'step',
    signature: 'step(x, edge)',
    summary: '1 when x >= edge, otherwise 0; NaN when either is NaN.',
    arityMin: 2,
    arityMax: 2,
    lower: (builder, [x, edge]) => builder.binary('ge', x!, edge!),
  },
];

/** The function table by name. */
export const functionTable: ReadonlyMap<string, ExpressionFunction> = new Map(
  table.map((entry) => [entry.name, entry]),
);

/** Every function with its help, for completion and reference. */
export const expressionFunctions: readonly FunctionHelp[] = table.map(({ name, signature, summary }) => ({
  name,
  signature,
  summary,
}));
