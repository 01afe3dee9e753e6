// Bodies and their joints as MJCF.

import { jointName } from '../layout.ts';
import { orientationOf } from '../rotation.ts';
import type { Body, Inertial, Joint } from '../spec/body.ts';
import type { Site } from '../spec/shape.ts';
import type { Units } from '../units.ts';
import { cameraElement, geomElement, lightElement, siteElement, type GeomContext } from './geoms.ts';
import { element } from './xml.ts';

export interface BodyContext extends GeomContext {
  /** Sites that springs and ropes add, by body; the world is ''. */
  readonly anchors: ReadonlyMap<string, readonly Site[]>;
}

function jointElement(name: string, joint: Joint, units: Units): string {
  const { type, damping, armature, frictionLoss } = joint;
  const common = { name, type, damping, armature, frictionloss: frictionLoss };
  if (type === 'free') return element('joint', common);
  const pos = units.lengths(joint.pos);
  if (type === 'ball') {
    const range = joint.range === undefined ? undefined : [0, units.angle(joint.range)];
    return element('joint', { ...common, pos, range, stiffness: joint.stiffness });
  }
  const travel = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : units.travel(type, value);
  return element('joint', {
    ...common,
    pos,
    axis: joint.axis,
    range: joint.range?.map((value) => units.travel(type, value)),
    stiffness: joint.stiffness,
    springref: travel(joint.springPosition),
    actuatorfrcrange: joint.forceRange,
    margin: travel(joint.margin),
    solreflimit: joint.solref,
    solimplimit: joint.solimp,
  });
}

function inertialElement(inertial: Inertial, units: Units): string {
  return element('inertial', {
    pos: units.lengths(inertial.pos ?? [0, 0, 0]),
    quat: inertial.full === undefined ? orientationOf(inertial, units) : undefined,
    mass: inertial.mass,
    diaginertia: inertial.full === undefined ? inertial.diagonal : undefined,
    fullinertia: inertial.full,
  });
}

/** A body with everything on it. */
export function bodyElement(body: Body, context: BodyContext): string {
  const { units, anchors } = context;
  const children = [
    ...(body.inertial === undefined ? [] : [inertialElement(body.inertial, units)]),
    ...body.joints.map((joint, index) => jointElement(jointName(body.name, joint, index), joint, units)),
    ...body.geoms.map((geom) => geomElement(geom, context)),
    ...[...body.sites, ...(anchors.get(body.name) ?? [])].map((site) => siteElement(site, units)),
    ...body.cameras.map((camera) => cameraElement(camera, units)),
    ...body.lights.map((light) => lightElement(light, units)),
    ...body.bodies.map((child) => bodyElement(child, context)),
  ];
  const attributes = {
    name: body.name,
    pos: units.lengths(body.pos),
    quat: orientationOf(body, units),
    mocap: body.moved,
    gravcomp: body.weightless,
  };
  return element('body', attributes, children);
}
