import { describe, expect, it } from 'vitest';
import { takePairs } from '../src/correlations.ts';
import { figureRank, saysNothing } from '../src/figures.ts';

const metric = (subject: string, name: string, value = 0.5) => ({
  subject,
  name,
  value,
  standardError: null,
  unit: '1',
});

describe('pairs', () => {
  it('are put together from their figures, and leave all others', () => {
    const metrics = [
      metric('a', 'mean'),
      metric('a~b', 'correlation', 0.8),
      metric('a~b', 'rank-correlation', 0.7),
      metric('a~c', 'rank-correlation', -0.1),
      metric('d~e', 'mean'),
    ];
    const { pairs, rest } = takePairs(metrics);
    expect(pairs).toEqual([
      { left: 'a', right: 'b', correlation: metrics[1], rankCorrelation: metrics[2] },
      { left: 'a', right: 'c', correlation: undefined, rankCorrelation: metrics[3] },
    ]);
    expect(rest).toEqual([metrics[0], metrics[4]]);
  });
});

describe('figures', () => {
  it('come in the order in which people read them', () => {
    const names = ['skewness', 'max', 'cvar-upper-0.95', 'p95', 'min', 'sd', 'mean', 'p05'];
    expect(names.toSorted((left, right) => figureRank(left) - figureRank(right))).toEqual([
      'mean',
      'sd',
      'min',
      'p95',
      'p05',
      'max',
      'cvar-upper-0.95',
      'skewness',
    ]);
  });

  it('say nothing when nothing was invalid and every sample counted', () => {
    expect(saysNothing(metric('a', 'invalid-nan', 0), 100)).toBe(true);
    expect(saysNothing(metric('a', 'invalid-nan', 1), 100)).toBe(false);
    expect(saysNothing(metric('a', 'samples', 100), 100)).toBe(true);
    expect(saysNothing(metric('a', 'samples', 99), 100)).toBe(false);
  });
});
