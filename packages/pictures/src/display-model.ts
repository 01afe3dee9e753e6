// A model as people read it: a pure number has no unit, time is counted in the plural.

import type { ModelView } from '@holdfast/protocol';

/** A unit as text; a pure number, written "1" or not at all, has none. */
export function unitText(unit: string): string {
  return unit === '1' ? '' : unit;
}

/** The word for many of a unit of time: `iterations`, `years`; symbols such as `s` stay. */
export function manyOf(unit: string): string {
  return /^[a-z]{4,}$/.test(unit) && !unit.endsWith('s') ? `${unit}s` : unit;
}

/** The same model with units as text. */
export function displayModel(model: ModelView): ModelView {
  return {
    ...model,
    timeUnit: manyOf(model.timeUnit),
    channels: model.channels.map((channel) => ({
      ...channel,
      unit: unitText(channel.unit),
      ...(channel.axis && { axis: { ...channel.axis, unit: unitText(channel.axis.unit) } }),
    })),
    parameters: model.parameters.map((parameter) => ({ ...parameter, unit: unitText(parameter.unit) })),
  };
}
