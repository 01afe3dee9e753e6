import { describe, expect, it } from 'vitest';
import type { Metric } from '@holdfast/core';
import { knownQuantiles, quantileBand } from '../src/quantile-band.ts';

const metric = (subject: string, name: string, value: number, standardError: number | null): Metric => ({
  subject,
  name,
  value,
  standardError,
  unit: 'USD',
});

describe('quantiles with an error', () => {
  it('are those of the subject, by level', () => {
    const metrics = [
      metric('a', 'p95', 3, 0.2),
      metric('a', 'p05', 1, 0.1),
      metric('a', 'p50', 2, null),
      metric('a', 'p99.9', 4, 0.4),
      metric('a', 'mean', 2, 0.1),
      metric('b', 'p05', 7, 0.1),
    ];
    expect(knownQuantiles(metrics, 'a')).toEqual([
      { level: 0.05, value: 1, error: 0.1 },
      { level: 0.95, value: 3, error: 0.2 },
      { level: 0.999, value: 4, error: 0.4 },
    ]);
  });
});

describe('the band of a distribution function', () => {
  const curve = [0, 0.25, 0.5, 0.75, 1].map((probability) => ({
    value: 100 * probability ** 2,
    probability,
  }));
  const known = [
    { level: 0.25, value: 6.25, error: 1 },
    { level: 0.75, value: 56.25, error: 3 },
  ];
  const band = quantileBand(curve, known);

  it('is the function moved to either side by 1.96 standard errors, which change from quantile to quantile', () => {
    for (const [value, probability, error] of [
      [6.25, 0.25, 1],
      [25, 0.5, 2],
      [56.25, 0.75, 3],
    ] as const) {
      expect(band?.low(value + 1.96 * error)).toBeCloseTo(probability, 12);
      expect(band?.high(value - 1.96 * error)).toBeCloseTo(probability, 12);
    }
  });

  it('holds the function between its edges, and says nothing beyond the quantiles', () => {
    expect(band?.low(25)).toBeLessThan(0.5);
    expect(band?.high(25)).toBeGreaterThan(0.5);
    expect([band?.low(8), band?.high(51)]).toEqual([null, null]);
    expect(quantileBand(curve, known.slice(1))).toBeUndefined();
  });
});
