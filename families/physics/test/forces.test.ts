// The forces a picture shows: of contacts on the body that moves, and of a hand; looking at them changes nothing.
import type { Simulation, Simulator } from '@holdfast/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { forcesOf, physics } from '../src/index.ts';

const box = (name: string, z: number) => ({
  name,
  pos: [0, 0, z],
  joints: [{ type: 'free' }],
  geoms: [{ shape: 'box', size: [0.2, 0.2, 0.2], mass: 2 }],
});
const weight = 2 * 9.81;

const settle = (simulation: Simulation, until: number): void => {
  while (simulation.time < until) simulation.step(0.05);
};

/** Sum of the forces on a body, and the places they act at. */
const on = (rows: Float64Array, body: number) => {
  const sum = [0, 0, 0];
  const places: number[][] = [];
  for (let at = 0; at < rows.length; at += 7) {
    if (rows[at] !== body) continue;
    places.push([...rows.subarray(at + 1, at + 4)]);
    for (let axis = 0; axis < 3; axis++) sum[axis] += rows[at + 4 + axis];
  }
  return { sum, places };
};

describe('forces in a world', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await physics.load!();
  });

  const begin = (bodies: readonly object[], more: object = {}): Simulation => {
    const model = { ground: true, bodies, ...more };
    const parsed = simulator.parse({ family: 'physics', version: 1, name: 'Boxes', model });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    return simulator.compile(parsed.spec).begin({ seed: 1, until: 60 });
  };

  /** Numbers of a world that a hand has pulled for a second. */
  const pulled = (look: boolean): Float64Array => {
    const simulation = begin([box('box', 0.1)]);
    settle(simulation, 0.5);
    for (const [parameter, value] of [
      ['hand.x', 0],
      ['hand.y', 0],
      ['hand.z', 1],
      ['hand.body', 1],
    ] as const)
      simulation.apply({ parameter, value });
    const values = new Float64Array(4096);
    for (let frame = 0; frame < 20; frame++) {
      if (look) forcesOf(simulation);
      simulation.step(0.05);
    }
    const { hand } = forcesOf(simulation)!;
    expect(hand).toHaveLength(7);
    expect(hand[0]).toBe(0);
    expect(hand[6]).toBeGreaterThan(0);
    expect(Math.hypot(hand[4], hand[5])).toBeLessThan(1e-3 * hand[6]);
    simulation.observe(values);
    simulation.dispose();
    return values;
  };

  it('of a box that rests point up at its lower corners and sum to its weight', () => {
    const simulation = begin([box('box', 0.1)]);
    settle(simulation, 2);
    const { contacts, hand } = forcesOf(simulation)!;
    const { sum, places } = on(contacts, 0);
    expect(places).toHaveLength(4);
    for (const [x, y, z] of places) {
      expect([Math.abs(x), Math.abs(y)]).toEqual([expect.closeTo(0.1, 3), expect.closeTo(0.1, 3)]);
      expect(z).toBeCloseTo(0, 3);
    }
    expect(sum[2]).toBeCloseTo(weight, 3);
    expect(Math.hypot(sum[0], sum[1])).toBeLessThan(1e-6 * weight);
    expect(hand).toHaveLength(0);
    simulation.dispose();
  });

  it('of a ramp hold a box against its whole weight, friction included', () => {
    const slope = Math.PI / 12;
    const turned = [Math.cos(slope / 2), 0, Math.sin(slope / 2), 0];
    const high = 0.11 / Math.cos(slope);
    const simulation = begin([{ ...box('box', high), quat: turned }], {
      ground: false,
      geoms: [{ shape: 'plane', size: [5, 5], quat: turned }],
    });
    settle(simulation, 1);
    const { sum } = on(forcesOf(simulation)!.contacts, 0);
    // Soft contacts creep: the box is slowly on its way, hardly accelerated.
    expect(sum[2] / weight).toBeCloseTo(1, 2);
    expect(Math.hypot(sum[0], sum[1]) / weight).toBeLessThan(0.01);
    simulation.dispose();
  });

  it('between two boxes act on one of them; the lower one carries both', () => {
    const simulation = begin([box('lower', 0.1), box('upper', 0.301)]);
    settle(simulation, 2);
    const { contacts } = forcesOf(simulation)!;
    const [lower, upper] = [on(contacts, 0), on(contacts, 1)];
    expect(upper.places).toHaveLength(4);
    expect(upper.sum[2]).toBeCloseTo(weight, 2);
    expect(lower.sum[2]).toBeCloseTo(2 * weight, 2);
    simulation.dispose();
  });

  it('of a hand are the spring that pulls, and looking at them changes no bit', () => {
    expect(pulled(true)).toEqual(pulled(false));
  });
});
