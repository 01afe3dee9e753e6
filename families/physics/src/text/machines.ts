// Mechanisms that work: arms, grippers, see-saws, catapults, things on hinges.

import { cos, sin } from '@holdfast/numerics';
import type { BodyInput } from '../spec/body.ts';
import { block, hinge, rod, type Point3 } from './pendulums.ts';
import { noParts, piece, type Parts, type Piece } from './piece.ts';
import type { Thing } from './scene.ts';
import { substanceOf } from './solids.ts';

const orange: [number, number, number, number] = [0.95, 0.55, 0.15, 1];
const blue: [number, number, number, number] = [0.2, 0.42, 0.85, 1];
const free = [{ type: 'free' as const }];

/** Links on motors: the first turns about the vertical where there are more than two. */
export function robotArm(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const count = Math.max(1, Math.min(12, Math.floor(m.parts ?? 3)));
  const link = m.length === undefined ? 0.45 * (m.scale ?? 1) : m.length / count;
  const parts = noParts();
  const make = (index: number): BodyInput => {
    const isTurn = count > 2 && index === 0;
    const length = isTurn ? 0.2 : link;
    return {
      name: index === 0 ? name : `${name} link ${index + 1}`,
      pos: [0, 0, index === 0 ? 0.1 : count > 2 && index === 1 ? 0.2 : link],
      joints: [
        isTurn
          ? { type: 'hinge', name: `${name} joint ${index + 1}`, axis: [0, 0, 1], damping: 1, armature: 0.1 }
          : hinge(`${name} joint ${index + 1}`, { damping: 1, armature: 0.1, range: [-2.6, 2.6] }),
      ],
      geoms: [
        rod([0, 0, 0], [0, 0, length], 0.05 - 0.003 * index, {
          mass: 1,
          collides: false,
          ...substanceOf(thing),
          color: index % 2 ? orange : blue,
        }),
      ],
      bodies: index + 1 < count ? [make(index + 1)] : [],
    };
  };
  parts.bodies.push(make(0));
  parts.geoms.push({ shape: 'cylinder', radius: 0.15, length: 0.1, pos: [0, 0, 0.05], collides: false });
  for (let i = 0; i < count; i++)
    parts.actuators.push({
      type: 'position',
      name: `${name} motor ${i + 1}`,
      joint: `${name} joint ${i + 1}`,
      gain: 100,
      damping: 15,
      controlRange: [-2.6, 2.6],
      control: i === 0 ? 0.5 : 0.4,
    });
  return piece(parts, {
    left: count * link,
    top: count * link + 0.3,
    body: count > 1 ? `${name} link ${count}` : name,
  });
}

/** Two fingers on slides that close together. */
export function gripper(thing: Thing, name: string): Piece {
  const s = thing.measures.scale ?? 1;
  const parts = noParts();
  const finger = (side: number): BodyInput => ({
    name: `${name} ${side < 0 ? 'left' : 'right'} finger`,
    pos: [side * 0.12 * s, 0, 0.45 * s],
    joints: [
      {
        type: 'slide',
        name: `${name} ${side < 0 ? 'left' : 'right'}`,
        axis: [-side, 0, 0],
        range: [0, 0.11 * s],
        damping: 5,
      },
    ],
    geoms: [
      block([0.02 * s, 0.06 * s, 0.2 * s], [0, 0, -0.1 * s], { mass: 0.1, friction: 1.5, color: orange }),
    ],
  });
  parts.bodies.push(finger(-1), finger(1));
  parts.geoms.push(block([0.4 * s, 0.1 * s, 0.08 * s], [0, 0, 0.5 * s], { collides: false }));
  parts.equalities.push({ type: 'joint', joint1: `${name} left`, joint2: `${name} right` });
  parts.actuators.push({
    type: 'position',
    name: `${name} grip`,
    joint: `${name} left`,
    gain: 200,
    controlRange: [0, 0.11 * s],
    control: 0.05 * s,
  });
  return piece(parts, { left: 0.2 * s, top: 0.55 * s, body: `${name} left finger` });
}

/** A plank on an edge. Loads lie at its ends. */
export function seeSaw(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const length = m.length ?? 2.4 * (m.scale ?? 1);
  const height = m.height ?? 0.4;
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: [0, 0, height],
    joints: [hinge(`${name} joint`, { range: [-0.35, 0.35], damping: 0.05, position: m.angle ?? 0 })],
    geoms: [
      block([length, 0.3, 0.05], [0, 0, 0.025], {
        mass: m.mass ?? 4,
        color: [0.62, 0.44, 0.26, 1],
        ...substanceOf(thing),
      }),
    ],
  });
  parts.geoms.push(
    rod([-0.15, 0, 0], [0, 0, height - 0.03], 0.03, { collides: false }),
    rod([0.15, 0, 0], [0, 0, height - 0.03], 0.03, { collides: false }),
  );
  const seat = (index: number, count: number, half: number) => ({
    x: (count === 1 ? -1 : (2 * index) / (count - 1) - 1) * Math.max(0, length / 2 - half - 0.05),
    z: height + 0.05,
    lean: 0,
  });
  return piece(parts, { left: length / 2, top: height + 0.05, body: name, seat });
}

/** An arm that a counterweight swings, and what it throws in its bowl. */
export function catapult(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const length = m.length ?? 1.6;
  const height = 0.6 * length;
  const angle = 0.45;
  const back = 0.75 * length;
  const [c, s] = [cos(angle), sin(angle)];
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: [0, 0, height],
    euler: [0, -angle, 0],
    joints: [hinge(`${name} joint`, { range: [0, 1.7], damping: 0.2 })],
    geoms: [
      rod([-back, 0, 0], [0.25 * length, 0, 0], 0.03, { mass: 1, ...substanceOf(thing) }),
      block([0.2, 0.2, 0.2], [0.25 * length, 0, -0.08], {
        mass: 40,
        collides: false,
        color: [0.3, 0.3, 0.32, 1],
      }),
      block([0.22, 0.22, 0.02], [-back, 0, 0.04], { mass: 0.1 }),
      block([0.02, 0.22, 0.1], [-back - 0.11, 0, 0.09], { mass: 0.05 }),
      block([0.02, 0.22, 0.06], [-back + 0.11, 0, 0.07], { mass: 0.05 }),
    ],
  });
  parts.bodies.push({
    name: `${name} shot`,
    pos: [-back * c - 0.12 * s, 0, height - back * s + 0.12 * c],
    joints: free,
    geoms: [{ shape: 'sphere', radius: 0.07, mass: m.mass ?? 0.5, color: orange }],
  });
  for (const y of [-0.2, 0.2])
    parts.geoms.push(
      rod([-0.3, y, 0], [0, y, height], 0.03, { collides: false }),
      rod([0.3, y, 0], [0, y, height], 0.03, { collides: false }),
    );
  return piece(parts, { left: length, right: 0.5, top: height + 0.2, body: name });
}

/** One body on one hinge: windmill, flywheel, door. */
export function turning(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const s = m.scale ?? 1;
  const parts: Parts = noParts();
  const look = substanceOf(thing);
  if (thing.kind === 'door') {
    const height = m.height ?? 2 * s;
    const width = m.width ?? 0.9 * s;
    parts.bodies.push({
      name,
      pos: [-width / 2, 0, height / 2 + 0.02],
      joints: [
        {
          type: 'hinge',
          name: `${name} joint`,
          axis: [0, 0, 1],
          range: [-2, 2],
          damping: 0.3,
          velocity: m.spin ?? 1,
        },
      ],
      geoms: [
        block([width, 0.05, height], [width / 2, 0, 0], {
          mass: m.mass ?? 15,
          color: [0.62, 0.44, 0.26, 1],
          ...look,
          ...(thing.color === undefined ? {} : look),
        }),
      ],
    });
    parts.geoms.push(rod([-width / 2, 0, 0], [-width / 2, 0, height], 0.03, { collides: false }));
    return piece(parts, { left: width / 2, top: height, body: name });
  }
  const radius = m.radius ?? (m.diameter ?? m.size ?? (thing.kind === 'flywheel' ? 0.6 : 1.2) * s) / 2;
  const height = radius + 0.4;
  const blades = Math.max(2, Math.min(12, Math.floor(m.parts ?? 4)));
  const geoms =
    thing.kind === 'flywheel'
      ? [
          {
            shape: 'cylinder' as const,
            radius,
            length: 0.08,
            euler: [Math.PI / 2, 0, 0] as Point3,
            mass: m.mass ?? 10,
            ...look,
          },
          block([radius * 1.8, 0.1, 0.03], [0, 0, 0], { mass: 0, collides: false, color: orange }),
        ]
      : Array.from({ length: blades }, (_, i) => {
          const turn = (2 * Math.PI * i) / blades;
          return block([radius, 0.02, 0.12], [(radius / 2) * cos(turn), 0, (-radius / 2) * sin(turn)], {
            euler: [0, turn, 0],
            mass: (m.mass ?? 2) / blades,
            fluid: true,
            ...look,
          });
        });
  parts.bodies.push({
    name,
    pos: [0, 0, height],
    joints: [hinge(`${name} axle`, { damping: 0.01, velocity: m.spin ?? 5 })],
    geoms,
  });
  parts.geoms.push(rod([0, 0.15, 0], [0, 0.15, height], 0.04, { collides: false }));
  return piece(parts, { left: radius, top: height + radius, body: name });
}

/** A beam with two pans on hinges. */
export function balance(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const length = m.length ?? m.size ?? 1;
  const height = 1.1;
  const pan = (side: number): BodyInput => ({
    name: `${name} ${side < 0 ? 'left' : 'right'} pan`,
    pos: [(side * length) / 2, 0, 0],
    joints: [hinge(`${name} ${side < 0 ? 'left' : 'right'} hook`, { damping: 0.02 })],
    geoms: [
      rod([0, 0, 0], [0, 0, -0.4], 0.005, { mass: 0.01, collides: false }),
      {
        shape: 'cylinder',
        radius: 0.16,
        length: 0.02,
        pos: [0, 0, -0.4],
        mass: side < 0 ? 0.5 : (m.mass ?? 0.6),
      },
    ],
  });
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: [0, 0, height],
    joints: [hinge(`${name} joint`, { damping: 0.05, range: [-0.6, 0.6] })],
    geoms: [
      rod([-length / 2, 0, 0], [length / 2, 0, 0], 0.015, {
        mass: 0.3,
        collides: false,
        ...substanceOf(thing),
      }),
      block([0.03, 0.03, 0.15], [0, 0, -0.08], { mass: 0.3, collides: false }),
    ],
    bodies: [pan(-1), pan(1)],
  });
  parts.geoms.push(rod([0, 0.05, 0], [0, 0.05, height], 0.03, { collides: false }));
  return piece(parts, { left: length / 2 + 0.16, top: height + 0.05, body: name });
}

export function elevator(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const height = m.height ?? 3;
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: [0, 0, 0.1],
    joints: [{ type: 'slide', name: `${name} shaft`, axis: [0, 0, 1], range: [0, height], damping: 20 }],
    geoms: [block([1, 1, 0.08], [0, 0, 0], { mass: m.mass ?? 20, ...substanceOf(thing) })],
  });
  for (const x of [-0.55, 0.55])
    parts.geoms.push(rod([x, 0, 0], [x, 0, height + 0.3], 0.03, { collides: false }));
  parts.actuators.push({
    type: 'position',
    name: `${name} motor`,
    joint: `${name} shaft`,
    gain: 2000,
    dampingRatio: 1,
    controlRange: [0, height],
    control: height / 2,
  });
  return piece(parts, { left: 0.6, top: 0.14, body: name });
}
