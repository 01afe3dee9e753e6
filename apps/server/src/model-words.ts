// What a graph says in words, for people: what its nodes are called, and what it takes as given, as an editor shows it.

import { grammars } from '@holdfast/catalog';
import type { ModelDocument } from '@holdfast/core';
import type { Assumption } from '@holdfast/report';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function nodesOf({ model }: ModelDocument): readonly Fields[] {
  return isFields(model) && Array.isArray(model['nodes']) ? model['nodes'].filter(isFields) : [];
}

/** Labels of the nodes that have one, by their ids. */
export function labelsOf(document: ModelDocument): ReadonlyMap<string, string> {
  return new Map(
    nodesOf(document)
      .map((node) => [text(node['id']), text(node['label'])] as const)
      .filter(([, label]) => label !== ''),
  );
}

/** The nodes that nothing leads into, in the document's order; none for a family whose models are no graphs. */
export function assumptionsOf(document: ModelDocument): readonly Assumption[] {
  const grammar = grammars.get(document.family);
  if (grammar === undefined) return [];
  return nodesOf(document).flatMap((node): Assumption[] => {
    const { kind, detail, inputs, outputs, gathers } = grammar.sketch(node, document.model);
    if (inputs.length > 0 || gathers || outputs.length === 0) return [];
    return [{ title: text(node['label']) || text(node['id']), kind, detail, unit: text(node['unit']) }];
  });
}
