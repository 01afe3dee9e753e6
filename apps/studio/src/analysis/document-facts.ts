// The document an analysis is about: itself, its model, and what can be asked about it.

import { useCallback } from 'react';
import type { ModelDocument } from '@holdfast/core';
import type { Figure, ModelView } from '@holdfast/protocol';
import { displayModel } from '@holdfast/pictures';
import { useStudio } from '../shell/studio.ts';
import { withNumbersOnly } from '../shell/number-parameters.ts';
import { useLoaded } from '../shell/use-loaded.ts';

export interface KnownFigure extends Figure {
  readonly unit: string;
  /** From a few iterations: a hint, not a result. */
  readonly value: number;
}

export interface DocumentFacts {
  readonly figures: readonly KnownFigure[];
  readonly sources: readonly string[];
}

export interface AnalysedDocument {
  readonly document: ModelDocument;
  /** Undefined for a document that does not compile. */
  readonly model: ModelView | undefined;
  readonly facts: DocumentFacts;
}

/** Means and quantiles that the channels promise, where no iteration could be run. */
function promised(model: ModelView | undefined): readonly KnownFigure[] {
  const channels = model?.channels ?? [];
  return channels
    .filter(({ role }) => role === 'estimate')
    .map(({ subject, unit }) => ({ subject, metric: 'mean', unit, value: Number.NaN }));
}

async function factsOf(document: ModelDocument, model: ModelView | undefined): Promise<DocumentFacts> {
  try {
    const { readFacts } = await import('./family-facts.ts');
    const facts = readFacts(document);
    if (facts.figures.length > 0) return facts;
    return { figures: promised(model), sources: facts.sources };
  } catch {
    // What the family cannot run here is found out on the server; the names of the channels remain.
    return { figures: promised(model), sources: [] };
  }
}

/** Loads all of it; pass a memoised `read`. */
export function useAnalysedDocument(read: () => Promise<ModelDocument>) {
  const { client } = useStudio();
  return useLoaded(
    useCallback(async (): Promise<AnalysedDocument> => {
      const document = await read();
      const { model: compiled } = await client.validate(document);
      const model = compiled === null ? undefined : withNumbersOnly(displayModel(compiled));
      return {
        document,
        model,
        facts: model === undefined ? { figures: [], sources: [] } : await factsOf(document, model),
      };
    }, [client, read]),
  );
}
