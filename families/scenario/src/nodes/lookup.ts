// A tabulated function: increasing arguments, one value each, and a stated behaviour beyond both ends.

import type { Kernel } from '../program/program.ts';

export interface LookupTable {
  /** Strictly increasing. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export type LookupMethod = 'linear' | 'step' | 'nearest';
export type LookupOutside = 'clamp' | 'extrapolate' | 'invalid';

/** `key` names the table; equal keys must mean equal tables. NaN gives NaN. */
export function lookupKernel(
  key: string,
  table: LookupTable,
  method: LookupMethod,
  outside: LookupOutside,
): Kernel {
  const { x, y } = table;
  const last = x.length - 1;
  const low = x[0]!;
  const high = x[last]!;
  const between = (at: number, segment: number): number => {
    if (method === 'step') return at >= x[segment + 1]! ? y[segment + 1]! : y[segment]!;
    const left = x[segment]!;
    const share = (at - left) / (x[segment + 1]! - left);
    if (method === 'nearest') return share < 0.5 ? y[segment]! : y[segment + 1]!;
    return share === 1 ? y[segment + 1]! : y[segment]! + share * (y[segment + 1]! - y[segment]!);
  };
  const value = (at: number): number => {
    if (at >= low && at <= high) return last === 0 ? y[0]! : between(at, segmentOf(x, at));
    if (at !== at || outside === 'invalid') return Number.NaN;
    if (outside === 'clamp') return at < low ? y[0]! : y[last]!;
    return between(at, at < low ? 0 : last - 1);
  };
  return {
    key,
    arity: 1,
    cost: 30,
    evaluate(out, args, count) {
      const arguments_ = args[0]!;
      for (let i = 0; i < count; i++) out[i] = value(arguments_[i]!);
    },
  };
}

/** Index of the segment that holds `at`, for x[0] <= at <= x[last]. */
function segmentOf(x: Float64Array, at: number): number {
  let low = 0;
  let high = x.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (x[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
