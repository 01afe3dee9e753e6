// Lowers a checked graph to one program: nodes in order, each from the values that arrive at its ports.

import type { Parameter } from '@holdfast/core';
import { streamId } from '@holdfast/numerics';
import type { Columns } from './columns.ts';
import type { DependenceGroup } from './dependence/group.ts';
import { dependentDraws, type Draw } from './dependence/lower.ts';
import type { EdgeSpec, NodeOf, NodeSpec } from './document.ts';
import type { Graph, Link } from './graph.ts';
import type { Instance } from './hierarchy/instance.ts';
import type { IssueList, Path } from './issues.ts';
import { aggregate, weighed, type Arrival } from './nodes/aggregate.ts';
import { bootstrapKernel, cycleKernel } from './nodes/data.ts';
import { isMixture } from './distributions/document.ts';
import { lowerDrawn } from './nodes/distribution.ts';
import { lowerMixture } from './nodes/mixture.ts';
import { lookupKernel } from './nodes/lookup.ts';
import { parameterOf } from './parameters.ts';
import { expressionsOf, portsOf } from './ports.ts';
import { ProgramBuilder, type Ref } from './program/program.ts';
import type { SamplingSpec } from './sampling/document.ts';
import { ExpressionCompiler, type Refs, type Surroundings } from './scope.ts';
import type { NodeEntry } from './shape.ts';

/** A document whose names are resolved; entries without a node exist only while issues are being collected. */
export interface Draft {
  readonly nodes: readonly NodeEntry[];
  readonly graph: Graph;
  readonly parameters: readonly Parameter[];
  readonly columns: Columns;
  readonly dependence: readonly DependenceGroup[];
  readonly sampling: SamplingSpec;
}

/** A value with the name it is reported under, `node.port`. */
export interface NamedValue {
  readonly subject: string;
  readonly node: NodeSpec;
  readonly ref: Ref;
}

export interface Lowered {
  readonly builder: ProgramBuilder;
  /** In document order. */
  readonly outputs: readonly NamedValue[];
  readonly constraints: readonly NamedValue[];
  /** Computed values whose invalid ones are counted, in document order. */
  readonly counted: readonly NamedValue[];
}

export function lowerGraph(draft: Draft, issues: IssueList): Lowered {
  return new Lowering(draft, issues).run();
}

/** Compiles an expression of a node; `key` is its place below the node. */
type Compile = (source: string, key: Path) => Ref;

class Lowering {
  readonly #draft: Draft;
  readonly #issues: IssueList;
  readonly #builder = new ProgramBuilder();
  readonly #compiler: ExpressionCompiler;
  readonly #inside = new Map<Instance, ExpressionCompiler>();
  /** By node, then output port. */
  readonly #values: Refs[] = [];
  readonly #streams = new Map<number, string>();
  /** By node id. */
  readonly #dependent: ReadonlyMap<string, Draw>;

  constructor(draft: Draft, issues: IssueList) {
    this.#draft = draft;
    this.#issues = issues;
    const names = draft.parameters.map(({ name }) => name);
    this.#compiler = ExpressionCompiler.ofModel(this.#builder, names, issues);
    this.#dependent = dependentDraws(draft.dependence, this.#builder, (name, { path }) =>
      this.#uniform(name, path),
    );
  }

  run(): Lowered {
    const { nodes, graph } = this.#draft;
    for (const index of graph.order) {
      const { node } = nodes[index]!;
      this.#values[index] = node === undefined ? new Map() : this.#node(node, index);
    }
    const named = (kinds: readonly string[], ports?: readonly string[]): readonly NamedValue[] =>
      nodes.flatMap(({ node, isPort }, index) =>
        node === undefined || isPort || !kinds.includes(node.kind)
          ? []
          : [...this.#values[index]!]
              .filter(([port]) => ports?.includes(port) ?? true)
              .map(([port, ref]) => ({ subject: `${node.id}.${port}`, node, ref })),
      );
    return {
      builder: this.#builder,
      outputs: named(['output']),
      constraints: named(['constraint'], ['satisfied']),
      counted: named(['distribution', 'transformer', 'aggregator', 'decision', 'lookup', 'constraint']),
    };
  }

  /** Reads `$params` as they are where an expression is written. */
  #compilerOf(instance: Instance | undefined): ExpressionCompiler {
    if (instance === undefined) return this.#compiler;
    const known = this.#inside.get(instance) ?? this.#compilerOf(instance.parent).inside(instance);
    this.#inside.set(instance, known);
    return known;
  }

  #node(node: NodeSpec, index: number): Refs {
    const path = ['model', 'nodes', index];
    const arrivals = this.#arrivals(node, index);
    const fields = this.#compiler.fields(node.fields);
    const around = { inputs: this.#inputs(node, index, arrivals, path), fields };
    const compiler = this.#compilerOf(this.#draft.nodes[index]!.instance);
    const compile: Compile = (source, key) => compiler.compile(source, around, [...path, ...key]);
    if (node.kind === 'transformer') return this.#transformer(node, path, compile);
    if (node.kind === 'constraint') return this.#constraint(node, around, path, compile);
    if (node.kind === 'output') return new Map([['value', this.#input(around, 'in')]]);
    const out = (): Ref => {
      if (node.kind === 'constant') return this.#builder.constant(node.value);
      if (node.kind === 'parameter') return compiler.parameter(parameterOf(node));
      if (node.kind === 'data') return this.#data(node, path);
      if (node.kind === 'distribution') return this.#distribution(node, path, compile);
      if (node.kind === 'aggregator') return aggregate(this.#builder, node.method, arrivals.get('in') ?? []);
      if (node.kind === 'decision') return this.#decision(node, compile);
      return this.#lookup(node, around);
    };
    return new Map([['out', out()]]);
  }

  /** What comes through each port, changed by its edge. */
  #arrivals(node: NodeSpec, index: number): ReadonlyMap<string, readonly Arrival[]> {
    const { incoming, dangling } = this.#draft.graph;
    const arrivals = new Map<string, readonly Arrival[]>();
    for (const port of dangling[index]!) {
      arrivals.set(port, [{ value: this.#compiler.placeholder, present: undefined, weight: 1 }]);
    }
    for (const [port, links] of incoming[index]!)
      arrivals.set(
        port,
        links.map((link) => this.#pass(link, node)),
      );
    return arrivals;
  }

  #pass(link: Link, target: NodeSpec): Arrival {
    const { spec, edge } = link;
    const source = this.#draft.nodes[link.from]!.node;
    const value = this.#values[link.from]?.get(link.fromPort) ?? this.#compiler.placeholder;
    const around = (): Surroundings => ({
      inputs: new Map([['value', value]]),
      fields: this.#compiler.fields({ ...source?.fields, ...target.fields }),
    });
    const compile = (key: 'condition' | 'transform'): Ref | undefined =>
      spec[key] === undefined
        ? undefined
        : this.#compilerOf(link.instance).compile(spec[key], around(), ['model', 'edges', edge, key]);
    const present = compile('condition');
    return { value: compile('transform') ?? value, present, weight: spec.weight ?? 1 };
  }

  /** One value per port, for the expressions of the node; ports they read that nothing feeds are issues. */
  #inputs(
    node: NodeSpec,
    index: number,
    arrivals: ReadonlyMap<string, readonly Arrival[]>,
    path: Path,
  ): Refs {
    if (node.kind === 'aggregator') return new Map();
    const links = this.#draft.graph.incoming[index]!;
    let inputs: Refs = new Map(
      [...arrivals].map(([port, [arrival]]) => [port, this.#single(arrival!, links.get(port)?.[0]?.spec)]),
    );
    for (const { path: key, source } of expressionsOf(node)) {
      inputs = this.#compiler.completed(source, inputs, node.id, [...path, ...key]);
    }
    return inputs;
  }

  /** At a port for one edge a false condition gives the edge's other value, and a NaN one gives NaN. */
  #single(arrival: Arrival, spec: EdgeSpec | undefined): Ref {
    const { value } = weighed(this.#builder, arrival);
    if (arrival.present === undefined) return value;
    return this.#builder.select(arrival.present, value, this.#builder.constant(spec?.otherwise ?? 0));
  }

  #input({ inputs }: Surroundings, port: string): Ref {
    return inputs.get(port) ?? this.#compiler.placeholder;
  }

  /** A stream of its own for each name; two names with one stream would be correlated without anyone knowing. */
  #uniform(name: string, path: Path): Ref {
    const stream = streamId(name);
    const owner = this.#streams.get(stream);
    if (owner !== undefined && owner !== name) {
      const message = `"${name}" and "${owner}" would draw the same random numbers`;
      this.#issues.add(path, 'stream.collision', message, { remedy: 'Rename one of them.' });
    }
    this.#streams.set(stream, name);
    return this.#builder.uniform(stream);
  }

  #distribution(node: NodeOf<'distribution'>, path: Path, compile: Compile): Ref {
    const dependent = this.#dependent.get(node.id)?.uniform;
    const uniform = dependent ?? this.#uniform(node.id, path);
    const plain = dependent === undefined && this.#draft.sampling.method === 'random';
    const stream = plain ? streamId(node.id) : undefined;
    const context = { builder: this.#builder, issues: this.#issues, path, uniform, stream, compile };
    const ref = isMixture(node)
      ? lowerMixture(node.id, node.parameters.components, context)
      : lowerDrawn(node, context);
    return ref ?? this.#compiler.placeholder;
  }

  #data(node: NodeOf<'data'>, path: Path): Ref {
    const values = this.#draft.columns.data.get(node.id);
    if (values === undefined) return this.#compiler.placeholder;
    const key = `${node.sample} of ${node.id}`;
    if (node.sample === 'cycle')
      return this.#builder.call(cycleKernel(key, values), [this.#builder.iteration()]);
    const draw = this.#dependent.get(node.id);
    if (draw !== undefined) {
      // In ascending order, so that a higher uniform draws a higher value.
      const kernel = bootstrapKernel(`sorted ${key}`, values.toSorted());
      return this.#builder.call(kernel, [draw.uniform]);
    }
    // No id holds a colon, so a group never shares the stream of a node.
    const stream = node.group === undefined ? node.id : `group:${node.group}`;
    return this.#builder.call(bootstrapKernel(key, values), [this.#uniform(stream, path)]);
  }

  #transformer(node: NodeOf<'transformer'>, path: Path, compile: Compile): Refs {
    const { expression, outputs } = node;
    if (
      (expression === undefined) === (outputs === undefined) ||
      Object.keys(outputs ?? { out: '' }).length === 0
    ) {
      const message = 'either "expression" or at least one entry of "outputs" is needed';
      this.#issues.add(path, 'transformer.one-of', message, { remedy: 'Give one of the two.' });
      return new Map(portsOf(node).outputs.map((port) => [port, this.#compiler.placeholder]));
    }
    if (expression !== undefined) return new Map([['out', compile(expression, ['expression'])]]);
    return new Map(
      Object.entries(outputs!).map(([port, source]) => [port, compile(source, ['outputs', port])]),
    );
  }

  #decision(node: NodeOf<'decision'>, compile: Compile): Ref {
    const condition = compile(node.condition, ['condition']);
    return this.#builder.select(condition, compile(node.then, ['then']), compile(node.else, ['else']));
  }

  #constraint(node: NodeOf<'constraint'>, around: Surroundings, path: Path, compile: Compile): Refs {
    const b = this.#builder;
    const { expression, min, max } = node;
    const judged = expression === undefined ? this.#input(around, 'in') : compile(expression, ['expression']);
    if (min !== undefined && max !== undefined && min > max) {
      const message = `min ${min} is above max ${max}`;
      this.#issues.add([...path, 'min'], 'constraint.bounds-crossed', message, { remedy: 'Swap them.' });
    }
    const margins = [
      ...(min === undefined ? [] : [b.binary('sub', judged, b.constant(min))]),
      ...(max === undefined ? [] : [b.binary('sub', b.constant(max), judged)]),
    ];
    if (margins.length === 0) return new Map([['satisfied', b.unary('not', b.unary('not', judged))]]);
    const margin = margins.reduce((left, right) => b.binary('min', left, right));
    return new Map([
      ['satisfied', b.binary('ge', margin, b.constant(0))],
      ['margin', margin],
    ]);
  }

  #lookup(node: NodeOf<'lookup'>, around: Surroundings): Ref {
    const table = this.#draft.columns.tables.get(node.id);
    if (table === undefined) return this.#compiler.placeholder;
    const kernel = lookupKernel(`lookup of ${node.id}`, table, node.method, node.outside);
    return this.#builder.call(kernel, [this.#input(around, 'in')]);
  }
}
