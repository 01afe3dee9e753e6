// Functions of the state whose rise through zero is an event. Armed by the modes; looked at after every step.

import type { Equations } from './equations.ts';
import { placeOf } from './chain-places.ts';
import { kappa } from './figures.ts';
import { torqueKinks } from './generator.ts';
import { receiverPressure } from './compressor.ts';
import { airAt, clutch, flywheelAt, positionAt, receiverAt, speedAt, valve } from './layout.ts';
import { locatesKinks } from './solver.ts';
import type { Zones } from './zones.ts';

/** What can happen. Those up to `brimful` can be told from the state alone, the others need the equations evaluated. */
export const occasion = {
  none: 0,
  zone: 1,
  chainStops: 2,
  flywheelStops: 3,
  speedsMeet: 4,
  torqueKink: 5,
  receiver: 6,
  filled: 7,
  brimful: 8,
  spillEnds: 9,
  chainStarts: 10,
  clutchFrees: 11,
  clutchSlips: 12,
} as const;

/** Kinks this close, as a share of the speed, count as passed. */
const passed = 1e-9;

/** Share of volume or charge by which a bell may be over its brim, so that rounding does not open and shut it. */
const rounding = 1e-10;

/** Time in which `way` is covered from a `speed` at a steady `acceleration`; Infinity where it never is. */
function timeTo(way: number, speed: number, acceleration: number): number {
  const under = speed * speed + 2 * acceleration * way;
  if (!(way > 0 && under > 0)) return Infinity;
  const time = (2 * way) / (speed + Math.sqrt(under));
  return time > 0 ? time : Infinity;
}

export class Guards {
  readonly #equations: Equations;
  readonly #zones: Zones;
  readonly #oneWay: boolean;
  readonly #locateKinks: boolean;
  #kinks: readonly number[] = [];
  #kinkBelow = -Infinity;
  #kinkAbove = Infinity;

  constructor(equations: Equations, zones: Zones) {
    const { model } = equations.figures;
    this.#equations = equations;
    this.#zones = zones;
    this.#oneWay = model.drive.clutch === 'one-way';
    this.#locateKinks = locatesKinks(model);
    this.revise();
  }

  /** Says that the figures have changed. */
  revise(): void {
    this.#kinks = this.#locateKinks ? torqueKinks(this.#equations.figures) : [];
  }

  /** Arms what depends on where a step begins. */
  arm(time: number, state: Float64Array): void {
    const { drift } = this.#equations;
    if (drift !== undefined) {
      drift(time);
      this.revise();
    }
    const speed = state[flywheelAt]!;
    this.#kinkBelow = -Infinity;
    this.#kinkAbove = Infinity;
    for (const kink of this.#kinks) {
      if (kink < speed * (1 - passed)) this.#kinkBelow = kink;
      else if (kink > speed * (1 + passed) && kink < this.#kinkAbove) this.#kinkAbove = kink;
    }
  }

  /** Time after which an event is to be expected, s, from a state and its slope; Infinity where none is. A bad guess costs
   * a step and never changes what happens. */
  foresee(state: Float64Array, slope: Float64Array): number {
    const { figures, layout } = this.#equations;
    let soonest = timeTo(this.#zones.next - state[positionAt]!, state[speedAt]!, slope[speedAt]!);
    if (figures.smooth) return soonest;
    const { volume, kind } = figures.model.floaters;
    for (const i of this.#equations.filling()) {
      const { pressure, up } = placeOf(figures, state[positionAt]!, i);
      const room = (kappa * state[layout.heatAt + i]!) / pressure;
      const sink = -figures.weight * state[speedAt]! * up;
      const swelling = (kappa * slope[layout.heatAt + i]! - room * sink) / pressure;
      soonest = Math.min(soonest, timeTo(volume - room, swelling, 0));
      if (kind === 'sealed') continue;
      soonest = Math.min(soonest, timeTo(figures.charge - state[airAt + i]!, slope[airAt + i]!, 0));
    }
    return soonest;
  }

  /** Whether `value` needs the equations evaluated at the state first; without, `valueAt` tells. */
  needsEquations(what: number): boolean {
    return what > occasion.brimful;
  }

  /** Value of what needs no equations, wherever they were evaluated last. */
  valueAt(what: number, floater: number, state: Float64Array): number {
    if (what < occasion.filled) return this.value(what, floater, state);
    const { pressure } = placeOf(this.#equations.figures, state[positionAt]!, floater);
    return this.#bell(what, floater, state, pressure);
  }

  /** Positive when it has happened; -1 for what is not armed. `floater` counts for valves only. */
  value(what: number, floater: number, state: Float64Array): number {
    const { modes, figures, flow } = this.#equations;
    const { gear, model } = figures;
    if (what === occasion.zone) return state[positionAt]! - this.#zones.next;
    if (what === occasion.chainStops) return modes.held ? -1 : -state[speedAt]!;
    if (what === occasion.chainStarts) return modes.held ? flow.breakaway : -1;
    if (what === occasion.flywheelStops)
      return modes.still || modes.clutch === clutch.locked ? -1 : -state[flywheelAt]!;
    if (what === occasion.torqueKink)
      return Math.max(state[flywheelAt]! - this.#kinkAbove, this.#kinkBelow - state[flywheelAt]!);
    if (what === occasion.receiver) return this.#receiver(state);
    if (what === occasion.speedsMeet) {
      const ahead = gear * state[speedAt]! - state[flywheelAt]!;
      if (modes.clutch === clutch.slipForward) return -ahead;
      return modes.clutch === clutch.overrun || modes.clutch === clutch.slipBack ? ahead : -1;
    }
    if (what === occasion.clutchFrees) return this.#turning() && this.#oneWay ? -flow.lockedTorque : -1;
    if (what === occasion.clutchSlips)
      return this.#turning() ? Math.abs(flow.lockedTorque) - model.drive.capacity : -1;
    return this.#valve(what, floater, state);
  }

  /** Calls `found` with everything that has happened at a state the equations were evaluated at last. */
  collect(state: Float64Array, found: (what: number, floater: number) => void): void {
    for (let what = occasion.zone; what <= occasion.clutchSlips; what++) {
      if (what >= occasion.filled && what <= occasion.spillEnds) continue;
      if (this.value(what, 0, state) > 0) found(what, 0);
    }
    if (this.#equations.figures.smooth) return;
    const runs = this.#equations.holding();
    for (let run = 0; run < runs.length; run += 2)
      for (let i = runs[run]!; i < runs[run + 1]!; i++) {
        const what = this.#valveOccasion(i, state);
        if (what !== occasion.none && this.#valve(what, i, state) > 0) found(what, i);
      }
  }

  /** What may have happened to a floater. */
  #valveOccasion(floater: number, state: Float64Array): number {
    const { modes, figures, layout, places } = this.#equations;
    const mode = modes.valves[floater];
    if (mode === valve.filling) return occasion.filled;
    if (mode === valve.spilling) return occasion.spillEnds;
    if (mode !== valve.full) return occasion.none;
    // most are far from full: that takes no division to see
    const brim = figures.model.floaters.volume * places.pressure[floater]!;
    return kappa * state[layout.heatAt + floater]! < 0.99 * brim ? occasion.none : occasion.brimful;
  }

  #turning(): boolean {
    const { modes } = this.#equations;
    return modes.clutch === clutch.locked && !modes.held;
  }

  #valve(what: number, floater: number, state: Float64Array): number {
    const { figures, flow, modes, places } = this.#equations;
    if (what === occasion.spillEnds)
      return modes.valves[floater] === valve.spilling
        ? -flow.outflow[floater]! - rounding * figures.charge
        : -1;
    return this.#bell(what, floater, state, places.pressure[floater]!);
  }

  #bell(what: number, floater: number, state: Float64Array, pressure: number): number {
    const { figures, layout, modes } = this.#equations;
    const mode = modes.valves[floater];
    const { volume, kind } = figures.model.floaters;
    const room = (kappa * state[layout.heatAt + floater]!) / pressure;
    const brim = room / volume - 1 - rounding;
    if (what === occasion.brimful) return mode === valve.full ? brim : -1;
    if (mode !== valve.filling) return -1;
    return kind === 'sealed' ? brim : Math.max(brim, state[airAt + floater]! / figures.charge - 1);
  }

  #receiver(state: Float64Array): number {
    const { modes, figures } = this.#equations;
    const { receiver } = figures.model.compressor;
    if (receiver === undefined) return -1;
    const relative = receiverPressure(figures, state[receiverAt]!) / figures.pressure - 1;
    return modes.compressing ? relative : -relative - receiver.band;
  }
}
