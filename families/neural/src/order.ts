// Rows in the order of their slots: a push reads them one after the other, so that memory is read ahead. What lives scatters them.

import type { Graph } from './graph.ts';
import { demandPadded, placesOf, sizeFor, sizeToGrow } from './rows.ts';
import { demandSealed, sealFactors } from './seals.ts';

/** Steps between two looks at how scattered rows are. */
export const orderPeriod = 16;

/** Share of the rows that may begin before the row of the slot before them: beyond it a push costs up to three times as much. */
const scatteredMost = 0.1;

/** Whether so many rows lie out of order that putting all of them in order pays. */
export function areScattered({ start, room, tally }: Graph): boolean {
  let [rows, steps, last] = [0, 0, 0];
  for (let slot = 0; slot < tally.high; slot++) {
    if (room[slot] === 0) continue;
    rows++;
    if (start[slot]! < last) steps++;
    last = start[slot]!;
  }
  return steps > scatteredMost * rows;
}

/** Places of all rows, each of the size that `sizeOf` tells for its length. */
function placesWith({ length, tally }: Graph, sizeOf: (count: number) => number): number {
  let end = 0;
  for (let slot = 0; slot < tally.high; slot++) if (length[slot]! > 0) end += placesOf(sizeOf(length[slot]!));
  return end;
}

/** Lays all rows out anew in the order of their slots, one behind the other, with room to grow where the arena has it. */
export function orderRows(graph: Graph): void {
  const { start, length, room, target, meta, seal, tally, heads } = graph;
  for (let slot = 0; slot < tally.high; slot++) {
    demandSealed(graph, slot);
    demandPadded(graph, slot);
  }
  const sizeOf = placesWith(graph, sizeToGrow) <= graph.layout.places ? sizeToGrow : sizeFor;
  const targets = target.slice(0, tally.end);
  const words = meta.slice(0, tally.end);
  let end = 0;
  for (let slot = 0; slot < tally.high; slot++) {
    if (room[slot] === 0) continue;
    const from = start[slot]!;
    const count = length[slot]!;
    const places = count === 0 ? 0 : placesOf(sizeOf(count));
    for (let each = 0; each < count; each++) {
      target[end + each] = targets[from + each]!;
      meta[end + each] = words[from + each]!;
    }
    for (let place = end + count; place < end + places; place++) {
      target[place] = slot;
      meta[place] = 0;
    }
    const begin = places === 0 ? 0 : end;
    seal[slot]! +=
      Math.imul(begin - from, sealFactors.start) + Math.imul(places - room[slot]!, sealFactors.room);
    start[slot] = begin;
    room[slot] = places;
    end += places;
  }
  heads.fill(-1);
  Object.assign(tally, { end, free: 0, left: 0, cursor: 0 });
}
