// What the schema cannot see is complained about all at once, each with the place of the mistake.
import { describe, expect, it } from 'vitest';
import { complaints } from './fixtures/world.ts';

const ball = { shape: 'sphere', radius: 0.1 };
const body = { name: 'a', joints: [{ type: 'hinge', name: 'pin' }], geoms: [ball] };

/** A chain of bodies, one in the other. */
function nested(depth: number): unknown {
  let inner: unknown = { name: 'b0' };
  for (let i = 1; i < depth; i++) inner = { name: `b${i}`, bodies: [inner] };
  return { bodies: [inner] };
}

const mistakes: readonly (readonly [string, unknown, readonly string[]])[] = [
  [
    'two bodies of one name',
    { bodies: [body, { name: 'a' }] },
    ['physics.repeated-name at /model/bodies/1/name'],
  ],
  [
    'a body named like the world',
    { bodies: [{ name: 'world' }] },
    ['physics.repeated-name at /model/bodies/0/name'],
  ],
  [
    'a body that moves without mass',
    { bodies: [{ ...body, geoms: [] }] },
    ['physics.no-mass at /model/bodies/0'],
  ],
  [
    'a geom without density as the only one',
    { bodies: [{ ...body, geoms: [{ ...ball, density: 0 }] }] },
    ['physics.no-mass at /model/bodies/0'],
  ],
  [
    'a plane that moves',
    { bodies: [{ ...body, geoms: [ball, { shape: 'plane' }] }] },
    ['physics.moving-plane at /model/bodies/0/geoms/1'],
  ],
  [
    'a free joint inside a tree',
    { bodies: [{ ...body, bodies: [{ name: 'b', joints: [{ type: 'free' }], geoms: [ball] }] }] },
    ['physics.free-inside at /model/bodies/0/bodies/0/joints'],
  ],
  [
    'a free joint beside another',
    { bodies: [{ ...body, joints: [{ type: 'free' }, { type: 'hinge' }] }] },
    ['physics.too-many-joints at /model/bodies/0/joints'],
  ],
  [
    'a range upside down',
    { bodies: [{ ...body, joints: [{ type: 'hinge', range: [1, -1] }] }] },
    ['physics.empty-range at /model/bodies/0/joints/0/range'],
  ],
  [
    'an axis of no direction',
    { bodies: [{ ...body, joints: [{ type: 'hinge', axis: [0, 0, 0] }] }] },
    ['physics.no-axis at /model/bodies/0/joints/0/axis'],
  ],
  [
    'two orientations',
    { bodies: [{ ...body, quat: [1, 0, 0, 0], euler: [0, 0, 0] }] },
    ['physics.two-orientations at /model/bodies/0/euler'],
  ],
  [
    'a capsule of no length',
    { geoms: [{ shape: 'capsule', radius: 1 }] },
    ['physics.unclear-length at /model/geoms/0'],
  ],
  [
    'a capsule from and to one place',
    { geoms: [{ shape: 'capsule', radius: 1, from: [0, 0, 1], to: [0, 0, 1] }] },
    ['physics.no-length at /model/geoms/0/to'],
  ],
  [
    'an inertia no body has',
    { bodies: [{ ...body, inertial: { mass: 1, diagonal: [1, 1, 3] } }] },
    ['physics.impossible-inertia at /model/bodies/0/inertial/diagonal'],
  ],
  [
    'a material nobody knows',
    { geoms: [{ ...ball, material: 'gold' }] },
    ['physics.unknown-name at /model/geoms/0/material'],
  ],
  [
    'a flat mesh',
    { meshes: [{ name: 'm', vertices: [0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0] }] },
    ['physics.flat-mesh at /model/meshes/0/vertices'],
  ],
  [
    'a corner that is not there',
    { meshes: [{ name: 'm', vertices: [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], faces: [0, 1, 4] }] },
    ['physics.broken-mesh at /model/meshes/0/faces/2'],
  ],
  [
    'an actuator with two targets',
    {
      bodies: [body],
      sites: [{ name: 's' }],
      actuators: [{ name: 'm', type: 'motor', joint: 'pin', site: 's' }],
    },
    ['physics.unclear-target at /model/actuators/0'],
  ],
  [
    'a control outside of its range',
    {
      bodies: [body],
      actuators: [{ name: 'm', type: 'motor', joint: 'pin', controlRange: [0, 1], control: 2 }],
    },
    ['physics.control-outside at /model/actuators/0/control'],
  ],
  [
    'a muscle without a length',
    { bodies: [body], actuators: [{ name: 'm', type: 'muscle', joint: 'pin' }] },
    ['physics.open-muscle at /model/actuators/0'],
  ],
  [
    'a sensor of a joint that is not there',
    { sensors: [{ name: 's', type: 'joint-position', joint: 'pin' }] },
    ['physics.unknown-name at /model/sensors/0/joint'],
  ],
  [
    'a limit sensor of a joint without limit',
    { bodies: [body], sensors: [{ name: 's', type: 'joint-limit-force', joint: 'pin' }] },
    ['physics.no-limit at /model/sensors/0/joint'],
  ],
  [
    'a tendon that ends at a geom',
    {
      sites: [{ name: 's' }],
      geoms: [{ ...ball, name: 'g' }],
      tendons: [{ name: 't', type: 'spatial', path: [{ site: 's' }, { geom: 'g' }] }],
    },
    ['physics.broken-path at /model/tendons/0/path'],
  ],
  [
    'a key frame with too few numbers',
    {
      bodies: [{ ...body, joints: [{ type: 'free', name: 'f' }] }],
      keyframes: [{ name: 'k', positions: { f: [0, 0, 1] } }],
    },
    ['physics.wrong-count at /model/keyframes/0/positions/f'],
  ],
  ['a start that is no key frame', { start: 'k' }, ['physics.unknown-name at /model/start']],
  [
    'a weld to itself',
    { bodies: [body], equalities: [{ type: 'weld', body1: 'a', body2: 'a' }] },
    ['physics.same-twice at /model/equalities/0/body1'],
  ],
  [
    'a key nobody knows',
    { bodies: [{ ...body, colour: 'red' }] },
    ['physics.unrecognized-keys at /model/bodies/0'],
  ],
  ['a number that is none', { gravity: [0, 0, 'down'] }, ['physics.invalid-type at /model/gravity/2']],
  [
    'two mistakes',
    { bodies: [{ ...body, geoms: [] }], start: 'k' },
    ['physics.no-mass at /model/bodies/0', 'physics.unknown-name at /model/start'],
  ],
];

const many = (count: number) => ({
  bodies: Array.from({ length: count }, (_, i) => ({
    name: `b${i}`,
    joints: [{ type: 'free' }],
    geoms: [ball],
  })),
});

describe('a spec', () => {
  it.each(mistakes)('with %s is refused', (_, model, expected) => {
    expect(complaints(model)).toEqual(expected);
  });

  it('may be nested a hundred deep, and no deeper', () => {
    expect(complaints(nested(100))).toEqual([]);
    expect(complaints(nested(20_000))).toEqual(['physics.too-deep at /model']);
  });

  it('may be as large as its caps, and no larger', () => {
    expect(complaints(many(500))).toEqual([]);
    expect(complaints(many(501))).toEqual(['physics.too-large at /model/bodies']);
  });
});
