// How much a picture may cost: chosen by what draws, lowered when pictures take too long, never raised again while one looks.

export interface Quality {
  /** Edge of the shadow's map in pixels; 0 for no shadow. */
  readonly shadow: number;
  readonly glossy: boolean;
  readonly smooth: boolean;
  /** Device pixels per CSS pixel at most. */
  readonly ratioMost: number;
  /** Sides of what is round. */
  readonly round: number;
}

/** Best first; after the last comes the painter in two dimensions. */
export const qualities: readonly Quality[] = [
  { shadow: 2048, glossy: true, smooth: true, ratioMost: 2, round: 32 },
  { shadow: 1024, glossy: false, smooth: true, ratioMost: 1.5, round: 24 },
  { shadow: 0, glossy: false, smooth: false, ratioMost: 1, round: 16 },
];

/** Where to begin: a renderer in software cannot afford gloss. */
export function firstQuality(renderer: string): number {
  return /swiftshader|llvmpipe|software|basic render/i.test(renderer) ? 1 : 0;
}

/** Gaps between pictures looked at before judging; fewer where they fill this long, ms, so that nobody waits for a slow machine. */
const sample = 45;
const sampleLeast = 4;
const sampleMs = 1500;
/** ms between pictures that count as too slow. */
const slow = 45;
/** ms between pictures at which no lower quality is worth a try. */
const hopeless = 150;
/** Pictures that may be on their way to the display: one that is shown while the next is drawn. */
export const waitingMost = 2;

/** Judges by the time between pictures that followed each other without a pause. Those on their way may be told of at once, so time is
 * taken over as many. */
export class Pace {
  #gaps: number[] = [];
  #times: number[] = [];

  /** A picture was drawn at `now`, ms, with another to follow at once or not. @returns how many qualities to give up */
  drawn(now: number, follows: boolean): number {
    const [first] = this.#times;
    if (first !== undefined && this.#times.length === waitingMost) {
      this.#gaps.push((now - first) / waitingMost);
      this.#times.shift();
    }
    if (follows) this.#times.push(now);
    else this.#times = [];
    const gaps = this.#gaps;
    const long = gaps.length >= sampleLeast && gaps.reduce((sum, gap) => sum + gap, 0) >= sampleMs;
    if (gaps.length < sample && !long) return 0;
    const middle = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)]!;
    this.#gaps = [];
    if (middle > hopeless) return qualities.length;
    return middle > slow ? 1 : 0;
  }
}
