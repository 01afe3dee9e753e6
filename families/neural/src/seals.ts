// Checksums that catch every single flipped bit: linear modulo 2^32 with odd multipliers, so that a change of one word moves
// them by a known amount and a pass of the kernel can keep them up to date.

import type { Graph } from './graph.ts';

/** Odd multipliers, one for each word. */
export const sealFactors = Object.freeze({
  tag: 0x9e3779b1 | 0,
  start: 0x85ebca77 | 0,
  length: 0xc2b2ae3d | 0,
  room: 0x27d4eb2f,
  birth: 0x165667b1,
  slot: 0x2545f491,
  target: 0x9e3779b1 | 0,
  meta: 0x85ebca77 | 0,
});

/** What the seal of a slot has to be; 32 bits. */
export function sealOf(graph: Graph, slot: number): number {
  const { tag, start, length, room, birth } = graph;
  return (
    (Math.imul(tag[slot]!, sealFactors.tag) +
      Math.imul(start[slot]!, sealFactors.start) +
      Math.imul(length[slot]!, sealFactors.length) +
      Math.imul(room[slot]!, sealFactors.room) +
      Math.imul(birth[slot]!, sealFactors.birth) +
      Math.imul(slot + 1, sealFactors.slot)) |
    0
  );
}

/** Makes sure that a slot is as it was left, before its words are changed on purpose: a new seal would hide damage.
 * @throws RangeError */
export function demandSealed(graph: Graph, slot: number): void {
  if (sealOf(graph, slot) !== graph.seal[slot]) throw new RangeError(`slot ${slot} is damaged`);
}

/** Closes all slots, used or not. */
export function sealAll(graph: Graph): void {
  for (let slot = 0; slot < graph.layout.nodes; slot++) sealSlot(graph, slot);
}

/** Closes a slot after its words changed. */
export function sealSlot(graph: Graph, slot: number): void {
  graph.seal[slot] = sealOf(graph, slot);
}

/** A checksum of words that change together or not at all: another multiplier for each place, all odd. */
export function sumOf(words: Int32Array): number {
  let sum = 0;
  for (let at = 0; at < words.length; at++) {
    sum = (sum + Math.imul(words[at]!, Math.imul(at, sealFactors.slot) | 1)) | 0;
  }
  return sum;
}

/** What one connection adds to the checksum of its row. */
export function markOf(target: number, meta: number): number {
  return (Math.imul(target, sealFactors.target) + Math.imul(meta, sealFactors.meta)) | 0;
}
