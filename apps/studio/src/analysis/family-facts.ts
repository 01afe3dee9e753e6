// What a document could be asked about, found by running a few iterations of it here with the family's own code: figures with
// a first value, and sources of randomness. Loaded when an analysis is written, because it brings the families.

import { catalog } from '@holdfast/catalog';
import type { Metric, ModelDocument } from '@holdfast/core';
import type { DocumentFacts } from './document-facts.ts';

/** Enough for names and a rough value. */
const iterations = 256;
const stepsMost = 64;

function metricsOf(document: ModelDocument): readonly Metric[] {
  const simulator = catalog.get(document.family);
  const parsed = simulator?.parse(document);
  if (simulator === undefined || parsed?.ok !== true) return [];
  const model = simulator.compile(parsed.spec);
  const until = Math.min(iterations, document.run?.until ?? model.until);
  const simulation = model.begin({ seed: document.run?.seed ?? 1, until });
  try {
    for (let step = 0; step < stepsMost; step += 1) {
      const { advanced, remaining } = simulation.step(Math.min(model.step.max, until - simulation.time));
      if (remaining === 0 || advanced === 0) break;
    }
    return simulation.metrics();
  } finally {
    simulation.dispose();
  }
}

/** The facts; empty where the family cannot say. */
export function readFacts(document: ModelDocument): DocumentFacts {
  const metrics = metricsOf(document);
  // Where some figures have errors, the others are counts and extremes, which no analysis can weigh.
  const weighed = metrics.filter(({ standardError }) => standardError !== null);
  const shown = weighed.length > 0 ? weighed : metrics;
  const study = catalog.get(document.family)?.study;
  return {
    figures: shown.map(({ subject, name, unit, value }) => ({ subject, metric: name, unit, value })),
    sources: study?.sources(document).map(({ name }) => name) ?? [],
  };
}
