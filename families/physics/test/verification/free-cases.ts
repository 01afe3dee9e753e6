// Bodies that touch nothing: falling, thrown, held back by a medium, driven by a motor.

import type { PhysicsInput } from '@holdfast/physics';
import { after, g, relative, type WorldCase } from './case.ts';

const stone: PhysicsInput['bodies'] = [
  { name: 'stone', pos: [0, 0, 100], joints: [{ type: 'free' }], geoms: [{ shape: 'sphere', radius: 0.1 }] },
];
/** Sides of the cube that falls through a medium, m. */
const side = 0.2;
const cube: PhysicsInput['bodies'] = [
  {
    name: 'cube',
    joints: [{ type: 'slide', name: 'down', axis: [0, 0, -1] }],
    geoms: [{ shape: 'box', size: [side, side, side], mass: 1 }],
  },
];
const RK4 = { integrator: 'RK4' } as const;
const formula = 'Galilei; Goldstein, Classical Mechanics, 1.1';

function thrown(): number {
  const model: PhysicsInput = {
    solver: RK4,
    bodies: [
      {
        name: 'ball',
        pos: [0, 0, 1],
        joints: [{ type: 'free', velocity: [3, -2, 5] }],
        geoms: [{ shape: 'sphere', radius: 0.05 }],
      },
    ],
  };
  const exact = { x: 3 * 0.8, y: -2 * 0.8, z: 1 + 5 * 0.8 - (g * 0.64) / 2 };
  return after(model, 0.8, (read) =>
    Math.max(...(['x', 'y', 'z'] as const).map((axis) => Math.abs(read('body ball', axis) - exact[axis]))),
  );
}

/** A rod about its end, turned by 2 N m for 1.5 s. */
function driven(): number {
  const model: PhysicsInput = {
    gravity: [0, 0, 0],
    solver: RK4,
    bodies: [
      {
        name: 'arm',
        joints: [{ type: 'hinge', name: 'pin', axis: [0, 1, 0] }],
        inertial: { mass: 3, pos: [0.5, 0, 0], diagonal: [1e-6, 0.25, 0.25] },
      },
    ],
    actuators: [{ name: 'motor', type: 'motor', joint: 'pin', control: 2 }],
  };
  const rate = 2 / (0.25 + 3 * 0.25);
  return after(model, 1.5, (read) =>
    Math.max(
      relative(read('joint pin', 'velocity'), rate * 1.5),
      relative(read('joint pin', 'position'), (rate * 1.5 ** 2) / 2),
      relative(read('energy', 'actuators'), rate * 1.5 ** 2),
    ),
  );
}

const mass = (name: string, x: number, kilograms: number) => ({
  name,
  pos: [x, 0, 0] as [number, number, number],
  joints: [{ type: 'slide' as const, name, axis: [0, 0, 1] as [number, number, number] }],
  geoms: [{ shape: 'box' as const, size: [0.1, 0.1, 0.1] as [number, number, number], mass: kilograms }],
});

/** Two masses on one rope over a wheel. */
function atwood(): number {
  const model: PhysicsInput = {
    solver: RK4,
    bodies: [mass('heavy', -1, 3), mass('light', 1, 2)],
    equalities: [{ type: 'joint', joint1: 'heavy', joint2: 'light', polynomial: [0, -1, 0, 0, 0] }],
  };
  return after(model, 1, (read) => relative(read('joint heavy', 'position'), -g / 5 / 2));
}

export const freeCases: readonly WorldCase[] = [
  {
    name: 'free fall for 2 s, semi-implicit Euler',
    answer: '`g t^2 / 2`',
    source: formula,
    limit: 'first order: ahead by `g h t / 2` = 0.01962 m',
    bound: 0.0197,
    unit: 'm',
    error: () =>
      after({ bodies: stone }, 2, (read) => Math.abs(read('body stone', 'z') - (100 - (g * 4) / 2))),
  },
  {
    name: 'the same, with that term',
    answer: '`g t^2 / 2 + g h t / 2`',
    source: 'Hairer, Lubich, Wanner, Geometric Numerical Integration, I.1',
    limit: 'exact',
    bound: 1e-9,
    unit: 'm',
    error: () =>
      after({ bodies: stone }, 2, (read) =>
        Math.abs(read('body stone', 'z') - (100 - (g * 4) / 2 - (g * 0.002 * 2) / 2)),
      ),
  },
  {
    name: 'free fall for 2 s, Runge-Kutta',
    answer: '`g t^2 / 2`',
    source: formula,
    limit: 'exact',
    bound: 1e-9,
    unit: 'm',
    error: () =>
      after({ solver: RK4, bodies: stone }, 2, (read) =>
        Math.abs(read('body stone', 'z') - (100 - (g * 4) / 2)),
      ),
  },
  {
    name: 'projectile, (3, -2, 5) m/s for 0.8 s',
    answer: '`x0 + v t - g t^2 / 2`',
    source: formula,
    limit: 'exact',
    bound: 1e-9,
    unit: 'm',
    error: thrown,
  },
  {
    name: 'cube that sinks in oil, speed after 1 s',
    answer: '`v_t (1 - exp(-g t / v_t))`, `v_t = m g / (3 pi mu s)`',
    source: 'Stokes 1851, for the sphere MuJoCo puts in place of a cube of side s',
    limit: 'fourth order',
    bound: 1e-6,
    unit: '',
    error: () => {
      const most = g / (3 * Math.PI * side);
      return after({ solver: RK4, medium: { viscosity: 1 }, bodies: cube }, 1, (read) =>
        relative(read('joint down', 'velocity'), most * (1 - Math.exp(-g / most))),
      );
    },
  },
  {
    name: 'cube that falls through a thick gas, speed after 1 s',
    answer: '`v_t tanh(g t / v_t)`, `v_t = sqrt(2 m g / (rho s^2))`',
    source: 'Newton, Principia II, prop. 8',
    limit: 'fourth order',
    bound: 1e-6,
    unit: '',
    error: () => {
      const most = Math.sqrt((2 * g) / (50 * side ** 2));
      return after({ solver: RK4, medium: { density: 50 }, bodies: cube }, 1, (read) =>
        relative(read('joint down', 'velocity'), most * Math.tanh(g / most)),
      );
    },
  },
  {
    name: 'torque on an arm: angle, speed and work after 1.5 s',
    answer: '`tau t^2 / 2 I`, `tau t / I`, `tau phi`',
    source: 'Goldstein 5.5',
    limit: 'exact',
    bound: 1e-9,
    unit: '',
    error: driven,
  },
  {
    name: "Atwood's machine, 3 and 2 kg, way after 1 s",
    answer: '`g (m1 - m2) / (m1 + m2) t^2 / 2`',
    source: 'Atwood 1784',
    limit: 'the rope is a soft constraint',
    bound: 0.005,
    unit: '',
    error: atwood,
  },
];
