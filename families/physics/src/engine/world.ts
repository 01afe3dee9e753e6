// One world in the engine: a model and the data that belong together, stepped, read, saved and freed together. Keeps three
// promises the engine does not: views are never stale, a state comes back to the bit, and an automatic reset is an error.

import { SimulationError } from '@holdfast/core';
import { contactRows, contactsOf, type ContactSummary } from './contacts.ts';
import type { Scene } from '../scene/scene.ts';
import { modelScene } from './model-scene.ts';
import type { DoubleBuffer, MainModule, MjData, MjModel } from './mujoco.ts';
import { viewsOf, type Views } from './views.ts';
import { divergence, warningCounts, type Warnings } from './warnings.ts';

/** Numbers of things in a world, as the engine counts them; the world itself is no body. */
export interface WorldCounts {
  readonly bodies: number;
  readonly joints: number;
  readonly positions: number;
  readonly velocities: number;
  readonly actuators: number;
  readonly readings: number;
}

export class World {
  readonly #mujoco: MainModule;
  readonly #model: MjModel;
  readonly #data: MjData;
  readonly #state: DoubleBuffer;
  readonly #stateKind: number;
  readonly #stateSize: number;
  /** The engine's copy of the state; empty when its memory has moved. */
  #saved: Float64Array;
  readonly #warnings: Warnings;
  readonly #integrator: number;
  /** Whether a step is what `forward` computes and an integrator, and nothing else: so it is unless a flag adds to it. */
  readonly #resumes: boolean;
  #views: Views;
  #disposed = false;

  /** Compiles MJCF. @throws Error with the complaint of the engine */
  constructor(mujoco: MainModule, mjcf: string) {
    this.#mujoco = mujoco;
    this.#model = mujoco.MjModel.from_xml_string(mjcf);
    // Energies are always wanted, whatever the text says.
    this.#model.opt.enableflags |= mujoco.mjtEnableBit.mjENBL_ENERGY.value;
    this.#integrator = this.#model.opt.integrator;
    this.#resumes = this.#model.opt.enableflags === mujoco.mjtEnableBit.mjENBL_ENERGY.value;
    this.#data = new mujoco.MjData(this.#model);
    // Smaller kinds leave out where the solver begins, and with it the last bits of what follows.
    this.#stateKind = mujoco.mjtState.mjSTATE_INTEGRATION.value;
    this.#stateSize = mujoco.mj_stateSize(this.#model, this.#stateKind);
    this.#state = new mujoco.DoubleBuffer(this.#stateSize);
    this.#saved = this.#state.GetView() as Float64Array;
    this.#warnings = this.#data.warning;
    this.#views = viewsOf(this.#model, this.#data);
  }

  get counts(): WorldCounts {
    const { nbody, njnt, nq, nv, nu, nsensordata } = this.#model;
    return {
      bodies: nbody - 1,
      joints: njnt,
      positions: nq,
      velocities: nv,
      actuators: nu,
      readings: nsensordata,
    };
  }

  /** s */
  get timestep(): number {
    return this.#model.opt.timestep;
  }

  get integrator(): number {
    return this.#integrator;
  }

  /** The current arrays. Valid until the next call of this class. */
  get views(): Views {
    // The world has a position, so this one is empty only when the memory has moved.
    if (this.#views.xpos.length === 0) this.#views = viewsOf(this.#model, this.#data);
    return this.#views;
  }

  get gravity(): Float64Array {
    return this.#model.opt.gravity as Float64Array;
  }

  /** Names by number; the world itself is body 0. */
  nameOf(kind: 'body' | 'joint' | 'actuator' | 'sensor', index: number): string {
    const { mjtObj } = this.#mujoco;
    const kinds = {
      body: mjtObj.mjOBJ_BODY,
      joint: mjtObj.mjOBJ_JOINT,
      actuator: mjtObj.mjOBJ_ACTUATOR,
      sensor: mjtObj.mjOBJ_SENSOR,
    };
    return this.#mujoco.mj_id2name(this.#model, kinds[kind].value, index);
  }

  /** Begins anew with a key frame, or with the model's own state where there is none of that name. */
  begin(key: string): void {
    const { mjtObj } = this.#mujoco;
    const index = this.#mujoco.mj_name2id(this.#model, mjtObj.mjOBJ_KEY.value, key);
    if (index >= 0) this.#mujoco.mj_resetDataKeyframe(this.#model, this.#data, index);
    else this.#mujoco.mj_resetData(this.#model, this.#data);
  }

  /** One step of the solver's own length. */
  step(): void {
    this.#mujoco.mj_step(this.#model, this.#data);
  }

  /** The same step, where `forward` has computed everything for the state as it is now: only the engine's own checks and its
   * integrator are left of it, to the bit. */
  stepOn(): void {
    if (!this.#resumes) {
      this.step();
      return;
    }
    const [mujoco, model, data] = [this.#mujoco, this.#model, this.#data];
    const { mjtIntegrator } = mujoco;
    mujoco.mj_checkPos(model, data);
    mujoco.mj_checkVel(model, data);
    mujoco.mj_checkAcc(model, data);
    switch (this.#integrator) {
      case mjtIntegrator.mjINT_EULER.value:
        mujoco.mj_Euler(model, data);
        break;
      case mjtIntegrator.mjINT_RK4.value:
        mujoco.mj_RungeKutta(model, data, 4);
        break;
      default:
        mujoco.mj_implicit(model, data);
    }
  }

  /** Computes everything that follows from the state, without advancing it. */
  forward(): void {
    this.#mujoco.mj_forward(this.#model, this.#data);
  }

  /** Computes places and velocities of the bodies only. */
  kinematics(): void {
    this.#mujoco.mj_kinematics(this.#model, this.#data);
    this.#mujoco.mj_comPos(this.#model, this.#data);
    this.#mujoco.mj_comVel(this.#model, this.#data);
  }

  /** A copy of the complete state. */
  save(): Float64Array {
    this.#mujoco.mj_getState(this.#model, this.#data, this.#state, this.#stateKind);
    if (this.#saved.length === 0) this.#saved = this.#state.GetView() as Float64Array;
    return this.#saved.slice();
  }

  /** Takes a state over. @throws SimulationError `state.unknown-layout` when it belongs to another world */
  load(state: Float64Array): void {
    const size = this.#stateSize;
    if (state.length !== size) {
      const layout = `${state.length} numbers of MuJoCo`;
      throw new SimulationError('state.unknown-layout', { layout, expected: `${size} numbers` });
    }
    this.#mujoco.mj_setState(this.#model, this.#data, state as unknown as number[], this.#stateKind);
  }

  contacts(): ContactSummary {
    return contactsOf(this.#mujoco, this.#data);
  }

  /** Forces of the contacts, a row each: see `contactRows`. */
  contactRows(most: number): readonly Float64Array[] {
    return contactRows(this.#mujoco, this.#model, this.#data, most);
  }

  /** What it looks like; places are those the engine computed last. */
  scene(): Scene {
    return modelScene(this.#mujoco, this.#model, this.#data);
  }

  /** Counters of the engine's warnings; compare two of them with `complain`. */
  warnings(): readonly number[] {
    return warningCounts(this.#warnings);
  }

  /** Refuses to go on after a warning. @throws SimulationError `simulation.diverged` naming body and joint */
  complain(before: readonly number[], time: number): void {
    const found = divergence(this.#mujoco, this.#model, this.#warnings, before);
    if (found !== undefined) throw new SimulationError('simulation.diverged', { ...found, time });
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    // The list of warnings belongs to the data: freeing it too would free it twice.
    this.#state.delete();
    this.#data.delete();
    this.#model.delete();
  }
}
