// Operands for comparisons bit for bit: special values, thresholds of the sources, random bits, dense usual ranges.
import { exp, fillUniforms, philox4x32, seedKey } from '@holdfast/numerics';
import type { BinaryOp, UnaryOp } from '../../src/program/operations.ts';

/** Thresholds that the sources of the elementary functions name. */
const thresholds = [
  7.450580596923828e-9,
  9.313225746154785e-10,
  1.1102230246251565e-16,
  0.125,
  0.25,
  0.5,
  1,
  Math.SQRT2,
  Math.SQRT1_2,
  6,
  9,
  22,
  27.5,
  39,
  40,
  60,
  709.782712893384,
  710,
  711,
  745.1332191019411,
  746,
  760,
  1e6,
  1e18,
  1e150,
  1e-135,
  1e290,
];
const up = (x: number): number => x * (1 + Number.EPSILON);
const down = (x: number): number => x * (1 - Number.EPSILON / 2);

const positive = [
  ...thresholds.flatMap((x) => [x, up(x), down(x)]),
  0,
  5e-324,
  1e-310,
  2.225073858507201e-308,
  2.2250738585072014e-308,
  1e-300,
  2,
  3,
  10,
  1000,
  2.5,
  1.5,
  4503599627370496,
  4503599627370495.5,
  9007199254740992,
  9007199254740994,
  1e16,
  1e300,
  Number.MAX_VALUE,
  Infinity,
  Math.PI / 2,
  Math.PI,
];

/** Zeros, subnormals, infinities, NaN, halves, powers, thresholds with their neighbours, of both signs. */
export const special: readonly number[] = [...positive, ...positive.map((x) => -x), NaN];

/** One value of each kind that code treats apart. */
const kinds = [0, -0, 0.3, -0.3, 5, -5, 5e-324, 1e300, Infinity, -Infinity, NaN];

/** All pairs as two columns; neighbouring lanes hold neighbouring pairs. */
export function pairs(values: readonly number[]): [Float64Array, Float64Array] {
  const even = values.length % 2 === 0 ? values : [...values, values[0]];
  return [
    Float64Array.from(even.flatMap((a) => even.map(() => a))),
    Float64Array.from(even.flatMap(() => even)),
  ];
}

/** `count` doubles of uniformly random bits: all exponents, both signs, some NaN. */
export function randomBits(count: number, seed: number): Float64Array {
  const words = new Uint32Array(2 * count);
  const block = new Uint32Array(4);
  for (let i = 0; i < words.length; i += 4) {
    philox4x32(i, 0, 0, 0, seed, 0, block);
    words.set(block.subarray(0, Math.min(4, words.length - i)), i);
  }
  return new Float64Array(words.buffer);
}

/** Ranges in which an operation is usually asked. */
const ranges: Partial<Record<UnaryOp | BinaryOp, readonly [low: number, high: number]>> = {
  exp: [-760, 720],
  expm1: [-45, 65],
  sinh: [-45, 45],
  cosh: [-45, 45],
  tanh: [-25, 25],
  asin: [-1, 1],
  acos: [-1, 1],
  log1p: [-1, 3],
};

/** 20,000 operands spread evenly over the usual range of the operation, a narrow one and one by magnitude. */
export function denseFor(op: UnaryOp | BinaryOp, stream = 0): Float64Array {
  const [low, high] = ranges[op] ?? [-30, 30];
  const uniforms = new Float64Array(20_000);
  fillUniforms(uniforms, uniforms.length, 0, 77, stream, seedKey(5));
  return uniforms.map((u, i) => {
    if (i % 3 === 0) return low + u * (high - low);
    if (i % 3 === 1) return i % 2 === 0 ? u : 4 * u - 2;
    const size = exp(40 * u - 20);
    return i % 2 === 0 ? size : -size;
  });
}

/** Ranges in which vector code answers alone. */
const usual: Partial<Record<UnaryOp | BinaryOp, readonly [low: number, high: number]>> = {
  log: [1e-9, 50],
  log2: [1e-9, 50],
  log10: [1e-9, 50],
  log1p: [-1, 50],
  normalQuantile: [0, 1],
};

/** 10,000 operands of that kind, evenly spread; of both signs when the operation takes them. */
export function usualFor(op: UnaryOp | BinaryOp, stream = 0): Float64Array {
  const [low, high] = usual[op] ?? [-50, 50];
  const uniforms = new Float64Array(10_000);
  fillUniforms(uniforms, uniforms.length, 0, 78, stream, seedKey(6));
  return uniforms.map((u) => low + u * (high - low));
}

/** All operands an operation is compared on: sets of columns, one column per operand. */
export function columnsFor(op: string, arity: number): Float64Array[][] {
  const named = op as UnaryOp | BinaryOp;
  if (arity === 1) {
    // Every special value beside one of each kind, in either lane.
    const neighbours = Float64Array.from(special.flatMap((a) => kinds.flatMap((b) => [a, b, b, a])));
    return [[neighbours], [randomBits(20_000, 1)], [denseFor(named)]];
  }
  if (arity === 3) {
    const [condition, whenTrue] = pairs([0, -0, 1, -1, 0.5, NaN, Infinity, 5e-324, 7, 8]);
    return [[condition, whenTrue, whenTrue.map((x) => x + 1)]];
  }
  const dense = [denseFor(named), denseFor(named, 1)];
  const whole = [dense[0], dense[1].map(Math.round)];
  return [pairs(special), [randomBits(20_000, 2), randomBits(20_000, 3)], dense, whole];
}
