// When the state of a run is due on the wall clock, and what is counted when it comes late. Knows no clock: instants are
// told to it, in milliseconds. Simulated time is never skipped and no step is changed.

/** A run this late gives up the old anchor: it goes on at its pace from here, and one slip is counted. */
const lagMostMs = 100;
/** Lateness that timers cannot help. */
const grainMs = 2;
/** Late steps in a row that end a hard run, and steps forgiven when it begins. */
const hardMost = 10;
const forgiven = 5;

export interface Lateness {
  /** How far it is behind now. */
  readonly lagMs: number;
  /** Steps that came late. */
  readonly overruns: number;
  /** How often it was re-anchored, and by how much in total. */
  readonly slips: number;
  readonly slippedMs: number;
}

export class Pacer {
  readonly #secondsPerUnit: number;
  #factor: number;
  #anchor: { readonly at: number; readonly time: number } | undefined;
  #lagMs = 0;
  #overruns = 0;
  #slips = 0;
  #slippedMs = 0;
  #steps = 0;
  #lateInARow = 0;

  constructor(factor: number, secondsPerUnit: number) {
    this.#factor = factor;
    this.#secondsPerUnit = secondsPerUnit;
  }

  get lateness(): Lateness {
    return {
      lagMs: this.#lagMs,
      overruns: this.#overruns,
      slips: this.#slips,
      slippedMs: this.#slippedMs,
    };
  }

  /** Whether a hard run has to end. */
  get lost(): boolean {
    return this.#lateInARow >= hardMost;
  }

  /** Wall time of `span` units of simulated time, ms; 0 when the run is as fast as possible. */
  wallMs(span: number): number {
    return this.#factor > 0 ? (1000 * span * this.#secondsPerUnit) / this.#factor : 0;
  }

  /** Goes on at another pace, from where it stands. */
  setFactor(factor: number): void {
    this.#factor = factor;
    this.release();
  }

  /** Forgets the anchor: the next state is due when it comes. */
  release(): void {
    this.#anchor = undefined;
    this.#lagMs = 0;
    this.#lateInARow = 0;
  }

  /** How long the state at `time` still has to wait at the instant `at`, ms. */
  waitMs(time: number, at: number): number {
    return this.#factor > 0 ? Math.max(0, this.#dueAt(time, at) - at) : 0;
  }

  /** Notes that the state at `time` was there at the instant `at`; answers how late that was, when it gave up its anchor. */
  arrived(time: number, at: number): number | undefined {
    if (!(this.#factor > 0)) return undefined;
    const late = at - this.#dueAt(time, at);
    this.#steps++;
    this.#lagMs = Math.max(0, late);
    if (late <= grainMs) {
      this.#lateInARow = 0;
      return undefined;
    }
    this.#overruns++;
    if (this.#steps > forgiven) this.#lateInARow++;
    if (late <= lagMostMs) return undefined;
    this.#slips++;
    this.#slippedMs += late;
    this.#lagMs = 0;
    this.#anchor = { at, time };
    return late;
  }

  #dueAt(time: number, at: number): number {
    this.#anchor ??= { at, time };
    return this.#anchor.at + this.wallMs(time - this.#anchor.time);
  }
}
