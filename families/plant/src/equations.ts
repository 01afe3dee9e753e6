// The right-hand side: places, air, drivetrain, compressor, accounts - in this order, without allocation.

import type { OdeSystem } from '@holdfast/numerics';
import { airVolume } from './air-volume.ts';
import { createPlaces, place, type Places } from './chain-places.ts';
import { compress, deliver } from './compressor.ts';
import { drive } from './drivetrain.ts';
import type { Figures } from './figures.ts';
import { Flow, type AirParts } from './flow.ts';
import { account, accounts, positionAt, receiverAt, type Layout, type Modes } from './layout.ts';
import { exchangeSmooth } from './smooth-air.ts';
import { exchangeSwitched } from './switched-air.ts';

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

  constructor(layout: Layout, figures: Figures, modes: Modes) {
    this.size = layout.size;
    this.layout = layout;
    this.figures = figures;
    this.modes = modes;
    this.flow = new Flow(layout.count);
    this.places = createPlaces(layout.count);
  }

  /** Moving mass of a state, kg. */
  mass(state: Float64Array): number {
    const { figures, layout, modes, places } = this;
    place(figures, state[positionAt]!, places);
    return figures.massFlooded - figures.density * airVolume(figures, layout, modes.valves, places, state);
  }

  derivative(_: number, state: Float64Array, slope: Float64Array): void {
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
