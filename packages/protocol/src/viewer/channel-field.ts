// One channel as a field of a message: what its numbers are called and how they are grouped, by its role.

import { channelSize, type Channel } from '@holdfast/core';
import { numberField, numbersField, objectField, type FieldSchema } from './json-schema.ts';

type FieldValue = number | readonly number[] | { readonly [name: string]: FieldValue };

export interface ChannelField {
  readonly schema: FieldSchema;
  /** The field of a frame in which the channel begins at `start`. */
  readonly read: (values: Float64Array, start: number) => FieldValue;
}

/** A name as message paths take it without quotes: letters, digits and underscores. */
export function pathName(name: string): string {
  const plain = name.replaceAll(/[^\p{L}\p{N}]+/gu, '_').replaceAll(/^_+|_+$/g, '');
  return plain === '' ? 'value' : plain;
}

function levelName(level: number): string {
  return `p${String(Number((100 * level).toPrecision(12))).replace('.', '_')}`;
}

function numbers(values: Float64Array, start: number, count: number, stride = 1): readonly number[] {
  return Array.from({ length: count }, (_, at) => values[start + at * stride] ?? Number.NaN);
}

/** Numbers of which each has a name. */
function named(names: readonly string[]): ChannelField {
  return {
    schema: objectField(Object.fromEntries(names.map((name) => [name, numberField]))),
    read: (values, start) =>
      Object.fromEntries(names.map((name, at) => [name, values[start + at] ?? Number.NaN])),
  };
}

/** Low, high, and how many between them in each of equal bins. */
function histogram(size: number): ChannelField {
  return {
    schema: objectField({ low: numberField, high: numberField, counts: numbersField }),
    read: (values, start) => ({
      low: values[start] ?? Number.NaN,
      high: values[start + 1] ?? Number.NaN,
      counts: numbers(values, start + 2, size - 2),
    }),
  };
}

/** A list over the places of its axis for the mean and for each level. */
function fan(levels: readonly number[], axis: NonNullable<Channel['axis']>): ChannelField {
  const names = ['mean', ...levels.map(levelName)];
  const lists = ['at', ...names].map((name): [string, FieldSchema] => [
    name,
    name === 'at' ? { ...numbersField, description: axis.unit } : numbersField,
  ]);
  return {
    schema: objectField(Object.fromEntries(lists)),
    read: (values, start) => ({
      at: axis.at,
      ...Object.fromEntries(
        names.map((name, at) => [name, numbers(values, start + at, axis.at.length, names.length)]),
      ),
    }),
  };
}

function shapedField(channel: Channel): ChannelField {
  const { role, shape, levels, axis } = channel;
  const size = channelSize(channel);
  if (shape.length === 0)
    return { schema: numberField, read: (values, start) => values[start] ?? Number.NaN };
  if (role === 'estimate' && size === 2) return named(['value', 'error']);
  if (role === 'quantiles' && levels !== undefined) return named(levels.map(levelName));
  if (role === 'histogram') return histogram(size);
  if (role === 'fan' && levels !== undefined && axis !== undefined) return fan(levels, axis);
  return { schema: numbersField, read: (values, start) => numbers(values, start, size) };
}

/** How a channel appears in a message: one number as it is, an estimate as value and error, quantiles by level, a histogram as
 * low, high and counts, a fan as lists over its places, anything else as its numbers row by row. */
export function channelField(channel: Channel): ChannelField {
  const { schema, read } = shapedField(channel);
  const { name, unit } = channel;
  return { schema: { ...schema, title: name, description: unit }, read };
}
