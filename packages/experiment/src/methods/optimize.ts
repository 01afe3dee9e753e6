// The parameters with the best figure that keep every bound with confidence. The search compares all points under the same
// random numbers, so its best point owes a little to their luck: it is measured again with fresh ones.

import type { MethodOf, ReportOf } from '@holdfast/protocol';
import { axesOf, named } from '../axes.ts';
import { confidenceDefault, judge, type Judged, type Problem } from '../candidate.ts';
import type { Laboratory } from '../laboratory.ts';
import { Search, startOf } from '../search.ts';

/** Points measured at most unless a budget is given, for `n` parameters. */
export function budgetDefault(n: number): number {
  return 100 + 50 * n;
}

export async function optimize(
  laboratory: Laboratory,
  { objective, constraints = [], ranges, budget, confidence = confidenceDefault }: MethodOf<'optimize'>,
): Promise<ReportOf<'optimize'>> {
  const axes = axesOf(laboratory, ranges);
  const problem: Problem = { objective, constraints, confidence };
  const report = (
    ended: ReportOf<'optimize'>['ended'],
    verified: Judged | undefined,
  ): ReportOf<'optimize'> => ({
    kind: 'optimize',
    ...named(objective, search.seen[0]!.observation),
    direction: objective.direction,
    confidence,
    evaluations: search.evaluations,
    restarts: search.restarts,
    ended,
    best: search.best?.candidate ?? null,
    verified: verified?.candidate ?? null,
    history: [...search.history],
  });
  const search: Search = new Search(laboratory, {
    axes,
    problem,
    budget: budget ?? budgetDefault(axes.length),
    random: laboratory.random('optimize'),
    start: startOf(axes),
    onGeneration: () => laboratory.report(report('budget', undefined)),
  });
  const ended = await search.run();
  const found = report(ended, undefined);
  const { parameters } = search.best!.candidate;
  const [again] = await laboratory.measure([{ inputs: parameters, fresh: true }]);
  return { ...found, verified: judge(problem, parameters, again!).candidate };
}
