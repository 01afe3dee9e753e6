// Log-linear bins around a calibrated centre: y = (x - centre) * scale, t = 1 + |y|, the bin is read from the bits of t.
// Counts are whole numbers and a bin's atom is either its only value or none, so the state does not depend on order.

import type { Calibration } from './calibration.ts';
import { highWord, powerOfTwo } from './float-bits.ts';
import type { Cells } from './sketch-cells.ts';

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

/** Bins that hold values, ascending, and the atoms among them. */
export interface HeldBins {
  readonly bins: Uint32Array;
  readonly counts: Float64Array;
  /** Places in `bins` of those whose values are all equal. */
  readonly atomAt: Uint32Array;
  readonly atoms: Float64Array;
}

const PAGES = 2 * PAGES_PER_SIDE;
/** Pages for which there is room at first. */
const PAGES_FIRST = 8;

/** Lowest t of each fine octave. */
const octaves = Float64Array.from({ length: FINE_OCTAVES }, (_, octave) => powerOfTwo(octave));

/** Lowest t of a bin of either side; the highest is the lowest of the next bin. */
function edge(bin: number): number {
  if (bin < FINE_OCTAVES * 256) return octaves[bin >> 8]! * (1 + (bin & 255) / 256);
  const octave = bin - FINE_OCTAVES * 256 + FINE_OCTAVES;
  return octave > 1023 ? Number.MAX_VALUE : powerOfTwo(octave);
}

/** The bins of one sketch: 4 KB for each octave that holds values, at most 88 of them (352 KB). */
export class SketchBins {
  readonly #calibration: Calibration;
  /** Place of the first bin of a page in the arrays below, or -1; a page is one octave, or 256 coarse ones. */
  readonly #places = new Int32Array(PAGES).fill(-1);
  #pages = 0;
  #counts = new Float64Array(0);
  /** The common value of each bin, NaN where values differ. */
  #atoms = new Float64Array(0);

  /** How many values equal each heavy value; they are counted in their bins as well. */
  readonly heavyCounts: Float64Array;
  readonly #heavy: Float64Array;

  constructor(calibration: Calibration) {
    this.#calibration = calibration;
    this.#heavy = calibration.heavy ?? new Float64Array(0);
    this.heavyCounts = new Float64Array(this.#heavy.length);
  }

  /** Bytes of counts and atoms that hold values. */
  get bytes(): number {
    return this.#pages * 4096;
  }

  /** Adds one finite value. */
  insert(x: number): void {
    const bin = binOf(x, this.#calibration);
    this.#tally(this.#page(bin >> 8) | (bin & 255), 1, x);
    for (let i = 0; i < this.#heavy.length; i++) if (x === this.#heavy[i]) this.heavyCounts[i]!++;
  }

  /** Counts more values equal to each heavy value; their bins are counted apart from this. */
  addHeavy(counts: Float64Array): void {
    for (let i = 0; i < this.heavyCounts.length; i++) this.heavyCounts[i]! += counts[i]!;
  }

  /** Adds bins of the same calibration and returns the number of their values. */
  addBins({ bins, counts, atomAt, atoms }: HeldBins): number {
    const atomOf = new Float64Array(bins.length).fill(NaN);
    for (let i = 0; i < atomAt.length; i++) atomOf[atomAt[i]!] = atoms[i]!;
    let added = 0;
    for (let i = 0; i < bins.length; i++) {
      const bin = bins[i]!;
      const count = counts[i]!;
      this.#tally(this.#page(bin >> 8) | (bin & 255), count, atomOf[i]!);
      added += count;
    }
    return added;
  }

  /** Adds counts made elsewhere with the same calibration and returns their sum. */
  addPage({ page, counts, atoms }: BinPage): number {
    const first = this.#page(page);
    let added = 0;
    for (let at = 0; at < 256; at++) {
      const word = counts[at]!;
      if (word === 0) continue;
      const count = word & 0x7fffffff;
      this.#tally(first | at, count, word === count ? atoms[at]! : NaN);
      added += count;
    }
    return added;
  }

  /** Adds all of other bins of the same calibration. */
  merge(other: SketchBins): void {
    for (let page = 0; page < PAGES; page++) {
      const from = other.#places[page]!;
      if (from < 0) continue;
      const to = this.#page(page);
      for (let at = 0; at < 256; at++) {
        const count = other.#counts[from | at]!;
        if (count > 0) this.#tally(to | at, count, other.#atoms[from | at]!);
      }
    }
    this.addHeavy(other.heavyCounts);
  }

  /** Adds `count` values to the bin at a place; `atom` is their common value, NaN when they differ. */
  #tally(place: number, count: number, atom: number): void {
    const held = this.#counts[place]!;
    if (held === 0) this.#atoms[place] = atom;
    else if (this.#atoms[place] !== atom) this.#atoms[place] = NaN;
    this.#counts[place] = held + count;
  }

  /** Place of the first bin of a page. */
  #page(page: number): number {
    const place = this.#places[page]!;
    return place >= 0 ? place : this.#openPage(page);
  }

  #openPage(page: number): number {
    const place = 256 * this.#pages++;
    if (place === this.#counts.length) {
      const room = Math.min(256 * PAGES, Math.max(256 * PAGES_FIRST, 2 * place));
      const [counts, atoms] = [new Float64Array(room), new Float64Array(room)];
      counts.set(this.#counts);
      atoms.set(this.#atoms);
      this.#counts = counts;
      this.#atoms = atoms;
    }
    this.#places[page] = place;
    return place;
  }

  /** All bins that hold values. */
  held(): HeldBins {
    let [size, single] = [0, 0];
    const end = 256 * this.#pages;
    for (let place = 0; place < end; place++) {
      if (this.#counts[place] === 0) continue;
      size++;
      if (this.#atoms[place] === this.#atoms[place]) single++;
    }
    const bins = new Uint32Array(size);
    const counts = new Float64Array(size);
    const atomAt = new Uint32Array(single);
    const atoms = new Float64Array(single);
    [size, single] = [0, 0];
    for (let page = 0; page < PAGES; page++) {
      const first = this.#places[page]!;
      if (first < 0) continue;
      for (let at = 0; at < 256; at++) {
        const count = this.#counts[first | at]!;
        if (count === 0) continue;
        const atom = this.#atoms[first | at]!;
        if (atom === atom) {
          atomAt[single] = size;
          atoms[single++] = atom;
        }
        bins[size] = (page << 8) | at;
        counts[size++] = count;
      }
    }
    return { bins, counts, atomAt, atoms };
  }

  /** Fills `cells` in ascending order of value, cut to [min, max]. */
  fill(cells: Cells, min: number, max: number): void {
    let most = 2 * this.#heavy.length;
    for (let place = 0; place < 256 * this.#pages; place++) if (this.#counts[place]! > 0) most++;
    cells.begin(most);
    // The lower side is numbered outwards, so it is read backwards.
    for (let page = PAGES - 1; page >= PAGES_PER_SIDE; page--) {
      const first = this.#places[page]!;
      if (first >= 0) for (let at = 255; at >= 0; at--) this.#put(cells, page, first | at, min, max);
    }
    for (let page = 0; page < PAGES_PER_SIDE; page++) {
      const first = this.#places[page]!;
      if (first >= 0) for (let at = 0; at < 256; at++) this.#put(cells, page, first | at, min, max);
    }
  }

  /** The cells of the bin at a place. */
  #put(cells: Cells, page: number, place: number, min: number, max: number): void {
    const count = this.#counts[place]!;
    if (count === 0) return;
    const atom = this.#atoms[place]!;
    if (atom === atom) {
      cells.push(atom, atom, count);
      return;
    }
    const { center, scale } = this.#calibration;
    const upper = page < PAGES_PER_SIDE;
    const number = ((upper ? page : page - PAGES_PER_SIDE) << 8) | (place & 255);
    const near = (edge(number) - 1) / scale;
    const far = (edge(number + 1) - 1) / scale;
    const low = Math.max(upper ? center + near : center - far, min);
    const high = Math.min(upper ? center + far : center - near, max);
    if (this.#heavy.length === 0) cells.push(low, high, count);
    else this.#split(cells, upper ? number : number + BINS_PER_SIDE, low, high, count);
  }

  /** Heavy values of a bin have their own cells; the others are spread evenly over what they leave of it. */
  #split(cells: Cells, bin: number, low: number, high: number, count: number): void {
    let others = count;
    const inside: number[] = [];
    for (const [index, value] of this.#heavy.entries()) {
      if (binOf(value, this.#calibration) !== bin) continue;
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
      cells.push(from, inner, until - spread);
      cells.push(value, value, this.heavyCounts[index]!);
      from = inner;
      spread = until;
    }
    cells.push(from, high, others - spread);
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
