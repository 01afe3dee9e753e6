// What an input set, in words and as details of an event: a list is said by its size, because it may have thousands of numbers.

import type { Input, InputValue, RunEvent } from '@holdfast/core';

/** One number as `format` says it; of a list how many there are and between what they lie. */
export function inputText(value: InputValue, format: (value: number) => string = String): string {
  if (typeof value === 'number') return format(value);
  const [min, max] = value.reduce(
    ([low, high], each) => [Math.min(low, each), Math.max(high, each)] as const,
    [Infinity, -Infinity] as const,
  );
  return `${value.length} numbers, ${format(min)} to ${format(max)}`;
}

/** The details of an event that tells of an input; of a list only its length. */
export function inputDetails({ parameter, value }: Input): RunEvent['details'] {
  return typeof value === 'number' ? { parameter, value } : { parameter, places: value.length };
}
