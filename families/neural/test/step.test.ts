// A step against a model of maps and big numbers that shares no code with it, and the ledger over whole lives.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateOf, typeOf, weightOf } from '../src/connection.ts';
import { Draws } from '../src/choices.ts';
import { keyOf, mix, spread, stream } from '../src/draws.ts';
import { ledgerLines } from '../src/ledger.ts';
import type { Network } from '../src/network.ts';
import { isAlive, roleOf } from '../src/tag.ts';
import { lively, networkOf } from './scene.ts';

const f = Math.fround;

/** What the next step leaves every node with before births and deaths, worked out one connection at a time. */
function foreseen(network: Network, seed: number): Map<number, bigint> {
  const { graph, model } = network.parts;
  const { transfer, drain, transmission, output, input, cap, maintenance, idle, decay, noise } = model.energy;
  const named = ['transmitter', 'resonator', 'dampener'] as const;
  const stored = new Map(Array.from(network.energy.subarray(0, graph.tally.high), (e, slot) => [slot, e]));
  const gains = new Map<number, bigint>();
  const losses = new Map<number, bigint>();
  const quanta = Math.round(cap * 4096);
  for (const [slot, e] of stored) {
    if (!isAlive(graph.tag[slot])) continue;
    const row = Array.from({ length: graph.length[slot] }, (_, at) => graph.start[slot] + at);
    const weights = row.reduce((sum, at) => sum + Math.abs(weightOf(graph.meta[at])), 0);
    const most = f(f(drain * 32_768) / f(weights));
    const share = f(Math.min(f(transfer * output[named[roleOf(graph.tag[slot])]]), most) * 2);
    const active = BigInt(Math.trunc(f(e * share)));
    const charge = Math.trunc(f(f(e) * f(255 / quanta)));
    for (const at of row) {
      const word = graph.meta[at];
      if (gateOf(word) > charge) continue;
      // rounded down
      const flow = (active * BigInt(weightOf(word))) >> 16n;
      expect(flow <= BigInt(e)).toBe(true);
      expect(flow < 0n).toBe(typeOf(word) === 1 && flow !== 0n);
      gains.set(graph.target[at], (gains.get(graph.target[at]) ?? 0n) + flow);
      if (flow > 0n) losses.set(slot, (losses.get(slot) ?? 0n) + flow);
    }
  }
  const key = keyOf(seed, stream.noise, network.steps);
  const span = Math.round(noise * 4096);
  const after = new Map<number, bigint>();
  for (const [slot, e] of stored) {
    if (!isAlive(graph.tag[slot])) continue;
    const gained = gains.get(slot) ?? 0n;
    const arrives = f(transmission * input[named[roleOf(graph.tag[slot])]]);
    const received = gained > 0n ? BigInt(Math.trunc(f(f(Number(gained)) * arrives))) : gained;
    let next = BigInt(e) - (losses.get(slot) ?? 0n) + received;
    if (slot >= network.parts.places.dynamicAt) {
      next += BigInt(
        Math.floor(((mix(key + Math.imul(slot, spread)) >>> 16) * (2 * span + 1)) / 65_536) - span,
      );
      next -= BigInt(Math.round(maintenance * 4096) * graph.length[slot] + Math.round(idle * 4096));
      next -= BigInt(Math.trunc(f(f(e) * f(decay))));
    } else if (slot >= network.parts.places.workspaceAt) {
      const target = Math.round(model.workspace.target * 4096);
      next += BigInt(Math.trunc(f(f(target - e) * f(model.workspace.rate))));
    }
    after.set(slot, next < 0n ? 0n : next > BigInt(quanta) ? BigInt(quanta) : next);
  }
  return after;
}

describe('a step', () => {
  it('moves energy as a model of maps and big numbers does', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 0, max: 30 }), (seed, warm) => {
        // nobody is born, dies or is lit differently, so that the nodes after the step are those before it
        const still = {
          ...lively,
          sensory: { ...lively.sensory, pattern: 'steady' },
          life: { ...lively.life, birthsMost: 0, sweep: 1024 },
          growth: { rate: 0 },
        };
        const network = networkOf(still, seed);
        for (let step = 0; step <= warm; step++) network.advance();
        // the light is written over whatever senses kept: begin from there
        const { sensory } = network.parts.places;
        const light = network.parts.model.sensory.brightness * network.cap;
        network.ledger.stored[0] += BigInt(
          network.energy.subarray(0, sensory).reduce((sum, e) => sum + Math.round(light) - e, 0),
        );
        network.ledger.seal();
        network.energy.fill(Math.round(light), 0, sensory);
        const expected = foreseen(network, seed);
        expect(network.advance()).toEqual([]);
        for (const [slot, energy] of expected) {
          if (energy > BigInt(2048)) expect([slot, BigInt(network.energy[slot])]).toEqual([slot, energy]);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('leaves an account without a quantum missing, and a sound graph, after every commit of any life', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.constantFrom(1, 3, 8),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seed, sweep, brightness) => {
          const model = {
            ...lively,
            sensory: { ...lively.sensory, brightness },
            life: { ...lively.life, sweep },
          };
          const network = networkOf(model, seed);
          for (let step = 0; step < 60; step++) {
            const before = network.energy.reduce((sum, e) => sum + BigInt(e), 0n);
            expect(network.advance()).toEqual([]);
            const after = network.energy.reduce((sum, e) => sum + BigInt(e), 0n);
            expect(after - before).toBe(network.ledger.last.reduce((sum, line) => sum + line, 0n));
            expect(network.inspect()).toEqual([]);
          }
        },
      ),
      { numRuns: 8 },
    );
  });

  it('uses every line of the ledger in a lively network', () => {
    const network = networkOf(lively, 5);
    for (let step = 0; step < 300; step++) network.advance();
    const idle = ledgerLines.filter((_, at) => network.ledger.total[at] === 0n);
    expect(idle).toEqual([]);
    const { births, deaths, grown, pruned, swept } = network.events;
    for (const count of [births, deaths, grown, pruned, swept]) expect(count).toBeGreaterThan(10);
    expect(network.parts.graph.tally.living).toBe(120 + births - deaths);
  });
});

describe('draws', () => {
  it('are spread evenly, by a chi-squared of 64 cells that passes 130 once in a million', () => {
    const cells = new Float64Array(64);
    const count = 64_000;
    for (let who = 0; who < count; who++) cells[new Draws(keyOf(9, stream.growth, 77), who).pick(64)] += 1;
    const chi = cells.reduce((sum, found) => sum + (found - count / 64) ** 2 / (count / 64), 0);
    expect(chi).toBeGreaterThan(20);
    expect(chi).toBeLessThan(130);
  });
});
