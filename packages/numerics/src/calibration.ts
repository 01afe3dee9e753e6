// What the first values of a sample say about the bins of its sketch: where they lie, how wide they are, and which single
// values are so frequent beside a continuous part that they are counted by themselves.

import { powerOfTwo } from './float-bits.ts';

/** Centre and scale of the bins, the pilot's median and 4 / its interquartile range, and values to be counted exactly. */
export interface Calibration {
  readonly center: number;
  readonly scale: number;
  /** Heavy values, ascending, at most 8; absent where there are none. */
  readonly heavy?: Float64Array;
}

/** Heavy values of a sketch at most. */
export const heavyMost = 8;

const PILOT = 4096;
/** Ranges tried for the scale, as upper probabilities: quartiles first, then wider. */
const RANGES = [0.75, 0.9, 0.975, 0.995, 1];
const SCALE_MAX = powerOfTwo(1000);
/** One in so many values of the pilot makes a value heavy. */
const HEAVY_ONE_IN = 128;
/** A continuous part is there when at least one in so many values of the pilot occurs once; whole numbers have none. */
const CONTINUOUS_ONE_IN = 256;

/** Calibrates from the first 4096 finite values of a pilot: centre = median, scale = 4 / interquartile range, or
 * 4 / the first wider range that is not zero, or 4 / |median|, or 4. */
export function calibrate(pilot: Float64Array): Calibration {
  const finite: number[] = [];
  for (let i = 0; i < pilot.length && finite.length < PILOT; i++) {
    const x = pilot[i]!;
    if (x - x === 0) finite.push(x + 0);
  }
  const sorted = Float64Array.from(finite).sort();
  const last = sorted.length - 1;
  if (last < 0) return { center: 0, scale: 1 };
  const center = sorted[last >> 1]!;
  let width = 0;
  for (const upper of RANGES) {
    const cut = Math.floor((1 - upper) * last);
    if (width === 0) width = sorted[last - cut]! - sorted[cut]!;
  }
  if (width === 0) width = Math.abs(center);
  if (width === 0) width = 1;
  const scale = Math.min(4 / Math.min(width, Number.MAX_VALUE), SCALE_MAX);
  const heavy = heavyOf(sorted);
  return heavy.length === 0 ? { center, scale } : { center, scale, heavy };
}

/** True when values counted under one calibration can be merged with those of the other. */
export function sameCalibration(a: Calibration, b: Calibration): boolean {
  const [own, other] = [a.heavy ?? [], b.heavy ?? []];
  return (
    Object.is(a.center, b.center) &&
    a.scale === b.scale &&
    own.length === other.length &&
    own.every((value, index) => value === other[index])
  );
}

/** The most frequent values, the lesser one first where they are equally frequent; none without a continuous part, because
 * then every bin holds a single value anyway. */
function heavyOf(sorted: Float64Array): Float64Array {
  const candidates: { readonly value: number; readonly count: number }[] = [];
  let single = 0;
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const value = sorted[from]!;
    while (to < sorted.length && sorted[to] === value) to++;
    if (to - from === 1) single++;
    else if ((to - from) * HEAVY_ONE_IN >= sorted.length) candidates.push({ value, count: to - from });
  }
  if (single * CONTINUOUS_ONE_IN < sorted.length) return new Float64Array(0);
  candidates.sort((a, b) => b.count - a.count);
  return Float64Array.from(candidates.slice(0, heavyMost), ({ value }) => value).sort();
}
