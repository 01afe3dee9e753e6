// What happens to a floater at an instant: valves open and shut, air escapes, water comes in. Momentum is conserved and
// what is lost is booked.

import { pow } from '@holdfast/numerics';
import type { Equations } from './equations.ts';
import { gasConstant, heatCapacity, kappa } from './figures.ts';
import { account, airAt, clutch, flywheelAt, speedAt, valve, type AccountName } from './layout.ts';
import { airIn } from './ledger.ts';

/** A bell this close to its volume spills. */
const brim = 1 - 1e-9;

/** Events of floaters of a state the equations were evaluated at last. */
export class FloaterEvents {
  readonly #equations: Equations;

  constructor(equations: Equations) {
    this.#equations = equations;
  }

  /** Opens the injection valve of an empty floater. */
  inject(floater: number): void {
    const { valves } = this.#equations.modes;
    if (valves[floater] === valve.empty) valves[floater] = valve.filling;
  }

  /** Shuts the injection valve: the charge is in, or the bell is full. */
  shut(floater: number, state: Float64Array): void {
    const { modes, figures, layout, places } = this.#equations;
    const { volume, kind } = figures.model.floaters;
    const room = (kappa * state[layout.heatAt + floater]!) / places.pressure[floater]!;
    const brimful = room >= volume * brim;
    if (brimful) modes.valves[floater] = kind === 'sealed' ? valve.sealed : valve.spilling;
    else modes.valves[floater] = valve.full;
  }

  /** Shuts the valve of a floater that leaves the injection station before its charge is in. */
  leave(floater: number, state: Float64Array): void {
    if (this.#equations.modes.valves[floater] === valve.filling) this.shut(floater, state);
  }

  brimful(floater: number): void {
    this.#equations.modes.valves[floater] = valve.spilling;
  }

  spillEnds(floater: number): void {
    this.#equations.modes.valves[floater] = valve.full;
  }

  /** Opens a floater at the top. One that was shut blows down to the pressure of the water first. */
  vent(floater: number, state: Float64Array): void {
    const { valves } = this.#equations.modes;
    if (valves[floater] === valve.empty) return;
    if (valves[floater] === valve.sealed) this.#blowDown(floater, state);
    valves[floater] = valve.venting;
  }

  /** Fills what is left in a floater with water. */
  purge(floater: number, state: Float64Array): void {
    const { valves } = this.#equations.modes;
    if (valves[floater] === valve.empty) return;
    this.#replace(floater, state, 0, 0);
    valves[floater] = valve.empty;
  }

  /** Gas that stays in a vessel while the rest escapes expands adiabatically; a vessel below the pressure of the water
   * takes water in, which conserves the enthalpy of its air and the water pushed by it. */
  #blowDown(floater: number, state: Float64Array): void {
    const { figures, layout, places } = this.#equations;
    const { volume } = figures.model.floaters;
    const mass = state[airAt + floater]!;
    const enthalpy = state[layout.heatAt + floater]!;
    const temperature = enthalpy / (mass * heatCapacity);
    const outside = places.pressure[floater]!;
    const inside = (mass * gasConstant * temperature) / volume;
    if (inside < outside) {
      this.#replace(floater, state, mass, enthalpy - (inside - outside) * volume);
      return;
    }
    const left = temperature * pow(outside / inside, kappa);
    const massLeft = (outside * volume) / (gasConstant * left);
    this.#replace(floater, state, massLeft, massLeft * heatCapacity * left);
  }

  /** Puts other air into a floater; books the difference as vented, and the water that takes its place. */
  #replace(floater: number, state: Float64Array, mass: number, enthalpy: number): void {
    const { figures, layout, places, modes } = this.#equations;
    const pressure = places.pressure[floater]!;
    const shut = modes.valves[floater] === valve.sealed;
    const massBefore = state[airAt + floater]!;
    const enthalpyBefore = state[layout.heatAt + floater]!;
    const before = airIn(figures, massBefore, enthalpyBefore, pressure, shut);
    const after = airIn(figures, mass, enthalpy, pressure, false);
    const room = shut ? figures.model.floaters.volume : (kappa * enthalpyBefore) / pressure;
    state[airAt + floater] = mass;
    state[layout.heatAt + floater] = enthalpy;
    this.#book(state, 'vented', before.energy - after.energy);
    this.#book(state, 'ventedExergy', before.exergy - after.exergy);
    this.#book(state, 'airVented', massBefore - mass);
    this.#takeWater(state, figures.density * (room - (kappa * enthalpy) / pressure));
  }

  /** Lets `water` kg at rest join the motion: momentum stays, the kinetic energy that is missing is booked. */
  #takeWater(state: Float64Array, water: number): void {
    const { figures, flow, modes } = this.#equations;
    const locked = modes.clutch === clutch.locked;
    const reflected = locked ? figures.model.drive.inertia * figures.gear * figures.gear : 0;
    const moving = flow.mass + reflected;
    const share = moving / (moving + water);
    const speed = state[speedAt]!;
    this.#book(state, 'entrained', 0.5 * moving * speed * speed * (1 - share));
    state[speedAt] = speed * share;
    if (locked) state[flywheelAt]! *= share;
    flow.mass += water;
  }

  #book(state: Float64Array, name: AccountName, amount: number): void {
    state[this.#equations.layout.ledgerAt + account[name]]! += amount;
  }
}
