import type { Metric } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { describeGoal, takeGoals } from '../src/index.ts';

function metric(subject: string, name: string, value: number, unit = '1'): Metric {
  return { subject, name, value, standardError: null, unit };
}

const metrics = [
  metric('price.value', 'mean', 7.5, 'USD'),
  metric('price.value', 'half-width-mean', 0.004833, 'USD'),
  metric('price.value', 'half-width-goal-mean', 0.01, 'USD'),
  metric('price.value', 'goal-reached-mean', 1),
  metric('price.value', 'iterations-to-goal-mean', 0),
  metric('other.value', 'half-width-p95', 3),
  metric('other.value', 'half-width-goal-p95', 1),
  metric('other.value', 'goal-reached-p95', 0),
  metric('other.value', 'iterations-to-goal-p95', 1_234_567),
  metric('third.value', 'goal-reached-mean', 0),
];

describe('goals', () => {
  it('are put together by subject and figure, and their metrics leave the others', () => {
    const { goals, rest } = takeGoals(metrics);
    expect(rest).toEqual([metrics[0]]);
    expect(goals[0]).toEqual({
      subject: 'price.value',
      figure: 'mean',
      unit: 'USD',
      reached: true,
      halfWidth: 0.004833,
      wanted: 0.01,
      left: 0,
    });
    expect(goals.map(({ subject }) => subject)).toEqual(['price.value', 'other.value', 'third.value']);
  });

  it('say in words where they stand', () => {
    expect(takeGoals(metrics).goals.map(describeGoal)).toEqual([
      '± 0.00483 of the ± 0.01 asked, reached',
      '± 3 of the ± 1 asked, not reached: about 1,200,000 more',
      'no error known yet, not reached',
    ]);
  });

  it('are none in a run that was not asked for any', () => {
    expect(takeGoals(metrics.slice(0, 1))).toEqual({ goals: [], rest: metrics.slice(0, 1) });
  });
});
