// Which parameters a method moves, and how a figure is called in its report.

import type { Parameter } from '@holdfast/core';
import type { Figure, Range } from '@holdfast/protocol';
import { axisOf, type Axis } from './axis.ts';
import type { Laboratory, Setting } from './laboratory.ts';
import type { Observation } from './observation.ts';

/** Part of its value a parameter is moved to either side unless a method or a range says otherwise. */
export const shareDefault = 0.1;

/** Parameters an analysis can hold and move: those that are one number. */
export function movable(parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.filter(({ shape }) => shape === undefined);
}

/** Axes of the ranges given, or of all parameters. Without `share` they reach from bound to bound. */
export function axesOf(laboratory: Laboratory, ranges?: readonly Range[], share?: number): readonly Axis[] {
  const { parameters } = laboratory;
  const chosen = ranges ?? parameters.map(({ name }) => ({ parameter: name }));
  return chosen.map((range) => {
    const parameter = parameters.find(({ name }) => name === range.parameter)!;
    return axisOf(parameter, laboratory.valueOf(parameter.name), range, share);
  });
}

/** The setting in which one parameter moves. */
export function moved({ parameter }: Axis, value: number): Setting {
  return { inputs: [{ parameter, value }] };
}

/** The setting in which each axis takes its value. */
export function placed(axes: readonly Axis[], values: readonly number[]): Setting {
  return { inputs: axes.map(({ parameter }, index) => ({ parameter, value: values[index]! })) };
}

export function named(
  { subject, metric }: Figure,
  observation: Observation,
): { readonly subject: string; readonly metric: string; readonly unit: string } {
  return { subject, metric, unit: observation.metric({ subject, metric })?.unit ?? '1' };
}

/** Orders by size, largest first; what is not known comes last, and equals keep their order. */
export function bySize<Row>(rows: readonly Row[], size: (row: Row) => number | null): Row[] {
  return [...rows].sort((a, b) => Math.abs(size(b) ?? -1) - Math.abs(size(a) ?? -1));
}
