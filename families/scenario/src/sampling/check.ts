// Goals of convergence must name outputs and figures that are reported, each once.

import type { StatisticsSpec } from '../document.ts';
import { suggestion, type IssueList } from '../issues.ts';
import { figuresOf, reportOf } from '../plan.ts';
import type { NodeEntry } from '../shape.ts';
import type { ConvergenceSpec, GoalSpec } from './document.ts';

export function checkConvergence(
  spec: ConvergenceSpec | undefined,
  nodes: readonly NodeEntry[],
  statistics: StatisticsSpec,
  issues: IssueList,
): void {
  const figures = new Map(
    nodes.flatMap(({ node }) =>
      node?.kind === 'output' ? [[node.id, figuresOf(reportOf(node, statistics))] as const] : [],
    ),
  );
  const seen = new Set<string>();
  for (const [index, goal] of (spec?.goals ?? []).entries()) {
    const path = ['model', 'convergence', 'goals', index];
    checkGoal(goal, path, figures, issues);
    const name = `${goal.output} ${goal.figure}`;
    if (seen.has(name)) {
      const message = `${goal.figure} of "${goal.output}" has a goal already`;
      issues.add(path, 'convergence.repeated', message, { remedy: 'Keep the narrower one.' });
    }
    seen.add(name);
  }
}

function checkGoal(
  { output, figure, halfWidth, relative }: GoalSpec,
  path: readonly (string | number)[],
  figures: ReadonlyMap<string, readonly string[]>,
  issues: IssueList,
): void {
  const known = figures.get(output);
  if (known === undefined) {
    const remedy = suggestion(output, [...figures.keys()]);
    issues.add([...path, 'output'], 'convergence.unknown-output', `no output is named "${output}"`, {
      remedy,
    });
  } else if (!known.includes(figure)) {
    const message = `"${figure}" is not a figure with an error that is reported of "${output}"`;
    const remedy = suggestion(figure, known);
    issues.add([...path, 'figure'], 'convergence.unknown-figure', message, { remedy });
  }
  if ((halfWidth === undefined) === (relative === undefined)) {
    issues.add(path, 'convergence.one-of', 'either "halfWidth" or "relative" is needed', {
      remedy: 'Give one of the two.',
    });
  }
}
