// Log-linear bins around a calibrated centre: y = (x - centre) * scale, t = 1 + |y|, the bin is read from the bits of t.
// Counts are whole numbers and a bin's atom is either its only value or none, so the state does not depend on order.

import type { Calibration } from './calibration.ts';
import { highWord, powerOfTwo } from './float-bits.ts';

/** Where values lie, ascending: bins, parts of bins between heavy values, and single values, whose low = high. */
export interface Cells {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly count: readonly number[];
  /** Number of values in all earlier cells. */
  readonly before: readonly number[];
}

/** Octaves of t split into 256 bins each; every octave above is one bin. */
const FINE_OCTAVES = 40;
const PAGES_PER_SIDE = FINE_OCTAVES + 4;
const BINS_PER_SIDE = PAGES_PER_SIDE * 256;

/** Counts of 256 neighbouring bins made elsewhere, for example by a kernel in its own memory. */
export interface BinPage {
  /** Number of the first bin over 256. */
  readonly page: number;
  /** Below 2^31; the highest bit is set where values differ. */
  readonly counts: Uint32Array;
  /** Common value of each bin whose values are all equal. */
  readonly atoms: Float64Array;
}

/** One octave (or 256 coarse ones): counts, and the common value of each bin or NaN where values differ. */
interface Page {
  readonly counts: Float64Array;
  readonly atoms: Float64Array;
}

/** Lowest t of a bin of either side; the highest is the lowest of the next bin. */
function edge(bin: number): number {
  if (bin < FINE_OCTAVES * 256) return powerOfTwo(bin >> 8) * (1 + (bin & 255) / 256);
  const octave = bin - FINE_OCTAVES * 256 + FINE_OCTAVES;
  return octave > 1023 ? Number.MAX_VALUE : powerOfTwo(octave);
}

/** The bins of one sketch: 4 KB for each octave that holds values, at most 88 of them (352 KB). */
export class SketchBins {
  readonly #calibration: Calibration;
  readonly #pages: (Page | undefined)[] = Array.from({ length: 2 * PAGES_PER_SIDE }, () => undefined);

  /** How many values equal each heavy value; they are counted in their bins as well. */
  readonly heavyCounts: Float64Array;
  readonly #heavy: Float64Array;

  constructor(calibration: Calibration) {
    this.#calibration = calibration;
    this.#heavy = calibration.heavy ?? new Float64Array(0);
    this.heavyCounts = new Float64Array(this.#heavy.length);
  }

  /** Bytes held by counts and atoms. */
  get bytes(): number {
    let pages = 0;
    for (const page of this.#pages) if (page !== undefined) pages++;
    return pages * 4096;
  }

  /** Adds one finite value. */
  insert(x: number): void {
    this.tally(binOf(x, this.#calibration), 1, x);
    for (let i = 0; i < this.#heavy.length; i++) if (x === this.#heavy[i]) this.heavyCounts[i]!++;
  }

  /** Counts more values equal to each heavy value; their bins are counted apart from this. */
  addHeavy(counts: Float64Array): void {
    for (let i = 0; i < this.heavyCounts.length; i++) this.heavyCounts[i]! += counts[i]!;
  }

  /** Adds `count` values to a bin whose common value is `atom`, NaN when they differ. */
  tally(bin: number, count: number, atom: number): void {
    const page = this.#page(bin >> 8);
    const at = bin & 255;
    const held = page.counts[at]!;
    if (held === 0) page.atoms[at] = atom;
    else if (page.atoms[at] !== atom) page.atoms[at] = NaN;
    page.counts[at] = held + count;
  }

  /** Adds counts made elsewhere with the same calibration and returns their sum. */
  addPage({ page, counts, atoms }: BinPage): number {
    const own = this.#page(page);
    let added = 0;
    for (let at = 0; at < 256; at++) {
      const word = counts[at]!;
      if (word === 0) continue;
      const count = word & 0x7fffffff;
      const held = own.counts[at]!;
      const atom = word === count ? atoms[at]! : NaN;
      if (held === 0) own.atoms[at] = atom;
      else if (own.atoms[at] !== atom) own.atoms[at] = NaN;
      own.counts[at] = held + count;
      added += count;
    }
    return added;
  }

  #page(page: number): Page {
    return (this.#pages[page] ??= { counts: new Float64Array(256), atoms: new Float64Array(256) });
  }

  /** Calls back for every bin that holds values, by ascending bin number. */
  forEach(visit: (bin: number, count: number, atom: number) => void): void {
    for (let p = 0; p < this.#pages.length; p++) {
      const page = this.#pages[p];
      if (page === undefined) continue;
      for (let at = 0; at < 256; at++) {
        if (page.counts[at]! > 0) visit((p << 8) | at, page.counts[at]!, page.atoms[at]!);
      }
    }
  }

  /** Cells in ascending order of value, cut to [min, max]. */
  cells(min: number, max: number): Cells {
    const list = new CellList();
    const add = (page: number, at: number): void => {
      const count = this.#pages[page]!.counts[at]!;
      if (count > 0) this.#split(list, page, at, count, min, max);
    };
    // The lower side is numbered outwards, so it is read backwards.
    for (let page = 2 * PAGES_PER_SIDE - 1; page >= PAGES_PER_SIDE; page--) {
      if (this.#pages[page] !== undefined) for (let at = 255; at >= 0; at--) add(page, at);
    }
    for (let page = 0; page < PAGES_PER_SIDE; page++) {
      if (this.#pages[page] !== undefined) for (let at = 0; at < 256; at++) add(page, at);
    }
    return list;
  }

  /** The cells of one bin. Heavy values have their own; the others are spread evenly over what they leave of the bin. */
  #split(list: CellList, page: number, at: number, count: number, min: number, max: number): void {
    const atom = this.#pages[page]!.atoms[at]!;
    if (atom === atom) return list.push(atom, atom, count);
    const { center, scale } = this.#calibration;
    const number = ((page % PAGES_PER_SIDE) << 8) | at;
    const near = (edge(number) - 1) / scale;
    const far = (edge(number + 1) - 1) / scale;
    const upper = page < PAGES_PER_SIDE;
    const low = Math.max(upper ? center + near : center - far, min);
    const high = Math.min(upper ? center + far : center - near, max);
    let others = count;
    const inside: number[] = [];
    for (const [index, value] of this.#heavy.entries()) {
      if (binOf(value, this.#calibration) !== (upper ? number : number + BINS_PER_SIDE)) continue;
      inside.push(index);
      others -= this.heavyCounts[index]!;
    }
    let from = low;
    let spread = 0;
    for (const index of inside) {
      const value = this.#heavy[index]!;
      // Rounding at an edge may put a value of the bin just outside it.
      const inner = Math.min(Math.max(value, low), high);
      const until = high > low ? Math.round(others * ((inner - low) / (high - low))) : 0;
      list.push(from, inner, until - spread);
      list.push(value, value, this.heavyCounts[index]!);
      from = inner;
      spread = until;
    }
    list.push(from, high, others - spread);
  }
}

/** Number of the bin of a finite value; the lower side follows the upper. */
function binOf(x: number, { center, scale }: Calibration): number {
  const y = (x - center) * scale;
  const high = highWord(Math.min(1 + Math.abs(y), Number.MAX_VALUE));
  const octave = (high >>> 20) - 1023;
  const bin =
    octave < FINE_OCTAVES
      ? (octave << 8) | ((high >>> 12) & 255)
      : (FINE_OCTAVES << 8) + octave - FINE_OCTAVES;
  return y < 0 ? bin + BINS_PER_SIDE : bin;
}

class CellList implements Cells {
  readonly low: number[] = [];
  readonly high: number[] = [];
  readonly count: number[] = [];
  readonly before: number[] = [];
  #total = 0;

  /** Appends a cell unless it is empty. Where rounding makes two cells overlap, the edge of a single value stands. */
  push(low: number, high: number, count: number): void {
    if (count === 0) return;
    const last = this.high.length - 1;
    if (last >= 0 && this.high[last]! > low) {
      if (low === high || this.low[last]! < this.high[last]!)
        this.high[last] = Math.max(this.low[last]!, low);
      else low = Math.min(this.high[last]!, high);
    }
    this.low.push(low);
    this.high.push(high);
    this.count.push(count);
    this.before.push(this.#total);
    this.#total += count;
  }
}
