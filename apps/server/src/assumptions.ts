// What a model takes as given, for people: the nodes of its graph that nothing leads into, as an editor shows them.

import { grammars } from '@holdfast/catalog';
import type { ModelDocument } from '@holdfast/core';
import type { Assumption } from '@holdfast/report';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The assumptions of a document, in its order; none for a family whose models are no graphs. */
export function assumptionsOf(document: ModelDocument): readonly Assumption[] {
  const grammar = grammars.get(document.family);
  const { model } = document;
  if (grammar === undefined || !isFields(model) || !Array.isArray(model['nodes'])) return [];
  return model['nodes'].filter(isFields).flatMap((node): Assumption[] => {
    const { kind, detail, inputs, outputs, gathers } = grammar.sketch(node, model);
    if (inputs.length > 0 || gathers || outputs.length === 0) return [];
    return [{ title: text(node['label']) || text(node['id']), kind, detail, unit: text(node['unit']) }];
  });
}
