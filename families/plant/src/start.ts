// The state a plant begins with.

import { normalQuantile, seedKey, streamId, uniformAt } from '@holdfast/numerics';
import { place } from './chain-places.ts';
import type { Equations } from './equations.ts';
import { gasConstant, heatCapacity } from './figures.ts';
import { airAt, flywheelAt, receiverAt, speedAt, valve } from './layout.ts';

/** Fills `state` and the valves of a plant that has not begun. */
export function begin(equations: Equations, seed: number, state: Float64Array): void {
  const { figures, modes, places } = equations;
  const { model, gear } = figures;
  const { start, compressor, water } = model;
  const normal = normalQuantile(uniformAt(0, streamId('start speed'), 0, seedKey(seed)));
  const speed = Math.max(0, start.speed + start.speedDeviation * normal);
  state.fill(0);
  modes.valves.fill(valve.empty);
  state[speedAt] = speed;
  state[flywheelAt] = start.flywheel ?? gear * speed;
  const { receiver } = compressor;
  if (receiver !== undefined) {
    const pressure = receiver.pressure ?? compressor.pressure;
    state[receiverAt] = (pressure * receiver.volume) / (gasConstant * water.ambient);
  }
  if (start.filled === 'none') return;
  place(figures, 0, places);
  for (let i = 0; i < modes.valves.length; i++) {
    if (places.position[i]! > 0 && places.position[i]! < figures.loop.vent) fill(equations, i, state);
  }
}

/** Gives a floater one charge, or as much of it as its volume holds at its depth. A sealed one was shut at the bottom. */
function fill({ figures, modes, places, layout }: Equations, floater: number, state: Float64Array): void {
  const { model, charge } = figures;
  const { ambient } = model.water;
  const holds = (places.pressure[floater]! * model.floaters.volume) / (gasConstant * ambient);
  const sealed = model.floaters.kind === 'sealed';
  const mass = sealed ? charge : Math.min(charge, holds);
  state[airAt + floater] = mass;
  state[layout.heatAt + floater] = mass * heatCapacity * ambient;
  if (figures.smooth) return;
  if (sealed) modes.valves[floater] = valve.sealed;
  else modes.valves[floater] = mass < holds ? valve.full : valve.spilling;
}
