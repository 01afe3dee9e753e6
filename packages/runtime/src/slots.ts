// How many runs compute at once: a fixed number of slots, handed out first come, first served.

import { Promised } from './promised.ts';

export interface Ticket {
  /** Resolves when the slot is held; never when the ticket was returned before. */
  readonly granted: Promise<void>;
  readonly held: boolean;
  /** Gives the slot or the place in the queue back; harmless when repeated. */
  giveBack(): void;
}

interface Place extends Ticket {
  held: boolean;
  readonly grant: () => void;
}

export class Slots {
  #free: number;
  readonly #queue: Place[] = [];

  constructor(slots: number) {
    this.#free = slots;
  }

  ask(): Ticket {
    const granted = new Promised<void>();
    const place: Place = {
      granted: granted.promise,
      held: false,
      giveBack: () => this.#giveBack(place),
      grant: () => {
        place.held = true;
        granted.resolve();
      },
    };
    if (this.#free > 0) {
      this.#free--;
      place.grant();
    } else this.#queue.push(place);
    return place;
  }

  #giveBack(place: Place): void {
    const position = this.#queue.indexOf(place);
    if (position >= 0) this.#queue.splice(position, 1);
    if (!place.held) return;
    place.held = false;
    const next = this.#queue.shift();
    if (next === undefined) this.#free++;
    else next.grant();
  }
}
