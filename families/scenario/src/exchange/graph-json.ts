// Imports graph JSON of ScenarioForge: nodes with typed data, ports by id, edges between ports, graph parameters.
// Facts of the format are from its type definitions and from what its engine reads; what it drew but ignored is said.

import type { Issue, ModelDocument, Parsed } from '@holdfast/core';
import { parseScenario } from '../parse.ts';
import { convertNode, type ForeignNode } from './graph-nodes.ts';
import type { Importer } from './importer.ts';
import { identifierOf, Names } from './names.ts';
import { isRecord, numberOf, recordsAt, textOf, type Loose } from './loose.ts';

export const graphJson: Importer = {
  format: 'graph-json',
  title: 'ScenarioForge graph',
  extensions: ['.json'],
  recognises(text) {
    const graph = parsed(text);
    const [node] = recordsAt(graph, 'nodes');
    return (
      isRecord(graph) &&
      !('family' in graph) &&
      node !== undefined &&
      ('outputPorts' in node || 'data' in node)
    );
  },
  read(text, name) {
    const graph = parsed(text);
    if (!isRecord(graph) || !Array.isArray(graph['nodes'])) {
      const message = 'no graph with "nodes" and "edges" is in this text';
      return { ok: false, issues: [{ path: '', code: 'import.not-a-graph', message }] };
    }
    return new Conversion(graph).run(name);
  },
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

class Conversion {
  readonly #graph: Loose;
  readonly #nodes: readonly ForeignNode[];
  readonly #notices: Issue[] = [];

  constructor(graph: Loose) {
    this.#graph = graph;
    const names = new Names('node');
    this.#nodes = recordsAt(graph, 'nodes').map((raw, index) => ({
      raw,
      id: names.take(textOf(raw['name']) ?? textOf(raw['id']) ?? `node${index + 1}`),
      inputs: portNames(raw, 'inputPorts'),
    }));
  }

  run(name: string): Parsed<ModelDocument> {
    const parameters = this.#parameters();
    const nodes = this.#nodes.flatMap((node) => {
      const { spec, remarks } = convertNode(node);
      for (const remark of remarks) this.#notice(`node "${node.id}": ${remark}`);
      return spec === undefined ? [] : [spec];
    });
    const kept = new Set(nodes.map(({ id }) => id));
    const document: ModelDocument = {
      family: 'scenario',
      version: 1,
      name: textOf(this.#graph['name']) ?? name,
      ...(textOf(this.#graph['description']) ? { description: textOf(this.#graph['description'])! } : {}),
      model: {
        ...(parameters.length === 0 ? {} : { parameters }),
        nodes,
        edges: this.#edges(kept, new Map(nodes.map(({ id, kind }) => [id, kind]))),
      },
    };
    // What the import could not know is found by the family's own check and told with it.
    const check = parseScenario(document);
    const found = check.ok ? (check.notices ?? []) : check.issues;
    return { ok: true, spec: document, notices: [...this.#notices, ...found] };
  }

  #notice(message: string): void {
    this.#notices.push({ path: '/model', code: 'import.changed', message });
  }

  /** Numbers among the graph's parameters, nested ones by their joined names. */
  #parameters(): readonly Loose[] {
    const params = this.#graph['params'];
    const flat = (value: unknown, path: readonly string[]): readonly Loose[] => {
      if (isRecord(value))
        return Object.entries(value).flatMap(([key, inner]) => flat(inner, [...path, key]));
      const number = numberOf(value);
      if (number === undefined) return [];
      const reach = number === 0 ? 1 : 10 * Math.abs(number);
      return [
        {
          name: path.map((part) => identifierOf(part, 'p')).join('_'),
          value: number,
          min: -reach,
          max: reach,
        },
      ];
    };
    const found = isRecord(params) ? flat(params, []) : [];
    if (found.length > 0)
      this.#notice('parameters had no bounds; each may now take ten times its size either way');
    return found;
  }

  #edges(kept: ReadonlySet<string>, kinds: ReadonlyMap<string, string>): readonly Loose[] {
    const byForeignId = new Map(this.#nodes.map((node) => [node.raw['id'], node]));
    const edges = new Map<string, Loose>();
    for (const edge of recordsAt(this.#graph, 'edges')) {
      const from = byForeignId.get(edge['sourceNodeId'] ?? edge['source']);
      const to = byForeignId.get(edge['targetNodeId'] ?? edge['target']);
      if (from === undefined || to === undefined) this.#notice('an edge to or from no node was left out');
      if (from === undefined || to === undefined || !kept.has(from.id) || !kept.has(to.id)) continue;
      const port = portOf(to, edge['targetPortId'] ?? edge['targetHandle'], kinds.get(to.id) ?? '');
      const target = port === 'in' ? to.id : `${to.id}.${port}`;
      const several = kinds.get(to.id) === 'aggregator';
      const key = several ? `${from.id} ${target}` : target;
      if (edges.has(key))
        this.#notice(`several edges end at "${target}"; the last one counts, as it did there`);
      edges.set(key, { from: from.id, to: target, ...this.#effects(edge, from.id, target) });
    }
    return [...edges.values()];
  }

  #effects(edge: Loose, from: string, to: string): Loose {
    const transform = textOf(edge['transformFunction']);
    const condition = textOf(edge['condition']);
    const weight = numberOf(edge['weight']);
    const type = textOf(edge['type']) ?? 'DATA_FLOW';
    const name = `edge from "${from}" to "${to}"`;
    if (type !== 'DATA_FLOW')
      this.#notice(`${name}: type ${type} became plain data flow, as it was computed there`);
    if (numberOf(edge['delay']) !== undefined)
      this.#notice(`${name}: the delay had no effect there and was left out`);
    if (condition !== undefined) this.#notice(`${name}: the condition acts here; there it had no effect`);
    if (weight !== undefined && weight !== 1)
      this.#notice(`${name}: the weight acts here; there it had no effect`);
    return {
      ...(transform === undefined ? {} : { transform: transform.replaceAll(/\$inputs\.value\b/g, 'value') }),
      ...(condition === undefined ? {} : { condition: condition.replaceAll(/\$inputs\.value\b/g, 'value') }),
      ...(weight === undefined || weight === 1 ? {} : { weight }),
    };
  }
}

/** Names of ports by their ids. */
function portNames(raw: Loose, key: string): ReadonlyMap<unknown, string> {
  return new Map(
    recordsAt(raw, key).map((port, index) => [port['id'], textOf(port['name']) ?? `in${index + 1}`]),
  );
}

/** The port of the node as imported: one `in` where the kind has one, the author's name elsewhere. */
function portOf(node: ForeignNode, foreign: unknown, kind: string): string {
  if (kind === 'aggregator' || kind === 'output' || kind === 'lookup') return 'in';
  return identifierOf(node.inputs.get(foreign) ?? textOf(foreign) ?? 'in', 'in');
}
