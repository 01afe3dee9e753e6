// Where a drawing's axes begin and end, and which ticks they carry. Whoever draws decides only how many ticks fit.

import { axisLabels, logLabels, logTicks } from './axis.ts';
import type { ChartFrame, Drawing } from './picture.ts';

export type Range = readonly [low: number, high: number];

export interface Ticks {
  readonly at: readonly number[];
  readonly labels: readonly string[];
}

/** Room left above and below lines that ask for no range of their own. */
const padding = 0.08;

function extent(values: Iterable<number | null>): Range | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? undefined : [low, high];
}

/** A range wide enough to tell its ends apart on an axis. */
function opened([low, high]: Range): Range {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > size * 1e-12) return [low, high];
  const room = size < 1e-300 ? 1 : size * 0.1;
  return [low - room, high + room];
}

/** Widened on both sides, but not across zero: what is never negative shows no negative place. */
function padded(exact: Range): Range {
  const [low, high] = opened(exact);
  const room = (high - low) * padding;
  return [
    exact[0] >= 0 ? Math.max(0, low - room) : low - room,
    exact[0] < 0 && exact[1] <= 0 ? Math.min(0, high + room) : high + room,
  ];
}

/** Beginning and end of both axes: what the drawing asks for, else what its numbers need. */
export function rangesOf({ x, lines, xRange, yRange }: Drawing): { readonly x: Range; readonly y: Range } {
  const heights = function* () {
    for (const { y } of lines) yield* y;
  };
  return {
    x: opened(xRange ?? extent(x) ?? [0, 1]),
    y: yRange ?? padded(extent(heights()) ?? [0, 1]),
  };
}

/** The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below `step`. */
export function roundStep(step: number): number {
  const power = Math.floor(Math.log10(step));
  // Written as text and read back, a power of ten is exact.
  for (const mantissa of ['1', '2', '2.5', '5', '10']) {
    const candidate = Number(`${mantissa}e${power}`);
    if (candidate >= step * (1 - 1e-9)) return candidate;
  }
  return Number(`1e${power + 1}`);
}

function linearTicks(
  [low, high]: Range,
  most: number,
): { readonly at: readonly number[]; readonly step: number } {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return { at: [low], step: 1 };
  const step = roundStep(span / Math.max(1, most));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Rounded to the digits of the step, so that no tick reads 0.30000000000000004.
  const digits = Math.max(0, Math.min(100, 2 - Math.floor(Math.log10(step))));
  const at = Array.from({ length: Math.max(0, last - first) + 1 }, (_, index) =>
    Number(((first + index) * step).toFixed(digits)),
  );
  return { at: at.map((tick) => tick + 0), step };
}

/** At most about `most` ticks of the horizontal axis. */
export function xTicks({ logX }: ChartFrame, range: Range, most: number): Ticks {
  if (logX === true) {
    const at = logTicks(...range);
    return { at, labels: logLabels(at) };
  }
  const { at, step } = linearTicks(range, most);
  return { at, labels: axisLabels(at, step) };
}

/** At most about `most` ticks of the vertical axis. */
export function yTicks({ yShare }: ChartFrame, range: Range, most: number): Ticks {
  const { at, step } = linearTicks(range, most);
  if (yShare !== true) return { at, labels: axisLabels(at, step) };
  const percents = axisLabels(
    at.map((tick) => tick * 100),
    step * 100,
  );
  return { at, labels: percents.map((label) => `${label} %`) };
}
