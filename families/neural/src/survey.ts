// What can be said of a whole network at an instant, in one pass over its nodes.

import type { Network } from './network.ts';
import { quantaPerUnit } from './quanta.ts';
import { isAlive } from './tag.ts';

/** Bars of the histograms of energy, from 0 to the cap, and of connections out of a node. */
export const energyBars = 32;
export const degreeBars = 32;

export interface Survey {
  /** Stored energy by band, units. */
  readonly energy: readonly [number, number, number];
  readonly energies: Float64Array;
  readonly degrees: Float64Array;
  readonly outgoingMost: number;
  readonly incomingMost: number;
  /** Connections out of a living dynamic node, on average. */
  readonly outgoingMean: number;
  /** Age of the living dynamic nodes, on average, steps. */
  readonly age: number;
  /** Unused places inside rows and between them, as shares. */
  readonly slack: number;
  readonly fragmentation: number;
}

/** Width of a bar of the histogram of degrees. */
export function degreeWidth(network: Network): number {
  return Math.max(1, Math.ceil((network.parts.model.capacity.outgoing + 1) / degreeBars));
}

export function surveyOf(network: Network): Survey {
  const { graph, places } = network.parts;
  const { tag, length, degree, birth, tally } = graph;
  const { energy } = network;
  const sums = [0, 0, 0];
  const energies = new Float64Array(energyBars);
  const degrees = new Float64Array(degreeBars);
  const perBar = network.cap / energyBars;
  const width = degreeWidth(network);
  let [outgoingMost, incomingMost, age, outgoing] = [0, 0, 0, 0];
  for (let slot = 0; slot < tally.high; slot++) {
    if (!isAlive(tag[slot]!)) continue;
    const stored = energy[slot]!;
    const band = slot < places.workspaceAt ? 0 : slot < places.dynamicAt ? 1 : 2;
    sums[band]! += stored;
    outgoingMost = Math.max(outgoingMost, length[slot]!);
    incomingMost = Math.max(incomingMost, degree[slot]!);
    if (band !== 2) continue;
    energies[Math.min(energyBars - 1, Math.floor(stored / perBar))]! += 1;
    degrees[Math.min(degreeBars - 1, Math.floor(length[slot]! / width))]! += 1;
    outgoing += length[slot]!;
    age += network.steps - birth[slot]!;
  }
  const rooms = tally.end - tally.free - tally.left;
  const living = Math.max(1, tally.living);
  return {
    energy: [sums[0]! / quantaPerUnit, sums[1]! / quantaPerUnit, sums[2]! / quantaPerUnit],
    energies,
    degrees,
    outgoingMost,
    incomingMost,
    outgoingMean: outgoing / living,
    age: age / living,
    slack: rooms > 0 ? (rooms - tally.connections) / rooms : 0,
    fragmentation: tally.end > 0 ? (tally.free + tally.left) / tally.end : 0,
  };
}
