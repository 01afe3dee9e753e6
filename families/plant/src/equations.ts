// The right-hand side: places, air, drivetrain, compressor, accounts - in this order, without allocation.

import type { OdeSystem } from '@holdfast/numerics';
import { airVolume } from './air-volume.ts';
import { createPlaces, place, type Places } from './chain-places.ts';
import { compress, deliver } from './compressor.ts';
import { drive } from './drivetrain.ts';
import type { Figures } from './figures.ts';
import { Flow, type AirParts } from './flow.ts';
import {
  account,
  accounts,
  airAt,
  positionAt,
  receiverAt,
  speedAt,
  valve,
  type Layout,
  type Modes,
} from './layout.ts';
import { exchangeSmooth, residue } from './smooth-air.ts';
import { exchangeSwitched } from './switched-air.ts';

/** More than any plant accelerates at, m/s^2: bounds how far it comes in a step. */
const accelerationMost = 40;

export class Equations implements OdeSystem, AirParts {
  readonly size: number;
  readonly layout: Layout;
  readonly modes: Modes;
  /** As of the last evaluation. */
  readonly flow: Flow;
  readonly places: Places;
  /** Replaced as a whole when a control changes. */
  figures: Figures;
  /** Whether smooth valves let air in; switched ones know by their modes. */
  injecting = true;
  /** Takes the figures that change with time to another; absent where none do. */
  drift: ((time: number) => void) | undefined;
  readonly #runs: number[] = [];

  constructor(layout: Layout, figures: Figures, modes: Modes) {
    this.size = layout.size;
    this.layout = layout;
    this.figures = figures;
    this.modes = modes;
    this.flow = new Flow(layout.count);
    this.places = createPlaces(layout.count);
  }

  /** Elements of chain and drivetrain, of floaters that hold air or may get some, and of accounts. */
  runs(state: Float64Array, h: number): readonly number[] {
    const { layout, modes, figures } = this;
    const { count, ledgerAt } = layout;
    const { valves } = modes;
    const runs = this.#runs;
    runs.length = 0;
    runs.push(0, airAt);
    const { smooth, loop, charge } = figures;
    const empty = residue * charge;
    // numbers of floaters in or before the window, of a chain that comes at most twice as far as its speed says
    const place = state[positionAt]! / loop.pitch;
    const before = (2 * h * (state[speedAt]! + accelerationMost * h)) / loop.pitch;
    const behind = figures.model.injection.fillLength / loop.pitch;
    const first = Math.floor(-place - before);
    const last = Math.ceil(behind - place);
    let from = -1;
    for (let i = 0; i < count; i++) {
      const live = smooth
        ? state[airAt + i]! > empty || (i >= first && i <= last) || (i - count >= first && i - count <= last)
        : valves[i] !== valve.empty;
      if (live && from < 0) from = i;
      if (live || from < 0) continue;
      runs.push(airAt + from, airAt + i);
      from = -1;
    }
    if (from >= 0) runs.push(airAt + from, airAt + count);
    const ends = runs.length;
    for (let run = 2; run < ends; run++) runs.push(runs[run]! + count);
    runs.push(ledgerAt, layout.size);
    return runs;
  }

  /** Moving mass of a state, kg. */
  mass(state: Float64Array): number {
    const { figures, layout, modes, places } = this;
    place(figures, state[positionAt]!, places);
    return figures.massFlooded - figures.density * airVolume(figures, layout, modes.valves, places, state);
  }

  derivative(time: number, state: Float64Array, slope: Float64Array): void {
    this.drift?.(time);
    const { figures, layout, modes, flow, places } = this;
    const { rates } = flow;
    rates.fill(0);
    place(figures, state[positionAt]!, places);
    deliver(figures, state[receiverAt]!, flow);
    if (figures.smooth) exchangeSmooth(this, state, slope);
    else exchangeSwitched(this, state, slope);
    drive(figures, modes, places.slopes, flow, state, slope);
    compress(figures, modes, flow, slope);
    rates[account.bubbles] = figures.bubblePower;
    const { ambient } = figures.model.water;
    rates[account.heatExergy] = rates[account.heat]! * (1 - ambient / figures.waterTemperature);
    for (let at = 0; at < accounts; at++) slope[layout.ledgerAt + at] = rates[at]!;
  }
}
