// The part of the time axis that all traces of a page show, and the time the pointer is at: one for all of them.

export type TimeRange = readonly [low: number, high: number];

/** Shortest window, as a share of the whole. */
const narrowest = 1e-4;

/** Zoom, pan and pointer, shared by the traces of a page. Whoever draws is told through `onChange`. */
export class TimeWindow {
  /** Undefined shows everything. */
  #range: TimeRange | undefined;
  #pointed: number | undefined;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get range(): TimeRange | undefined {
    return this.#range;
  }

  /** Time under the pointer. */
  get pointed(): number | undefined {
    return this.#pointed;
  }

  /** The part of `whole` to show. */
  within(whole: TimeRange): TimeRange {
    return this.#range ?? whole;
  }

  point(time: number | undefined): void {
    if (time === this.#pointed) return;
    this.#pointed = time;
    this.#onChange();
  }

  /** Shows a range of `whole`; all of it when the range covers it. */
  show([low, high]: TimeRange, whole: TimeRange): void {
    const span = whole[1] - whole[0];
    const width = Math.min(span, Math.max(high - low, span * narrowest));
    const start = Math.min(Math.max(whole[0], low), whole[1] - width);
    this.#range = width >= span ? undefined : [start, start + width];
    this.#onChange();
  }

  /** Makes the window `factor` times as wide around `at`, its middle by default. */
  zoom(factor: number, whole: TimeRange, at?: number): void {
    const [low, high] = this.within(whole);
    const centre = at ?? (low + high) / 2;
    this.show([centre - (centre - low) * factor, centre + (high - centre) * factor], whole);
  }

  /** Moves the window by a share of its width. */
  pan(share: number, whole: TimeRange): void {
    const [low, high] = this.within(whole);
    const way = (high - low) * share;
    this.show([low + way, high + way], whole);
  }

  showAll(): void {
    this.#range = undefined;
    this.#onChange();
  }
}
