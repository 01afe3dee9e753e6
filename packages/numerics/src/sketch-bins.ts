// Log-linear bins around a calibrated centre: y = (x - centre) * scale, t = 1 + |y|, the bin is read from the bits of t.
// Counts are whole numbers and a bin's atom is either its only value or none, so the state does not depend on order.

import { highWord, powerOfTwo } from './float-bits.ts';

/** Centre and scale of the bins: the pilot's median and 4 / its interquartile range. */
export interface Calibration {
  readonly center: number;
  readonly scale: number;
}

/** Bins that hold values, ascending; a cell of one repeated value has low = high = that value. */
export interface Cells {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly count: Float64Array;
  /** Number of values in all earlier cells. */
  readonly before: Float64Array;
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

  constructor(calibration: Calibration) {
    this.#calibration = calibration;
  }

  /** Bytes held by counts and atoms. */
  get bytes(): number {
    let pages = 0;
    for (const page of this.#pages) if (page !== undefined) pages++;
    return pages * 4096;
  }

  /** Adds one finite value. */
  insert(x: number): void {
    const y = (x - this.#calibration.center) * this.#calibration.scale;
    const high = highWord(Math.min(1 + Math.abs(y), Number.MAX_VALUE));
    const octave = (high >>> 20) - 1023;
    const bin =
      octave < FINE_OCTAVES
        ? (octave << 8) | ((high >>> 12) & 255)
        : (FINE_OCTAVES << 8) + octave - FINE_OCTAVES;
    this.tally(y < 0 ? bin + BINS_PER_SIDE : bin, 1, x);
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
    const size = this.#size();
    const cells = {
      low: new Float64Array(size),
      high: new Float64Array(size),
      count: new Float64Array(size),
      before: new Float64Array(size),
    };
    let cell = 0;
    // The lower side is numbered outwards, so it is read backwards.
    for (let p = 2 * PAGES_PER_SIDE - 1; p >= PAGES_PER_SIDE; p--) {
      const page = this.#pages[p];
      if (page === undefined) continue;
      for (let at = 255; at >= 0; at--) {
        if (page.counts[at]! > 0) this.#fill(cells, cell++, page, p, at, min, max);
      }
    }
    for (let p = 0; p < PAGES_PER_SIDE; p++) {
      const page = this.#pages[p];
      if (page === undefined) continue;
      for (let at = 0; at < 256; at++) {
        if (page.counts[at]! > 0) this.#fill(cells, cell++, page, p, at, min, max);
      }
    }
    return cells;
  }

  /** Bins that hold values. */
  #size(): number {
    let size = 0;
    for (const page of this.#pages) {
      if (page !== undefined) for (let at = 0; at < 256; at++) if (page.counts[at]! > 0) size++;
    }
    return size;
  }

  #fill(cells: Cells, cell: number, page: Page, p: number, at: number, min: number, max: number): void {
    const atom = page.atoms[at]!;
    let low = atom;
    let high = atom;
    if (atom !== atom) {
      const { center, scale } = this.#calibration;
      const number = ((p % PAGES_PER_SIDE) << 8) | at;
      const near = (edge(number) - 1) / scale;
      const far = (edge(number + 1) - 1) / scale;
      low = p < PAGES_PER_SIDE ? center + near : center - far;
      high = p < PAGES_PER_SIDE ? center + far : center - near;
    }
    cells.low[cell] = Math.max(low, min);
    cells.high[cell] = Math.min(high, max);
    cells.count[cell] = page.counts[at]!;
    cells.before[cell] = cell === 0 ? 0 : cells.before[cell - 1]! + cells.count[cell - 1]!;
  }
}
