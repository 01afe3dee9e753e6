// Natural logarithms by table and a short series, for kernels that need very many of them in a known range.

import { log } from './logarithm.ts';

/** Width of a cell of the table over its lowest value: five terms of the series suffice. */
const fineness = 0.005;

/** Logarithm in `low` .. `high`, within 4e-16 of the exact one or of its size; elsewhere the general one. About a tenth of
 * the cost of `log`. */
export class LogTable {
  readonly low: number;
  /** One over the width of a cell, and the number of the last one. */
  readonly perCell: number;
  readonly last: number;
  /** Of every cell: one over its middle, and the logarithm of the middle. */
  readonly cells: Float64Array;

  constructor(low: number, high: number) {
    const cells = Math.max(1, Math.ceil((high - low) / (fineness * low)));
    const width = (high - low) / cells;
    this.low = low;
    this.perCell = 1 / width;
    this.last = cells;
    this.cells = new Float64Array(2 * cells + 2);
    for (let cell = 0; cell <= cells; cell++) {
      const inverse = 1 / (low + cell * width);
      this.cells[2 * cell] = inverse;
      this.cells[2 * cell + 1] = -log(inverse);
    }
  }

  at(x: number): number {
    const cell = Math.floor((x - this.low) * this.perCell + 0.5);
    if (!(cell >= 0 && cell <= this.last)) return log(x);
    // Mercator's series of log(1 + u), |u| < 0.0025: the first term left out is below 5e-17
    const u = x * this.cells[2 * cell]! - 1;
    return this.cells[2 * cell + 1]! + u * (1 - u * (1 / 2 - u * (1 / 3 - u * (1 / 4 - u * (1 / 5)))));
  }
}
