// Every kind of joint, geom, tie, actuator, sensor and setting a document may name is compiled, loaded and stepped.
import { loadMujoco } from '../src/engine/mujoco.ts';
import { World } from '../src/engine/world.ts';
import { sensorFacts, type SensorType } from '../src/spec/sensor.ts';
import { compileMjcf, type PhysicsInput } from '@holdfast/physics';
import { describe, expect, it } from 'vitest';
import { begin, figure, specOf } from './fixtures/world.ts';

type Body = NonNullable<PhysicsInput['bodies']>[number];
type Actuator = NonNullable<PhysicsInput['actuators']>[number];
type Sensor = NonNullable<PhysicsInput['sensors']>[number];
type Equality = NonNullable<PhysicsInput['equalities']>[number];
type Geom = NonNullable<Body['geoms']>[number];

const ball: Geom = { shape: 'sphere', radius: 0.1, name: 'ball' };

/** Two bodies with something of everything to refer to. */
const bench: PhysicsInput = {
  ground: true,
  cameras: [{ name: 'eye', pos: [0, -3, 1], resolution: [64, 48] }],
  sites: [
    { name: 'hook', pos: [0, 0, 3] },
    { name: 'aside', pos: [0.3, 0, 2] },
  ],
  geoms: [
    { shape: 'cylinder', name: 'wheel', radius: 0.1, length: 0.1, pos: [0, 0, 2.5], euler: [1.57, 0, 0] },
  ],
  bodies: [
    {
      name: 'arm',
      pos: [0, 0, 1],
      joints: [{ type: 'hinge', name: 'hinge', axis: [0, 1, 0], range: [-1, 1] }],
      geoms: [{ shape: 'capsule', name: 'arm', radius: 0.05, length: 0.4, pos: [0, 0, -0.3] }],
      sites: [
        { name: 'tip', pos: [0, 0, -0.5], radius: 0.1 },
        { name: 'root', pos: [0, 0, -0.1] },
      ],
      bodies: [
        {
          name: 'hand',
          pos: [0, 0, -0.6],
          joints: [{ type: 'slide', name: 'slide', axis: [0, 0, 1], range: [-0.2, 0.2] }],
          geoms: [ball],
          sites: [{ name: 'palm' }],
        },
      ],
    },
    {
      name: 'top',
      pos: [2, 0, 1],
      joints: [{ type: 'ball', name: 'socket', range: 1 }],
      geoms: [{ shape: 'box', name: 'top', size: [0.1, 0.2, 0.3], pos: [0, 0, -0.3] }],
    },
    {
      name: 'loose',
      pos: [-2, 0, 1],
      joints: [{ type: 'free', name: 'loose' }],
      geoms: [{ shape: 'sphere', radius: 0.1 }],
    },
  ],
  tendons: [
    {
      name: 'cable',
      type: 'spatial',
      path: [{ site: 'hook' }, { geom: 'wheel', side: 'aside' }, { site: 'tip' }],
      range: [0.1, 5],
    },
    {
      name: 'gear',
      type: 'fixed',
      joints: [
        { joint: 'hinge', factor: 1 },
        { joint: 'slide', factor: -2 },
      ],
    },
  ],
  actuators: [{ name: 'motor', type: 'motor', joint: 'hinge' }],
};

/** Steps one frame; what the engine refuses or warns of is thrown. */
function runs(model: PhysicsInput): void {
  const simulation = begin(model);
  try {
    const { advanced } = simulation.step(0.05);
    expect(advanced).toBeGreaterThan(0);
  } finally {
    simulation.dispose();
  }
}

describe('every kind of geom', () => {
  const geoms: readonly Geom[] = [
    ball,
    { shape: 'box', size: [0.1, 0.2, 0.3] },
    { shape: 'ellipsoid', radii: [0.1, 0.2, 0.3], fluid: true },
    { shape: 'capsule', radius: 0.1, length: 0.3 },
    { shape: 'cylinder', radius: 0.1, from: [0, 0, 0], to: [0, 0, 1] },
    { shape: 'mesh', mesh: 'wedge', contactDimensions: 6, priority: 1, margin: 0.01, gap: 0.005 },
    {
      shape: 'mesh',
      mesh: 'shell',
      friction: [1, 0.1, 0.01],
      solref: [0.02, 1],
      solimp: [0.9, 0.95, 0.001, 0.5, 2],
    },
    { shape: 'box', size: [1, 1, 1], material: 'oak', group: [2, 3], color: [1, 0, 0, 1] },
  ];
  const corners = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1];
  it.each(geoms.map((geom) => [geom.shape, geom] as const))('%s is loaded', (_, geom) => {
    runs({
      medium: { density: 1.2, viscosity: 1e-5 },
      materials: [{ name: 'oak', density: 700, friction: 0.4, bounce: 0.3 }],
      meshes: [
        { name: 'wedge', vertices: corners },
        { name: 'shell', vertices: corners, faces: [0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3], scale: [1, 2, 1] },
      ],
      geoms: [{ shape: 'plane', size: [1, 1] }],
      bodies: [{ name: 'body', pos: [0, 0, 3], joints: [{ type: 'free' }], geoms: [geom] }],
    });
  });
});

describe('every kind of joint', () => {
  const all = { damping: 0.1, armature: 0.01, frictionLoss: 0.1 };
  const axial = {
    ...all,
    axis: [1, 0, 0],
    pos: [0, 0, 0.1],
    range: [-1, 1],
    stiffness: 1,
    springPosition: 0.1,
    forceRange: [-9, 9],
    margin: 0.01,
    solref: [0.02, 1],
    solimp: [0.9, 0.95, 0.001, 0.5, 2],
    position: 0.2,
    velocity: 1,
    deviation: 0.01,
  } as const;
  const joints: readonly (readonly NonNullable<Body['joints']>[number][])[] = [
    [{ type: 'free', ...all, velocity: [1, 0, 0], spin: [0, 1, 0], deviation: 0.1 }],
    [{ type: 'ball', ...all, pos: [0, 0, 0.1], range: 1, stiffness: 2, velocity: [1, 0, 0] }],
    [{ type: 'hinge', ...axial, axis: [1, 0, 0] } as never],
    [{ type: 'slide', ...axial, axis: [1, 0, 0] } as never],
    [
      { type: 'slide', axis: [1, 0, 0] },
      { type: 'slide', axis: [0, 0, 1] },
      { type: 'hinge', axis: [0, 1, 0] },
    ],
  ];
  it.each(joints.map((joint) => [joint.map(({ type }) => type).join(', '), joint] as const))(
    '%s is loaded',
    (_, joint) => {
      runs({ bodies: [{ name: 'body', joints: [...joint], geoms: [ball], weightless: 0.5 }] });
    },
  );
});

describe('every kind of tie', () => {
  const soft = { solref: [0.02, 1] as [number, number], active: true };
  const equalities: readonly Equality[] = [
    { type: 'connect', body1: 'hand', body2: 'top', anchor: [0, 0, 0], ...soft },
    { type: 'connect', body1: 'hand', anchor: [0, 0, 0], name: 'held' },
    { type: 'weld', body1: 'hand', body2: 'top', torqueScale: 2 },
    { type: 'weld', body1: 'loose', pos: [0, 0, 0], quat: [1, 0, 0, 0], active: false },
    { type: 'joint', joint1: 'hinge', joint2: 'slide', polynomial: [0, 1, 0, 0, 0] },
    { type: 'joint', joint1: 'hinge' },
    { type: 'tendon', tendon1: 'cable', tendon2: 'gear' },
    { type: 'distance', site1: 'tip', site2: 'hook' },
  ];
  it.each(equalities.map((equality, index) => [`${equality.type} ${index}`, equality] as const))(
    '%s is loaded',
    (_, equality) => {
      runs({ ...bench, equalities: [equality] });
    },
  );

  it('springs, ropes, contacts and excludes are loaded', () => {
    runs({
      ...bench,
      springs: [{ name: 'spring', from: { body: 'hand' }, to: {}, stiffness: 10, damping: 1, length: 0.5 }],
      ropes: [{ name: 'rope', from: { body: 'loose' }, to: { pos: [-2, 0, 2] }, length: 1.5 }],
      contacts: [
        {
          geom1: 'ball',
          geom2: 'ground',
          contactDimensions: 4,
          friction: [1, 1, 0.1, 0.1, 0.1],
          margin: 0.1,
        },
      ],
      excludes: [{ body1: 'arm', body2: 'hand' }],
    });
  });
});

describe('every kind of actuator', () => {
  const ranges = {
    controlRange: [-1, 1] as [number, number],
    forceRange: [-9, 9] as [number, number],
    gear: [2],
  };
  const actuators: readonly Actuator[] = [
    { name: 'a', type: 'motor', joint: 'hinge', ...ranges },
    { name: 'a', type: 'position', joint: 'hinge', gain: 10, damping: 1 },
    { name: 'a', type: 'position', joint: 'slide', gain: 10, dampingRatio: 1, timeConstant: 0.1 },
    { name: 'a', type: 'velocity', joint: 'slide', gain: 10 },
    { name: 'a', type: 'integrated-velocity', joint: 'hinge', gain: 10, actuationRange: [-1, 1] },
    { name: 'a', type: 'damper', joint: 'hinge', gain: 2, control: 0.5 },
    { name: 'a', type: 'cylinder', joint: 'slide', timeConstant: 0.2, area: 0.1, bias: [0, 0, -1] },
    {
      name: 'a',
      type: 'muscle',
      tendon: 'cable',
      force: 100,
      timeConstants: [0.01, 0.04],
      operatingRange: [0.7, 1.1],
    },
    { name: 'a', type: 'muscle', joint: 'hinge', lengthRange: [-1, 1], scale: 100 },
    { name: 'a', type: 'adhesion', body: 'loose', gain: 5, control: 1 },
    { name: 'a', type: 'dc-motor', joint: 'hinge', motorConstant: 0.05, resistance: 1, control: 12 },
    {
      name: 'a',
      type: 'general',
      joint: 'hinge',
      dynamics: 'filter',
      gainType: 'affine',
      biasType: 'affine',
      dynamicsParameters: [0.1],
      gainParameters: [1, 0, 0],
      biasParameters: [0, -1, -0.1],
      actuationRange: [-1, 1],
    },
    ...(['none', 'integrator', 'filter', 'filterexact'] as const).map((dynamics): Actuator => ({
      name: 'a',
      type: 'general',
      joint: 'hinge',
      dynamics,
      dynamicsParameters: [0.1],
    })),
    {
      name: 'a',
      type: 'general',
      tendon: 'cable',
      dynamics: 'muscle',
      gainType: 'muscle',
      gainParameters: [0.75, 1.05, -1, 200, 0.5, 1.6, 1.5, 1.3, 1.2],
      biasType: 'muscle',
      biasParameters: [0.75, 1.05, -1, 200, 0.5, 1.6, 1.5, 1.3, 1.2],
      lengthRange: [0.1, 5],
    },
    { name: 'a', type: 'motor', jointInParent: 'socket', gear: [1, 0, 0] },
    { name: 'a', type: 'motor', site: 'tip', gear: [0, 0, 1, 0, 0, 0] },
    { name: 'a', type: 'motor', site: 'palm', refSite: 'hook', gear: [0, 0, 1, 0, 0, 0] },
    { name: 'a', type: 'motor', crankSite: 'tip', sliderSite: 'root', crankLength: 0.6 },
    { name: 'a', type: 'motor', tendon: 'gear' },
  ];
  it.each(actuators.map((actuator, index) => [`${actuator.type} ${index}`, actuator] as const))(
    '%s is loaded',
    (_, actuator) => {
      runs({ ...bench, actuators: [actuator] });
    },
  );
});

const place = (type: SensorType): Sensor => {
  const base = { name: 'sensor', type };
  if (type.startsWith('ball-')) return { ...base, joint: 'socket' } as Sensor;
  if (type.startsWith('joint-')) return { ...base, joint: 'hinge' } as Sensor;
  if (type.startsWith('tendon-')) return { ...base, tendon: 'cable' } as Sensor;
  if (type.startsWith('actuator-')) return { ...base, actuator: 'motor' } as Sensor;
  if (type === 'camera-projection') return { ...base, site: 'tip', camera: 'eye' } as Sensor;
  if (type === 'inside-site') return { ...base, site: 'tip', object: 'hand' } as Sensor;
  if (['distance', 'normal', 'from-to'].includes(type))
    return { ...base, geom1: 'arm', body2: 'top', cutoff: 9 } as Sensor;
  if (['clock', 'potential-energy', 'kinetic-energy'].includes(type)) return base as Sensor;
  if (['centre-of-mass', 'subtree-velocity', 'subtree-momentum'].includes(type))
    return { ...base, body: 'arm' } as Sensor;
  const framed = /^(position|orientation|.-axis|linear|angular)/.test(type);
  return (
    framed ? { ...base, object: 'hand', relativeTo: { of: 'site', object: 'tip' } } : { ...base, site: 'tip' }
  ) as Sensor;
};

describe('every kind of sensor', () => {
  const types = Object.keys(sensorFacts) as SensorType[];

  it.each(types)('%s is loaded and gives as many numbers as it says', (type) => {
    const sensor = place(type);
    // the accelerations have no reference frame
    const { relativeTo: _, ...absolute } = sensor as Sensor & { relativeTo?: unknown };
    runs({ ...bench, sensors: [type.endsWith('-acceleration') ? absolute : sensor] });
  });

  it('frames of every kind are loaded', () => {
    const objects = { body: 'hand', inertial: 'hand', geom: 'ball', site: 'palm', camera: 'eye' } as const;
    const sensors = Object.entries(objects).map(
      ([of, object]) => ({ name: of, type: 'position', of, object }) as Sensor,
    );
    runs({ ...bench, sensors });
  });
});

describe('every setting of the solver', () => {
  it.each(['auto', 'accurate', 'balanced', 'fast'] as const)('tier %s is loaded', (tier) =>
    runs({ ...bench, solver: { tier } }),
  );
  it.each(['Euler', 'RK4', 'implicit', 'implicitfast'] as const)('integrator %s is loaded', (integrator) =>
    runs({ ...bench, solver: { integrator } }),
  );
  it.each(['Newton', 'CG', 'PGS'] as const)('method %s is loaded', (method) =>
    runs({ ...bench, solver: { method, cone: 'elliptic', noSlipIterations: 2 } }),
  );
});

const arm = (scale: number, turn: number): PhysicsInput['bodies'] => [
  {
    name: 'arm',
    pos: [0, 0, 1 * scale],
    euler: [0, 0.25 * turn, 0],
    joints: [
      { type: 'hinge', name: 'pin', axis: [0, 1, 0], position: 0.5 * turn, range: [-1 * turn, 1 * turn] },
    ],
    geoms: [{ shape: 'box', size: [0.1 * scale, 0.1 * scale, 1 * scale], pos: [0, 0, -0.5 * scale] }],
  },
];

describe('what is compiled', () => {
  it('has the masses that were given', async () => {
    const spec = specOf({
      bodies: [
        {
          name: 'plain',
          joints: [{ type: 'free' }],
          geoms: [
            { shape: 'box', size: [1, 1, 1], mass: 3.25 },
            { shape: 'sphere', radius: 1, mass: 0.5 },
          ],
        },
        {
          name: 'told',
          pos: [9, 0, 0],
          joints: [{ type: 'free' }],
          inertial: { mass: 7.5, diagonal: [1, 1, 1] },
          geoms: [{ shape: 'box', size: [1, 1, 1] }],
        },
        {
          name: 'dense',
          pos: [-9, 0, 0],
          joints: [{ type: 'free' }],
          geoms: [{ shape: 'box', size: [1, 2, 3], density: 10 }],
        },
      ],
    });
    const world = new World(await loadMujoco(), compileMjcf(spec));
    expect([...world.views.bodyMass.subarray(1)]).toEqual([3.75, 7.5, 60]);
    world.dispose();
  });

  it('means the same in centimetres and degrees as in metres and radians', () => {
    const metres = begin({ bodies: arm(1, 1) });
    const centimetres = begin({ units: { length: 'cm', angle: 'degree' }, bodies: arm(100, 180 / Math.PI) });
    for (const simulation of [metres, centimetres]) simulation.step(0.5);
    expect(figure(centimetres, 'joint pin', 'position')).toBeCloseTo(
      figure(metres, 'joint pin', 'position'),
      9,
    );
    for (const simulation of [metres, centimetres]) simulation.dispose();
  });

  it('is the same text for the same spec', () => {
    expect(compileMjcf(specOf(bench))).toBe(compileMjcf(specOf(structuredClone(bench))));
  });

  it('begins with the key frame that is asked for', () => {
    const simulation = begin({
      ...bench,
      keyframes: [
        { name: 'raised', positions: { hinge: 0.7 }, velocities: { slide: 0.1 }, controls: { motor: 0.2 } },
      ],
      start: 'raised',
    });
    expect(figure(simulation, 'joint hinge', 'position')).toBe(0.7);
    expect(figure(simulation, 'joint slide', 'velocity')).toBe(0.1);
    simulation.dispose();
  });
});
