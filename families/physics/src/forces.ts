// The forces of a living world that a picture shows: of contacts, and of a hand. Looking changes nothing.

import type { World } from './engine/world.ts';

/** Numbers in a row of forces. */
export const forceRowSize = 7;
/** Contacts told of at most. */
export const forcesMost = 256;

/** Rows of seven numbers: the body that is pushed, by its row in `poses`; place x y z, m; force on it x y z, N. */
export interface WorldForces {
  readonly contacts: Float64Array;
  /** One row while a hand pulls. */
  readonly hand: Float64Array;
}

/** The forces of a world as its engine stands. @param held body held by a hand, by its number in the engine; 0 for none */
export function forceRows(world: World, held: number): WorldForces {
  const rows = world.contactRows(forcesMost);
  const contacts = new Float64Array(forceRowSize * rows.length);
  rows.forEach((row, index) => {
    contacts.set(row, forceRowSize * index);
    contacts[forceRowSize * index]! -= 1;
  });
  if (held === 0) return { contacts, hand: new Float64Array() };
  const { xipos, xfrcApplied } = world.views;
  const place = xipos.subarray(3 * held, 3 * held + 3);
  const force = xfrcApplied.subarray(6 * held, 6 * held + 3);
  return { contacts, hand: Float64Array.of(held - 1, ...place, ...force) };
}
