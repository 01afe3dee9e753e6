// What every distribution states: parameters with domains, inversion, both tails, and the moments its tests hold it to.
// Sampling is by inversion with one uniform per value, so streams stay aligned whatever the parameters are.

/** Where a parameter may lie; every parameter is finite besides. */
export type Domain = 'finite' | 'positive' | 'non-negative' | 'probability' | 'count';

export interface ParameterDoc {
  readonly name: string;
  readonly doc: string;
  readonly domain: Domain;
  /** Used when the author leaves the parameter out; without it the parameter is required. */
  readonly default?: number;
}

/** One accepted set of parameter names. `canonical` turns their values into what the functions below take. */
export interface Form {
  readonly parameters: readonly ParameterDoc[];
  /** What is wrong with values that are each inside their domain. */
  problem?(values: readonly number[]): string | undefined;
  /** Identity where absent. */
  canonical?(values: readonly number[]): readonly number[];
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

const domains: Readonly<Record<Domain, { readonly text: string; holds(value: number): boolean }>> = {
  finite: { text: 'a finite number', holds: () => true },
  positive: { text: 'above 0', holds: (value) => value > 0 },
  'non-negative': { text: '0 or above', holds: (value) => value >= 0 },
  probability: { text: 'from 0 to 1', holds: (value) => value >= 0 && value <= 1 },
  count: {
    text: 'a whole number from 0 to 2147483648',
    holds: (value) => value >= 0 && value <= 2_147_483_648 && Math.trunc(value) === value,
  },
};

export function domainText(domain: Domain): string {
  return domains[domain].text;
}

export function inDomain(domain: Domain, value: number): boolean {
  return value - value === 0 && domains[domain].holds(value);
}

/** Parameter record in one line: name, meaning, domain, default. */
export function parameter(name: string, doc: string, domain: Domain, initial?: number): ParameterDoc {
  return initial === undefined ? { name, doc, domain } : { name, doc, domain, default: initial };
}

/** Smallest whole x >= lowest with P(X > x) <= q, by doubling steps from `start` and halving. */
export function latticeUpperQuantile(
  q: number,
  survival: (x: number) => number,
  start: number,
  lowest: number,
  highest: number,
): number {
  let below = lowest - 1;
  let above = Math.min(Math.max(Math.floor(start), lowest), highest);
  for (let width = 1; above < highest && survival(above) > q; width *= 2) {
    below = above;
    above = Math.min(above + width, highest);
  }
  while (above - below > 1) {
    const middle = Math.floor((above + below) / 2);
    if (survival(middle) > q) below = middle;
    else above = middle;
  }
  return above;
}
