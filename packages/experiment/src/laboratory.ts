// Where a method asks its questions. The laboratory numbers the points, repeats each with the replicates' seeds, asks the
// executor only for what is not known yet, and stops when it is told to. Methods are functions of the answers alone, so an
// experiment that goes on from its kept points ends with the same bytes.

import { SimulationError, type NumberInput, type Metric, type Parameter } from '@holdfast/core';
import type { Figure, PointOutcome, Report } from '@holdfast/protocol';
import { Observation } from './observation.ts';
import type { PointExecutor, PointTask } from './point.ts';
import { derivedSeed, RandomNumbers, replicateSeed } from './random-numbers.ts';
import type { Source } from './studies.ts';

/** What one point is computed at. */
export interface Setting {
  /** Parameters that differ from the experiment's own. */
  readonly inputs: readonly NumberInput[];
  /** Index of the document; 0 when absent. */
  readonly document?: number;
  /** With random numbers nothing else in the experiment has used. */
  readonly fresh?: boolean;
}

/** The experiment was told to end; what is known so far is reported. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly why: 'cancelled' | 'points' | 'wallMs';

  constructor(why: Stopped['why']) {
    super(`the experiment was stopped: ${why}`);
    this.why = why;
  }
}

export interface LaboratoryOptions {
  readonly executor: PointExecutor;
  readonly parameters: readonly Parameter[];
  /** Of the document's randomness; empty where the family names none. */
  readonly sources: readonly Source[];
  /** Whether the family computes one setting beside another, as document 1. */
  readonly canPair: boolean;
  /** Held in every point. */
  readonly fixed: readonly NumberInput[];
  readonly figures: readonly Figure[];
  /** Figures the family reports of itself, beside those the author asked for: never checked. */
  readonly derived: readonly Figure[];
  readonly seed: number;
  readonly until: number;
  readonly replicates: number;
  /** Points of an earlier part of the same experiment, from index 0. */
  readonly known: readonly PointOutcome[];
  readonly pointsMax: number;
  /** Each new point, reduced to the figures asked for. */
  readonly onPoint: (outcome: PointOutcome) => void;
  /** What could be said so far. */
  readonly onReport: (report: Report) => void;
  /** Why to stop; undefined to go on. Asked before each batch. */
  readonly stopped: () => Stopped['why'] | undefined;
}

export class Laboratory {
  readonly parameters: readonly Parameter[];
  readonly sources: readonly Source[];
  readonly canPair: boolean;
  readonly #options: LaboratoryOptions;
  readonly #outcomes = new Map<number, readonly Metric[]>();
  /** Indexes of the replicates by setting. */
  readonly #settings = new Map<string, readonly number[]>();
  readonly #wanted: ReadonlySet<string>;
  #next = 0;

  constructor(options: LaboratoryOptions) {
    this.#options = options;
    this.parameters = options.parameters;
    this.sources = options.sources;
    this.canPair = options.canPair;
    const wanted = [...options.figures, ...options.derived];
    this.#wanted = new Set(wanted.map(({ subject, metric }) => `${subject}\n${metric}`));
    for (const { index, metrics } of options.known) this.#outcomes.set(index, metrics);
  }

  /** Points asked for so far, repeats of the same setting not counted. */
  get settings(): number {
    return this.#settings.size;
  }

  /** Value of a parameter where the method does not move it. */
  valueOf(name: string): number {
    const fixed = this.#options.fixed.findLast(({ parameter }) => parameter === name);
    return fixed?.value ?? this.parameters.find((parameter) => parameter.name === name)!.value;
  }

  random(purpose: string): RandomNumbers {
    return new RandomNumbers(this.#options.seed, purpose);
  }

  report(report: Report): void {
    this.#options.onReport(report);
  }

  /** Measures every setting, in the order given. @throws Stopped, SimulationError */
  async measure(settings: readonly Setting[]): Promise<readonly Observation[]> {
    const why = this.#options.stopped();
    if (why !== undefined) throw new Stopped(why);
    const tasks: PointTask[] = [];
    const indexes = settings.map((setting) => this.#indexesOf(setting, tasks));
    await this.#compute(tasks.filter(({ index }) => !this.#outcomes.has(index)));
    return indexes.map((own) => new Observation(own.map((index) => this.#outcomes.get(index)!)));
  }

  async #compute(tasks: readonly PointTask[]): Promise<void> {
    const { executor, pointsMax, onPoint } = this.#options;
    const allowed = tasks.filter(({ index }) => index < pointsMax);
    await executor.execute(allowed, ({ index, metrics }) => {
      if (index === 0) this.#checkFigures(metrics);
      const outcome = { index, metrics: this.#asked(metrics) };
      this.#outcomes.set(index, outcome.metrics);
      onPoint(outcome);
    });
    if (allowed.length < tasks.length) throw new Stopped('points');
    const why = this.#options.stopped();
    if (tasks.some(({ index }) => !this.#outcomes.has(index))) throw new Stopped(why ?? 'cancelled');
  }

  #indexesOf(setting: Setting, tasks: PointTask[]): readonly number[] {
    const { document = 0, fresh = false, inputs } = setting;
    const { seed, until, fixed, replicates } = this.#options;
    const values = new Map([...fixed, ...inputs].map(({ parameter, value }) => [parameter, value]));
    const key = JSON.stringify([document, fresh, [...values].sort(([a], [b]) => (a < b ? -1 : 1))]);
    const known = this.#settings.get(key);
    if (known !== undefined) return known;
    const parameters = [...values].map(([parameter, value]) => ({ parameter, value }));
    const own = fresh ? derivedSeed(seed, 'verification') : seed;
    const indexes = Array.from({ length: replicates }, (_, replicate) => {
      const index = this.#next++;
      tasks.push({ index, document, seed: replicateSeed(own, replicate), until, parameters });
      return index;
    });
    this.#settings.set(key, indexes);
    return indexes;
  }

  #asked(metrics: readonly Metric[]): readonly Metric[] {
    return metrics.filter(({ subject, name }) => this.#wanted.has(`${subject}\n${name}`));
  }

  /** A figure nobody reports is the author's mistake; one that is missing later, at other parameters, is a finding. */
  #checkFigures(metrics: readonly Metric[]): void {
    for (const { subject, metric } of this.#options.figures) {
      if (metrics.some((one) => one.subject === subject && one.name === metric)) continue;
      const own = metrics.filter((one) => one.subject === subject);
      const known =
        own.length > 0 ? own.map(({ name }) => name) : [...new Set(metrics.map((one) => one.subject))];
      const figure = own.length > 0 ? `${subject} ${metric}` : subject;
      throw new SimulationError('experiment.unknown-figure', { figure, known: known.join(', ') });
    }
  }
}
