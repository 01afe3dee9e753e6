// Live arrays of the engine. They go empty when its memory grows, so nobody keeps one: each use asks for the current ones.

import type { MjData, MjModel } from './mujoco.ts';

/** Arrays of the state and of what was computed from it; shapes as in MuJoCo's mjData. */
export interface Views {
  readonly qpos: Float64Array;
  readonly qvel: Float64Array;
  readonly ctrl: Float64Array;
  readonly xpos: Float64Array;
  readonly xquat: Float64Array;
  readonly xipos: Float64Array;
  readonly cvel: Float64Array;
  readonly subtreeCom: Float64Array;
  readonly xfrcApplied: Float64Array;
  readonly sensordata: Float64Array;
  /** Potential and kinetic energy, J. */
  readonly energy: Float64Array;
  readonly actuator: Float64Array;
  readonly damper: Float64Array;
  readonly compensation: Float64Array;
  readonly fluid: Float64Array;
  readonly constraint: Float64Array;
  readonly dofDamping: Float64Array;
  readonly bodyMass: Float64Array;
  readonly bodyRoot: Int32Array;
}

const floats = (view: unknown): Float64Array => view as Float64Array;

/** Reads every view once. */
export function viewsOf(model: MjModel, data: MjData): Views {
  return {
    qpos: floats(data.qpos),
    qvel: floats(data.qvel),
    ctrl: floats(data.ctrl),
    xpos: floats(data.xpos),
    xquat: floats(data.xquat),
    xipos: floats(data.xipos),
    cvel: floats(data.cvel),
    subtreeCom: floats(data.subtree_com),
    xfrcApplied: floats(data.xfrc_applied),
    sensordata: floats(data.sensordata),
    energy: floats(data.energy),
    actuator: floats(data.qfrc_actuator),
    damper: floats(data.qfrc_damper),
    compensation: floats(data.qfrc_gravcomp),
    fluid: floats(data.qfrc_fluid),
    constraint: floats(data.qfrc_constraint),
    dofDamping: floats(model.dof_damping).slice(),
    bodyMass: floats(model.body_subtreemass).slice(),
    bodyRoot: (model.body_rootid as Int32Array).slice(),
  };
}
