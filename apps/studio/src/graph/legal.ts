// Which connections a document may have. What can be seen at once is said here; the family has the last word.

import type { GraphGrammar } from '@holdfast/catalog';
import type { Issue, ModelDocument, Parsed } from '@holdfast/core';
import type { Graph, GraphEnd } from './graph-model.ts';

/** Why two ports cannot be connected, from the drawing alone; undefined when nothing speaks against it. */
export function complaint(graph: Graph, from: GraphEnd, to: GraphEnd): string | undefined {
  const target = graph.byKey.get(to.node);
  if (target === undefined || !graph.byKey.has(from.node)) {
    return 'Show the nodes of the group first; then connect with one of them.';
  }
  const into = graph.edges.filter((edge) => edge.to?.node === to.node && edge.to.port === to.port);
  if (to.port === '') {
    return `“${to.node}” has no free input. Name one in its expression, or combine the values in an aggregator.`;
  }
  if (into.some((edge) => edge.from?.node === from.node && edge.from.port === from.port)) {
    return 'These two are connected already.';
  }
  if (into.length > 0 && !target.sketch.gathers) {
    return `“${to.port}” of “${to.node}” takes one edge and has one. Combine the values in an aggregator.`;
  }
  return undefined;
}

/** What the family finds wrong with a document that it did not find wrong without the new edge. */
export function familyComplaint(
  grammar: GraphGrammar,
  before: ModelDocument,
  after: ModelDocument,
): string | undefined {
  const known = new Set(edgeIssues(grammar.parse(before)).map(said));
  const fresh = edgeIssues(grammar.parse(after)).find((issue) => !known.has(said(issue)));
  return fresh && `${fresh.message}. ${fresh.remedy ?? ''}`.trim();
}

function edgeIssues(parsed: Parsed<unknown>): readonly Issue[] {
  return parsed.ok ? [] : parsed.issues.filter(({ path }) => path.includes('/edges/'));
}

function said({ code, message }: Issue): string {
  return `${code} ${message}`;
}
