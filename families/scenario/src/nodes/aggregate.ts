// How an aggregator combines what arrives: plain operations in edge order, absent values replaced by neutral ones.
// Where it is unknown whether a value takes part, the result is NaN.

import type { BinaryOp, Kernel, ProgramBuilder, Ref } from '../program/program.ts';

export const aggregatorMethods = [
  'sum',
  'mean',
  'weighted-mean',
  'min',
  'max',
  'product',
  'count',
  'median',
  'std',
  'range',
  'first',
  'last',
] as const;

export type AggregatorMethod = (typeof aggregatorMethods)[number];

/** One line of help per method. Nothing present gives sum 0, count 0, product 1, and NaN for the others. */
export const aggregatorHelp: Readonly<Record<AggregatorMethod, string>> = {
  sum: 'Sum.',
  mean: 'Arithmetic mean.',
  'weighted-mean': 'Mean weighted by the weights of the edges.',
  min: 'Smallest.',
  max: 'Largest.',
  product: 'Product.',
  count: 'How many edges contribute.',
  median: 'Middle value; the mean of the two middle ones when their number is even.',
  std: 'Standard deviation of the values as a whole population (divides by their number).',
  range: 'Largest less smallest.',
  first: 'Value of the first contributing edge.',
  last: 'Value of the last contributing edge.',
};

/** One value at a multiple port. */
export interface Arrival {
  readonly value: Ref;
  /** Where it is 0 the value does not take part, and where it is NaN nobody knows; it always does when absent. */
  readonly present: Ref | undefined;
  readonly weight: number;
}

const combine: Readonly<Record<AggregatorMethod, (masked: Masked) => Ref>> = {
  sum: (masked) => masked.sum(),
  mean: (masked) => masked.mean(),
  'weighted-mean': (masked) => masked.weightedMean(),
  min: (masked) => masked.orNothing(masked.fold('min', Infinity)),
  max: (masked) => masked.orNothing(masked.fold('max', -Infinity)),
  product: (masked) => masked.fold('mul', 1),
  count: (masked) => masked.count(),
  median: (masked) => masked.median(),
  std: (masked) => masked.deviation(),
  range: (masked) => masked.range(),
  first: (masked) => masked.pick(masked.arrivals.toReversed()),
  last: (masked) => masked.pick(masked.arrivals),
};

/** One value from all arrivals, in their order. */
export function aggregate(
  builder: ProgramBuilder,
  method: AggregatorMethod,
  arrivals: readonly Arrival[],
): Ref {
  const values = method === 'weighted-mean' ? arrivals : arrivals.map((arrival) => weighed(builder, arrival));
  return combine[method](new Masked(builder, values));
}

/** The value times the weight of its edge. */
export function weighed(builder: ProgramBuilder, arrival: Arrival): Arrival {
  return { ...arrival, value: builder.binary('mul', arrival.value, builder.constant(arrival.weight)) };
}

class Masked {
  readonly arrivals: readonly Arrival[];
  readonly #builder: ProgramBuilder;

  constructor(builder: ProgramBuilder, arrivals: readonly Arrival[]) {
    this.#builder = builder;
    this.arrivals = arrivals;
  }

  fold(op: BinaryOp, neutral: number): Ref {
    const refs = this.arrivals.map(({ value, present }) => this.#where(present, value, neutral));
    return this.#reduce(op, refs, neutral);
  }

  sum(): Ref {
    return this.fold('add', 0);
  }

  count(): Ref {
    const one = this.#builder.constant(1);
    return this.#reduce(
      'add',
      this.arrivals.map(({ present }) => this.#where(present, one, 0)),
      0,
    );
  }

  mean(): Ref {
    return this.#builder.binary('div', this.sum(), this.count());
  }

  range(): Ref {
    return this.orNothing(
      this.#builder.binary('sub', this.fold('max', -Infinity), this.fold('min', Infinity)),
    );
  }

  weightedMean(): Ref {
    const b = this.#builder;
    const weights = this.arrivals.map(({ present, weight }) => this.#where(present, b.constant(weight), 0));
    const parts = this.arrivals.map((a) => this.#where(a.present, weighed(b, a).value, 0));
    return b.binary('div', this.#reduce('add', parts, 0), this.#reduce('add', weights, 0));
  }

  deviation(): Ref {
    const b = this.#builder;
    const mean = this.mean();
    const squares = this.arrivals.map(({ value, present }) => {
      const deviation = b.binary('sub', value, mean);
      return this.#where(present, b.binary('mul', deviation, deviation), 0);
    });
    return b.unary('sqrt', b.binary('div', this.#reduce('add', squares, 0), this.count()));
  }

  /** The last present one of `arrivals`. */
  pick(arrivals: readonly Arrival[]): Ref {
    const b = this.#builder;
    const nothing = b.constant(Number.NaN);
    const picked = arrivals.reduce(
      (before, { value, present }) => (present === undefined ? value : b.select(present, value, before)),
      nothing,
    );
    return this.orNothing(picked);
  }

  median(): Ref {
    const b = this.#builder;
    const always = b.constant(1);
    const values = this.arrivals.map(({ value }) => value);
    const present = this.arrivals.map((arrival) => arrival.present ?? always);
    return b.call(medianKernel(values.length), [...values, ...present]);
  }

  /** NaN where nothing is present, or where what is present is unknown. */
  orNothing(value: Ref): Ref {
    return this.#builder.select(this.count(), value, this.#builder.constant(Number.NaN));
  }

  #where(present: Ref | undefined, value: Ref, neutral: number): Ref {
    return present === undefined
      ? value
      : this.#builder.select(present, value, this.#builder.constant(neutral));
  }

  #reduce(op: BinaryOp, refs: readonly Ref[], neutral: number): Ref {
    const [first, ...rest] = refs;
    if (first === undefined) return this.#builder.constant(neutral);
    return rest.reduce((left, right) => this.#builder.binary(op, left, right), first);
  }
}

/** Median of the first `size` arguments where the matching one of the other `size` is true; NaN where one is NaN. */
function medianKernel(size: number): Kernel {
  return {
    key: `median ${size}`,
    arity: 2 * size,
    cost: 20 * size,
    evaluate(out, args, count) {
      const sorted = new Float64Array(size);
      for (let i = 0; i < count; i++) {
        let present = 0;
        let known = true;
        for (let k = 0; k < size; k++) {
          const mask = args[size + k]![i]!;
          if (mask === 0) continue;
          const value = args[k]![i]!;
          sorted[present++] = value;
          // Sorting would put NaN last and hide it.
          known &&= !Number.isNaN(value) && !Number.isNaN(mask);
        }
        out[i] = known ? middle(sorted.subarray(0, present)) : Number.NaN;
      }
    },
  };
}

function middle(values: Float64Array): number {
  const half = values.length >> 1;
  if (values.length === 0) return Number.NaN;
  values.sort();
  return values.length % 2 === 1 ? values[half]! : (values[half - 1]! + values[half]!) / 2;
}
