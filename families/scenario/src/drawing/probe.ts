// Makes the values of any ports visible: a document like the given one with one more output for each.

import type { ModelDocument } from '@holdfast/core';
import { documentLimits } from '../document.ts';
import { defaultPort } from '../graph.ts';

type Fields = Readonly<Record<string, unknown>>;

const outputStatistics = { quantiles: [0.05, 0.5, 0.95], tail: [], targets: [] };
const statistics = { histogramBins: 32, quantiles: [0.05, 0.5, 0.95], tail: [] };

/** Each port ("node.port") gets an output that carries its name as label. `inside` leads from the model to the part the
 * ports are in, as ids of nodes that use parts. Nodes keep their random numbers, because those depend on their way alone.
 * Ports beyond the number of outputs a document may have are left out. */
export function probe(
  document: ModelDocument,
  ports: readonly string[],
  inside: readonly string[] = [],
): ModelDocument {
  // A look is a plain sample of a few thousand iterations: no design, and no goal that would end it. Groups may name nodes
  // that were left out of it.
  const {
    sampling: _sampling,
    convergence: _convergence,
    groups: _groups,
    ...model
  } = recordOf(document.model);
  const nodes = listOf(model['nodes']);
  const taken = new Set(nodes.map((node) => recordOf(node)['id']));
  const room = documentLimits.outputs - nodes.filter((node) => recordOf(node)['kind'] === 'output').length;
  const watched = ports
    .slice(0, Math.max(0, room))
    .map((port, index) => ({ port, id: freeId(index, taken) }));
  const [outermost] = inside;
  const outputs = watched.map(({ id, port }) => ({ kind: 'output', id, label: port, ...outputStatistics }));
  const edges = watched.map(({ id, port }, index) => ({
    from: outermost === undefined ? port : `${outermost}.${portName(index)}`,
    to: id,
  }));
  const led = lead(
    model,
    watched.map(({ port }) => port),
    inside,
  );
  return {
    ...document,
    model: {
      ...led,
      nodes: [...listOf(led['nodes']), ...outputs],
      edges: [...listOf(led['edges']), ...edges],
      statistics,
    },
  };
}

/** The model with the ports led out of every part on the way. The way gets parts of its own, so that no other use of them
 * changes. */
function lead(model: Fields, ports: readonly string[], inside: readonly string[]): Fields {
  const parts = { ...recordOf(model['subgraphs']) };
  const open = (owner: Fields, depth: number): Fields => {
    const id = inside[depth]!;
    const nodes = listOf(owner['nodes']).map(recordOf);
    const use = nodes.find((node) => node['id'] === id)?.['use'];
    if (typeof use !== 'string') return owner;
    const part = recordOf(parts[use]);
    const next = inside[depth + 1];
    const inner = next === undefined ? part : open(part, depth + 1);
    const led = ports.map((port, index) => [
      portName(index),
      next === undefined ? port : `${next}.${portName(index)}`,
    ]);
    const own = `probed-${depth}`;
    parts[own] = { ...inner, outputs: { ...recordOf(inner['outputs']), ...Object.fromEntries(led) } };
    const entered = nodes.map((node) => (node['id'] === id ? { ...node, use: own } : node));
    return { ...withPortNamed(owner, id, Object.keys(recordOf(part['outputs']))), nodes: entered };
  };
  if (inside.length === 0) return model;
  const opened = open(model, 0);
  return { ...opened, subgraphs: usedParts(opened, parts) };
}

/** A part that nothing uses is a mistake, also one whose only use was led elsewhere. */
function usedParts(model: Fields, parts: Fields): Fields {
  const used: Record<string, unknown> = {};
  const open = [model];
  for (let owner = open.pop(); owner !== undefined; owner = open.pop()) {
    for (const { use } of listOf(owner['nodes']).map(recordOf)) {
      if (typeof use !== 'string' || use in used || !(use in parts)) continue;
      used[use] = parts[use];
      open.push(recordOf(parts[use]));
    }
  }
  return used;
}

/** With more ports an end has to name the one it meant. */
function withPortNamed(owner: Fields, id: string, ports: readonly string[]): Fields {
  const port = defaultPort(ports, 'outputs');
  const named = (end: unknown): unknown => (end === id && port !== undefined ? `${id}.${port}` : end);
  const edges = listOf(owner['edges']).map((edge) => ({
    ...recordOf(edge),
    from: named(recordOf(edge)['from']),
  }));
  if (owner['outputs'] === undefined) return { ...owner, edges };
  const outputs = Object.entries(recordOf(owner['outputs'])).map(([name, end]) => [name, named(end)]);
  return { ...owner, edges, outputs: Object.fromEntries(outputs) };
}

/** Unlikely enough to be the author's own. */
function portName(index: number): string {
  return `probed_${index}`;
}

function freeId(index: number, taken: ReadonlySet<unknown>): string {
  let id = `probe-${index}`;
  while (taken.has(id)) id = `${id}-`;
  return id;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function recordOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
