// Bodies that touch: slopes, rolling, collisions. Contacts are soft, which is what most of the error is.

import type { PhysicsInput } from '@holdfast/physics';
import { after, g, relative, type WorldCase } from './case.ts';

type GeomOfBody = NonNullable<NonNullable<PhysicsInput['bodies']>[number]['geoms']>[number];

const firm = { cone: 'elliptic', impedanceRatio: 10 } as const;

/** Way along a slope after 1 s of a body that begins at rest on it, its middle at a height above. */
function way(slope: number, height: number, geom: GeomOfBody, solver: PhysicsInput['solver'] = firm): number {
  const [x0, z0] = [height * Math.sin(slope), height * Math.cos(slope)];
  const model: PhysicsInput = {
    solver,
    geoms: [{ shape: 'plane', euler: [0, slope, 0], friction: geom.friction }],
    bodies: [
      {
        name: 'body',
        pos: [x0, 0, z0],
        euler: [0, slope, 0],
        joints: [{ type: 'free' }],
        geoms: [geom],
      },
    ],
  };
  return after(
    model,
    1,
    (read) =>
      (read('body body', 'x') - x0) * Math.cos(slope) - (read('body body', 'z') - z0) * Math.sin(slope),
  );
}

const block = (friction: number): GeomOfBody => ({ shape: 'box', size: [0.4, 0.4, 0.2], mass: 1, friction });

function slides(friction: number, slope: number): WorldCase {
  const exact = (g * (Math.sin(slope) - friction * Math.cos(slope))) / 2;
  return {
    name: `block with friction ${friction} on a slope of ${slope} rad, way after 1 s`,
    answer: '`g (sin a - mu cos a) t^2 / 2`',
    source: 'Coulomb 1785',
    limit: 'soft contacts creep',
    bound: 0.02,
    unit: '',
    error: () => relative(way(slope, 0.1, block(friction)), exact),
  };
}

const slope = 0.3;
const cylinder: GeomOfBody = {
  shape: 'cylinder',
  radius: 0.1,
  from: [0, -0.1, 0],
  to: [0, 0.1, 0],
  mass: 1,
  friction: 1,
};

const ball = (name: string, x: number, velocity: number) => ({
  name,
  pos: [x, 0, 0] as [number, number, number],
  joints: [{ type: 'slide' as const, name, axis: [1, 0, 0] as [number, number, number], velocity }],
  geoms: [{ shape: 'sphere' as const, radius: 0.1, mass: 1, bounce: 1 }],
});

/** A ball that slides onto a floor at 3 m/s without turning. */
function fromSlidingToRolling(): number {
  const model: PhysicsInput = {
    ground: { friction: 0.3 },
    solver: firm,
    bodies: [
      {
        name: 'ball',
        pos: [0, 0, 0.1],
        joints: [{ type: 'free', name: 'ball', velocity: [3, 0, 0] }],
        geoms: [{ shape: 'sphere', radius: 0.1, mass: 1, friction: 0.3 }],
      },
    ],
  };
  const [one, two] = [1, 1.5].map((time) => after(model, time, (read) => read('body ball', 'x')));
  return relative((two - one) / 0.5, (5 / 7) * 3);
}

function bounce(share: number): number {
  const model: PhysicsInput = {
    gravity: [0, 0, 0],
    ground: true,
    solver: { timestep: 0.0005 },
    bodies: [
      {
        name: 'ball',
        pos: [0, 0, 0.3],
        joints: [{ type: 'slide', name: 'line', axis: [0, 0, 1], velocity: -2 }],
        geoms: [{ shape: 'sphere', radius: 0.1, mass: 1, bounce: share }],
      },
    ],
  };
  return after(model, 0.3, (read) => Math.abs(read('joint line', 'velocity') / 2 - share));
}

const five = ['a', 'b', 'c', 'd', 'e'];
/** Five balls in a row, a hair apart; the first comes at 2 m/s. */
const cradle: PhysicsInput = {
  gravity: [0, 0, 0],
  solver: { timestep: 0.0005 },
  bodies: five.map((name, i) => ball(name, i === 0 ? -0.5 : 0.25 * i, i === 0 ? 2 : 0)),
};

const collision: PhysicsInput = {
  gravity: [0, 0, 0],
  solver: { timestep: 0.0005 },
  bodies: [ball('left', 0, 2), ball('right', 0.5, 0)],
};

export const contactCases: readonly WorldCase[] = [
  slides(0.2, 0.4),
  slides(0.5, 0.6),
  {
    name: 'block held by friction 0.5 on a slope of 0.3 rad, way after 1 s',
    answer: 'stays, since `tan a < mu`',
    source: 'Coulomb 1785',
    limit: 'soft contacts creep',
    bound: 1e-3,
    unit: 'm',
    error: () => Math.abs(way(slope, 0.1, block(0.5), { ...firm, noSlipIterations: 3 })),
  },
  {
    name: 'ball that rolls down a slope of 0.3 rad, way after 1 s',
    answer: '`5/7 g sin(a) t^2 / 2`',
    source: 'Galilei 1638; Goldstein 1.3',
    limit: 'soft contacts creep',
    bound: 0.02,
    unit: '',
    error: () =>
      relative(
        way(slope, 0.1, { shape: 'sphere', radius: 0.1, mass: 1, friction: 1 }),
        ((5 / 7) * g * Math.sin(slope)) / 2,
      ),
  },
  {
    name: 'cylinder that rolls down it',
    answer: '`2/3 g sin(a) t^2 / 2`',
    source: 'Goldstein 1.3',
    limit: 'soft contacts creep',
    bound: 0.02,
    unit: '',
    error: () => relative(way(slope, 0.1, cylinder), ((2 / 3) * g * Math.sin(slope)) / 2),
  },
  {
    name: 'ball that slides at 3 m/s until it rolls, its speed then',
    answer: '`5/7 v0`, whatever the friction',
    source: 'Coriolis 1835',
    limit: 'soft contacts creep',
    bound: 0.01,
    unit: '',
    error: fromSlidingToRolling,
  },
  {
    name: 'elastic collision of equal balls, both speeds',
    answer: 'exchanged',
    source: 'Huygens 1669',
    limit: 'restitution of soft contacts',
    bound: 0.01,
    unit: '',
    error: () =>
      after(collision, 0.4, (read) =>
        Math.max(Math.abs(read('joint left', 'velocity')) / 2, relative(read('joint right', 'velocity'), 2)),
      ),
  },
  ...[0.3, 0.6, 0.9].map((share) => ({
    name: `bounce that gives back ${share} of the speed`,
    answer: 'the share asked for',
    source: 'Newton, Principia, scholium to the laws',
    limit: 'restitution of soft contacts',
    bound: 0.04,
    unit: 'of 1',
    error: () => bounce(share),
  })),
  {
    name: "Newton's cradle of five, momentum",
    answer: 'stays',
    source: 'Wallis, Wren, Huygens 1668',
    limit: 'exact: forces of contacts are equal and opposite',
    bound: 1e-9,
    unit: '',
    error: () =>
      after(cradle, 1, (read) =>
        relative(
          five.reduce((sum, name) => sum + read(`joint ${name}`, 'velocity'), 0),
          2,
        ),
      ),
  },
  {
    name: 'the same, speed of the last ball',
    answer: 'that of the first',
    source: 'Mariotte 1673',
    limit: 'four soft collisions in a row',
    bound: 0.04,
    unit: '',
    error: () => after(cradle, 1, (read) => relative(read('joint e', 'velocity'), 2)),
  },
];
