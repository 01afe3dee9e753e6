// Replaces every use of a part by what the part holds. An inner node is named by the uses on its way, `plant/line-1/pump`,
// in subjects and random streams alike, so that two uses draw independently and renaming one changes its own draws only.

import type { DependenceSpec } from '../dependence/document.ts';
import type { IssueList, Path } from '../issues.ts';
import type { NodeSpec } from '../document.ts';
import type { EdgeEntry, NodeEntry, Shape } from '../shape.ts';
import { ExpandedIssues, type Place } from './expanded-issues.ts';
import type { InputPort, UseSpec } from './document.ts';
import type { Instance } from './instance.ts';
import { Level, type Sound } from './level.ts';
import { checkNesting, checkSize, closedKey, type ClosedUses } from './nesting.ts';

/** A model without uses. */
export interface ExpandedModel {
  readonly nodes: readonly NodeEntry[];
  readonly edges: readonly EdgeEntry[];
  readonly dependence: readonly DependenceSpec[];
  /** Tells issues about the above where they are written. */
  readonly issues: IssueList;
}

/** Undefined when the model would grow beyond its bounds, which is an issue. */
export function expand(shape: Shape, issues: IssueList): ExpandedModel | undefined {
  const { nodes: authored, edges: written, dependence: groups } = shape;
  const model = new Level({ nodes: authored, edges: written, dependence: [...groups] }, undefined, issues);
  if (shape.subgraphs.size === 0 && model.uses.size === 0) {
    const { nodes, edges, dependence } = model;
    // Without uses every node is a plain one.
    return { nodes: nodes as readonly NodeEntry[], edges, dependence, issues };
  }
  const levels = new Map(
    [...shape.subgraphs].map(([name, part]) => [name, part && new Level(part, name, issues)]),
  );
  const sound = new Map<Level, Sound>();
  for (const level of [model, ...levels.values()])
    if (level !== undefined) sound.set(level, level.check(levels));
  const closed = checkNesting(model, levels, issues);
  if (!checkSize(model, levels, closed, issues)) return undefined;
  const expansion = new Expansion(levels, sound, closed);
  expansion.add(model, undefined, '');
  const { nodes, edges, dependence, places } = expansion;
  return { nodes, edges, dependence, issues: new ExpandedIssues(issues, places) };
}

class Expansion {
  readonly nodes: NodeEntry[] = [];
  readonly edges: EdgeEntry[] = [];
  readonly dependence: DependenceSpec[] = [];
  readonly places = {
    nodes: [] as Place[],
    edges: [] as Place[],
    dependence: [] as Place[],
    uses: [] as Place[],
  };
  readonly #levels: ReadonlyMap<string, Level | undefined>;
  readonly #sound: ReadonlyMap<Level, Sound>;
  readonly #closed: ClosedUses;

  constructor(
    levels: ReadonlyMap<string, Level | undefined>,
    sound: ReadonlyMap<Level, Sound>,
    closed: ClosedUses,
  ) {
    this.#levels = levels;
    this.#sound = sound;
    this.#closed = closed;
  }

  /** Adds a level in place; `labels` is what people call the way to it. */
  add(level: Level, instance: Instance | undefined, labels: string): void {
    const prefix = instance === undefined ? '' : `${instance.path}/`;
    const use = instance?.path ?? '';
    const belongs = instance === undefined ? {} : { instance };
    for (const [number, { entry, from, to }] of this.#sound.get(level)!.edges.entries()) {
      const { spec } = entry;
      const source = from && spec !== undefined ? this.#source(level, prefix, spec.from) : undefined;
      const target = to ? this.#target(level, prefix, entry.to!) : undefined;
      const sound = spec !== undefined && source !== undefined && target !== undefined;
      this.edges.push({
        to: target,
        spec: sound ? { ...spec, from: source, to: target } : undefined,
        ...belongs,
        number,
      });
      this.places.edges.push({ path: [...level.path, 'edges', number], use });
    }
    for (const [index, group] of level.dependence.entries()) {
      this.dependence.push(instance === undefined ? group : prefixedGroup(group, prefix));
      this.places.dependence.push({ path: [...level.path, 'dependence', index], use });
    }
    for (const [index, { id, node }] of level.nodes.entries()) {
      const path = [...level.path, 'nodes', index];
      if (node?.kind === 'subgraph' && id !== undefined) {
        this.#use(level, node, path, instance, labels);
        continue;
      }
      const unknown = id === undefined || node === undefined || node.kind === 'subgraph';
      const named = unknown || instance === undefined ? node : renamed(node, prefix, labels);
      this.#node(id === undefined ? undefined : prefix + id, named as NodeSpec | undefined, path, instance);
    }
  }

  #node(
    id: string | undefined,
    node: NodeSpec | undefined,
    path: Path,
    instance: Instance | undefined,
  ): void {
    // A parameter declared in a part is reported already and means nothing.
    const sound = node?.kind === 'parameter' && instance !== undefined && node.parameter === undefined;
    this.nodes.push({ id, node: sound ? undefined : node, ...(instance === undefined ? {} : { instance }) });
    this.places.nodes.push({ path, use: instance?.path ?? '' });
  }

  #use(level: Level, node: UseSpec, path: Path, parent: Instance | undefined, labels: string): void {
    const name = parent === undefined ? node.id : `${parent.path}/${node.id}`;
    const part = this.#closed.has(closedKey(level, node.id)) ? undefined : this.#levels.get(node.use);
    if (part === undefined) {
      this.#node(name, undefined, path, parent);
      return;
    }
    const place = ['model', 'uses', this.places.uses.length];
    this.places.uses.push({ path, use: parent?.path ?? '' });
    const parameters = new Map(
      [...part.parameters].map(
        ([key, { default: initial }]) => [key, node.parameters?.[key] ?? initial] as const,
      ),
    );
    const instance: Instance = { path: name, parent, parameters, place };
    const connected = this.#connected(level, node, part);
    const way = labels + (node.label ?? node.id) + ' / ';
    for (const [index, port] of [...part.inputs.values()].entries()) {
      const id = `${name}/${port.name}`;
      this.nodes.push({ id, node: portNode(id, port, connected.has(port.name)), instance, isPort: true });
      this.places.nodes.push({ path: [...part.path, 'inputs', index], use: name, whole: true });
    }
    this.add(part, instance, way);
  }

  /** Ports of a use that an edge leads to. */
  #connected(level: Level, node: UseSpec, part: Level): ReadonlySet<string> {
    return new Set(
      this.#sound.get(level)!.edges.flatMap(({ entry, to }) => {
        if (!to || entry.to?.split('.')[0] !== node.id) return [];
        return level.portOf(entry.to, part, 'inputs') ?? [];
      }),
    );
  }

  /** Undefined where the way ends in something that is reported already. */
  #source(level: Level, prefix: string, end: string): string | undefined {
    const [id = ''] = end.split('.');
    if (level.inputs.has(id)) return prefix + id;
    const node = level.uses.get(id);
    if (node === undefined) return prefix + end;
    const part = this.#closed.has(closedKey(level, id)) ? undefined : this.#levels.get(node.use);
    const port = part && level.portOf(end, part, 'outputs');
    if (part === undefined || port === undefined || !this.#sound.get(part)!.outputs.has(port))
      return undefined;
    return this.#source(part, `${prefix}${id}/`, part.outputs.get(port)!);
  }

  #target(level: Level, prefix: string, end: string): string {
    const [id = ''] = end.split('.');
    const node = level.uses.get(id);
    const part = node && this.#levels.get(node.use);
    return part === undefined ? prefix + end : `${prefix}${id}/${level.portOf(end, part, 'inputs')}`;
  }
}

/** A port passes on what arrives; where nothing can, it is its default. */
function portNode(id: string, port: InputPort, connected: boolean): NodeSpec | undefined {
  if (connected) return { kind: 'transformer', id, expression: '$inputs.in' };
  return port.default === undefined ? undefined : { kind: 'constant', id, value: port.default };
}

function renamed(node: NodeSpec, prefix: string, labels: string): NodeSpec {
  const named = {
    ...node,
    id: prefix + node.id,
    ...(node.label === undefined ? {} : { label: labels + node.label }),
  };
  // Rows drawn together stay together inside one use, and apart between two.
  return named.kind === 'data' && named.group !== undefined
    ? { ...named, group: prefix + named.group }
    : named;
}

function prefixedGroup(group: DependenceSpec, prefix: string): DependenceSpec {
  return {
    ...group,
    nodes: group.nodes.map((id) => prefix + id),
    ...(group.name === undefined ? {} : { name: prefix + group.name }),
    ...(group.pairs === undefined
      ? {}
      : {
          pairs: group.pairs.map(({ between: [a, b], rank }) => ({
            between: [prefix + a, prefix + b] as [string, string],
            rank,
          })),
        }),
  };
}
