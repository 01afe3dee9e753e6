// Lowers a checked graph to one program: nodes in order, each from the values that arrive at its ports.

import type { Parameter } from '@holdfast/core';
import { streamId } from '@holdfast/numerics';
import type { Columns } from './columns.ts';
import type { DependenceGroup } from './dependence/group.ts';
import { dependentDraws } from './dependence/lower.ts';
import type { NodeOf, NodeSpec } from './document.ts';
import type { Graph } from './graph.ts';
import type { IssueList, Path } from './issues.ts';
import { aggregate } from './nodes/aggregate.ts';
import { bootstrapKernel, cycleKernel } from './nodes/data.ts';
import { isMixture } from './distributions/document.ts';
import { lowerDrawn } from './nodes/distribution.ts';
import { lowerMixture } from './nodes/mixture.ts';
import { lookupKernel } from './nodes/lookup.ts';
import { parameterOf } from './parameters.ts';
import { portsOf } from './ports.ts';
import { ProgramBuilder, type Ref } from './program/program.ts';
import type { SamplingSpec } from './sampling/document.ts';
import type { Refs, Surroundings } from './scope.ts';
import type { NodeEntry } from './shape.ts';
import { TimeAxis } from './time/axis.ts';
import { timeKinds, type SolveSpec, type TimeNode, type TimeSpec } from './time/document.ts';
import { lowerTimeNode, type Reading } from './time/lower.ts';
import { isStepwise, isTimeNode } from './time/members.ts';
import {
  everyStep,
  reportedOutput,
  reportedVerdict,
  type ReportedOutput,
  type ReportedValue,
} from './time/reported.ts';
import { Solving } from './time/solving.ts';
import { Wiring } from './wiring.ts';

/** A document whose names are resolved; entries without a node exist only while issues are being collected. */
export interface Draft {
  readonly nodes: readonly NodeEntry[];
  readonly graph: Graph;
  readonly parameters: readonly Parameter[];
  readonly columns: Columns;
  readonly dependence: readonly DependenceGroup[];
  readonly sampling: SamplingSpec;
  readonly time: TimeSpec | undefined;
  readonly solve: SolveSpec | undefined;
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
  readonly outputs: readonly ReportedOutput[];
  readonly constraints: readonly ReportedValue[];
  /** Of every feedback loop, whether it came to rest. */
  readonly loops: readonly ReportedValue[];
  /** Computed values whose invalid ones are counted, in document order. */
  readonly counted: readonly NamedValue[];
  /** Values of the nodes that draw random numbers, in document order. */
  readonly drawing: readonly NamedValue[];
}

const countedKinds: ReadonlySet<string> = new Set([
  'distribution',
  'transformer',
  'aggregator',
  'decision',
  'lookup',
  'constraint',
  ...timeKinds,
]);

/** Lowers into a builder of its own, or adds to a given one. */
export function lowerGraph(draft: Draft, issues: IssueList, builder = new ProgramBuilder()): Lowered {
  return new Lowering(draft, issues, builder).run();
}

/** Compiles an expression of a node; `key` is its place below the node. */
type Compile = (source: string, key: Path) => Ref;

class Lowering {
  readonly #draft: Draft;
  readonly #issues: IssueList;
  readonly #builder: ProgramBuilder;
  readonly #axis: TimeAxis | undefined;
  readonly #solving: Solving;
  readonly #wiring: Wiring;
  readonly #streams = new Map<number, string>();
  /** By node id. */
  readonly #dependent: Refs;

  constructor(draft: Draft, issues: IssueList, builder: ProgramBuilder) {
    const { nodes, graph, time, solve } = draft;
    this.#draft = draft;
    this.#builder = builder;
    this.#issues = issues;
    // An outer loop of a program is begun before the loops inside it.
    this.#axis = time === undefined ? undefined : new TimeAxis(this.#builder, time);
    this.#solving = new Solving(this.#builder, graph.loops, solve);
    const parameters = draft.parameters.map(({ name }) => name);
    const shared = { issues, builder: this.#builder, axis: this.#axis, solving: this.#solving };
    this.#wiring = new Wiring({ nodes, graph, parameters, ...shared });
    const stepwise = new Set(nodes.flatMap(({ node }) => (isStepwise(node) ? [node.id] : [])));
    this.#dependent = dependentDraws(draft.dependence, this.#builder, (name, { path, members }) =>
      this.#uniform(name, path, stepwise.has(members[0]!)),
    );
  }

  run(): Lowered {
    const { nodes, graph } = this.#draft;
    for (const index of graph.order) {
      const { node } = nodes[index]!;
      this.#wiring.provide(index, node === undefined ? new Map() : this.#node(node, index));
    }
    this.#wiring.finish();
    const named = (kinds: ReadonlySet<string>, ports?: readonly string[]): readonly NamedValue[] =>
      nodes.flatMap(({ node, isPort }, index) =>
        node === undefined || isPort || !kinds.has(node.kind)
          ? []
          : [...this.#wiring.valuesOf(index)]
              .filter(([port]) => ports?.includes(port) ?? true)
              .map(([port, ref]) => ({ subject: `${node.id}.${port}`, node, ref })),
      );
    const over = { builder: this.#builder, axis: this.#axis };
    return {
      builder: this.#builder,
      outputs: named(new Set(['output'])).map((value) => reportedOutput(value, over, this.#draft.time)),
      constraints: named(new Set(['constraint']), ['satisfied']).map((value) => reportedVerdict(value, over)),
      loops: this.#solving.verdicts().map((value) => everyStep(value, over)),
      counted: named(countedKinds),
      drawing: named(new Set(['distribution', 'data'])),
    };
  }

  #node(node: NodeSpec, index: number): Refs {
    const path = ['model', 'nodes', index];
    const wiring = this.#wiring;
    const around = wiring.around(node, index);
    const compiler = wiring.compilerOf(this.#draft.nodes[index]!.instance);
    const compile: Compile = (source, key) => compiler.compile(source, around, [...path, ...key]);
    if (node.kind === 'transformer') return this.#transformer(node, path, compile);
    if (node.kind === 'constraint') return this.#constraint(node, around, path, compile);
    if (node.kind === 'output') return new Map([['value', this.#input(around, 'in')]]);
    if (isTimeNode(node)) return this.#timeNode(node, index, around, path);
    const out = (): Ref => {
      if (node.kind === 'constant') return this.#builder.constant(node.value);
      if (node.kind === 'parameter') return compiler.parameter(parameterOf(node));
      if (node.kind === 'data') return this.#data(node, path);
      if (node.kind === 'distribution') return this.#distribution(node, path, compile);
      if (node.kind === 'aggregator')
        return aggregate(this.#builder, node.method, wiring.arrivals(node, index, 'in'));
      if (node.kind === 'decision') return this.#decision(node, compile);
      return this.#lookup(node, around);
    };
    return new Map([['out', out()]]);
  }

  #timeNode(node: TimeNode, index: number, around: Surroundings, path: Path): Refs {
    const { outputs } = portsOf(node);
    const axis = this.#axis;
    if (axis === undefined) return new Map(outputs.map((port) => [port, this.#wiring.placeholder]));
    const compiler = this.#wiring.compilerOf(this.#draft.nodes[index]!.instance);
    const fields = node as Readonly<Record<string, unknown>>;
    const readingOf = (reads: Surroundings): Reading => ({
      input: (port) => this.#input(reads, port),
      quantity: (member, fallback) => {
        const value = fields[member] ?? fallback;
        return typeof value === 'string'
          ? compiler.compile(value, reads, [...path, member])
          : this.#builder.constant(value as number);
      },
    });
    return lowerTimeNode(node, {
      builder: this.#builder,
      axis,
      issues: this.#issues,
      path,
      now: readingOf(around),
      initial: () =>
        this.#wiring.initial(fields['initial'] as number | string | undefined, index, around, ['initial']),
      uniform: (name, draw) => this.#uniform(name, path, draw === undefined, draw),
      later: (work) =>
        this.#wiring.later(() => work(readingOf(this.#wiring.aroundLater(node, index, around)))),
    });
  }

  #input({ inputs }: Surroundings, port: string): Ref {
    return inputs.get(port) ?? this.#wiring.placeholder;
  }

  /** A stream of its own for each name; two names with one stream would be correlated without anyone knowing. */
  #uniform(name: string, path: Path, stepwise: boolean, draw = 0): Ref {
    const stream = streamId(name);
    const owner = this.#streams.get(stream);
    if (owner !== undefined && owner !== name) {
      const message = `"${name}" and "${owner}" would draw the same random numbers`;
      this.#issues.add(path, 'stream.collision', message, { remedy: 'Rename one of them.' });
    }
    this.#streams.set(stream, name);
    return this.#builder.uniform(stream, draw, stepwise ? this.#axis?.loop : undefined);
  }

  #distribution(node: NodeOf<'distribution'>, path: Path, compile: Compile): Ref {
    const dependent = this.#dependent.get(node.id);
    const uniform = dependent ?? this.#uniform(node.id, path, isStepwise(node));
    const plain = dependent === undefined && this.#draft.sampling.method === 'random';
    const further = (n: number): Ref => this.#builder.further(uniform, n);
    const source = plain ? { stream: streamId(node.id), further } : undefined;
    const context = { builder: this.#builder, issues: this.#issues, path, uniform, source, compile };
    const ref = isMixture(node)
      ? lowerMixture(node.id, node.parameters.components, context)
      : lowerDrawn(node, context);
    return ref ?? this.#wiring.placeholder;
  }

  #data(node: NodeOf<'data'>, path: Path): Ref {
    const values = this.#draft.columns.data.get(node.id);
    if (values === undefined) return this.#wiring.placeholder;
    const key = `${node.sample} of ${node.id}`;
    if (node.sample === 'cycle') {
      const stepwise = isStepwise(node) ? this.#axis?.step : undefined;
      return this.#builder.call(cycleKernel(key, values), [stepwise ?? this.#builder.iteration()]);
    }
    const uniform = this.#dependent.get(node.id);
    if (uniform !== undefined) {
      // In ascending order, so that a higher uniform draws a higher value.
      const kernel = bootstrapKernel(`sorted ${key}`, values.toSorted());
      return this.#builder.call(kernel, [uniform]);
    }
    // No id holds a colon, so a group never shares the stream of a node.
    const stream = node.group === undefined ? node.id : `group:${node.group}`;
    return this.#builder.call(bootstrapKernel(key, values), [this.#uniform(stream, path, isStepwise(node))]);
  }

  #transformer(node: NodeOf<'transformer'>, path: Path, compile: Compile): Refs {
    const { expression, outputs } = node;
    if (
      (expression === undefined) === (outputs === undefined) ||
      Object.keys(outputs ?? { out: '' }).length === 0
    ) {
      const message = 'either "expression" or at least one entry of "outputs" is needed';
      this.#issues.add(path, 'transformer.one-of', message, { remedy: 'Give one of the two.' });
      return new Map(portsOf(node).outputs.map((port) => [port, this.#wiring.placeholder]));
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
    if (table === undefined) return this.#wiring.placeholder;
    const kernel = lookupKernel(`lookup of ${node.id}`, table, node.method, node.outside);
    return this.#builder.call(kernel, [this.#input(around, 'in')]);
  }
}
