// Forces as arrows: how long a newton is, so that what pushes can be seen and nothing leaves the picture.

import type { WorldForces } from '@holdfast/catalog';
import type { Triple } from '../../world/orbit.ts';
import type { Arrow } from '../../world/stage.ts';

/** Numbers in a row: body, place, force. */
const rowSize = 7;
/** Length of the longest arrow, as shares of the radius of the scene: at first, and where the scale changes. */
const lengthWished = 0.5;
const lengthMost = 0.75;
const lengthLeast = 0.25;
/** ms for which arrows stay short before they are drawn longer, so that a knock does not make them flicker. */
const shortMs = 1500;

/** 1, 2 or 5 times a power of ten, at or above a number. */
export function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return power * ([1, 2, 5, 10].find((step) => step * power >= value * (1 - 1e-9)) ?? 10);
}

export interface ForceFigures {
  readonly contacts: number;
  /** Sum of the sizes of the forces of contacts, and the force of the hand, N. */
  readonly force: number;
  readonly hand: number;
}

function sizeAt(rows: Float64Array, row: number): number {
  return Math.hypot(rows[row + 4]!, rows[row + 5]!, rows[row + 6]!);
}

/** What is to be said of forces. */
export function forceFigures({ contacts, hand }: WorldForces): ForceFigures {
  let force = 0;
  for (let row = 0; row < contacts.length; row += rowSize) force += sizeAt(contacts, row);
  return { contacts: contacts.length / rowSize, force, hand: hand.length > 0 ? sizeAt(hand, 0) : 0 };
}

export class ForceArrows {
  readonly #radius: number;
  /** Length of arrow the scale is said for, m. */
  readonly unit: number;
  /** Newtons for one such length; NaN before the first force. */
  newtons = Number.NaN;
  #shortSince = Number.NaN;

  /** @param radius of the scene, m */
  constructor(radius: number) {
    this.#radius = radius;
    this.unit = 10 ** Math.floor(Math.log10(Math.max(1e-6, radius * lengthWished)));
  }

  /** Arrows from where the forces act, at a scale that suits them. @param now ms */
  arrows(forces: WorldForces, now: number): readonly Arrow[] {
    const found: Arrow[] = [];
    let most = 0;
    for (const rows of [forces.contacts, forces.hand])
      for (let row = 0; row < rows.length; row += rowSize) most = Math.max(most, sizeAt(rows, row));
    if (!(most > 0)) return found;
    this.#suit(most, now);
    const by = this.unit / this.newtons;
    for (const rows of [forces.contacts, forces.hand])
      for (let row = 0; row < rows.length; row += rowSize) {
        const from: Triple = [rows[row + 1]!, rows[row + 2]!, rows[row + 3]!];
        const to: Triple = [
          from[0] + rows[row + 4]! * by,
          from[1] + rows[row + 5]! * by,
          from[2] + rows[row + 6]! * by,
        ];
        found.push({ from, to });
      }
    return found;
  }

  #suit(most: number, now: number): void {
    const length = (most / this.newtons) * this.unit;
    const isShort = length < lengthLeast * this.#radius;
    if (!isShort) this.#shortSince = Number.NaN;
    else if (Number.isNaN(this.#shortSince)) this.#shortSince = now;
    const waited = isShort && now - this.#shortSince > shortMs;
    if (!(length <= lengthMost * this.#radius) || waited) {
      this.newtons = niceAbove((most * this.unit) / (lengthWished * this.#radius));
      this.#shortSince = Number.NaN;
    }
  }
}
