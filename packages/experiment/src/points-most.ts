// How many points an experiment computes at most: what a progress bar may promise. Equal settings are computed once, and a
// search may end early, so fewer is usual.

import type { ExperimentRequest, Method } from '@holdfast/protocol';
import { pointsDefault as frontierPoints } from './methods/frontier.ts';
import { budgetDefault as goalSeekBudget } from './methods/goal-seek.ts';
import { trajectoriesDefault } from './methods/morris.ts';
import { budgetDefault } from './methods/optimize.ts';
import { rowsDefault } from './methods/sobol.ts';
import { levelsDefault as spiderLevels } from './methods/spider.ts';
import { levelsDefault as sweepLevels, pointsDefault as sweepPoints } from './methods/sweep.ts';
import { batchesOf } from './studies.ts';

/** How much there is to ask about. */
export interface Extent {
  /** Parameters of the document. */
  readonly parameters: number;
  /** Its sources of randomness. */
  readonly sources: number;
}

/** Settings of a full grid. */
function combinations(levels: number, parameters: number): number {
  return Array.from({ length: parameters }, () => levels).reduce((product, each) => product * each, 1);
}

function settingsMost(method: Method, { parameters, sources }: Extent): number {
  const moved = 'ranges' in method ? (method.ranges?.length ?? parameters) : parameters;
  switch (method.kind) {
    case 'one-at-a-time':
    case 'tornado':
      return 2 * moved + 1;
    case 'spider':
      return moved * (method.levels ?? spiderLevels) + 1;
    case 'morris':
      return (method.trajectories ?? trajectoriesDefault) * (moved + 1);
    case 'sobol':
      return (method.rows ?? rowsDefault) * (moved + 2);
    case 'sweep':
      return method.design === 'latin-hypercube'
        ? (method.points ?? sweepPoints)
        : combinations(method.levels ?? sweepLevels, moved);
    case 'goal-seek':
      return method.budget ?? goalSeekBudget;
    case 'optimize':
      return (method.budget ?? budgetDefault(moved)) + 1;
    case 'frontier':
      return (method.points ?? frontierPoints) * (method.budget ?? budgetDefault(moved));
    case 'inputs': {
      const all = Array.from({ length: sources }, (_, index) => ({ name: String(index), inputs: [] }));
      const { sources: asked, ...rest } = method;
      return batchesOf(rest, asked === undefined ? all : all.slice(0, asked.length)).length;
    }
    case 'compare':
      return 3;
  }
}

/** Points of a request at most, repeats and limits counted. */
export function pointsMost(
  { method, replicates = 1, limits }: Pick<ExperimentRequest, 'method' | 'replicates' | 'limits'>,
  extent: Extent,
): number {
  return Math.min(limits?.points ?? Infinity, settingsMost(method, extent) * replicates);
}
