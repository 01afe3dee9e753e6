// How a family's parameters are offered: in groups, in units people use, over the reach a slider is good for.

import type { Parameter } from '@holdfast/core';

/** A unit people use: the parameter's value is `from + per * shown`. */
export interface ShownUnit {
  readonly unit: string;
  readonly per: number;
  readonly from: number;
}

export interface Control {
  readonly parameter: string;
  readonly shown?: ShownUnit;
  /** What the slider spans, inside the bounds, in the parameter's own unit; the field takes all of the bounds. */
  readonly reach?: readonly [low: number, high: number];
  /** A parameter of 0 and 1. */
  readonly kind?: 'switch';
  /** What 0 and 1 are called. */
  readonly words?: readonly [off: string, on: string];
}

export interface Preset {
  readonly title: string;
  /** Values by name of parameter, in the parameters' own units. */
  readonly values: Readonly<Record<string, number>>;
}

export interface ControlGroup {
  readonly title: string;
  readonly controls: readonly Control[];
  readonly presets: readonly Preset[];
}

/** What people read of a converted value. */
const shownDigits = 6;
/** Rounds away what the conversion adds. */
const ownDigits = 9;

export function shownValue(value: number, { per, from }: ShownUnit): number {
  return Number(((value - from) / per).toPrecision(per === 1 && from === 0 ? 17 : shownDigits));
}

export function ownValue(shown: number, { per, from }: ShownUnit, { min, max }: Parameter): number {
  const value = Number((from + per * shown).toPrecision(per === 1 && from === 0 ? 17 : ownDigits));
  return Math.min(max, Math.max(min, value));
}

/** The parameter as a person reads it. */
export function shownParameter(parameter: Parameter, unit: ShownUnit | undefined): Parameter {
  if (unit === undefined) return parameter;
  const { value, min, max, step } = parameter;
  return {
    ...parameter,
    unit: unit.unit,
    value: shownValue(value, unit),
    min: shownValue(min, unit),
    max: shownValue(max, unit),
    step: step / unit.per,
  };
}

/** Parameters no group names; a family may grow faster than its view. */
export function ungrouped(
  parameters: readonly Parameter[],
  groups: readonly ControlGroup[],
  others: readonly string[],
): readonly Parameter[] {
  const named = new Set([
    ...others,
    ...groups.flatMap(({ controls }) => controls.map((each) => each.parameter)),
  ]);
  return parameters.filter(({ name }) => !named.has(name));
}
