// Air in floaters whose valves are switches: mass and enthalpy of a bell in balance with the water, or shut.
// Enthalpy instead of temperature: the volume R/c_p H/p needs no division by a mass that may be zero.

import { bookHeat, bookInflow, bookOutflow, flowExergy } from './air-books.ts';
import { heatCapacity, kappa, type Figures } from './figures.ts';
import type { AirParts } from './flow.ts';
import { airAt, speedAt, valve } from './layout.ts';

/** What a valve lets out, kg/s; `spill` is what keeps the volume. */
function outflowOf(figures: Figures, mode: number, mass: number, spill: number): number {
  if (mode === valve.spilling) return spill;
  if (mode === valve.venting) return mass * figures.perVent;
  return mode === valve.full ? figures.model.floaters.dissolution * mass : 0;
}

/** Share of the nominal flow that the pressure before the valve drives. */
export function opening(figures: Figures, before: number, inside: number): number {
  if (figures.model.compressor.receiver === undefined) return 1;
  const full = 0.02 * inside;
  return before >= inside + full ? 1 : Math.max(0, (before - inside) / full);
}

/** Fills the slopes of masses and enthalpies and adds to `flow`. */
export function exchangeSwitched(parts: AirParts, state: Float64Array, slopes: Float64Array): void {
  const { figures, flow } = parts;
  const { valves } = parts.modes;
  const { count, heatAt } = parts.layout;
  const { pressure, slope } = parts.places;
  const { model, weight, waterTemperature, charge, trace, perAmbient } = figures;
  const { ambient } = model.water;
  const { volume } = model.floaters;
  const { outflow } = flow;
  const perVolume = model.floaters.heatTransfer / volume;
  const nominal = charge / model.injection.fillTime;
  const sink = -weight * state[speedAt]!;
  const perCapacity = 1 / heatCapacity;
  const perWater = 1 / waterTemperature;
  let lift = 0;
  let airVolume = 0;
  let intake = 0;
  let expelled = 0;
  let heat = 0;
  let heatTransfer = 0;
  let vented = 0;
  let ventedHeat = 0;
  let ventedExergy = 0;
  slopes.fill(0, airAt, heatAt + count);
  for (let i = 0; i < count; i++) {
    const mode = valves[i]!;
    if (mode === valve.empty) continue;
    const mass = state[airAt + i]!;
    const enthalpy = state[heatAt + i]!;
    const p = pressure[i]!;
    const perPressure = 1 / p;
    const holds = mass > trace && enthalpy > 0;
    // one division for T and 1 / T
    const inverse = holds ? 1 / (mass * enthalpy) : 0;
    const temperature = holds ? enthalpy * enthalpy * inverse * perCapacity : ambient;
    const perTemperature = holds ? mass * mass * inverse * heatCapacity : perAmbient;
    const shut = mode === valve.sealed;
    const room = shut ? volume : kappa * enthalpy * perPressure;
    const warming = perVolume * room * (waterTemperature - temperature);
    lift += slope[i]! * room;
    airVolume += room;
    heat += warming;
    heatTransfer += warming * (perTemperature - perWater);
    if (shut) {
      slopes[heatAt + i] = warming / (1 - kappa);
      continue;
    }
    const rise = sink * slope[i]!;
    const spill = (warming + (room - enthalpy * perPressure) * rise) * perCapacity * perTemperature;
    const out = outflowOf(figures, mode, mass, spill);
    const into = mode === valve.filling ? nominal * opening(figures, flow.pressure, p) : 0;
    outflow[i] = out;
    if (into > 0) bookInflow(figures, flow, into, temperature, p);
    if (out !== 0) {
      vented += out;
      ventedHeat += out * (temperature - ambient);
      ventedExergy += out * flowExergy(figures, temperature, p);
    }
    const growth = warming + room * rise + heatCapacity * (into * ambient - out * temperature);
    slopes[airAt + i] = into - out;
    slopes[heatAt + i] = growth;
    const swelling = kappa * perPressure * (growth - enthalpy * rise * perPressure);
    if (swelling > 0) expelled += swelling;
    else intake -= swelling;
  }
  flow.setAir(weight * lift, airVolume, intake, expelled);
  bookHeat(flow, heat, ambient * heatTransfer);
  bookOutflow(flow, vented, heatCapacity * ventedHeat, ventedExergy);
}
