// What an editor asks of a family whose models are graphs `{ nodes, edges }`. Kept beside the contract, not in it: no run
// needs any of this, and a family without it is edited as text.

import type { ModelDocument, Parsed, Simulator } from '@holdfast/core';
import { scenario, scenarioGrammar } from '@holdfast/scenario';

/** A node as a drawing shows it. */
export interface NodeSketch {
  /** What it is, in a word; empty where it does not say. */
  readonly kind: string;
  /** A few words about what it does. */
  readonly detail: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** True when its input ports take any number of edges. */
  readonly gathers: boolean;
}

/** A node to begin with, as a palette offers it. */
export interface NodeStarter {
  readonly group: string;
  readonly title: string;
  readonly summary: string;
  /** Without an id. */
  readonly node: Readonly<Record<string, unknown>>;
  /** Members a model must have for it, with what they begin as. */
  readonly needs?: Readonly<Record<string, unknown>>;
}

/** A name expressions may use; `port` where it reads an input port. */
export interface ExpressionName {
  readonly name: string;
  readonly kind: string;
  readonly summary: string;
  readonly port?: string;
}

export interface ExpressionFunction {
  readonly name: string;
  readonly signature: string;
  readonly summary: string;
}

export type ExpressionPlace =
  | { readonly on: 'node'; readonly node: unknown; readonly connected: readonly string[] }
  | { readonly on: 'edge' };

/** What becomes of the correlations of a group; matrices by rows, in the order of its nodes. */
export interface CorrelationVerdict {
  readonly given: readonly (readonly number[])[];
  /** What a run reaches: the given ones, or the nearest possible ones. */
  readonly reached: readonly (readonly number[])[];
  /** Largest change of a coefficient; 0 where the given ones are possible. */
  readonly change: number;
  /** Whether a run accepts the change. */
  readonly accepted: boolean;
}

/** Groups of nodes whose draws are correlated, as a member of a graph. */
export interface CorrelationGrammar {
  /** Member of the graph that holds the groups. */
  readonly member: string;
  readonly copulas: readonly string[];
  readonly measures: readonly string[];
  /** Ids of the nodes of a graph that may be in a group. */
  eligible(model: unknown): readonly string[];
  /** Undefined while the group is not complete. */
  judge(group: unknown): CorrelationVerdict | undefined;
}

export interface GraphGrammar {
  /** JSON Schema of the model. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** As the simulator's: finds every issue at once. */
  parse(document: ModelDocument): Parsed<unknown>;
  /** Never fails: a node that is still being written has at least no ports. */
  sketch(node: unknown, model: unknown): NodeSketch;
  /** Path below the model of the graph inside a node; undefined where there is none. */
  insideOf(node: unknown): readonly string[] | undefined;
  /** Ports of a graph that is a part: inputs are sources inside, outputs carry an end inside. */
  frameOf(graph: unknown): {
    readonly inputs: readonly string[];
    readonly outputs: readonly { readonly name: string; readonly from: string }[];
  };
  /** The port an end of an edge means that names none; undefined where it has to be named. */
  portMeant(ports: readonly string[], side: 'inputs' | 'outputs'): string | undefined;
  /** Each runs as soon as its inputs are fed. */
  starters(model: unknown): readonly NodeStarter[];
  names(model: unknown, place: ExpressionPlace): readonly ExpressionName[];
  readonly functions: readonly ExpressionFunction[];
  /** A document in which each of the ports ("node.port") is observed by channels that carry its name as label; `inside`
   * leads to the part they are in, as ids of nodes. */
  probe(document: ModelDocument, ports: readonly string[], inside?: readonly string[]): ModelDocument;
  readonly correlations: CorrelationGrammar;
}

/** Grammars by family, for the families that have one. */
export const grammars: ReadonlyMap<string, GraphGrammar> = new Map<string, GraphGrammar>([
  ['scenario', scenarioGrammar],
]);

/** Simulators of the families that have a grammar: what a page needs that draws graphs, without the code of the others. */
export const drawnSimulators: ReadonlyMap<string, Simulator> = new Map<string, Simulator>([
  ['scenario', scenario],
]);
