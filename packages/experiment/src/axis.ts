// A parameter as an analysis moves it: between two ends, on its grid where it has one.

import type { Parameter } from '@holdfast/core';
import type { Range } from '@holdfast/protocol';

export interface Axis {
  readonly parameter: string;
  /** Value when it is not moved. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Distance of neighbouring values, counted from the parameter's least; 0 for continuous. */
  readonly step: number;
  /** Where the grid begins. */
  readonly origin: number;
}

/** The axis of a parameter. Ends that are not given are those of the parameter, or with `share` that part of the value to
 * either side (of the span, where the value is 0; one step at least), inside the bounds. */
export function axisOf(parameter: Parameter, value: number, range?: Range, share?: number): Axis {
  const { name, min, max, step } = parameter;
  const reach = (value === 0 ? max - min : Math.abs(value)) * (share ?? 1);
  const span = share === undefined ? Infinity : Math.max(reach, step);
  const low = range?.low ?? Math.max(min, value - span);
  const high = range?.high ?? Math.min(max, value + span);
  return { parameter: name, value, low, high, step, origin: Number.isFinite(min) ? min : value };
}

/** The value the parameter would take: inside the ends, on the grid. */
export function onGrid({ low, high, step, origin }: Axis, x: number): number {
  const inside = Math.min(high, Math.max(low, x));
  if (step === 0) return inside;
  const nearest = origin + Math.round((inside - origin) / step) * step;
  if (nearest > high) return Math.max(low, nearest - step);
  return nearest < low ? Math.min(high, nearest + step) : nearest;
}

/** The value at a part of the way from low to high. */
export function between(axis: Axis, part: number): number {
  return onGrid(axis, axis.low + part * (axis.high - axis.low));
}
