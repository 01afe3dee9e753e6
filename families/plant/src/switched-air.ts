// Air in floaters whose valves are switches: mass and enthalpy of a bell in balance with the water, or shut.
// Enthalpy instead of temperature: the volume R/c_p H/p needs no division by a mass that may be zero.

import { bookHeat, bookInflow } from './air-books.ts';
import { heatCapacity, kappa, type Figures } from './figures.ts';
import type { AirParts } from './flow.ts';
import { airAt, speedAt, valve } from './layout.ts';

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
  const { model, weight, waterTemperature, charge, trace, perVent } = figures;
  const { ambient } = model.water;
  const { volume, dissolution } = model.floaters;
  const mixture = flow.mixture.begin(figures);
  const perCapacity = 1 / heatCapacity;
  const perVolume = model.floaters.heatTransfer / volume;
  const nominal = charge / model.injection.fillTime;
  const sink = -weight * state[speedAt]!;
  const perWater = 1 / waterTemperature;
  let lift = 0;
  let airVolume = 0;
  let intake = 0;
  let expelled = 0;
  let heat = 0;
  let heatTransfer = 0;
  slopes.fill(0, airAt, heatAt + count);
  for (let i = 0; i < count; i++) {
    const mode = valves[i]!;
    if (mode === valve.empty) continue;
    const mass = state[airAt + i]!;
    const enthalpy = state[heatAt + i]!;
    const p = pressure[i]!;
    const up = slope[i]!;
    const perPressure = 1 / p;
    let temperature = ambient;
    let perTemperature = figures.perAmbient;
    // a trace has no temperature of its own to exchange heat by
    let perTouch = 0;
    if (mass > trace && enthalpy > 0) {
      // one division for T and 1 / T
      const inverse = 1 / (mass * enthalpy);
      temperature = enthalpy * enthalpy * inverse * perCapacity;
      perTemperature = mass * mass * inverse * heatCapacity;
      perTouch = perVolume;
    }
    const shut = mode === valve.sealed;
    const room = shut ? volume : kappa * enthalpy * perPressure;
    const warming = perTouch * room * (waterTemperature - temperature);
    lift += up * room;
    airVolume += room;
    heat += warming;
    heatTransfer += warming * (perTemperature - perWater);
    if (shut) {
      slopes[heatAt + i] = warming / (1 - kappa);
      continue;
    }
    const rise = sink * up;
    let out = 0;
    // what keeps the volume
    if (mode === valve.spilling)
      out = (warming + (room - enthalpy * perPressure) * rise) * perCapacity * perTemperature;
    else if (mode === valve.venting) out = mass * perVent;
    else if (mode === valve.full) out = mass * dissolution;
    flow.outflow[i] = out;
    if (out !== 0) mixture.leave(out, temperature, p);
    const into = mode === valve.filling ? nominal * opening(figures, flow.pressure, p) : 0;
    if (into > 0) bookInflow(figures, flow, into, temperature, p);
    const growth = warming + room * rise + heatCapacity * (into * ambient - out * temperature);
    slopes[airAt + i] = into - out;
    slopes[heatAt + i] = growth;
    const swelling = kappa * perPressure * (growth - enthalpy * rise * perPressure);
    if (swelling > 0) expelled += swelling;
    else intake -= swelling;
  }
  flow.setAir(weight * lift, airVolume, intake, expelled);
  bookHeat(flow, heat, ambient * heatTransfer);
  mixture.book(flow);
}
