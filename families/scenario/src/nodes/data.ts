// Observed numbers: a random row or the next row in each iteration.

import type { Kernel } from '../program/program.ts';

/** Row at a uniform of (0, 1): each row with the same probability. `key` names the values. */
export function bootstrapKernel(key: string, values: Float64Array): Kernel {
  const rows = values.length;
  return {
    key,
    arity: 1,
    cost: 5,
    form: { kind: 'gather', values },
    evaluate(out, args, count) {
      const uniform = args[0]!;
      for (let i = 0; i < count; i++) out[i] = values[Math.min(rows - 1, Math.floor(uniform[i]! * rows))]!;
    },
  };
}

/** Rows in order, beginning again after the last; the argument is the iteration. */
export function cycleKernel(key: string, values: Float64Array): Kernel {
  return {
    key,
    arity: 1,
    cost: 5,
    evaluate(out, args, count) {
      const iteration = args[0]!;
      for (let i = 0; i < count; i++) out[i] = values[iteration[i]! % values.length]!;
    },
  };
}
