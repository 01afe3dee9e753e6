// What is proposed follows from the copy alone and keeps the rules; what became of the network meanwhile is nobody's mistake.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, stream } from '../src/draws.ts';
import type { Network } from '../src/network.ts';
import { endNode, handleOf, holds, refusalOf } from '../src/population.ts';
import { isAnswer, propose, proposalsOf } from '../src/proposals.ts';
import { isSealed, questionOf, readQuestion } from '../src/question.ts';
import { cadenceOf } from '../src/tag.ts';
import { lively, networkOf } from './scene.ts';

function live(network: Network, steps: number): void {
  for (let step = 0; step < steps; step++) expect(network.advance()).toEqual([]);
}

/** A question about a network as it is now. */
function ask(network: Network, { step = 0, rate = 0.3, looksMost = 250, incoming = 60 } = {}): Int32Array {
  const { graph, places, model, seed } = network.parts;
  const asked = { ...model, growth: { ...model.growth, looksMost } };
  const bounds = { ...network.bounds, incoming };
  const asker = { graph, places, model: asked, energy: network.energy, cap: network.cap, bounds, rate };
  return questionOf(asker, step, keyOf(seed, stream.growth, step)) ?? new Int32Array();
}

const cadenceShares = { quick: 1, steady: 1, slow: 1 };

describe('growth', () => {
  it('proposes only what the rules allow in the copy, by names that hold there', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 0, max: 90 }), (seed, steps) => {
        const network = networkOf(lively, seed);
        live(network, steps);
        const { graph } = network.parts;
        const answer = propose(ask(network), network.society);
        expect(isAnswer(answer)).toBe(true);
        const proposals = proposalsOf(answer);
        for (const { from, to, what } of proposals) {
          expect([holds(graph, from), holds(graph, to)]).toEqual([true, true]);
          const refusal = refusalOf(graph, from.slot, to.slot, { ...network.bounds, connections: Infinity });
          // the rows of senses are not copied: a second connection from one is refused when it is made
          const isKnown = from.slot >= network.parts.places.dynamicAt;
          if (what === undefined) expect(refusal === 'twice' || refusal === 'crowded').toBe(true);
          else if (isKnown) expect(refusal).toBeUndefined();
        }
        const kinds = new Set(proposals.map(({ what }) => what === undefined));
        if (proposals.length > 100) expect(kinds.size).toBe(2);
      }),
      { numRuns: 4 },
    );
  });

  it('lets quick nodes look at every copy, steady ones at every second, slow ones at every fourth, as often on average as is written', () => {
    const network = networkOf({ ...lively, dynamic: { count: 200, cadence: cadenceShares } }, 4);
    const looks = [0, 0, 0];
    const copies = 100;
    for (let copy = 0; copy < copies; copy++) {
      const { lookers, tags } = readQuestion(ask(network, { step: 64 * copy, rate: 0.02 }));
      for (let at = 0; at < lookers.length; at += 3) {
        const [slot, count] = lookers.subarray(at, at + 2);
        const cadence = cadenceOf(tags[slot]);
        expect((copy + slot) % [1, 2, 4][cadence]).toBe(0);
        looks[cadence] += count;
      }
    }
    const counts = [0, 0, 0];
    const { graph, places } = network.parts;
    for (let slot = places.dynamicAt; slot < graph.tally.high; slot++) counts[cadenceOf(graph.tag[slot])]++;
    // 12.8 x 0.02 a turn for quick nodes; each look is a draw, so five standard deviations of a sum of them
    [1, 2, 4].forEach((period, cadence) => {
      const expected = ((0.02 * 64 * (cadence + 1)) / 5 / period) * counts[cadence] * copies;
      expect(Math.abs(looks[cadence] - expected)).toBeLessThan(5 * Math.sqrt(expected));
    });
  });

  it('looks no more often than it may, and begins elsewhere each time', () => {
    const network = networkOf(lively, 6);
    const found = [0, 64, 128].map((step) => {
      const { lookers } = readQuestion(ask(network, { step, rate: 1, looksMost: 1 }));
      expect(lookers.reduce((sum, word, at) => (at % 3 === 1 ? sum + word : sum), 0)).toBe(64);
      return lookers[0];
    });
    expect(new Set(found).size).toBeGreaterThan(1);
  });

  it('gives up connections to nodes that hold more than may arrive, and seeks no full or crowded ones', () => {
    const network = networkOf(lively, 2);
    const { graph, places } = network.parts;
    const incoming = 5;
    network.energy.fill(network.cap, places.dynamicAt, places.dynamicAt + 40);
    const proposals = proposalsOf(propose(ask(network, { rate: 1, incoming }), network.society));
    const made = proposals.filter(({ what }) => what !== undefined).map(({ to }) => to.slot);
    expect(made.length).toBeGreaterThan(20);
    expect(made.filter((slot) => graph.degree[slot] >= incoming)).toEqual([]);
    expect(made.filter((slot) => slot >= places.dynamicAt && slot < places.dynamicAt + 40)).toEqual([]);
    const left = proposals.filter(({ to, what }) => what === undefined && graph.degree[to.slot] > incoming);
    expect(left.length).toBeGreaterThan(20);
  });

  it('drops and counts what is proposed for somebody who died since', () => {
    const network = networkOf(lively, 3);
    live(network, 1);
    const { graph, places } = network.parts;
    const named = handleOf(graph, places.dynamicAt);
    for (let slot = places.dynamicAt; slot < graph.tally.high; slot++) {
      if (graph.tag[slot] >>> 16 !== named.generation || (graph.tag[slot] & 4) !== 0) continue;
      network.ledger.stored[0] -= BigInt(network.energy[slot]);
      network.energy[slot] = 0;
      endNode(graph, slot);
    }
    network.ledger.seal();
    live(network, 63);
    const { grown } = network.events;
    const { stale } = network.events.refused;
    live(network, 1);
    expect(network.events.refused.stale - stale).toBeGreaterThan(20);
    expect(network.events.grown).toBe(grown);
    expect(network.inspect()).toEqual([]);
  });

  it('finds a damaged copy before anything comes of it, and repairs by doing without', () => {
    const network = networkOf(lively, 3);
    live(network, 64);
    const copy = network.growth.words;
    expect(isSealed(copy)).toBe(true);
    copy[copy.length >> 1] ^= 1 << 9;
    expect(network.inspect().map(({ what }) => what)).toEqual(['copy under way']);
    expect(network.advance().map(({ what }) => what)).toEqual(['copy under way']);
    expect(network.steps).toBe(64);
  });
});
