// Where everything of a world is in the arrays of the engine: bodies depth first, joints by body, numbers by joint.

import type { Body, Joint } from './spec/body.ts';

/** Coordinates and velocities a joint has. */
export const jointSizes = {
  free: { positions: 7, velocities: 6 },
  ball: { positions: 4, velocities: 3 },
  hinge: { positions: 1, velocities: 1 },
  slide: { positions: 1, velocities: 1 },
} as const;

export interface BodyPlace {
  readonly name: string;
  /** Empty for a body of the world. */
  readonly parent: string;
  /** JSON pointer below the model. */
  readonly path: string;
  readonly body: Body;
  readonly depth: number;
}

export interface JointPlace {
  readonly name: string;
  readonly type: Joint['type'];
  readonly body: string;
  readonly path: string;
  readonly joint: Joint;
  /** First place among the coordinates and among the velocities. */
  readonly position: number;
  readonly velocity: number;
}

export interface Layout {
  readonly bodies: readonly BodyPlace[];
  readonly joints: readonly JointPlace[];
  readonly positions: number;
  readonly velocities: number;
}

/** What a joint without a name is called. */
export function jointName(body: string, joint: Joint, index: number): string {
  return joint.name ?? `${body}.${index}`;
}

/** Lays out a tree of bodies. */
export function layoutOf(trees: readonly Body[]): Layout {
  const bodies: BodyPlace[] = [];
  const visit = (body: Body, parent: string, path: string, depth: number): void => {
    bodies.push({ name: body.name, parent, path, body, depth });
    body.bodies.forEach((child, index) => visit(child, body.name, `${path}/bodies/${index}`, depth + 1));
  };
  trees.forEach((body, index) => visit(body, '', `/bodies/${index}`, 0));
  const joints: JointPlace[] = [];
  let [position, velocity] = [0, 0];
  for (const { body, path } of bodies) {
    body.joints.forEach((joint, index) => {
      const name = jointName(body.name, joint, index);
      const { type } = joint;
      joints.push({
        name,
        type,
        body: body.name,
        path: `${path}/joints/${index}`,
        joint,
        position,
        velocity,
      });
      position += jointSizes[type].positions;
      velocity += jointSizes[type].velocities;
    });
  }
  return { bodies, joints, positions: position, velocities: velocity };
}
