// Bodies with limbs: humanoid, quadruped, hexapod.

import type { BodyInput } from '../spec/body.ts';
import { block, hinge, rod, type Point3 } from './pendulums.ts';
import { noParts, piece, type GeomInput, type JointInput, type Piece } from './piece.ts';
import type { Thing } from './scene.ts';
import { substanceOf } from './solids.ts';

const side: Point3 = [1, 0, 0];
const damp = { damping: 2, armature: 0.02, stiffness: 5 } as const;

/** What the limbs of one person share. */
interface Build {
  readonly name: string;
  /** Scales lengths in metres of a person of 1.5 m, and masses in kg of one of 60 kg. */
  readonly size: number;
  readonly mass: number;
  readonly look: object;
}

const at = ({ size }: Build, x: number, y: number, z: number): Point3 => [x * size, y * size, z * size];
const limb = (of: Build, to: Point3, radius: number, kg: number): GeomInput =>
  rod([0, 0, 0], to, radius * of.size, { mass: kg * of.mass, ...of.look });
const bend = ({ name }: Build, joint: string, range: [number, number]): JointInput =>
  hinge(`${name} ${joint}`, { range, ...damp });
const lean = ({ name }: Build, joint: string, range: [number, number]): JointInput => ({
  type: 'hinge',
  name: `${name} ${joint}`,
  axis: side,
  range,
  ...damp,
});

function leg(of: Build, which: string, y: number): BodyInput {
  const foot: BodyInput = {
    name: `${of.name} ${which} foot`,
    pos: at(of, 0, 0, -0.36),
    joints: [bend(of, `${which} ankle`, [-0.7, 0.7])],
    geoms: [block(at(of, 0.2, 0.09, 0.05), at(of, 0.04, 0, -0.025), { mass: of.mass, ...of.look })],
  };
  const shin: BodyInput = {
    name: `${of.name} ${which} shin`,
    pos: at(of, 0, 0, -0.36),
    joints: [bend(of, `${which} knee`, [0, 2.2])],
    geoms: [limb(of, at(of, 0, 0, -0.34), 0.045, 4)],
    bodies: [foot],
  };
  return {
    name: `${of.name} ${which} thigh`,
    pos: at(of, 0, y, -0.05),
    joints: [bend(of, `${which} hip`, [-1.8, 0.6]), lean(of, `${which} hip side`, [-0.5, 0.5])],
    geoms: [limb(of, at(of, 0, 0, -0.36), 0.06, 7)],
    bodies: [shin],
  };
}

function arm(of: Build, which: string, y: number): BodyInput {
  const hand: BodyInput = {
    name: `${of.name} ${which} hand`,
    pos: at(of, 0, y * 0.15, -0.26),
    joints: [bend(of, `${which} elbow`, [-2.3, 0])],
    geoms: [limb(of, at(of, 0, 0, -0.25), 0.035, 1.5)],
  };
  return {
    name: `${of.name} ${which} arm`,
    pos: at(of, 0, y * 1.25, 0.32),
    joints: [bend(of, `${which} shoulder`, [-2.5, 1]), lean(of, `${which} shoulder side`, [-1.5, 1.5])],
    geoms: [limb(of, at(of, 0, y * 0.15, -0.26), 0.04, 2)],
    bodies: [hand],
  };
}

/** A person of 1.5 m, or of a given height, that stands and then falls: 6 + 17 degrees of freedom. */
export function humanoid(thing: Thing, name: string): Piece {
  const size = (thing.measures.height ?? 1.5 * (thing.measures.scale ?? 1)) / 1.5;
  const mass = (thing.measures.mass ?? 60 * size * size * size) / 60;
  const of: Build = { name, size, mass, look: substanceOf(thing) };
  const head: BodyInput = {
    name: `${name} head`,
    pos: at(of, 0, 0, 0.42),
    joints: [bend(of, 'neck', [-0.6, 0.6])],
    geoms: [{ shape: 'sphere', radius: 0.1 * size, pos: at(of, 0, 0, 0.1), mass: 4.5 * mass, ...of.look }],
  };
  const chest: BodyInput = {
    name: `${name} chest`,
    pos: at(of, 0, 0, 0.1),
    joints: [bend(of, 'waist', [-0.5, 1.2]), lean(of, 'waist side', [-0.5, 0.5])],
    geoms: [limb(of, at(of, 0, 0, 0.3), 0.11, 22)],
    bodies: [head, arm(of, 'left', 0.17), arm(of, 'right', -0.17)],
  };
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: at(of, 0, 0, 0.83),
    joints: [{ type: 'free' }],
    geoms: [rod(at(of, 0, -0.08, 0), at(of, 0, 0.08, 0), 0.09 * size, { mass: 10 * mass, ...of.look })],
    bodies: [chest, leg(of, 'left', 0.1), leg(of, 'right', -0.1)],
  });
  for (const which of ['left', 'right'])
    for (const trunk of [name, `${name} chest`])
      parts.excludes.push({ body1: trunk, body2: `${name} ${which} hand` });
  return piece(parts, { left: 0.35 * size, top: 1.55 * size, body: name, mass: 60 * mass });
}

/** A trunk on legs of two joints each, held by motors. */
export function legged(thing: Thing, name: string, legs: number): Piece {
  const s = (thing.measures.height ?? 0.5 * (thing.measures.scale ?? 1)) / 0.5;
  const length = (legs > 4 ? 0.9 : 0.7) * s;
  const look = substanceOf(thing);
  const rows = legs / 2;
  const parts = noParts();
  const limbs: BodyInput[] = [];
  for (let i = 0; i < legs; i++) {
    const y = (i % 2 ? -1 : 1) * 0.15 * s;
    const x = (Math.floor(i / 2) / (rows - 1) - 0.5) * length * 0.85;
    const leg = `${name} leg ${i + 1}`;
    limbs.push({
      name: leg,
      pos: [x, y, 0],
      joints: [hinge(`${leg} hip`, { range: [-1.2, 1.2], damping: 1, armature: 0.02 })],
      geoms: [rod([0, 0, 0], [-0.1 * s, 0, -0.2 * s], 0.025 * s, { mass: 0.4, ...look })],
      bodies: [
        {
          name: `${leg} shin`,
          pos: [-0.1 * s, 0, -0.2 * s],
          joints: [hinge(`${leg} knee`, { range: [-1.2, 1.2], damping: 1, armature: 0.02 })],
          geoms: [rod([0, 0, 0], [0.1 * s, 0, -0.2 * s], 0.02 * s, { mass: 0.3, friction: 1.2, ...look })],
        },
      ],
    });
    for (const joint of ['hip', 'knee'])
      parts.actuators.push({
        type: 'position',
        name: `${leg} ${joint} motor`,
        joint: `${leg} ${joint}`,
        gain: 80,
        controlRange: [-1.2, 1.2],
      });
  }
  parts.bodies.push({
    name,
    pos: [0, 0, 0.44 * s],
    joints: [{ type: 'free' }],
    geoms: [block([length, 0.22 * s, 0.12 * s], [0, 0, 0], { mass: thing.measures.mass ?? 8, ...look })],
    bodies: limbs,
  });
  return piece(parts, { left: length / 2 + 0.1, top: 0.5 * s, body: name });
}
