// Forces of the last while, by the time they acted at. Bounded: when too many numbers are held, the oldest go.

import type { WorldForces } from '@holdfast/catalog';

/** 4 MB. */
const numbersMost = 2 ** 19;

export class ForceTrack {
  #held: { readonly time: number; readonly forces: WorldForces }[] = [];
  #numbers = 0;

  /** Takes the forces of a time; what was held at and after it is no longer so. */
  push(time: number, forces: WorldForces): void {
    if ((this.#held.at(-1)?.time ?? -Infinity) >= time) {
      this.#held = this.#held.filter((each) => each.time < time);
      this.#numbers = this.#held.reduce((sum, each) => sum + sizeOf(each.forces), 0);
    }
    this.#held.push({ time, forces });
    this.#numbers += sizeOf(forces);
    let drop = 0;
    for (; this.#numbers > numbersMost && drop < this.#held.length - 1; drop++)
      this.#numbers -= sizeOf(this.#held[drop]!.forces);
    if (drop > 0) this.#held = this.#held.slice(drop);
  }

  /** Forces at the last time at or before this one, unless that is longer ago than `within`. */
  at(time: number, within: number): WorldForces | undefined {
    const found = this.#held.findLast((each) => each.time <= time + 1e-9);
    return found !== undefined && time - found.time <= within ? found.forces : undefined;
  }

  clear(): void {
    this.#held = [];
    this.#numbers = 0;
  }
}

/** Numbers, and what holding them costs besides. */
function sizeOf({ contacts, hand }: WorldForces): number {
  return contacts.length + hand.length + 16;
}
