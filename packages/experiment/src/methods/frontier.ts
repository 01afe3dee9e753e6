// What must be given up in one figure to gain in another: the objective is optimised under a bound on the risk that moves
// from the least risk possible to that of the best objective (epsilon constraints; Y. Haimes, L. Lasdon, D. Wismer, 1971,
// doi:10.1109/TSMC.1971.4308298). All points ever measured compete for the frontier.

import type { MethodOf, Objective, ReportOf } from '@holdfast/protocol';
import { axesOf, named } from '../axes.ts';
import type { Axis } from '../axis.ts';
import { confidenceDefault, judge, type Judged, type Problem } from '../candidate.ts';
import type { Laboratory } from '../laboratory.ts';
import { Search, startOf } from '../search.ts';
import { budgetDefault } from './optimize.ts';

export const pointsDefault = 7;

type FrontierPoint = ReportOf<'frontier'>['points'][number];

/** The value of an objective, oriented so that less is better. */
function loss({ direction }: Objective, value: number | null): number {
  if (value === null) return Infinity;
  return direction === 'minimize' ? value : -value;
}

export async function frontier(
  laboratory: Laboratory,
  method: MethodOf<'frontier'>,
): Promise<ReportOf<'frontier'>> {
  const { objective, risk, constraints = [], ranges, points = pointsDefault } = method;
  const { confidence = confidenceDefault } = method;
  const axes = axesOf(laboratory, ranges);
  const budget = method.budget ?? budgetDefault(axes.length);
  const problem: Problem = { objective, constraints, confidence };
  const seen: Judged[] = [];
  const report = (): ReportOf<'frontier'> => ({
    kind: 'frontier',
    objective: { ...named(objective, seen[0]!.observation), direction: objective.direction },
    risk: { ...named(risk, seen[0]!.observation), direction: risk.direction },
    confidence,
    evaluations: laboratory.settings,
    points: nonDominated(seen, problem, risk),
  });
  const search = async (asked: Problem, purpose: string, start: readonly number[]): Promise<Judged> => {
    const random = laboratory.random(`frontier ${purpose}`);
    const found = new Search(laboratory, { axes, problem: asked, budget, random, start });
    try {
      await found.run();
    } finally {
      seen.push(...found.seen);
    }
    laboratory.report(report());
    return found.best!;
  };
  const best = await search(problem, 'objective', startOf(axes));
  const safest = await search({ ...problem, objective: risk }, 'risk', startOf(axes));
  const ends = [safest, best].map(({ observation }) => observation.estimate(risk).value);
  const [from, to] = ends;
  if (from == null || to == null || from === to) return report();
  const side = risk.direction === 'minimize' ? 'at-most' : 'at-least';
  for (let at = points - 2; at > 0; at--) {
    const bound = from + ((to - from) * at) / (points - 1);
    const { subject, metric } = risk;
    const bounded = { ...problem, constraints: [...constraints, { subject, metric, side, bound } as const] };
    await search(bounded, `bound ${at}`, nearest(axes, seen, risk, bound));
  }
  return report();
}

/** Where the point of the frontier so far lies whose risk is nearest to the bound. */
function nearest(
  axes: readonly Axis[],
  seen: readonly Judged[],
  risk: Objective,
  bound: number,
): readonly number[] {
  const off = ({ observation }: Judged): number =>
    Math.abs((observation.estimate(risk).value ?? Infinity) - bound);
  const start = seen.reduce((best, one) => (off(one) < off(best) ? one : best));
  const values = new Map(start.candidate.parameters.map(({ parameter, value }) => [parameter, value]));
  return startOf(axes.map((axis) => ({ ...axis, value: values.get(axis.parameter) ?? axis.value })));
}

/** Feasible points that no other beats in one figure without losing in the other; equal ones once. */
function nonDominated(seen: readonly Judged[], problem: Problem, risk: Objective): FrontierPoint[] {
  const feasible = seen
    .map(({ candidate, observation }) => ({
      judged: judge(problem, candidate.parameters, observation),
      risk: observation.estimate(risk),
    }))
    .filter(({ judged, risk: { value } }) => judged.violation === 0 && value !== null)
    .sort((a, b) => loss(risk, a.risk.value) - loss(risk, b.risk.value) || a.judged.loss - b.judged.loss);
  let least = Infinity;
  return feasible.flatMap(({ judged, risk }) => {
    if (!(judged.loss < least)) return [];
    least = judged.loss;
    return [{ ...judged.candidate, risk }];
  });
}
