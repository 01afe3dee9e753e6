// A search for the best feasible point inside bounds: CMA-ES in the unit cube, restarted with twice the population when it
// has converged (A. Auger, N. Hansen, 2005, doi:10.1109/CEC.2005.1554902), until nothing better comes or the budget is used.

import type { ReportOf } from '@holdfast/protocol';
import { placed } from './axes.ts';
import { between, type Axis } from './axis.ts';
import { compareJudged, judge, type Judged, type Problem } from './candidate.ts';
import { defaultPopulation, EvolutionStrategy } from './evolution-strategy.ts';
import type { Laboratory } from './laboratory.ts';
import type { RandomNumbers } from './random-numbers.ts';

type History = ReportOf<'optimize'>['history'];

/** Standard deviation of the first generation, as a part of the range. */
const sigmaFirst = 0.3;
/** Standard deviation below which a search has converged, as a part of the range. */
const spreadLeast = 1e-7;
/** Differences below this part of the standard error of the objective are of no interest. */
const errorShare = 1e-3;
/** So are differences below this part of those within the first generation. */
const spanShare = 1e-9;
/** Least standard deviation along a grid, in steps: one draw in ten still changes the value. */
const gridSpread = 0.3;
const restartsMax = 9;
/** Restarts in a row that found nothing better before a search is given up as done. */
const fruitlessMax = 3;

export interface SearchOptions {
  readonly axes: readonly Axis[];
  readonly problem: Problem;
  /** Settings measured at most. */
  readonly budget: number;
  readonly random: RandomNumbers;
  /** Where the first generation is centred, in the unit cube. */
  readonly start: readonly number[];
  readonly onGeneration?: () => void;
}

export class Search {
  readonly history: History = [];
  /** Everything measured, in order. */
  readonly seen: Judged[] = [];
  readonly #laboratory: Laboratory;
  readonly #options: SearchOptions;
  readonly #used: number;
  #best: Judged | undefined;
  #restarts = 0;

  constructor(laboratory: Laboratory, options: SearchOptions) {
    this.#laboratory = laboratory;
    this.#options = options;
    this.#used = laboratory.settings;
  }

  get best(): Judged | undefined {
    return this.#best;
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** Settings measured for this search. */
  get evaluations(): number {
    return this.#laboratory.settings - this.#used;
  }

  /** @returns how it ended */
  async run(): Promise<'converged' | 'budget'> {
    const { axes, start, random } = this.#options;
    let from = start;
    let population = defaultPopulation(axes.length);
    let fruitless = 0;
    await this.#measure([start]);
    for (;;) {
      const before = this.#best;
      if (!(await this.#descend(from, population))) return 'budget';
      fruitless = before === this.#best ? fruitless + 1 : 0;
      if (fruitless >= fruitlessMax || this.#restarts >= restartsMax) return 'converged';
      this.#restarts++;
      population *= 2;
      from = axes.map(() => random.uniform());
    }
  }

  /** One strategy until it has converged; false when the budget ended it. */
  async #descend(mean: readonly number[], population: number): Promise<boolean> {
    const { axes, random, budget, onGeneration } = this.#options;
    const spreadMin = axes.map(({ step, low, high }) => (gridSpread * step) / (high - low));
    const strategy = new EvolutionStrategy({ mean, sigma: sigmaFirst, random, population, spreadMin });
    const patience = 10 + Math.ceil((30 * axes.length) / population);
    const losses: number[] = [];
    let span = 0;
    for (;;) {
      if (this.evaluations + population > budget) return false;
      const judged = await this.#measure(strategy.ask());
      const order = judged.map((_, index) => index).sort((a, b) => compareJudged(judged[a]!, judged[b]!));
      strategy.tell(order);
      const { violation, loss } = judged[order[0]!]!;
      if (losses.length === 0) span = spanOf(judged.map((one) => one.loss));
      losses.push(violation > 0 ? violation : loss);
      this.#remember(strategy.sigma);
      onGeneration?.();
      if (strategy.spread < spreadLeast || strategy.degenerate) return true;
      if (losses.length > patience && this.#flat(losses.slice(-patience), span)) return true;
    }
  }

  async #measure(points: readonly (readonly number[])[]): Promise<readonly Judged[]> {
    const { axes, problem } = this.#options;
    const settings = points.map((point) =>
      placed(
        axes,
        point.map((value, at) => between(axes[at]!, reflected(value))),
      ),
    );
    const found = await this.#laboratory.measure(settings);
    const judged = found.map((observation, index) => judge(problem, settings[index]!.inputs, observation));
    for (const one of judged) {
      this.seen.push(one);
      if (this.#best === undefined || compareJudged(one, this.#best) < 0) this.#best = one;
    }
    return judged;
  }

  #remember(sigma: number): void {
    const { objective, verdict } = this.#best!.candidate;
    this.history.push({ evaluations: this.evaluations, objective: objective.value, verdict, sigma });
  }

  /** Whether the best of the last generations differ by nothing that matters. */
  #flat(losses: readonly number[], span: number): boolean {
    const error = this.#best!.candidate.objective.standardError ?? 0;
    return spanOf(losses) <= Math.max(errorShare * error, spanShare * span);
  }
}

/** Distance of the largest from the smallest finite number. */
function spanOf(values: readonly number[]): number {
  const finite = values.filter((value) => Number.isFinite(value));
  return finite.length === 0 ? 0 : Math.max(...finite) - Math.min(...finite);
}

/** Mirrors a coordinate at the walls of the unit cube as often as needed. */
export function reflected(value: number): number {
  const part = Math.abs(value) % 2;
  return part > 1 ? 2 - part : part;
}

/** Where the present values lie, in the unit cube. */
export function startOf(axes: readonly Axis[]): readonly number[] {
  return axes.map(({ value, low, high }) => Math.min(1, Math.max(0, (value - low) / (high - low))));
}
