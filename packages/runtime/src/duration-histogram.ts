// Quantiles of durations over the last seconds, at a fixed cost for each: buckets 1/16 of an octave wide, read off the
// bits of the number, in two windows that take turns.

/** Buckets from 2^-24 ms (60 ps) to 2^24 ms (4.6 h); what lies outside counts at the border. */
const octaves = 48;
const lowest = 1023 - 24;
const perOctave = 16;
const size = octaves * perOctave;

/** Middle of bucket `index`, ms. */
function middle(index: number): number {
  const octave = Math.floor(index / perOctave);
  return 2 ** (octave - 24) * (1 + ((index % perOctave) + 0.5) / perOctave);
}

export class DurationHistogram {
  readonly #windowMs: number;
  readonly #number = new Float64Array(1);
  readonly #words = new Uint32Array(this.#number.buffer);
  #now = new Uint32Array(size);
  #before = new Uint32Array(size);
  #count = 0;
  #countBefore = 0;
  #turnAt = -Infinity;

  /** Quantiles are those of the last `windowMs` to twice that. */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Numbers the quantiles are read from. */
  get count(): number {
    return this.#count + this.#countBefore;
  }

  /** Adds a number that was measured at the instant `at`, ms. */
  add(value: number, at: number): void {
    if (at >= this.#turnAt) this.#turn(at);
    this.#number[0] = value;
    // exponent and the four leading bits of the fraction
    const place = (this.#words[1]! >>> 16) - lowest * perOctave;
    this.#now[place < 0 ? 0 : place >= size ? size - 1 : place]!++;
    this.#count++;
  }

  /** The value below which a `share` of the numbers lies, to 3 %; 0 when there is none. */
  quantile(share: number): number {
    const wanted = share * this.count;
    let below = 0;
    for (let index = 0; index < size; index++) {
      below += this.#now[index]! + this.#before[index]!;
      if (below >= wanted && below > 0) return middle(index);
    }
    return 0;
  }

  clear(): void {
    this.#now.fill(0);
    this.#before.fill(0);
    this.#count = 0;
    this.#countBefore = 0;
  }

  #turn(at: number): void {
    const stale = at >= this.#turnAt + this.#windowMs;
    this.#turnAt = at + this.#windowMs;
    const free = this.#before;
    this.#before = this.#now;
    this.#countBefore = this.#count;
    this.#now = free.fill(0);
    this.#count = 0;
    if (!stale) return;
    this.#before.fill(0);
    this.#countBefore = 0;
  }
}
