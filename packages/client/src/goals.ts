// The goals a run was asked to converge to, put together from the metrics that tell where each stands.

import type { Metric } from '@holdfast/core';
import { formatNumber } from './estimate.ts';

/** One figure that is to be known to plus or minus a half-width. */
export interface GoalStanding {
  readonly subject: string;
  readonly figure: string;
  readonly unit: string;
  readonly reached: boolean;
  /** At the confidence the document asks for; null while it cannot be stated. */
  readonly halfWidth: number | null;
  readonly wanted: number | null;
  /** Time units the run is expected to go on for this goal; 0 when it is reached. */
  readonly left: number | null;
}

const reachedPrefix = 'goal-reached-';

/** Goals in the order of the metrics, and the metrics that say nothing else left out. */
export function takeGoals<M extends Metric>(
  metrics: readonly M[],
): { readonly goals: readonly GoalStanding[]; readonly rest: readonly M[] } {
  const used = new Set<M>();
  const goals = metrics.flatMap((metric): GoalStanding[] => {
    if (!metric.name.startsWith(reachedPrefix)) return [];
    const { subject } = metric;
    const figure = metric.name.slice(reachedPrefix.length);
    const take = (name: string): M | undefined => {
      const found = metrics.find((other) => other.subject === subject && other.name === `${name}-${figure}`);
      if (found !== undefined) used.add(found);
      return found;
    };
    used.add(metric);
    const [halfWidth, wanted, left] = ['half-width', 'half-width-goal', 'iterations-to-goal'].map(take);
    return [
      {
        subject,
        figure,
        unit: halfWidth?.unit ?? '1',
        reached: metric.value === 1,
        halfWidth: halfWidth?.value ?? null,
        wanted: wanted?.value ?? null,
        left: left?.value ?? null,
      },
    ];
  });
  return { goals, rest: metrics.filter((metric) => !used.has(metric)) };
}

/** A goal as a clause without its figure: `± 0.0048 of the ± 0.01 asked, reached`. */
export function describeGoal({ halfWidth, wanted, reached, left }: GoalStanding): string {
  const asked = wanted === null ? '' : ` of the ± ${formatNumber(wanted, 3)} asked`;
  const known = halfWidth === null ? 'no error known yet' : `± ${formatNumber(halfWidth, 3)}${asked}`;
  if (reached) return `${known}, reached`;
  return left === null
    ? `${known}, not reached`
    : `${known}, not reached: about ${formatNumber(left, 2)} more`;
}
