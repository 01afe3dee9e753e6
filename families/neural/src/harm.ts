// Damage on purpose, for drills: one bit of the words a step reads is flipped, as a fault of memory would. Every such bit is under a seal or an
// account, so what was hit is found before it is kept.

import { Draws } from './choices.ts';
import { keyOf, stream } from './draws.ts';
import type { Graph } from './graph.ts';
import type { Network } from './network.ts';

/** The places of the next row that holds connections: what nobody owns is read by nobody. */
function rowFrom({ start, length, tally }: Graph, first: number): readonly [from: number, to: number] {
  for (let each = 0; each < tally.high; each++) {
    const slot = (first + each) % tally.high;
    if (length[slot]! > 0) return [start[slot]!, start[slot]! + length[slot]!];
  }
  return [0, 0];
}

/** Flips a bit that the seed decides; says where it was. */
export function flipBit(network: Network, seed: number): string {
  const { graph } = network.parts;
  const { high } = graph.tally;
  const draws = new Draws(keyOf(seed, stream.harm, 0), 0);
  const row = rowFrom(graph, draws.pick(high));
  const fields: readonly (readonly [string, Int32Array])[] = [
    ['what nodes are', graph.tag.subarray(0, high)],
    ['energies', network.energy.subarray(0, high)],
    ['targets of connections', graph.target.subarray(...row)],
    ['weights and types of connections', graph.meta.subarray(...row)],
    ['places of rows', graph.start.subarray(0, high)],
    ['lengths of rows', graph.length.subarray(0, high)],
    ['checksums of rows', graph.checksum.subarray(0, high)],
    ['counts of incoming connections', graph.degree.subarray(0, high)],
    ['births', graph.birth.subarray(0, high)],
    ['seals', graph.seal.subarray(0, high)],
    ['coefficients', graph.constants],
    ['the ledger', network.ledger.words],
  ];
  const held = fields.filter(([, words]) => words.length > 0);
  const [name, words] = held[draws.pick(held.length)]!;
  const at = draws.pick(words.length);
  const bit = draws.pick(32);
  words[at]! ^= 1 << bit;
  return `bit ${bit} of word ${at} in ${name}`;
}
