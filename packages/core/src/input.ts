// What an input may say, checked the same way at every door and by every family.

import { SimulationError } from './errors.ts';
import type { Input, Parameter } from './simulator.ts';

/** Places a parameter has at most. */
export const placesMost = 65_536;

/** Numbers in lists a second that a run takes on average: 32 pictures of 64 x 64. */
export const listRateMost = 131_072;

/** Numbers that set a parameter: 1, or one for each place of its shape. */
export function placesOf({ shape = [] }: Pick<Parameter, 'shape'>): number {
  return shape.reduce((size, extent) => size * extent, 1);
}

function wrongLength(found: Parameter, value: Input['value']): SimulationError {
  const { name, shape } = found;
  const expected = shape === undefined ? 'one number' : `a list of ${placesOf(found)} (${shape.join(' x ')})`;
  const list = typeof value === 'number' || 'change' in value ? undefined : value;
  const given =
    list === undefined ? (typeof value === 'number' ? 'one number' : 'a change') : `a list of ${list.length}`;
  return new SimulationError('input.wrong-length', { parameter: name, expected, given });
}

/** Finds what an input sets. @throws SimulationError `input.unknown`, `input.wrong-length`, `input.out-of-range` */
export function checkInput(parameters: readonly Parameter[], { parameter, value }: Input): Parameter {
  const found = parameters.find(({ name }) => name === parameter);
  if (found === undefined) {
    const known = parameters.map(({ name }) => name).join(', ') || '(none)';
    throw new SimulationError('input.unknown', { parameter, known });
  }
  const { min, max } = found;
  const isList = typeof value !== 'number';
  if (isList && 'change' in value && found.changes === true) return found;
  const values = isList ? ('change' in value ? [] : value) : [value];
  if (isList !== (found.shape !== undefined) || values.length !== placesOf(found))
    throw wrongLength(found, value);
  for (let place = 0; place < values.length; place++) {
    const each = values[place]!;
    if (each >= min && each <= max && (!isList || Number.isFinite(each))) continue;
    const name = isList ? `${parameter}[${place}]` : parameter;
    throw new SimulationError('input.out-of-range', { parameter: name, value: each, min, max });
  }
  return found;
}

/** The value of an input that sets one number. @throws SimulationError as `checkInput` */
export function checkNumber(parameters: readonly Parameter[], input: Input): number {
  const found = checkInput(parameters, input);
  if (typeof input.value !== 'number') throw wrongLength(found, input.value);
  return input.value;
}
