// Makes the values of any ports visible: a document like the given one with one more output for each.

import type { ModelDocument } from '@holdfast/core';
import { documentLimits } from '../document.ts';

interface Written {
  readonly nodes?: readonly Entry[];
  readonly edges?: readonly unknown[];
  readonly sampling?: unknown;
  readonly convergence?: unknown;
}

interface Entry {
  readonly id?: unknown;
  readonly kind?: unknown;
}

/** Each port ("node.port") gets an output that carries its name as label. Nodes keep their random numbers, because those
 * depend on the node's id alone. Ports beyond the number of outputs a document may have are left out. */
export function probe(document: ModelDocument, ports: readonly string[]): ModelDocument {
  // A look is a plain sample of a few thousand iterations: no design, and no goal that would end it.
  const { sampling: _sampling, convergence: _convergence, ...model } = document.model as Written;
  const { nodes = [], edges = [] } = model;
  const taken = new Set(nodes.map(({ id }) => id));
  const room = documentLimits.outputs - nodes.filter(({ kind }) => kind === 'output').length;
  const watched = ports
    .slice(0, Math.max(0, room))
    .map((port, index) => ({ port, id: freeId(index, taken) }));
  const statistics = { histogramBins: 32, quantiles: [0.05, 0.5, 0.95], tail: [] };
  return {
    ...document,
    model: {
      ...model,
      nodes: [
        ...nodes,
        ...watched.map(({ id, port: label }) => ({ kind: 'output', id, label, ...outputStatistics })),
      ],
      edges: [...edges, ...watched.map(({ id, port }) => ({ from: port, to: id }))],
      statistics,
    },
  };
}

const outputStatistics = { quantiles: [0.05, 0.5, 0.95], tail: [], targets: [] };

function freeId(index: number, taken: ReadonlySet<unknown>): string {
  let id = `probe-${index}`;
  while (taken.has(id)) id = `${id}-`;
  return id;
}
