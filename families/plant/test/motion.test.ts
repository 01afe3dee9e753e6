import { describe, expect, it } from 'vitest';
import { frictionless, massOf, merged, relative, Scene } from './scene.ts';

const precise = { solver: { tolerance: 1e-11, stepMax: 1 } };

/** Three floaters, one of them full and shut on the rising side: its force is constant until it comes to the top. */
const oneRising = merged(frictionless, precise, {
  floaters: { count: 3, kind: 'sealed', area: 0.5, heatTransfer: 0 },
  start: { speed: 0, filled: 'rising' },
});

describe('a chain that is driven', () => {
  it('follows v_t tanh(t/tau) from rest under a constant force (case 1, and the loop times of case 10)', () => {
    const scene = new Scene(oneRising);
    const { floaters, water } = scene.spec;
    const force = water.density * water.gravity * floaters.volume;
    const mass = massOf(scene.spec) - water.density * floaters.volume;
    const drag = 0.5 * water.density * floaters.dragCoefficient * floaters.area * floaters.count;
    const terminal = Math.sqrt(force / drag);
    const tau = (mass * terminal) / force;
    for (const time of [0.5, 1, 2, 4]) {
      scene.to(time);
      expect(relative(scene.now('chain speed'), terminal * Math.tanh(time / tau))).toBeLessThan(1e-9);
      expect(relative(scene.now('way'), terminal * tau * Math.log(Math.cosh(time / tau)))).toBeLessThan(1e-9);
    }
    // the time to a place, the inverse of the same law
    const way = scene.now('way');
    expect(relative(4, tau * Math.acosh(Math.exp(way / (terminal * tau))))).toBeLessThan(1e-9);
  });

  it('begins with force over mass, added water included', () => {
    const scene = new Scene(merged(oneRising, { floaters: { dragCoefficient: 0 } }));
    const { floaters, water } = scene.spec;
    const force = water.density * water.gravity * floaters.volume;
    const mass = massOf(scene.spec) - water.density * floaters.volume;
    expect(relative(scene.to(1).now('chain speed'), force / mass)).toBeLessThan(1e-9);
  });

  it('does rho g V of work per metre for a floater that is full, shut or spilling (case 6)', () => {
    for (const kind of ['sealed', 'open']) {
      const scene = new Scene(merged(oneRising, { floaters: { kind } }));
      const { floaters, water } = scene.spec;
      scene.to(3);
      const work = water.density * water.gravity * floaters.volume * scene.now('way');
      expect(relative(scene.now('work of buoyancy'), work)).toBeLessThan(1e-9);
    }
    // share of the isothermal work of filling a floater at 25 m: (r - 1) / (r ln r)
    const ratio = 1 + (1000 * 9.81 * 25) / 101_325;
    expect((ratio - 1) / (ratio * Math.log(ratio))).toBeCloseTo(0.57543, 5);
  });

  it('stays at rest when all floaters are full of water, whatever their number (case 12)', () => {
    for (const count of [2, 7, 66]) {
      const scene = new Scene({ floaters: { count }, start: { speed: 0 } }).to(20);
      expect(scene.now('chain speed')).toBe(0);
      expect(scene.now('way')).toBe(0);
      expect(Math.abs(scene.now('buoyant force'))).toBe(0);
      expect(scene.now('work into the compressor')).toBe(0);
    }
  });
});

describe('a chain that is left alone', () => {
  const coasting = merged(frictionless, precise, { floaters: { count: 3 }, start: { speed: 2 } });

  it('slows down as v0 / (1 + k v0 t / M) by drag alone', () => {
    const scene = new Scene(merged(coasting, { start: { speed: 0.5 } }));
    const { floaters, water } = scene.spec;
    const rate =
      (0.5 * water.density * floaters.dragCoefficient * floaters.area * floaters.count) / massOf(scene.spec);
    for (const time of [1, 5, 10]) {
      const exact = 0.5 / (1 + rate * 0.5 * time);
      expect(relative(scene.to(time).now('chain speed'), exact)).toBeLessThan(1e-10);
    }
  });

  it('slows down exponentially by viscous friction alone', () => {
    const scene = new Scene(
      merged(coasting, {
        floaters: { dragCoefficient: 0 },
        chain: { viscousFriction: 400 },
        start: { speed: 0.5 },
      }),
    );
    const exact = 0.5 * Math.exp((-400 * 10) / massOf(scene.spec));
    expect(relative(scene.to(10).now('chain speed'), exact)).toBeLessThan(1e-10);
  });

  it('stops by dry friction at M v0 / F after M v0^2 / 2F, and stays', () => {
    const scene = new Scene(
      merged(coasting, {
        floaters: { dragCoefficient: 0 },
        chain: { friction: 2000 },
        start: { speed: 0.5 },
      }),
    );
    const mass = massOf(scene.spec);
    const stop = (mass * 0.5) / 2000;
    scene.to(Math.floor(stop));
    expect(scene.now('chain speed')).toBeGreaterThan(0);
    scene.to(Math.ceil(stop));
    expect(scene.now('chain speed')).toBe(0);
    expect(relative(scene.now('way'), (mass * 0.25) / 4000)).toBeLessThan(1e-9);
    expect(relative(scene.now('bearing friction'), 0.5 * mass * 0.25)).toBeLessThan(1e-9);
    expect(scene.to(Math.ceil(stop) + 10).now('way')).toBeCloseTo((mass * 0.25) / 4000, 8);
  });

  it('is stopped by the emergency brake in the time and on the way of its force', () => {
    const scene = new Scene(
      merged(coasting, {
        floaters: { dragCoefficient: 0 },
        chain: { brake: 10_000 },
        start: { speed: 0.5 },
      }),
    );
    const mass = massOf(scene.spec);
    scene.to(1);
    const begun = scene.now('way');
    scene.set('emergencyStop', 1).to(3);
    expect(scene.now('chain speed')).toBe(0);
    expect(relative(scene.now('way') - begun, (mass * 0.25) / 20_000)).toBeLessThan(1e-9);
    expect(relative(scene.now('brake'), 0.5 * mass * 0.25)).toBeLessThan(1e-9);
  });
});
