import { describe, expect, it } from 'vitest';
import { frictionless, massOf, merged, relative, Scene, specOf } from './scene.ts';

const precise = { solver: { tolerance: 1e-11, stepMax: 1 } };

describe('the flywheel', () => {
  it('spins down as a tan(atan(w0/a) - sqrt(c0 c2) t/J) and stops at 705.862 s (case 7)', () => {
    const scene = new Scene(
      merged(precise, {
        drive: { engaged: false, bearingTorque: 20, windage: 0.02, inertia: 500 },
        generator: { load: 0 },
        floaters: { count: 2 },
        start: { speed: 0, flywheel: 39.27 },
      }),
    );
    const a = Math.sqrt(20 / 0.02);
    for (const time of [100, 350, 700]) {
      const exact = a * Math.tan(Math.atan(39.27 / a) - (Math.sqrt(20 * 0.02) * time) / 500);
      expect(relative(scene.to(time).now('flywheel speed'), exact)).toBeLessThan(1e-9);
    }
    expect(scene.to(705.85).now('flywheel speed')).toBeGreaterThan(0);
    expect(scene.to(705.9).now('flywheel speed')).toBe(0);
    expect(relative(scene.now('flywheel drag'), 0.5 * 500 * 39.27 * 39.27)).toBeLessThan(1e-10);
  });

  it('is braked along a straight line by constant load, with another slope after a step of the load', () => {
    const scene = new Scene(
      merged(frictionless, precise, {
        floaters: { count: 2 },
        generator: { control: 'torque', load: 0.1, power: 400_000, speed: 40 },
        start: { speed: 0, flywheel: 40 },
      }),
    );
    const torque = (0.1 * 400_000) / 40;
    scene.to(5);
    expect(relative(scene.now('flywheel speed'), 40 - (torque * 5) / 500)).toBeLessThan(1e-11);
    scene.set('load', 0.02).to(15);
    expect(relative(scene.now('flywheel speed'), 40 - (torque * 7) / 500)).toBeLessThan(1e-11);
    expect(
      relative(scene.now('work into the generator'), 250 * (1600 - (40 - (torque * 7) / 500) ** 2)),
    ).toBeLessThan(1e-11);
  });

  it('decays exponentially to the foot of the droop, where the law is linear in speed', () => {
    const scene = new Scene(
      merged(frictionless, precise, {
        floaters: { count: 2 },
        drive: { inertia: 50_000 },
        generator: { power: 530_000, speed: 40, droop: 0.05, torque: 1e6, load: 1 },
        start: { speed: 0, flywheel: 39.9 },
      }),
    );
    const rate = 530_000 / 40 / (50_000 * 40 * 0.05);
    const exact = 38 + 1.9 * Math.exp(-rate * 5);
    expect(relative(scene.to(5).now('flywheel speed'), exact)).toBeLessThan(1e-10);
  });
});

describe('the clutch', () => {
  /** The chain stands for 100 kg m^2 on the flywheel's side. */
  const twoWheels = (() => {
    const bare = merged(frictionless, precise, {
      // so tall that no floater comes to a valve
      floaters: { count: 3, dragCoefficient: 0 },
      chain: { height: 100 },
      compressor: { pressure: 2e6 },
      drive: { inertia: 500, capacity: 2000, engaged: true },
    });
    const spec = specOf(bare);
    const gear = Math.sqrt(massOf(spec) / 100);
    const ratio = gear * spec.chain.radius;
    return merged(bare, { drive: { ratio }, start: { speed: 45 / gear, flywheel: 30 } });
  })();

  it('slips until 0.625 s, locks at 32.5 rad/s and turns 9,375 J into heat (case 8)', () => {
    const scene = new Scene(merged(twoWheels, { drive: { clutch: 'friction' } }));
    scene.to(0.6);
    expect(scene.now('clutch mode')).toBe(2);
    expect(relative(scene.now('flywheel speed'), 30 + (2000 * 0.6) / 500)).toBeLessThan(1e-12);
    scene.to(0.65);
    expect(scene.now('clutch mode')).toBe(0);
    expect(relative(scene.now('flywheel speed'), 32.5)).toBeLessThan(1e-10);
    expect(relative(scene.now('clutch loss'), 9375)).toBeLessThan(1e-10);
    expect(relative(scene.to(2).now('flywheel speed'), 32.5)).toBeLessThan(1e-10);
  });

  it('drags the slower side along in either direction when it is a friction clutch', () => {
    const { start } = merged(twoWheels);
    const scene = new Scene(
      merged(twoWheels, {
        drive: { clutch: 'friction' },
        start: { speed: (start['speed'] as number) / 3, flywheel: 45 },
      }),
    );
    // 15 and 45 rad/s: they meet at 40
    expect(scene.to(0.05).now('clutch mode')).toBe(3);
    scene.to(3);
    expect(scene.now('clutch mode')).toBe(0);
    expect(relative(scene.now('flywheel speed'), (100 * 15 + 500 * 45) / 600)).toBeLessThan(1e-9);
    expect(relative(scene.now('clutch loss'), (0.5 * 100 * 500 * 900) / 600)).toBeLessThan(1e-9);
  });

  it('lets the flywheel run ahead when it is one-way: no torque, no heat, speeds as if alone', () => {
    const { start } = merged(twoWheels);
    const speed = (start['speed'] as number) / 3;
    const scene = new Scene(merged(twoWheels, { start: { speed, flywheel: 45 } })).to(5);
    expect(scene.now('clutch mode')).toBe(1);
    expect(scene.now('flywheel speed')).toBe(45);
    expect(relative(scene.now('chain speed'), speed)).toBeLessThan(1e-12);
    expect(scene.now('clutch loss')).toBe(0);
  });

  it('closes when the chain has caught up with an idling flywheel, without an impact', () => {
    const scene = new Scene(
      merged(twoWheels, {
        drive: { bearingTorque: 400 },
        start: { speed: 30 / Math.sqrt(massOf(specOf(twoWheels)) / 100), flywheel: 34 },
      }),
    );
    // the flywheel loses 0.8 rad/s each second and meets the chain at 30 after 5 s
    scene.to(4.9);
    expect(scene.now('clutch mode')).toBe(1);
    scene.to(6);
    expect(scene.now('clutch mode')).toBe(0);
    expect(relative(scene.now('flywheel speed'), 30 - 400 / 600)).toBeLessThan(1e-10);
    expect(Math.abs(scene.now('clutch loss'))).toBeLessThan(1e-6);
  });

  it('opens and closes at the exact times of its pulse schedule', () => {
    const scene = new Scene(
      merged(twoWheels, { drive: { clutch: 'friction' }, hypotheses: { pulse: 0.3, coast: 0.7 } }),
    );
    scene.to(0.95);
    expect(scene.now('clutch mode')).toBe(4);
    // 0.3 s of slip, then nothing
    expect(relative(scene.now('flywheel speed'), 30 + (2000 * 0.3) / 500)).toBeLessThan(1e-12);
    scene.to(1.2);
    expect(relative(scene.now('flywheel speed'), 30 + (2000 * 0.5) / 500)).toBeLessThan(1e-12);
  });
});
