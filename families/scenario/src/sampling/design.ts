// A sampling method fitted to a program: which of its random numbers gets which dimension.

import { sobolDimensions, streamId } from '@holdfast/numerics';
import type { NodeSpec } from '../document.ts';
import { suggestion, type IssueList } from '../issues.ts';
import type { Program } from '../program/program.ts';
import type { NodeEntry } from '../shape.ts';
import type { SamplingMethod, SamplingSpec } from './document.ts';

export interface Design {
  readonly method: SamplingMethod;
  /** Streams of the inputs the author named, in order. */
  readonly chosen: readonly number[];
  /** Dimension of a random number, from 0; undefined for one that stays random. */
  dimensionOf(stream: number, draw: number): number | undefined;
  /** Random numbers of an iteration that no dimension was left for. */
  readonly padded: number;
}

/** Name of the stream a node draws from; undefined for a node that draws nothing. */
export function streamNameOf(node: NodeSpec): string | undefined {
  if (node.kind === 'distribution') return node.id;
  if (node.kind !== 'data' || node.sample !== 'bootstrap') return undefined;
  // No id holds a colon, so a group never shares the stream of a node.
  return node.group === undefined ? node.id : `group:${node.group}`;
}

/** Dimensions go to the named inputs first, then to the nodes in document order; first draws come before second ones. */
export function designOf(spec: SamplingSpec, entries: readonly NodeEntry[], program: Program): Design {
  const nodes = entries.flatMap(({ node }) => (node === undefined ? [] : [node]));
  const chosen = inputsOf(spec).map((id) => streamId(streamNameOf(nodes.find((node) => node.id === id)!)!));
  const sobol = spec.method === 'sobol';
  const order = new Map<number, number>();
  const named = nodes.map(streamNameOf).filter((name) => name !== undefined);
  for (const stream of [...chosen, ...named.map(streamId)]) {
    if (!order.has(stream)) order.set(stream, order.size);
  }
  const draws = program.operations.flatMap((operation) => {
    if (!sobol || operation.kind !== 'uniform') return [];
    const { stream, draw, loop } = operation;
    const rule = loop === undefined ? undefined : program.loops[loop]!;
    const count = rule?.kind === 'time' ? rule.steps : 1;
    return Array.from({ length: count }, (_, step) => ({ stream, draw: draw + step }));
  });
  const rank = (stream: number): number => order.get(stream) ?? order.size;
  draws.sort((a, b) => a.draw - b.draw || rank(a.stream) - rank(b.stream) || a.stream - b.stream);
  const kept = draws.slice(0, sobolDimensions);
  const dimensions = new Map(kept.map(({ stream, draw }, index) => [keyOf(stream, draw), index]));
  return Object.freeze({
    method: spec.method,
    chosen: Object.freeze(chosen),
    dimensionOf: (stream: number, draw: number) => dimensions.get(keyOf(stream, draw)),
    padded: draws.length - kept.length,
  });
}

function keyOf(stream: number, draw: number): number {
  return draw * 4294967296 + stream;
}

function inputsOf(spec: SamplingSpec): readonly string[] {
  return 'inputs' in spec ? (spec.inputs ?? []) : [];
}

/** Inputs must be different nodes that draw random numbers. */
export function checkSampling(spec: SamplingSpec, entries: readonly NodeEntry[], issues: IssueList): void {
  const nodes = entries.flatMap(({ node }) => (node === undefined ? [] : [node]));
  const random = new Map(
    nodes.flatMap((node) => {
      const name = streamNameOf(node);
      return name === undefined ? [] : [[node.id, name] as const];
    }),
  );
  const seen = new Map<string, string>();
  for (const [index, id] of inputsOf(spec).entries()) {
    const path = ['model', 'sampling', 'inputs', index];
    const name = random.get(id);
    if (name === undefined) {
      const known = nodes.some((node) => node.id === id);
      const message = known ? `node "${id}" draws no random number` : `no node is named "${id}"`;
      issues.add(path, 'sampling.unknown-input', message, { remedy: suggestion(id, [...random.keys()]) });
      continue;
    }
    const other = seen.get(name);
    if (other !== undefined) {
      const message =
        other === id ? `"${id}" is named twice` : `"${id}" draws the same numbers as "${other}"`;
      issues.add(path, 'sampling.repeated-input', message, { remedy: 'Remove one.' });
    }
    seen.set(name, id);
  }
}
