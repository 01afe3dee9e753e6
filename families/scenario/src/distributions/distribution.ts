// What every distribution states: parameters with domains, inversion, both tails, and the moments its tests hold it to.
// Sampling is by inversion with one uniform per value, so streams stay aligned whatever the parameters are.

import { numbers, type Algebra } from './algebra.ts';
import type { Rejection } from './rejection.ts';

/** Where a parameter may lie; every parameter is finite besides. */
export type Domain = 'finite' | 'positive' | 'non-negative' | 'probability' | 'count' | 'whole';

export interface ParameterDoc {
  readonly name: string;
  readonly doc: string;
  readonly domain: Domain;
  /** Used when the author leaves the parameter out; without it the parameter is required. */
  readonly default?: number;
}

/** A formula in one argument and the canonical parameters, four at most. */
export type Formula = <T>(m: Algebra<T>, x: T, a: T, b: T, c: T, d: T) => T;

/** A condition on the values of a form that are each inside their domain. */
export interface Requirement {
  readonly holds: <T>(m: Algebra<T>, a: T, b: T, c: T, d: T) => T;
  /** What is wrong where it does not hold. */
  readonly problem: (a: number, b: number, c: number, d: number) => string;
}

/** One accepted set of parameter names. `canonical` turns their values into what the formulas take. */
export interface Form {
  readonly parameters: readonly ParameterDoc[];
  readonly requires?: readonly Requirement[];
  /** Identity where absent. */
  readonly canonical?: <T>(m: Algebra<T>, a: T, b: T, c: T, d: T) => readonly T[];
}

/** Inversion and both tails as formulas: what can be written in a few operations of a program. */
export interface ClosedForm {
  readonly quantile: Formula;
  readonly upperQuantile: Formula;
  readonly cdf: Formula;
  readonly survival: Formula;
}

/** Inversion for unit location and scale, for what takes a search: the value is its place in the distribution. */
export interface StandardForm {
  /** The first so many canonical parameters give the shape; the others only place it. */
  readonly shapes: 1 | 2;
  readonly quantile: (u: number, a: number, b: number) => number;
  readonly upperQuantile: (q: number, a: number, b: number) => number;
  readonly place: Formula;
}

/** A distribution given by numbers. The functions take the canonical parameters, four at most. */
export interface ParametricDistribution {
  readonly kind: 'parametric';
  readonly name: string;
  readonly summary: string;
  /** Source of the inversion. */
  readonly source: string;
  /** Whole numbers only: cumulative functions step there. */
  readonly lattice: boolean;
  /** Rough nanoseconds per quantile. */
  readonly cost: number;
  readonly forms: readonly Form[];
  /** Present where the functions below are short formulas; they then compute the same bits. */
  readonly closed?: ClosedForm;
  /** Present where constant parameters become a table that distributions of one shape share. */
  readonly standard?: StandardForm;
  /** Present where values with varying parameters can be drawn by exact rejection. */
  readonly rejection?: Rejection;
  /** Smallest x with P(X <= x) >= u, for u in (0, 1). */
  quantile(u: number, a: number, b: number, c: number, d: number): number;
  /** Smallest x with P(X > x) <= q: the quantile at 1 - q, exact for q far below the rounding of 1 - q. */
  upperQuantile(q: number, a: number, b: number, c: number, d: number): number;
  /** P(X <= x). */
  cdf(x: number, a: number, b: number, c: number, d: number): number;
  /** P(X > x), exact far below the rounding of 1 - P(X <= x). */
  survival(x: number, a: number, b: number, c: number, d: number): number;
  /** Infinity or NaN where it does not exist. */
  mean(a: number, b: number, c: number, d: number): number;
  variance(a: number, b: number, c: number, d: number): number;
}

const domains: Readonly<
  Record<Domain, { readonly text: string; readonly holds: <T>(m: Algebra<T>, x: T) => T }>
> = {
  finite: { text: 'a finite number', holds: (m, x) => m.eq(m.sub(x, x), m.constant(0)) },
  positive: { text: 'above 0', holds: (m, x) => within(m, m.gt(x, m.constant(0)), x, Infinity) },
  'non-negative': { text: '0 or above', holds: (m, x) => within(m, m.ge(x, m.constant(0)), x, Infinity) },
  probability: {
    text: 'from 0 to 1',
    holds: (m, x) => m.and(m.ge(x, m.constant(0)), m.le(x, m.constant(1))),
  },
  count: {
    text: 'a whole number from 0 to 2147483648',
    holds: (m, x) => m.and(within(m, m.ge(x, m.constant(0)), x, 2_147_483_649), m.eq(m.trunc(x), x)),
  },
  whole: {
    text: 'a whole number',
    holds: (m, x) => {
      const large = m.constant(Number.MAX_SAFE_INTEGER);
      return m.and(m.and(m.ge(x, m.neg(large)), m.le(x, large)), m.eq(m.trunc(x), x));
    },
  },
};

function within<T>(m: Algebra<T>, above: T, x: T, bound: number): T {
  return m.and(above, m.lt(x, m.constant(bound)));
}

export function domainText(domain: Domain): string {
  return domains[domain].text;
}

/** 1 where the value lies in the domain, else 0 or NaN. */
export function domainHolds<T>(m: Algebra<T>, domain: Domain, value: T): T {
  return domains[domain].holds(m, value);
}

export function inDomain(domain: Domain, value: number): boolean {
  return domainHolds(numbers, domain, value) === 1;
}

/** What is wrong with constant values of a form, each inside its domain; undefined when they can be sampled. */
export function problemOf({ requires = [] }: Form, values: readonly number[]): string | undefined {
  const [a, b, c, d] = pad(values, 0);
  return requires.find(({ holds }) => holds(numbers, a, b, c, d) !== 1)?.problem(a, b, c, d);
}

/** Canonical parameters of the values of a form, padded to four. */
export function canonicalOf<T>(m: Algebra<T>, form: Form, values: readonly T[]): readonly [T, T, T, T] {
  const zero = m.constant(0);
  return pad(form.canonical?.(m, ...pad(values, zero)) ?? values, zero);
}

export function pad<T>([a, b, c, d]: readonly T[], zero: T): readonly [T, T, T, T] {
  return [a ?? zero, b ?? zero, c ?? zero, d ?? zero];
}

/** The functions of a distribution over numbers, computed by its formulas. */
export function closedForm(
  closed: ClosedForm,
): Pick<ParametricDistribution, 'closed' | 'quantile' | 'upperQuantile' | 'cdf' | 'survival'> {
  return {
    closed,
    quantile: (u, a, b, c, d) => closed.quantile(numbers, u, a, b, c, d),
    upperQuantile: (q, a, b, c, d) => closed.upperQuantile(numbers, q, a, b, c, d),
    cdf: (x, a, b, c, d) => closed.cdf(numbers, x, a, b, c, d),
    survival: (x, a, b, c, d) => closed.survival(numbers, x, a, b, c, d),
  };
}

/** Parameter record in one line: name, meaning, domain, default. */
export function parameter(name: string, doc: string, domain: Domain, initial?: number): ParameterDoc {
  return initial === undefined ? { name, doc, domain } : { name, doc, domain, default: initial };
}

/** `value` where x is above 0, else `otherwise`: the tails of what is never negative. */
export function wherePositive<T>(m: Algebra<T>, x: T, value: T, otherwise: T): T {
  return m.select(m.gt(x, m.constant(0)), value, otherwise);
}

/** Smallest whole x >= lowest with P(X > x) <= q, by doubling steps from `start` and halving. */
export function latticeUpperQuantile(
  q: number,
  survival: (x: number) => number,
  start: number,
  lowest: number,
  highest: number,
): number {
  return leastWhole((x) => survival(x) <= q, start, lowest, highest);
}

/** Smallest whole x in lowest .. highest where `reached` holds, which then holds for all above; `highest` if none. */
export function leastWhole(
  reached: (x: number) => boolean,
  start: number,
  lowest: number,
  highest: number,
): number {
  let below = lowest - 1;
  let above = Math.min(Math.max(Math.floor(start), lowest), highest);
  for (let width = 1; above < highest && !reached(above); width *= 2) {
    below = above;
    above = Math.min(above + width, highest);
  }
  while (above - below > 1) {
    const middle = Math.floor((above + below) / 2);
    if (reached(middle)) above = middle;
    else below = middle;
  }
  return above;
}
