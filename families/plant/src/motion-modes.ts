// Which of chain, clutch and flywheel moves with which: the transitions of the drivetrain's modes.

import type { Equations } from './equations.ts';
import { transfer } from './drivetrain.ts';
import { account, clutch, flywheelAt, speedAt } from './layout.ts';

/** Speeds this close, as a share of their size, are equal. */
const equal = 1e-9;

export class MotionModes {
  readonly #equations: Equations;
  readonly #oneWay: boolean;

  constructor(equations: Equations) {
    this.#equations = equations;
    this.#oneWay = equations.figures.model.drive.clutch === 'one-way';
  }

  /** Modes a state begins with. */
  begin(state: Float64Array): void {
    const { modes } = this.#equations;
    modes.held = state[speedAt]! <= 0;
    modes.still = state[flywheelAt]! <= 0;
    modes.clutch = clutch.open;
    this.command(state);
  }

  /** Opens or closes the clutch as `modes.engaged` says. */
  command(state: Float64Array): void {
    const { modes, figures } = this.#equations;
    if (!modes.engaged) {
      modes.clutch = clutch.open;
      return;
    }
    if (modes.clutch !== clutch.open) return;
    const driving = figures.gear * state[speedAt]!;
    const turning = state[flywheelAt]!;
    if (Math.abs(driving - turning) <= equal * (driving + turning)) this.#lock(state);
    else if (driving > turning) this.#slipForward();
    else modes.clutch = this.#oneWay ? clutch.overrun : clutch.slipBack;
  }

  chainStops(state: Float64Array): void {
    const { modes } = this.#equations;
    modes.held = true;
    state[speedAt] = 0;
    if (modes.clutch === clutch.locked) {
      modes.still = true;
      state[flywheelAt] = 0;
    }
    this.#rest();
  }

  chainStarts(): void {
    const { modes } = this.#equations;
    modes.held = false;
    if (modes.clutch === clutch.locked) modes.still = false;
  }

  flywheelStops(state: Float64Array): void {
    this.#equations.modes.still = true;
    state[flywheelAt] = 0;
    this.#rest();
  }

  speedsMeet(state: Float64Array): void {
    this.#lock(state);
  }

  clutchFrees(): void {
    this.#equations.modes.clutch = clutch.overrun;
  }

  clutchSlips(): void {
    const { modes, flow } = this.#equations;
    if (flow.lockedTorque > 0) this.#slipForward();
    else modes.clutch = clutch.slipBack;
  }

  #slipForward(): void {
    const { modes, figures } = this.#equations;
    const { capacity, bearingTorque } = figures.model.drive;
    modes.clutch = clutch.slipForward;
    if (capacity > bearingTorque) modes.still = false;
  }

  /** What stands on both sides of a closed clutch stands together. */
  #rest(): void {
    const { modes } = this.#equations;
    if (modes.held && modes.still && modes.engaged) modes.clutch = clutch.locked;
  }

  /** Joins two speeds that are equal but for the error of the step that brought them together, by the torque impulse that
   * makes them equal: clutch and gears turn the difference into heat, whichever side was ahead. */
  #lock(state: Float64Array): void {
    const { modes, figures, layout } = this.#equations;
    const { gear, model } = figures;
    const speed = state[speedAt]!;
    const ahead = gear * speed - state[flywheelAt]!;
    const geared = gear * transfer(figures, ahead);
    // what its backstop holds is as heavy as can be
    const give = modes.held ? 0 : geared / this.#equations.mass(state);
    const impulse = ahead / (1 / model.drive.inertia + gear * give);
    const joined = speed - impulse * give;
    modes.clutch = clutch.locked;
    modes.still = modes.held;
    const { ledgerAt } = layout;
    state[ledgerAt + account.clutch]! += 0.5 * impulse * ahead;
    state[ledgerAt + account.gears]! += 0.5 * impulse * (geared - gear) * (speed + joined);
    state[speedAt] = joined;
    state[flywheelAt] = gear * joined;
  }
}
