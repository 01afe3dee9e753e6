// The picture between two looks: it goes from what was shown to the newest look in the time looks take to come, and never beyond.

import { useOf, type FieldLook, type Sheet } from './field-look.ts';

/** Time between looks before it is known, and the longest a picture takes to reach one, ms. */
const gapFirst = 120;
const gapMost = 600;
/** Weight of the newest gap in their running mean. */
const newest = 0.3;

export class FieldMixer {
  #from = new Uint8Array();
  #to = new Uint8Array();
  /** What each slot is, one byte each, shifted to where colours of its kind begin. */
  #kinds = new Uint16Array();
  #begun = -Infinity;
  #gap = gapFirst;

  /** Takes the newest look at the instant `now`, ms. */
  take({ levels, uses }: FieldLook, now: number): void {
    const first = this.#to.length !== levels.length;
    const since = now - this.#begun;
    this.#from = first ? levels.slice() : this.levels(now);
    if (!first && since < gapMost) this.#gap += newest * (since - this.#gap);
    this.#to = levels.slice();
    if (first) this.#kinds = new Uint16Array(levels.length);
    for (let slot = 0; slot < levels.length; slot++) this.#kinds[slot] = useOf(uses, slot) << 8;
    this.#begun = now;
  }

  /** Whether the picture still moves towards the newest look. */
  moves(now: number): boolean {
    return now - this.#begun <= Math.min(gapMost, 1.2 * this.#gap) + 20;
  }

  /** The newest level of a slot, and what the slot is. */
  at(slot: number): { readonly level: number; readonly use: number } {
    return { level: this.#to[slot] ?? 0, use: (this.#kinds[slot] ?? 0) >> 8 };
  }

  /** Levels as shown now. */
  levels(now: number): Uint8Array<ArrayBuffer> {
    const share = this.#share(now);
    const shown = new Uint8Array(this.#to.length);
    for (let slot = 0; slot < shown.length; slot++) {
      const from = this.#from[slot]!;
      shown[slot] = from + (((this.#to[slot]! - from) * share) >> 8);
    }
    return shown;
  }

  /** Writes the picture as shown now: a pixel for each cell, from 256 colours for each kind. */
  paint(sheet: Sheet, colours: Uint32Array, now: number, pixels: Uint32Array): void {
    const share = this.#share(now);
    for (const { first, count, row } of sheet.bands) {
      const place = row * sheet.columns - first;
      const end = Math.min(first + count, this.#to.length);
      for (let slot = first; slot < end; slot++) {
        const from = this.#from[slot]!;
        const level = from + (((this.#to[slot]! - from) * share) >> 8);
        pixels[place + slot] = colours[this.#kinds[slot]! | level]!;
      }
    }
  }

  /** How far the picture has come, in 256ths. */
  #share(now: number): number {
    return Math.max(
      0,
      Math.min(256, Math.round((256 * (now - this.#begun)) / Math.min(gapMost, 1.2 * this.#gap))),
    );
  }
}
