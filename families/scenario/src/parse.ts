// The door: from a document to a spec, with every issue at once. A spec that comes back compiles.

import type { ModelDocument, Parsed } from '@holdfast/core';
import { resolveColumns } from './columns.ts';
import { checkCorrelations } from './correlation/document.ts';
import { resolveDependence } from './dependence/group.ts';
import { documentLimits, type StatisticsSpec } from './document.ts';
import { linkGraph } from './graph.ts';
import { expand } from './hierarchy/expand.ts';
import { IssueList, type Path } from './issues.ts';
import { lowerGraph, type Draft } from './lower.ts';
import { collectParameters } from './parameters.ts';
import { quantileName } from './plan.ts';
import { checkConvergence } from './sampling/check.ts';
import { checkSampling } from './sampling/design.ts';
import type { ConvergenceSpec } from './sampling/document.ts';
import { wholeChunks } from './sampling/layout.ts';
import { readShape, type Shape } from './shape.ts';
import { checkStudy } from './study/check.ts';
import type { StudySpec } from './study/schema.ts';
import { checkTime } from './time/check.ts';

/** Iterations of a run unless the document says otherwise. */
const untilDefault = 100_000;

/** A validated scenario: names resolved, numbers read, sources before targets. */
export interface ScenarioSpec extends Draft {
  /** Iterations. */
  readonly until: number;
  readonly statistics: StatisticsSpec;
  readonly convergence: ConvergenceSpec | undefined;
  readonly study: StudySpec;
}

export function parseScenario(document: ModelDocument): Parsed<ScenarioSpec> {
  const issues = new IssueList();
  const until = document.run?.until ?? untilDefault;
  if (!(Number.isSafeInteger(until) && until >= 1)) {
    const remedy = 'Give a whole number of iterations, 1 or more.';
    issues.add(['run', 'until'], 'run.not-whole', `${until} is not a number of iterations`, { remedy });
  }
  if (document.version !== 1) {
    const message = `version ${document.version} of the format is not known`;
    issues.add(['version'], 'document.unknown-version', message, { remedy: 'Use version 1.' });
  }
  const shape = readShape(document.model, issues);
  if (shape === undefined) return { ok: false, issues: issues.all() };
  const notices = new IssueList();
  const spec = resolve(shape, document, until, issues, notices);
  if (spec === undefined) return { ok: false, issues: issues.all() };
  if (document.run?.until !== undefined) noticeRounding(spec, notices);
  if (issues.count > 0) return { ok: false, issues: issues.all() };
  return notices.count > 0 ? { ok: true, spec, notices: notices.all() } : { ok: true, spec };
}

/** Designs are balanced by whole chunks only, so that a run may go on beyond the end its author wrote. */
function noticeRounding({ sampling: { method }, until }: ScenarioSpec, notices: IssueList): void {
  const end = wholeChunks(until);
  if (method === 'random' || end === until) return;
  const message = `${method} sampling works in whole chunks, so the run goes on to ${end}`;
  notices.add(['run', 'until'], 'sampling.whole-chunks', message, { remedy: `Write ${end}.` });
}

function resolve(
  shape: Shape,
  document: ModelDocument,
  until: number,
  all: IssueList,
  notices: IssueList,
): ScenarioSpec | undefined {
  const model = expand(shape, all);
  if (model === undefined) return undefined;
  const { nodes, edges, issues } = model;
  const parameters = collectParameters(shape.parameters, nodes, issues);
  const columns = resolveColumns(nodes, document.files ?? {}, issues);
  const graph = linkGraph({ nodes, edges }, issues);
  const dependence = resolveDependence(model.dependence, nodes, issues, notices);
  const { statistics, sampling, convergence, time, solve, study } = shape;
  const reported = { statistics, sampling, convergence, time, solve, study };
  const spec = { until, nodes, graph, parameters, columns, dependence, ...reported };
  checkOutputs(spec, issues);
  checkSampling(sampling, nodes, issues);
  checkCorrelations(statistics.correlations, nodes, issues);
  checkStudy(spec, issues);
  checkConvergence(convergence, nodes, statistics, issues);
  checkTime(spec, issues);
  lowerGraph(spec, issues);
  return spec;
}

function checkOutputs({ nodes, statistics }: ScenarioSpec, issues: IssueList): void {
  const outputs = nodes.filter(({ node }) => node?.kind === 'output').length;
  if (outputs > documentLimits.outputs) {
    const message = `${outputs} outputs, ${documentLimits.outputs} are allowed`;
    issues.add(['model', 'nodes'], 'model.too-large', message, { remedy: 'Keep the outputs that matter.' });
  }
  checkRepeats(statistics, ['model', 'statistics'], issues);
  for (const [index, { node }] of nodes.entries()) {
    if (node?.kind === 'output') checkRepeats(node, ['model', 'nodes', index], issues);
  }
}

/** Each figure has a name of its own, so nothing may be asked twice. */
function checkRepeats(
  spec: {
    readonly quantiles?: readonly number[] | undefined;
    readonly tail?: readonly object[] | undefined;
    readonly targets?: readonly object[] | undefined;
  },
  path: Path,
  issues: IssueList,
): void {
  for (const key of ['quantiles', 'tail', 'targets'] as const) {
    const seen = new Set<string>();
    for (const [index, entry] of (spec[key] ?? []).entries()) {
      const text =
        typeof entry === 'number'
          ? quantileName(entry)
          : Object.values(entry).map(String).sort(byText).join(' ');
      if (seen.has(text)) {
        issues.add([...path, key, index], 'statistics.repeated', 'the same figure is asked twice', {
          remedy: 'Remove one.',
        });
      }
      seen.add(text);
    }
  }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
