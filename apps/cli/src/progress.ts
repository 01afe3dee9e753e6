// The progress of one run in one line: bar, amount, rate, time to go, and how the first estimate moved.
import { formatEstimate, formatNumber } from '@holdfast/client';
import type { Pace } from '@holdfast/core';
import { formatPaceFactor, type ClockView } from '@holdfast/protocol';
import { formatAmount, formatDuration, pluralOf } from './amounts.ts';
import type { Console } from './console.ts';

const sparks = '▁▂▃▄▅▆▇█';
const sparkCount = 12;
const barMin = 8;
const barMax = 24;
/** Redraws of a terminal line, and lines of a run without an end elsewhere. */
const redrawMs = 100;
const openEndMs = 10_000;

/** Draws values between their own minimum and maximum. */
export function sparkline(values: readonly number[]): string {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return values
    .map((value) => sparks[span > 0 ? Math.min(7, Math.floor(((value - low) / span) * 8)) : 3])
    .join('');
}

export interface ProgressState {
  readonly status: string;
  readonly time: number;
  /** Infinity for an open end. */
  readonly end: number;
  readonly timeUnit: string;
  /** Time units per second. */
  readonly rate: number | null;
  readonly etaMs: number | null;
  readonly pace?: Pick<Pace, 'factor'>;
  readonly clock?: Pick<ClockView, 'rtf' | 'lagMs' | 'slips' | 'rung'> | null;
}

/** A figure as it stands. */
export interface Estimate {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly standardError: number | null;
}

/** Shows progress at most ten times a second on a terminal, once per 10 % elsewhere. */
export class Progress {
  readonly #console: Console;
  readonly #now: () => number;
  readonly #history: number[] = [];
  #estimate: Estimate | undefined;
  #shownAt = -Infinity;
  #shownTenth = 0;

  constructor(console: Console, now: () => number) {
    this.#console = console;
    this.#now = now;
  }

  /** Remembers a figure for the sparkline. */
  estimate(estimate: Estimate): void {
    if (!Number.isFinite(estimate.value)) return;
    this.#estimate = estimate;
    this.#history.push(estimate.value);
    if (this.#history.length > sparkCount) this.#history.shift();
  }

  show(state: ProgressState): void {
    if (this.#console.terminal.interactive) {
      if (this.#now() - this.#shownAt < redrawMs) return;
      this.#shownAt = this.#now();
      this.#console.status(this.#line(state));
    } else if (this.#isDue(state)) {
      this.#console.note([...wordsOf(state), ...this.#figure()].join('  '));
    }
  }

  #isDue({ time, end }: ProgressState): boolean {
    if (end === Infinity) {
      if (this.#now() - this.#shownAt < openEndMs) return false;
      this.#shownAt = this.#now();
      return true;
    }
    const tenth = Math.floor((time / end) * 10);
    if (tenth <= this.#shownTenth) return false;
    this.#shownTenth = tenth;
    return true;
  }

  /** What does not fit is left out: first the figure, then the sparkline. */
  #line(state: ProgressState): string {
    const { width } = this.#console.terminal;
    const bar = Math.max(barMin, Math.min(barMax, width - 110));
    const share = state.end === Infinity ? 0 : Math.min(1, state.time / state.end);
    const filled = Math.round(share * bar);
    const words = wordsOf(state).map((word) => `  ${word}`);
    const taken = bar + words.join('').length + 1;
    const spark = this.#history.length > 1 ? `  ${sparkline(this.#history)}` : '';
    const shownSpark = taken + sparkCount + 2 > width ? '' : spark;
    const figure = this.#figure().map((text) => `  ${text}`);
    const shownFigure = figure.filter(({ length }) => taken + length + shownSpark.length <= width);
    const drawn = '━'.repeat(filled) + this.#console.inNote('dim', '─'.repeat(bar - filled));
    return [drawn, ...words, ...shownFigure, shownSpark].join('');
  }

  #figure(): readonly string[] {
    if (this.#estimate === undefined) return [];
    const { name, unit, value, standardError } = this.#estimate;
    const { value: text, error } =
      standardError === null
        ? { value: formatNumber(value, 4), error: null }
        : formatEstimate(value, standardError);
    return [`${name} ${text}${error === null ? '' : ` ± ${error}`}${unit === '1' ? '' : ` ${unit}`}`];
  }
}

/** How a paced run keeps its pace. */
function paceOf({ pace, clock }: ProgressState): readonly string[] {
  if (pace === undefined || pace.factor === 0 || clock == null) return [];
  const { rtf, lagMs, slips, rung } = clock;
  return [
    `${formatNumber(rtf, 3)}x of ${formatPaceFactor(pace.factor)}`,
    ...(lagMs >= 1 ? [`lag ${formatDuration(lagMs)}`] : []),
    ...(slips > 0 ? [`${slips} slip${slips === 1 ? '' : 's'}`] : []),
    ...(rung > 0 ? [`rung ${rung}`] : []),
  ];
}

function wordsOf(state: ProgressState): readonly string[] {
  const { status, time, end, timeUnit, rate, etaMs } = state;
  const unit = pluralOf(timeUnit);
  const open = end === Infinity;
  return [
    ...(open ? [] : [`${Math.floor((time / end) * 100)} %`.padStart(5)]),
    `${formatAmount(time).padStart(5)}${open ? '' : ` of ${formatAmount(end)}`} ${unit}`.trimEnd(),
    ...(status === 'running' || status === 'ended' ? [] : [status]),
    ...(rate === null || rate <= 0 ? [] : [`${formatAmount(rate)}/s`.padStart(7)]),
    ...paceOf(state),
    ...(etaMs === null || time >= end ? [] : [`${formatDuration(etaMs)} left`]),
  ];
}
