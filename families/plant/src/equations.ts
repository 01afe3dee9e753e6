// The right-hand side: places, air, drivetrain, compressor, accounts - in this order, without allocation.

import type { OdeSystem } from '@holdfast/numerics';
import { AirExchange } from './air-exchange.ts';
import type { AirNumbers } from './air-numbers.ts';
import type { Exchange } from './air-plain.ts';
import { airVolume } from './air-volume.ts';
import { createPlaces, place, placeSome, survey, type Places } from './chain-places.ts';
import { compress, deliver } from './compressor.ts';
import { drive } from './drivetrain.ts';
import type { Figures } from './figures.ts';
import { Flow } from './flow.ts';
import { account, accounts, airAt, positionAt, receiverAt, type Layout, type Modes } from './layout.ts';
import { empty, LiveFloaters } from './live-floaters.ts';

export class Equations implements OdeSystem {
  readonly size: number;
  readonly sumsFrom: number;
  readonly layout: Layout;
  readonly modes: Modes;
  /** As of the last evaluation. */
  readonly flow: Flow;
  readonly places: Places;
  /** Whether smooth valves let air in; switched ones know by their modes. */
  injecting = true;
  /** Takes the figures that change with time to another; absent where none do. */
  drift: ((time: number) => void) | undefined;
  /** Where the exchange of air works on vectors as they lie. */
  readonly memory: AirNumbers;
  readonly #air: AirExchange;
  /** Of the last evaluation, and of the step under way. */
  readonly #live = new LiveFloaters();
  readonly #ahead = new LiveFloaters();
  readonly #runs: number[] = [];
  /** Whether those of switched valves are as found last: valves change at events only. */
  #runsKnown = false;
  #figures: Figures;
  /** Valves or figures have changed. */
  #revised = true;

  constructor(layout: Layout, figures: Figures, modes: Modes, numbers: AirNumbers, exchange: Exchange) {
    this.size = layout.size;
    this.sumsFrom = layout.ledgerAt;
    this.layout = layout;
    this.#figures = figures;
    this.modes = modes;
    this.flow = new Flow(numbers.rows.outflow);
    this.places = createPlaces(numbers.rows);
    this.memory = numbers;
    this.#air = new AirExchange(numbers, exchange, layout, this.flow);
  }

  /** Replaced as a whole when a control changes. */
  get figures(): Figures {
    return this.#figures;
  }

  set figures(figures: Figures) {
    this.#figures = figures;
    this.#revised = true;
  }

  /** Says that valves have been switched. */
  revise(): void {
    this.#revised = true;
  }

  /** Elements of chain and drivetrain, of floaters that hold air or may get some, and of accounts. */
  runs(state: Float64Array, h: number): readonly number[] {
    const { layout } = this;
    const runs = this.#runs;
    if (this.#runsKnown && !this.#revised) return runs;
    const floaters = this.#liveAt(state, h, this.#ahead);
    this.#runsKnown = !this.#figures.smooth;
    empty(runs);
    runs.push(0, airAt);
    for (let at = 0; at < floaters.length; at++) runs.push(airAt + floaters[at]!);
    for (let at = 0; at < floaters.length; at++) runs.push(layout.heatAt + floaters[at]!);
    runs.push(layout.ledgerAt, layout.size);
    return runs;
  }

  /** Numbers of those floaters whose switched valve lets air in. */
  filling(): readonly number[] {
    this.#revise();
    return this.#live.filling;
  }

  /** Runs of those floaters that hold air or may get some, by their switched valves. */
  holding(): readonly number[] {
    this.#revise();
    return this.#live.all;
  }

  #liveAt(state: Float64Array, h: number, windows: LiveFloaters): readonly number[] {
    const figures = this.#figures;
    if (figures.smooth) {
      windows.ofWindows(figures, this.layout, state, h);
      return windows.all;
    }
    this.#revise();
    return this.#live.all;
  }

  /** Takes over what switched valves say, if that has changed. */
  #revise(): void {
    if (!this.#revised) return;
    this.#live.ofValves(this.modes);
    this.#air.revise(this.#figures, this.modes);
    this.#revised = false;
    this.#runsKnown = false;
  }

  /** Moving mass of a state, kg. */
  mass(state: Float64Array): number {
    const { figures, layout, modes, places } = this;
    place(figures, state[positionAt]!, places);
    const volume = airVolume(figures, layout, modes.valves, places, state, [0, layout.count]);
    return figures.massFlooded - figures.density * volume;
  }

  derivative(time: number, state: Float64Array, slope: Float64Array): void {
    if (this.drift !== undefined) this.drift(time);
    const { layout, modes, flow, places } = this;
    const figures = this.#figures;
    const { rates } = flow;
    survey(figures, state[positionAt]!, places);
    placeSome(figures, places, this.#liveAt(state, 0, this.#live), figures.smooth);
    deliver(figures, state[receiverAt]!, flow);
    this.#air.run(figures, this.#live, this.injecting, state, slope);
    drive(figures, modes, places.slopes, flow, state, slope);
    compress(figures, modes, flow, slope);
    rates[account.bubbles] = figures.bubblePower;
    const { ambient } = figures.model.water;
    rates[account.heatExergy] = rates[account.heat]! * (1 - ambient / figures.waterTemperature);
    for (let at = 0; at < accounts; at++) slope[layout.ledgerAt + at] = rates[at]!;
  }
}
