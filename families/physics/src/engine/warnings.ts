// Warnings of the engine. It answers a bad number with a silent reset: only these counters tell.

import type { MainModule, MjModel } from './mujoco.ts';

interface Warning {
  readonly number: number;
  readonly lastinfo: number;
  delete(): void;
}

/** The list the engine counts in; owned by its data. */
export interface Warnings {
  size(): number;
  /** A copy, to be deleted. */
  get(index: number): Warning | undefined;
}

export interface Divergence {
  readonly state: string;
  readonly component: string;
  readonly reason: string;
}

function read(warnings: Warnings, kind: number): { readonly count: number; readonly info: number } {
  const warning = warnings.get(kind);
  if (warning === undefined) return { count: 0, info: -1 };
  const { number: count, lastinfo: info } = warning;
  warning.delete();
  return { count, info };
}

export function warningCounts(warnings: Warnings): readonly number[] {
  return Array.from({ length: warnings.size() }, (_, kind) => read(warnings, kind).count);
}

/** The first kind of warning there are more of; -1 where there is none. Every frame asks, so nothing is kept for it. */
function firstNew(warnings: Warnings, before: readonly number[]): number {
  for (let kind = 0; kind < before.length; kind++)
    if (read(warnings, kind).count > before[kind]!) return kind;
  return -1;
}

/** Joint and body that own a velocity. */
function ownerOf(mujoco: MainModule, model: MjModel, velocity: number): string {
  const { mjtObj } = mujoco;
  const joint = (model.dof_jntid as Int32Array)[velocity] ?? -1;
  const body = (model.dof_bodyid as Int32Array)[velocity] ?? -1;
  if (joint < 0 || body < 0) return 'the world';
  const jointName = mujoco.mj_id2name(model, mjtObj.mjOBJ_JOINT.value, joint) || `number ${joint}`;
  const bodyName = mujoco.mj_id2name(model, mjtObj.mjOBJ_BODY.value, body) || `number ${body}`;
  return `joint "${jointName}" of body "${bodyName}"`;
}

/** The joint that owns a coordinate has the highest first coordinate not above it. */
function velocityOf(model: MjModel, position: number): number {
  const places = model.jnt_qposadr as Int32Array;
  const joint = places.findLastIndex((place) => place <= position);
  return (model.jnt_dofadr as Int32Array)[joint] ?? -1;
}

/** What the first new warning means; undefined when there is none. */
export function divergence(
  mujoco: MainModule,
  model: MjModel,
  warnings: Warnings,
  before: readonly number[],
): Divergence | undefined {
  const kind = firstNew(warnings, before);
  if (kind < 0) return undefined;
  const { mjtWarning } = mujoco;
  const { info } = read(warnings, kind);
  const unbounded = 'it is no finite number any more';
  const at = (velocity: number): string => ownerOf(mujoco, model, velocity);
  switch (kind) {
    case mjtWarning.mjWARN_BADQPOS.value:
      return { state: 'position', component: at(velocityOf(model, info)), reason: unbounded };
    case mjtWarning.mjWARN_BADQVEL.value:
      return { state: 'velocity', component: at(info), reason: unbounded };
    case mjtWarning.mjWARN_BADQACC.value:
      return { state: 'acceleration', component: at(info), reason: unbounded };
    case mjtWarning.mjWARN_BADCTRL.value:
      return { state: 'control', component: `actuator number ${info}`, reason: unbounded };
    case mjtWarning.mjWARN_INERTIA.value:
      return { state: 'inertia', component: at(info), reason: 'it is too close to zero' };
    default:
      return {
        state: 'contacts',
        component: 'the world',
        reason: 'their memory is full; raise solver.memory',
      };
  }
}
