// What an input set, in words and as details of an event: a list is said by its size, because it may have thousands of numbers.

import type { Input, InputValue, RunEvent } from '@holdfast/core';
import { isChange } from './input-api.ts';

/** One number as `format` says it; of a list how many there are and between what they lie. */
export function inputText(value: InputValue, format: (value: number) => string = String): string {
  if (typeof value === 'number') return format(value);
  if (isChange(value)) return `a change of ${bytesIn(value.change)} bytes`;
  const [min, max] = value.reduce(
    ([low, high], each) => [Math.min(low, each), Math.max(high, each)] as const,
    [Infinity, -Infinity] as const,
  );
  return `${value.length} numbers, ${format(min)} to ${format(max)}`;
}

/** Bytes that base64 says. */
function bytesIn(text: string): number {
  return (3 * text.length) / 4 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
}

/** The details of an event that tells of an input; of a list or a change only its length. */
export function inputDetails({ parameter, value }: Input): RunEvent['details'] {
  if (typeof value === 'number') return { parameter, value };
  return isChange(value) ? { parameter, bytes: bytesIn(value.change) } : { parameter, places: value.length };
}
