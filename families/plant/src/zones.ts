// Places of the loop where something happens to a floater. All crossings of one place are a pitch apart, so that one number
// says when any of thousands of floaters comes to the next one.

import type { Loop } from './figures.ts';

export const zone = { inject: 0, vent: 1, purge: 2, kink: 3, shut: 4 } as const;

/** Crossings this close, as a share of the pitch, are one instant: with an even number of floaters injection and vent are. */
const together = 1e-9;

export interface Crossing {
  readonly kind: number;
  readonly floater: number;
}

export class Zones {
  readonly #loop: Loop;
  readonly #count: number;
  readonly #places: readonly { readonly kind: number; readonly at: number }[];
  /** Number of the next crossing of each place: it lies at `at + number * pitch`. */
  readonly #next: Int32Array;
  /** Way of the chain at the next crossing of any place, m. */
  next = 0;

  /** @param switched whether valves are switches, @param kinks whether the ends of bends matter */
  constructor(loop: Loop, count: number, switched: boolean, kinks: boolean) {
    this.#loop = loop;
    this.#count = count;
    const valves = [
      { kind: zone.inject, at: 0 },
      // the injection station ends with the bend
      { kind: zone.shut, at: loop.joins[0] },
      { kind: zone.vent, at: loop.vent },
      { kind: zone.purge, at: loop.purge },
    ];
    const joins = loop.joins.map((at) => ({ kind: zone.kink, at }));
    this.#places = switched ? [...valves, ...(kinks ? joins : [])] : [];
    this.#next = new Int32Array(this.#places.length);
  }

  /** Looks ahead from `way`: what lies there already counts as passed. */
  begin(way: number): void {
    this.#places.forEach(({ at }, index) => {
      this.#next[index] = Math.floor((way - at) / this.#loop.pitch + together) + 1;
    });
    this.#update();
  }

  /** Takes the crossings that lie at `next`; the latest place on the loop comes first. */
  take(): readonly Crossing[] {
    const { pitch } = this.#loop;
    const reached = this.next + together * pitch;
    const crossings: Crossing[] = [];
    this.#places.forEach(({ kind, at }, index) => {
      const number = this.#next[index]!;
      if (at + number * pitch > reached) return;
      this.#next[index] = number + 1;
      const turn = -number % this.#count;
      crossings.unshift({ kind, floater: turn < 0 ? turn + this.#count : turn });
    });
    this.#update();
    return crossings;
  }

  /** Counts from the start of the next loop. */
  wrap(): void {
    for (let index = 0; index < this.#next.length; index++) this.#next[index]! -= this.#count;
    this.#update();
  }

  get numbers(): Int32Array {
    return this.#next.slice();
  }

  restore(numbers: Int32Array): void {
    this.#next.set(numbers);
    this.#update();
  }

  #update(): void {
    this.next = Infinity;
    this.#places.forEach(({ at }, index) => {
      this.next = Math.min(this.next, at + this.#next[index]! * this.#loop.pitch);
    });
  }
}
