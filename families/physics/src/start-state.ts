// Coordinates, velocities and controls a world begins with, and those of its key frames, in SI.

import type { Keyframe, PhysicsSpec } from './document.ts';
import { jointSizes, type JointPlace, type Layout } from './layout.ts';
import { orientationOf, upright } from './rotation.ts';
import type { Units } from './units.ts';

export interface StartState {
  readonly positions: number[];
  readonly velocities: number[];
  readonly controls: number[];
}

function positionsOf({ joint, type, body }: JointPlace, layout: Layout, units: Units): readonly number[] {
  if (type === 'ball') return upright;
  if (type === 'free') {
    const place = layout.bodies.find(({ name }) => name === body)!.body;
    return [...units.lengths(place.pos ?? [0, 0, 0]), ...(orientationOf(place, units) ?? upright)];
  }
  return [units.travel(type, ('position' in joint ? joint.position : undefined) ?? 0)];
}

function velocitiesOf({ joint }: JointPlace, units: Units): readonly number[] {
  if (joint.type === 'free')
    return [...units.lengths(joint.velocity ?? [0, 0, 0]), ...units.angles(joint.spin ?? [0, 0, 0])];
  if (joint.type === 'ball') return units.angles(joint.velocity ?? [0, 0, 0]);
  return [units.travel(joint.type, joint.velocity ?? 0)];
}

/** What the joints and actuators say. */
export function startOf(spec: PhysicsSpec, layout: Layout, units: Units): StartState {
  return {
    positions: layout.joints.flatMap((place) => positionsOf(place, layout, units)),
    velocities: layout.joints.flatMap((place) => velocitiesOf(place, units)),
    controls: spec.actuators.map(({ control }) => control),
  };
}

function list(value: number | readonly number[]): readonly number[] {
  return typeof value === 'number' ? [value] : value;
}

function scaled(
  place: JointPlace,
  values: readonly number[],
  units: Units,
  of: 'positions' | 'velocities',
): readonly number[] {
  if (place.type === 'hinge' || place.type === 'slide') {
    const { type } = place;
    return values.map((value) => units.travel(type, value));
  }
  if (place.type === 'ball') return of === 'positions' ? values : units.angles(values);
  const rest = values.slice(3);
  return [...units.lengths(values.slice(0, 3)), ...(of === 'positions' ? rest : units.angles(rest))];
}

/** The state of a key frame: what it names, over what the world begins with. */
export function keyframeState(
  keyframe: Keyframe,
  spec: PhysicsSpec,
  layout: Layout,
  units: Units,
): StartState {
  const state = startOf(spec, layout, units);
  state.velocities.fill(0);
  for (const place of layout.joints) {
    const position = keyframe.positions[place.name];
    const velocity = keyframe.velocities[place.name];
    if (position !== undefined)
      state.positions.splice(
        place.position,
        jointSizes[place.type].positions,
        ...scaled(place, list(position), units, 'positions'),
      );
    if (velocity !== undefined)
      state.velocities.splice(
        place.velocity,
        jointSizes[place.type].velocities,
        ...scaled(place, list(velocity), units, 'velocities'),
      );
  }
  spec.actuators.forEach(({ name }, index) => {
    state.controls[index] = keyframe.controls[name] ?? state.controls[index]!;
  });
  return state;
}
