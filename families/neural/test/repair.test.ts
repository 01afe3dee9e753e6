// What a repair leaves behind: a graph under all its laws that lives on, with every change listed, whatever was broken.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typeOf } from '../src/connection.ts';
import type { Graph } from '../src/graph.ts';
import { repairNetwork } from '../src/repair.ts';
import { lively, networkOf } from './scene.ts';

const words = [
  'tag',
  'start',
  'length',
  'room',
  'weights',
  'checksum',
  'degree',
  'seal',
  'target',
  'meta',
] as const;

/** Whether no row has anybody behind its plastic connections. */
function learnersLieLast({ start, length, meta, tally }: Graph): boolean {
  return Array.from({ length: tally.high }, (_, slot) => slot).every((slot) => {
    const types = Array.from(meta.subarray(start[slot], start[slot] + length[slot]), typeOf);
    return !/3[012]/.test(types.join(''));
  });
}

describe('a repair', () => {
  it('puts any damaged graph under its laws again, lists what it changed, and the network lives on', () => {
    const hits = fc.array(fc.tuple(fc.constantFrom(...words), fc.nat(1e6), fc.nat(31)), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(hits, (all) => {
        const network = networkOf(lively, 3);
        const { graph } = network.parts;
        for (let step = 0; step < 10; step++) network.advance();
        for (const [name, at, bit] of all) {
          const field = graph[name];
          const used = name === 'target' || name === 'meta' ? graph.tally.end : graph.tally.high;
          field[at % used] ^= 1 << bit;
        }
        const findings = network.inspect();
        const { sound, changes } = repairNetwork(network);
        expect(network.inspect()).toEqual([]);
        expect(learnersLieLast(graph)).toBe(true);
        if (findings.length > 0) expect(changes.length).toBeGreaterThan(0);
        if (findings.some(({ derived }) => !derived)) expect(sound).toBe(false);
        for (let step = 0; step < 12; step++) expect(network.advance()).toEqual([]);
        expect(network.inspect()).toEqual([]);
        expect(network.mismatch).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('of a single lost connection keeps every other', () => {
    const network = networkOf(lively, 3);
    const { graph } = network.parts;
    const before = graph.tally.connections;
    const slot = graph.length.findIndex((count) => count > 2);
    const kept = [...graph.meta.subarray(graph.start[slot] + 1, graph.start[slot] + graph.length[slot])];
    graph.target[graph.start[slot]] = -5;
    const { sound, changes } = repairNetwork(network);
    expect(sound).toBe(false);
    expect(changes).toContainEqual({ what: 'connections to nobody removed', count: 1 });
    expect(graph.tally.connections).toBe(before - 1);
    expect([...graph.meta.subarray(graph.start[slot], graph.start[slot] + graph.length[slot])]).toEqual(kept);
  });

  it('of a sound network changes nothing', () => {
    const network = networkOf(lively, 4);
    for (let step = 0; step < 5; step++) network.advance();
    expect(repairNetwork(network)).toEqual({ sound: true, changes: [] });
  });
});
