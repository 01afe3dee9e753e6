// Two accounts that have to close, energy and exergy, and the air itself. They are integrated beside the motion with an
// error of their own, so that closing them is a real check of equations, events and method.

import { flowExergy } from './air-books.ts';
import { airVolume } from './air-volume.ts';
import { createPlaces, place, type Places } from './chain-places.ts';
import { receiverExergy } from './compressor.ts';
import { gasConstant, heatCapacity, type Figures } from './figures.ts';
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

  constructor(layout: Layout) {
    this.#layout = layout;
    const row = (): Float64Array => new Float64Array(layout.count);
    this.#places = createPlaces({ position: row(), pressure: row(), slope: row() });
  }

  /** What a state stores. */
  stored(figures: Figures, { valves }: Modes, state: Float64Array): Stored {
    const { count, heatAt } = this.#layout;
    const places = this.#places;
    place(figures, state[positionAt]!, places);
    const { model, density, massFlooded, shellLift, surface, weight } = figures;
    const mass = massFlooded - density * airVolume(figures, this.#layout, valves, places, state);
    const moving =
      0.5 * mass * state[speedAt]! * state[speedAt]! +
      0.5 * model.drive.inertia * state[flywheelAt]! * state[flywheelAt]!;
    let energy = moving;
    let exergy = moving + receiverExergy(figures, state[receiverAt]!);
    let air = state[receiverAt]!;
    for (let i = 0; i < count; i++) {
      const pressure = places.pressure[i]!;
      const height = surface - (pressure - model.water.surfacePressure) / weight;
      const held = airIn(
        figures,
        state[airAt + i]!,
        state[heatAt + i]!,
        pressure,
        valves[i] === valve.sealed,
      );
      energy += held.energy - shellLift * height;
      exergy += held.exergy - shellLift * height;
      air += state[airAt + i]!;
    }
    return { energy, exergy, air };
  }

  /** What is missing in each account since `start`: 0 when it closes. */
  residuals(state: Float64Array, start: Stored, now: Stored): Stored {
    const at = (name: AccountName): number => state[this.#layout.ledgerAt + account[name]]!;
    const out = mechanicalLosses.reduce((sum, name) => sum + at(name), at('generator'));
    const lost =
      at('compressionLoss') + at('throttling') + at('heatTransfer') + at('mixing') + at('ventedExergy');
    return {
      energy: at('heat') + at('changes') - out - at('vented') - (now.energy - start.energy),
      exergy: at('compression') + at('heatExergy') + at('changes') - out - lost - (now.exergy - start.exergy),
      air: at('airCompressed') - at('airVented') - (now.air - start.air),
    };
  }

  /** All that went in or out, the size against which residuals are judged, J. */
  turnover(state: Float64Array, start: Stored): number {
    const at = (name: AccountName): number => Math.abs(state[this.#layout.ledgerAt + account[name]]!);
    return (
      1 + at('compression') + at('generator') + at('heat') + Math.abs(start.energy) + Math.abs(start.exergy)
    );
  }
}
