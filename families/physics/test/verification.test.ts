// Worlds with a known solution. Each tolerance says what it bounds: the order of the integrator, or the softness of contacts.
import type { PhysicsInput } from '@holdfast/physics';
import { describe, expect, it } from 'vitest';
import { begin, figure, walkTo } from './fixtures/world.ts';

const g = 9.81;
const free = [{ type: 'free' as const }];

/** Times at which a figure passes zero upwards, interpolated between frames. */
function crossings(model: PhysicsInput, until: number, read: readonly [string, string]): readonly number[] {
  const simulation = begin(model, until);
  const found: number[] = [];
  let before = figure(simulation, ...read);
  let timeBefore = 0;
  while (simulation.time < until - 1e-9) {
    simulation.step(until - simulation.time > 0.02 ? 0.02 : until - simulation.time);
    const now = figure(simulation, ...read);
    if (before < 0 && now >= 0)
      found.push(timeBefore + ((simulation.time - timeBefore) * -before) / (now - before));
    [before, timeBefore] = [now, simulation.time];
  }
  simulation.dispose();
  return found;
}

const ball = (name: string, x: number, velocity: number) => ({
  name,
  pos: [x, 0, 0] as [number, number, number],
  joints: [{ type: 'slide' as const, name, axis: [1, 0, 0] as [number, number, number], velocity }],
  geoms: [{ shape: 'sphere' as const, radius: 0.1, mass: 1, bounce: 1 }],
});

const mass = (name: string, x: number, kilograms: number) => ({
  name,
  pos: [x, 0, 0] as [number, number, number],
  joints: [{ type: 'slide' as const, name, axis: [0, 0, 1] as [number, number, number] }],
  geoms: [{ shape: 'box' as const, size: [0.1, 0.1, 0.1] as [number, number, number], mass: kilograms }],
});

describe('a world with a known solution', () => {
  it('lets a body fall by g t^2 / 2, up to the first order of its step', () => {
    const simulation = begin({
      bodies: [{ name: 'stone', pos: [0, 0, 100], joints: free, geoms: [{ shape: 'sphere', radius: 0.1 }] }],
    });
    walkTo(simulation, 2);
    // semi-implicit Euler is ahead by g h t / 2
    const expected = 100 - (g * 4) / 2;
    expect(Math.abs(figure(simulation, 'body stone', 'z') - expected)).toBeLessThan(
      1.01 * ((g * 0.002 * 2) / 2),
    );
    simulation.dispose();
  });

  it('lets a body fall exactly with the classic Runge-Kutta method', () => {
    const simulation = begin({
      solver: { integrator: 'RK4' },
      bodies: [{ name: 'stone', pos: [0, 0, 100], joints: free, geoms: [{ shape: 'sphere', radius: 0.1 }] }],
    });
    walkTo(simulation, 2);
    expect(figure(simulation, 'body stone', 'z')).toBeCloseTo(100 - (g * 4) / 2, 9);
    simulation.dispose();
  });

  it('throws a body along a parabola', () => {
    const simulation = begin({
      solver: { integrator: 'RK4' },
      bodies: [
        {
          name: 'ball',
          pos: [0, 0, 1],
          joints: [{ type: 'free', velocity: [3, -2, 5] }],
          geoms: [{ shape: 'sphere', radius: 0.05 }],
        },
      ],
    });
    walkTo(simulation, 0.8);
    expect(figure(simulation, 'body ball', 'x')).toBeCloseTo(3 * 0.8, 9);
    expect(figure(simulation, 'body ball', 'y')).toBeCloseTo(-2 * 0.8, 9);
    expect(figure(simulation, 'body ball', 'z')).toBeCloseTo(1 + 5 * 0.8 - (g * 0.64) / 2, 9);
    simulation.dispose();
  });

  it('swings a pendulum with the exact period at a large amplitude', () => {
    // T = 2 pi sqrt(l/g) / agm(1, cos(theta0 / 2)): Gauss; see Carvalhaes and Suppes 2008
    const amplitude = 2;
    let [a, b] = [1, Math.cos(amplitude / 2)];
    for (let i = 0; i < 6; i++) [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
    const period = (2 * Math.PI * Math.sqrt(1 / g)) / a;
    const found = crossings(
      {
        solver: { integrator: 'RK4' },
        bodies: [
          {
            name: 'bob',
            joints: [{ type: 'hinge', name: 'pin', axis: [0, 1, 0], position: amplitude }],
            // a point mass: its own inertia is a ten-millionth of m l^2
            inertial: { mass: 1, pos: [0, 0, -1], diagonal: [1e-9, 1e-9, 1e-9] },
          },
        ],
      },
      8,
      ['joint pin', 'position'],
    );
    expect(found.length).toBeGreaterThanOrEqual(2);
    // two zeros, each interpolated linearly over a frame of 20 ms
    expect(Math.abs(found[1] - found[0] - period)).toBeLessThan(2e-4);
  });

  it('swings a mass on a spring with 2 pi sqrt(m/k)', () => {
    const found = crossings(
      {
        gravity: [0, 0, 0],
        solver: { integrator: 'RK4' },
        bodies: [
          {
            name: 'mass',
            joints: [{ type: 'slide', name: 'rail', axis: [1, 0, 0], stiffness: 50, position: 0.2 }],
            geoms: [{ shape: 'box', size: [0.1, 0.1, 0.1], mass: 2 }],
          },
        ],
      },
      8,
      ['joint rail', 'position'],
    );
    const period = 2 * Math.PI * Math.sqrt(2 / 50);
    const periods = found.length - 1;
    expect(periods).toBeGreaterThanOrEqual(5);
    expect(Math.abs((found.at(-1)! - found[0]) / periods - period)).toBeLessThan(2e-4);
  });

  it.each([
    { friction: 0.2, slope: 0.4 },
    { friction: 0.5, slope: 0.6 },
  ])('slides a block with friction $friction down a slope of $slope rad', ({ friction, slope }) => {
    const simulation = begin({
      solver: { cone: 'elliptic', impedanceRatio: 10 },
      geoms: [{ shape: 'plane', euler: [0, slope, 0], friction }],
      bodies: [
        {
          name: 'block',
          pos: [0.1 * Math.sin(slope), 0, 0.1 * Math.cos(slope)],
          euler: [0, slope, 0],
          joints: free,
          geoms: [{ shape: 'box', size: [0.4, 0.4, 0.2], mass: 1, friction }],
        },
      ],
    });
    walkTo(simulation, 1);
    const [x, z] = [figure(simulation, 'body block', 'x'), figure(simulation, 'body block', 'z')];
    const way = Math.sqrt((x - 0.1 * Math.sin(slope)) ** 2 + (z - 0.1 * Math.cos(slope)) ** 2);
    const expected = (g * (Math.sin(slope) - friction * Math.cos(slope))) / 2;
    // soft contacts creep
    expect(Math.abs(way / expected - 1)).toBeLessThan(0.02);
    simulation.dispose();
  });

  it('holds a block on a slope that is less steep than its friction', () => {
    const simulation = begin({
      solver: { cone: 'elliptic', impedanceRatio: 10, noSlipIterations: 3 },
      geoms: [{ shape: 'plane', euler: [0, 0.3, 0], friction: 0.5 }],
      bodies: [
        {
          name: 'block',
          pos: [0.1 * Math.sin(0.3), 0, 0.1 * Math.cos(0.3)],
          euler: [0, 0.3, 0],
          joints: free,
          geoms: [{ shape: 'box', size: [0.4, 0.4, 0.2], mass: 1, friction: 0.5 }],
        },
      ],
    });
    walkTo(simulation, 1);
    expect(Math.abs(figure(simulation, 'body block', 'x') - 0.1 * Math.sin(0.3))).toBeLessThan(1e-3);
    simulation.dispose();
  });

  it('exchanges velocities in an elastic collision of equal balls', () => {
    const simulation = begin({
      gravity: [0, 0, 0],
      solver: { timestep: 0.0005 },
      bodies: [ball('left', 0, 2), ball('right', 0.5, 0)],
    });
    walkTo(simulation, 0.4);
    expect(Math.abs(figure(simulation, 'joint left', 'velocity'))).toBeLessThan(0.02);
    expect(Math.abs(figure(simulation, 'joint right', 'velocity') - 2)).toBeLessThan(0.02);
    simulation.dispose();
  });

  it.each([0.3, 0.6, 0.9])('gives back the share %s of the speed in a bounce', (bounce) => {
    const simulation = begin({
      gravity: [0, 0, 0],
      ground: true,
      solver: { timestep: 0.0005 },
      bodies: [
        {
          name: 'ball',
          pos: [0, 0, 0.3],
          joints: [{ type: 'slide', name: 'line', axis: [0, 0, 1], velocity: -2 }],
          geoms: [{ shape: 'sphere', radius: 0.1, mass: 1, bounce }],
        },
      ],
    });
    walkTo(simulation, 0.3);
    expect(Math.abs(figure(simulation, 'joint line', 'velocity') / 2 - bounce)).toBeLessThan(0.04);
    simulation.dispose();
  });

  it('turns an arm with torque over inertia, and counts the work', () => {
    // a rod about its end, m l^2 / 3
    const simulation = begin({
      gravity: [0, 0, 0],
      solver: { integrator: 'RK4' },
      bodies: [
        {
          name: 'arm',
          joints: [{ type: 'hinge', name: 'pin', axis: [0, 1, 0] }],
          inertial: { mass: 3, pos: [0.5, 0, 0], diagonal: [1e-6, 0.25, 0.25] },
        },
      ],
      actuators: [{ name: 'motor', type: 'motor', joint: 'pin', control: 2 }],
    });
    walkTo(simulation, 1.5);
    const inertia = 0.25 + 3 * 0.25;
    expect(figure(simulation, 'joint pin', 'velocity')).toBeCloseTo((2 / inertia) * 1.5, 9);
    expect(figure(simulation, 'joint pin', 'position')).toBeCloseTo(((2 / inertia) * 1.5 ** 2) / 2, 9);
    expect(figure(simulation, 'energy', 'actuators')).toBeCloseTo((2 * (2 / inertia) * 1.5 ** 2) / 2, 6);
    simulation.dispose();
  });

  it('lets the heavier mass of an Atwood machine sink with g (m1 - m2) / (m1 + m2)', () => {
    const simulation = begin({
      solver: { integrator: 'RK4' },
      bodies: [mass('heavy', -1, 3), mass('light', 1, 2)],
      equalities: [{ type: 'joint', joint1: 'heavy', joint2: 'light', polynomial: [0, -1, 0, 0, 0] }],
    });
    walkTo(simulation, 1);
    const expected = (-g / 5) * 0.5;
    expect(Math.abs(figure(simulation, 'joint heavy', 'position') / expected - 1)).toBeLessThan(0.005);
    simulation.dispose();
  });
});

const chain = (links: number): PhysicsInput['bodies'] => {
  type Link = NonNullable<PhysicsInput['bodies']>[number];
  let inner: Link | undefined;
  for (let link = links; link >= 1; link--)
    inner = {
      name: `link ${link}`,
      pos: [0, 0, link === 1 ? 3 : -0.3],
      joints: [{ type: 'hinge', axis: [0, 1, 0], position: link === 1 ? 2 : 0.3 }],
      geoms: [{ shape: 'capsule', radius: 0.02, from: [0, 0, 0], to: [0, 0, -0.3], collides: false }],
      bodies: inner === undefined ? [] : [inner],
    };
  return inner === undefined ? [] : [inner];
};

const drift = (timestep: number): number => {
  const simulation = begin({
    solver: { timestep, integrator: 'Euler' },
    bodies: [
      {
        name: 'arm',
        joints: [{ type: 'hinge', axis: [0, 1, 0], position: 2, damping: 0.3 }],
        geoms: [{ shape: 'capsule', radius: 0.03, from: [0, 0, 0], to: [0, 0, -1] }],
      },
    ],
  });
  walkTo(simulation, 4);
  const lost = figure(simulation, 'energy', 'damping');
  expect(lost).toBeLessThan(-10);
  const residual = figure(simulation, 'energy', 'residual');
  simulation.dispose();
  return Math.abs(residual / lost);
};

describe('the energy account', () => {
  it.each([1, 2, 5])('of an undamped chain of %i links drifts by less than a hundred-thousandth', (links) => {
    const simulation = begin({ solver: { integrator: 'RK4', timestep: 0.001 }, bodies: chain(links) });
    walkTo(simulation, 3);
    expect(Math.abs(figure(simulation, 'energy', 'residual share'))).toBeLessThan(1e-5);
    for (const account of ['actuators', 'damping', 'constraints', 'hands', 'outside'])
      expect(figure(simulation, 'energy', account)).toBe(0);
    simulation.dispose();
  });

  it('finds what dampers took, within the first order of the step', () => {
    const [coarse, fine] = [drift(0.004), drift(0.002)];
    expect(coarse).toBeLessThan(0.02);
    expect(fine).toBeLessThan(0.6 * coarse);
  });

  it('charges a change of gravity to the outside, and a drag to the hand', () => {
    const simulation = begin({
      bodies: [
        { name: 'ball', pos: [0, 0, 2], joints: free, geoms: [{ shape: 'sphere', radius: 0.1, mass: 2 }] },
      ],
    });
    simulation.apply({ parameter: 'gravity.z', value: -1 });
    expect(figure(simulation, 'energy', 'outside')).toBeCloseTo(2 * 2 * (1 - g), 6);
    for (const [parameter, value] of Object.entries({
      'hand.body': 1,
      'hand.x': 0.5,
      'hand.y': 0,
      'hand.z': 3,
    }))
      simulation.apply({ parameter, value });
    walkTo(simulation, 3);
    // the spring of the hand stretches by m g / (100 m)
    expect(figure(simulation, 'body ball', 'x')).toBeCloseTo(0.5, 4);
    expect(figure(simulation, 'body ball', 'z')).toBeCloseTo(3 - 1 / 100, 4);
    expect(figure(simulation, 'energy', 'hands')).toBeCloseTo(2 * 1 * (1 - 1 / 100), 1);
    expect(Math.abs(figure(simulation, 'energy', 'residual share'))).toBeLessThan(0.02);
    simulation.dispose();
  });
});
