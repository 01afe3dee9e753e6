// Reads rows of a table by a number per lane. Whoever calls keeps the row inside the table, for NaN too.

import { shuffle } from './vector-code.ts';
import type { Operand, Vector, VectorCode } from './vector-code.ts';

export interface Rows {
  /** Columns `at` and `at + 1` of each lane's row. */
  two(at: number): [Vector, Vector];
  /** Column `at` of each lane's row. */
  one(at: number): Vector;
}

/** Rows at byte `offsets` (in the low 32 bits of each lane) of a table that the host puts into memory. */
export function rows(code: VectorCode, table: Float64Array, offsets: Operand): Rows {
  const base = code.layout.place(table);
  const held = code.let(offsets);
  const pointers = [0, 2].map((lane) => {
    const pointer = code.scratch('i32');
    code.push(held);
    code.body.lane('i32x4.extract_lane', lane).set(pointer);
    return pointer;
  });
  const [left, right] = pointers as [(typeof pointers)[0], (typeof pointers)[0]];
  return {
    two(at) {
      const a = code.let(({ body }) => void body.get(left).memory('v128.load', base + 8 * at));
      const b = code.let(({ body }) => void body.get(right).memory('v128.load', base + 8 * at));
      return [code.let(shuffle(a, b, 0, 2)), code.let(shuffle(a, b, 1, 3))];
    },
    one: (at) =>
      code.let(({ body }) => {
        body.get(right);
        body.get(left).memory('v128.load64_zero', base + 8 * at);
        body.memoryLane('v128.load64_lane', 1, base + 8 * at);
      }),
  };
}
