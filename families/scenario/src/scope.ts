// Compiles the expressions of nodes and edges in the surroundings they are written in. After an issue a placeholder stands
// in for the value, so that everything downstream is still checked; the program is then thrown away.

import { compileExpression, type ExpressionScope } from './expression/expression.ts';
import { nearest } from './expression/suggest.ts';
import type { Instance } from './hierarchy/instance.ts';
import type { IssueList, Path } from './issues.ts';
import { inputsRead, parametersRead } from './ports.ts';
import type { ProgramBuilder, Ref } from './program/program.ts';
import type { TimeAxis } from './time/axis.ts';

export type Refs = ReadonlyMap<string, Ref>;

/** What a node or edge offers its expressions. */
export interface Surroundings {
  readonly inputs: Refs;
  readonly fields: Refs;
  /** Values of the step before by the name after `$prev.`; empty for the node's own. */
  readonly previous?: Refs;
}

export class ExpressionCompiler {
  readonly builder: ProgramBuilder;
  readonly #parameters: Refs;
  readonly #issues: IssueList;

  /** Index beyond the parameters of the model. */
  readonly #beyond: number;

  /** Undefined in a model without time. */
  readonly #axis: TimeAxis | undefined;

  private constructor(
    builder: ProgramBuilder,
    parameters: Refs,
    beyond: number,
    issues: IssueList,
    axis: TimeAxis | undefined,
  ) {
    this.builder = builder;
    this.#parameters = parameters;
    this.#beyond = beyond;
    this.#issues = issues;
    this.#axis = axis;
  }

  /** `parameters` are the names of the model's parameters in order. */
  static ofModel(
    builder: ProgramBuilder,
    parameters: readonly string[],
    issues: IssueList,
    axis: TimeAxis | undefined,
  ): ExpressionCompiler {
    const refs = new Map(parameters.map((name, index) => [name, builder.parameter(index)]));
    return new ExpressionCompiler(builder, refs, parameters.length, issues, axis);
  }

  /** The compiler inside a part, which knows the parameters of the part only. */
  inside({ parameters, place }: Instance): ExpressionCompiler {
    const around = { inputs: new Map(), fields: new Map() };
    const refs = [...parameters].map(([name, value]) => {
      if (value === undefined) return [name, this.placeholder] as const;
      if (typeof value === 'number') return [name, this.builder.constant(value)] as const;
      return [name, this.compile(value, around, [...place, 'parameters', name])] as const;
    });
    return new ExpressionCompiler(this.builder, new Map(refs), this.#beyond, this.#issues, this.#axis);
  }

  parameter(name: string): Ref {
    return this.#parameters.get(name) ?? this.placeholder;
  }

  /** Stands for a value that could not be had; not constant, so that nothing is concluded from it. */
  get placeholder(): Ref {
    return this.builder.parameter(this.#beyond);
  }

  fields(values: Readonly<Record<string, number>> | undefined): Refs {
    return new Map(Object.entries(values ?? {}).map(([name, value]) => [name, this.builder.constant(value)]));
  }

  compile(source: string, around: Surroundings, path: Path): Ref {
    const compiled = compileExpression(source, this.#scope(source, around), this.builder);
    if (compiled.ok) return compiled.ref;
    for (const { code, message, remedy, line, column } of compiled.problems) {
      this.#issues.add(path, code, message, { remedy, line, column });
    }
    return this.placeholder;
  }

  /** Adds to the inputs of a node what its expression reads but nothing feeds; each is an issue.
   * A name close to a connected one is left to the expression's own complaint, which names the slip. */
  completed(source: string, connected: Refs, id: string, path: Path, own: ReadonlySet<string>): Refs {
    const missing = [...new Set(inputsRead(source, own))].filter((name) => !connected.has(name));
    const unfed = missing.filter((name) => nearest(name, connected.keys()) === undefined);
    if (unfed.length === 0) return connected;
    for (const name of unfed) {
      const message = `"${name}" is read here but nothing is connected to it`;
      const remedy = `Add an edge to "${id}.${name}", or write $params.${name} for a parameter.`;
      this.#issues.add(path, 'node.missing-input', message, { remedy });
    }
    return new Map([...connected, ...unfed.map((name) => [name, this.placeholder] as const)]);
  }

  /** All parameters are offered only where a name is not found, for the suggestion. */
  #scope(source: string, { inputs, fields, previous }: Surroundings): ExpressionScope {
    const read = parametersRead(source);
    const found = read.flatMap((name) => {
      const ref = this.#parameters.get(name);
      return ref === undefined ? [] : [[name, ref] as const];
    });
    const params = found.length === read.length ? new Map(found) : this.#parameters;
    const iteration = this.builder.iteration();
    const common = { inputs, node: fields, params, iteration };
    if (this.#axis === undefined) return { ...common, time: iteration };
    const { time, step } = this.#axis;
    return { ...common, time, step, ...(previous === undefined ? {} : { previous }) };
  }
}
