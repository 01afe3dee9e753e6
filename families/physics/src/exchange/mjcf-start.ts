// Key frames of MJCF by the names of a spec, and the state it begins with where its joints and bodies say it.

import type { PhysicsInput } from '../document.ts';
import { jointSizes, type JointPlace, type Layout } from '../layout.ts';
import { upright } from '../rotation.ts';
import type { BodyInput, Joint } from '../spec/body.ts';
import { given } from './mjcf-attributes.ts';

/** One state as the engine's arrays. */
export interface KeyState {
  readonly name: string;
  readonly positions: readonly number[] | undefined;
  readonly velocities: readonly number[] | undefined;
  readonly controls: readonly number[] | undefined;
}

type Keyframe = NonNullable<PhysicsInput['keyframes']>[number];

function cut(numbers: readonly number[], from: number, count: number): readonly number[] {
  return numbers.slice(from, from + count);
}

function byJoint(
  numbers: readonly number[] | undefined,
  layout: Layout,
  of: 'position' | 'velocity',
): Record<string, number | number[]> {
  if (numbers === undefined) return {};
  return Object.fromEntries(
    layout.joints.map((place) => {
      const { positions, velocities } = jointSizes[place.type];
      const values = cut(numbers, place[of], of === 'position' ? positions : velocities);
      return [place.name, values.length === 1 ? values[0]! : [...values]];
    }),
  );
}

function keyframe(key: KeyState, layout: Layout, actuators: readonly string[]): Keyframe {
  const { name, positions, velocities, controls } = key;
  return {
    name,
    positions: byJoint(positions, layout, 'position'),
    velocities: byJoint(velocities, layout, 'velocity'),
    controls: Object.fromEntries(controls?.map((value, index) => [actuators[index]!, value]) ?? []),
  };
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/** What a joint says about the start; undefined where it cannot say it. */
function started(place: JointPlace, layout: Layout, key: KeyState): Partial<Joint> | undefined {
  const { positions, velocities } = jointSizes[place.type];
  const at = cut(key.positions ?? [], place.position, positions);
  const by = cut(key.velocities ?? [], place.velocity, velocities);
  const moves = by.some((value) => value !== 0);
  if (place.type === 'free') {
    const { body } = layout.bodies.find(({ name }) => name === place.body)!;
    const there = [...(body.pos ?? [0, 0, 0]), ...(body.quat ?? upright)];
    if (!same(at, there)) return undefined;
    const [vx = 0, vy = 0, vz = 0, wx = 0, wy = 0, wz = 0] = by;
    return moves ? { velocity: [vx, vy, vz], spin: [wx, wy, wz] } : {};
  }
  if (place.type === 'ball') {
    const [x = 0, y = 0, z = 0] = by;
    if (!same(at, upright)) return undefined;
    return moves ? { velocity: [x, y, z] } : {};
  }
  return given({ position: at[0] === 0 ? undefined : at[0], velocity: moves ? by[0] : undefined });
}

/** Puts what the joints of a body say about the start into them. */
function beginning(body: BodyInput, states: ReadonlyMap<string, Partial<Joint>>): BodyInput {
  return {
    ...body,
    ...(body.joints === undefined
      ? {}
      : {
          joints: body.joints.map(
            (joint, index) =>
              ({ ...joint, ...states.get(joint.name ?? `${body.name}.${index}`) }) as typeof joint,
          ),
        }),
    ...(body.bodies === undefined ? {} : { bodies: body.bodies.map((child) => beginning(child, states)) }),
  };
}

/** A model with its key frames; the one named `start` goes into joints and actuators where they can hold it. */
export function stateOf(
  model: PhysicsInput,
  layout: Layout,
  keys: readonly KeyState[],
  start: string,
): PhysicsInput {
  const actuators = (model.actuators ?? []).map(({ name }) => name);
  const first = keys.find(({ name }) => name === start);
  const others = keys.filter((key) => key !== first).map((key) => keyframe(key, layout, actuators));
  const rest: Pick<PhysicsInput, 'keyframes'> = others.length === 0 ? {} : { keyframes: others };
  if (first === undefined) return { ...model, ...rest };
  const states = layout.joints.map((place) => [place.name, started(place, layout, first)] as const);
  if (states.some(([, state]) => state === undefined)) {
    const named = { ...keyframe(first, layout, actuators), name: 'start' };
    return { ...model, keyframes: [named, ...others], start: 'start' };
  }
  const known = new Map(states.map(([name, state]) => [name, state!] as const));
  return {
    ...model,
    ...rest,
    ...(model.bodies === undefined ? {} : { bodies: model.bodies.map((body) => beginning(body, known)) }),
    ...(model.actuators === undefined
      ? {}
      : {
          actuators: model.actuators.map((actuator, index) => {
            const control = first.controls?.[index] ?? 0;
            return control === 0 ? actuator : { ...actuator, control };
          }),
        }),
  };
}
