// The bins of a sketch as cells in ascending order of value. Read after every frame, so it is filled again in the room it has.

/** Where values lie, ascending: bins, parts of bins between heavy values, and single values, whose low = high. Valid in the
 * first `length` places. */
export class Cells {
  low = new Float64Array(0);
  high = new Float64Array(0);
  count = new Float64Array(0);
  /** Number of values in all earlier cells. */
  before = new Float64Array(0);
  length = 0;
  #total = 0;

  /** Empties the list and makes room for `most` cells. */
  begin(most: number): void {
    this.length = 0;
    this.#total = 0;
    if (most <= this.low.length) return;
    // Bins that hold values become a little more with every chunk.
    const room = most + (most >> 2);
    this.low = new Float64Array(room);
    this.high = new Float64Array(room);
    this.count = new Float64Array(room);
    this.before = new Float64Array(room);
  }

  /** Appends a cell unless it is empty. Where rounding makes two cells overlap, the edge of a single value stands. */
  push(low: number, high: number, count: number): void {
    if (count === 0) return;
    const at = this.length++;
    if (at > 0 && this.high[at - 1]! > low) {
      if (low === high || this.low[at - 1]! < this.high[at - 1]!) {
        this.high[at - 1] = Math.max(this.low[at - 1]!, low);
      } else low = Math.min(this.high[at - 1]!, high);
    }
    this.low[at] = low;
    this.high[at] = high;
    this.count[at] = count;
    this.before[at] = this.#total;
    this.#total += count;
  }
}
