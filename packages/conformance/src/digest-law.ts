// One number for everything a simulation showed: recorded in Node, it is compared with what a browser computes.
// Imports no test runner and no platform module, so that any bundle may hold it.

import type { ModelDocument, Simulator } from '@holdfast/core';
import { canonicalJson, documentDigest, extendTrail, sha256Hex, startTrail } from '@holdfast/protocol';
import { demand } from './law.ts';
import { frameOf, walk } from './walk.ts';

/** Begins the document, takes up to `steps` steps with fixed offers, and digests every frame and the metrics at the end;
 * 64 hexadecimal digits. @throws LawBroken when the document is refused */
export function runDigest(
  simulator: Simulator,
  document: ModelDocument,
  seed: number,
  steps: number,
): string {
  const parsed = simulator.parse(document);
  demand(parsed.ok, () => `the document is refused: ${JSON.stringify(parsed.ok ? [] : parsed.issues)}`);
  const model = simulator.compile(parsed.spec);
  const simulation = model.begin({ seed, until: model.until });
  try {
    const frames = [frameOf(simulation, model, 0), ...walk(simulation, model, { steps })];
    const trail = frames.reduce(extendTrail, startTrail(documentDigest(document), seed, []));
    return sha256Hex(canonicalJson({ trail, metrics: simulation.metrics() }));
  } finally {
    simulation.dispose();
  }
}
