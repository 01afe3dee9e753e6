// "Stop at plus or minus x at y %": which figures must be known how well, when that is checked, and how far it is.
// Checks happen at definite numbers of chunks only, so that no bit depends on wall time, workers or spans.

import type { Metric } from '@holdfast/core';
import { normalQuantile, studentTQuantile } from '@holdfast/numerics';
import { designFreedom } from './design-errors.ts';
import type { ConvergenceSpec } from './document.ts';
import { chunkIterations } from './layout.ts';

/** One figure known to plus or minus a half-width. */
export interface Goal {
  /** Place of the output in the plan. */
  readonly output: number;
  readonly subject: string;
  readonly figure: string;
  /** In the unit of the figure, or as a share of the figure where `relative`. */
  readonly halfWidth: number;
  readonly relative: boolean;
  /** Half-width in standard errors, for the confidence asked. */
  readonly factor: number;
}

export interface ConvergencePlan {
  readonly goals: readonly Goal[];
  /** Chunks before the first check, a multiple of `checkStride`. */
  readonly minimum: number;
}

/** Checks happen at multiples of this many chunks. */
export const checkStride = 4;

/** Checks in a row at which all goals must hold: a single one would end too many runs at a moment when the estimated error
 * happens to be too small. */
const checksInARow = 2;

const confidenceDefault = 0.95;

/** Outputs by node id, with their subject and the figures reported of each. */
export interface ReportedOutput {
  readonly id: string;
  readonly subject: string;
  readonly figures: readonly string[];
}

/** `independent` tells whether errors rest on many independent iterations or on the 16 replicates of a design. */
export function convergenceOf(
  { goals, minimum = checkStride * chunkIterations }: ConvergenceSpec,
  outputs: readonly ReportedOutput[],
  independent: boolean,
): ConvergencePlan {
  return Object.freeze({
    minimum: Math.ceil(minimum / (checkStride * chunkIterations)) * checkStride,
    goals: Object.freeze(
      goals.map(({ output, figure, halfWidth, relative, confidence = confidenceDefault }) => {
        const place = outputs.findIndex(({ id }) => id === output);
        const upper = (1 + confidence) / 2;
        return Object.freeze({
          output: place,
          subject: outputs[place]!.subject,
          figure,
          halfWidth: halfWidth ?? relative!,
          relative: halfWidth === undefined,
          factor: independent ? normalQuantile(upper) : studentTQuantile(upper, designFreedom),
        });
      }),
    ),
  });
}

/** The next check after so many chunks: every 4 chunks up to 64, then after an eighth more. */
export function nextCheck({ minimum }: ConvergencePlan, chunks: number): number {
  let check = minimum;
  while (check <= chunks) check += checkStride * Math.max(1, Math.floor(check / (8 * checkStride)));
  return check;
}

/** Where a goal stands. */
export interface GoalStanding {
  readonly halfWidth: number;
  readonly wanted: number;
  readonly reached: boolean;
  /** Iterations the whole sample will need if the error goes on to shrink as 1 / sqrt(n). */
  readonly needed: number;
}

/** Undefined while the figure or its error cannot be stated. */
export function standingOf(
  { subject, figure, halfWidth, relative, factor }: Goal,
  metrics: readonly Metric[],
  count: number,
): GoalStanding | undefined {
  const found = metrics.find((metric) => metric.subject === subject && metric.name === figure);
  if (found === undefined || found.standardError === null) return undefined;
  const present = factor * found.standardError;
  const wanted = relative ? halfWidth * Math.abs(found.value) : halfWidth;
  const share = present / wanted;
  const reached = present <= wanted;
  return { halfWidth: present, wanted, reached, needed: reached ? count : Math.ceil(count * share * share) };
}

/** Four figures for each goal: what is known, what is asked, whether that is reached, and how much is left. */
export function goalMetrics(
  { goals }: ConvergencePlan,
  metrics: readonly Metric[],
  count: number,
): readonly Metric[] {
  return goals.flatMap((goal) => {
    const standing = standingOf(goal, metrics, count);
    const { subject, figure } = goal;
    const unit = metrics.find((metric) => metric.subject === subject && metric.name === figure)?.unit ?? '1';
    const told = (name: string, value: number, of: string): readonly Metric[] =>
      Number.isFinite(value)
        ? [{ subject, name: `${name}-${figure}`, value, standardError: null, unit: of }]
        : [];
    return [
      ...told('half-width', standing?.halfWidth ?? NaN, unit),
      ...told('half-width-goal', standing?.wanted ?? NaN, unit),
      ...told('goal-reached', standing?.reached === true ? 1 : 0, '1'),
      ...told('iterations-to-goal', (standing?.needed ?? NaN) - count, '1'),
    ];
  });
}

/** What has been seen of the goals so far; part of every snapshot. */
export class GoalWatch {
  readonly #plan: ConvergencePlan;
  /** Checks in a row at which all goals held. */
  #held = 0;
  /** Iterations at which they are expected to; Infinity while nothing is known. */
  #expected = Infinity;

  constructor(plan: ConvergencePlan) {
    this.#plan = plan;
  }

  get converged(): boolean {
    return this.#held >= checksInARow;
  }

  /** Looks at the goals if a check is due after `chunks` whole chunks. `metrics` are asked for only then. */
  look(chunks: number, metrics: () => readonly Metric[]): void {
    if (chunks === 0 || nextCheck(this.#plan, chunks - 1) !== chunks) return;
    const known = metrics();
    const count = chunks * chunkIterations;
    const standings = this.#plan.goals.map((goal) => standingOf(goal, known, count));
    this.#held = standings.every((standing) => standing?.reached === true) ? this.#held + 1 : 0;
    this.#expected = Math.max(...standings.map((standing) => standing?.needed ?? Infinity));
  }

  /** Iterations the sample is expected to end with, `length` at most: those of a check to come. */
  expectedEnd(count: number, length: number): number {
    if (this.converged) return count;
    if (this.#expected === Infinity) return length;
    const chunks = Math.max(count, this.#expected - chunkIterations) / chunkIterations;
    return Math.min(length, nextCheck(this.#plan, Math.floor(chunks)) * chunkIterations);
  }

  fields(): Readonly<Record<string, number>> {
    return { 'goals.held': this.#held, 'goals.expected': this.#expected };
  }

  restore(fields: Readonly<Record<string, unknown>>): void {
    this.#held = fields['goals.held'] as number;
    this.#expected = fields['goals.expected'] as number;
  }
}
