// Quantiles of any number of values in bounded memory: all values are kept up to 65,536, then counted in calibrated bins.
// Frequent single values are counted by themselves. The state depends on the multiset of values and the calibration alone.

import { calibrate, sameCalibration, type Calibration } from './calibration.ts';
import { type BinPage, SketchBins } from './sketch-bins.ts';
import { Cells } from './sketch-cells.ts';

/** A sketch as named numbers and arrays, complete, equal for equal contents. */
export type SketchFields = Record<string, number | Float64Array | Uint32Array>;

/** Counts over equal-width bins from low to high; the last bin includes its upper edge. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: Float64Array;
}

/** Values that are not finite, kept out of every other figure. */
export interface InvalidCounts {
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
}

/** Values, invalid ones included, of which a sketch keeps each finite one. */
export const sketchExactMost = 65536;

/** Distribution of one output over all iterations of a run. */
export class QuantileSketch {
  readonly calibration: Calibration;
  #nan = 0;
  #positiveInfinity = 0;
  #negativeInfinity = 0;
  #count = 0;
  #min = Infinity;
  #max = -Infinity;
  /** All values while exact, in order of arrival until a query sorts them; empty afterwards. */
  #values = new Float64Array(0);
  /** Leading values that are in ascending order. */
  #sorted = 0;
  #bins: SketchBins | undefined;
  readonly #cells = new Cells();
  /** Whether the cells are those of the values so far. */
  #hasCells = false;

  constructor(calibration: Calibration) {
    this.calibration = calibration;
  }

  /** A sketch that counts in bins from its first value: a part of a whole that holds more than 65,536. */
  static counting(calibration: Calibration): QuantileSketch {
    const sketch = new QuantileSketch(calibration);
    sketch.#bins = new SketchBins(calibration);
    return sketch;
  }

  /** The calibration of the sample that begins with these values. */
  static calibrate(pilot: Float64Array): Calibration {
    return calibrate(pilot);
  }

  /** Number of finite values. */
  get count(): number {
    return this.#count;
  }

  get invalid(): InvalidCounts {
    return {
      nan: this.#nan,
      positiveInfinity: this.#positiveInfinity,
      negativeInfinity: this.#negativeInfinity,
    };
  }

  /** Infinity when empty. */
  get min(): number {
    return this.#min;
  }

  /** -Infinity when empty. */
  get max(): number {
    return this.#max;
  }

  /** True while every value is kept. */
  get exact(): boolean {
    return this.#bins === undefined;
  }

  /** Bytes held by values or bins. */
  get bytes(): number {
    return this.#values.byteLength + (this.#bins?.bytes ?? 0);
  }

  /** Adds values[from..to). NaN and infinities are counted apart; -0 counts as 0. */
  add(values: Float64Array, from: number, to: number): void {
    this.#hasCells = false;
    const bins = this.#binsFor(to - from);
    if (bins === undefined) this.#reserve(to - from);
    let min = this.#min;
    let max = this.#max;
    for (let i = from; i < to; i++) {
      const x = values[i]! + 0;
      if (x - x === 0) {
        if (bins === undefined) this.#values[this.#count] = x;
        else bins.insert(x);
        this.#count++;
        if (x < min) min = x;
        if (x > max) max = x;
      } else if (x === Infinity) this.#positiveInfinity++;
      else if (x === -Infinity) this.#negativeInfinity++;
      else this.#nan++;
    }
    this.#min = min;
    this.#max = max;
  }

  /** Adds finite values that were counted elsewhere in the bins of this calibration, all within [min, max]; `heavy` is how
   * many of them equal each heavy value. From then on the sketch counts: its values are a part of more than 65,536. */
  addPages(pages: readonly BinPage[], min: number, max: number, heavy?: Float64Array): void {
    this.#hasCells = false;
    const bins = this.#binned();
    if (heavy !== undefined) bins.addHeavy(heavy);
    for (const page of pages) this.#count += bins.addPage(page);
    this.#min = Math.min(this.#min, min + 0);
    this.#max = Math.max(this.#max, max + 0);
  }

  /** Adds all of another sketch with the same calibration. @throws RangeError when the calibrations differ */
  merge(other: QuantileSketch): void {
    this.#checkCalibration(other.calibration);
    if (other.#bins === undefined) this.add(other.#values, 0, other.#count);
    else {
      this.#hasCells = false;
      this.#binned().merge(other.#bins);
      this.#count += other.#count;
      this.#min = Math.min(this.#min, other.#min);
      this.#max = Math.max(this.#max, other.#max);
    }
    this.#nan += other.#nan;
    this.#positiveInfinity += other.#positiveInfinity;
    this.#negativeInfinity += other.#negativeInfinity;
    this.#binsFor(0);
  }

  /** The bins once there are as many values, invalid ones included, as are never kept; `more` are about to come. */
  #binsFor(more: number): SketchBins | undefined {
    const invalid = this.#nan + this.#positiveInfinity + this.#negativeInfinity;
    return this.#bins !== undefined || this.#count + invalid + more > sketchExactMost
      ? this.#binned()
      : undefined;
  }

  /** The bins, after moving kept values into them. */
  #binned(): SketchBins {
    if (this.#bins === undefined) {
      this.#bins = new SketchBins(this.calibration);
      for (let i = 0; i < this.#count; i++) this.#bins.insert(this.#values[i]!);
      this.#values = new Float64Array(0);
    }
    return this.#bins;
  }

  #reserve(more: number): void {
    const needed = this.#count + more;
    if (needed <= this.#values.length) return;
    const grown = new Float64Array(Math.min(sketchExactMost, Math.max(256, needed, 2 * this.#count)));
    grown.set(this.#values.subarray(0, this.#count));
    this.#values = grown;
  }

  /** Kept values in ascending order. What came since the last call is sorted by itself and merged in from the end. */
  #ascending(): Float64Array {
    const kept = this.#values.subarray(0, this.#count);
    if (this.#sorted === this.#count) return kept;
    const fresh = kept.slice(this.#sorted).sort();
    let left = this.#sorted - 1;
    let right = fresh.length - 1;
    for (let at = this.#count - 1; right >= 0; at--) {
      kept[at] = left >= 0 && kept[left]! > fresh[right]! ? kept[left--]! : fresh[right--]!;
    }
    this.#sorted = this.#count;
    return kept;
  }

  #cellsOf(bins: SketchBins): Cells {
    if (!this.#hasCells) bins.fill(this.#cells, this.#min, this.#max);
    this.#hasCells = true;
    return this.#cells;
  }

  /** Quantile by linear interpolation between order statistics at p (n - 1) (Hyndman and Fan, type 7,
   * doi:10.2307/2684934); order statistics are exact, or interpolated inside a bin. NaN when empty or p is not in [0, 1]. */
  quantile(p: number): number {
    if (!(p >= 0 && p <= 1) || this.#count === 0) return NaN;
    const position = p * (this.#count - 1);
    const k = Math.floor(position);
    const low = this.#orderStatistic(k);
    return position === k ? low : between(low, this.#orderStatistic(k + 1), position - k);
  }

  #orderStatistic(k: number): number {
    if (k <= 0) return this.#min;
    if (k >= this.#count - 1) return this.#max;
    if (this.#bins === undefined) return this.#ascending()[k]!;
    const cells = this.#cellsOf(this.#bins);
    const i = leastIndex(cells.length, (j) => cells.before[j]! + cells.count[j]! > k);
    return between(cells.low[i]!, cells.high[i]!, (k - cells.before[i]! + 0.5) / cells.count[i]!);
  }

  /** Number of values <= x, interpolated inside a bin of different values. */
  rank(x: number): number {
    return this.#countTo(x, true);
  }

  /** Fraction of values strictly below x; NaN when empty. */
  probabilityBelow(x: number): number {
    return this.#countTo(x, false) / this.#count;
  }

  #countTo(x: number, inclusive: boolean): number {
    if (x !== x) return NaN;
    if (x < this.#min || this.#count === 0) return 0;
    if (x > this.#max || (inclusive && x === this.#max)) return this.#count;
    if (this.#bins === undefined) {
      const sorted = this.#ascending();
      return leastIndex(sorted.length, (i) => (inclusive ? sorted[i]! > x : sorted[i]! >= x));
    }
    const cells = this.#cellsOf(this.#bins);
    const i = leastIndex(cells.length, (j) => (inclusive ? cells.high[j]! > x : cells.high[j]! >= x));
    const low = cells.low[i]!;
    const share = low < x ? (cells.count[i]! * (x - low)) / (cells.high[i]! - low) : 0;
    return cells.before[i]! + share;
  }

  /** Calls back in ascending order: each value with its multiplicity, or each bin's middle with its count. */
  forEachWeighted(visit: (value: number, weight: number) => void): void {
    if (this.#bins === undefined) {
      const sorted = this.#ascending();
      let from = 0;
      for (let i = 1; i <= sorted.length; i++) {
        if (sorted[i] === sorted[from]) continue;
        visit(sorted[from]!, i - from);
        from = i;
      }
      return;
    }
    const cells = this.#cellsOf(this.#bins);
    for (let i = 0; i < cells.length; i++) {
      visit(between(cells.low[i]!, cells.high[i]!, 0.5), cells.count[i]!);
    }
  }

  /** Whole-number counts in equal bins over [low, high], by default [min, max]; values outside are left out. */
  histogram(bins: number, low: number = this.#min, high: number = this.#max): Histogram {
    const counts = new Float64Array(bins);
    if (low <= high) {
      let before = Math.round(this.#countTo(low, false));
      for (let i = 0; i < bins; i++) {
        const last = i === bins - 1 || low === high;
        const after = last
          ? this.#countTo(high, true)
          : this.#countTo(between(low, high, (i + 1) / bins), false);
        counts[i] = Math.round(after) - before;
        before = Math.round(after);
      }
    }
    return { low, high, counts };
  }

  /** The whole state: kept values ascending, or the bins that hold values and the atoms among them. */
  fields(): SketchFields {
    const { center, scale, heavy } = this.calibration;
    const fields: SketchFields = {
      center,
      scale,
      ...(heavy && { heavy: heavy.slice() }),
      nan: this.#nan,
      positiveInfinity: this.#positiveInfinity,
      negativeInfinity: this.#negativeInfinity,
    };
    if (this.#bins === undefined) return { ...fields, values: this.#ascending().slice() };
    return {
      ...fields,
      min: this.#min,
      max: this.#max,
      ...this.#bins.held(),
      ...(heavy && { heavyCounts: this.#bins.heavyCounts.slice() }),
    };
  }

  /** The sketch whose `fields` these are. @throws RangeError when a field is missing or of another kind */
  static from(fields: SketchFields): QuantileSketch {
    const sketch = new QuantileSketch(calibrationIn(fields));
    sketch.mergeFields(fields);
    return sketch;
  }

  /** Adds all of the sketch whose `fields` these are, as `merge` of it would.
   * @throws RangeError when the calibrations differ, or a field is missing or of another kind */
  mergeFields(fields: SketchFields): void {
    this.#checkCalibration(calibrationIn(fields));
    this.#nan += numberIn(fields, 'nan');
    this.#positiveInfinity += numberIn(fields, 'positiveInfinity');
    this.#negativeInfinity += numberIn(fields, 'negativeInfinity');
    if (fields['values'] !== undefined) {
      const values = doublesIn(fields, 'values');
      this.add(values, 0, values.length);
      return;
    }
    this.#hasCells = false;
    const bins = this.#binned();
    this.#count += bins.addBins({
      bins: wordsIn(fields, 'bins'),
      counts: doublesIn(fields, 'counts'),
      atomAt: wordsIn(fields, 'atomAt'),
      atoms: doublesIn(fields, 'atoms'),
    });
    if (fields['heavyCounts'] !== undefined) bins.addHeavy(doublesIn(fields, 'heavyCounts'));
    this.#min = Math.min(this.#min, numberIn(fields, 'min'));
    this.#max = Math.max(this.#max, numberIn(fields, 'max'));
  }

  #checkCalibration(calibration: Calibration): void {
    if (!sameCalibration(this.calibration, calibration)) {
      throw new RangeError('sketches of different calibrations cannot be merged');
    }
  }
}

function calibrationIn(fields: SketchFields): Calibration {
  const heavy = fields['heavy'] === undefined ? {} : { heavy: doublesIn(fields, 'heavy') };
  return { center: numberIn(fields, 'center'), scale: numberIn(fields, 'scale'), ...heavy };
}

/** a + (b - a) * share without overflow of the difference. */
function between(a: number, b: number, share: number): number {
  const distance = b - a;
  return distance < Infinity ? a + distance * share : a * (1 - share) + b * share;
}

/** Least i in 0..size with found(i), size when none; found must change from false to true once. */
function leastIndex(size: number, found: (i: number) => boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (found(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function numberIn(fields: SketchFields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number') throw new RangeError(`sketch field ${name} is not a number`);
  return value;
}

function doublesIn(fields: SketchFields, name: string): Float64Array {
  const value = fields[name];
  if (!(value instanceof Float64Array)) throw new RangeError(`sketch field ${name} is not a Float64Array`);
  return value;
}

function wordsIn(fields: SketchFields, name: string): Uint32Array {
  const value = fields[name];
  if (!(value instanceof Uint32Array)) throw new RangeError(`sketch field ${name} is not a Uint32Array`);
  return value;
}
