// What one body, joint or shape must be in itself.

import type { BodyPlace, JointPlace, Layout } from '../layout.ts';
import type { PhysicsSpec } from '../document.ts';
import type { Inertial } from '../spec/body.ts';
import type { Geom } from '../spec/shape.ts';
import type { Report } from './report.ts';

interface Oriented {
  readonly quat?: readonly number[] | undefined;
  readonly euler?: readonly number[] | undefined;
}

/** Shortest vector that still is a direction. */
const shortest = 1e-6;

function lengthOf(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

export function checkOrientation({ quat, euler }: Oriented, path: string, report: Report): void {
  if (quat !== undefined && euler !== undefined)
    report.add(`${path}/euler`, 'two-orientations', 'both quat and euler are given', 'Remove one of them.');
  if (quat !== undefined && lengthOf(quat) < shortest)
    report.add(`${path}/quat`, 'no-orientation', 'the quaternion is zero', 'Use 1 0 0 0 for upright.');
}

export function checkRange(range: readonly [number, number] | undefined, path: string, report: Report): void {
  if (range !== undefined && !(range[0] < range[1]))
    report.add(
      path,
      'empty-range',
      `the range ${range.join(' .. ')} is empty`,
      'Give the lower value first.',
    );
}

export function checkGeom(geom: Geom, path: string, moves: boolean, report: Report): void {
  checkOrientation(geom, path, report);
  if (geom.shape === 'plane' && moves)
    report.add(path, 'moving-plane', 'a plane cannot move', 'Use a box, or put the plane into /model/geoms.');
  if (geom.shape === 'plane' && geom.mass !== undefined)
    report.add(`${path}/mass`, 'plane-with-mass', 'a plane has no mass', 'Remove the mass.');
  if (geom.shape === 'heightField' && moves)
    report.add(path, 'moving-field', 'a height field cannot move', 'Put it into /model/geoms.');
  if (geom.shape === 'heightField' && geom.mass !== undefined)
    report.add(`${path}/mass`, 'field-with-mass', 'a height field has no mass', 'Remove the mass.');
  if (geom.gap !== undefined && geom.gap > (geom.margin ?? 0))
    report.add(`${path}/gap`, 'gap-too-wide', 'the gap is wider than the margin', 'Raise the margin.');
  if (geom.shape !== 'capsule' && geom.shape !== 'cylinder') return;
  const { from, to, length, pos, quat, euler } = geom;
  const ends = from !== undefined && to !== undefined;
  if (ends === (length !== undefined) || (from === undefined) !== (to === undefined))
    report.add(
      path,
      'unclear-length',
      `a ${geom.shape} has either length or both from and to`,
      'Give one of the two.',
    );
  if (ends && (pos !== undefined || quat !== undefined || euler !== undefined))
    report.add(path, 'two-places', 'from and to already say where it is', 'Remove pos, quat and euler.');
  if (ends && lengthOf(from.map((value, axis) => to[axis]! - value)) < shortest)
    report.add(`${path}/to`, 'no-length', 'from and to are the same place', 'Move them apart.');
}

/** Moments of any distribution of mass; a little less than the sum leaves room for rounding. */
function triangle(a: number, b: number, c: number): boolean {
  return a + b >= c * (1 - 1e-9);
}

function checkInertial(inertial: Inertial, path: string, report: Report): void {
  checkOrientation(inertial, path, report);
  const { diagonal, full } = inertial;
  if ((diagonal === undefined) === (full === undefined)) {
    report.add(path, 'unclear-inertia', 'either diagonal or full is needed', 'Give one of the two.');
    return;
  }
  if (full !== undefined && (inertial.quat !== undefined || inertial.euler !== undefined))
    report.add(path, 'two-orientations', 'full inertia has its orientation in it', 'Remove quat and euler.');
  const [x, y, z] = diagonal ?? full!;
  if (!(triangle(x, y, z) && triangle(y, z, x) && triangle(z, x, y)))
    report.add(
      `${path}/${diagonal === undefined ? 'full' : 'diagonal'}`,
      'impossible-inertia',
      `no body has the moments ${x}, ${y}, ${z}: each is at most the sum of the others`,
      'Correct the moments, or leave the inertia to the geoms.',
    );
  if (full !== undefined && !positiveDefinite(full))
    report.add(
      `${path}/full`,
      'impossible-inertia',
      'the inertia is not positive definite',
      'Correct the moments.',
    );
}

/** Sylvester's criterion. */
function positiveDefinite(full: readonly [number, number, number, number, number, number]): boolean {
  const [xx, yy, zz, xy, xz, yz] = full;
  const minor = xx * yy - xy * xy;
  const determinant = xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz);
  return xx > 0 && minor > 0 && determinant > 0;
}

export function checkJoint({ joint, path }: JointPlace, report: Report): void {
  if (joint.type !== 'hinge' && joint.type !== 'slide') return;
  checkRange(joint.range, `${path}/range`, report);
  checkRange(joint.forceRange, `${path}/forceRange`, report);
  if (joint.axis !== undefined && lengthOf(joint.axis) < shortest)
    report.add(`${path}/axis`, 'no-axis', 'the axis has no direction', 'Use 0 0 1 for the z axis.');
}

function checkJointsOf({ body, path, parent }: BodyPlace, report: Report): void {
  const { joints } = body;
  const count = (...types: readonly string[]): number =>
    joints.filter(({ type }) => types.includes(type)).length;
  if (count('free') > 0 && parent !== '')
    report.add(
      `${path}/joints`,
      'free-inside',
      'only a body of the world may be free',
      'Move the body to /model/bodies.',
    );
  if (count('free') > 0 && joints.length > 1)
    report.add(
      `${path}/joints`,
      'too-many-joints',
      'a free joint leaves nothing for others',
      'Remove the others.',
    );
  if (
    count('ball') > 1 ||
    (count('ball') === 1 && count('hinge') > 0) ||
    count('hinge') > 3 ||
    count('slide') > 3
  )
    report.add(
      `${path}/joints`,
      'too-many-joints',
      'a body has three directions to slide and three to turn',
      'Remove some.',
    );
  if (body.moved === true && (joints.length > 0 || parent !== ''))
    report.add(
      `${path}/moved`,
      'moved-with-joints',
      'a body moved from outside has no joints and no parent',
      'Remove them.',
    );
}

/** Bodies that move although they have no joint of their own: something above them has one. */
function movingOf({ bodies }: Layout): ReadonlySet<string> {
  const moving = new Set<string>();
  for (const { body, parent } of bodies)
    if (body.joints.length > 0 || body.moved === true || moving.has(parent)) moving.add(body.name);
  return moving;
}

/** Mass of a geom as far as it can be told without its volume. */
function hasMass(geom: Geom, materials: ReadonlyMap<string, number | undefined>): boolean {
  if (geom.shape === 'plane' || geom.shape === 'heightField') return false;
  if (geom.mass !== undefined) return geom.mass > 0;
  const material = geom.material === undefined ? undefined : materials.get(geom.material);
  return (geom.density ?? material ?? 1) > 0;
}

/** Every body with a joint needs mass, its own or of bodies fixed to it. */
function checkMasses(spec: PhysicsSpec, { bodies }: Layout, report: Report): void {
  const materials = new Map(spec.materials.map(({ name, density }) => [name, density]));
  const heavy = new Set<string>();
  for (const { body, parent } of bodies.toReversed()) {
    const own =
      body.inertial !== undefined ||
      body.geoms.some((geom) => hasMass(geom, materials)) ||
      heavy.has(body.name);
    if (!own) continue;
    heavy.add(body.name);
    if (body.joints.length === 0 && parent !== '') heavy.add(parent);
  }
  for (const { body, path } of bodies)
    if (body.joints.length > 0 && !heavy.has(body.name))
      report.add(
        path,
        'no-mass',
        `"${body.name}" moves but has no mass`,
        'Give it a geom with mass or density, or an inertial.',
      );
}

export function checkShapes(spec: PhysicsSpec, layout: Layout, report: Report): void {
  const moving = movingOf(layout);
  spec.geoms.forEach((geom, index) => checkGeom(geom, `/geoms/${index}`, false, report));
  for (const key of ['sites', 'cameras'] as const)
    spec[key].forEach((thing, index) => checkOrientation(thing, `/${key}/${index}`, report));
  for (const place of layout.bodies) {
    const { body, path } = place;
    checkOrientation(body, path, report);
    checkJointsOf(place, report);
    if (body.inertial !== undefined) checkInertial(body.inertial, `${path}/inertial`, report);
    body.geoms.forEach((geom, index) =>
      checkGeom(geom, `${path}/geoms/${index}`, moving.has(body.name), report),
    );
    for (const key of ['sites', 'cameras'] as const)
      body[key].forEach((thing, index) => checkOrientation(thing, `${path}/${key}/${index}`, report));
  }
  for (const place of layout.joints) checkJoint(place, report);
  checkMasses(spec, layout, report);
}
