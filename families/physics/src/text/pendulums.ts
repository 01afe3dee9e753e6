// Mechanisms that swing: pendulums, cart-pole, chain, cradle, swing, wrecking ball, gyroscope, top, bridge.

import { sin } from '@holdfast/numerics';
import type { BodyInput } from '../spec/body.ts';
import { noParts, piece, type GeomInput, type JointInput, type Piece } from './piece.ts';
import type { Thing } from './scene.ts';
import { substanceOf } from './solids.ts';

export type Point3 = [number, number, number];
const across: Point3 = [0, 1, 0];

export function hinge(name: string, more: Partial<Extract<JointInput, { type: 'hinge' }>> = {}): JointInput {
  return { type: 'hinge', name, axis: across, ...more };
}

export function rod(from: Point3, to: Point3, radius: number, more: object = {}): GeomInput {
  return { shape: 'capsule', from, to, radius, ...more };
}

export function block(size: Point3, pos: Point3, more: object = {}): GeomInput {
  return { shape: 'box', size, pos, ...more };
}

const decoration = { mass: 0, collides: false } as const;
/** A mark where something is hung; it touches nothing. */
export function hook(pos: Point3): GeomInput {
  return { shape: 'sphere', radius: 0.03, pos, collides: false, color: [0.4, 0.4, 0.42, 1] };
}

/** `count` rods with bobs, each hung on the one before; all begin at the angle that is said. */
export function pendulum(thing: Thing, name: string, count: number): Piece {
  const { measures: m } = thing;
  const length = m.length ?? (1 / Math.sqrt(count)) * (m.scale ?? 1);
  const radius = m.radius ?? Math.min(0.08, length / 5);
  const bob = { ...substanceOf(thing), mass: m.mass ?? m.weight ?? 1 };
  const start = m.angle ?? 0.6;
  const damping = m.damping === undefined ? {} : { damping: m.damping };
  const link = (index: number): BodyInput => ({
    name: index === 0 ? name : `${name} link ${index + 1}`,
    pos: index === 0 ? [0, 0, count * length + 0.3] : [0, 0, -length],
    joints: [
      hinge(`${name} joint ${index + 1}`, { ...damping, ...(index === 0 ? { position: -start } : {}) }),
    ],
    geoms: [
      rod([0, 0, 0], [0, 0, -length], 0.012, { mass: 0.02, collides: false }),
      { shape: 'sphere', radius, pos: [0, 0, -length], collides: false, ...bob },
    ],
    bodies: index + 1 < count ? [link(index + 1)] : [],
  });
  const parts = noParts();
  parts.bodies.push(link(0));
  parts.geoms.push(hook([0, 0, count * length + 0.3]));
  return piece(parts, { left: count * length + radius, top: count * length + 0.35, body: name });
}

/** A pendulum that may swing every way. */
export function sphericalPendulum(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const length = m.length ?? 1;
  const tip: Point3 = [length * 0.5, 0, -length * 0.86];
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: [0, 0, length + 0.3],
    joints: [{ type: 'ball', name: `${name} joint`, velocity: [0, 0, m.spin ?? 3] }],
    geoms: [
      rod([0, 0, 0], tip, 0.012, { mass: 0.02, collides: false }),
      {
        shape: 'sphere',
        radius: m.radius ?? 0.08,
        pos: tip,
        collides: false,
        ...substanceOf(thing),
        mass: m.mass ?? 1,
      },
    ],
  });
  parts.geoms.push(hook([0, 0, length + 0.3]));
  return piece(parts, { left: length, top: length + 0.35, body: name });
}

export function torsionPendulum(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const radius = m.radius ?? 0.25;
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: [0, 0, 0.6],
    joints: [
      {
        type: 'hinge',
        name: `${name} joint`,
        axis: [0, 0, 1],
        stiffness: m.stiffness ?? 1,
        position: m.angle ?? 1,
      },
    ],
    geoms: [
      { shape: 'cylinder', radius, length: 0.04, collides: false, ...substanceOf(thing), mass: m.mass ?? 2 },
      block([radius * 1.8, 0.03, 0.03], [0, 0, 0.03], { ...decoration, color: [0.9, 0.5, 0.2, 1] }),
    ],
  });
  parts.geoms.push(rod([0, 0, 0.62], [0, 0, 1.2], 0.01, { collides: false }), hook([0, 0, 1.2]));
  return piece(parts, { left: radius, top: 1.25, body: name });
}

/** A pole on a hinge at its foot, and a motor. */
export function invertedPendulum(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const length = m.length ?? 0.8 * (m.scale ?? 1);
  const parts = noParts();
  parts.bodies.push(pole(thing, name, [0, 0, 0.1], length));
  parts.geoms.push(hook([0, 0, 0.1]));
  parts.actuators.push({
    type: 'motor',
    name: `${name} motor`,
    joint: `${name} joint`,
    controlRange: [-20, 20],
  });
  return piece(parts, { left: length, top: length + 0.2, body: name });
}

function pole(thing: Thing, name: string, pos: Point3, length: number): BodyInput {
  const { measures: m } = thing;
  return {
    name,
    pos,
    joints: [hinge(`${name} joint`, { position: m.angle ?? 0.1, damping: m.damping ?? 0.01 })],
    geoms: [
      rod([0, 0, 0], [0, 0, length], 0.025, { collides: false, mass: 0.2, ...substanceOf(thing) }),
      { shape: 'sphere', radius: 0.05, pos: [0, 0, length], collides: false, mass: m.mass ?? 0.3 },
    ],
  };
}

export function cartPole(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const length = m.length ?? 0.8;
  const cart = `${name} cart`;
  const poles = Math.max(1, Math.min(3, m.parts ?? 1));
  let stack: BodyInput | undefined;
  for (let i = poles; i > 0; i--) {
    const one = pole(
      thing,
      i === 1 ? `${name} pole` : `${name} pole ${i}`,
      i === 1 ? [0, 0, 0.08] : [0, 0, length],
      length,
    );
    stack = { ...one, bodies: stack === undefined ? [] : [stack] };
  }
  const parts = noParts();
  parts.bodies.push({
    name: cart,
    pos: [0, 0, 0.5],
    joints: [{ type: 'slide', name: `${name} rail`, axis: [1, 0, 0], range: [-2.5, 2.5], damping: 0.1 }],
    geoms: [block([0.36, 0.2, 0.16], [0, 0, 0], { mass: 1, collides: false, color: [0.2, 0.42, 0.85, 1] })],
    bodies: [stack!],
  });
  parts.geoms.push(rod([-2.7, 0, 0.5], [2.7, 0, 0.5], 0.02, { collides: false }));
  parts.actuators.push({
    type: 'motor',
    name: `${name} motor`,
    joint: `${name} rail`,
    controlRange: [-20, 20],
  });
  return piece(parts, { left: 2.7, top: 0.6 + poles * length, body: cart });
}

/** Links on ball joints, hung from above and drawn aside. */
export function chain(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const count = Math.max(1, Math.min(60, Math.floor(m.parts ?? 10)));
  const link = m.length === undefined ? 0.12 * (m.scale ?? 1) : m.length / count;
  const top = count * link + 0.3;
  const look = substanceOf(thing);
  const make = (index: number): BodyInput => ({
    name: index === 0 ? name : `${name} link ${index + 1}`,
    pos: index === 0 ? [0, 0, top] : [link, 0, 0],
    joints: [{ type: 'ball', name: `${name} joint ${index + 1}`, damping: 0.002 }],
    geoms: [
      rod([0, 0, 0], [link, 0, 0], Math.min(0.02, link / 5), {
        collides: false,
        ...look,
        ...(m.mass === undefined ? {} : { mass: m.mass / count }),
      }),
    ],
    bodies: index + 1 < count ? [make(index + 1)] : [],
  });
  const parts = noParts();
  parts.bodies.push(make(0));
  parts.geoms.push(hook([0, 0, top]));
  return piece(parts, {
    left: count * link,
    top: top + 0.05,
    body: count > 1 ? `${name} link ${count}` : name,
  });
}

export function cradle(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const count = Math.max(2, Math.min(12, Math.floor(m.parts ?? 5)));
  const radius = m.radius ?? (m.size ?? 0.1) / 2;
  const length = m.length ?? 0.5;
  const height = length + radius + 0.2;
  const half = ((count - 1) / 2) * 2 * radius;
  const parts = noParts();
  for (let i = 0; i < count; i++)
    parts.bodies.push({
      name: `${name} ball ${i + 1}`,
      pos: [i * 2.002 * radius - half, 0, height],
      joints: [hinge(`${name} joint ${i + 1}`, i === 0 ? { position: m.angle ?? 0.6 } : {})],
      geoms: [
        rod([0, 0, 0], [0, 0, -length], 0.004, { mass: 0.001, collides: false }),
        {
          shape: 'sphere',
          radius,
          pos: [0, 0, -length],
          material: thing.material ?? 'steel',
          bounce: m.bounce ?? 0.95,
          mass: m.mass ?? 0.2,
          friction: 0,
        },
      ],
    });
  parts.geoms.push(block([2 * half + 4 * radius, 0.04, 0.03], [0, 0, height + 0.015], { collides: false }));
  return piece(parts, { left: half + length, top: height + 0.05, body: `${name} ball 1` });
}

export function swing(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const length = m.length ?? 1.6;
  const top = length + 0.4;
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: [0, 0, top],
    joints: [hinge(`${name} joint`, { position: m.angle ?? 0.5, damping: 0.05 })],
    geoms: [
      rod([0, 0.2, 0], [0, 0.2, -length], 0.01, { mass: 0.05, collides: false }),
      rod([0, -0.2, 0], [0, -0.2, -length], 0.01, { mass: 0.05, collides: false }),
      block([0.25, 0.5, 0.04], [0, 0, -length], { mass: m.mass ?? 2, ...substanceOf(thing) }),
    ],
  });
  for (const y of [-0.5, 0.5])
    for (const x of [-0.6, 0.6]) parts.geoms.push(rod([x, y, 0], [0, y, top], 0.03, { collides: false }));
  parts.geoms.push(rod([0, -0.5, top], [0, 0.5, top], 0.03, { collides: false }));
  return piece(parts, { left: length * 0.6, top: top + 0.05, body: name });
}

/** A heavy ball on a long rod, drawn back so that it swings to +x. */
export function wreckingBall(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const length = m.length ?? 2.2;
  const radius = m.radius ?? 0.3;
  const start = m.angle ?? 1;
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: [0, 0, length + radius + 0.1],
    joints: [hinge(`${name} joint`, { position: start })],
    geoms: [
      rod([0, 0, 0], [0, 0, -length], 0.02, { mass: 0.5, collides: false }),
      {
        shape: 'sphere',
        radius,
        pos: [0, 0, -length],
        color: [0.2, 0.2, 0.22, 1],
        ...substanceOf(thing),
        mass: m.mass ?? 50,
      },
    ],
  });
  parts.geoms.push(hook([0, 0, length + radius + 0.1]));
  return piece(parts, {
    left: length * sin(start) + radius,
    right: radius,
    top: length + radius + 0.15,
    body: name,
  });
}

/** A fast rotor on a stand, leaning: it circles instead of falling. */
export function gyroscope(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const radius = m.radius ?? (m.diameter ?? m.size ?? 0.24) / 2;
  const arm = 0.25;
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: [0, 0, 0.5],
    euler: [0, m.angle ?? 1, 0],
    joints: [{ type: 'ball', name: `${name} pivot` }],
    geoms: [rod([0, 0, 0], [0, 0, arm], 0.01, { mass: 0.02, collides: false })],
    bodies: [
      {
        name: `${name} rotor`,
        pos: [0, 0, arm],
        joints: [{ type: 'hinge', name: `${name} spin`, axis: [0, 0, 1], velocity: m.spin ?? 120 }],
        geoms: [
          {
            shape: 'cylinder',
            radius,
            length: 0.03,
            collides: false,
            ...substanceOf(thing),
            mass: m.mass ?? 1,
          },
          block([radius * 1.9, 0.02, 0.034], [0, 0, 0], { ...decoration, color: [0.95, 0.55, 0.15, 1] }),
        ],
      },
    ],
  });
  parts.geoms.push(rod([0, 0, 0], [0, 0, 0.47], 0.03, { collides: false }));
  return piece(parts, { left: arm + radius, top: 0.9, body: name });
}

/** A top that stands on its tip. */
export function top(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const radius = m.radius ?? 0.08;
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: [0, 0, 0.02],
    euler: [0, m.angle ?? 0.15, 0],
    joints: [{ type: 'free', spin: [0, 0, m.spin ?? 150] }],
    geoms: [
      { shape: 'sphere', radius: 0.02, pos: [0, 0, 0], mass: 0.01, friction: 0.3 },
      {
        shape: 'cylinder',
        radius,
        length: 0.025,
        pos: [0, 0, 0.08],
        ...substanceOf(thing),
        mass: m.mass ?? 0.3,
      },
      rod([0, 0, 0], [0, 0, 0.14], 0.008, { mass: 0.01 }),
    ],
  });
  return piece(parts, { left: radius, top: 0.16, body: name });
}

/** Planks on hinges between two banks; the last one is tied to the far bank. */
export function bridge(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const count = Math.max(3, Math.min(40, Math.floor(m.parts ?? 10)));
  const length = m.length ?? count * 0.25;
  const plank = length / count;
  const height = m.height ?? 0.8;
  const look = substanceOf(thing);
  const make = (index: number): BodyInput => ({
    name: `${name} plank ${index + 1}`,
    pos: index === 0 ? [-length / 2, 0, height] : [plank, 0, 0],
    joints: [hinge(`${name} joint ${index + 1}`, { damping: 0.5 })],
    geoms: [
      block([plank * 0.94, 0.6, 0.04], [plank / 2, 0, 0], {
        mass: 0.4,
        color: [0.62, 0.44, 0.26, 1],
        ...look,
      }),
    ],
    bodies: index + 1 < count ? [make(index + 1)] : [],
  });
  const parts = noParts();
  parts.bodies.push(make(0));
  for (const side of [-1, 1])
    parts.geoms.push(block([0.5, 0.8, height], [side * (length / 2 + 0.26), 0, height / 2]));
  for (let i = 1; i < count; i++)
    parts.excludes.push({ body1: `${name} plank ${i}`, body2: `${name} plank ${i + 1}` });
  parts.equalities.push({ type: 'connect', body1: `${name} plank ${count}`, anchor: [plank, 0, 0] });
  return piece(parts, {
    left: length / 2 + 0.5,
    top: height + 0.02,
    body: `${name} plank ${Math.ceil(count / 2)}`,
  });
}
