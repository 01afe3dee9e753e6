// What lists cost the log of a run, in numbers: a change costs one for each four letters. That is what both take in memory, and nearly
// what they take in JSON. Single numbers cost nothing here.

import type { Input, RunEvent } from '@holdfast/core';
import { isChange } from './input-api.ts';

const lettersEach = 4;

/** Numbers in lists in the log of a run: 4,096 pictures of 64 x 64, or 64 MiB of changes. They are in memory while it lives, and in its result. */
export const listLogMost = 16_777_216;

/** Numbers that are in lists, or that take as much as changes of lists do. */
export function listedIn(inputs: readonly Input[]): number {
  return inputs.reduce((sum, { value }) => {
    if (typeof value === 'number') return sum;
    return sum + (isChange(value) ? Math.ceil(value.change.length / lettersEach) : value.length);
  }, 0);
}

/** The same of an event that tells of an input. */
export function listedInEvent({ kind, details }: Pick<RunEvent, 'kind' | 'details'>): number {
  if (kind !== 'input') return 0;
  return Number(details['places'] ?? Math.ceil(Number(details['bytes'] ?? 0) / 3));
}
