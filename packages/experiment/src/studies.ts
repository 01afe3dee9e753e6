// Documents an experiment computes beside its own: what it is compared with, and studies of its randomness. The list is a
// function of the method, so whoever computes points and whoever asks for them agree on it.

import type { ModelDocument, Study, Variant } from '@holdfast/core';
import type { ExperimentSpec, MethodOf } from '@holdfast/protocol';

/** Sources looked at in one study: their variants and inputs stay inside what one run keeps in memory. */
const sourcesMost = 12;

/** Name of the variant that is the other side of a comparison. */
export const otherSide = 'other';

export interface Source {
  readonly name: string;
  readonly inputs: readonly string[];
}

/** Sources of one study document. */
export interface SourceBatch {
  /** Index of the document. */
  readonly document: number;
  readonly sources: readonly Source[];
  /** Inputs that are correlated in this study. */
  readonly inputs: readonly string[];
}

/** Names of the two variants of a source: it alone drawn anew, and all others. */
export function variantNames(
  batch: SourceBatch,
  source: Source,
): { readonly alone: string; readonly others: string } {
  const index = batch.sources.indexOf(source);
  return { alone: `alone-${index}`, others: `others-${index}` };
}

/** How the sources of a method are spread over studies. */
export function batchesOf(
  { outputs, sources }: MethodOf<'inputs'>,
  all: readonly Source[],
): readonly SourceBatch[] {
  const asked = sources === undefined ? all : all.filter(({ name }) => sources.includes(name));
  const size = Math.max(1, Math.min(sourcesMost, Math.floor(100 / outputs.length)));
  const inputsMost = Math.floor(120 / outputs.length);
  return Array.from({ length: Math.ceil(asked.length / size) }, (_, batch) => {
    const own = asked.slice(batch * size, (batch + 1) * size);
    const inputs = own.flatMap((source) => source.inputs).slice(0, inputsMost);
    return { document: 1 + batch, sources: own, inputs };
  });
}

function variantsOf(batch: SourceBatch, all: readonly Source[]): readonly Variant[] {
  return batch.sources.flatMap((source) => {
    const { alone, others } = variantNames(batch, source);
    const rest = all.filter(({ name }) => name !== source.name).map(({ name }) => name);
    return [
      { name: alone, parameters: [], redraw: [source.name] },
      { name: others, parameters: [], redraw: rest },
    ];
  });
}

/** Every document of an experiment, its own first. */
export function documentsOf(
  { document, method }: Pick<ExperimentSpec, 'document' | 'method'>,
  study: Study | undefined,
): readonly ModelDocument[] {
  if (method.kind === 'compare') {
    if (method.document !== undefined) return [document, method.document];
    if (study === undefined) return [document];
    const variants = [{ name: otherSide, parameters: method.parameters ?? [], redraw: [] }];
    const subjects = [...new Set(method.outputs.map(({ subject }) => subject))];
    return [document, study.document(document, { subjects, variants, inputs: [] })];
  }
  if (method.kind !== 'inputs' || study === undefined) return [document];
  const all = study.sources(document);
  return [
    document,
    ...batchesOf(method, all).map((batch) => {
      const variants = variantsOf(batch, all);
      return study.document(document, { subjects: method.outputs, variants, inputs: batch.inputs });
    }),
  ];
}
