// What of time and feedback can have no effect or has too much: checked where it is written, beside the graph.

import { timeKinds, timeLimits, type SolveSpec, type TimeSpec } from './document.ts';
import type { DependenceGroup } from '../dependence/group.ts';
import type { NodeSpec } from '../document.ts';
import type { Graph, Link } from '../graph.ts';
import type { IssueList, Path } from '../issues.ts';
import { expressionsOf } from '../ports.ts';
import type { NodeEntry } from '../shape.ts';
import { isStepwise, previousRead } from './members.ts';
import { fanSteps } from './reported.ts';

interface Parts {
  readonly nodes: readonly NodeEntry[];
  readonly graph: Graph;
  readonly dependence: readonly DependenceGroup[];
  readonly time: TimeSpec | undefined;
  readonly solve: SolveSpec | undefined;
}

export function checkTime(parts: Parts, issues: IssueList): void {
  const { nodes, graph, dependence, time, solve } = parts;
  const specs = nodes.map(({ node }) => node);
  if (time === undefined) checkTimeless(specs, issues);
  for (const ports of graph.incoming) {
    for (const links of ports.values()) for (const link of links) checkLink(link, specs, time, issues);
  }
  if (solve !== undefined && graph.loops.length === 0) {
    issues.add(['model', 'solve'], 'time.idle', '"solve" has no effect: no edge closes a loop', {
      remedy: 'Remove it, or add "feedback": true to the edge that closes a loop.',
    });
  }
  checkFans(specs, time, issues);
  checkGroups(specs, issues);
  const byId = new Map(specs.flatMap((node) => (node === undefined ? [] : [[node.id, node] as const])));
  for (const { path, members } of dependence) {
    const drawn = new Set(members.map((id) => isStepwise(byId.get(id))));
    if (drawn.size > 1) mixedDraws(path, issues);
  }
}

const remedy = 'Give the model a time axis, for example "time": {"steps": 12}.';

function missing(path: Path, what: string, issues: IssueList): void {
  issues.add(path, 'time.missing', `${what} needs a model with time`, { remedy });
}

function checkTimeless(nodes: readonly (NodeSpec | undefined)[], issues: IssueList): void {
  for (const [index, node] of nodes.entries()) {
    if (node === undefined) continue;
    const path = ['model', 'nodes', index];
    if (timeKinds.has(node.kind)) missing([...path, 'kind'], `a node of kind "${node.kind}"`, issues);
    if (isStepwise(node)) missing([...path, 'draw'], 'a new draw in each step', issues);
    const over = node.kind === 'output' || node.kind === 'constraint' ? node.over : undefined;
    if (over !== undefined && over !== 'end') missing([...path, 'over'], `"${over}"`, issues);
  }
}

function checkLink(
  link: Link,
  nodes: readonly (NodeSpec | undefined)[],
  time: TimeSpec | undefined,
  issues: IssueList,
): void {
  const { spec, edge, to, toPort } = link;
  const path = ['model', 'edges', edge];
  if (spec.delay !== undefined && time === undefined) missing([...path, 'delay'], 'a delay', issues);
  if (spec.initial === undefined || spec.delay !== undefined || spec.feedback === true) return;
  const target = nodes[to]!;
  const recalled = expressionsOf(target).some(({ source }) => previousRead(source).includes(toPort));
  if (recalled) return;
  issues.add(
    [...path, 'initial'],
    'edge.idle-attribute',
    '"initial" has no effect: nothing is read before its time',
    {
      remedy: 'Remove it.',
    },
  );
}

function checkFans(
  nodes: readonly (NodeSpec | undefined)[],
  time: TimeSpec | undefined,
  issues: IssueList,
): void {
  const fans = nodes.flatMap((node, index) =>
    node?.kind === 'output' && node.over === 'steps' ? [index] : [],
  );
  if (time === undefined || fans.length === 0) return;
  const points = fans.length * fanSteps(time.steps).length;
  if (points <= timeLimits.points) return;
  const message = `the fans of ${fans.length} outputs have ${points} points, ${timeLimits.points} are allowed`;
  issues.add(['model', 'nodes', fans[0]!, 'over'], 'model.too-large', message, {
    remedy: 'Show fewer outputs over the steps.',
  });
}

/** Nodes that draw together draw equally often. */
function checkGroups(nodes: readonly (NodeSpec | undefined)[], issues: IssueList): void {
  const first = new Map<string, boolean>();
  for (const [index, node] of nodes.entries()) {
    if (node?.kind !== 'data' || node.group === undefined) continue;
    const stepwise = isStepwise(node);
    if ((first.get(node.group) ?? stepwise) !== stepwise)
      mixedDraws(['model', 'nodes', index, 'draw'], issues);
    first.set(node.group, stepwise);
  }
}

function mixedDraws(path: Path, issues: IssueList): void {
  issues.add(path, 'time.mixed-draws', 'some nodes of the group draw in each step and others once', {
    remedy: 'Give all of them the same "draw".',
  });
}
