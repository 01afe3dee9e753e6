// The metalog: a smooth distribution through percentiles as experts give them (p10, p50, p90), with optional bounds.
// T. W. Keelin (2016), The metalog distributions, doi:10.1287/deca.2016.0338.

import { Algebra, numbers } from './algebra.ts';
import type { Table, TableDistribution } from './tables.ts';
import type { Truncation } from './truncation.ts';

const termsMax = 16;
/** Where the quantile function must rise, in logarithms of odds. */
const reach = 30;

interface Bounds {
  readonly lower: number | undefined;
  readonly upper: number | undefined;
}

/** Coefficients of powers of u - 1/2: on their own, and times the logarithm of the odds. */
interface Coefficients {
  readonly plain: readonly number[];
  readonly odds: readonly number[];
}

export const metalog: TableDistribution = {
  kind: 'table',
  name: 'metalog',
  summary: 'Smooth distribution through given percentiles, for example p10, p50 and p90, with bounds if any.',
  source: 'T. W. Keelin (2016), doi:10.1287/deca.2016.0338',
  parameters: [
    {
      name: 'levels',
      doc: 'Probabilities of the percentiles, rising: 0.1, 0.5, 0.9.',
      type: 'numbers',
      required: true,
    },
    { name: 'values', doc: 'Values at these levels, rising.', type: 'numbers', required: true },
    { name: 'lower', doc: 'No value lies below this.', type: 'number', required: false },
    { name: 'upper', doc: 'No value lies above this.', type: 'number', required: false },
  ],
  prepare({ levels = [], values, lower, upper }, truncation) {
    const problem = problemOf(levels, values, { lower, upper });
    if (problem !== undefined) return { problem };
    const shown = values.map((value) => unbounded(value, { lower, upper }));
    const coefficients = solve(levels, shown);
    if (coefficients === undefined || !rises(coefficients)) {
      return {
        problem: 'no smooth distribution of this form has these percentiles; move the values or give fewer',
      };
    }
    return tableOf(coefficients, { lower, upper }, truncation);
  },
};

function problemOf(levels: readonly number[], values: readonly number[], bounds: Bounds): string | undefined {
  const { lower = -Infinity, upper = Infinity } = bounds;
  if (levels.length !== values.length) return `${levels.length} levels but ${values.length} values`;
  if (levels.length < 2 || levels.length > termsMax) return `2 to ${termsMax} percentiles are needed`;
  if (!levels.every((level, i) => level > (levels[i - 1] ?? 0) && level < 1)) {
    return 'the levels must rise and lie between 0 and 1';
  }
  if (!values.every((value, i) => i === 0 || value > values[i - 1]!)) return 'the values must rise';
  const inside = values.every((value) => value > lower && value < upper);
  return inside ? undefined : 'every value must lie strictly between lower and upper';
}

/** The scale on which the metalog has no bounds. */
function unbounded(value: number, { lower, upper }: Bounds): number {
  if (lower === undefined && upper === undefined) return value;
  if (upper === undefined) return numbers.log(value - lower!);
  if (lower === undefined) return -numbers.log(upper - value);
  return numbers.log((value - lower) / (upper - value));
}

function bounded<T>(m: Algebra<T>, value: T, { lower, upper }: Bounds): T {
  if (lower === undefined && upper === undefined) return value;
  if (upper === undefined) return m.add(m.constant(lower!), m.exp(value));
  if (lower === undefined) return m.sub(m.constant(upper), m.exp(m.neg(value)));
  const share = m.div(m.constant(1), m.add(m.constant(1), m.exp(m.neg(value))));
  return m.add(m.constant(lower), m.mul(m.constant(upper - lower), share));
}

/** Keelin's terms in their order: 1, odds, (u - 1/2) odds, u - 1/2, then powers of u - 1/2 with and without the odds. */
function termsOf(u: number, count: number): readonly number[] {
  const odds = numbers.log(u / (1 - u));
  const centred = u - 0.5;
  const order = [1, odds, centred * odds, centred];
  for (let power = centred * centred; order.length < count; power *= centred) {
    order.push(power, power * odds);
  }
  return order.slice(0, count);
}

/** Gauss elimination with pivots; undefined when the percentiles lie too close together. */
function solve(levels: readonly number[], values: readonly number[]): Coefficients | undefined {
  const n = levels.length;
  const rows = levels.map((level, i) => [...termsOf(level, n), values[i]!]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    if (Math.abs(rows[pivot]![column]!) < 1e-13) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let k = column; k <= n; k++) rows[row]![k] = rows[row]![k]! - factor * rows[column]![k]!;
    }
  }
  const solution = rows.map((row, i) => row[n]! / row[i]!);
  const at = (i: number): number => solution[i] ?? 0;
  const plain = [at(0), at(3)];
  const odds = [at(1), at(2)];
  for (let i = 4; i < n; i += 2) {
    plain.push(at(i));
    odds.push(at(i + 1));
  }
  return { plain, odds };
}

function polynomial<T>(m: Algebra<T>, coefficients: readonly number[], x: T): T {
  return coefficients.reduceRight(
    (sum, coefficient) => m.add(m.constant(coefficient), m.mul(x, sum)),
    m.constant(0),
  );
}

function metalogAt<T>(m: Algebra<T>, { plain, odds }: Coefficients, u: T): T {
  const centred = m.sub(u, m.constant(0.5));
  const logOdds = m.log(m.div(u, m.sub(m.constant(1), u)));
  return m.add(polynomial(m, plain, centred), m.mul(logOdds, polynomial(m, odds, centred)));
}

/** Whether the quantile function rises between neighbouring places from 1e-13 to 1 - 1e-13. */
function rises(coefficients: Coefficients): boolean {
  let previous = -Infinity;
  for (let s = -reach; s <= reach; s += 0.125) {
    const value = metalogAt(numbers, coefficients, uniformAt(s));
    if (!(value > previous)) return false;
    previous = value;
  }
  return true;
}

/** The probability with these logarithmic odds. */
function uniformAt(s: number): number {
  return 1 / (1 + numbers.exp(-s));
}

function tableOf(
  coefficients: Coefficients,
  bounds: Bounds,
  { min, max }: Truncation,
): Table | { readonly problem: string } {
  const full = <T>(m: Algebra<T>, u: T): T => bounded(m, metalogAt(m, coefficients, u), bounds);
  const from = min === -Infinity ? 0 : probabilityBelow((u) => full(numbers, u), min);
  const to = max === Infinity ? 1 : probabilityBelow((u) => full(numbers, u), max);
  if (!(to > from)) return { problem: 'no probability is left inside the truncation' };
  const formula = <T>(m: Algebra<T>, u: T): T => {
    if (from === 0 && to === 1) return full(m, u);
    const value = full(m, m.add(m.constant(from), m.mul(u, m.constant(to - from))));
    return m.min(m.constant(max), m.max(m.constant(min), value));
  };
  const quantile = (u: number): number => formula(numbers, u);
  return {
    formula,
    quantile,
    get mean() {
      return average(quantile);
    },
    get variance() {
      const mean = average(quantile);
      return average((u) => (quantile(u) - mean) * (quantile(u) - mean));
    },
  };
}

/** Halving in the logarithm of the odds. */
function probabilityBelow(quantile: (u: number) => number, x: number): number {
  let [low, high] = [-reach, reach];
  if (quantile(uniformAt(low)) >= x) return 0;
  if (quantile(uniformAt(high)) <= x) return 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (quantile(uniformAt(middle)) < x) low = middle;
    else high = middle;
  }
  return uniformAt(high);
}

/** Integral over (0, 1) by the trapezoidal rule in the logarithm of the odds, where the ends vanish exponentially. */
function average(f: (u: number) => number): number {
  const step = 1 / 16;
  let sum = 0;
  for (let s = -reach; s <= reach; s += step) {
    const u = uniformAt(s);
    sum += f(u) * u * (1 - u) * step;
  }
  return sum;
}
