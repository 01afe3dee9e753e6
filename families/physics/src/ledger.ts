// The energy account of a world: what is stored, and what drives, dampers, constraints and hands put in or took out.
// Work is force times the mean of the velocities before and after the step, which is exact for a constant inertia.

import type { Views } from './engine/views.ts';

/** Accounts, in the order in which they are kept; work on the bodies is positive, J. */
export const accounts = ['actuators', 'damping', 'constraints', 'hands', 'outside'] as const;
const at = { actuators: 0, damping: 1, constraints: 2, hands: 3, outside: 4, moved: 5, kinetic: 6 } as const;

/** Below this much energy an account says nothing, J. */
const trifle = 1e-6;

export class Ledger {
  /** The accounts, then the sum of all amounts and the highest kinetic energy seen. */
  readonly values: Float64Array = new Float64Array(7);
  readonly #before: Float64Array;
  readonly #timestep: number;
  /** Whether the integrator takes damping of joints from the velocity after the step. */
  readonly #implicit: boolean;

  constructor(velocities: number, timestep: number, implicit: boolean) {
    this.#before = new Float64Array(velocities);
    this.#timestep = timestep;
    this.#implicit = implicit;
  }

  /** Call before each step. */
  before({ qvel }: Views): void {
    const before = this.#before;
    for (let i = 0; i < before.length; i++) before[i] = qvel[i]!;
  }

  /** Call after each step. */
  after(views: Views): void {
    const { qvel, actuator, damper, compensation, fluid, constraint, dofDamping } = views;
    const before = this.#before;
    let [drive, drag, hold] = [0, 0, 0];
    for (let i = 0; i < before.length; i++) {
      const mean = (before[i]! + qvel[i]!) / 2;
      const lag = this.#implicit ? dofDamping[i]! * (qvel[i]! - before[i]!) : 0;
      drive += (actuator[i]! + compensation[i]!) * mean;
      drag += (damper[i]! - lag + fluid[i]!) * mean;
      hold += constraint[i]! * mean;
    }
    this.#moved(at.actuators, this.#timestep * drive);
    this.#moved(at.damping, this.#timestep * drag);
    this.#moved(at.constraints, this.#timestep * hold);
  }

  #moved(account: number, work: number): void {
    this.values[account]! += work;
    this.values[at.moved]! += Math.abs(work);
  }

  /** Work of the hand, J. */
  dragged(work: number): void {
    this.#moved(at.hands, work);
  }

  /** Energy that a change from outside, such as another gravity, put in. */
  changed(energy: number): void {
    this.#moved(at.outside, energy);
  }

  /** Takes note of a kinetic energy. */
  seen(kinetic: number): void {
    this.values[at.kinetic] = Math.max(this.values[at.kinetic]!, kinetic);
  }

  /** What stored energy has gained that no account explains, J. */
  residual(gained: number): number {
    let explained = 0;
    for (let account = 0; account < accounts.length; account++) explained += this.values[account]!;
    return gained - explained;
  }

  /** Energy that went through the world, J: the scale of a residual. */
  get turnover(): number {
    return trifle + this.values[at.moved]! + this.values[at.kinetic]!;
  }
}
