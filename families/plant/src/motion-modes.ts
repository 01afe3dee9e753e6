// Which of chain, clutch and flywheel moves with which: the transitions of the drivetrain's modes.

import type { Equations } from './equations.ts';
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

  /** Joins two speeds that are equal but for rounding, and books the difference. */
  #lock(state: Float64Array): void {
    const { modes, figures, layout } = this.#equations;
    const turning = state[flywheelAt]!;
    const joined = figures.gear * state[speedAt]!;
    const gained = 0.5 * figures.model.drive.inertia * (joined * joined - turning * turning);
    state[layout.ledgerAt + account.clutch]! -= gained;
    state[flywheelAt] = joined;
    modes.clutch = clutch.locked;
    modes.still = modes.held;
  }
}
