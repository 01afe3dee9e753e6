// Where the bodies of a spec are before anything has moved: the engine's kinematics of a tree of joints, for a first picture.

import type { PhysicsSpec } from '../document.ts';
import type { JointPlace, Layout } from '../layout.ts';
import { multiply, normalized, orientationOf, upright } from '../rotation.ts';
import { keyframeState, startOf } from '../start-state.ts';
import type { Quaternion, Units, Vector } from '../units.ts';
import { cos, sin } from '@holdfast/numerics';

export interface Pose {
  readonly position: Vector;
  readonly orientation: Quaternion;
}

const still: Pose = { position: [0, 0, 0], orientation: upright };

export function add(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

/** A vector turned by a unit quaternion. */
export function turned([w, x, y, z]: Quaternion, [a, b, c]: Vector): Vector {
  const tx = 2 * (y * c - z * b);
  const ty = 2 * (z * a - x * c);
  const tz = 2 * (x * b - y * a);
  return [a + w * tx + y * tz - z * ty, b + w * ty + z * tx - x * tz, c + w * tz + x * ty - y * tx];
}

/** A vector of length 1; z where it has none. */
export function unit([x, y, z]: Vector): Vector {
  const length = Math.sqrt(x * x + y * y + z * z);
  return length > 0 ? [x / length, y / length, z / length] : [0, 0, 1];
}

/** A joint with the axis a spec leaves out. */
export function axisOf({ joint }: JointPlace): Vector {
  return 'axis' in joint && joint.axis !== undefined ? unit(joint.axis) : [0, 0, 1];
}

/** Where a joint turns, in the frame of its body. */
export function anchorOf({ joint }: JointPlace, units: Units): Vector {
  const [x = 0, y = 0, z = 0] = ('pos' in joint ? units.lengths(joint.pos) : undefined) ?? [];
  return [x, y, z];
}

/** A body moved by one of its joints. */
function moved(pose: Pose, place: JointPlace, at: readonly number[], units: Units): Pose {
  const [first = 0, ...rest] = at.slice(place.position);
  const { type } = place;
  if (type === 'free') {
    const [y = 0, z = 0, ...quat] = rest;
    const [qw = 1, qx = 0, qy = 0, qz = 0] = quat;
    return { position: [first, y, z], orientation: normalized([qw, qx, qy, qz]) };
  }
  const axis = axisOf(place);
  if (type === 'slide') {
    const [x, y, z] = turned(pose.orientation, axis);
    return { ...pose, position: add(pose.position, [first * x, first * y, first * z]) };
  }
  const turn: Quaternion =
    type === 'ball'
      ? normalized([first, rest[0] ?? 0, rest[1] ?? 0, rest[2] ?? 0])
      : [cos(first / 2), sin(first / 2) * axis[0], sin(first / 2) * axis[1], sin(first / 2) * axis[2]];
  const anchor = anchorOf(place, units);
  const fixed = add(pose.position, turned(pose.orientation, anchor));
  const orientation = multiply(pose.orientation, turn);
  const [x, y, z] = turned(orientation, anchor);
  return { position: add(fixed, [-x, -y, -z]), orientation };
}

/** Poses at the start, one for each body of the layout. */
export function startPoses(spec: PhysicsSpec, layout: Layout, units: Units): readonly Pose[] {
  const key = spec.keyframes.find(({ name }) => name === spec.start);
  const { positions } =
    key === undefined ? startOf(spec, layout, units) : keyframeState(key, spec, layout, units);
  const poses = new Map<string, Pose>();
  for (const { name, parent, body } of layout.bodies) {
    const above = poses.get(parent) ?? still;
    const [x = 0, y = 0, z = 0] = units.lengths(body.pos) ?? [];
    let pose: Pose = {
      position: add(above.position, turned(above.orientation, [x, y, z])),
      orientation: multiply(above.orientation, orientationOf(body, units) ?? upright),
    };
    for (const joint of layout.joints) {
      if (joint.body === name) pose = moved(pose, joint, positions, units);
    }
    poses.set(name, { ...pose, orientation: normalized(pose.orientation) });
  }
  return [...poses.values()];
}
