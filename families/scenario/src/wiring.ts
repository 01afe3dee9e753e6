// What arrives at the ports of a node: values of other nodes, changed by the edges, of this step or of earlier ones.

import type { EdgeSpec, NodeSpec } from './document.ts';
import type { Graph, Link } from './graph.ts';
import type { Instance } from './hierarchy/instance.ts';
import type { IssueList } from './issues.ts';
import { weighed, type Arrival } from './nodes/aggregate.ts';
import { expressionsOf } from './ports.ts';
import type { ProgramBuilder, Ref } from './program/program.ts';
import { ExpressionCompiler, type Refs, type Surroundings } from './scope.ts';
import type { NodeEntry } from './shape.ts';
import type { Initial, Remembered, TimeAxis } from './time/axis.ts';
import { isRecalling, ownNames, previousRead } from './time/members.ts';
import { latePorts, readsStep } from './time/ports.ts';
import type { Solving } from './time/solving.ts';

interface Parts {
  readonly nodes: readonly NodeEntry[];
  readonly graph: Graph;
  /** Names of the model's parameters in order. */
  readonly parameters: readonly string[];
  readonly issues: IssueList;
  readonly builder: ProgramBuilder;
  readonly axis: TimeAxis | undefined;
  readonly solving: Solving;
}

export class Wiring {
  /** By node, then output port. */
  readonly #values: Refs[] = [];
  readonly #parts: Parts;
  readonly #compiler: ExpressionCompiler;
  readonly #inside = new Map<Instance, ExpressionCompiler>();
  /** By edge. */
  readonly #arrived = new Map<number, Arrival>();
  /** What is left to do when every node has its value. */
  readonly #later: (() => void)[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    const { builder, parameters, issues, axis } = parts;
    this.#compiler = ExpressionCompiler.ofModel(builder, parameters, issues, axis);
  }

  get placeholder(): Ref {
    return this.#compiler.placeholder;
  }

  /** Reads `$params` as they are where an expression is written. */
  compilerOf(instance: Instance | undefined): ExpressionCompiler {
    if (instance === undefined) return this.#compiler;
    const known = this.#inside.get(instance) ?? this.compilerOf(instance.parent).inside(instance);
    this.#inside.set(instance, known);
    return known;
  }

  provide(index: number, values: Refs): void {
    this.#values[index] = values;
  }

  /** Values of a node by output port, as they are outside of the loop around it. */
  valuesOf(index: number): Refs {
    const leaving = ([port, ref]: readonly [string, Ref]) =>
      [port, this.#parts.solving.leaving(index, ref)] as const;
    return new Map([...this.#values[index]!].map(leaving));
  }

  later(work: () => void): void {
    this.#later.push(work);
  }

  /** Does what was put off, and what that puts off in turn. */
  finish(): void {
    for (let work = this.#later.shift(); work !== undefined; work = this.#later.shift()) work();
  }

  /** What the expressions of a node may read in this step; ports they read that nothing feeds are issues. */
  around(node: NodeSpec, index: number): Surroundings {
    const fields = this.#compiler.fields(node.fields);
    if (node.kind === 'aggregator') return { inputs: new Map(), fields };
    const late = latePorts(node);
    let inputs: Refs = new Map(
      [...this.#portsFed(index)].map((port) => {
        const waits = late.has(port) && !this.#reachesBack(index, port);
        return [port, waits ? this.placeholder : this.input(node, index, port)];
      }),
    );
    const own = ownNames(node);
    for (const { path: key, source } of expressionsOf(node)) {
      const path = ['model', 'nodes', index, ...key];
      inputs = this.#compiler.completed(source, inputs, node.id, path, own);
    }
    return { inputs, fields, previous: this.#previous(node, index, { inputs, fields }) };
  }

  /** The same once every node has its value: nothing waits any more. */
  aroundLater(node: NodeSpec, index: number, around: Surroundings): Surroundings {
    const fed = [...this.#portsFed(index)].map((port) => [port, this.input(node, index, port)] as const);
    return { ...around, inputs: new Map([...around.inputs, ...fed]) };
  }

  /** All that arrives at a port for many edges. */
  arrivals(node: NodeSpec, index: number, port: string): readonly Arrival[] {
    const links = this.#parts.graph.incoming[index]!.get(port);
    if (links === undefined) return [{ value: this.placeholder, present: undefined, weight: 1 }];
    return links.map((link) => this.#arrival(link, node));
  }

  /** The value at a port for one edge. */
  input(node: NodeSpec, index: number, port: string): Ref {
    const [link] = this.#parts.graph.incoming[index]!.get(port) ?? [];
    return link === undefined ? this.placeholder : this.#single(this.#arrival(link, node), link.spec);
  }

  /** The member `initial` of a node, or an entry of it; 0 where it is left out. */
  initial(
    value: number | string | undefined,
    index: number,
    around: Surroundings,
    key: readonly string[],
  ): Initial {
    const { builder, nodes } = this.#parts;
    if (typeof value !== 'string') return { ref: builder.constant(value ?? 0), steady: true };
    const { inputs, fields } = around;
    const compiler = this.compilerOf(nodes[index]!.instance);
    const ref = compiler.compile(value, { inputs, fields }, ['model', 'nodes', index, ...key]);
    return { ref, steady: !readsStep(value) };
  }

  #portsFed(index: number): ReadonlySet<string> {
    const { incoming, dangling } = this.#parts.graph;
    return new Set([...dangling[index]!, ...incoming[index]!.keys()]);
  }

  #reachesBack(index: number, port: string): boolean {
    return (this.#parts.graph.incoming[index]!.get(port) ?? []).some(
      ({ spec }) => spec.delay !== undefined || spec.feedback === true,
    );
  }

  #arrival(link: Link, target: NodeSpec): Arrival {
    const { delay, feedback } = link.spec;
    const reaches = delay !== undefined || feedback === true;
    const known =
      this.#arrived.get(link.edge) ?? (reaches ? this.#reachBack(link, target) : this.#pass(link, target));
    this.#arrived.set(link.edge, known);
    return known;
  }

  /** An edge that closes a loop or is late: its value is found once the source has its own. */
  #reachBack(link: Link, target: NodeSpec): Arrival {
    const { spec } = link;
    const value = this.#remembered(link, spec.initial ?? 0);
    if (value === undefined) return { value: this.placeholder, present: undefined, weight: 1 };
    if (target.kind !== 'aggregator') {
      this.later(() => value.keep(this.#single(this.#pass(link, target), spec)));
      return { value: value.value, present: undefined, weight: 1 };
    }
    const present = spec.condition === undefined ? undefined : this.#remembered(link, 1);
    this.later(() => {
      const arrival = this.#pass(link, target);
      value.keep(arrival.value);
      present?.keep(arrival.present!);
    });
    return { value: value.value, present: present?.value, weight: spec.weight ?? 1 };
  }

  #remembered({ spec, to }: Link, first: number): Remembered | undefined {
    const { builder, axis, solving } = this.#parts;
    const ref = builder.constant(first);
    if (spec.delay !== undefined) return axis?.delayed(spec.delay, { ref, steady: true });
    return solving.unknown(to, ref);
  }

  #pass(link: Link, target: NodeSpec): Arrival {
    const { spec, edge, from, to, when } = link;
    const { nodes, solving } = this.#parts;
    const own = this.#values[from]?.get(link.fromPort) ?? this.placeholder;
    const value = when !== 'late' && solving.isInside(from, to) ? own : solving.leaving(from, own);
    const around = (): Surroundings => ({
      inputs: new Map([['value', value]]),
      fields: this.#compiler.fields({ ...nodes[from]!.node?.fields, ...target.fields }),
    });
    const compile = (key: 'condition' | 'transform'): Ref | undefined =>
      spec[key] === undefined
        ? undefined
        : this.compilerOf(link.instance).compile(spec[key], around(), ['model', 'edges', edge, key]);
    const present = compile('condition');
    return { value: compile('transform') ?? value, present, weight: spec.weight ?? 1 };
  }

  /** At a port for one edge a false condition gives the edge's other value, and a NaN one gives NaN. */
  #single(arrival: Arrival, spec: EdgeSpec): Ref {
    const { builder } = this.#parts;
    const { value } = weighed(builder, arrival);
    if (arrival.present === undefined) return value;
    return builder.select(arrival.present, value, builder.constant(spec.otherwise ?? 0));
  }

  /** Values of the step before, by the name after `$prev.`; the empty name is the node's own. */
  #previous(node: NodeSpec, index: number, around: Surroundings): Refs {
    const { axis, builder, graph, solving } = this.#parts;
    if (axis === undefined) return new Map();
    const own = ownNames(node);
    const read = new Set(expressionsOf(node).flatMap(({ source }) => previousRead(source)));
    return new Map(
      [...read].flatMap((name) => {
        if (name === '' || own.has(name)) {
          if (!isRecalling(node) || (name === '' && own.size > 0)) return [];
          const several = typeof node.initial === 'object';
          const begun = several
            ? (node.initial as Readonly<Record<string, number | string>>)[name]
            : node.initial;
          const key = several ? ['initial', name] : ['initial'];
          const { value, keep } = axis.remembered(
            this.initial(begun as number | string | undefined, index, around, key),
          );
          this.later(() => keep(this.valuesOf(index).get(name === '' ? 'out' : name) ?? this.placeholder));
          return [[name, value] as const];
        }
        const [link] = graph.incoming[index]!.get(name) ?? [];
        const ref = builder.constant(link?.spec.initial ?? 0);
        const { value, keep } = axis.remembered({ ref, steady: true });
        this.later(() => keep(solving.leaving(index, this.input(node, index, name))));
        return [[name, value] as const];
      }),
    );
  }
}
