// One scale for all readings of a stroke, after the Bayesian information criterion (Schwarz 1978): misfit relative to how steady a
// hand is, and a price for every number a shape needs.

import { exp, log } from '@holdfast/numerics';

/** Points the models are fitted to. */
export const pathPoints = 60;
/** Neighbouring points err together: that many of them are independent. */
const independentPoints = 24;
/** A hand is never steadier than this, relative to the diagonal. */
const steadiest = 0.008;
const pricePerNumber = 1.8;

/** The cost of a model in nats, smaller is better; `error` is the sum of squared distances of `points` points. */
export function modelCost(error: number, points: number, numbers: number): number {
  const variance = error / points + steadiest * steadiest;
  // The logarithm only ranks readings; relative misfit 1 costs nothing.
  return (independentPoints / 2) * log(variance) + pricePerNumber * numbers;
}

export interface Costed<T> {
  readonly shape: T;
  readonly cost: number;
}

/** Confidences of readings from their costs, best first; ones below 1 % are left out. */
export function ranked<T>(readings: readonly Costed<T>[]): { shape: T; confidence: number }[] {
  const least = Math.min(...readings.map(({ cost }) => cost));
  const weights = readings.map(({ shape, cost }) => ({ shape, weight: exp((least - cost) / 3) }));
  const sum = weights.reduce((total, { weight }) => total + weight, 0);
  return weights
    .map(({ shape, weight }) => ({ shape, confidence: weight / sum }))
    .filter(({ confidence }) => confidence >= 0.01)
    .sort((a, b) => b.confidence - a.confidence);
}
