// Rows of connections in one arena: each node owns a stretch of places in pairs; what is beyond its length points back to the node with
// weight 0. Connections that learn lie behind all others of their row. Freed stretches wait in lists by size.

import { connection, typeOf, weightOf } from './connection.ts';
import type { Graph } from './graph.ts';
import { headCount } from './layout.ts';
import { demandSealed, markOf, sealFactors, sealSlot } from './seals.ts';

/** Places come in pairs, so that what learns can be written in halves of vectors. */
export const pair = 2;

/** Rows of up to this many places come in every multiple of a pair; longer ones, of hubs, in quarters of powers of two. */
const finest = 252;
const finestSizes = finest / pair;

/** Places of a size; sizes count from 1. */
export function placesOf(size: number): number {
  if (size <= finestSizes) return pair * size;
  const above = size - finestSizes - 1;
  return (4 + (above & 3)) << (6 + (above >> 2));
}

/** The smallest size that holds `count` places. */
export function sizeFor(count: number): number {
  if (count <= finest) return Math.max(1, Math.ceil(count / pair));
  let size = finestSizes + 1;
  while (placesOf(size) < count) size++;
  return size;
}

/** The largest size within `count` places. */
function sizeWithin(count: number): number {
  const size = sizeFor(count);
  return placesOf(size) <= count ? size : size - 1;
}

/** Puts places back into the lists. `count` is a whole number of pairs. */
export function freePlaces(graph: Graph, from: number, count: number): void {
  const { heads, target, tally } = graph;
  let at = from;
  let left = count;
  tally.free += count;
  while (left > 0) {
    const size = sizeWithin(left);
    target[at] = heads[size]!;
    heads[size] = at;
    at += placesOf(size);
    left -= placesOf(size);
  }
}

/** Takes places out of the lists, or -1: the best size first, then what is left of a larger one goes back. */
function takeFree(graph: Graph, size: number): number {
  const { heads, target, tally } = graph;
  for (let found = size; found < headCount; found++) {
    const at = heads[found]!;
    if (at < 0) continue;
    heads[found] = target[at]!;
    const over = placesOf(found) - placesOf(size);
    tally.free -= placesOf(found);
    if (over > 0) freePlaces(graph, at + placesOf(size), over);
    return at;
  }
  return -1;
}

/** Where `takeFree` would find places, or -1. */
function peekFree({ heads }: Graph, size: number): number {
  for (let found = size; found < headCount; found++) if (heads[found]! >= 0) return heads[found]!;
  return -1;
}

/** Finds places for a row; makes room by a full compaction where there is none. */
function takePlaces(graph: Graph, size: number): number {
  const places = placesOf(size);
  const { layout, tally } = graph;
  for (const last of [false, true]) {
    const at = tally.free >= places ? takeFree(graph, size) : -1;
    if (at >= 0) return at;
    if (tally.end + places <= layout.places) {
      tally.end += places;
      return tally.end - places;
    }
    if (!last) compactRows(graph);
  }
  throw new RangeError(`no ${places} places in an arena of ${layout.places}`);
}

// Rows are mostly short: loops are quicker than calls that copy or fill.

function fillPads({ target, meta }: Graph, slot: number, from: number, to: number): void {
  for (let place = from; place < to; place++) {
    target[place] = slot;
    meta[place] = 0;
  }
}

/** Makes sure that a place is padding before it is written over. @throws RangeError */
function demandFree({ target, meta }: Graph, slot: number, place: number): void {
  if (target[place] !== slot || meta[place] !== 0) throw new RangeError(`padding of row ${slot} is damaged`);
}

/** Makes sure that all padding of a row is padding before it is given up. @throws RangeError */
export function demandPadded(graph: Graph, slot: number): void {
  const { start, length, room } = graph;
  for (let place = start[slot]! + length[slot]!; place < start[slot]! + room[slot]!; place++)
    demandFree(graph, slot, place);
}

/** Copies places, lowest first: towards lower places they may overlap. */
function copyPlaces({ target, meta }: Graph, to: number, from: number, count: number): void {
  for (let each = 0; each < count; each++) {
    target[to + each] = target[from + each]!;
    meta[to + each] = meta[from + each]!;
  }
}

/** Moves a row to a stretch of another size. */
function moveRow(graph: Graph, slot: number, size: number, release = freePlaces): void {
  const at = takePlaces(graph, size);
  // Read after places were taken: a compaction may have moved the row.
  const { start, length, room } = graph;
  const from = start[slot]!;
  const count = length[slot]!;
  copyPlaces(graph, at, from, count);
  fillPads(graph, slot, at + count, at + placesOf(size));
  if (room[slot]! > 0) release(graph, from, room[slot]!);
  start[slot] = at;
  room[slot] = placesOf(size);
}

/** The size that holds `count` connections and an eighth as many to come: a row that changes a little stays where it is. */
export function sizeToGrow(count: number): number {
  return sizeFor(count + (count >> 3));
}

/** Makes room for `more` connections at once, where it is known how many will come. */
export function reserveRow(graph: Graph, slot: number, more: number): void {
  const count = graph.length[slot]! + more;
  if (count <= graph.room[slot]!) return;
  demandSealed(graph, slot);
  demandPadded(graph, slot);
  moveRow(graph, slot, sizeFor(count));
  sealSlot(graph, slot);
}

/** Where those that learn begin in a row. */
function learnersFrom({ start, length, meta }: Graph, slot: number): number {
  let at = start[slot]! + length[slot]!;
  while (at > start[slot]! && typeOf(meta[at - 1]!) === connection.plastic) at--;
  return at;
}

/** Adds a connection to a row: one that learns at the end, another before those that do. */
export function addToRow(graph: Graph, slot: number, to: number, meta: number): void {
  demandSealed(graph, slot);
  const { start, length, room, tally } = graph;
  const count = length[slot]!;
  if (count === room[slot]!) {
    // short rows grow by two pairs at least
    moveRow(graph, slot, Math.max(sizeToGrow(count + 1), sizeFor(count + 2 * pair)));
    sealSlot(graph, slot);
  }
  const end = start[slot]! + count;
  demandFree(graph, slot, end);
  const at = typeOf(meta) === connection.plastic ? end : learnersFrom(graph, slot);
  copyPlaces(graph, end, at, 1);
  graph.target[at] = to;
  graph.meta[at] = meta;
  length[slot] = count + 1;
  graph.weights[slot]! += Math.abs(weightOf(meta));
  graph.checksum[slot]! += markOf(to, meta);
  graph.degree[to]! += 1;
  tally.connections++;
  graph.seal[slot]! += sealFactors.length;
}

/** Removes the connection at `ordinal` of a row: the last one of its part takes its place. */
export function removeFromRow(graph: Graph, slot: number, ordinal: number): void {
  demandSealed(graph, slot);
  const { start, length, target, meta } = graph;
  const at = start[slot]! + ordinal;
  const last = start[slot]! + length[slot]! - 1;
  const hole = typeOf(meta[at]!) === connection.plastic ? at : learnersFrom(graph, slot) - 1;
  graph.weights[slot]! -= Math.abs(weightOf(meta[at]!));
  graph.checksum[slot]! -= markOf(target[at]!, meta[at]!);
  graph.degree[target[at]!]! -= 1;
  copyPlaces(graph, at, hole, 1);
  copyPlaces(graph, hole, last, 1);
  fillPads(graph, slot, last, last + 1);
  length[slot]! -= 1;
  graph.tally.connections--;
  graph.seal[slot]! -= sealFactors.length;
}

/** Makes sure that a row is as its sums say, before they are gone. @throws RangeError */
function demandSummed({ start, length, target, meta, weights, checksum }: Graph, slot: number): void {
  let [weight, mark] = [0, 0];
  for (let at = start[slot]!; at < start[slot]! + length[slot]!; at++) {
    weight += Math.abs(weightOf(meta[at]!));
    mark = (mark + markOf(target[at]!, meta[at]!)) | 0;
  }
  if (weight !== weights[slot] || mark !== checksum[slot]) throw new RangeError(`row ${slot} is damaged`);
}

/** Takes a row away with all its connections. */
export function clearRow(graph: Graph, slot: number): void {
  demandSealed(graph, slot);
  demandSummed(graph, slot);
  demandPadded(graph, slot);
  const { start, length, room, degree, target, tally } = graph;
  const from = start[slot]!;
  for (let at = from; at < from + length[slot]!; at++) degree[target[at]!]! -= 1;
  tally.connections -= length[slot]!;
  if (room[slot]! > 0) freePlaces(graph, from, room[slot]!);
  start[slot] = 0;
  length[slot] = 0;
  room[slot] = 0;
  graph.weights[slot] = 0;
  graph.checksum[slot] = 0;
  sealSlot(graph, slot);
}

/** Slides all rows together in the order in which they lie; the lists end up empty. */
export function compactRows(graph: Graph): void {
  const { start, length, room, target, meta, tally, heads } = graph;
  const slots: number[] = [];
  for (let slot = 0; slot < tally.high; slot++) if (room[slot]! > 0) slots.push(slot);
  slots.sort((left, right) => start[left]! - start[right]!);
  let end = 0;
  for (const slot of slots) {
    demandSealed(graph, slot);
    demandPadded(graph, slot);
    const from = start[slot]!;
    const count = length[slot]!;
    const places = count === 0 ? 0 : placesOf(sizeFor(count));
    target.copyWithin(end, from, from + count);
    meta.copyWithin(end, from, from + count);
    start[slot] = places === 0 ? 0 : end;
    room[slot] = places;
    fillPads(graph, slot, end + count, end + places);
    sealSlot(graph, slot);
    end += places;
  }
  heads.fill(-1);
  tally.end = end;
  tally.free = 0;
  tally.left = 0;
  tally.cursor = 0;
}

/** Leaves places for the end of the pass: in a list they would hide lower ones. */
function leavePlaces({ tally }: Graph, _from: number, count: number): void {
  tally.left += count;
}

/** Share of the arena that may lie unused before rows are moved together, bit by bit. */
const looseMost = 0.125;

/** Moves rows of the next `budget` slots down into free places and gives back room they do not need. After the last slot
 * the arena ends where its last row does. */
export function compactSome(graph: Graph, budget: number): void {
  const { room, tally, start, length } = graph;
  if (tally.cursor === 0 && tally.free <= looseMost * tally.end) return;
  const stop = Math.min(tally.high, tally.cursor + budget);
  for (let slot = tally.cursor; slot < stop; slot++) {
    if (room[slot] === 0) continue;
    demandSealed(graph, slot);
    demandPadded(graph, slot);
    const size = sizeToGrow(length[slot]!);
    const lower = peekFree(graph, size);
    const fits = lower >= 0 && lower < start[slot]!;
    const loose = room[slot]! - placesOf(size) >= 8 && tally.free >= placesOf(size);
    if (length[slot] === 0) clearRow(graph, slot);
    else if (fits || loose) {
      moveRow(graph, slot, size, leavePlaces);
      sealSlot(graph, slot);
    }
  }
  tally.cursor = stop;
  if (stop < tally.high) return;
  tally.cursor = 0;
  trimEnd(graph);
}

/** Ends the arena behind its last row and joins free places that touch, lowest first in every list. */
export function trimEnd(graph: Graph): void {
  const { start, room, tally, heads } = graph;
  let end = 0;
  for (let slot = 0; slot < tally.high; slot++) end = Math.max(end, start[slot]! + room[slot]!);
  const taken = new Uint8Array(end / pair);
  for (let slot = 0; slot < tally.high; slot++) {
    const from = start[slot]! / pair;
    taken.fill(1, from, from + room[slot]! / pair);
  }
  heads.fill(-1);
  tally.end = end;
  tally.free = 0;
  tally.left = 0;
  for (let stop = taken.length; stop > 0;) {
    const last = taken.lastIndexOf(0, stop - 1);
    if (last < 0) return;
    const before = taken.lastIndexOf(1, last);
    freePlaces(graph, pair * (before + 1), pair * (last - before));
    stop = before + 1;
  }
}
