// The order in which people read the figures of one subject, and those that tell them nothing.

import type { Metric } from '@holdfast/core';

/** Place of a figure among those of its subject; figures without a place of their own come between, as the family gave
 * them. */
export function figureRank(name: string): number {
  if (name === 'mean') return 0;
  if (name === 'sd') return 1;
  if (name === 'min') return 2;
  if (/^p\d+(\.\d+)?$/.test(name)) return 3;
  if (name === 'max') return 4;
  return name === 'skewness' || name === 'excess-kurtosis' ? 6 : 5;
}

/** Whether a figure says nothing: no invalid value, or as many samples as the time `reached`. */
export function saysNothing({ name, value }: Metric, reached: number): boolean {
  return (name.startsWith('invalid-') && value === 0) || (name === 'samples' && value === reached);
}
