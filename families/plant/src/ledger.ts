// Two accounts that have to close, energy and exergy, and the air itself. They are integrated beside the motion with an
// error of their own, so that closing them is a real check of equations, events and method.

import { flowExergy } from './air-books.ts';
import { airVolume } from './air-volume.ts';
import { createPlaces, placeSome, survey, type Places } from './chain-places.ts';
import { receiverExergy } from './compressor.ts';
import { gasConstant, heatCapacity, type Figures } from './figures.ts';
import { addRun, empty } from './live-floaters.ts';
import {
  account,
  airAt,
  flywheelAt,
  positionAt,
  receiverAt,
  speedAt,
  valve,
  type AccountName,
  type Layout,
  type Modes,
} from './layout.ts';

/** What is stored: energy and exergy, J, and air, kg. */
export interface Stored {
  readonly energy: number;
  readonly exergy: number;
  readonly air: number;
}

/** Losses of mechanical work, in both accounts. */
export const mechanicalLosses: readonly AccountName[] = [
  'drag',
  'friction',
  'brake',
  'flywheelDrag',
  'gears',
  'clutch',
  'entrained',
];

/** Where they are in the state behind the floaters: named accounts are looked up once, not in every frame. */
const mechanicalLossesAt = mechanicalLosses.map((name) => account[name]);

/** Everything the second law lets only grow. */
export const irreversibilities: readonly AccountName[] = [
  ...mechanicalLosses,
  'compressionLoss',
  'throttling',
  'heatTransfer',
  'mixing',
  'ventedExergy',
  'bubbles',
];

/** Energy and exergy of the air in one floater over air outside, J. A shut one keeps p V of the water around it. */
export function airIn(
  figures: Figures,
  mass: number,
  enthalpy: number,
  pressure: number,
  shut: boolean,
): { energy: number; exergy: number } {
  if (mass <= figures.trace || enthalpy <= 0) return { energy: 0, exergy: 0 };
  const { volume } = figures.model.floaters;
  const temperature = enthalpy / (mass * heatCapacity);
  const inside = shut ? (mass * gasConstant * temperature) / volume : pressure;
  const held = shut ? (inside - pressure) * volume : 0;
  return {
    energy: enthalpy - mass * heatCapacity * figures.model.water.ambient - held,
    exergy: mass * flowExergy(figures, temperature, inside) - held,
  };
}

export class Ledger {
  readonly #layout: Layout;
  readonly #places: Places;
  /** Of floaters that count: pairs of the first number and the one behind the last. */
  readonly #runs: number[] = [];

  constructor(layout: Layout) {
    this.#layout = layout;
    const row = (): Float64Array => new Float64Array(layout.count);
    this.#places = createPlaces({ position: row(), pressure: row(), slope: row() });
  }

  /** What a state stores. */
  stored(figures: Figures, { valves }: Modes, state: Float64Array): Stored {
    const { heatAt } = this.#layout;
    const places = this.#places;
    const runs = this.#lookFor(figures, state);
    survey(figures, state[positionAt]!, places);
    placeSome(figures, places, runs, false);
    const { model, density, massFlooded, shellLift, surface, weight } = figures;
    const mass = massFlooded - density * airVolume(figures, this.#layout, valves, places, state, runs);
    const moving =
      0.5 * mass * state[speedAt]! * state[speedAt]! +
      0.5 * model.drive.inertia * state[flywheelAt]! * state[flywheelAt]!;
    let energy = moving;
    let exergy = moving + receiverExergy(figures, state[receiverAt]!);
    let air = state[receiverAt]!;
    const neutral = shellLift === 0;
    for (let run = 0; run < runs.length; run += 2)
      for (let i = runs[run]!; i < runs[run + 1]!; i++) {
        const pressure = places.pressure[i]!;
        const mass = state[airAt + i]!;
        const held = airIn(figures, mass, state[heatAt + i]!, pressure, valves[i] === valve.sealed);
        const height = neutral ? 0 : surface - (pressure - model.water.surfacePressure) / weight;
        energy += held.energy - shellLift * height;
        exergy += held.exergy - shellLift * height;
        air += mass;
      }
    return { energy, exergy, air };
  }

  /** All floaters, or where shells weigh as much as their water only those that hold anything: others store nothing then. */
  #lookFor({ shellLift }: Figures, state: Float64Array): readonly number[] {
    const { count, heatAt } = this.#layout;
    const runs = this.#runs;
    empty(runs);
    for (let i = 0; i < count; i++)
      if (shellLift !== 0 || state[airAt + i] !== 0 || state[heatAt + i] !== 0) addRun(runs, i, i + 1);
    return runs;
  }

  /** What is missing in each account since `start`: 0 when it closes. */
  residuals(state: Float64Array, start: Stored, now: Stored): Stored {
    const { ledgerAt } = this.#layout;
    const at = (number: number): number => state[ledgerAt + number]!;
    let out = at(account.generator);
    for (let loss = 0; loss < mechanicalLossesAt.length; loss++) out += at(mechanicalLossesAt[loss]!);
    const lost =
      at(account.compressionLoss) +
      at(account.throttling) +
      at(account.heatTransfer) +
      at(account.mixing) +
      at(account.ventedExergy);
    const given = at(account.compression) + at(account.heatExergy) + at(account.changes);
    return {
      energy: at(account.heat) + at(account.changes) - out - at(account.vented) - (now.energy - start.energy),
      exergy: given - out - lost - (now.exergy - start.exergy),
      air: at(account.airCompressed) - at(account.airVented) - (now.air - start.air),
    };
  }

  /** All that went in or out, the size against which residuals are judged, J. */
  turnover(state: Float64Array, start: Stored): number {
    const { ledgerAt } = this.#layout;
    const size = (number: number): number => Math.abs(state[ledgerAt + number]!);
    return (
      1 +
      size(account.compression) +
      size(account.generator) +
      size(account.heat) +
      Math.abs(start.energy) +
      Math.abs(start.exergy)
    );
  }
}
