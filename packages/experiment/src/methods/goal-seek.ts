// The value of one parameter at which a figure takes a target: bracketed by a scan of the range, closed in by Brent's method
// (R. P. Brent, 1973, chapter 4). Common random numbers make the figure a plain function of the parameter.

import type { Estimate, MethodOf, ReportOf } from '@holdfast/protocol';
import { axesOf, moved, named } from '../axes.ts';
import { between, onGrid, type Axis } from '../axis.ts';
import type { Laboratory } from '../laboratory.ts';
import type { Observation } from '../observation.ts';

export const budgetDefault = 50;
/** Points of the scan, ends included. */
const scanPoints = 5;
/** Part of its error to which the figure is brought unless a tolerance is given. */
const errorShare = 0.1;
/** Part of the range below which the parameter counts as found. */
const resolution = 1e-9;

type Outcome = ReportOf<'goal-seek'>['outcome'];

interface Seen extends Estimate {
  readonly at: number;
}

/** A point with a known distance from the target. */
interface Known {
  readonly at: number;
  readonly off: number;
}

class Search {
  readonly #laboratory: Laboratory;
  readonly #method: MethodOf<'goal-seek'>;
  readonly #axis: Axis;
  readonly #seen: Seen[] = [];
  #first: Observation | undefined;

  constructor(laboratory: Laboratory, method: MethodOf<'goal-seek'>) {
    this.#laboratory = laboratory;
    this.#method = method;
    this.#axis = axesOf(laboratory, [method.range])[0]!;
  }

  async run(): Promise<ReportOf<'goal-seek'>> {
    const scan = Array.from({ length: scanPoints }, (_, part) =>
      between(this.#axis, part / (scanPoints - 1)),
    );
    const known = (await this.#look([...new Set(scan)])).filter(({ off }) => !Number.isNaN(off));
    const exact = known.find(({ off }) => this.#close(off));
    if (exact !== undefined) return this.#report('reached');
    const bracket = this.#bracket(known);
    if (bracket === undefined) return this.#report('unreachable');
    return this.#report(await this.#closeIn(bracket[0], bracket[1]));
  }

  /** The neighbours with the target between them that are nearest to it. */
  #bracket(known: readonly Known[]): readonly [Known, Known] | undefined {
    const pairs = known.slice(1).map((right, index) => [known[index]!, right] as const);
    const crossing = pairs.filter(([left, right]) => left.off * right.off < 0);
    const nearness = ([left, right]: readonly [Known, Known]): number =>
      Math.min(Math.abs(left.off), Math.abs(right.off));
    return crossing.sort((a, b) => nearness(a) - nearness(b))[0];
  }

  /** Brent's method: inverse quadratic or secant steps, halving where they do not help. */
  async #closeIn(left: Known, right: Known): Promise<Outcome> {
    let [a, b, c] = [left, right, left];
    let width = b.at - a.at;
    let before = width;
    const least = resolution * (this.#axis.high - this.#axis.low);
    const { budget = budgetDefault } = this.#method;
    for (;;) {
      if (b.off > 0 === c.off > 0) {
        c = a;
        width = b.at - a.at;
        before = width;
      }
      if (Math.abs(c.off) < Math.abs(b.off)) [a, b, c] = [b, c, b];
      const half = (c.at - b.at) / 2;
      if (this.#close(b.off)) return 'reached';
      if (Math.abs(half) <= least) return 'resolution';
      if (this.#seen.length >= budget) return 'budget';
      const step = interpolated(a, b, c, half);
      const useful = step !== undefined && Math.abs(before) > least && Math.abs(step) < Math.abs(before) / 2;
      before = useful ? width : half;
      width = useful ? step : half;
      a = b;
      const next = this.#grid(b.at + width, b.at, c.at);
      if (next === undefined) return 'resolution';
      const [found] = await this.#look([next]);
      if (Number.isNaN(found!.off)) return 'unreachable';
      b = found!;
    }
  }

  /** A value of the grid strictly between two others; undefined where there is none. */
  #grid(wanted: number, from: number, to: number): number | undefined {
    const [low, high] = from < to ? [from, to] : [to, from];
    const { step } = this.#axis;
    let value = onGrid(this.#axis, wanted);
    if (value <= low) value = step === 0 ? low + (high - low) * 1e-3 : low + step;
    if (value >= high) value = step === 0 ? high - (high - low) * 1e-3 : high - step;
    return value > low && value < high ? value : undefined;
  }

  async #look(values: readonly number[]): Promise<readonly Known[]> {
    const { output, target } = this.#method;
    const found = await this.#laboratory.measure(values.map((value) => moved(this.#axis, value)));
    this.#first ??= found[0];
    const seen = found.map((observation, index) => ({ at: values[index]!, ...observation.estimate(output) }));
    this.#seen.push(...seen);
    this.#laboratory.report(this.#report('budget'));
    return seen.map(({ at, value }) => ({ at, off: value === null ? Number.NaN : value - target }));
  }

  /** Whether the distance is as small as asked: the tolerance, or what the noise of the figure hides. */
  #close(off: number): boolean {
    const error = this.#seen.at(-1)?.standardError ?? 0;
    return Math.abs(off) <= (this.#method.tolerance ?? errorShare * error);
  }

  #report(outcome: Outcome): ReportOf<'goal-seek'> {
    const { output, target } = this.#method;
    const byAt = [...this.#seen].sort((a, b) => a.at - b.at);
    const known = byAt.filter(({ value }) => value !== null) as (Seen & { readonly value: number })[];
    const best = [...known].sort((a, b) => Math.abs(a.value - target) - Math.abs(b.value - target))[0];
    const turns = new Set(known.slice(1).map(({ value }, index) => Math.sign(value - known[index]!.value)));
    return {
      kind: 'goal-seek',
      ...named(output, this.#first!),
      parameter: this.#axis.parameter,
      target,
      outcome,
      at: best?.at ?? null,
      achieved: { value: best?.value ?? null, standardError: best?.standardError ?? null },
      atStandardError: best === undefined ? null : atError(known, known.indexOf(best)),
      monotone: !(turns.has(1) && turns.has(-1)),
      path: byAt,
    };
  }
}

/** Step from b towards the root by inverse quadratic interpolation (secant while a = c); undefined where it would leave the
 * middle half of the bracket. */
function interpolated(a: Known, b: Known, c: Known, half: number): number | undefined {
  const s = b.off / a.off;
  let [p, q] = [2 * half * s, 1 - s];
  if (a.at !== c.at) {
    const [r, t] = [b.off / c.off, a.off / c.off];
    p = s * (2 * half * t * (t - r) - (b.at - a.at) * (r - 1));
    q = (t - 1) * (r - 1) * (s - 1);
  }
  const step = p > 0 ? p / -q : -p / q;
  const inside = step * half > 0 && Math.abs(step) < 1.5 * Math.abs(half);
  return Number.isFinite(step) && inside ? step : undefined;
}

/** Error of the parameter: that of the figure over the slope between the neighbours. */
function atError(known: readonly (Seen & { readonly value: number })[], at: number): number | null {
  const [left, right] = [known[Math.max(0, at - 1)]!, known[Math.min(known.length - 1, at + 1)]!];
  const slope = (right.value - left.value) / (right.at - left.at);
  const error = known[at]!.standardError;
  if (error === null || !Number.isFinite(slope) || slope === 0) return null;
  return error / Math.abs(slope);
}

export function goalSeek(
  laboratory: Laboratory,
  method: MethodOf<'goal-seek'>,
): Promise<ReportOf<'goal-seek'>> {
  return new Search(laboratory, method).run();
}
