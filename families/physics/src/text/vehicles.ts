// Vehicles: cars, carts, bicycles.

import type { BodyInput } from '../spec/body.ts';
import { block, hinge, rod, type Point3 } from './pendulums.ts';
import { noParts, piece, type Piece } from './piece.ts';
import type { Thing } from './scene.ts';
import { substanceOf } from './solids.ts';

const blue: [number, number, number, number] = [0.2, 0.42, 0.85, 1];

function wheelBody(name: string, pos: Point3, radius: number): BodyInput {
  return {
    name,
    pos,
    joints: [hinge(`${name} axle`, { damping: 0.01 })],
    geoms: [
      {
        shape: 'cylinder',
        radius,
        length: 0.08,
        euler: [Math.PI / 2, 0, 0],
        mass: 0.5,
        friction: 1.2,
        color: [0.15, 0.15, 0.16, 1],
      },
    ],
  };
}

/** A body on four wheels, driven at the back. */
export function car(thing: Thing, name: string, isDriven: boolean): Piece {
  const { measures: m } = thing;
  const length = m.length ?? (isDriven ? 1 : 0.6) * (m.scale ?? 1);
  const radius = 0.15 * length;
  const speed = m.speed ?? 0;
  const direction = thing.heading === 'back' ? -1 : 1;
  const wheels = [-1, 1].flatMap((x) => [-1, 1].map((y): readonly [number, number] => [x, y]));
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: [0, 0, radius + 0.08 * length],
    joints: [{ type: 'free', velocity: [direction * speed, 0, 0] }],
    geoms: [
      block([length, 0.45 * length, 0.16 * length], [0, 0, 0], {
        mass: m.mass ?? 5,
        ...substanceOf(thing),
        color: blue,
      }),
      ...(isDriven
        ? [
            block([0.5 * length, 0.4 * length, 0.16 * length], [-0.05 * length, 0, 0.15 * length], {
              mass: 0.5,
              color: [0.7, 0.8, 0.9, 1],
            }),
          ]
        : []),
    ],
    bodies: wheels.map(([x, y]) =>
      wheelBody(
        `${name} ${x < 0 ? 'back' : 'front'} ${y < 0 ? 'right' : 'left'} wheel`,
        [x * 0.34 * length, y * (0.225 * length + 0.06), -0.08 * length],
        radius,
      ),
    ),
  });
  if (isDriven)
    for (const side of ['right', 'left'])
      parts.actuators.push({
        type: 'velocity',
        name: `${name} ${side} motor`,
        joint: `${name} back ${side} wheel axle`,
        gain: 2,
        controlRange: [-60, 60],
        control: m.speed === undefined ? 8 : (direction * speed) / radius,
      });
  return piece(parts, {
    left: length / 2,
    top: radius + 0.4 * length,
    body: name,
    leans: true,
    mass: m.mass ?? 5,
  });
}

export function bicycle(thing: Thing, name: string): Piece {
  const radius = 0.3 * (thing.measures.scale ?? 1);
  const speed = thing.measures.speed ?? 4;
  const wheel = (which: string, pos: Point3): BodyInput => ({
    name: `${name} ${which} wheel`,
    pos,
    joints: [hinge(`${name} ${which} axle`, { velocity: speed / radius })],
    geoms: [
      {
        shape: 'ellipsoid',
        radii: [radius, radius, 0.03],
        euler: [Math.PI / 2, 0, 0],
        mass: 1,
        friction: 1.2,
        color: [0.15, 0.15, 0.16, 1],
      },
    ],
  });
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: [0, 0, radius],
    joints: [{ type: 'free', velocity: [speed, 0, 0] }],
    geoms: [
      rod([-1.6 * radius, 0, 0], [0, 0, 1.5 * radius], 0.02, {
        mass: 2,
        collides: false,
        ...substanceOf(thing),
      }),
      rod([0, 0, 1.5 * radius], [1.3 * radius, 0, 1.6 * radius], 0.02, { mass: 1, collides: false }),
      block([0.6 * radius, 0.12, 0.06], [-0.5 * radius, 0, 1.8 * radius], { mass: 0.5 }),
    ],
    bodies: [
      wheel('back', [-1.6 * radius, 0, 0]),
      {
        name: `${name} fork`,
        pos: [1.3 * radius, 0, 1.6 * radius],
        joints: [
          { type: 'hinge', name: `${name} steering`, axis: [-0.3, 0, 1], range: [-0.8, 0.8], damping: 0.1 },
        ],
        geoms: [
          rod([0, 0, 0], [0.3 * radius, 0, -1.6 * radius], 0.02, { mass: 0.5, collides: false }),
          rod([0, -0.25, 0.1], [0, 0.25, 0.1], 0.015, { mass: 0.3 }),
        ],
        bodies: [wheel('front', [0.3 * radius, 0, -1.6 * radius])],
      },
    ],
  });
  return piece(parts, { left: 3 * radius, top: 3 * radius, body: name });
}
