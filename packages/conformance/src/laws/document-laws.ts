// Whatever an author writes is either refused with a place, or it runs.

import type { Issue, Simulator } from '@holdfast/core';
import { documentDigest, encodeJson, parseDocument, pointerSegments } from '@holdfast/protocol';
import * as fc from 'fast-check';
import type { Example } from '../example.ts';
import { demand, type Law } from '../law.ts';
import { mutationsOf, type Mutation } from '../mutations.ts';
import { frameOf, stepOnce } from '../walk.ts';

/** Smallest steps of the run of a mutated document that is legal: enough to see that it runs. */
const stepsLegal = 64;

function resolves(document: unknown, segments: readonly string[]): boolean {
  let value = document;
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return false;
    value = (value as Record<string, unknown>)[segment];
  }
  return true;
}

/** Demands issues a reader can act on: a place that exists, or whose parent does, and words. */
function demandIssues(what: string, document: unknown, issues: readonly Issue[]): void {
  demand(issues.length > 0, `${what}: refused without an issue`);
  for (const issue of issues) {
    const segments = pointerSegments(issue.path);
    const found = segments !== undefined && segments.length > 0;
    demand(
      found && resolves(document, segments.slice(0, -1)),
      () => `${what}: no such place: ${encodeJson(issue)}`,
    );
    demand(
      issue.message !== '' && issue.code !== '',
      () => `${what}: an issue without words: ${encodeJson(issue)}`,
    );
  }
}

function demandRuns(simulator: Simulator, spec: unknown, seed: number): void {
  const model = simulator.compile(spec);
  const simulation = model.begin({
    seed,
    until: Math.min(model.until, stepsLegal * (model.step.min || model.step.initial)),
  });
  try {
    stepOnce(simulation, model, 0);
    frameOf(simulation, model, 1);
    simulation.metrics();
  } finally {
    simulation.dispose();
  }
}

function judge({ simulator, document, seed }: Example, { what, document: spoilt, fatal }: Mutation): void {
  const envelope = parseDocument(spoilt);
  if (!envelope.ok) return demandIssues(what, spoilt, envelope.issues);
  if (!fatal && documentDigest(envelope.spec) === documentDigest(document)) return undefined;
  const parsed = simulator.parse(envelope.spec);
  if (!parsed.ok) return demandIssues(what, spoilt, parsed.issues);
  demand(!fatal, `${what}, and nobody objects`);
  try {
    return demandRuns(simulator, parsed.spec, seed);
  } catch (error) {
    return demand(false, `${what}: accepted, but it does not run: ${String(error)}`);
  }
}

/** The law on mutations, with at most `most` of them for each document. */
export function mutationLaw(most: number): Law<Example> {
  return {
    name: 'every mutated example is refused with a path, or is legal and runs',
    check(example) {
      for (const mutation of mutationsOf(example.document, most)) judge(example, mutation);
    },
  };
}

const anyJson: Law<Example> = {
  name: 'any JSON in place of the model is answered, never with an exception',
  check({ simulator, document }) {
    const property = fc.property(fc.jsonValue({ maxDepth: 3 }), (model) => {
      const parsed = simulator.parse({ ...document, model });
      if (!parsed.ok)
        demandIssues(`/model is ${JSON.stringify(model)}`, { ...document, model }, parsed.issues);
      const files = simulator.files(model);
      demand(
        files.every((name) => typeof name === 'string'),
        'files names something that is no text',
      );
    });
    fc.assert(property, { numRuns: 50 });
  },
};

export const documentLaws: readonly Law<Example>[] = [anyJson];
