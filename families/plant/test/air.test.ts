import { describe, expect, it } from 'vitest';
import { loopOf } from '../src/figures.ts';
import { frictionless, merged, relative, Scene } from './scene.ts';

const gas = 287.05;
const capacity = 1004.7;
const kappa = gas / capacity;
const precise = { solver: { tolerance: 1e-11 } };

/** One open floater, partly filled, somewhere on the rising side. */
const bell = merged(frictionless, precise, {
  floaters: { count: 3, heatTransfer: 0, dissolution: 0 },
  injection: { fill: 0.3 },
  start: { speed: 0, filled: 'rising' },
});

function pressureAt(scene: Scene, way: number): number {
  const { water, chain } = scene.spec;
  const { length, joins } = loopOf(scene.spec);
  const height = length / 3 + way - joins[0];
  return (
    water.surfacePressure +
    water.density * water.gravity * (chain.height + chain.radius + chain.submergence - height)
  );
}

describe('air in an open floater', () => {
  it('cools as T p^-kappa and works m c_p (T1 - T2) when no heat reaches it (case 5)', () => {
    const scene = new Scene(bell);
    const start = pressureAt(scene, 0);
    const charge = chargeOf(scene);
    scene.to(4);
    const end = pressureAt(scene, scene.now('way'));
    expect(start - end).toBeGreaterThan(30_000);
    const cold = 293.15 * (end / start) ** kappa;
    expect(relative(scene.now('work of buoyancy'), charge * capacity * (293.15 - cold))).toBeLessThan(1e-10);
    expect(relative(scene.now('air in floaters'), (charge * gas * cold) / end)).toBeLessThan(1e-10);
    expect(scene.now('heat from the water')).toBe(0);
  });

  it('works m R T ln(p1/p2) when heat reaches it at once (case 4)', () => {
    // so slow that the air stays within microkelvins of the water
    const scene = new Scene(
      merged(bell, {
        floaters: { heatTransfer: 2000 },
        chain: { viscousFriction: 1e6 },
        solver: { tolerance: 1e-9, frame: 1 },
      }),
    );
    const start = pressureAt(scene, 0);
    const charge = chargeOf(scene);
    scene.to(80);
    const end = pressureAt(scene, scene.now('way'));
    expect(start - end).toBeGreaterThan(500);
    const work = charge * gas * 293.15 * Math.log(start / end);
    expect(relative(scene.now('work of buoyancy'), work)).toBeLessThan(2e-5);
    const warmth = (scene.now('air in floaters') * end) / gas - charge * 293.15;
    expect(Math.abs(warmth / charge)).toBeLessThan(1e-2);
    expect(
      relative(scene.now('heat from the water') - capacity * warmth, scene.now('work of buoyancy')),
    ).toBeLessThan(1e-8);
  });

  it('warms towards the water by the logistic law while it stands still', () => {
    const scene = new Scene(
      merged(bell, { floaters: { heatTransfer: 450 }, water: { temperature: 340 }, start: { speed: 0 } }),
    );
    scene.set('emergencyStop', 1);
    const pressure = pressureAt(scene, 0);
    const charge = chargeOf(scene);
    const rate = (450 * gas * 340) / (capacity * pressure * scene.spec.floaters.volume);
    for (const time of [0.5, 2, 6]) {
      const exact = 340 / (1 + (340 / 293.15 - 1) * Math.exp(-rate * time));
      const found = (scene.to(time).now('air in floaters') * pressure) / (charge * gas);
      expect(relative(found, exact)).toBeLessThan(1e-10);
      expect(relative(scene.now('heat from the water'), charge * capacity * (exact - 293.15))).toBeLessThan(
        1e-9,
      );
    }
  });

  it('dissolves exponentially while it stands still', () => {
    const scene = new Scene(merged(bell, { floaters: { dissolution: 0.05 } })).set('emergencyStop', 1).to(10);
    const lost = chargeOf(scene) * (1 - Math.exp(-0.5));
    expect(relative(scene.now('air vented'), lost)).toBeLessThan(1e-10);
  });

  it('keeps exactly its volume while it spills, and loses what pressure and warmth drive out', () => {
    const scene = new Scene(merged(bell, { injection: { fill: 1 } }));
    const { volume } = scene.spec.floaters;
    const start = pressureAt(scene, 0);
    for (const time of [1, 2, 3])
      expect(relative(scene.to(time).now('air in floaters'), volume)).toBeLessThan(1e-9);
    // adiabatic at constant volume: what stays has m ~ p^(1 - kappa) and expands with its temperature
    const end = pressureAt(scene, scene.now('way'));
    const before = (start * volume) / (gas * 293.15);
    const after = before * (end / start) ** (1 - kappa);
    expect(relative(scene.now('air vented'), before - after)).toBeLessThan(1e-9);
  });

  it('is held by a shut floater, warms at constant volume, and blows down at the top by the adiabatic law', () => {
    const scene = new Scene(
      merged(bell, { floaters: { kind: 'sealed', heatTransfer: 0 }, injection: { fill: 1, ventTime: 100 } }),
    );
    const { volume } = scene.spec.floaters;
    const charge = chargeOf(scene, 1);
    const { vent } = loopOf(scene.spec);
    scene.to(1);
    expect(scene.now('air vented')).toBe(0);
    expect(scene.now('air in floaters')).toBe(volume);
    while (scene.now('valve', 1) === 5) scene.to(scene.simulation.time + 0.05);
    const { water, chain } = scene.spec;
    const inside = (charge * gas * 293.15) / volume;
    const outside = water.surfacePressure + water.density * water.gravity * chain.submergence;
    const left = charge * (outside / inside) ** (1 - kappa);
    // a little has gone through the slow vent since the floater opened at the top
    const since = (scene.now('way') - (vent - loopOf(scene.spec).length / 3)) / scene.now('chain speed');
    const lost = charge - left * Math.exp(-since / 100);
    expect(relative(scene.now('air vented'), lost)).toBeLessThan(1e-5);
  });
});

/** Air of one charge, kg. */
function chargeOf(scene: Scene, fill = 0.3): number {
  const { water, chain, floaters } = scene.spec;
  const depth = chain.submergence + chain.height + 2 * chain.radius;
  const bottom = water.surfacePressure + water.density * water.gravity * depth;
  return (bottom * floaters.volume * fill) / (gas * 293.15);
}
