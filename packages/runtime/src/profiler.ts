// What a run's computing goes into: durations of the loop's own parts in every turn, and of the parts a family tells apart in
// every sixteenth step, so that measuring costs far less than what is measured.

import type { Probe } from '@holdfast/core';
import { DurationHistogram } from './duration-histogram.ts';

/** Durations are those of the last seconds. */
const windowMs = 5000;
const sampled = 16;

/** Parts of the loop. */
export const loopParts = ['step', 'show', 'check', 'checkpoint'] as const;
export type LoopPart = (typeof loopParts)[number];

/** What one component costs, wall time in ms. */
export interface ComponentCost {
  readonly name: string;
  /** Component of which this is a part; null for parts of the loop itself. */
  readonly within: string | null;
  /** How often it was measured in the last seconds. */
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Share of all that was measured since the run began, of its kind. */
  readonly share: number;
}

class Meter {
  readonly #durations = new DurationHistogram(windowMs);
  totalMs = 0;

  add(ms: number, at: number): void {
    this.totalMs += ms;
    this.#durations.add(ms, at);
  }

  cost(name: string, within: string | null, allMs: number): ComponentCost {
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => this.#durations.quantile(share));
    const share = allMs > 0 ? this.totalMs / allMs : 0;
    return { name, within, count: this.#durations.count, p50: p50!, p95: p95!, p99: p99!, share };
  }
}

function totalMs(meters: readonly Meter[]): number {
  return meters.reduce((total, each) => total + each.totalMs, 0);
}

/** Adds up what each component of one step takes. */
class StepProbe {
  readonly spent: Float64Array;
  readonly #now: () => number;
  #current = 0;
  #since = 0;

  constructor(components: number, now: () => number) {
    this.spent = new Float64Array(components);
    this.#now = now;
  }

  /** The step begins; until the family says otherwise it counts for the first component. */
  begin(): void {
    this.spent.fill(0);
    this.#current = 0;
    this.#since = this.#now();
  }

  readonly enter: Probe = (component) => {
    const now = this.#now();
    this.spent[this.#current]! += now - this.#since;
    this.#current = component;
    this.#since = now;
  };
}

export class Profiler {
  readonly #parts = new Map<LoopPart, Meter>(loopParts.map((part) => [part, new Meter()]));
  readonly #names: readonly string[];
  readonly #components: readonly Meter[];
  readonly #probe: StepProbe;
  #steps = 0;
  #probing = false;

  /** `components` are those the family can tell apart; `now` is the clock of the worker, ms. */
  constructor(components: readonly string[], now: () => number) {
    this.#names = components;
    this.#components = components.map(() => new Meter());
    this.#probe = new StepProbe(components.length, now);
  }

  /** The probe for the step to come, when it is one to be looked into. */
  probe(): Probe | undefined {
    this.#probing = this.#names.length > 0 && this.#steps++ % sampled === 0;
    if (!this.#probing) return undefined;
    this.#probe.begin();
    return this.#probe.enter;
  }

  /** The step for which `probe` was asked is over. */
  stepped(at: number): void {
    if (!this.#probing) return;
    this.#probing = false;
    this.#probe.enter(0);
    this.#components.forEach((meter, index) => meter.add(this.#probe.spent[index]!, at));
  }

  add(part: LoopPart, ms: number, at: number): void {
    this.#parts.get(part)!.add(ms, at);
  }

  /** Parts of the loop first, those of the step behind them. */
  costs(): readonly ComponentCost[] {
    const all = totalMs([...this.#parts.values()]);
    const inside = totalMs(this.#components);
    return [
      ...loopParts.map((part) => this.#parts.get(part)!.cost(part, null, all)),
      ...this.#components.map((meter, index) => meter.cost(this.#names[index]!, 'step', inside)),
    ];
  }
}
