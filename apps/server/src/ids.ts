// Names of what a host starts.

import type { Random } from '@holdfast/runtime';

/** 48 bits of milliseconds, then 64 random bits, in hexadecimal: sorts by creation. */
export function newId(at: number, random: Random): string {
  const word = (): string => random.uint32().toString(16).padStart(8, '0');
  return `${at.toString(16).padStart(12, '0')}${word()}${word()}`;
}
