// The model or one part: what its names mean. Everything that can be wrong at one level is found here, once, however often
// a part is used; what is left sound can be expanded without further questions.

import { defaultPort, dropDuplicates } from '../graph.ts';
import { suggestion, type IssueList, type Path } from '../issues.ts';
import { portsOf } from '../ports.ts';
import type { AuthoredEntry, DefinitionShape, EdgeEntry, Shape } from '../shape.ts';
import type { InputPort, LocalParameter, UseSpec } from './document.ts';

/** Parts of the document by name; undefined where the shape of one is wrong. */
export type Levels = ReadonlyMap<string, Level | undefined>;

/** What of a level can be expanded. */
export interface Sound {
  readonly edges: readonly LevelEdge[];
  /** Output ports whose inner end means something. */
  readonly outputs: ReadonlySet<string>;
}

/** An edge of a level. */
export interface LevelEdge {
  readonly entry: EdgeEntry;
  /** Whether its ends mean something here; undefined ends are reported already. */
  readonly from: boolean;
  readonly to: boolean;
}

export class Level {
  /** Undefined for the model itself. */
  readonly name: string | undefined;
  readonly path: Path;
  readonly nodes: readonly AuthoredEntry[];
  readonly edges: readonly EdgeEntry[];
  readonly dependence: Shape['dependence'];
  readonly inputs: ReadonlyMap<string, InputPort>;
  readonly outputs: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, LocalParameter>;
  readonly uses: ReadonlyMap<string, UseSpec>;
  readonly #entries: ReadonlyMap<string, AuthoredEntry>;
  readonly #issues: IssueList;

  constructor(shape: DefinitionShape, name: string | undefined, issues: IssueList) {
    this.name = name;
    this.path = name === undefined ? ['model'] : ['model', 'subgraphs', name];
    this.#issues = issues;
    const nodes = dropDuplicates(shape.nodes, issues, this.path);
    const ids = new Set(nodes.map(({ id }) => id));
    this.inputs = this.#named(
      (shape.inputs ?? []).map((port) => (typeof port === 'string' ? { name: port } : port)),
      'inputs',
      ids,
    );
    // A node with the name of a port is reported; nothing more is said of it.
    this.nodes = nodes.map((entry) =>
      entry.id !== undefined && this.inputs.has(entry.id) ? { id: undefined, node: undefined } : entry,
    );
    this.edges = shape.edges;
    this.dependence = shape.dependence ?? [];
    this.#entries = new Map(
      this.nodes.flatMap((entry) => (entry.id === undefined ? [] : [[entry.id, entry] as const])),
    );
    this.parameters = this.#named(shape.parameters ?? [], 'parameters', new Set());
    this.outputs = new Map(Object.entries(shape.outputs ?? {}));
    this.uses = new Map(
      this.nodes.flatMap(({ id, node }) =>
        id !== undefined && node?.kind === 'subgraph' ? [[id, node] as const] : [],
      ),
    );
  }

  /** Checks parameters, ends of edges, and ports; returns what can be expanded. */
  check(levels: Levels): Sound {
    for (const [index, { node }] of this.nodes.entries()) {
      const path = [...this.path, 'nodes', index];
      if (node?.kind === 'subgraph') this.#checkUse(node, levels, path);
      if (node?.kind === 'parameter' && this.name !== undefined) this.#checkParameter(node.parameter, path);
    }
    const taken = new Map<string, number>();
    const edges = this.edges.map((entry, index): LevelEdge => {
      const path = [...this.path, 'edges', index];
      const { spec } = entry;
      return {
        entry,
        from: spec !== undefined && this.#isSource(spec.from, levels, [...path, 'from']),
        to: entry.to !== undefined && this.#isTarget(entry.to, levels, [...path, 'to'], index, taken),
      };
    });
    this.#requirePorts(levels, taken);
    const outputs = [...this.outputs].filter(([port, end]) =>
      this.#isSource(end, levels, [...this.path, 'outputs', port], true),
    );
    return { edges, outputs: new Set(outputs.map(([port]) => port)) };
  }

  /** Port of a use that an end means; undefined when there is no such port. */
  portOf(end: string, part: Level, side: 'inputs' | 'outputs'): string | undefined {
    const known = [...part[side].keys()];
    const port = end.split('.')[1] ?? defaultPort(known, side);
    return port !== undefined && known.includes(port) ? port : undefined;
  }

  #named<Entry extends { readonly name: string }>(
    entries: readonly Entry[],
    key: 'inputs' | 'parameters',
    nodes: ReadonlySet<string | undefined>,
  ): ReadonlyMap<string, Entry> {
    const found = new Map<string, Entry>();
    for (const [index, entry] of entries.entries()) {
      const { name } = entry;
      const isNode = nodes.has(name);
      if (found.has(name) || isNode) {
        const message = isNode ? `a node has the id "${name}" already` : `"${name}" is declared already`;
        const path = [...this.path, key, index];
        this.#issues.add(path, 'subgraph.duplicate-name', message, { remedy: 'Rename one of them.' });
      }
      if (!found.has(name)) found.set(name, entry);
    }
    return found;
  }

  #checkUse({ use, parameters = {} }: UseSpec, levels: Levels, path: Path): void {
    if (!levels.has(use)) {
      const remedy = suggestion(use, [...levels.keys()]) ?? `Define "${use}" under "subgraphs".`;
      this.#issues.add([...path, 'use'], 'subgraph.unknown', `no part is named "${use}"`, { remedy });
    }
    const part = levels.get(use);
    if (part === undefined) return;
    for (const name of Object.keys(parameters)) {
      if (part.parameters.has(name)) continue;
      const remedy = suggestion(name, [...part.parameters.keys()]) ?? `Declare it in "${use}", or remove it.`;
      const message = `"${use}" has no parameter "${name}"`;
      this.#issues.add([...path, 'parameters', name], 'subgraph.unknown-parameter', message, { remedy });
    }
    for (const [name, { default: initial }] of part.parameters) {
      if (initial !== undefined || Object.hasOwn(parameters, name)) continue;
      const message = `parameter "${name}" of "${use}" is not set`;
      this.#issues.add(path, 'subgraph.missing-parameter', message, {
        remedy: `Add "${name}" to "parameters", or give it a default in "${use}".`,
      });
    }
  }

  /** A part reads its own parameters only. */
  #checkParameter(name: string | undefined, path: Path): void {
    if (name === undefined) {
      const message = 'a parameter node inside a part names a parameter of the part';
      this.#issues.add(path, 'subgraph.inline-parameter', message, {
        remedy: 'Declare it under "parameters" of the part and name it here as "parameter".',
      });
    } else if (!this.parameters.has(name)) {
      const known = [...this.parameters.keys()];
      const remedy = suggestion(name, known) ?? `Declare "${name}" under "parameters" of "${this.name}".`;
      const message = `"${this.name}" has no parameter "${name}"`;
      this.#issues.add([...path, 'parameter'], 'parameter.unknown', message, { remedy });
    }
  }

  /** `inner` asks for a port of a plain node too, which is otherwise checked after expansion. */
  #isSource(end: string, levels: Levels, path: Path, inner = false): boolean {
    const [id = '', port] = end.split('.');
    if (this.inputs.has(id)) {
      if (port === undefined || port === 'out') return true;
      this.#unknownPort(`"${id}" is an input port of this part`, `Write "${id}".`, path);
      return false;
    }
    const entry = this.#entries.get(id);
    if (entry === undefined) {
      this.#unknownNode(id, path);
      return false;
    }
    const { node } = entry;
    if (node === undefined) return false;
    if (node.kind !== 'subgraph') {
      if (!inner) return true;
      const known = portsOf(node).outputs;
      const meant = port ?? defaultPort(known, 'outputs');
      if (meant !== undefined && known.includes(meant)) return true;
      this.#unknownPort(`"${id}" has no output port "${port ?? 'out'}"`, suggestion(port ?? '', known), path);
      return false;
    }
    const part = levels.get(node.use);
    if (part === undefined) return false;
    if (this.portOf(end, part, 'outputs') !== undefined) return true;
    this.#noPort(id, port, part, 'outputs', path);
    return false;
  }

  #isTarget(end: string, levels: Levels, path: Path, edge: number, taken: Map<string, number>): boolean {
    const [id = '', port] = end.split('.');
    if (this.inputs.has(id)) {
      const message = `"${id}" is an input port of this part: edges begin there`;
      this.#issues.add(path, 'subgraph.port-is-source', message, {
        remedy: 'Connect it where the part is used.',
      });
      return false;
    }
    const entry = this.#entries.get(id);
    if (entry === undefined) {
      this.#unknownNode(id, path);
      return false;
    }
    const { node } = entry;
    if (node?.kind !== 'subgraph') return node !== undefined;
    const part = levels.get(node.use);
    if (part === undefined) return false;
    const meant = this.portOf(end, part, 'inputs');
    if (meant === undefined) {
      this.#noPort(id, port, part, 'inputs', path);
      return false;
    }
    const earlier = taken.get(`${id}.${meant}`);
    taken.set(`${id}.${meant}`, earlier ?? edge);
    if (earlier === undefined) return true;
    const message = `port "${meant}" of "${id}" takes one edge and has edge ${earlier}`;
    this.#issues.add(path, 'edge.port-taken', message, { remedy: 'Combine the values in an aggregator.' });
    return false;
  }

  #requirePorts(levels: Levels, taken: ReadonlyMap<string, number>): void {
    for (const [index, { id, node }] of this.nodes.entries()) {
      const part = node?.kind === 'subgraph' ? levels.get(node.use) : undefined;
      for (const [port, { default: initial }] of part?.inputs ?? []) {
        if (initial !== undefined || taken.has(`${id}.${port}`)) continue;
        const message = `nothing is connected to port "${port}" of "${id}"`;
        const remedy = `Add an edge to "${id}.${port}", or give the port a default.`;
        const path = [...this.path, 'nodes', index];
        this.#issues.add(path, 'subgraph.unconnected-port', message, { remedy });
      }
    }
  }

  #unknownNode(id: string, path: Path): void {
    const known = [...this.#entries.keys(), ...this.inputs.keys()].slice(0, 2000);
    const where = this.name === undefined ? '' : ` in "${this.name}"`;
    this.#issues.add(path, 'edge.unknown-node', `no node${where} has the id "${id}"`, {
      remedy: suggestion(id, known),
    });
  }

  #noPort(id: string, port: string | undefined, part: Level, side: 'inputs' | 'outputs', path: Path): void {
    const known = [...part[side].keys()];
    const kind = side === 'inputs' ? 'input' : 'output';
    if (port === undefined && known.length > 1) {
      const remedy = `Name one: ${known.map((each) => `${id}.${each}`).join(', ')}.`;
      this.#issues.add(path, 'edge.port-needed', `"${id}" has several ${kind} ports`, { remedy });
      return;
    }
    const message = `"${part.name}" has no ${kind} port${port === undefined ? '' : ` "${port}"`}`;
    this.#unknownPort(message, suggestion(port ?? '', known) ?? `Declare it in "${part.name}".`, path);
  }

  #unknownPort(message: string, remedy: string | undefined, path: Path): void {
    this.#issues.add(path, 'edge.unknown-port', message, { remedy });
  }
}
