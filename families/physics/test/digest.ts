// Runs documents and digests what they showed; bundled for a browser, and run in Node by the same test.
import { runDigest } from '@holdfast/conformance';
import type { ModelDocument } from '@holdfast/core';
import { physics } from '@holdfast/physics';

/** What is digested: a fifth of a second. */
export const asked = { seed: 7, frames: 10 };

export async function digests(
  documents: readonly ModelDocument[],
): Promise<Readonly<Record<string, string>>> {
  const simulator = await physics.load!();
  return Object.fromEntries(
    documents.map((document) => [document.name, runDigest(simulator, document, asked.seed, asked.frames)]),
  );
}
