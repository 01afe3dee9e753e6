// What swings and turns: pendulums, springs, tops, a hanging chain, and energy that nothing takes.

import type { PhysicsInput } from '@holdfast/physics';
import { after, crossings, g, relative, type WorldCase } from './case.ts';

const RK4 = { integrator: 'RK4' } as const;

/** 2 pi / agm(1, cos(amplitude / 2)) sqrt(l / g). */
function periodOf(length: number, amplitude: number): number {
  let [a, b] = [1, Math.cos(amplitude / 2)];
  for (let i = 0; i < 6; i++) [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
  return (2 * Math.PI * Math.sqrt(length / g)) / a;
}

/** Mean time between zeros of a joint, against a period. */
function period(model: PhysicsInput, joint: string, exact: number): number {
  const found = crossings(model, 8, [joint, 'position']);
  if (found.length < 2) return Infinity;
  return Math.abs((found.at(-1)! - found[0]) / (found.length - 1) - exact);
}

const hinge = (position: number) => ({
  type: 'hinge' as const,
  name: 'pin',
  axis: [0, 1, 0] as [number, number, number],
  position,
});

/** Where its middle is, so that a figure of a body says which way it looks. */
const tip = (x: number, z: number) => ({
  name: 'tip',
  pos: [x, 0, z] as [number, number, number],
  inertial: {
    mass: 1e-9,
    pos: [0, 0, 0] as [number, number, number],
    diagonal: [1e-9, 1e-9, 1e-9] as [number, number, number],
  },
});

/** A point mass on a thread of 1 m that goes round at half a radian. */
function conical(): number {
  const [s, c] = [Math.sin(0.5), Math.cos(0.5)];
  const rate = Math.sqrt(g / c);
  const model: PhysicsInput = {
    solver: RK4,
    bodies: [
      {
        name: 'thread',
        joints: [{ type: 'ball', velocity: [0, 0, rate] }],
        inertial: { mass: 1, pos: [s, 0, -c], diagonal: [1e-7, 1e-7, 1e-7] },
        bodies: [tip(s, -c)],
      },
    ],
  };
  return after(model, 2, (read) =>
    Math.hypot(
      read('body tip', 'x') - s * Math.cos(2 * rate),
      read('body tip', 'y') - s * Math.sin(2 * rate),
      read('body tip', 'z') + c,
    ),
  );
}

/** A wheel on a level axle, held at one end, that begins in its steady precession. */
function gyroscope(): number {
  const [spin, inertia, length] = [150, 0.02, 0.2];
  const rate = (g * length) / (inertia * spin);
  const model: PhysicsInput = {
    solver: { ...RK4, timestep: 0.0005 },
    bodies: [
      {
        name: 'wheel',
        joints: [{ type: 'ball', velocity: [spin, 0, rate] }],
        inertial: { mass: 1, pos: [length, 0, 0], diagonal: [inertia, 0.012, 0.012] },
        bodies: [tip(1, 0)],
      },
    ],
  };
  return after(model, 1, (read) => relative(Math.atan2(read('body tip', 'y'), read('body tip', 'x')), rate));
}

/** A spring with a damper, after 1.5 s. */
function damped(): number {
  const [mass, stiffness, damping, start] = [2, 50, 3, 0.2];
  const decay = damping / (2 * mass);
  const rate = Math.sqrt(stiffness / mass - decay ** 2);
  const exact =
    start * Math.exp(-decay * 1.5) * (Math.cos(rate * 1.5) + (decay / rate) * Math.sin(rate * 1.5));
  const model: PhysicsInput = {
    gravity: [0, 0, 0],
    solver: RK4,
    bodies: [
      {
        name: 'mass',
        joints: [{ type: 'slide', name: 'rail', axis: [1, 0, 0], stiffness, damping, position: start }],
        geoms: [{ shape: 'box', size: [0.1, 0.1, 0.1], mass }],
      },
    ],
  };
  return after(model, 1.5, (read) => Math.abs(read('joint rail', 'position') - exact));
}

const [rods, rod, span] = [12, 0.1, 0.8];

/** Slopes of the rods grow evenly: tan phi_i = w (i - (n + 1) / 2) / H. Depth of the lowest joint below the pegs. */
function depthOfChain(): number {
  const slopes = (pull: number) =>
    Array.from({ length: rods }, (_, i) => Math.atan((i + 1 - (rods + 1) / 2) / pull));
  let [low, high] = [1e-3, 1e3];
  for (let i = 0; i < 200; i++) {
    const pull = (low + high) / 2;
    const width = slopes(pull).reduce((sum, slope) => sum + rod * Math.cos(slope), 0);
    [low, high] = width < span ? [pull, high] : [low, pull];
  }
  return -slopes(low)
    .slice(0, rods / 2)
    .reduce((sum, slope) => sum + rod * Math.sin(slope), 0);
}

/** Begins as two straight halves and comes to rest. */
function catenary(): number {
  const fold = Math.acos(span / (rods * rod));
  const turns = Array.from({ length: rods }, (_, i) => (i === 0 ? fold : i === rods / 2 ? -2 * fold : 0));
  const links = Array.from(
    { length: rods },
    (_, i) =>
      `<body name="rod ${i + 1}" pos="${i === 0 ? 0 : rod} 0 0"><joint axis="0 1 0" damping="0.004"/>` +
      `<geom type="capsule" size="0.005" fromto="0 0 0 ${rod} 0 0" mass="0.05" contype="0" conaffinity="0"/>`,
  );
  const mjcf =
    '<mujoco><option integrator="implicitfast"/><worldbody><site name="peg" pos="' +
    `${span} 0 0"/>${links.join('')}<site name="end" pos="${rod} 0 0"/>${'</body>'.repeat(rods)}</worldbody>` +
    '<equality><connect site1="end" site2="peg" solref="0.004 1"/></equality>' +
    `<keyframe><key name="folded" qpos="${turns.join(' ')}"/></keyframe></mujoco>`;
  const model = { mjcf, start: 'folded' };
  return after(model, 8, (read) => relative(-read(`body rod ${rods / 2 + 1}`, 'z'), depthOfChain()));
}

const chain = (links: number): NonNullable<PhysicsInput['bodies']> => {
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

/** What the energy account leaves open, over the energy turned over. */
const drift = (links: number): number =>
  after({ solver: { ...RK4, timestep: 0.001 }, bodies: chain(links) }, 3, (read) =>
    Math.abs(read('energy', 'residual share')),
  );

/** A brick that tumbles freely about its middle axis keeps its energy. */
function tumbling(): number {
  const model: PhysicsInput = {
    gravity: [0, 0, 0],
    solver: { ...RK4, timestep: 0.001 },
    bodies: [
      {
        name: 'brick',
        joints: [{ type: 'free', spin: [0.01, 8, 0.01] }],
        inertial: { mass: 1, pos: [0, 0, 0], diagonal: [0.01, 0.02, 0.03] },
      },
    ],
  };
  const energy = (0.01 * 0.01 ** 2 + 0.02 * 8 ** 2 + 0.03 * 0.01 ** 2) / 2;
  return after(model, 5, (read) => relative(read('energy', 'kinetic'), energy));
}

const drifts: readonly WorldCase[] = [1, 2, 5].map((links) => ({
  name: `energy of an undamped chain of ${links}, 3 s`,
  answer: 'stays',
  source: 'Noether 1918',
  limit: 'fourth order, step of 1 ms',
  bound: 1e-5,
  unit: '',
  error: () => drift(links),
}));

export const swingCases: readonly WorldCase[] = [
  {
    name: 'period of a pendulum of 1 m at 2 rad',
    answer: '`2 pi sqrt(l/g) / agm(1, cos(theta/2))` = 2.751 s',
    source: 'Gauss 1799; Carvalhaes and Suppes 2008, doi:10.1119/1.2968864',
    limit: 'zeros are interpolated over frames of 20 ms',
    bound: 2e-4,
    unit: 's',
    error: () =>
      period(
        {
          solver: RK4,
          bodies: [
            {
              name: 'bob',
              joints: [hinge(2)],
              // a point mass: its own inertia is a thousand-millionth of m l^2
              inertial: { mass: 1, pos: [0, 0, -1], diagonal: [1e-9, 1e-9, 1e-9] },
            },
          ],
        },
        'joint pin',
        periodOf(1, 2),
      ),
  },
  {
    name: 'period of a swinging rod of 1 m at 0.3 rad',
    answer: 'that of a pendulum of 2/3 m',
    source: 'Huygens 1673',
    limit: 'as above',
    bound: 2e-4,
    unit: 's',
    error: () =>
      period(
        {
          solver: RK4,
          bodies: [
            {
              name: 'rod',
              joints: [hinge(0.3)],
              inertial: { mass: 3, pos: [0, 0, -0.5], diagonal: [0.25, 0.25, 1e-6] },
            },
          ],
        },
        'joint pin',
        periodOf(2 / 3, 0.3),
      ),
  },
  {
    name: 'conical pendulum at 0.5 rad, place after 2 s',
    answer: 'a circle with `sqrt(g / (l cos theta))`',
    source: 'Huygens 1673',
    limit: 'fourth order; an own inertia of 1e-7 kg m^2',
    bound: 1e-6,
    unit: 'm',
    error: conical,
  },
  {
    name: 'period of 2 kg on a spring of 50 N/m',
    answer: '`2 pi sqrt(m/k)` = 1.257 s',
    source: 'Hooke 1678',
    limit: 'zeros are interpolated',
    bound: 2e-4,
    unit: 's',
    error: () =>
      period(
        {
          gravity: [0, 0, 0],
          solver: RK4,
          bodies: [
            {
              name: 'mass',
              joints: [{ type: 'slide', name: 'rail', axis: [1, 0, 0], stiffness: 50, position: 0.2 }],
              geoms: [{ shape: 'box', size: [0.1, 0.1, 0.1], mass: 2 }],
            },
          ],
        },
        'joint rail',
        2 * Math.PI * Math.sqrt(2 / 50),
      ),
  },
  {
    name: 'the same with a damper of 3 N s/m, place after 1.5 s',
    answer: '`exp(-d t) (cos w t + d/w sin w t)`',
    source: 'Landau and Lifshitz, Mechanics, 25',
    limit: 'fourth order',
    bound: 1e-8,
    unit: 'm',
    error: damped,
  },
  {
    name: 'gyroscope on a level axle, angle of precession after 1 s',
    answer: '`m g l / (I w)` = 0.654 rad/s',
    source: 'Goldstein 5.7',
    limit: 'second order, since turns do not commute: `(w h)^2 / 12` = 4.69e-4',
    bound: 4.8e-4,
    unit: '',
    error: gyroscope,
  },
  {
    name: 'brick that tumbles about its middle axis, energy after 5 s',
    answer: 'stays',
    source: 'Euler 1758',
    limit: 'fourth order, step of 1 ms',
    bound: 1e-6,
    unit: '',
    error: tumbling,
  },
  {
    name: 'hanging chain of 12 rods, depth at rest',
    answer: '`tan phi_i = w (i - 6.5) / H`, a catenary of rods',
    source: 'Bernoulli, Leibniz, Huygens 1691',
    limit: 'a soft peg, 8 s to come to rest',
    bound: 0.001,
    unit: '',
    error: catenary,
  },
  ...drifts,
];
