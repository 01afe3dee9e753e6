// Air in floaters: mass and enthalpy of a bell in balance with the water, or shut. Enthalpy instead of temperature: the
// volume R/c_p H/p needs no division by a mass that may be zero. The loop over floaters is `air-plain.ts` or its code.

import { bookHeat, bookInflow } from './air-books.ts';
import type { AirNumbers } from './air-numbers.ts';
import { sumAt } from './air-numbers.ts';
import type { Exchange } from './air-plain.ts';
import { gasConstant, heatCapacity, kappa, type Figures } from './figures.ts';
import type { Flow } from './flow.ts';
import { account, airAt, speedAt, valve, type Layout, type Modes } from './layout.ts';
import { empty, type LiveFloaters } from './live-floaters.ts';
import { metering } from './smooth-valves.ts';

/** Share of the nominal flow that the pressure before the valve drives. */
function opening(figures: Figures, before: number, inside: number): number {
  if (figures.model.compressor.receiver === undefined) return 1;
  const full = 0.02 * inside;
  return before >= inside + full ? 1 : Math.max(0, (before - inside) / full);
}

/** A sum of both lanes. */
function sumOf(sums: Float64Array, at: number): number {
  return sums[2 * at]! + sums[2 * at + 1]!;
}

function isAmong(vectors: readonly Float64Array[], vector: Float64Array): boolean {
  for (let at = 0; at < vectors.length; at++) if (vectors[at] === vector) return true;
  return false;
}

/** Lets nothing change in the floaters between `runs`. */
function rest(slopes: Float64Array, runs: readonly number[], heatAt: number, count: number): void {
  let from = 0;
  for (let run = 0; run <= runs.length; run += 2) {
    const to = run < runs.length ? runs[run]! : count;
    for (let i = from; i < to; i++) {
      slopes[airAt + i] = 0;
      slopes[heatAt + i] = 0;
    }
    if (run < runs.length) from = runs[run + 1]!;
  }
}

export class AirExchange {
  readonly #numbers: AirNumbers;
  readonly #exchange: Exchange;
  readonly #layout: Layout;
  readonly #flow: Flow;
  /** For states and slopes that lie elsewhere. */
  readonly #state: Float64Array;
  readonly #slopes: Float64Array;
  #figures: Figures | undefined;
  /** Slopes in which floaters without air rest already, since valves were switched last. */
  readonly #resting: Float64Array[] = [];
  /** Floaters that air flows into. */
  readonly #filling: number[] = [];

  constructor(numbers: AirNumbers, exchange: Exchange, layout: Layout, flow: Flow) {
    this.#numbers = numbers;
    this.#exchange = exchange;
    this.#layout = layout;
    this.#flow = flow;
    this.#state = numbers.take(layout.size);
    this.#slopes = numbers.take(layout.size);
  }

  /** Takes over what valves let through, where they are switches. */
  revise(figures: Figures, { valves }: Modes): void {
    this.#resting.length = 0;
    const { loss, spill } = this.#numbers.rows;
    const { dissolution } = figures.model.floaters;
    for (let i = 0; i < valves.length; i++) {
      const mode = valves[i]!;
      spill[i] = mode === valve.spilling ? 1 : 0;
      loss[i] = mode === valve.venting ? figures.perVent : mode === valve.full ? dissolution : 0;
    }
  }

  /** Fills the slopes of masses and enthalpies and the flow's sums; places of live floaters are filled already. */
  run(
    figures: Figures,
    live: LiveFloaters,
    injecting: boolean,
    state: Float64Array,
    slopes: Float64Array,
  ): void {
    const { heatAt, count } = this.#layout;
    const numbers = this.#numbers;
    if (figures !== this.#figures) numbers.setFigures(figures);
    this.#figures = figures;
    numbers.setSink(-figures.weight * state[speedAt]!);
    // loops, where a call of `fill` costs more than what it does
    const { sums } = numbers;
    for (let at = 0; at < sums.length; at++) sums[at] = 0;
    if (figures.smooth) this.#openWindows(figures, live.open, injecting ? state[speedAt]! : 0);
    else this.#openValves(figures, live.filling);
    // code reads and writes its own memory only
    let from = numbers.addressOf(state);
    let into = numbers.addressOf(slopes);
    const near = into >= 0;
    if (from < 0) {
      this.#state.set(state);
      from = numbers.addressOf(this.#state);
    }
    if (!near) into = numbers.addressOf(this.#slopes);
    let inside = true;
    for (let run = 0; run < live.open.length; run += 2)
      inside = this.#exchange(from, into, live.open[run]!, live.open[run + 1]!, figures.smooth) && inside;
    if (!near) slopes.set(this.#slopes);
    const lasting = near && !figures.smooth;
    if (!lasting || !isAmong(this.#resting, slopes)) {
      rest(slopes, live.open, heatAt, count);
      if (lasting) this.#resting.push(slopes);
    }
    this.#book(figures, inside ? sumOf(sums, sumAt.entropy) : this.#entropy(figures, live.open, state));
    for (const floater of this.#filling)
      bookInflow(
        figures,
        this.#flow,
        numbers.rows.inflow[floater]!,
        this.#temperature(figures, state, floater),
        numbers.rows.pressure[floater]!,
      );
    if (live.sealed.length > 0) this.#addSealed(figures, live.sealed, state, slopes);
  }

  #book(figures: Figures, entropy: number): void {
    const flow = this.#flow;
    const { sums } = this.#numbers;
    const { rates } = flow;
    const { ambient } = figures.model.water;
    flow.lift = figures.weight * sumOf(sums, sumAt.lift);
    flow.airVolume = sumOf(sums, sumAt.volume);
    flow.intake = sumOf(sums, sumAt.intake);
    flow.expelled = sumOf(sums, sumAt.expelled);
    bookHeat(flow, sumOf(sums, sumAt.heat), ambient * sumOf(sums, sumAt.transfer));
    const leaving = sumOf(sums, sumAt.leaving);
    const heat = heatCapacity * ambient * (sumOf(sums, sumAt.warmth) - leaving);
    rates[account.airVented] = leaving;
    rates[account.vented] = heat;
    rates[account.ventedExergy] = heat - ambient * entropy;
    rates[account.airInjected] = 0;
    rates[account.throttling] = 0;
    rates[account.mixing] = 0;
  }

  /** Entropy of what leaves, W/K, of air too warm, too cold or too tight for the table. */
  #entropy(figures: Figures, runs: readonly number[], state: Float64Array): number {
    const { pressure, outflow } = this.#numbers.rows;
    const { logs, perAmbient, perOutside } = figures;
    let sum = 0;
    for (let run = 0; run < runs.length; run += 2)
      for (let i = runs[run]!; i < runs[run + 1]!; i++) {
        if (outflow[i] === 0) continue;
        const warmth = logs.at(this.#temperature(figures, state, i) * perAmbient);
        sum += outflow[i]! * (heatCapacity * warmth - gasConstant * logs.at(pressure[i]! * perOutside));
      }
    return sum;
  }

  #temperature({ trace, model }: Figures, state: Float64Array, floater: number): number {
    const mass = state[airAt + floater]!;
    const enthalpy = state[this.#layout.heatAt + floater]!;
    return mass > trace && enthalpy > 0 ? enthalpy / (mass * heatCapacity) : model.water.ambient;
  }

  #shut(): void {
    const { inflow } = this.#numbers.rows;
    for (const floater of this.#filling) inflow[floater] = 0;
    empty(this.#filling);
  }

  #openValves(figures: Figures, filling: readonly number[]): void {
    const { inflow, pressure } = this.#numbers.rows;
    const nominal = figures.charge / figures.model.injection.fillTime;
    this.#shut();
    for (const floater of filling) {
      inflow[floater] = nominal * opening(figures, this.#flow.pressure, pressure[floater]!);
      if (inflow[floater] > 0) this.#filling.push(floater);
    }
  }

  #openWindows(figures: Figures, runs: readonly number[], speed: number): void {
    const { inflow, pressure, position } = this.#numbers.rows;
    const { fillLength } = figures.model.injection;
    this.#shut();
    if (!(speed > 0)) return;
    const metered = figures.charge * speed;
    for (let run = 0; run < runs.length; run += 2)
      for (let i = runs[run]!; i < runs[run + 1]!; i++) {
        const share = metering(position[i]!, fillLength);
        if (share <= 0) continue;
        inflow[i] = metered * share * opening(figures, this.#flow.pressure, pressure[i]!);
        if (inflow[i]! > 0) this.#filling.push(i);
      }
  }

  /** Floaters that are rigid and shut: their volume stays, their air exchanges heat alone. */
  #addSealed(figures: Figures, floaters: readonly number[], state: Float64Array, slopes: Float64Array): void {
    const flow = this.#flow;
    const { volume, heatTransfer } = figures.model.floaters;
    const { ambient } = figures.model.water;
    const { slope } = this.#numbers.rows;
    const perWater = 1 / figures.waterTemperature;
    for (const floater of floaters) {
      const temperature = this.#temperature(figures, state, floater);
      const touching = state[airAt + floater]! > figures.trace;
      const warming = touching ? heatTransfer * (figures.waterTemperature - temperature) : 0;
      slopes[this.#layout.heatAt + floater] = warming / (1 - kappa);
      flow.lift += figures.weight * slope[floater]! * volume;
      flow.airVolume += volume;
      flow.rates[account.heat]! += warming;
      flow.rates[account.heatTransfer]! += ambient * warming * (1 / temperature - perWater);
    }
  }
}
