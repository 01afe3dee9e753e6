// The family's answer to analyses of its own randomness: which sources there are, and a document that computes variants of a
// model beside it.

import { SimulationError, type ModelDocument, type Study, type StudyAsk } from '@holdfast/core';
import { parseScenario } from '../parse.ts';
import { sourcesOf } from './sources.ts';

interface Written {
  readonly nodes: readonly { readonly id?: unknown; readonly kind?: unknown }[];
  readonly edges: readonly { readonly to?: unknown }[];
  readonly statistics?: object;
  readonly sampling?: unknown;
  readonly convergence?: unknown;
  readonly study?: unknown;
}

/** Outputs that are not asked for, with the edges into them, are left out: each would cost a difference for each variant. */
function without(model: Written, subjects: readonly string[]): Pick<Written, 'nodes' | 'edges'> {
  const dropped = new Set(
    model.nodes
      .filter(({ kind, id }) => kind === 'output' && !subjects.includes(`${String(id)}.value`))
      .map(({ id }) => id),
  );
  return {
    nodes: model.nodes.filter(({ id }) => !dropped.has(id)),
    edges: model.edges.filter(({ to }) => !dropped.has(String(to).replace(/\..*$/, ''))),
  };
}

export const scenarioStudy: Study = Object.freeze({
  sources(document: ModelDocument) {
    const parsed = parseScenario(document);
    if (!parsed.ok) throw new SimulationError('document.invalid', { count: parsed.issues.length });
    return sourcesOf(parsed.spec).map(({ name, inputs }) => ({ name, inputs }));
  },

  document(document: ModelDocument, { subjects, variants, inputs }: StudyAsk) {
    // A study compares plain samples of the same iterations: no design, and no goal that would end it.
    const {
      sampling: _sampling,
      convergence: _convergence,
      study: _study,
      ...model
    } = document.model as Written;
    const study = {
      variants: variants.map(({ name, parameters, redraw }) => ({
        name,
        parameters: Object.fromEntries(parameters.map(({ parameter, value }) => [parameter, value])),
        redraw,
      })),
      inputs,
    };
    const statistics = { ...model.statistics, correlations: undefined };
    return {
      ...document,
      model: JSON.parse(JSON.stringify({ ...model, ...without(model, subjects), statistics, study })),
    };
  },
});
