// Air in floaters whose valves are smooth windows along the chain, so that no crossing cuts a step: for thousands of
// floaters. The charge is metered by the way of the chain, so that each passage lets in one charge and never a second.

import { bookHeat, bookInflow } from './air-books.ts';
import { heatCapacity, kappa } from './figures.ts';
import type { AirParts } from './flow.ts';
import { airAt, speedAt } from './layout.ts';
import { opening } from './switched-air.ts';

/** Way over which a vent opens, m. */
const ventLength = 0.2;
/** Time in which a bell that holds more than its volume loses the surplus, s: below what a step can resolve it only adds
 * stiffness, above it bells hold more than a percent too much. */
const spillTime = 0.05;
/** Share of a charge below which a sinking floater counts as empty. */
export const residue = 1e-12;

/** Share of a charge per way at `at` of the window, 1/m: rises and falls without a kink, its integral is 1. */
function metering(at: number, length: number): number {
  if (at >= length) return 0;
  const u = at / length;
  return (30 * u * u * (1 - u) * (1 - u)) / length;
}

/** 0 before the vent, 1 where it is open. */
function ventOpening(at: number, vent: number): number {
  if (at <= vent) return 0;
  if (at >= vent + ventLength) return 1;
  const u = (at - vent) / ventLength;
  return u * u * (3 - 2 * u);
}

/** Fills the slopes of masses and enthalpies and adds to `flow`. */
export function exchangeSmooth(parts: AirParts, state: Float64Array, slopes: Float64Array): void {
  const { figures, flow, injecting } = parts;
  const { count, heatAt } = parts.layout;
  const { position, pressure, slope } = parts.places;
  const { model, weight, waterTemperature, charge, trace, loop, perVent } = figures;
  const { ambient } = model.water;
  const { volume, dissolution } = model.floaters;
  const { fillLength } = model.injection;
  const mixture = flow.mixture.begin(figures);
  const perCapacity = 1 / heatCapacity;
  const perVolume = model.floaters.heatTransfer / volume;
  const perVolumeFull = 1 / volume;
  const perWater = 1 / waterTemperature;
  const speed = state[speedAt]!;
  const metered = injecting && speed > 0 ? charge * speed : 0;
  const sink = -weight * speed;
  let lift = 0;
  let airVolume = 0;
  let intake = 0;
  let expelled = 0;
  let heat = 0;
  let heatTransfer = 0;
  slopes.fill(0, airAt, heatAt + count);
  for (let i = 0; i < count; i++) {
    const mass = state[airAt + i]!;
    const at = position[i]!;
    if (mass <= residue * charge && at > fillLength) continue;
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
    const room = kappa * enthalpy * perPressure;
    const warming = perTouch * room * (waterTemperature - temperature);
    const rise = sink * up;
    const surplus = room * perVolumeFull - 1;
    let loss = dissolution;
    if (surplus > 0) loss += surplus / spillTime;
    if (at > loop.vent) loss += ventOpening(at, loop.vent) * perVent;
    const out = loss * mass;
    if (out > 0) mixture.leave(out, temperature, p);
    let into = 0;
    if (at < fillLength && metered > 0) {
      into = metered * metering(at, fillLength) * opening(figures, flow.pressure, p);
      if (into > 0) bookInflow(figures, flow, into, temperature, p);
    }
    const growth = warming + room * rise + heatCapacity * (into * ambient - out * temperature);
    slopes[airAt + i] = into - out;
    slopes[heatAt + i] = growth;
    const swelling = kappa * perPressure * (growth - enthalpy * rise * perPressure);
    if (swelling > 0) expelled += swelling;
    else intake -= swelling;
    lift += up * room;
    airVolume += room;
    heat += warming;
    heatTransfer += warming * (perTemperature - perWater);
  }
  flow.setAir(weight * lift, airVolume, intake, expelled);
  bookHeat(flow, heat, ambient * heatTransfer);
  mixture.book(flow);
}
